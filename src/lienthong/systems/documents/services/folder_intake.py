"""A folder that a scanner writes to: a file is taken in when it has stopped changing, then moved.

What is taken: plain files with plain names, directly in the folder, whose size and time were the same
at the last look and have been for a while. Links of either kind, folders and names that hide are left
where they are and counted. A file is moved only after what became of it is committed; one that was
not moved, because its worker died, is known by its key or its bytes and only moved.
"""

import datetime as dt
import os
import stat
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from lienthong.axis.reading import api as reading
from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.files.services import StorageFull
from lienthong.kernel.worktime.rules import local_date

from ..choices import Channel, IntakeSource, IntakeState
from ..models import IntakeBatch, IntakeFolder
from . import intake, source_states
from .alone import alone, beside

QUIET = 10.0  # seconds since the last change
DONE, HELD = "da-nhan", "de-rieng"
_UNFINISHED = (".tmp", ".part", ".partial", ".crdownload", ".filepart")
_OF_SYSTEMS = {"thumbs.db", "desktop.ini"}  # what Windows puts into any folder
_LOCK = 0x4C4E << 40
Now = Callable[[], dt.datetime]
Mark = list[int]  # size, time of change in nanoseconds, number of the file


@dataclass(frozen=True, slots=True)
class Found:
    """What a look saw: files by name, and how many entries are not to be taken."""

    files: dict[str, Mark]
    odd: int


def path_of(row: IntakeFolder) -> Path:
    """Where the folder lies."""
    return Path(settings.SCAN_FOLDERS) / row.name


def look_at_all(*, by: Actor, now: Now, seconds: float | None = None) -> None:
    """Look at every folder that is watched, for at most so many seconds in all."""
    ends = None if seconds is None else time.monotonic() + seconds
    with acting(by):
        rows = list(IntakeFolder.objects.filter(enabled=True).order_by("pk"))
    for row in rows:
        left = None if ends is None else ends - time.monotonic()
        if left is not None and left <= 0:
            return
        with alone(_LOCK + row.pk) as got:
            if got:
                look(row, now=now, seconds=left)


def look(row: IntakeFolder, *, now: Now, seconds: float | None = None) -> int:
    """Take in what has stopped changing in one folder; how many files were dealt with."""
    worker = system_actor(row.agency_id)
    try:
        with _opened(path_of(row)) as folder:
            found = _entries(folder)
            with acting(worker):
                state = source_states.state_of(row.agency_id, IntakeSource.FOLDER)
            still = [name for name, mark in found.files.items() if state.seen.get(name) == mark]
            done = _take_all(row, folder, still, found, now, seconds)
    except StorageFull as full:
        _fault(row, str(full), now)
        return 0
    except OSError:
        _fault(
            row, _("Không đọc hoặc không ghi được thư mục quét. Hãy kiểm tra ổ đĩa và quyền."), now
        )
        return 0
    said = ""
    if found.odd:
        said = _("Để lại %(n)d mục: không phải tệp thường hoặc tên lạ. Hãy xem trong thư mục.") % {
            "n": found.odd
        }
    with acting(worker):
        source_states.note_well(row.agency_id, IntakeSource.FOLDER, now(), seen=found.files)
        if said:
            source_states.say(row.agency_id, IntakeSource.FOLDER, said)
    return done


def _fault(row: IntakeFolder, words: str, now: Now) -> None:
    with acting(system_actor(row.agency_id)):
        source_states.note_fault(row.agency_id, IntakeSource.FOLDER, now(), words)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """The folder as a handle, made when it is missing; a link in its place is refused."""
    for one in (path, path / DONE, path / HELD):
        one.mkdir(mode=0o770, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        yield handle
    finally:
        os.close(handle)


def _entries(folder: int) -> Found:
    files: dict[str, Mark] = {}
    odd = 0
    for name in sorted(os.listdir(folder)):
        if name in {DONE, HELD} or name.startswith((".", "~$")):
            continue
        if name.lower().endswith(_UNFINISHED) or name.lower() in _OF_SYSTEMS:
            continue
        try:
            seen = os.stat(name, dir_fd=folder, follow_symlinks=False)
        except FileNotFoundError:
            continue
        if _plain(name) and stat.S_ISREG(seen.st_mode) and seen.st_nlink == 1:
            files[name] = [seen.st_size, seen.st_mtime_ns, seen.st_ino]
        else:
            odd += 1
    return Found(files, odd)


def _plain(name: str) -> bool:
    if any(unicodedata.category(letter)[0] == "C" for letter in name):  # raw bytes are of these
        return False
    return len(name) <= 200


def _take_all(
    row: IntakeFolder, folder: int, still: list[str], found: Found, now: Now, seconds: float | None
) -> int:
    ends = None if seconds is None else time.monotonic() + seconds
    done = 0
    if not still:
        return 0
    with reading.FileReader(now().date()) as reader:
        for name in still:
            if ends is not None and time.monotonic() >= ends:
                break
            content = _content(folder, name, found.files[name])
            if content is None:
                continue
            with beside(apart=False) as free:
                if not free:
                    break
                held = _take(row, name, found.files[name], content, reader, now)
            _move(folder, name, HELD if held else DONE, now())
            del found.files[name]
            done += 1
    return done


def _content(folder: int, name: str, mark: Mark) -> bytes | None:
    """The bytes of a file that has not changed while it was read; None where it has, or is young."""
    try:
        handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError:
        return None
    with os.fdopen(handle, "rb") as file:
        if not _same(handle, mark) or time.time() - mark[1] / 1e9 < QUIET:
            return None
        content = file.read(intake.LIMIT + 1)
        return content if _same(handle, mark) else None


def _same(handle: int, mark: Mark) -> bool:
    seen = os.fstat(handle)
    whole = stat.S_ISREG(seen.st_mode) and seen.st_nlink == 1
    return whole and [seen.st_size, seen.st_mtime_ns, seen.st_ino] == mark


def _take(
    row: IntakeFolder, name: str, mark: Mark, content: bytes, reader: reading.FileReader, now: Now
) -> bool:
    """Take in one file; whether it goes to what is held apart."""
    worker, at = system_actor(row.agency_id), now()
    with acting(worker):
        batch = _batch(row.agency_id, worker, at)
        key = f"folder|{name}|{mark[0]}|{mark[1]}"
        file = intake.Incoming(name=name, content=content, key=key)
        item = intake.add_file(batch=batch, incoming=file, by=worker, at=at, reader=reader)
    return item.state in {IntakeState.SECRET, IntakeState.SET_ASIDE}


def _batch(agency_id: int, worker: Actor, at: dt.datetime) -> IntakeBatch:
    """The folder's batch of the day, so that a file begun before a worker died is known again."""
    last = (
        IntakeBatch.objects.filter(agency_id=agency_id, source=IntakeSource.FOLDER)
        .order_by("-pk")
        .first()
    )
    today = last is not None and local_date(last.opened_at) == local_date(at)
    if last is not None and today and last.items.count() < intake.MOST:
        return last
    return intake.open_batch(channel=Channel.PAPER, source=IntakeSource.FOLDER, by=worker, at=at)


def _move(folder: int, name: str, where: str, at: dt.datetime) -> None:
    """Into the subfolder, under a name that nothing there has."""
    stem, dot, end = name.rpartition(".")
    stem, end = (stem, f".{end}") if dot and stem else (name, "")
    inner = os.open(where, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
    try:
        for number in range(1000):
            mark = f" {at:%Y%m%d-%H%M%S}" + (f"-{number}" if number else "")
            wanted = name if number == 0 and not _there(inner, name) else f"{stem}{mark}{end}"
            if not _there(inner, wanted):
                with suppress(FileNotFoundError):  # somebody took it away: it is taken in already
                    os.rename(name, wanted, src_dir_fd=folder, dst_dir_fd=inner)
                return
    finally:
        os.close(inner)


def _there(folder: int, name: str) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True
