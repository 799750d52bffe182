"""Files by the hundred: each once, each with its result, nothing lost to a kill, nothing secret kept."""

import datetime as dt
import io
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from PIL import Image

from lienthong.axis.reading import api as reading
from lienthong.kernel.access.actor import Forbidden, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files import office
from lienthong.kernel.files.models import Blob, StoredFile
from lienthong.kernel.files.services import destroy_reference
from lienthong.systems.documents.models import (
    IncomingDocument,
    IntakeBatch,
    IntakeItem,
    ReadingCase,
)
from lienthong.systems.documents.queries.read_fields import fields_to_fill, read_fields
from lienthong.systems.documents.services import incoming, intake, intake_reading
from tests.axis.reading import hostile_files, papers
from tests.support.roles import as_role

from . import outgoing_kit as kit
from .test_outgoing_screens import count_queries, once_of

D = kit.DOMAIN
BATCHES = "documents:intake_batches"


@pytest.fixture(scope="module")
def letters_read(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Four letters that differ in their numbers."""
    folder: Path = tmp_path_factory.mktemp("intake")
    return [papers.pdf(folder, number=f"{n}/VP-CCHC") for n in (215, 216, 217, 218)]


@pytest.fixture(scope="module")
def secret_letter(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return papers.pdf(tmp_path_factory.mktemp("secret"), mark="MẬT")


def opened(house: kit.House, now: dt.datetime) -> IntakeBatch:
    with acting(house.clerk):
        return intake.open_batch(channel="mail", by=house.clerk, at=now)


def added(
    house: kit.House, batch: IntakeBatch, content: bytes, now: dt.datetime, **more: str
) -> IntakeItem:
    file = intake.Incoming(**({"name": "cong-van.pdf", "content": content} | more))
    with acting(house.clerk):
        return intake.add_file(batch=batch, incoming=file, by=house.clerk, at=now)


def run(batch: IntakeBatch, now: dt.datetime) -> None:
    intake_reading.read_batch(batch.pk, batch.agency_id, now=lambda: now)


def states(house: kit.House, batch: IntakeBatch) -> list[str]:
    with acting(house.clerk):
        return list(batch.items.order_by("pk").values_list("state", flat=True))


@pytest.mark.django_db
def test_a_file_becomes_a_paper_with_what_was_read(
    house: kit.House, now: dt.datetime, letters_read: list[bytes]
) -> None:
    batch = opened(house, now)
    added(house, batch, letters_read[0], now)
    run(batch, now)
    with acting(house.clerk):
        item = batch.items.get()
        assert (item.state, item.tries) == ("taken", 1)
        document = item.document
        assert (document.number, document.notation) == ("215", "VP-CCHC")
        assert document.issued_on == dt.date(2023, 1, 20)
        assert document.state == "arrived"
        assert document.reading["document"]["number"]["confidence"] >= 0.8
        assert document.entry_id is None, "a machine registered a paper"


@pytest.mark.django_db
def test_the_same_file_twice(house: kit.House, now: dt.datetime, letters_read: list[bytes]) -> None:
    """In one batch, in the next, and against a paper that is here already; sent again it is one item."""
    batch = opened(house, now)
    first = added(house, batch, letters_read[0], now, key="a")
    assert added(house, batch, letters_read[0], now, key="a").pk == first.pk
    second = added(house, batch, letters_read[0], now, key="b", name="ban-sao.pdf")
    assert (second.state, second.same_as_id, second.file_id) == ("duplicate", first.pk, None)
    run(batch, now)
    other = opened(house, now)
    third = added(house, other, letters_read[0], now)
    assert third.state == "duplicate"
    assert third.same_document_id is not None
    fourth = added(house, other, letters_read[1], now, name="khac.pdf")
    assert fourth.state == "waiting", "the twin: other bytes are no duplicate"
    with acting(house.clerk):
        assert IncomingDocument.objects.filter(intake_item__isnull=False).count() == 1


@pytest.mark.django_db
def test_a_secret_paper_leaves_nothing(
    house: kit.House, now: dt.datetime, secret_letter: bytes, letters_read: list[bytes]
) -> None:
    batch = opened(house, now)
    blobs = Blob.objects.count()
    item = added(house, batch, secret_letter, now, name="ke-hoach-mat.pdf")
    assert (item.state, item.name, item.sha256, item.size, item.file_id) == (
        "secret", "", "", 0, None,
    )  # fmt: skip
    assert Blob.objects.count() == blobs
    with acting(house.clerk):
        assert not IntakeItem.objects.filter(name__contains="mat").exists()
    assert added(house, batch, letters_read[0], now).state == "waiting"
    assert Blob.objects.count() == blobs + 1


@pytest.mark.django_db
def test_a_mark_that_only_the_whole_reading_saw(
    house: kit.House, now: dt.datetime, secret_letter: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = opened(house, now)
    monkeypatch.setattr(reading.FileReader, "look", lambda _self, _data: (False, None))
    item = added(house, batch, secret_letter, now)
    kept = item.file_id
    run(batch, now)
    with acting(house.clerk):
        item.refresh_from_db()
        assert (item.state, item.name, item.file_id) == ("secret", "", None)
        assert StoredFile.objects.get(pk=kept).blob_id is None
        assert not IncomingDocument.objects.filter(intake_item=item).exists()


def bomb() -> bytes:
    """A Word file of a few kilobytes that unpacks to 300 MB."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", b" " * (300 << 20))
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "Tệp rỗng"),
        (b"%PDF-1.7\nrubbish", "hỏng"),
        (b"MZ\x90\x00" + b"\0" * 400, "không đúng loại|chương trình"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "không đúng loại"),
    ],
)
def test_what_cannot_be_read_is_set_aside_with_its_cause(
    house: kit.House, now: dt.datetime, content: bytes, cause: str
) -> None:
    import re

    batch = opened(house, now)
    added(house, batch, content, now)
    run(batch, now)
    with acting(house.clerk):
        item = batch.items.get()
        assert item.state == "set_aside"
        assert re.search(cause, item.cause), item.cause
        assert not IncomingDocument.objects.filter(intake_item=item).exists()


HOSTILE = (
    "pdf: form in itself", "pdf: pages in a circle", "pdf: cipher unknown", "pdf: cut in the middle", "pdf: reaching out",
    "pdf: count that lies", "office: deep xml", "office: million laughs", "office: relations outside", "office: xlsx",
    "office: entries on the same bytes", "office: names that climb", "office: rtf", "office: doc", "image: heic",
    "image: svg", "image: promises a billion dots", "image: jpeg cut", "image: one dot", "image: sixteen bits",
    "text: html", "text: program", "text: nul among letters",
)  # fmt: skip


@pytest.mark.django_db
def test_hostile_files_are_papers_or_set_aside_with_a_cause(
    house: kit.House, now: dt.datetime, letters_read: list[bytes]
) -> None:
    batch = opened(house, now)
    for number, kind in enumerate(HOSTILE):
        # Names that hide, climb, turn the reading order or are far too long.
        name = ("../../etc/passwd", "a\u202efdp.exe", "x" * 4000, "\0\n<script>.pdf")[number % 4]
        added(house, batch, hostile_files.ALL[kind](), now, name=name, key=kind)
    added(house, batch, letters_read[0], now, name="tot.pdf")
    run(batch, now)
    with acting(house.clerk):
        items = list(batch.items.order_by("pk"))
    assert len(items) == len(HOSTILE) + 1
    assert items[-1].state == "taken"
    for kind, item in zip(HOSTILE, items, strict=False):
        assert item.state in {"taken", "set_aside"}, kind
        assert (item.state == "taken") != (len(item.cause) > 8), (kind, item.cause)
        assert not set(item.name) & set("/\\\0\n\u202e"), kind
        assert 0 < len(item.name) < 300, kind
    assert [k for k, i in zip(HOSTILE, items, strict=False) if i.state == "taken"] == [
        "office: relations outside",
        *(["office: rtf"] if "office: rtf" in HOSTILE and office.program() else []),
    ]


@pytest.mark.django_db
def test_a_bomb_and_a_locked_file_do_not_stop_the_others(
    house: kit.House, now: dt.datetime, letters_read: list[bytes]
) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(letters_read[1])))
    writer.encrypt("khoa")
    locked = io.BytesIO()
    writer.write(locked)
    batch = opened(house, now)
    for number, content in enumerate((bomb(), locked.getvalue(), letters_read[0])):
        added(house, batch, content, now, name=f"{number}.pdf")
    run(batch, now)
    assert states(house, batch) == ["set_aside", "set_aside", "taken"]
    with acting(house.clerk):
        assert "mật khẩu" in batch.items.get(name="1.pdf").cause


@pytest.mark.django_db
def test_a_file_that_ends_its_worker_is_set_aside(
    house: kit.House, now: dt.datetime, letters_read: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = opened(house, now)
    added(house, batch, letters_read[0], now)

    def dies(*_: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr(reading.FileReader, "plain_with_words", dies)
    for _try in range(intake_reading.TRIES):
        with pytest.raises(MemoryError):
            run(batch, now)
    assert states(house, batch) == ["waiting"]
    run(batch, now)
    assert states(house, batch) == ["set_aside"]


@pytest.mark.django_db
def test_set_aside_is_decided_once(house: kit.House, now: dt.datetime) -> None:
    batch = opened(house, now)
    for name in ("a.pdf", "b.pdf"):
        added(house, batch, b"%PDF-1.7\n" + name.encode(), now, name=name)
    run(batch, now)
    with acting(house.clerk):
        first, second = batch.items.order_by("pk")
        document = intake.take_by_hand(item=first, by=house.clerk, at=now)
        assert document.file_id == first.file_id
        with pytest.raises(intake.NotSetAside):
            intake.take_by_hand(item=first, by=house.clerk, at=now)
        with pytest.raises(incoming.Refused):
            intake.drop(item=second, reason=" ", by=house.clerk, at=now)
        intake.drop(item=second, reason="Tệp rác", by=house.clerk, at=now)
    assert states(house, batch) == ["taken", "dropped"]


@pytest.mark.django_db
def test_only_a_clerk_and_only_his_own_office(
    house: kit.House, now: dt.datetime, actor_for: Any, letters_read: list[bytes], client_for: Any,
    accounts: None,
) -> None:  # fmt: skip
    with acting(house.drafter), pytest.raises(Forbidden):
        intake.open_batch(channel="mail", by=house.drafter, at=now)
    batch = opened(house, now)
    added(house, batch, letters_read[0], now)
    other = actor_for(f"vanthu.stp@{D}")
    with acting(other):
        assert not IntakeItem.objects.filter(batch_id=batch.pk).exists()
        assert not IntakeBatch.objects.filter(pk=batch.pk).exists()
    client = client_for(f"vanthu.stp@{D}")
    for name in ("documents:intake_batch", "documents:intake_add"):
        assert client.get(reverse(name, args=[batch.pk])).status_code == 404
    assert client_for(f"vanthu@{D}").get(
        reverse("documents:intake_batch", args=[batch.pk])
    ).status_code == 200  # fmt: skip


def upload(content: bytes, name: str = "cong-van.pdf") -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


@pytest.mark.django_db
def test_by_the_form_alone(
    client_for: Any, house: kit.House, accounts: None, letters_read: list[bytes]
) -> None:
    """Without JavaScript: all files in one request, the question first; a second click adds nothing."""
    client = client_for(f"vanthu@{D}")
    url = reverse(BATCHES)
    token = once_of(client.get(url))

    def send(answer: str, token: str) -> Any:
        return client.post(
            url,
            {
                "once": token, "channel": "paper", "files_secret": answer,
                "files": [upload(letters_read[0], "1.pdf"), upload(letters_read[1], "2.pdf")],
            },
        )  # fmt: skip

    assert send("", token)["Location"] == url
    assert send("yes", token)["Location"] == url
    with acting(house.clerk):
        assert not IntakeBatch.objects.exists()
    done = send("no", token)
    assert done.status_code == 302
    assert send("no", token)["Location"] == done["Location"]
    with acting(house.clerk):
        assert IntakeBatch.objects.get().items.count() == 2
    page = client.get(done["Location"]).content.decode()
    assert "Đã xử lý 0/2 tệp" in page


@pytest.mark.django_db
def test_by_the_script_one_by_one(
    client_for: Any, house: kit.House, accounts: None, letters_read: list[bytes]
) -> None:
    client = client_for(f"vanthu@{D}")
    url = reverse(BATCHES)
    values = {"once": once_of(client.get(url)), "channel": "mail", "files_secret": "no"}
    headers = {"Accept": "application/json"}
    refused = client.post(url, values | {"files_secret": ""}, headers=headers)
    assert refused.status_code == 422
    assert "dấu chỉ độ mật" in refused.json()["error"]
    made = client.post(url, values, headers=headers).json()
    assert client.get(made["add"], {"key": "a"}).json() == {"known": False}
    for _again in range(2):  # the answer was lost on the way and the file is sent again
        sent = client.post(
            made["add"],
            {"files_secret": "no", "key": "a", "files": upload(letters_read[0])},
            headers=headers,
        )
        assert sent.json()["state"] == "waiting"
    assert client.get(made["add"], {"key": "a"}).json() == {"known": True}
    with acting(house.clerk):
        assert IntakeItem.objects.count() == 1
    unanswered = client.post(made["add"], {"files": upload(letters_read[1])}, headers=headers)
    assert unanswered.status_code == 422
    with acting(house.clerk):
        assert IntakeItem.objects.count() == 1


@pytest.mark.django_db
def test_the_page_costs_the_same_for_more_files(
    client_for: Any, house: kit.House, accounts: None, now: dt.datetime
) -> None:
    batch = opened(house, now)
    client = client_for(f"vanthu@{D}")
    url = reverse("documents:intake_batch", args=[batch.pk])
    counted = []
    for more in (2, 8):
        with acting(house.clerk):
            for number in range(more):
                intake.add_file(
                    batch=batch,
                    incoming=intake.Incoming(name=f"{more}-{number}", content=b""),
                    by=house.clerk,
                    at=now,
                )
        client.get(url)
        counted.append(count_queries(client, url))
    assert counted[0] == counted[1]
    assert counted[0] <= 30


@pytest.mark.django_db
def test_registered_one_after_the_other(
    client_for: Any, house: kit.House, accounts: None, now: dt.datetime, letters_read: list[bytes]
) -> None:
    """Into the book and on to the next; what the clerk corrected is a case, names of persons are not."""
    batch = opened(house, now)
    for number in range(2):
        added(house, batch, letters_read[number], now, name=f"{number}.pdf")
    run(batch, now)
    client = client_for(f"vanthu@{D}")
    first = client.get(reverse("documents:intake_register", args=[batch.pk]))
    page = client.get(first["Location"])
    form = page.context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    values["issued_on"] = "20/01/2023"
    values |= {"once": once_of(page), "trust_note": "Đã gọi hỏi", "subject": "Sửa trích yếu"}
    wrong = client.post(first["Location"], values | {"issuer_name": ""})
    assert wrong.status_code == 422
    done = client.post(first["Location"], values)
    assert done.status_code == 302
    assert done["Location"] != first["Location"]
    assert "doc-va-vao-so" in done["Location"]
    with acting(house.clerk):
        cases = {case.field: case for case in ReadingCase.objects.all()}
    assert cases["number"].outcome == "right"
    assert cases["subject"].outcome == "wrong"
    assert cases["subject"].given_value == "Sửa trích yếu"
    assert cases["signer_name"].outcome == "right"
    assert (cases["signer_name"].read_value, cases["signer_name"].words) == ("", "")
    report = client.get(reverse("documents:reading_accuracy")).content.decode()
    assert "Trích yếu" in report


def test_below_the_threshold_a_value_is_a_hint() -> None:
    box = [10.0, 20.0, 60.0, 30.0]

    def of(confidence: float, value: str | None = "12") -> dict[str, Any]:
        evidence = {"page": 1, "box": box, "words": "Số: 12"}
        field = {"value": value, "confidence": confidence, "evidence": evidence}
        return {"verdict": "read", "document": {"number": field}}

    assert fields_to_fill(of(0.95)) == {"number": "12"}
    assert fields_to_fill(of(0.5)) == {}
    hint = read_fields(of(0.5))["number"]
    assert (hint.shown, hint.filled, hint.box) == ("12", False, tuple(box))
    unread = read_fields(of(0.0, None))["number"]
    assert (unread.value, unread.filled, unread.page) == (None, False, 1)
    assert read_fields({"verdict": "unreadable"}) == {}


@pytest.mark.django_db
def test_a_place_is_cut_out_and_lit(
    client_for: Any, house: kit.House, accounts: None, now: dt.datetime, letters_read: list[bytes]
) -> None:
    batch = opened(house, now)
    item = added(house, batch, letters_read[0], now)
    client = client_for(f"vanthu@{D}")
    url = reverse("documents:page", args=[item.file_id, 1])

    def shown(query: str) -> Image.Image:
        answer = client.get(url + query)
        assert answer.status_code == 200
        return Image.open(io.BytesIO(answer.content)).convert("RGB")

    plain, lit = shown(""), shown("?sang=85,60,200,80")
    cut = shown("?cat=85,60,200,80")
    assert plain.size == lit.size
    assert plain.getpixel((150, 112)) != lit.getpixel((150, 112))
    assert cut.height < plain.height / 4
    assert client.get(url + "?cat=9000,9000,9100,9100").status_code == 404
    assert shown("?cat=nonsense;1,2").size == plain.size
    other = client_for(f"vanthu.stp@{D}")
    assert other.get(url + "?cat=85,60,200,80").status_code == 404


_WORKER = """
import datetime as dt, django
django.setup()
from lienthong.systems.documents.services import intake_reading
intake_reading.read_batch({batch}, {agency}, now=lambda: dt.datetime.fromisoformat("{now}"))
"""


def test_killed_worker_loses_nothing_and_takes_none_twice(
    committed: str, actor_for: Any, now: dt.datetime, letters_read: list[bytes]
) -> None:
    from tests.support import database

    house = kit.house(actor_for)
    batch = opened(house, now)
    for number, content in enumerate(letters_read):
        added(house, batch, content, now, name=f"{number}.pdf")
    code = _WORKER.format(batch=batch.pk, agency=batch.agency_id, now=now.isoformat())
    environment = database.environment(committed) | {"LIENTHONG_DB_ROLE": "worker"}
    for pause in (0.05, 1.2):
        worker = subprocess.Popen([sys.executable, "-c", code], env=environment)
        _until_begun(batch, worker)
        time.sleep(pause)
        if worker.poll() is None:
            os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        with acting(house.clerk):
            taken = batch.items.filter(state="taken").count()
            made = IncomingDocument.objects.filter(intake_item__batch=batch).count()
            assert taken == made
            assert batch.items.count() == len(letters_read)
    with as_role("lt_worker", committed):
        intake_reading.read_open(now=lambda: now)
    _each_once(house, batch, len(letters_read))


def _until_begun(batch: IntakeBatch, worker: "subprocess.Popen[bytes]") -> None:
    for _look in range(600):
        with acting(system_actor(batch.agency_id)):
            if batch.items.filter(tries__gt=0).exists() or worker.poll() is not None:
                return
        time.sleep(0.05)


def _each_once(house: kit.House, batch: IntakeBatch, count: int) -> None:
    with acting(house.clerk):
        assert list(batch.items.values_list("state", flat=True)) == ["taken"] * count
        numbers = IncomingDocument.objects.filter(intake_item__batch=batch).values_list(
            "number", flat=True
        )
        assert sorted(numbers) == ["215", "216", "217", "218"][:count]


def test_parallel_workers_and_parallel_senders(
    committed: str, actor_for: Any, now: dt.datetime, letters_read: list[bytes]
) -> None:
    """Three senders of the same files at once, three workers at once: each file one paper."""
    house = kit.house(actor_for)
    batch = opened(house, now)

    def together(work: Any) -> None:
        def alone() -> None:
            try:
                work()
            finally:
                connection.close()

        threads = [threading.Thread(target=alone) for _number in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def send() -> None:
        for number, content in enumerate(letters_read[:3]):
            added(house, batch, content, now, name=f"{number}.pdf", key=str(number))

    together(send)
    with acting(house.clerk):
        assert batch.items.count() == 3
    together(lambda: run(batch, now))
    _each_once(house, batch, 3)


@pytest.mark.django_db
def test_a_file_destroyed_while_it_waits_is_set_aside(
    house: kit.House, now: dt.datetime, letters_read: list[bytes]
) -> None:
    batch = opened(house, now)
    item = added(house, batch, letters_read[0], now)
    with acting(house.clerk):
        destroy_reference(item.file, reason="Hết thời hạn", by=house.clerk, at=now)
    run(batch, now)
    assert states(house, batch) == ["set_aside"]
    with acting(house.clerk):
        assert "Hết thời hạn" in batch.items.get().cause


@pytest.mark.django_db
def test_the_lists_of_a_long_batch(
    client_for: Any, house: kit.House, accounts: None, now: dt.datetime
) -> None:
    """The first page shows the beginning of each list, a tab the whole, page by page."""
    batch = opened(house, now)
    for number in range(60):
        added(house, batch, b"", now, name=f"rong-{number:02}.pdf")
    client = client_for(f"vanthu@{D}")
    url = reverse("documents:intake_batch", args=[batch.pk])
    page = client.get(url).content.decode()
    assert "Xem tất cả 60 tệp để riêng" in page
    assert page.count("Lý do không nhập") == 5
    page = client.get(f"{url}?loc=loi").content.decode()
    assert page.count("Lý do không nhập") == 50
    assert "rong-00.pdf" in page
    assert "Trang 1/2" in page
    page = client.get(f"{url}?loc=loi&trang=2").content.decode()
    assert page.count("Lý do không nhập") == 10
    assert "rong-59.pdf" in page
    assert "Không có tệp nào ở đây" in client.get(f"{url}?loc=trung").content.decode()
    for odd in ("?loc=xyz", "?loc=loi&trang=abc", "?loc=loi&trang=99"):
        assert client.get(url + odd).status_code == 200


@pytest.mark.django_db
def test_what_was_read_with_certainty_is_registered_together(
    client_for: Any, house: kit.House, accounts: None, now: dt.datetime, letters_read: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Only those; by mail an unsigned one needs a reason and is never among them; one left out stays."""
    with acting(house.clerk):
        batch = intake.open_batch(channel="paper", by=house.clerk, at=now)
    for number, content in enumerate(letters_read):
        added(house, batch, content, now, name=f"{number}.pdf")
    run(batch, now)
    with acting(house.clerk):
        unsure, *rest = IncomingDocument.objects.filter(intake_item__batch=batch).order_by("pk")
        doubted = unsure.reading
        doubted["document"]["date"]["confidence"] = 0.85
        with act("t.doubted", by=house.clerk, at=now):
            IncomingDocument.objects.filter(pk=unsure.pk).update(reading=doubted)
    client = client_for(f"vanthu@{D}")
    url = reverse("documents:intake_sure", args=[batch.pk])
    page = client.get(url)
    assert [row.pk for row in page.context["rows"]] == [d.pk for d in rest]
    kept, *chosen = rest
    answer = client.post(
        url,
        {"once": once_of(page), "chosen": [str(d.pk) for d in (unsure, *chosen)]},
        follow=True,
    )
    assert "Đã vào sổ 2 văn bản" in answer.content.decode()
    with acting(house.clerk):
        for document in (unsure, kept):
            document.refresh_from_db()
            assert document.state == "arrived", "registered without being chosen, or unsure"
        for document in chosen:
            document.refresh_from_db()
            assert (document.state != "arrived", document.arrival_number) == (
                True,
                document.arrival_number,
            )
            assert document.arrival_number
        assert not ReadingCase.objects.exists(), "a glance counted as a check of each field"
    by_mail = opened(house, now)
    extra = added(house, by_mail, letters_read[0] + b"\n%", now, name="thu.pdf")
    run(by_mail, now)
    page = client.get(reverse("documents:intake_sure", args=[by_mail.pk]))
    assert page.context["rows"] == [], extra
    other = client_for(f"vanthu.stp@{D}")
    assert other.get(url).status_code == 404
