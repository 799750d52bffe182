"""Messages kept by Outlook (.msg): their files go on as those of any message; hostile ones harm nobody."""

import random
import time

import pytest

from lienthong.axis.mailbox import api as mailbox

from . import outlook_files as made
from .test_letters import PDF, archive, attach, letter, opened

LARGE = PDF + b"x" * 9000  # in sectors of its own, not in the small stream


def parts(raw: bytes, name: str = "thu.msg") -> tuple[mailbox.Part, ...]:
    message = letter()
    attach(message, raw, name, "application/vnd.ms-outlook")
    return opened(message).parts


def test_its_files_are_taken_out() -> None:
    found = parts(
        made.msg(
            made.attachment("Công văn số 15.pdf", PDF),
            made.attachment("to trinh.pdf", LARGE),
            made.attachment("S\xe1t.pdf", PDF + b"1", old="cp1258"),
            made.attachment("bo.zip", archive(("trong.pdf", PDF + b"2"))),
            made.attachment("logo.png", b"logo", place="<a>"),
            made.attachment("ky.p7s", b"0", kind="application/pkcs7-signature"),
            made.inner("Thư chuyển", made.message(made.attachment("chuyen.pdf", PDF + b"3"))),
        )
    )
    assert [(p.name, p.content, p.cause) for p in found] == [
        ("Công văn số 15.pdf", PDF, ""), ("to trinh.pdf", LARGE, ""), ("Sát.pdf", PDF + b"1", ""),
        ("trong.pdf", PDF + b"2", ""), ("chuyen.pdf", PDF + b"3", ""),
    ]  # fmt: skip


def test_what_is_no_message_stays_what_it_is() -> None:
    """A Word file of old in which somebody put a message; a picture as large as a page; a name that lies."""
    word = made.compound({"WordDocument": b"w" * 5000, "ObjectPool": made.message()})
    assert [(p.name, p.content) for p in parts(word, "cu.doc")] == [("cu.doc", word)]
    lies = made.compound({"WordDocument": b"w" * 5000})
    assert [bool(p.cause) for p in parts(lies, "cu.msg")] == [True]
    shown = made.msg(made.attachment("trang.png", b"p" * 200_000, place="<a>"))
    assert [p.name for p in parts(shown, "khong-duoi")] == ["trang.png"], "known by its bytes"
    assert parts(made.msg()) == (), "a message without files"


def test_signed_and_enciphered() -> None:
    inside = letter()
    attach(inside, PDF, "ky.pdf")
    found = parts(
        made.msg(
            made.attachment("smime.p7m", bytes(inside), kind="multipart/signed"),
            made.attachment("smime.p7m", b"0\x80", kind="application/pkcs7-mime"),
        )
    )
    assert [(p.name, p.content) for p in found] == [("ky.pdf", PDF), ("smime.p7m", b"")]
    assert "mã hóa" in found[1].cause


def test_fifty_deep_is_named_and_not_followed() -> None:
    tree = made.message(made.attachment("day.pdf", PDF))
    for level in range(50):
        tree = made.message(
            made.attachment(f"{level}.pdf", PDF + b"%d" % level), made.inner("sâu", tree)
        )
    began = time.monotonic()
    found = parts(made.compound(tree))
    assert time.monotonic() - began < 30
    assert [p.name for p in found] == ["49.pdf", "48.pdf", "sâu"]
    assert "lồng" in found[-1].cause


def test_too_many_and_too_large() -> None:
    many = parts(made.msg(*[made.attachment(f"{n}.pdf", b"%d" % n) for n in range(300)]))
    assert len(many) == 201
    assert "quá nhiều tệp" in many[-1].cause
    tree = made.message(made.attachment("to.pdf", PDF), made.attachment("nho.pdf", PDF))
    raw = bytearray(made.compound(tree))
    # The first file's size is made to lie: far more than the whole message has.
    at = raw.index("__substg1.0_37010102".encode("utf-16-le"))
    raw[at + 120 : at + 128] = (60 * 1024 * 1024).to_bytes(8, "little")
    found = parts(bytes(raw))
    assert any(p.cause for p in found)
    assert all(len(p.content) <= len(raw) for p in found)


def test_broken_ones_are_named() -> None:
    whole = made.msg(made.attachment("a.pdf", LARGE), made.attachment("b.pdf", PDF))
    for end in (9, 100, 512, 700, len(whole) // 2, len(whole) - 600):
        found = parts(whole[:end])
        assert found, end
        assert all(p.cause or p.content in (LARGE, PDF) for p in found), end


@pytest.mark.parametrize("seed", range(6))
def test_no_bytes_raise_or_take_long(seed: int) -> None:
    whole = made.msg(
        made.attachment("a.pdf", LARGE), made.inner("t", made.message(made.attachment("b", PDF)))
    )
    chance = random.Random(seed)
    raw = bytearray(whole)
    for _ in range(12):
        raw[chance.randrange(8, len(raw))] = chance.randrange(256)
    for sector in range(3):  # chains that run in circles
        place = 512 * chance.randrange(1, len(raw) // 512) + 4 * chance.randrange(128)
        raw[place : place + 4] = sector.to_bytes(4, "little")
    began = time.monotonic()
    with mailbox.take_apart(bytes(raw)) as alone:
        assert alone is not None
    for part in parts(bytes(raw)):
        assert part.cause or part.content
    assert time.monotonic() - began < 65


HEADERS = (
    "Message-ID: <15@snv.mau.vn>\r\nFrom: =?utf-8?Q?V=C4=83n_th=C6=B0?= <vanthu@snv.mau.vn>\r\n"
    "Subject: =?utf-8?Q?G=E1=BB=ADi_c=C3=B4ng_v=C4=83n?=\r\nDate: Fri, 27 Nov 2026 08:00:00 +0700\r\n"
)
SENT = 134402154000000000  # 2026-11-27 01:10:00 UTC, as Windows counts


def test_a_message_that_is_a_file_itself() -> None:
    """As it is dragged out of Outlook: what its transport said of it, else what Outlook says itself."""
    inside = made.inner("Thư chuyển", made.message(made.attachment("chuyen.pdf", PDF + b"1")))
    found = opened(
        made.msg(made.attachment("15.pdf", PDF), inside, n007D=HEADERS, body="Lời thư\0")
    )
    assert (found.is_message, found.cause) == (True, "")
    assert (found.message_id, found.sender, found.subject, found.sent, found.text) == (
        "<15@snv.mau.vn>", "Văn thư <vanthu@snv.mau.vn>", "Gửi công văn",
        "2026-11-27T08:00:00+07:00", "Lời thư",
    )  # fmt: skip
    assert [(p.name, p.content) for p in found.parts] == [
        ("15.pdf", PDF), ("chuyen.pdf", PDF + b"1"),
    ]  # fmt: skip
    within = opened(
        made.msg(subject="Trong  cơ\nquan", sent=SENT, n1035="<1@x>", n0C1A="Văn thư", n0C1F="/O=MAU",
                 n5D01="vanthu@mau.vn", body="l" * 30_000)
    )  # fmt: skip
    assert (within.message_id, within.sender, within.subject) == (
        "<1@x>", "Văn thư <vanthu@mau.vn>", "Trong cơ quan",
    )  # fmt: skip
    assert within.sent == "2026-11-27T01:10:00+00:00"
    assert len(within.text) == 20_000
    assert within.parts == ()


def test_as_a_file_itself_it_is_opened_as_deep_as_any_other() -> None:
    tree = made.message(made.attachment("day.pdf", PDF))
    for _level in range(2):
        tree = made.message(made.inner("sâu", tree))
    assert [(p.name, p.cause) for p in opened(made.compound(tree)).parts] == [("day.pdf", "")]
    deeper = opened(made.compound(made.message(made.inner("sâu", tree)))).parts
    assert [p.name for p in deeper] == ["sâu"]
    assert "lồng" in deeper[0].cause


@pytest.mark.parametrize(
    ("raw", "is_message", "caused"),
    [
        (b"", False, False),
        (PDF, False, False),
        (b"nothing of a head\r\n\r\nat all", False, False),
        (made.compound({"WordDocument": b"w" * 5000}), False, False),
        (made.msg(made.attachment("15.pdf", LARGE))[:1500], False, True),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, False, True),
        (b"\xef\xbb\xbf\r\nFrom: a@mau.vn\r\nSubject: x\r\n\r\n", True, False),
        (b"From - Fri Nov 27 08:00:00 2026\nMessage-ID: <1@x>\n\nLoi", True, False),
        (made.msg(), True, False),
    ],
)  # fmt: skip
def test_what_is_a_message_and_what_is_not(raw: bytes, is_message: bool, caused: bool) -> None:
    found = opened(raw)
    assert (found.is_message, bool(found.cause)) == (is_message, caused)


def test_a_message_of_a_file_itself_cut_anywhere_raises_nothing() -> None:
    whole = made.msg(made.attachment("15.pdf", LARGE), n007D=HEADERS)
    for size in range(600, len(whole), len(whole) // 12):
        found = opened(whole[:size])
        assert found.is_message or found.cause
        assert all(p.content == LARGE or p.cause for p in found.parts), size


def test_its_text_as_html_alone() -> None:
    page = "<style>.a{color:red}</style><p>Gửi <b>công</b> văn</p>M&#7852;T<br>x"
    found = opened(made.msg(body="", page=page.encode()))
    assert found.text.split("\n") == ["", "Gửi công văn", "MẬT", "x"]
    assert opened(made.msg(body="", n1013=page)).text == found.text
    assert opened(made.msg(body="Lời", page=page.encode())).text == "Lời", "the plain text counts"
