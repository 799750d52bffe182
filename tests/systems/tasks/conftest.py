"""People, tasks and issued papers of the sample province, for the tests of tasks."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.kernel.registers.choices import BookKind
from lienthong.kernel.registers.services.numbers import confirm_number, reserve_number
from lienthong.systems.documents.models import OutgoingDocument
from lienthong.systems.documents.services.books import book_for
from lienthong.systems.tasks.models import Task
from lienthong.systems.tasks.services import assigning, doing, proving

M = "@mau.lienthong.example"
VN = dt.timezone(dt.timedelta(hours=7))
DUE = dt.datetime(2026, 12, 10, 17, 0, tzinfo=VN)
SOURCE = "12/UBND-TH"


@pytest.fixture
def chief(actor_for):
    return actor_for(f"chanhvanphong{M}", kind="chief_of_office")


@pytest.fixture
def chairman(actor_for):
    return actor_for(f"chutich{M}", kind="head")


@pytest.fixture
def director(actor_for):
    return actor_for(f"giamdoc.snv{M}")


@pytest.fixture
def officer(actor_for):
    return actor_for(f"chuyenvien.snv{M}")


@pytest.fixture
def neighbour(actor_for):
    """The head of another department."""
    return actor_for(f"giamdoc.stp{M}")


def proposal(lead, **more):
    """A task for one lead, to be proved by a document."""
    values = {"action": "Báo cáo kết quả cải cách hành chính", "leads": [lead], "deadline": DUE}
    return assigning.Proposal(**(values | more))


@pytest.fixture
def assigned(chief, now):
    """Make and assign a task: `assigned(proposal(...))`."""

    def make(wanted: assigning.Proposal, *, source: str = SOURCE, at: Any = None) -> Task:
        with acting(chief):
            (made,) = assigning.propose_tasks(
                proposals=[wanted],
                source=assigning.Source(reference=source),
                by=chief,
                at=at or now,
            )
            return assigning.assign_task(task=made, by=chief, at=at or now)

    return make


@pytest.fixture
def task(assigned, director):
    return assigned(proposal(director.agency_id))


@pytest.fixture
def in_hand(director, officer, now):
    """Received by the head and given to the officer."""

    def do(task: Task, at: Any = None) -> Task:
        with acting(director):
            if task.state == "assigned":
                doing.receive_task(task=task, by=director, at=at or now)
            return doing.name_person(
                task=task,
                unit_id=officer.unit_id,
                person_id=officer.person_id,
                by=director,
                at=at or now,
            )

    return do


@pytest.fixture
def paper_of(now):
    """An issued paper of an actor's agency, by its rows alone (the whole chain: test_evidence)."""

    def make(by: Any, on: dt.date | None = None, **more: Any) -> OutgoingDocument:
        day = on or now.date()
        at = dt.datetime.combine(day, dt.time(9), VN)
        clerk = replace(by, verbs=by.verbs | {"registers.manage"})
        with acting(by), act("t.issued", by=by, at=at):
            book = book_for(by.agency_id, BookKind.OUTGOING, day, by=clerk, at=at)
            key = f"t:{OutgoingDocument.objects.count()}:{at}"
            entry = reserve_number(book=book, key=key, on=day, by=by, at=at)
            confirm_number(entry, by=by, at=at)
            values = {
                "agency_id": by.agency_id,
                "type_code": 18,
                "state": "issued",
                "subject": "Báo cáo kết quả cải cách hành chính",
                "text": f"Thực hiện Công văn số {SOURCE} của Ủy ban nhân dân tỉnh.",
                "notation": "SNV-VP",
                "place": "Quảng Ngãi",
                "drafter_id": by.person_id,
                "entry": entry,
                "number": str(entry.number),
                "reference": f"{entry.number}/SNV-VP",
                "issue_date": day,
                "document_id": f"t:{by.agency_id}:{entry.number}",
                "signed_at": at,
                "sealed_at": at,
                "issued_at": at,
                "signature_verdict": {"counts": True},
                "created_at": at,
                "updated_at": at,
            }
            return OutgoingDocument.objects.create(**(values | more))

    return make


def handed(paper, **more):
    """A product: an issued paper."""
    values = {"kind": "document", "dated": paper.issue_date, "outgoing_id": paper.pk}
    return proving.Handed(**(values | more))
