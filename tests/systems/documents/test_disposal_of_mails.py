"""One paper of a message is destroyed: the message's bytes go with it, its other papers stay whole."""

import datetime as dt
import importlib
import io
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, connections
from django.urls import reverse
from pypdf import PdfReader

from lienthong.axis.reading import api as reading
from lienthong.axis.signing import api as signing
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.services import open_file
from lienthong.systems.documents.models import (
    Disposal,
    DocumentText,
    IncomingDocument,
    IncomingMail,
    IntakeBatch,
    IntakeItem,
)
from lienthong.systems.documents.queries import books
from lienthong.systems.documents.queries.mails_going import mails_going
from lienthong.systems.documents.services import incoming, intake, mailbox_intake
from lienthong.systems.documents.services.disposal import carrying
from tests.axis.reading import papers
from tests.support.roles import as_role

from . import outgoing_kit as kit
from .test_disposal import (
    LATER,
    archivist,
    begun,
    carried,
    decided,
    filed,
    files_with,
    later,
    pdf,
    rows_with,
    witness,
)
from .test_dropped_mails import dropped
from .test_intake import opened, run
from .test_mailbox import letter

__all__ = ["LATER", "archivist", "later", "witness"]
D = kit.DOMAIN
WORD, CROSSED = "DAUTHUTHUGOC5b8e", "DAUTHUCHEO1f6d"


def settled(
    house: kit.House, item: IntakeItem, number: str, now: dt.datetime, words: str = ""
) -> IncomingDocument:
    """The paper of an item, typed in where the machine could not read it, in the book and done."""
    with acting(house.clerk):
        item.refresh_from_db()
        document = item.document or intake.take_by_hand(item=item, by=house.clerk, at=now)
        fields = {
            "issuer_name": "Sở Nội vụ", "number": number, "notation": "SNV",
            "issued_on": dt.date(2026, 11, 20), "type_name": "Công văn", "type_code": 18,
            "subject": f"Về việc thứ {number}",
        }  # fmt: skip
        document = incoming.register_incoming(
            document=document, fields=fields, trust_note="đã hỏi", by=house.clerk, at=now
        )
        with act("tests.settled", by=house.clerk, at=now):
            IncomingDocument.objects.filter(pk=document.pk).update(
                state="done", handled_note=words, handled_at=now
            )
        document.refresh_from_db()
    return document


def content(document: IncomingDocument) -> bytes:
    with open_file(document.file) as stream:
        return stream.read()


def of(house: kit.House, batch: IntakeBatch, name: str) -> IntakeItem:
    with acting(house.clerk):
        return batch.items.get(name=name)


def signed_letter(house: kit.House, now: dt.datetime) -> bytes:
    document = kit.issued(house, now, "Sở Tư pháp", subject="Giữ lại (mẫu)")
    with acting(house.clerk):
        document.refresh_from_db()
        with open_file(document.current_version.file) as stream:
            return stream.read()


def test_the_other_paper_keeps_its_file_its_verdict_and_its_words(
    committed: str, actor_for: Any, letters: Any, now: dt.datetime, later: dt.datetime,
    client_for: Any, tmp_path_factory: pytest.TempPathFactory,
) -> None:  # fmt: skip
    house, archive = kit.house(actor_for), actor_for(f"luutru@{D}")
    kept_bytes, gone_bytes = signed_letter(house, now), pdf(WORD)
    third = papers.pdf(tmp_path_factory.mktemp("third"), number="777/VP-CCHC")
    batch, alone = opened(house, now), opened(house, now)
    first = letter(WORD, ("giu.pdf", kept_bytes), (f"{WORD}.pdf", gone_bytes), text=f"loi {WORD}")
    again = letter(f"lai-{WORD}", (f"{WORD} (2).pdf", gone_bytes), ("ba.pdf", third), text=WORD)
    apart = letter("rieng", ("rieng.pdf", pdf("rieng")))
    # The Message-ID stays, as what the message was known by; these bear other words.
    first = first.replace(f"<{WORD}@".encode(), b"<m1@")
    again = again.replace(f"<lai-{WORD}@".encode(), b"<m2@")
    dropped(house, batch, first, now, f"Gửi {WORD}.eml")
    dropped(house, batch, first, now, f"Gửi lại {WORD}.eml")
    dropped(house, batch, again, now, "lai.eml")
    dropped(house, alone, apart, now, "rieng.eml")
    for one in (batch, alone):
        run(one, now)
    kept = settled(house, of(house, batch, "giu.pdf"), "41", now)
    gone = settled(house, of(house, batch, f"{WORD}.pdf"), "42", now, WORD)
    other = settled(house, of(house, batch, "ba.pdf"), "43", now)
    separate = settled(house, of(house, alone, "rieng.pdf"), "44", now)
    assert of(house, batch, f"{WORD} (2).pdf").state == "duplicate"
    with acting(house.clerk):
        assert kept.verdict not in {"", "unsigned"}
        text = DocumentText.objects.get(incoming=kept).text
    assert {"documents_incomingmail", "documents_intakeitem", "documents_incomingdocument"} <= set(
        rows_with(WORD)
    )
    assert files_with(WORD), "the twin: before, the store holds the words"
    file = filed(house, now, gone, notation="01-TH")
    disposal = carried(archive, later, house.clerk.person_id, file)
    assert rows_with(WORD) == []
    assert files_with(WORD) == []
    said = f"Quyết định số 99/QĐ-UBND ngày {later:%d/%m/%Y}"
    with acting(house.clerk):
        mails = list(IncomingMail.objects.order_by("pk"))
        assert [(m.file_id is None, m.destroyed_by, m.disposal_id) for m in mails] == [
            (True, said, disposal.pk), (True, said, disposal.pk), (False, "", None),
        ]  # fmt: skip
        assert mails[0].sender, "who sent it stays"
        for document, bytes_of in ((kept, kept_bytes), (other, third)):
            before = document
            after = IncomingDocument.objects.get(pk=document.pk)
            assert content(after) == bytes_of
            assert (after.destroyed_at, after.verdict, after.verdict_details, after.reading) == (
                None, before.verdict, before.verdict_details, before.reading,
            )  # fmt: skip
        assert signing.verify_bytes(content(kept)).verdict == kept.verdict
        assert DocumentText.objects.get(incoming=kept).text == text
        item = IntakeItem.objects.get(document=kept)
        assert (item.name, item.file_id) == ("giu.pdf", kept.file_id)
        notes = {row[1]: row[9] for row in books.printed(house.clerk, kept.entry.book).rows}
    numbers = [f"{one.arrival_number:02}" for one in (kept, gone, other, separate)]
    assert [notes[number] for number in numbers] == [
        f"Thư gốc đã hủy theo {said}", f"Đã hủy theo {said}", f"Thư gốc đã hủy theo {said}", "",
    ]  # fmt: skip
    client = client_for(f"vanthu@{D}")

    def words(url: str) -> str:
        return " ".join(client.get(url).content.decode().split())

    page = words(reverse("documents:incoming_one", args=[kept.pk]))
    assert f"(thư gốc đã hủy theo {said})" in page
    assert f"{later:%d/%m/%Y}, vì mang văn bản khác hết thời hạn bảo quản" in page
    assert "Biên bản hủy: Đợt 1 (mẫu)" in page
    assert "thư gốc đã hủy" not in words(reverse("documents:incoming_one", args=[separate.pk]))
    for url in (
        reverse("documents:intake_batch", args=[batch.pk]),
        reverse("documents:intake_batch", args=[batch.pk]) + "?loc=thu",
        reverse("documents:intake_batch", args=[batch.pk]) + "?loc=da-vao-so",
        reverse("documents:mails"),
    ):
        shown = words(url)
        assert f"thư gốc đã hủy theo {said}" in shown, url
        assert f'<a href="/van-ban/den/{gone.pk}/"></a>' not in shown, "a link without words"
    with acting(archive):
        disposal = Disposal.objects.get(pk=disposal.pk)
        with open_file(disposal.minutes) as stream:
            printed = " ".join(
                "".join(
                    p.extract_text() for p in PdfReader(io.BytesIO(stream.read())).pages
                ).split()
            )
    assert "Số thư điện tử gốc đã hủy vì mang các văn bản này: 2" in printed
    assert "Số văn bản khác của các thư đó vẫn giữ: 2" in printed
    # The same message once more is a new one: what it still has here is a double, what went comes again.
    third_batch = opened(house, later)
    assert dropped(house, third_batch, first, later, "lai.eml").state == "opened"
    with acting(house.clerk):
        states = dict(third_batch.items.filter(is_mail=False).values_list("name", "state"))
    assert states == {"giu.pdf": "duplicate", f"{WORD}.pdf": "waiting"}


@pytest.mark.django_db
def test_a_message_of_the_mailbox_goes_in_the_same_way(
    client_for: Any,
    accounts: None,
    posts: kit.House,
    archivist: Any,
    witness: int,
    now: dt.datetime,
    later: dt.datetime,
) -> None:
    with reading.FileReader(now.date()) as reader:
        mailbox_intake._take(
            posts.clerk.agency_id, letter("m", ("1.pdf", pdf("m 1")), ("2.pdf", pdf("m 2"))),
            reader, lambda: now, large=False,
        )  # fmt: skip
    with acting(posts.clerk):
        mail = IncomingMail.objects.get()
        batch = mail.batch
    run(batch, now)
    first = settled(posts, of(posts, batch, "1.pdf"), "51", now)
    second = settled(posts, of(posts, batch, "2.pdf"), "52", now)
    file = filed(posts, now, first, notation="01-TH")
    with acting(archivist):
        assert mails_going({first.pk: file.pk}) == {file.pk: 1}
        assert mails_going({first.pk: file.pk, second.pk: file.pk}) == {}, "it carried nothing else"
        assert mails_going({}) == {}
    disposal = decided(archivist, later, file)
    page = client_for(f"luutru@{D}").get(reverse("documents:disposal", args=[disposal.pk]))
    told = "1 thư điện tử gốc bị hủy theo; văn bản khác của các thư đó vẫn giữ"
    assert told in page.content.decode(), "told before anybody confirms"
    with acting(archivist):
        carrying.start(disposal=disposal, witness_id=witness, by=archivist, at=later)
    carrying.run(disposal.pk, disposal.agency_id, now=lambda: later)
    with acting(archivist):
        assert mails_going({second.pk: file.pk}) == {}, "it has gone"
    with acting(posts.clerk):
        mail.refresh_from_db()
        second.refresh_from_db()
        went = (mail.destroyed_at, mail.destroyed_by, mail.disposal_id)
        assert (mail.file, mail.destroyed_at, content(second)) == (None, later, pdf("m 2"))
    # The second paper, destroyed later, does not change with which decision the message went.
    after = later + dt.timedelta(days=1)
    carried(archivist, after, witness, filed(posts, now, second, notation="02-TH"))
    with acting(posts.clerk):
        mail.refresh_from_db()
        second.refresh_from_db()
        assert second.destroyed_at == after
        assert second.file is None
        assert (mail.destroyed_at, mail.destroyed_by, mail.disposal_id) == went


def carrying_out(disposal: Disposal, at: dt.datetime) -> tuple[Callable[[], None], list[Exception]]:
    """What a thread does to carry a destruction out, and the list that takes what it raises."""
    faults: list[Exception] = []

    def work() -> None:
        try:
            carrying.run(disposal.pk, disposal.agency_id, now=lambda: at)
        except Exception as fault:
            faults.append(fault)
        finally:
            connections["default"].close()

    return work, faults


def test_two_workers_at_files_that_share_messages_crosswise(
    committed: str, actor_for: Any, letters: Any, now: dt.datetime, later: dt.datetime
) -> None:
    house, archive = kit.house(actor_for), actor_for(f"luutru@{D}")
    batch = opened(house, now)
    for name in ("x", "y"):
        files = [(f"{name}{n}.pdf", pdf(f"{CROSSED} {name}{n}")) for n in (1, 2)]
        dropped(house, batch, letter(name, *files, text=CROSSED), now, f"{name}.eml")
    run(batch, now)
    made = {
        name: settled(house, of(house, batch, f"{name}.pdf"), f"6{n}", now)
        for n, name in enumerate(("x1", "y1", "y2", "x2"))
    }
    one = filed(house, now, made["x1"], made["y1"], notation="01-TH")
    two = filed(house, now, made["y2"], made["x2"], notation="02-TH")
    disposal = begun(archive, later, house.clerk.person_id, one, two)
    work, faults = carrying_out(disposal, later)
    with as_role("lt_worker", committed):
        workers = [threading.Thread(target=work) for _n in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        carrying.run_open(now=lambda: later)
    assert faults == []
    with acting(archive):
        assert Disposal.objects.get(pk=disposal.pk).state == "done"
        assert IncomingMail.objects.filter(destroyed_at__isnull=False).count() == 2
    assert files_with(CROSSED) == []


@pytest.mark.django_db
def test_messages_destroyed_before_the_upgrade_may_come_again(
    posts: kit.House, now: dt.datetime
) -> None:
    batch = opened(posts, now)
    raw, held = letter("a", ("1.pdf", pdf("a"))), letter("b", ("2.pdf", pdf("b")))
    for name, one in (("a.eml", raw), ("b.eml", held)):
        dropped(posts, batch, one, now, name)
    with acting(posts.clerk), act("t.before", by=posts.clerk, at=now):
        IncomingMail.objects.filter(message_id="<a@gui.mau.vn>").update(file=None, subject="")
    move = importlib.import_module("lienthong.systems.documents.migrations.0022_destroyed_mails")
    with acting(posts.clerk):
        move.free(apps, connection.schema_editor)
        digests = dict(IncomingMail.objects.values_list("message_id", "digest"))
    assert digests["<a@gui.mau.vn>"] == ""
    assert digests["<b@gui.mau.vn>"]
    again = opened(posts, now)
    assert dropped(posts, again, raw, now, "a.eml").state == "opened"
    assert dropped(posts, again, held, now, "b.eml").state == "duplicate"


def test_a_message_with_the_paper_that_comes_while_it_is_destroyed(
    committed: str, actor_for: Any, letters: Any, now: dt.datetime, later: dt.datetime
) -> None:
    """Known as a double of the paper a moment before: its message would hold the bytes for ever."""
    house, archive = kit.house(actor_for), actor_for(f"luutru@{D}")
    batch, words = opened(house, now), "DAUTHUCUNGLUC93ac"
    gone = pdf(words)
    dropped(house, batch, letter("x", ("1.pdf", gone)), now, "x.eml")
    run(batch, now)
    paper = settled(house, of(house, batch, "1.pdf"), "71", now)
    disposal = begun(archive, later, house.clerk.person_id, filed(house, now, paper, notation="01"))
    again = letter("y", ("2.pdf", gone))
    work, faults = carrying_out(disposal, later)
    with as_role("lt_worker", committed):
        worker = threading.Thread(target=work)
        with acting(house.clerk):
            dropped(house, batch, again, later, "y.eml")
            worker.start()
            worker.join(2)
        worker.join()
        carrying.run_open(now=lambda: later)
    assert faults == []
    with acting(house.clerk):
        assert IncomingMail.objects.filter(destroyed_at__isnull=False).count() == 2
    assert files_with(words) == []


def test_the_same_bytes_that_a_clerk_had_given_up_go_too(
    committed: str, actor_for: Any, letters: Any, now: dt.datetime, later: dt.datetime
) -> None:
    """Set aside and given up first, with a double of it in a third message, then come again and taken in."""
    house, archive = kit.house(actor_for), actor_for(f"luutru@{D}")
    batch, words = opened(house, now), "DAUTHUBOQUA71be"
    gone = pdf(words)
    dropped(house, batch, letter("x", ("1.pdf", gone)), now, "x.eml")
    dropped(house, batch, letter("d", ("d.pdf", gone), ("giu.pdf", pdf("giu"))), now, "d.eml")
    run(batch, now)
    with acting(house.clerk):
        first = of(house, batch, "1.pdf")
        intake.drop(item=first, reason="Nhầm", by=house.clerk, at=now)
    dropped(house, batch, letter("y", ("2.pdf", gone)), now, "y.eml")
    run(batch, now)
    paper = settled(house, of(house, batch, "2.pdf"), "81", now)
    kept = settled(house, of(house, batch, "giu.pdf"), "82", now)
    carried(archive, later, house.clerk.person_id, filed(house, now, paper, notation="01"))
    assert files_with(words) == []
    with acting(house.clerk):
        first.refresh_from_db()
        assert (first.state, first.file_id, first.name, first.cause) == (
            "dropped",
            None,
            "",
            "Nhầm",
        )
        assert IncomingMail.objects.filter(destroyed_at__isnull=False).count() == 3
        assert content(IncomingDocument.objects.get(pk=kept.pk)) == pdf("giu")
