"""The installation's clock: the real one, or, in the sample province, the moment a story is played at.

`./lienthong demo` plays a paper of 2018 with the map of that time. While it runs it holds the file
`story-clock` of the data folder, and web and worker live at the moment written there; when it ends,
in whatever way, the lock falls and everybody is back in the present. A real installation has only
the real clock.
"""

import datetime as dt
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.utils import timezone

FILE = "story-clock"


class StoryRunning(Exception):
    """Another story is being played on this installation."""


def now() -> dt.datetime:
    """The present moment of the installation, aware."""
    return story() or timezone.now()


def story() -> dt.datetime | None:
    """The moment of the story that is being played; None outside one, and in a real installation.

    Time runs on from the moment that was set, as on any clock.
    """
    if settings.MODE != "sample":
        return None
    try:
        descriptor = os.open(settings.DATA / FILE, os.O_RDONLY)
    except OSError:
        return None
    try:
        if not _held(descriptor):
            return None
        told = json.loads(os.pread(descriptor, 1000, 0))
        passed = timezone.now() - dt.datetime.fromisoformat(told["set_at"])
        return dt.datetime.fromisoformat(told["moment"]) + passed
    except (OSError, ValueError, KeyError, TypeError):
        return None  # half written: the next question finds it whole
    finally:
        os.close(descriptor)


def _held(descriptor: int) -> bool:
    """Whether the player still holds the file; a killed one holds nothing."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    return False


class StoryClock:
    """The hand on the clock of the one who plays; made by `playing`."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def turn_to(self, moment: dt.datetime) -> None:
        """Let the installation live at the moment from now on."""
        told = {"moment": moment.isoformat(), "set_at": timezone.now().isoformat()}
        text = json.dumps(told).ljust(200).encode()  # one size: a reader never sees an old tail
        os.pwrite(self._descriptor, text, 0)


@contextmanager
def playing() -> Iterator[StoryClock]:
    """Hold the clock for a story. Raises `StoryRunning`; refused outside the sample province."""
    if settings.MODE != "sample":
        raise StoryRunning("Chỉ diễn lại được trên tỉnh mẫu.")
    path: Path = settings.DATA / FILE
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoryRunning("Một lượt diễn khác đang chạy trên hệ thống này.") from error
        os.ftruncate(descriptor, 0)
        yield StoryClock(descriptor)
        with suppress(OSError):
            path.unlink()
    finally:
        os.close(descriptor)
