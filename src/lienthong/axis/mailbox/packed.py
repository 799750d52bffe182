"""Archives in messages: ZIP by Python itself, RAR and 7z by libarchive, winmail.dat of Outlook by tnefparse.

Within the sandbox, with the same limits for all: how many files, how large each and all together, and
no archive inside an archive. What is locked, broken or beyond them is named and not opened.
"""

import ctypes
import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module

MOST_PARTS = 200
LIMIT = 50 * 1024 * 1024
ALL = 200 * 1024 * 1024  # of all parts together
Found = tuple[str, bytes, str]  # name, content, cause
_ZIP = b"PK\x03\x04"
_TNEF = b"\x78\x9f\x3e\x22"
# The formats that libarchive is let loose on, each known by its first octets.
_FORMATS = {
    b"7z\xbc\xaf\x27\x1c": "7zip", b"Rar!\x1a\x07\x00": "rar", b"Rar!\x1a\x07\x01\x00": "rar5",
}  # fmt: skip


def prepare() -> None:
    """Find and load once what opens archives; where it is missing, the file that asks for it says so."""
    with suppress(ImportError, OSError, AttributeError, TypeError):
        import_module("libarchive")
    import_module("tnefparse")
    import_module("olefile")


def is_archive(content: bytes) -> bool:
    """Whether the bytes are an archive that holds files, and no file of an office program."""
    return (content.startswith(_ZIP) and not is_office(content)) or bool(_format(content))


def is_tnef(content: bytes) -> bool:
    """Whether the bytes are what Outlook packs into winmail.dat."""
    return content.startswith(_TNEF)


def _format(content: bytes) -> str:
    return next((name for start, name in _FORMATS.items() if content.startswith(start)), "")


def unpacked(name: str, content: bytes) -> Iterator[Found]:
    """The files of an archive; one that is locked, broken or would unpack to too much, is not opened."""
    kind = _format(content)
    if not kind:
        yield from _unzipped(name, content)
        return
    try:
        yield from _by_libarchive(content, kind)
    except _Unfit as unfit:
        yield name, b"", unfit.cause


class _Unfit(Exception):
    def __init__(self, cause: str) -> None:
        self.cause = cause
        super().__init__(cause)


def _by_libarchive(content: bytes, kind: str) -> list[Found]:
    """All files, or none: an archive that is unfit somewhere is unfit."""
    try:
        import libarchive
        from libarchive.exception import ArchiveError
        from libarchive.ffi import libarchive as calls
    except (ImportError, OSError, AttributeError, TypeError) as missing:  # no libarchive13
        raise _Unfit("no_libarchive") from missing
    calls.archive_entry_is_encrypted.argtypes = [ctypes.c_void_p]
    out: list[Found] = []
    total = 0
    try:
        with libarchive.memory_reader(content, kind, "none") as archive:
            for entry in archive:
                if entry.isdir or entry.issym or entry.islnk:  # links hold nothing of their own
                    continue
                if calls.archive_entry_is_encrypted(entry._entry_p):
                    raise _Unfit("locked_archive")
                if len(out) >= MOST_PARTS:
                    raise _Unfit("archive")
                pieces, size = [], 0
                for block in entry.get_blocks():
                    size += len(block)
                    total += len(block)
                    if total > ALL:
                        raise _Unfit("archive")
                    if size <= LIMIT + 1:
                        pieces.append(bytes(block))
                inside = b"".join(pieces) + (b"\0" if size > LIMIT else b"")
                cause = "archive" if is_archive(inside) else ""
                out.append((str(entry.pathname or ""), b"" if cause else inside, cause))
    except ArchiveError as error:
        locked = any(word in str(error).lower() for word in ("encrypt", "passphrase", "password"))
        raise _Unfit("locked_archive" if locked else "archive") from error
    except (ValueError, OSError, UnicodeError) as error:
        raise _Unfit("archive") from error
    if not out:
        raise _Unfit("archive")
    return out


def of_outlook(content: bytes) -> list[tuple[str, bytes | None]]:
    """The files in a winmail.dat, None for one that cannot be taken out; empty where there is none."""
    from tnefparse import TNEF

    try:
        found = TNEF(content)
        files = [
            (str(one.long_filename() or one.name or ""), one.data) for one in found.attachments
        ]
    except Exception:  # noqa: BLE001 - the library raises whatever broken bytes do to it
        return []
    return [
        (name.rstrip("\0"), bytes(data) if isinstance(data, bytes | bytearray) else None)
        for name, data in files[: MOST_PARTS + 1]
    ]


def is_office(content: bytes) -> bool:
    """Whether a package of ZIP is a file of an office program."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        return False


def _unzipped(name: str, content: bytes) -> Iterator[Found]:
    """The files of an archive; one that is locked, broken or would unpack to too much, is not opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            if any(m.flag_bits & 1 for m in members):
                yield name, b"", "locked_archive"
                return
            if len(members) > MOST_PARTS or sum(m.file_size for m in members) > ALL:
                yield name, b"", "archive"
                return
            for member in members:
                with archive.open(member) as file:
                    inside = file.read(LIMIT + 1)
                if is_archive(inside):
                    yield _member_name(member), b"", "archive"
                else:
                    yield _member_name(member), inside, ""
    except (
        zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError,
    ):  # fmt: skip
        yield name, b"", "archive"


def _member_name(member: zipfile.ZipInfo) -> str:
    name = member.filename
    if not member.flag_bits & 0x800:  # not marked as UTF-8: Windows writes its own page
        raw = name.encode("cp437", "replace")
        for page in ("utf-8", "cp1258"):
            try:
                return raw.decode(page)
            except UnicodeDecodeError:
                continue
    return name
