"""What kind of file bytes are, told by their content and never by a name."""

import io
import zipfile
from enum import StrEnum

UNPACKED_LIMIT = 200 * 1024 * 1024


class Kind(StrEnum):
    """Kinds of file that intake meets."""

    PDF = "pdf"
    DOCX = "docx"
    IMAGE = "image"
    TEXT = "text"
    OLD_OFFICE = "old_office"
    OTHER = "other"
    EMPTY = "empty"


_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM")


def kind_of(data: bytes) -> Kind:
    """The kind of file."""
    if not data.strip():
        return Kind.EMPTY
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith(_IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return Kind.IMAGE
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return Kind.OLD_OFFICE
    if data.startswith(b"PK\x03\x04"):
        return Kind.DOCX if _is_word(data) else Kind.OTHER
    return Kind.TEXT if _is_text(data) else Kind.OTHER


def _is_word(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return False
    names = {member.filename for member in members}
    return "word/document.xml" in names and sum(m.file_size for m in members) <= UNPACKED_LIMIT


def _is_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    sample = data[:65536]
    odd = sum(byte < 9 or (13 < byte < 32 and byte not in (27, 26, 31)) for byte in sample)
    return odd <= len(sample) // 200


def decode(data: bytes) -> str:
    """The text of plain bytes: Unicode first, then the old Vietnamese Windows page."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    good = data.decode("utf-8", errors="replace")
    if good.count("\ufffd") * 50 < len(good):
        return good.replace("\ufffd", " ")
    return data.decode("cp1258", errors="replace")
