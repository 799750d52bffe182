"""Messages as they really come, and as somebody would send them to do harm."""

import io
import random
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage

import pytest

from lienthong.axis.mailbox import api as mailbox
from lienthong.axis.mailbox.line import encoded
from tests.support.needs import needs

PDF = b"%PDF-1.7\nx\n%%EOF\n"


def letter(**headers: str) -> EmailMessage:
    message = EmailMessage()
    message["Message-ID"] = headers.get("id", "<1@mau.vn>")
    message["From"] = headers.get("sender", "Văn thư Sở Nội vụ <vanthu@snv.mau.vn>")
    message["Subject"] = headers.get("subject", "Gửi Công văn số 15/SNV-CCHC")
    message["Date"] = "Fri, 27 Nov 2026 08:00:00 +0700"
    message.set_content("Kính gửi văn thư.")
    return message


def attach(message: EmailMessage, content: bytes, name: str, kind: str = "application/pdf") -> None:
    main, _, sub = kind.partition("/")
    message.add_attachment(content, maintype=main, subtype=sub, filename=name)


def opened(raw: bytes | EmailMessage) -> mailbox.Letter:
    data = bytes(raw) if isinstance(raw, EmailMessage) else raw
    with mailbox.take_apart(data) as found:
        return found


def archive(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            file.writestr(name, content)
    return out.getvalue()


def test_what_a_message_says_and_carries() -> None:
    message = letter()
    attach(message, PDF, "Công văn số 15.pdf")
    message.add_attachment(
        b"logo", maintype="image", subtype="png", disposition="inline", cid="<a>"
    )
    found = opened(message)
    assert found.sender == "Văn thư Sở Nội vụ <vanthu@snv.mau.vn>"
    assert found.subject == "Gửi Công văn số 15/SNV-CCHC"
    assert found.sent == "2026-11-27T08:00:00+07:00"
    assert found.text.strip() == "Kính gửi văn thư."
    assert [(p.name, p.content, p.cause) for p in found.parts] == [("Công văn số 15.pdf", PDF, "")]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\system.ini", "system.ini"),
        ("/abs/x.pdf", "x.pdf"),
        ("..", "tep-dinh-kem"),
        ("a\u202efdp.exe", "a fdp.exe"),
        ("x" * 900 + ".pdf", "x" * 200),
    ],
)
def test_names_lead_nowhere(given: str, kept: str) -> None:
    message = letter()
    attach(message, PDF, given)
    assert [p.name for p in opened(message).parts] == [kept]


def test_wrong_pages_of_letters_are_read_all_the_same() -> None:
    raw = (
        b"Message-ID: <2@x>\r\nFrom: =?no-such-page?B?VsSDbiB0aMaw?= <a@x>\r\n"
        b"Subject: V\xc4\x83n b\xe1\xba\xa3n\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/plain; charset=no-such-page\r\n\r\nxin ch\xc3\xa0o\r\n--b\r\n"
        b'Content-Type: application/pdf; name="=?utf-8?Q?c=C3=B4ng.pdf?="\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjcK!!!\r\n--b--\r\n"
    )
    found = opened(raw)
    assert found.sender == "Văn thư <a@x>"
    assert found.subject == "Văn bản"
    assert found.text.strip() == "xin chào"
    assert [p.name for p in found.parts] == ["công.pdf"]


def test_messages_inside_messages_are_opened_so_far_and_no_further() -> None:
    inner = letter(id="<0@x>")
    attach(inner, PDF, "trong.pdf")
    for _level in range(2):
        outer = letter()
        outer.add_attachment(inner)
        inner = outer
    assert [(p.name, p.cause) for p in opened(inner).parts] == [("trong.pdf", "")]
    deeper = letter()
    deeper.add_attachment(inner)
    parts = opened(deeper).parts
    assert len(parts) == 1
    assert "quá nhiều lớp" in parts[0].cause


def test_archives() -> None:
    message = letter()
    attach(message, archive(("thư mục/a.pdf", PDF), ("../b.pdf", PDF)), "bo.zip", "application/zip")
    locked = bytearray(archive(("kin.pdf", PDF)))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + at] |= 1
    attach(message, bytes(locked), "khoa.zip", "application/zip")
    attach(message, archive(("bom", b"\0" * (201 * 1024 * 1024))), "bom.zip", "application/zip")
    attach(message, archive(("trong.zip", archive(("x", b"x")))), "long.zip", "application/zip")
    attach(message, b"PK\x03\x04 broken", "hong.zip", "application/zip")
    found = opened(message).parts
    assert [(p.name, bool(p.content)) for p in found] == [
        ("a.pdf", True), ("b.pdf", True), ("khoa.zip", False), ("bom.zip", False),
        ("trong.zip", False), ("hong.zip", False),
    ]  # fmt: skip
    assert "mật khẩu" in found[2].cause
    assert all("Tệp nén" in p.cause for p in found[3:])


def seven(*members: tuple[str, bytes]) -> bytes:
    """An archive of 7-Zip."""
    import libarchive

    pieces: list[bytes] = []
    with libarchive.custom_writer(
        lambda data: pieces.append(bytes(data)) or len(data), "7zip"
    ) as out:
        for name, content in members:
            out.add_file_from_memory(name, len(content), content)
    return b"".join(pieces)


def rar(*members: tuple[str, bytes], locked: bool = False) -> bytes:
    """An archive of RAR 4 whose members are stored as they are."""

    def block(kind: int, flags: int, body: bytes) -> bytes:
        rest = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
        return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest

    out = b"Rar!\x1a\x07\x00" + block(0x73, 0, b"\0" * 6)
    for name, content in members:
        head = struct.pack("<IIBIIBBHI", len(content), len(content), 2, zlib.crc32(content), 0, 20, 0x30, len(name), 0x20)  # fmt: skip
        out += block(0x74, 0x8000 | (4 if locked else 0), head + name.encode()) + content
    return out + block(0x7B, 0x4000, b"")


def rar_5(*members: tuple[str, bytes]) -> bytes:
    """An archive of RAR 5 whose members are stored as they are."""

    def number(value: int) -> bytes:
        out = b""
        while value > 127:
            out, value = out + bytes([value & 127 | 128]), value >> 7
        return out + bytes([value])

    def block(body: bytes) -> bytes:
        rest = number(len(body)) + body
        return struct.pack("<I", zlib.crc32(rest)) + rest

    out = b"Rar!\x1a\x07\x01\x00" + block(b"\1\0\0")
    for name, content in members:
        size, end = number(len(content)), number(len(name)) + name.encode()
        crc = struct.pack("<I", zlib.crc32(content))
        out += block(b"\2\2" + size + b"\4" + size + b"\0" + crc + b"\0\1" + end) + content
    return out + block(b"\5\0\0")


def winmail(*members: tuple[str, bytes]) -> bytes:
    """What Outlook packs."""

    def attribute(level: int, key: int, data: bytes) -> bytes:
        return (
            struct.pack("<BII", level, key, len(data))
            + data
            + struct.pack("<H", sum(data) & 0xFFFF)
        )

    out = struct.pack("<IH", 0x223E9F78, 1) + attribute(
        1, 0x00089006, struct.pack("<I", 0x00010000)
    )
    for name, content in members:
        out += attribute(2, 0x00069002, b"\1\0" + b"\0" * 12)
        out += attribute(2, 0x00018010, name.encode() + b"\0")
        out += attribute(2, 0x0006800F, content)
    return out


@needs("libarchive")
@pytest.mark.parametrize("pack", [seven, rar, rar_5])
def test_archives_of_other_programs(pack: Callable[..., bytes]) -> None:
    message = letter()
    attach(
        message, pack(("thu-muc/a.pdf", PDF), ("../b.pdf", PDF + b"x")), "bo.rar", "application/x"
    )
    attach(
        message,
        pack(("trong.zip", archive(("x", b"x"))), ("c.pdf", PDF)),
        "long.7z",
        "application/x",
    )
    attach(message, pack(*[(f"{n}.pdf", b"x") for n in range(201)]), "nhieu.7z", "application/x")
    attach(message, pack(("d.pdf", PDF * 99))[:-9], "cut.7z", "application/x")
    found = opened(message).parts
    assert [(p.name, p.content) for p in found] == [
        ("a.pdf", PDF), ("b.pdf", PDF + b"x"), ("trong.zip", b""), ("c.pdf", PDF),
        ("nhieu.7z", b""), ("cut.7z", b""),
    ]  # fmt: skip
    assert all("Tệp nén" in found[n].cause for n in (2, 4, 5))


@needs("libarchive")
def test_a_locked_archive_and_a_bomb_of_other_programs() -> None:
    message = letter()
    attach(message, rar(("kin.pdf", PDF), locked=True), "khoa.rar", "application/x")
    attach(message, seven(("bom", b"\0" * (201 * 1024 * 1024))), "bom.7z", "application/x")
    attach(message, seven(("to.pdf", b"\0" * (51 * 1024 * 1024))), "to.7z", "application/x")
    found = opened(message).parts
    assert [p.name for p in found] == ["khoa.rar", "bom.7z", "to.pdf"]
    assert "mật khẩu" in found[0].cause
    assert "Tệp nén" in found[1].cause
    assert "50 MB" in found[2].cause


def test_what_outlook_packs_is_opened() -> None:
    message = letter()
    attach(
        message,
        winmail(("Cong van 15.pdf", PDF), ("bo.zip", archive(("a.pdf", PDF))), ("sau.dat", winmail())),
        "winmail.dat", "application/ms-tnef",
    )  # fmt: skip
    found = opened(message).parts
    assert [(p.name, p.content) for p in found] == [
        ("Cong van 15.pdf", PDF), ("a.pdf", PDF), ("sau.dat", b""),
    ]  # fmt: skip


def test_messages_kept_as_files_are_opened() -> None:
    inner = letter(id="<2@mau.vn>")
    attach(inner, PDF, "trong.pdf")
    message = letter()
    attach(message, bytes(inner), "chuyen.eml", "application/octet-stream")
    attach(message, PDF, "khong-phai-thu.eml", "application/octet-stream")
    attach(message, b"\xd0\xcf\x11\xe0" + b"\0" * 99, "thu.msg", "application/vnd.ms-outlook")
    found = opened(message).parts
    assert [p.name for p in found] == ["trong.pdf", "khong-phai-thu.eml", "thu.msg"]
    assert ".msg" in found[2].cause


def test_what_only_one_program_opens_is_named() -> None:
    message = letter()
    attach(message, b'x\x9f>"', "winmail.dat", "application/ms-tnef")
    attach(message, b"0\x80", "smime.p7m", "application/pkcs7-mime")
    attach(message, b"0\x80", "smime.p7s", "application/pkcs7-signature")
    found = opened(message).parts
    assert ["winmail.dat" in found[0].cause, "mã hóa" in found[1].cause] == [True, True]
    assert len(found) == 2, "a signature is no paper"


def test_too_many_and_too_large() -> None:
    message = letter()
    for number in range(205):
        attach(message, PDF, f"{number}.pdf")
    found = opened(message).parts
    assert len(found) == 201
    assert "quá nhiều tệp" in found[-1].cause
    message = letter()
    attach(message, b"\0" * (51 * 1024 * 1024), "lon.pdf")
    assert "50 MB" in opened(message).parts[0].cause


def test_a_message_made_to_do_harm_ends_in_time() -> None:
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n)
        for n in range(3000)
    )
    started = time.monotonic()
    for raw in (
        deep,
        b"",
        b"\0" * 1000,
        b"Content-Type: multipart/mixed\r\n\r\nx",
        b"A: " * 100_000,
    ):
        found = opened(raw)
        assert found.parts == () or found.cause or found.text is not None
    assert time.monotonic() - started < 60


def test_no_bytes_raise() -> None:
    message = letter()
    attach(message, archive(("a.pdf", PDF)), "a.zip", "application/zip")
    whole = bytes(message)
    chance = random.Random(7)
    for _try in range(60):
        broken = bytearray(whole)
        for _change in range(chance.randrange(1, 30)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        opened(bytes(broken[: chance.randrange(1, len(broken))]))


def test_folders_of_the_server_may_have_vietnamese_names() -> None:
    assert encoded("INBOX") == '"INBOX"'
    assert encoded("Văn & đi") == '"V&AQM-n &- &ARE-i"'
    assert encoded('a"b\\c') == '"a\\"b\\\\c"'


def test_the_words_of_a_message_that_is_html_alone() -> None:
    message = letter()
    message.set_content(
        "<html><head><STYLE>p {}</STYLE></head><body><div>ỦY BAN</div><p class='x>'>M&#x1EAC;T</p>",
        subtype="html",
    )
    attach(message, PDF, "a.pdf")
    assert [line for line in opened(message).text.split("\n") if line.strip()] == [
        "ỦY BAN",
        "'>MẬT",
    ]
    both = letter()
    both.add_alternative("<p>khác</p>", subtype="html")
    assert opened(both).text.strip() == "Kính gửi văn thư."


@pytest.mark.parametrize("piece", ["<", "<style", "<p ", "</style", "<style></style>", "&#", "<br"])
def test_a_page_that_means_to_hurt_costs_no_more(piece: str) -> None:
    raw = b"From: a@x\r\nContent-Type: text/html\r\n\r\n" + (piece * 300_000).encode()
    began = time.monotonic()
    assert opened(raw).is_message
    assert time.monotonic() - began < 20
