"""What kind of file bytes are, told by their content and never by a name."""

import io
import re
import zipfile
from enum import StrEnum

UNPACKED_LIMIT = 200 * 1024 * 1024


class Kind(StrEnum):
    """Kinds of file that intake meets."""

    PDF = "pdf"
    DOCX = "docx"
    IMAGE = "image"
    TEXT = "text"
    OLD_WORD = "old_word"
    OPEN_TEXT = "open_text"
    RICH_TEXT = "rich_text"
    OUTLOOK = "outlook"
    OTHER_OFFICE = "other_office"
    PHONE_PICTURE = "phone_picture"
    MARK_UP = "mark_up"
    OTHER = "other"
    EMPTY = "empty"


_IMAGES = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM",
    b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51",
)  # fmt: skip
_PHONE = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")  # behind "ftyp"
# What describes a page in signs of its own is no text to be read, and may reach out of the file.
_MARK_UP = re.compile(rb"\s*<(?:\?xml|!doctype|html|svg)\b", re.IGNORECASE)
_STREAMS = {"WordDocument": Kind.OLD_WORD, "__properties_version1.0": Kind.OUTLOOK}
_ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"  # its first entry, not packed
_PAGES = 400  # of plain text that are told apart


def kind_of(data: bytes) -> Kind:
    """The kind of file."""
    if not data.strip():
        return Kind.EMPTY
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith(_IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return Kind.IMAGE
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound(data)
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    return _by_signs(data)


def _by_signs(data: bytes) -> Kind:
    """Kinds that say what they are in letters, and text."""
    if data[4:8] == b"ftyp" and data[8:12] in _PHONE:
        return Kind.PHONE_PICTURE
    bare = data[3:] if data.startswith(b"\xef\xbb\xbf") else data
    if bare.startswith(b"{\\rtf"):
        return Kind.RICH_TEXT
    if bare.startswith(b"%!PS") or _MARK_UP.match(bare):
        return Kind.MARK_UP
    return Kind.TEXT if _is_text(data) else Kind.OTHER


def _compound(data: bytes) -> Kind:
    """What a file of Microsoft's old container is, by the names in its directory."""
    for name, kind in _STREAMS.items():
        if name.encode("utf-16-le") in data:
            return kind
    return Kind.OTHER_OFFICE


def _packed(data: bytes) -> Kind:
    """Which office a package is of; a word processor's of today is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return Kind.OTHER
    names = {member.filename for member in members}
    if sum(m.file_size for m in members) > UNPACKED_LIMIT:
        return Kind.OTHER
    if "word/document.xml" in names:
        return Kind.DOCX
    if "content.xml" in names and _ODT in data[:200]:
        return Kind.OPEN_TEXT
    office = names & {"xl/workbook.xml", "ppt/presentation.xml", "content.xml"}
    return Kind.OTHER_OFFICE if office else Kind.OTHER


def _is_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if _bare_utf_16(data):
        return True
    sample = data[:65536]
    odd = sum(byte < 9 or (13 < byte < 32 and byte not in (27, 26, 31)) for byte in sample)
    return odd <= len(sample) // 200


def _bare_utf_16(data: bytes) -> str:
    """The page of letters of two octets each without a mark before them; "" where they are not."""
    for name, high in (("utf-16-le", data[1:4096:2]), ("utf-16-be", data[0:4096:2])):
        if len(high) > 8 and high.count(0) > 0.6 * len(high) and max(high) < 0x21:
            return name
    return ""


def decode(data: bytes) -> str:
    """The text of plain bytes, of so many pages; what stands behind them stays on the last one."""
    text = _decoded(data)
    if text.count("\f") < _PAGES:
        return text
    pages = text.split("\f")
    return "\f".join([*pages[: _PAGES - 1], "\n".join(pages[_PAGES - 1 :])])


def _decoded(data: bytes) -> str:
    """Unicode first, then the old Vietnamese Windows page."""
    bare = _bare_utf_16(data)
    if bare:
        return data.decode(bare, errors="replace")
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
