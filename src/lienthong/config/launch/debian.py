"""Installs Debian's packages, only where this user may: root, or sudo that asks for no password."""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress

from lienthong.config.launch import runs
from lienthong.config.launch.refusal import Refused

APT_SECONDS = 1800
# Another program may hold the lock of the packages for minutes: wait for it, do not fail.
APT_OPTIONS = ("-o", "DPkg::Lock::Timeout=600", "-o", "APT::Color=0")


class NotAllowedToInstall(Refused):
    """Neither root nor sudo without a password, or no apt-get on this machine."""


def venv_package() -> str:
    """Debian's package with the venv and ensurepip of this Python."""
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


@functools.cache
def privileged_prefix() -> tuple[str, ...] | None:
    """What to put before a command to run it as root: nothing, sudo, or None when impossible."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return ()
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    asked = subprocess.run(
        [sudo, "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=20
    )
    return (sudo, "-n") if asked.returncode == 0 else None


def can_install() -> bool:
    """Whether packages can be installed here without asking anybody."""
    return privileged_prefix() is not None


def install_line(packages: Sequence[str]) -> str:
    """The command that a person with the right to do so would type."""
    return "sudo apt-get install --no-install-recommends " + " ".join(packages)


@functools.cache
def refresh_lists() -> None:
    """Fetch the lists of packages, once; an unreachable server is not an error yet."""
    prefix = privileged_prefix()
    if prefix is None:
        return
    # The lists on the machine may do; if not, the installation says what is missing.
    with suppress(runs.StepFailed):
        runs.run(
            [*prefix, "apt-get", *APT_OPTIONS, "update"],
            what="apt-get update",
            timeout=APT_SECONDS,
        )


def is_known(package: str) -> bool:
    """Whether the lists of packages hold it."""
    done = subprocess.run(
        ["apt-cache", "show", "--no-all-versions", package],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return done.returncode == 0 and bool(done.stdout.strip())


def install(packages: Sequence[str]) -> None:
    """Install the packages without recommendations and without questions.

    Raises NotAllowedToInstall, or StepFailed with apt's words.
    """
    prefix = privileged_prefix()
    if prefix is None:
        raise NotAllowedToInstall(
            "Không có quyền cài gói Debian ở đây. Nhờ người quản trị máy chạy:\n    "
            + install_line(packages)
        )
    refresh_lists()
    runs.run(
        [
            *prefix,
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            *APT_OPTIONS,
            "install",
            "-y",
            "--no-install-recommends",
            *packages,
        ],
        what="Cài gói Debian " + " ".join(packages),
        timeout=APT_SECONDS,
    )
