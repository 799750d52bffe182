"""Bytes on disk (or in an object store) under the name of their SHA-256, whole or not at all.

A stream is spooled to a file of its own while it is hashed, forced to disk, and only then given its
name; so a cut-off upload leaves nothing and a name never points at half a file. Constant memory.
"""

import contextlib
import errno
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.translation import gettext as _

CHUNK = 256 * 1024
INCOMING = "incoming"


class FileRefused(Exception):
    """A file that is not taken; the message says what to do."""

    @property
    def message(self) -> str:
        """The sentence that a page shows in place of a fault."""
        return str(self)


class FileTooLarge(FileRefused):
    """More bytes than the limit."""


class FileEmpty(FileRefused):
    """A file without content."""


class UploadCutOff(FileRefused):
    """The stream ended early, or its length or digest is not the announced one: send again."""


class StorageFull(FileRefused):
    """No room is left for files; the administrator must act."""


class ContentMissing(Exception):
    """The store does not hold the bytes that a row names: the integrity check reports it."""


class Readable(Protocol):
    """Anything with `read(size)` that gives bytes."""

    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Spooled:
    """Bytes received completely: where they lie, their SHA-256 in hex, their number."""

    path: Path
    sha256: str
    size: int


def storage() -> Storage:
    """The store of files: STORAGES["files"] where configured, else the default."""
    return storages["files" if "files" in settings.STORAGES else "default"]


def place_of(sha256: str) -> str:
    """The name under which bytes lie: two levels of folders, then the digest."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _root() -> Path | None:
    """The local folder of the store, or None when it is an object store."""
    store = storage()
    return Path(store.location) if isinstance(store, FileSystemStorage) else None


def incoming_folder() -> Path:
    """Where streams are spooled: beside the files, so that giving a name is one rename."""
    folder = (_root() or Path(settings.DATA) / "files") / INCOMING
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextlib.contextmanager
def spooled(
    stream: Readable,
    *,
    limit: int,
    expected_size: int | None = None,
    expected_sha256: str | None = None,
) -> Iterator[Spooled]:
    """Receive a stream into a file of its own that is gone when the block ends, unless placed.

    Raises `FileTooLarge`, `FileEmpty`, `UploadCutOff`, `StorageFull`.
    """
    handle, name = tempfile.mkstemp(dir=incoming_folder(), prefix="in-")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            digest, size = _receive(stream, out, limit)
        if size == 0:
            raise FileEmpty(_("Tệp rỗng. Hãy chọn lại tệp."))
        cut = expected_size is not None and expected_size != size
        if cut or (expected_sha256 is not None and expected_sha256.lower() != digest):
            raise UploadCutOff(_cut_off())
        yield Spooled(path, digest, size)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull(
                _("Kho lưu tệp đã đầy. Hãy báo quản trị hệ thống rồi thử lại.")
            ) from error
        raise
    finally:
        path.unlink(missing_ok=True)


def _receive(stream: Readable, out: BinaryIO, limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while True:
        try:
            chunk = stream.read(CHUNK)
        except OSError as error:  # the connection of the sender broke
            raise UploadCutOff(_cut_off()) from error
        if not chunk:
            break
        size += len(chunk)
        if size > limit:
            raise FileTooLarge(
                _("Tệp lớn hơn %(limit)s MB. Hãy giảm dung lượng hoặc chia nhỏ tệp.")
                % {"limit": max(limit // 1024**2, 1)}
            )
        digest.update(chunk)
        out.write(chunk)
    out.flush()
    os.fsync(out.fileno())
    return digest.hexdigest(), size


def _cut_off() -> str:
    return _("Tệp tải lên chưa đủ hoặc đã bị thay đổi trên đường truyền. Hãy gửi lại.")


def keep(received: Spooled) -> str:
    """Give the received bytes their name, durably; the same bytes again change nothing."""
    name, root = place_of(received.sha256), _root()
    if root is None:
        if not storage().exists(name):
            with received.path.open("rb") as content:
                storage().save(name, File(content, name=name))
        return name
    target = root / name
    if target.exists() and target.stat().st_size == received.size:
        return name
    target.parent.mkdir(parents=True, exist_ok=True)
    received.path.chmod(0o440)
    received.path.replace(target)
    for folder in (target.parent, target.parent.parent, root):
        _force(folder)
    return name


def _force(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def opened(sha256: str) -> BinaryIO:
    """The bytes of a digest as a stream; raises `ContentMissing`."""
    try:
        return cast("BinaryIO", storage().open(place_of(sha256), "rb"))
    except FileNotFoundError as error:
        raise ContentMissing(sha256) from error


def remove(sha256: str) -> bool:
    """Destroy the bytes of a digest; returns whether there were any."""
    name = place_of(sha256)
    if not storage().exists(name):
        return False
    storage().delete(name)
    root = _root()
    if root is not None:
        _force((root / name).parent)
    return True


def digest_of(sha256: str) -> str:
    """The SHA-256 that the stored bytes really have; raises `ContentMissing`."""
    digest = hashlib.sha256()
    with contextlib.closing(opened(sha256)) as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def held(older_than: float = 0) -> Iterator[str]:
    """Digests of all bytes in the store that are at least so many seconds old."""
    horizon = time.time() - older_than
    incoming_folder()  # makes the store's own folder where there is none yet
    for first in sorted(storage().listdir("")[0]):
        if len(first) != 2:
            continue
        for second in sorted(storage().listdir(first)[0]):
            for name in sorted(storage().listdir(f"{first}/{second}")[1]):
                moment = storage().get_modified_time(f"{first}/{second}/{name}").timestamp()
                if place_of(name) == f"{first}/{second}/{name}" and moment <= horizon:
                    yield name


def clear_incoming(older_than: float) -> int:
    """Remove spooled files that a killed process left, at least so many seconds old."""
    horizon, gone = time.time() - older_than, 0
    for path in incoming_folder().glob("in-*"):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime <= horizon:
                path.unlink()
                gone += 1
    return gone
