"""The account that PostgreSQL runs as: it refuses root, so root lends it one without rights."""

import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from lienthong.config.launch import places, runs
from lienthong.config.launch.refusal import Refused

NAME = "lienthong"


class NoServerAccount(Refused):
    """Run by root, but no unprivileged account can be made for the database server."""


@dataclass(frozen=True)
class Account:
    """Who the server runs as; `switch` is False when that is the present user."""

    uid: int
    gid: int
    switch: bool

    @property
    def as_user(self) -> tuple[int, int] | None:
        """For `runs.run`: the account to change to, or None when it is the present user."""
        return (self.uid, self.gid) if self.switch else None

    def own(self, path: Path) -> None:
        """Give a file or folder to this account."""
        if self.switch:
            os.chown(path, self.uid, self.gid)


def server_account() -> Account:
    """The present user, or for root the account `lienthong`, made when missing.

    Raises NoServerAccount when root cannot make it.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        entry = _make_account()
    return Account(entry.pw_uid, entry.pw_gid, switch=True)


def _make_account() -> pwd.struct_passwd:
    useradd = shutil.which("useradd") or "/usr/sbin/useradd"
    argv = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    try:
        runs.run(
            [*argv, "--shell", "/usr/sbin/nologin", NAME],
            what=f"Tạo tài khoản hệ thống {NAME}",
            timeout=60,
        )
    except runs.StepFailed as error:
        try:
            return pwd.getpwnam(NAME)  # another start has just made it
        except KeyError:
            raise NoServerAccount(
                f"PostgreSQL không chạy dưới quyền root và không tạo được tài khoản {NAME}.\n"
                f"{error}\nHãy chạy ./lienthong bằng một tài khoản thường."
            ) from error
    return pwd.getpwnam(NAME)


def reaches(account: Account, folder: Path) -> bool:
    """Whether the account may walk down to the folder (every folder above lets it pass)."""
    folder = folder.resolve()
    existing = [path for path in (folder, *folder.parents) if path.exists()]
    return all(_may_enter(account, path.stat()) for path in existing)


def _may_enter(account: Account, found: os.stat_result) -> bool:
    if account.uid in (0, found.st_uid):
        return bool(found.st_mode & stat.S_IXUSR)
    if account.gid == found.st_gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def reachable_home(account: Account, wanted: Path) -> Path:
    """`wanted` when the account can reach it, else a folder of the same meaning that it can."""
    if not account.switch or reaches(account, wanted.parent):
        return wanted
    return places.SYSTEM_HOME / places.short_hash(wanted)
