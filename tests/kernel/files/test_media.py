"""What a file is, by content; and archives that would unpack to too much."""

import contextlib
import io
import struct
import zipfile

import docx
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lienthong.kernel.files import media


def of(content: bytes) -> str:
    return media.media_type_of(io.BytesIO(content))


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, kind)
    return out.getvalue()


def word() -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Kính gửi: Ủy ban nhân dân xã Ba Tơ (mẫu)")
    document.save(out)
    return out.getvalue()


def sheet() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet().write(0, 0, "Số đến")
    book.close()
    return out.getvalue()


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)
    return out.getvalue()


def old_word() -> bytes:
    """The head of an OLE file whose directory holds a WordDocument stream."""
    head = bytearray(512)
    head[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<H", head, 30, 9)
    struct.pack_into("<L", head, 48, 0)
    entries = b""
    for name in ("Root Entry", "WordDocument"):
        text = (name + "\0").encode("utf-16-le")
        entries += text.ljust(64, b"\0") + struct.pack("<H", len(text)) + bytes(62)
    return bytes(head) + entries.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf"),
        (b"\n\n%PDF-1.4\n\xff\xfe", "application/pdf"),
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("TIFF"), "image/tiff"),
        (picture("WEBP"), "image/webp"),
        (picture("GIF"), "image/gif"),
        (word(), media.DOCX),
        (sheet(), media.XLSX),
        (old_word(), "application/msword"),
        (archive(a=b"x"), "application/zip"),
        (archive(mimetype=b"application/vnd.oasis.opendocument.text"),
         "application/vnd.oasis.opendocument.text"),
        (archive(**{"META-INF/MANIFEST.MF": b""}), "application/java-archive"),
        (b'<?xml version="1.0"?><edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"/>',
         "application/xml"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image/svg+xml"),
        (b"<!DOCTYPE html><p>", "text/html"),
        (b"  <html><body>", "text/html"),
        (b"\xef\xbb\xbf<HTML><body>", "text/html"),
        ("Số: 05/QĐ-UBND\n".encode(), "text/plain"),
        ("Số: 05".encode("utf-16"), "text/plain"),
        (b"{\\rtf1\\ansi", "application/rtf"),
        (b"MZ\x90\x00", "application/x-msdownload"),
        (b"\x7fELF\x02", "application/x-executable"),
        (b"#!/bin/sh\n", "application/x-sh"),
        (b"\x00\x01\x02\x03", media.UNKNOWN),
        (b"S\xcf: 05 TCVN3", media.UNKNOWN),
        (b"", media.UNKNOWN),
    ],
)  # fmt: skip
def test_type_by_content(content: bytes, expected: str) -> None:
    assert of(content) == expected


def test_long_text_cut_inside_a_letter_is_still_text() -> None:
    assert of(("a" + "ế" * 30_000).encode()) == "text/plain"


def test_entity_bomb_is_named_without_being_unpacked() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY a%d "&a%s;&a%s;">' % (i, str(i - 1 or "").encode(), str(i - 1 or "").encode())
        for i in range(1, 20)
    ) + b"]><x>&a19;</x>"  # fmt: skip
    assert of(bomb) == "application/xml"


def test_external_entity_is_not_fetched() -> None:
    assert of(b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>') == "application/xml"


def test_archive_that_unpacks_to_gigabytes_is_refused() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped,
        zipped.open("zeros", "w", force_zip64=True) as member,
    ):
        for _ in range(120):
            member.write(bytes(1024**2))
    assert len(out.getvalue()) < 1024**2
    with pytest.raises(media.ArchiveRefused, match="bung ra quá lớn"):
        media.check_archive(out)


def test_overlapping_members_are_counted_by_what_they_declare() -> None:
    """Fifield's bomb: many entries that share one body; here the declared sizes alone."""
    plain = bytearray(archive(a=b"x" * 100))
    place = plain.rfind(b"PK\x01\x02")
    struct.pack_into("<L", plain, place + 24, 0xF0000000)
    with pytest.raises(media.ArchiveRefused, match="bung ra quá lớn"):
        media.check_archive(io.BytesIO(bytes(plain)))


def test_archive_with_too_many_members_is_refused_before_its_list_is_read() -> None:
    plain = bytearray(archive(a=b"x"))
    place = plain.rfind(b"PK\x05\x06")
    struct.pack_into("<H", plain, place + 10, 30_000)
    with pytest.raises(media.ArchiveRefused, match="quá nhiều tệp"):
        media.check_archive(io.BytesIO(bytes(plain)))


def test_cut_off_archive_is_refused() -> None:
    with pytest.raises(media.ArchiveRefused, match="chưa đủ"):
        of(word()[:-200])


def test_member_is_read_under_its_limit() -> None:
    with media.open_archive(io.BytesIO(archive(a=b"x" * 5000))) as zipped:
        assert media.read_member(zipped, "a", 5000) == b"x" * 5000
        with pytest.raises(media.ArchiveRefused, match="quá lớn"):
            media.read_member(zipped, "a", 4999)
        with pytest.raises(media.ArchiveRefused, match="Không đọc được"):
            media.read_member(zipped, "b", 10)


@given(st.binary(max_size=3000))
def test_any_bytes_get_an_answer(content: bytes) -> None:
    try:
        assert "/" in of(content)
    except media.ArchiveRefused:
        assert content.startswith(b"PK")


@given(prefix=st.sampled_from([b"PK\x03\x04", media._OLE, b"<", b"\xff\xfe"]),
       rest=st.binary(max_size=2000))  # fmt: skip
def test_broken_structures_get_an_answer(prefix: bytes, rest: bytes) -> None:
    try:
        assert "/" in of(prefix + rest)
    except media.ArchiveRefused:
        assert prefix.startswith(b"PK")


@given(st.integers(0, 400), st.integers(0, 255))
def test_a_flipped_byte_in_an_archive_never_escapes(place: int, value: int) -> None:
    broken = bytearray(WORD)
    broken[-place - 1] = value
    with contextlib.suppress(media.ArchiveRefused):
        assert "/" in of(bytes(broken))


WORD = word()
