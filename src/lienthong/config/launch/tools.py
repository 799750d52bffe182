"""Outside tools that come as Python wheels (uv, Node.js, PostgreSQL), each pinned with hashes.

Each has a lock of its own at the root of the checkout and a folder of its own, named after the
digest of that lock, so that a new pin is a new folder and a half-installed one is never used.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from lienthong.config.launch import debian, places, runs
from lienthong.config.launch.refusal import Refused

PIP_QUIET = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
INSTALL_SECONDS = 900


class InstallerMissing(Refused):
    """This Python has neither pip nor ensurepip, and no uv is on the path."""

    def __init__(self) -> None:
        super().__init__(
            "Python này không có pip lẫn ensurepip, và máy cũng không có uv.\n"
            f"Trên Debian/Ubuntu hãy chạy: sudo apt install {debian.venv_package()}\n"
            "rồi chạy lại lệnh này."
        )


def lock_of(tool: str) -> Path:
    """The lock file of a tool: `requirements-uv.lock` for uv."""
    return places.ROOT / f"requirements-{tool}.lock"


def digest(path: Path) -> str:
    """Twelve hex digits of the SHA-256 of a lock file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def folder_of(tool: str, home: Path) -> Path:
    """The folder in which this pin of the tool is, or will be."""
    return home / "tools" / f"{tool}-{digest(lock_of(tool))}"


def has_module(name: str) -> bool:
    """Whether this Python holds a module; an empty folder of its name, left by a removal, is none."""
    found = importlib.util.find_spec(name)
    return found is not None and found.origin is not None


def base_pip() -> list[str] | None:
    """How to call a pip of this machine that can install into another place, or None."""
    if has_module("pip"):
        return [sys.executable, "-m", "pip"]
    return None


def ensure_pip(home: Path) -> list[str]:
    """A pip to call: the one of this Python, one made by ensurepip, or Debian's after installing it.

    Raises InstallerMissing when there is no way to one.
    """
    found = base_pip()
    if found:
        return found
    if not has_module("ensurepip"):
        if not debian.can_install():
            raise InstallerMissing
        debian.install([debian.venv_package()])
        importlib.invalidate_caches()
    python = home / "tools" / "pip" / "bin" / "python"
    if not (python.parent / "pip").exists():
        # In a child process: a Python that has just got ensurepip finds it there.
        runs.run(
            [sys.executable, "-m", "venv", "--clear", home / "tools" / "pip"],
            what="Tạo pip bằng ensurepip",
            timeout=180,
        )
    return [str(python), "-m", "pip"]


def find_uv(home: Path) -> Path | None:
    """uv in its pinned version, else the uv of this machine, else None."""
    pinned = folder_of("uv", home) / "bin" / "uv"
    if pinned.exists():
        return pinned
    try:
        return install("uv", home) / "bin" / "uv"
    except Refused:
        own = shutil.which("uv")
        return Path(own) if own else None


def install(tool: str, home: Path) -> Path:
    """Install the pinned tool and return its folder; without effect when it is there.

    Raises InstallerMissing, or StepFailed with pip's words.
    """
    target = folder_of(tool, home)
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=f".{tool}-", dir=target.parent))
    try:
        _install_into(making, tool, home)
        subprocess.run(["chmod", "-R", "a+rX", str(making)], check=False)
        try:
            making.rename(target)
        except OSError:  # another process was quicker
            if not target.exists():
                raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return target


def _install_into(folder: Path, tool: str, home: Path) -> None:
    options: list[str | Path] = [
        "--target",
        str(folder),
        "--no-deps",
        "--require-hashes",
        "-r",
        str(lock_of(tool)),
    ]
    what = f"Cài {tool}"
    uv = find_uv(home) if tool != "uv" else None
    if uv is not None:
        argv: list[str | Path] = [uv, "pip", "install", "--python", sys.executable, *options]
        try:
            runs.run(argv, what=what, timeout=INSTALL_SECONDS)
            return
        except runs.StepFailed:  # a mirror that only pip is told of: pip checks the same hashes
            pass
    pip = [*ensure_pip(home), "install", "--quiet", "--only-binary", ":all:"]
    runs.run([*pip, *options], what=what, timeout=INSTALL_SECONDS, env=pip_environment())


def pip_environment() -> dict[str, str]:
    """What pip needs to be quiet and not to refuse a folder outside a virtual environment."""
    return {
        **PIP_QUIET,
        "PIP_REQUIRE_VIRTUALENV": "0",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }
