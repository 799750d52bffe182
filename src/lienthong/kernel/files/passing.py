"""Folders for work that passes: named for their process, so that what a killed one left is found.

A draft, a letter or a scan may lie in one; it must not stay on the disk for nobody.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

PREFIX: Final = "lienthong-"
STALE_SECONDS: Final = 24 * 3600


def new_folder(kind: str) -> Path:
    """An empty folder of this process that only its user opens; who asked takes it away."""
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{kind}-{os.getpid()}-"))


@contextmanager
def passing_folder(kind: str) -> Iterator[str]:
    """An empty folder that is gone with everything in it at the end of the block."""
    folder = new_folder(kind)
    try:
        yield str(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(*kinds: str) -> None:
    """Take away what processes left that were killed.

    Only folders of a day ago, because a live process may be invisible from here (a container).
    """
    for kind in kinds:
        start = f"{PREFIX}{kind}-"
        for folder in Path(tempfile.gettempdir()).glob(f"{start}*"):
            pid = folder.name.removeprefix(start).partition("-")[0]
            try:
                old = time.time() - folder.stat().st_mtime > STALE_SECONDS
                if old and not (pid.isdigit() and Path(f"/proc/{pid}").exists()):
                    shutil.rmtree(folder, ignore_errors=True)
            except OSError:
                continue  # another process took it away, or it is another user's
