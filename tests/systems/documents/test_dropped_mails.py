"""Messages that a clerk drops: their papers come in as from the mailbox, nothing secret is kept, none twice."""

import datetime as dt
import importlib
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from lienthong.axis.reading import api as reading
from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.models import Blob
from lienthong.kernel.files.services import StorageFull, open_file
from lienthong.systems.documents.models import (
    IncomingDocument,
    IncomingMail,
    IntakeBatch,
    IntakeItem,
)
from lienthong.systems.documents.services import (
    dropped_mails,
    intake,
    mailbox_intake,
    mails,
)
from lienthong.systems.documents.services.incoming import Refused
from tests.axis.mailbox import outlook_files
from tests.axis.mailbox.test_letters import archive

from . import outgoing_kit as kit
from .test_intake import added, letters_read, opened, run, secret_letter, upload
from .test_mailbox import letter
from .test_outgoing_screens import count_queries, once_of

__all__ = ["letters_read", "secret_letter"]
D = kit.DOMAIN
JSON = {"Accept": "application/json"}


def dropped(
    house: kit.House, batch: IntakeBatch, content: bytes, now: dt.datetime, name: str = "thu.eml",
    by: Any = None,
) -> IntakeItem:  # fmt: skip
    file = intake.Incoming(name=name, content=content)
    who = by or house.clerk
    with acting(who):
        return dropped_mails.add_dropped(batch=batch, incoming=file, by=who, at=now)


def items(house: kit.House, batch: IntakeBatch) -> list[tuple[str, str]]:
    with acting(house.clerk):
        return list(batch.items.order_by("pk").values_list("name", "state"))


def as_html(raw: bytes, words: str) -> bytes:
    """The same message with its text as HTML alone."""
    message = message_from_bytes(raw, policy=policy.default)
    body = message.get_body()
    assert isinstance(body, EmailMessage)
    body.set_content(words.replace("\n", "<br>"), subtype="html")
    return bytes(message)


def outlook(*files: tuple[str, bytes], **more: Any) -> bytes:
    return outlook_files.msg(*(outlook_files.attachment(*one) for one in files), **more)


@pytest.mark.django_db
def test_its_papers_are_read_and_say_by_which_message_they_came(
    house: kit.House, now: dt.datetime, letters_read: list[bytes], client_for: Any, accounts: None
) -> None:
    inner = letter("trong", ("chuyen.pdf", letters_read[2]))
    message = EmailMessage()
    message["Message-ID"], message["From"] = (
        "<a@gui.mau.vn>",
        "Văn thư Sở Nội vụ <vanthu@snv.mau.vn>",
    )
    message["Subject"] = "Gửi hai văn bản"
    message.set_content("Kính gửi văn thư.")
    packed = archive(("trong/hai.pdf", letters_read[1]))
    for name, content in (("một.pdf", letters_read[0]), ("bo.zip", packed), ("thu.eml", inner)):
        message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    raw = bytes(message)
    with acting(
        house.clerk
    ):  # the clerk says paper: what a message carries came by mail all the same
        batch = intake.open_batch(channel="paper", by=house.clerk, at=now)
    item = dropped(house, batch, raw, now, "Gửi hai văn bản.eml")
    added(house, batch, letters_read[3], now, name="giay.pdf")
    assert (item.state, item.is_mail, item.file_id) == ("opened", True, None)
    assert items(house, batch) == [
        ("Gửi hai văn bản.eml", "opened"), ("một.pdf", "waiting"), ("hai.pdf", "waiting"),
        ("chuyen.pdf", "waiting"), ("giay.pdf", "waiting"),
    ]  # fmt: skip
    run(batch, now)
    with acting(house.clerk):
        mail = IncomingMail.objects.get()
        assert (mail.state, mail.subject, mail.batch_id) == ("taken", "Gửi hai văn bản", batch.pk)
        with open_file(mail.file) as stream:
            assert stream.read() == raw
        found = IncomingDocument.objects.filter(intake_item__batch=batch).order_by("pk")
        assert [(d.number, d.channel, d.intake_item.mail_id) for d in found] == [
            ("215", "mail", mail.pk), ("216", "mail", mail.pk), ("217", "mail", mail.pk),
            ("218", "paper", None),
        ]  # fmt: skip
        first, last = found[0].pk, found[3].pk
    client = client_for(f"vanthu@{D}")
    page = client.get(reverse("documents:intake_batch", args=[batch.pk])).content.decode()
    assert page.count("kèm thư «Gửi hai văn bản»") == 3
    assert "Thư đã mở" in page
    assert "3 tệp kèm" in page
    assert reverse("documents:download", args=[mail.file_id]) in page
    for name in ("documents:incoming_one", "documents:register_read"):
        shown = client.get(reverse(name, args=[first])).content.decode()
        assert "Kèm thư" in shown
        assert "«Gửi hai văn bản»" in shown
        assert "Kèm thư" not in client.get(reverse(name, args=[last])).content.decode()
    assert "Gửi hai văn bản" in client.get(reverse("documents:mails")).content.decode()
    assert client.get(reverse("documents:download", args=[mail.file_id])).status_code == 200
    other = client_for(f"vanthu.stp@{D}")
    assert other.get(reverse("documents:download", args=[mail.file_id])).status_code == 404
    assert "Gửi hai văn bản" not in other.get(reverse("documents:mails")).content.decode()


@pytest.mark.django_db
def test_as_outlook_keeps_it(house: kit.House, now: dt.datetime, letters_read: list[bytes]) -> None:
    batch = opened(house, now)
    raw = outlook(("15.pdf", letters_read[0]), subject="Gửi công văn 15")
    assert dropped(house, batch, raw, now, "Gửi công văn 15.MSG").state == "opened"
    assert items(house, batch)[1:] == [("15.pdf", "waiting")]
    with acting(house.clerk):
        assert batch.items.get(name="15.pdf").mail.subject == "Gửi công văn 15"
    # What is kept of a message by another program brings the same bytes: a double of the first.
    plain = letter("b", ("15.pdf", letters_read[0]))
    dropped(house, batch, plain, now, "b.eml")
    assert [state for _name, state in items(house, batch)] == [
        "opened", "waiting", "opened", "duplicate",
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    "where", ["beside", "archive", "text", "html", "outlook", "outlook text", "outlook html"]
)
def test_a_secret_paper_leaves_nothing_of_its_message(
    where: str, house: kit.House, now: dt.datetime, letters_read: list[bytes], secret_letter: bytes
) -> None:
    marked = "ỦY BAN NHÂN DÂN\nTỈNH MẪU\nMẬT\nSố: 15/UBND-NC\n"
    beside = [("lanh.pdf", letters_read[0]), ("mat.pdf", secret_letter)]
    raw = {
        "beside": letter("a", *beside),
        "archive": letter("a", beside[0], ("bo.zip", archive(("mat.pdf", secret_letter)))),
        "text": letter("a", beside[0], text=marked),
        "html": as_html(letter("a", beside[0]), marked),
        "outlook html": outlook(beside[0], body="", page=marked.replace("\n", "<br>").encode()),
        "outlook": outlook(*beside),
        "outlook text": outlook(beside[0], body=marked),
    }[where]
    batch, blobs = opened(house, now), Blob.objects.count()
    item = dropped(house, batch, raw, now, "Gửi van ban MAT.eml")
    assert (item.state, item.name, item.sha256, item.size, item.file_id, item.mail_id) == (
        "secret", "", "", 0, None, None,
    )  # fmt: skip
    with acting(house.clerk):
        assert batch.items.count() == 1
        assert not IncomingMail.objects.exists()
    assert Blob.objects.count() == blobs
    clean = letter("b", beside[0]) if "outlook" not in where else outlook(beside[0])
    assert dropped(house, batch, clean, now, "b.msg").state == "opened", "the twin"


@pytest.mark.django_db
def test_a_mark_that_only_the_whole_reading_saw_takes_the_message_away(
    house: kit.House, now: dt.datetime, secret_letter: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = opened(house, now)
    raw = letter("c", ("mat.pdf", secret_letter))
    with monkeypatch.context() as patched:
        patched.setattr(reading.FileReader, "look", lambda _self, _data: (False, None))
        dropped(house, batch, raw, now, "MAT.eml")
        dropped(house, batch, raw, now, "MAT lan hai.eml")
    with acting(house.clerk):
        kept = IncomingMail.objects.get().file
    run(batch, now)
    with acting(house.clerk):
        mail = IncomingMail.objects.get()
        kept.refresh_from_db()
        assert (mail.state, mail.subject, mail.sender, mail.digest, mail.file_id, kept.destroyed) == (
            "secret", "", "", "", None, True,
        )  # fmt: skip
        assert list(batch.items.values_list("state", "name")) == [("secret", "")] * 3


@pytest.mark.django_db
def test_the_same_message_comes_once_by_whatever_way(
    house: kit.House, now: dt.datetime, letters_read: list[bytes], client_for: Any, accounts: None,
    actor_for: Any,
) -> None:  # fmt: skip
    first, second = opened(house, now), opened(house, now)
    raw = letter("a", ("x.pdf", letters_read[0]))
    item = dropped(house, first, raw, now, "a.eml")
    assert dropped(house, first, raw, now, "a.eml").pk == item.pk, "sent again: the same item"
    assert dropped(house, first, raw, now, "ban-sao.eml").state == "duplicate"
    again = dropped(house, second, b"Received: from relay by mau.vn\r\n" + raw, now, "a.eml")
    assert (again.state, again.mail_id) == ("duplicate", item.mail_id)
    page = client_for(f"vanthu@{D}").get(reverse("documents:intake_batch", args=[second.pk]))
    assert "thư «Gửi văn bản a» đã nhận" in page.content.decode()
    assert reverse("documents:intake_batch", args=[first.pk]) in page.content.decode()
    # The same Message-ID with another file is another message.
    assert dropped(house, second, letter("a", ("x.pdf", letters_read[1])), now).state == "opened"

    def by_mailbox(raw: bytes) -> bool:
        with reading.FileReader(now.date()) as reader:
            return mailbox_intake._take(
                house.clerk.agency_id, raw, reader, lambda: now, large=False
            )

    assert by_mailbox(raw) is False
    with acting(house.clerk):
        assert IncomingMail.objects.count() == 2
        assert not IntakeBatch.objects.filter(source="mailbox").exists()
    assert by_mailbox(letter("m", ("y.pdf", letters_read[2]))) is False
    assert by_mailbox(letter("m0")) is False
    with acting(house.clerk):
        came = IncomingMail.objects.get(message_id="<m@gui.mau.vn>")
        assert came.items.get().name == "y.pdf", "its files know their message"
        assert IncomingMail.objects.get(message_id="<m0@gui.mau.vn>").state == "no_files"
    known = dropped(house, second, letter("m", ("y.pdf", letters_read[2])), now, "m.eml")
    assert (known.state, known.mail_id) == ("duplicate", came.pk)
    stp = actor_for(f"vanthu.stp@{D}")
    with acting(stp):
        own = intake.open_batch(channel="mail", by=stp, at=now)
    assert dropped(house, own, raw, now, by=stp).state == "opened", "another office has its own"


@pytest.mark.django_db
def test_a_message_without_any_paper_says_so(
    house: kit.House, now: dt.datetime, client_for: Any, accounts: None
) -> None:
    batch = opened(house, now)
    item = dropped(house, batch, letter("loi-chao"), now, "Lời chào.eml")
    assert (item.state, item.mail.state) == ("set_aside", "no_files")
    assert item.cause.startswith("Thư «Gửi văn bản loi-chao» không kèm tệp văn bản nào.")
    client = client_for(f"vanthu@{D}")
    url = reverse("documents:intake_batch", args=[batch.pk])
    page = client.get(url)
    assert item.cause in page.content.decode()
    assert reverse("documents:download", args=[item.mail.file_id]) in page.content.decode()
    assert "Nhập bằng tay" not in page.content.decode()
    decided = client.post(
        reverse("documents:intake_decide", args=[item.pk]),
        {"once": once_of(page), "what": "drop", "reason": "Thư chúc mừng"},
        follow=True,
    )
    assert "Đã ghi: không nhập tệp này." in decided.content.decode()
    with acting(house.clerk), pytest.raises(intake.NotSetAside):
        intake.take_by_hand(item=item, by=house.clerk, at=now)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "state", "words"),
    [
        ("that-ra.eml", None, "waiting", ""),
        ("rac.eml", b"khong phai thu", "set_aside", "không đúng loại"),
        ("rong.eml", b"", "set_aside", "Tệp rỗng"),
        ("chay.msg", b"MZ\x90\0" + b"\0" * 400, "set_aside", "chương trình"),
        ("cu.msg", outlook_files.compound({"WordDocument": b"w" * 5000}), "waiting", ""),
        ("hong.msg", outlook(("15.pdf", b"%PDF-1.7\n" + b"x" * 9000))[:1500], "set_aside", "bị hỏng"),
        ("thu.txt", letter("a", ("a.pdf", b"%PDF-1.7")), "set_aside", "không đúng loại"),
    ],
)  # fmt: skip
def test_what_only_bears_such_a_name(
    name: str, content: bytes | None, state: str, words: str, house: kit.House, now: dt.datetime,
    letters_read: list[bytes],
) -> None:  # fmt: skip
    """A paper is taken as the paper that it is; what is neither says so; a message needs its ending."""
    batch = opened(house, now)
    item = dropped(house, batch, letters_read[0] if content is None else content, now, name)
    assert (item.state, item.is_mail) == (state, False)
    assert words in item.cause
    with acting(house.clerk):
        assert not IncomingMail.objects.exists()


@pytest.mark.django_db
def test_beyond_the_limits_nothing_of_it_is_kept(
    house: kit.House, now: dt.datetime, letters_read: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch, blobs = opened(house, now), Blob.objects.count()
    raw = letter("a", ("1.pdf", letters_read[0]), ("2.pdf", letters_read[1]))

    def kept() -> tuple[int, int, int]:
        with acting(house.clerk):
            return (batch.items.count(), IncomingMail.objects.count(), Blob.objects.count() - blobs)

    with monkeypatch.context() as patched, pytest.raises(Refused, match="nhiều nhất 2 tệp"):
        patched.setattr(intake, "MOST", 2)
        dropped(house, batch, raw, now)
    assert kept() == (0, 0, 0)
    with (
        monkeypatch.context() as patched,
        pytest.raises(Refused, match=r"“thu[.]eml” kèm quá nhiều bản quét"),
    ):
        patched.setattr(dropped_mails, "SECONDS", 0.0)
        dropped(house, batch, raw, now)
    assert kept() == (0, 0, 0)
    real = intake._store

    def full(item: IntakeItem, *rest: Any) -> None:
        if item.name == "2.pdf":
            raise StorageFull("Hết chỗ")
        real(item, *rest)

    with monkeypatch.context() as patched, pytest.raises(StorageFull):
        patched.setattr(intake, "_store", full)
        dropped(house, batch, raw, now)
    assert kept() == (0, 0, 0), "half of a message was kept"
    with monkeypatch.context() as patched:
        patched.setattr(mails, "LARGEST", len(raw) - 1)
        item = dropped(house, batch, raw, now, "lon.eml")
        assert "100 MB" in item.cause
    assert kept() == (1, 0, 0)
    assert dropped(house, batch, raw, now).state == "opened", "the twin"
    assert kept() == (4, 1, 3)
    with acting(house.drafter), pytest.raises(Forbidden):
        file = intake.Incoming(name="a.eml", content=raw)
        dropped_mails.add_dropped(batch=batch, incoming=file, by=house.drafter, at=now)


@pytest.mark.django_db
def test_dropped_in_the_drop_zone(
    house: kit.House, client_for: Any, accounts: None, letters_read: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """By the script and without it; larger than a paper may be; a full message leaves the others be."""
    monkeypatch.setattr(intake, "LIMIT", 300_000)
    client = client_for(f"vanthu@{D}")
    url = reverse("documents:intake_batches")
    first = client.get(url)
    assert ".eml, .msg" in first.content.decode()
    values = {"once": once_of(first), "channel": "mail", "files_secret": "no"}
    made = client.post(url, values, headers=JSON).json()
    raw = letter(
        "a", *((f"{n}.pdf", one) for n, one in enumerate(letters_read)), text="x" * 300_000
    )
    sent = client.post(
        made["add"], {"files_secret": "no", "key": "k", "files": upload(raw, "a.eml")}, headers=JSON
    )
    assert sent.json() == {"state": "opened", "words": "Thư đã mở"}
    assert client.get(made["add"], {"key": "k"}).json() == {"known": True}
    files = [upload(letter("b", ("b.pdf", letters_read[0])), "b.eml"), upload(b"", "c.pdf")]
    values["once"] = once_of(client.get(url))
    plain = client.post(url, values | {"files": files}, follow=True)
    assert "Đã xử lý 3/3 tệp" in " ".join(plain.content.decode().split())
    with acting(house.clerk):
        states = IntakeItem.objects.order_by("pk").values_list("state", flat=True)
        assert list(states) == ["opened", *["waiting"] * 4, "opened", "duplicate", "set_aside"]


@pytest.mark.django_db
def test_the_page_costs_the_same_for_more_messages(
    house: kit.House, now: dt.datetime, client_for: Any, accounts: None, letters_read: list[bytes]
) -> None:
    batch, client = opened(house, now), client_for(f"vanthu@{D}")
    url = reverse("documents:intake_batch", args=[batch.pk])
    counted = []
    for names in (("a", "b"), ("c", "d", "e", "f")):
        for name in names:
            dropped(house, batch, letter(name, ("x.pdf", letters_read[0])), now, f"{name}.eml")
            dropped(house, batch, letter(name, ("x.pdf", letters_read[0])), now, f"{name} (2).eml")
        client.get(url)
        counted.append(count_queries(client, url))
    assert counted[0] == counted[1]
    shown = client.get(f"{url}?loc=thu").content.decode()
    assert shown.count("Tải thư gốc") == 6


@pytest.mark.django_db
def test_what_came_to_a_mailbox_before_is_bound_to_its_message(
    house: kit.House, now: dt.datetime, letters_read: list[bytes]
) -> None:
    """As the upgrade finds them: no item knows its message; dropped ones stay without."""
    with reading.FileReader(now.date()) as reader:
        mailbox_intake._take(
            house.clerk.agency_id, letter("m", ("y.pdf", letters_read[0])), reader, lambda: now,
            large=False,
        )  # fmt: skip
    batch = opened(house, now)
    other = added(house, batch, letters_read[1], now)
    with acting(house.clerk), act("t.before", by=house.clerk, at=now):
        IntakeItem.objects.update(mail=None)
        IncomingMail.objects.filter(batch=batch).update(batch=None)
    from django.apps import apps

    with acting(house.clerk):
        before = IncomingMail.objects.get().batch.items.get()
        assert before.mail_id is None
        move = importlib.import_module("lienthong.systems.documents.migrations.0021_mails_of_items")
        move.bind(apps, connection.schema_editor)
        before.refresh_from_db()
        other.refresh_from_db()
        assert before.mail_id == IncomingMail.objects.get().pk
        assert other.mail_id is None


def test_the_endings() -> None:
    assert dropped_mails.may_be_mail("Thư.EML")
    assert dropped_mails.may_be_mail("a.msg")
    assert not dropped_mails.may_be_mail("a.eml.pdf")
    assert dropped_mails.most_of("a.eml") == mails.LARGEST
    assert dropped_mails.most_of("a.pdf") == intake.LIMIT
