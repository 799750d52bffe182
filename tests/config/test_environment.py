"""The environment is made from its lock once, and again only when something it is made of changed."""

import json
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lienthong.config.commands import lock as lock_command
from lienthong.config.launch import environment, places, runs, tools
from lienthong.config.launch.progress import Progress

LOCKS = sorted(places.ROOT.glob("requirements*.lock"))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Environments are made below tmp_path from an empty lock; returns the list of installs done."""
    installs: list[str] = []
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "requirements.lock").write_text("# nothing\n")
    monkeypatch.setattr(places, "ROOT", tmp_path / "root")
    monkeypatch.setenv("LIENTHONG_ENVIRONMENTS", str(tmp_path / "envs"))
    monkeypatch.delenv("LIENTHONG_ENV", raising=False)
    monkeypatch.setattr(tools, "find_uv", lambda home: Path("/uv"))
    monkeypatch.setattr(
        environment, "_sync_with_uv", lambda uv, folder, lock: installs.append("uv")
    )
    monkeypatch.setattr(
        environment, "_sync_with_pip", lambda folder, lock, home: installs.append("pip")
    )
    return installs


def test_a_second_start_installs_nothing_and_a_changed_lock_installs_again(
    made: list[str], tmp_path: Path
) -> None:
    python = environment.ensure("run", Progress())
    environment.ensure("run", Progress())
    assert made == ["uv"]
    shown = subprocess.run([python, "-c", "import lienthong"], check=False, cwd=tmp_path)
    assert shown.returncode == 0, "the checkout is on the path of the environment"
    (tmp_path / "root" / "requirements.lock").write_text("# something\n")
    environment.ensure("run", Progress())
    assert made == ["uv", "uv"]


def test_an_interrupted_install_is_done_again(
    made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(uv: Path, folder: Path, lock: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(environment, "_sync_with_uv", interrupted)
        with pytest.raises(KeyboardInterrupt):
            environment.ensure("run", Progress())
    environment.ensure("run", Progress())
    assert made == ["uv"]


def test_pip_is_taken_when_uv_is_not_to_be_had_or_fails(
    made: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(uv: Path, folder: Path, lock: Path) -> None:
        raise runs.StepFailed("uv: no such index")

    monkeypatch.setattr(environment, "_sync_with_uv", broken)
    environment.ensure("run", Progress())
    monkeypatch.setattr(tools, "find_uv", lambda home: None)
    (tmp_path / "root" / "requirements.lock").write_text("# something\n")
    environment.ensure("run", Progress())
    assert made == ["pip", "pip"]


def test_two_commands_at_once_make_one_environment(made: list[str]) -> None:
    threads = [
        threading.Thread(target=environment.ensure, args=("run", Progress())) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert made == ["uv"]


def test_a_given_environment_is_used_and_a_wrong_one_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LIENTHONG_ENV", str(Path(sys.executable).parents[1]))
    assert environment.ensure("run", Progress()).exists()
    monkeypatch.setenv("LIENTHONG_ENV", str(tmp_path))
    with pytest.raises(environment.EnvironmentBroken, match="LIENTHONG_ENV"):
        environment.ensure("run", Progress())


def test_without_pip_ensurepip_and_debian_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tools, "has_module", lambda name: False)
    monkeypatch.setattr(tools.debian, "can_install", lambda: False)
    with pytest.raises(tools.InstallerMissing, match=r"apt install python3\.\d+-venv"):
        tools.ensure_pip(tmp_path)


def test_without_ensurepip_debians_package_is_installed_where_allowed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed: list[str] = []
    monkeypatch.setattr(tools, "has_module", lambda name: False)
    monkeypatch.setattr(tools.debian, "can_install", lambda: True)
    monkeypatch.setattr(tools.debian, "install", installed.extend)
    pip = tools.ensure_pip(tmp_path)
    assert installed == [tools.debian.venv_package()]
    assert runs.run([*pip, "--version"], what="pip", timeout=60).startswith("pip ")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_of_every_lock_has_its_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text()
    assert not lock_command.ADDRESS.search(text)
    entries = re.split(r"\n(?=\S)", text.strip())
    assert entries
    for entry in entries:
        assert re.search(r"^[\w.\-\[\]]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_the_test_lock_holds_all_of_the_run_lock_in_the_same_versions() -> None:
    def pins(name: str) -> set[str]:
        text = (places.ROOT / name).read_text()
        return set(re.findall(r"^([\w.\-]+==[^\s;\\]+)", text, re.MULTILINE))

    assert pins("requirements.lock") < pins("requirements-test.lock")


def test_the_front_end_lock_has_hashes_and_no_address() -> None:
    text = (places.ROOT / "package-lock.json").read_text()
    assert not lock_command.ADDRESS.search(text)
    packages = json.loads(text)["packages"]
    assert all(package["integrity"] for path, package in packages.items() if path)
    wanted = json.loads((places.ROOT / "package.json").read_text())
    pinned = {**wanted["dependencies"], **wanted["devDependencies"]}
    locked = {
        path.removeprefix("node_modules/"): p["version"] for path, p in packages.items() if path
    }
    assert pinned.items() <= locked.items()


def test_addresses_are_taken_out_of_a_front_end_lock_and_refused_elsewhere(tmp_path: Path) -> None:
    lock: dict[str, object] = {
        "packages": {"node_modules/x": {"version": "1", "resolved": "https://r/x", "funding": "y"}}
    }
    assert lock_command.without_addresses(lock) == {
        "packages": {"node_modules/x": {"version": "1"}}
    }
    target = tmp_path / "requirements.lock"
    with pytest.raises(lock_command.LockHoldsAddress, match="dòng 2"):
        lock_command._put(target, "a==1\n--index-url https://mirror/simple\n")
    assert not target.exists()
