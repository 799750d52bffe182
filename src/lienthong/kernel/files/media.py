"""What a file is, by its content and never by its name, with limits on what it would unpack to.

Looks at the first bytes, at the list of a ZIP archive and at the root of an XML file; nothing is
unpacked but one small member under a limit. Deeper parsing belongs to the sandbox.
"""

import codecs
import contextlib
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from django.utils.translation import gettext as _
from lxml import etree

HEAD = 64 * 1024
UNKNOWN = "application/octet-stream"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

# Programs have no place among papers, whatever their name says.
PROGRAMS = frozenset({
    "application/x-msdownload", "application/x-executable", "application/x-mach-binary",
    "application/x-sh", "application/x-ms-shortcut", "application/java-archive",
    "application/vnd.android.package-archive",
})  # fmt: skip

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (8, b"WEBPVP8", "image/webp"),
    (8, b"WAVEfmt", "audio/wav"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"%!PS", "application/postscript"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\x00", "application/x-xz"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"MZ", "application/x-msdownload"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (0, b"\xca\xfe\xba\xbe", "application/x-mach-binary"),
    (0, b"#!", "application/x-sh"),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = {
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "Book": "application/vnd.ms-excel",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
    "__properties_version1.0": "application/vnd.ms-outlook",
}
_OPEN_XML = {
    f"{DOCX}.main+xml": DOCX,
    f"{XLSX}.main+xml": XLSX,
    f"{PPTX}.main+xml": PPTX,
    "application/vnd.ms-word.document.macroEnabled.main+xml":
        "application/vnd.ms-word.document.macroenabled.12",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml":
        "application/vnd.ms-excel.sheet.macroenabled.12",
}  # fmt: skip
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|script|iframe)[\s>/]", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")

MOST_MEMBERS = 20_000
MOST_LISTING = 8 * 1024 * 1024
MOST_UNPACKED = 1024**3
MOST_RATIO, RATIO_FROM = 200, 100 * 1024**2


# What reading a hostile member may raise.
_BROKEN_MEMBER = (
    KeyError, RuntimeError, ValueError, OSError, EOFError, zipfile.BadZipFile, zlib.error,
    lzma.LZMAError,
)  # fmt: skip


class ArchiveRefused(ValueError):
    """An archive that would unpack to more than the limits, or whose list is broken."""


def media_type_of(file: BinaryIO) -> str:
    """The media type of a seekable file by its content; the position is left at the start.

    Raises `ArchiveRefused` for a ZIP (so also .docx, .xlsx) beyond the limits.
    """
    file.seek(0)
    head = file.read(HEAD)
    try:
        return _of_head(head) or _of_structure(head, file) or _of_text(head) or _late_pdf(head)
    finally:
        file.seek(0)


def _of_head(head: bytes) -> str | None:
    for place, magic, name in _MAGIC:
        if head.startswith(magic, place):
            return name
    return None


def _of_structure(head: bytes, file: BinaryIO) -> str | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_archive(file)
    if head.startswith(_OLE):
        return _of_ole(head, file)
    return None


def _late_pdf(head: bytes) -> str:
    # Readers accept a header within the first 1024 bytes; a scanner's preamble is harmless.
    return "application/pdf" if b"%PDF-" in head[:1024] else UNKNOWN


def check_archive(file: BinaryIO) -> None:
    """Refuse a ZIP whose list is broken or which would unpack to too much."""
    with open_archive(file):
        pass


def open_archive(file: BinaryIO) -> zipfile.ZipFile:
    """The ZIP archive, its list read under limits; raises `ArchiveRefused`."""
    members, listing = _end_of_archive(file)
    if members > MOST_MEMBERS or listing > MOST_LISTING:
        raise ArchiveRefused(_("Tệp nén chứa quá nhiều tệp. Hãy chia nhỏ rồi gửi lại."))
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise ArchiveRefused(_("Tệp nén bị hỏng hoặc tải lên chưa đủ.")) from error
    unpacked = sum(member.file_size for member in archive.infolist())
    packed = file.seek(0, 2)
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_FROM and unpacked > MOST_RATIO * packed):
        raise ArchiveRefused(
            _("Tệp nén bung ra quá lớn (%(size)s MB) nên không được nhận. Hãy gửi từng tệp.")
            % {"size": unpacked // 1024**2}
        )
    return archive


def read_member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """One member of an archive, at most `limit` bytes; raises `ArchiveRefused`."""
    try:
        with archive.open(name) as member:
            content = member.read(limit + 1)
    except _BROKEN_MEMBER as error:
        raise ArchiveRefused(_("Không đọc được tệp nén.")) from error
    if len(content) > limit:
        raise ArchiveRefused(_("Một tệp trong tệp nén quá lớn."))
    return content


def _end_of_archive(file: BinaryIO) -> tuple[int, int]:
    """Number of members and size of the list as the end record states, before any of it is read."""
    size = file.seek(0, 2)
    file.seek(max(size - 65_557, 0))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) < place + 22:
        raise ArchiveRefused(_("Tệp nén bị hỏng hoặc tải lên chưa đủ."))
    members, listing = struct.unpack_from("<HL", tail, place + 10)
    if members == 0xFFFF or listing == 0xFFFFFFFF:  # ZIP64: the real numbers stand elsewhere
        return MOST_MEMBERS + 1, listing
    return members, listing


def _of_archive(file: BinaryIO) -> str:
    with open_archive(file) as archive:
        names = set(archive.namelist())
        if "[Content_Types].xml" in names:
            return _of_open_xml(read_member(archive, "[Content_Types].xml", 1024**2))
        if "mimetype" in names:
            named = read_member(archive, "mimetype", 256).strip().decode("ascii", "replace")
            if named.startswith("application/vnd.oasis.opendocument."):
                return named
        if "AndroidManifest.xml" in names:
            return "application/vnd.android.package-archive"
        if "META-INF/MANIFEST.MF" in names:
            return "application/java-archive"
    return "application/zip"


def _of_open_xml(types: bytes) -> str:
    try:
        root = etree.fromstring(types, _parser())
    except etree.XMLSyntaxError:
        return "application/zip"
    for part in root:
        found = _OPEN_XML.get(str(part.get("ContentType")))
        if found:
            return found
    return "application/zip"


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _of_ole(head: bytes, file: BinaryIO) -> str:
    if len(head) < 512:
        return UNKNOWN
    shift, directory = struct.unpack_from("<H", head, 30)[0], struct.unpack_from("<L", head, 48)[0]
    if shift not in (9, 12):
        return "application/x-ole-storage"
    file.seek((directory + 1) << shift)
    entries = file.read(16 * 1024)
    for place in range(0, len(entries) - 127, 128):
        length = struct.unpack_from("<H", entries, place + 64)[0]
        if 2 <= length <= 64:
            name = entries[place : place + length - 2].decode("utf-16-le", "replace")
            if name in _OLE_STREAMS:
                return _OLE_STREAMS[name]
    return "application/x-ole-storage"


def _of_text(head: bytes) -> str | None:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = head[2 : len(head) // 2 * 2].decode(
            "utf-16-le" if head.startswith(codecs.BOM_UTF16_LE) else "utf-16-be", "ignore"
        ).encode()  # fmt: skip
    else:
        text = head.removeprefix(codecs.BOM_UTF8)
        try:
            codecs.getincrementaldecoder("utf-8")().decode(text, final=len(head) < HEAD)
        except UnicodeDecodeError:
            return None
    if not text or _CONTROL.search(text):
        return None
    if text.lstrip()[:1] == b"<":
        return _of_markup(text.lstrip(), head)
    return "text/html" if _HTML.search(text[:1024]) else "text/plain"


def _of_markup(text: bytes, head: bytes) -> str:
    if _HTML.match(text):
        return "text/html"
    parser = etree.XMLPullParser(
        events=("start",), resolve_entities=False, no_network=True, load_dtd=False
    )
    with contextlib.suppress(etree.XMLSyntaxError):  # what was read before still names the root
        parser.feed(head)
    try:
        events = cast("Iterator[tuple[str, etree._Element]]", parser.read_events())
        root = next((element for _event, element in events), None)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return "text/html" if _HTML.search(text[:1024]) else "text/plain"
    name = etree.QName(root.tag).localname.lower()
    return {"html": "text/html", "svg": "image/svg+xml"}.get(name, "application/xml")
