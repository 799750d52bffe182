"""A stored file is read by who may read a paper that holds it, by whatever column; by nobody else."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from lienthong.axis.identity import api as identity
from lienthong.axis.signing.models import LastingProof
from lienthong.desk.models import MonthlyReport
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files import readers
from lienthong.kernel.files.models import Access, StoredFile
from lienthong.kernel.files.services import store
from lienthong.systems.documents import models as documents
from lienthong.systems.documents.services import incoming, intake, keeping
from lienthong.systems.tasks.models import Product
from lienthong.systems.tasks.services import assigning
from tests.systems.documents import outgoing_kit as kit
from tests.systems.documents.outgoing_kit import DOMAIN


@pytest.fixture
def house(db: None, actor_for: Any) -> kit.House:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    identity.make_sample_accounts(password="chỉ-để-thử-thôi")
    return kit.house(actor_for)


@pytest.fixture
def colleague(actor_for: Any, house: kit.House) -> Actor:
    """An officer of another unit of the same agency, with a part in nothing but its figures."""
    idle = actor_for(f"quantri@{DOMAIN}")
    return replace(idle, verbs=house.drafter.verbs, post_kind="officer")


class Maker:
    """One file for each column that may hold one, in the agency of the house."""

    def __init__(self, house: kit.House, actor_for: Any, now: dt.datetime) -> None:
        self.house, self.now, self.actor_for = house, now, actor_for
        self.files: dict[str, tuple[int, str]] = {}
        self.count = 0

    def file(self, by: Actor) -> StoredFile:
        self.count += 1
        content = b"%PDF-1.7 " + str(self.count).encode()
        return store(
            io.BytesIO(content),
            name=f"{self.count}.pdf",
            agency_id=by.agency_id,
            by=by,
            at=self.now,
        )

    def hold(self, row: Any, *fields: str, reader: str) -> None:
        """Put a new file into these columns of a row."""
        for field in fields:
            if getattr(row, f"{field}_id") is None:
                setattr(row, field, self.file(self.house.clerk))
            key = readers.key_of(type(row), field)
            self.files[key] = (getattr(row, f"{field}_id"), reader)
        row.save()

    def make(self) -> dict[str, tuple[int, str]]:
        house, now = self.house, self.now
        drafted = kit.drafted(house, now)
        with acting(house.clerk):
            came = incoming.take_in(
                paper=incoming.Paper(channel="paper", fields={"subject": "Mẫu"}),
                by=house.clerk,
                at=now,
            )
            batch = intake.open_batch(channel="mail", by=house.clerk, at=now)
        chief = self.actor_for(f"chanhvanphong@{DOMAIN}", kind="chief_of_office")
        with acting(chief):
            (task,) = assigning.propose_tasks(
                proposals=[assigning.Proposal(action="Mẫu", leads=[chief.agency_id], section="1")],
                source=assigning.Source(kind="manual", reference="1"), by=chief, at=now,
            )  # fmt: skip
            assigning.assign_task(task=task, by=chief, at=now)
        with acting(house.drafter):
            file = keeping.open_file(
                data=keeping.FileData(
                    title="Mẫu", notation="01-TH", retention_years=20, started_on=now.date()
                ),
                by=house.drafter, at=now,
            )  # fmt: skip
        with acting(house.clerk), act("documents.drafted", by=house.clerk, at=now):
            self._papers(drafted, came)
            self._around(drafted, came, batch, file, task)
        return self.files

    def _papers(self, drafted: Any, came: Any) -> None:
        drafter, clerk = "chuyenvien.tonghop", "vanthu"
        self.hold(came, "file", reader=clerk)
        self.hold(documents.IncomingAttachment(document=came, position=1), "file", reader=clerk)
        self.hold(drafted, "draft_file", "draft_source", reader=drafter)
        version = documents.DocumentVersion(
            document=drafted, number=9, digest="", created_at=self.now
        )
        self.hold(version, "file", reader=drafter)
        annex = documents.DocumentAnnex(
            document=drafted, position=1, place="file", title="Mẫu", sealed_at=self.now
        )
        self.hold(annex, "file", "sealed_file", reader=drafter)
        house, stranger = self.house, self.actor_for(f"giamdoc.stp@{DOMAIN}")
        parties = [house.clerk.agency_id, stranger.agency_id]
        part: dict[str, Any] = {
            "document": drafted, "party_ids": parties, "person_id": house.chair.person_id,
            "post_id": house.chair_post, "type_code": 18, "subject": "Mẫu", "asked_at": self.now,
        }  # fmt: skip
        lead = documents.JointIssuer(agency_id=parties[0], issuer_id=parties[1], position=2, **part)
        self.hold(lead, "asked_file", reader=drafter)
        own = documents.JointIssuer(agency_id=parties[1], issuer_id=parties[0], position=3, **part)
        self.hold(own, "own_file", "made_file", reader="chutich")
        asked = documents.Opinion(
            document=drafted, agency_id=parties[0], asked_agency_id=parties[0],
            asked_unit_id=house.head.unit_id, party_ids=parties[:1], subject="Mẫu", question="Mẫu",
            due_at=self.now, asked_at=self.now,
        )  # fmt: skip
        self.hold(asked, "version_file", "asked_file", reader="truongphong.tonghop")
        copy = documents.MadeCopy(agency_id=parties[0], outgoing=drafted, made_at=self.now)
        self.hold(copy, "file", reader=drafter)

    def _around(self, drafted: Any, came: Any, batch: Any, file: Any, task: Any) -> None:
        clerk, agency = self.house.clerk, self.house.clerk.agency_id
        item = documents.WorkFileItem(
            file=file, ordinal=1, dated=self.now.date(), added_by_id=clerk.person_id,
            added_at=self.now, title="Mẫu",
        )  # fmt: skip
        self.hold(item, "stored_file", reader="luutru")
        self.hold(file, "handover_record", reader="luutru")
        self.hold(
            documents.IntakeItem(batch=batch, agency_id=agency, key="1" * 64, added_at=self.now),
            "file", reader="vanthu",
        )  # fmt: skip
        self.hold(
            documents.IncomingMail(agency_id=agency, came_at=self.now), "file", reader="vanthu"
        )
        product = Product(
            task=task, kind="document", agency_id=agency, dated=self.now.date(),
            submitted_at=self.now,
        )  # fmt: skip
        self.hold(product, "file", "asker_file", reader="vanthu")
        self.hold(
            MonthlyReport(
                agency_id=agency, month=dt.date(2026, 10, 1), version=1, query_version="1",
                cut_at=self.now, content={}, ids={}, ids_sha256="a" * 64, closed_at=self.now,
                closed_by_id=clerk.person_id,
            ),
            "file", reader="vanthu",
        )  # fmt: skip
        scan = documents.ScanLayer(
            agency_id=agency, original_id=came.file_id, state="made", added_at=self.now
        )
        self.hold(scan, "file", reader="vanthu")
        proof = LastingProof(
            agency_id=agency, subject_label="x", subject_id="1", sent_id=drafted.draft_file_id,
            since=self.now, level="B-LTA", added_at=self.now,
        )  # fmt: skip
        self.hold(proof, "kept", reader="chuyenvien.tonghop")


@pytest.fixture
def files(house: kit.House, actor_for: Any, now: dt.datetime) -> dict[str, tuple[int, str]]:
    return Maker(house, actor_for, now).make()


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files here are no real PDFs: a page of any is one white dot."""
    from PIL import Image

    from lienthong.systems.documents.views import page_pictures

    monkeypatch.setattr(page_pictures, "picture", lambda *_a, **_k: Image.new("RGB", (1, 1)))


def ways(pk: int) -> Iterator[str]:
    yield f"/van-ban/tep/{pk}/"
    yield f"/van-ban/tep/{pk}/trang/1/"
    yield f"/van-ban/tep/{pk}/lop-chu/"


def leaks(client: Any, files: dict[str, tuple[int, str]]) -> list[str]:
    """The addresses of files that answer this person otherwise than those of no file."""
    found = []
    for key, (pk, _reader) in files.items():
        for method in (client.get, client.head, client.post):
            for way, none in zip(ways(pk), ways(10**9), strict=True):
                answer, nothing = method(way), method(none)
                told = (answer.status_code, _said(answer, way))
                if told != (nothing.status_code, _said(nothing, none)):
                    found.append(f"{key}: {method.__name__} {way}")
    return found


def _said(answer: Any, way: str) -> bytes:
    body: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    head = answer.headers.get("Content-Type", "").encode()
    return head + re.sub(rb"[0-9a-f]{32}", b"", body).replace(way.encode(), b"")


def test_the_walk_has_a_file_for_every_column(files: dict[str, tuple[int, str]]) -> None:
    wanted = {
        key for key, one in readers.declared().items() if not isinstance(one, readers.Mentioned)
    }
    assert set(files) == wanted


def test_who_may_read_the_paper_gets_the_file(
    files: dict[str, tuple[int, str]], client_for: Any, pages: None
) -> None:
    for key, (pk, reader) in files.items():
        client = client_for(f"{reader}@{DOMAIN}")
        for way in list(ways(pk))[:2]:
            assert client.get(way).status_code == 200, (key, way)
    layer = files["documents.scanlayer.file"][0]
    assert client_for(f"vanthu@{DOMAIN}").get(f"/van-ban/tep/{layer}/lop-chu/").status_code == 200


def test_a_colleague_without_a_part_is_told_that_there_is_no_file(
    files: dict[str, tuple[int, str]], client_for: Any, pages: None
) -> None:
    assert leaks(client_for(f"quantri@{DOMAIN}"), files) == []


def test_with_the_check_taken_out_the_walk_notices(
    files: dict[str, tuple[int, str]], client_for: Any, pages: None, monkeypatch: Any
) -> None:
    """The negative twin: without the papers every column leaks, by every way."""
    monkeypatch.setattr(
        readers, "_paper", lambda _actor, pk, follow: StoredFile(pk=pk, sha256="a" * 64)
    )
    found = leaks(client_for(f"quantri@{DOMAIN}"), files)
    assert {line.partition(":")[0] for line in found} == set(files)


def test_an_officer_of_another_unit_reads_none_of_them(
    files: dict[str, tuple[int, str]], colleague: Actor
) -> None:
    with acting(colleague):
        figures = files.pop("desk.monthlyreport.file")[0]
        assert readers.readable(colleague, figures).stored.pk == figures
        for key, (pk, _reader) in files.items():
            assert StoredFile.objects.filter(pk=pk).exists(), (
                "the wall of the agency is not at work"
            )
            with pytest.raises(StoredFile.DoesNotExist):
                readers.readable(colleague, pk)
                pytest.fail(key)


def test_who_has_a_part_in_one_paper_reads_no_file_of_another(
    files: dict[str, tuple[int, str]], house: kit.House
) -> None:
    """The drafter reads his draft, and neither what came in nor what lies with văn thư."""
    mine = {key for key, (_pk, reader) in files.items() if reader in {"chuyenvien.tonghop"}}
    mine |= {"documents.opinion.version_file", "documents.opinion.asked_file"}
    mine |= {"documents.workfileitem.stored_file", "documents.workfile.handover_record"}
    with acting(house.drafter):
        seen = set()
        for key, (pk, _reader) in files.items():
            try:
                readers.readable(house.drafter, pk)
            except StoredFile.DoesNotExist:
                continue
            seen.add(key)
    assert seen == mine | {"desk.monthlyreport.file"}


def test_a_file_that_no_paper_holds_is_nobodys(
    house: kit.House, client_for: Any, now: dt.datetime
) -> None:
    """As one that was taken out of a work file, or replaced by another."""
    with acting(house.clerk):
        stored = store(
            io.BytesIO(b"%PDF-1.7 x"), name="a.pdf", agency_id=house.clerk.agency_id,
            by=house.clerk, at=now,
        )  # fmt: skip
    for slot in ("vanthu", "chutich", "quantri"):
        assert client_for(f"{slot}@{DOMAIN}").get(f"/van-ban/tep/{stored.pk}/").status_code == 404


def test_the_questions_are_few_and_always_as_many(
    files: dict[str, tuple[int, str]], house: kit.House, django_assert_num_queries: Any
) -> None:
    with acting(house.clerk):
        pk = files["documents.incomingdocument.file"][0]
        with django_assert_num_queries(3):
            readers.readable(house.clerk, pk)
        pk = files["documents.scanlayer.file"][0]
        with django_assert_num_queries(4):
            readers.readable(house.clerk, pk)


def test_the_log_names_the_paper_whichever_way_its_file_was_seen(
    files: dict[str, tuple[int, str]], client_for: Any, house: kit.House, pages: None
) -> None:
    pk = files["documents.incomingattachment.file"][0]
    client = client_for(f"vanthu@{DOMAIN}")

    def log() -> list[tuple[str, str, str]]:
        with acting(house.clerk):
            rows = Access.objects.filter(file_id=pk).order_by("id")
            return list(rows.values_list("kind", "subject_type", "subject_id"))

    paper = documents.IncomingAttachment.objects
    with acting(house.clerk):
        of = ("documents.incomingdocument", str(paper.get(file_id=pk).document_id))
    client.get(f"/van-ban/tep/{pk}/trang/1/")
    client.get(f"/van-ban/tep/{pk}/trang/2/")
    assert log() == [("open", *of)], "the pages of a paper are one opening"
    client.head(f"/van-ban/tep/{pk}/")
    assert log() == [("open", *of)]
    b"".join(client.get(f"/van-ban/tep/{pk}/").streaming_content)
    assert log() == [("open", *of), ("download", *of)]


def test_all_but_the_first_octet_is_a_download_too(
    files: dict[str, tuple[int, str]], client_for: Any, house: kit.House
) -> None:
    pk = files["documents.incomingdocument.file"][0]
    client = client_for(f"vanthu@{DOMAIN}")
    for start in (1, 2):
        answer = client.get(f"/van-ban/tep/{pk}/", headers={"Range": f"bytes={start}-"})
        assert answer.status_code == 206
    with acting(house.clerk):
        assert Access.objects.filter(file_id=pk, kind="download").count() == 1
