"""A PostgreSQL cluster for one run: in memory where possible, gone afterwards whatever happens.

Tests want speed and no durability; a measurement wants what an installation has: on a disk, synced.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lienthong.config.launch import servers
from lienthong.config.launch.account import Account, reaches, server_account
from lienthong.config.launch.cluster import Cluster
from lienthong.config.launch.processes import alive
from lienthong.config.launch.progress import Progress

PREFIX = "lienthong-test-"
MEMORY = Path("/dev/shm")  # noqa: S108 - folders below it are made with mkdtemp
DISK = Path("/var/tmp")  # noqa: S108 - kept over restarts by convention, so no memory disk
ENOUGH_BYTES = 2 * 1024**3


@contextmanager
def cluster(progress: Progress, *, durable: bool = False) -> Iterator[Cluster]:
    """A running throw-away cluster; what an earlier run that was killed left is swept away first.

    `durable`: on a disk and with every commit synced, as an installation's.
    """
    account = server_account()
    server = servers.obtain(progress, account)
    base = disk(account) if durable else place(account)
    sweep(server, account, base)
    home = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
    (home / "owner.pid").write_text(str(os.getpid()))
    made = Cluster(server, home / "pg", account, durable=durable)
    try:
        home.chmod(0o711)
        with progress.step(f"PostgreSQL {server.version} dùng một lần ({base})"):
            made.create()
            made.start()
        yield made
    finally:
        made.remove()
        shutil.rmtree(home, ignore_errors=True)


def place(account: Account) -> Path:
    """Memory when there is enough of it free, else the folder for temporary files."""
    with suppress(OSError):
        room = os.statvfs(MEMORY)
        free = room.f_bavail * room.f_frsize
        if os.access(MEMORY, os.W_OK) and free > ENOUGH_BYTES and reaches(account, MEMORY):
            return MEMORY
    return Path(tempfile.gettempdir())


def disk(account: Account) -> Path:
    """A folder for temporary files that lies on a disk by convention, where the server reaches it."""
    if os.access(DISK, os.W_OK) and reaches(account, DISK):
        return DISK
    return Path(tempfile.gettempdir())


def sweep(server: servers.Server, account: Account, base: Path) -> list[Path]:
    """Remove the clusters of runs that no longer live; return their folders."""
    removed = []
    for home in base.glob(PREFIX + "*"):
        try:
            owner = int((home / "owner.pid").read_text())
        except (OSError, ValueError):
            continue  # another user's, or one that is being made
        if alive(owner):
            continue
        Cluster(server, home / "pg", account, durable=False).remove()
        shutil.rmtree(home, ignore_errors=True)
        removed.append(home)
    return removed
