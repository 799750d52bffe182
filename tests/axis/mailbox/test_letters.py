"""Messages as they really come, and as somebody would send them to do harm."""

import io
import random
import time
import zipfile
from email.message import EmailMessage

import pytest

from lienthong.axis.mailbox import api as mailbox
from lienthong.axis.mailbox.line import encoded

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
