"""The Python environments of the project, made from lock files with hashes.

`run` holds what serving needs, `test` also what the tests need. An environment is made again only
when its lock, the Python or the place of the checkout changed; a stamp written last says so.
"""

import fcntl
import hashlib
import os
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from lienthong.config.launch import places, runs, tools
from lienthong.config.launch.progress import Progress
from lienthong.config.launch.refusal import Refused

Kind = Literal["run", "test"]
LOCKS: dict[Kind, str] = {"run": "requirements.lock", "test": "requirements-test.lock"}
SYNC_SECONDS = 1800


class EnvironmentBroken(Refused):
    """LIENTHONG_ENV names a folder that is no Python environment."""


def lock_digest(lock: Path) -> str:
    """What an environment was made of: the lock's bytes, this Python and the place of the checkout."""
    made_of = hashlib.sha256(lock.read_bytes())
    made_of.update(f"\0{sys.version}\0{base_python()}\0{places.SOURCE}".encode())
    return made_of.hexdigest()


def base_python() -> Path:
    """The Python behind whatever environment or link this process was started through."""
    return Path(os.path.realpath(sys.executable))


def package_count(lock: Path) -> int:
    """How many packages a lock file names."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return sum(1 for line in lines if line[:1].isalnum() and "==" in line)


def python_in(folder: Path) -> Path:
    """The Python of an environment."""
    return folder / "bin" / "python"


def ensure(kind: Kind, progress: Progress) -> Path:
    """Make the environment where it is missing or out of date, and return its Python.

    Raises EnvironmentBroken, InstallerMissing or StepFailed, each saying what to do.
    """
    given = os.environ.get("LIENTHONG_ENV")
    if given:
        return _given(Path(given))
    home = places.environment_home()
    home.mkdir(parents=True, exist_ok=True)
    lock = places.ROOT / LOCKS[kind]
    folder = home / kind
    with locked(home / f"{kind}.lock"):
        stamp = folder / "lienthong.stamp"
        wanted = lock_digest(lock)
        if stamp.exists() and stamp.read_text() == wanted and python_in(folder).exists():
            return python_in(folder)
        progress.say(f"Chuẩn bị môi trường Python (chỉ lần đầu hoặc khi {lock.name} đổi):")
        stamp.unlink(missing_ok=True)
        _make(folder, lock, home, progress)
        _add_source(folder)
        stamp.write_text(wanted)
    return python_in(folder)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file lock, so that two commands do not make the same thing at the same time."""
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _given(folder: Path) -> Path:
    if not python_in(folder).exists():
        raise EnvironmentBroken(
            f"LIENTHONG_ENV={folder} không phải là môi trường Python (không có bin/python).\n"
            "Bỏ biến này đi để chương trình tự tạo môi trường."
        )
    return python_in(folder)


def _make(folder: Path, lock: Path, home: Path, progress: Progress) -> None:
    with progress.step("Lấy trình cài gói uv"):
        uv = tools.find_uv(home)
    with progress.step("Tạo môi trường"):
        if not _same_python(folder):
            venv.EnvBuilder(with_pip=False, symlinks=True, clear=True).create(folder)
    text = f"Cài {package_count(lock)} gói từ {lock.name}"
    if uv is not None:
        try:
            with progress.step(text):
                _sync_with_uv(uv, folder, lock)
            return
        except runs.StepFailed as error:
            progress.say(f"    uv không cài được, chuyển sang pip. {error}")
    with progress.step(text + " bằng pip (chậm hơn)"):
        _sync_with_pip(folder, lock, home)


def _same_python(folder: Path) -> bool:
    """Whether the environment there was made by this very Python (else it is made anew)."""
    configuration = folder / "pyvenv.cfg"
    if not configuration.exists() or not python_in(folder).exists():
        return False
    version = ".".join(str(part) for part in sys.version_info[:3])
    same = os.path.realpath(python_in(folder)) == str(base_python())
    return same and f"version = {version}" in configuration.read_text(encoding="utf-8")


def _sync_with_uv(uv: Path, folder: Path, lock: Path) -> None:
    runs.run(
        [uv, "pip", "sync", "--python", python_in(folder), "--require-hashes", lock],
        what="uv pip sync",
        timeout=SYNC_SECONDS,
        env={"VIRTUAL_ENV": str(folder), "UV_NO_PROGRESS": "1"},
    )


def _sync_with_pip(folder: Path, lock: Path, home: Path) -> None:
    """Install into a fresh environment: pip does not take away what is no longer locked."""
    pip = tools.ensure_pip(home)
    venv.EnvBuilder(with_pip=False, symlinks=True, clear=True).create(folder)
    runs.run(
        [
            *pip,
            "--python",
            python_in(folder),
            "install",
            "--quiet",
            "--no-deps",
            "--require-hashes",
            "-r",
            lock,
        ],
        what="pip install",
        timeout=SYNC_SECONDS,
        env=tools.pip_environment(),
    )


def _add_source(folder: Path) -> None:
    """Put the checkout on the path of the environment; the package itself is never built."""
    site = next((folder / "lib").glob("python3*/site-packages"))
    (site / "lienthong.pth").write_text(f"{places.SOURCE}\n", encoding="utf-8")
