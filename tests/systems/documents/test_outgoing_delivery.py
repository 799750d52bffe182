"""From the clerk's act to the receivers' queues and back: carried by the worker, with real commits."""

import datetime as dt
from typing import Any

import pytest

from lienthong.axis.exchange import api as exchange
from lienthong.axis.notify.models import Notice
from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts import subscribers
from lienthong.kernel.facts.models import Fact
from lienthong.systems.documents.models import IncomingDocument, Opinion, OutgoingDocument
from lienthong.systems.documents.queries import outgoing as queries
from lienthong.systems.documents.queries.outgoing_deliveries import delivery_rows
from lienthong.systems.documents.services import (
    annexes,
    drafting,
    forwarding,
    incoming,
    notices,
    opinions,
)
from lienthong.systems.documents.services.incoming import carry_out_recall
from lienthong.systems.documents.services.recalling import start_recall
from tests.support.facts import tell_all
from tests.support.roles import as_role

from . import outgoing_kit as kit

STEP = dt.timedelta(minutes=1)
RECEIVERS = ("Sở Tư pháp", "Sở Công Thương", "Sở Y tế")


@pytest.fixture
def house(committed: str, actor_for: Any) -> kit.House:
    return kit.house(actor_for)


def carry(name: str, at: dt.datetime) -> exchange.Round:
    """The worker carries what waits."""
    with as_role("lt_worker", name):
        return exchange.carry_all(lambda: at)


def test_the_receiver_gets_and_verifies_the_annex_files(
    committed: str, house: kit.House, actor_for: Any, now: dt.datetime
) -> None:
    """An annex file travels in the envelope, is judged at the receiver, and goes with a recall."""
    document = kit.drafted(
        house, now, "Sở Tư pháp", text=f"{kit.TEXT}\n3. Thực hiện theo Phụ lục kèm theo."
    )
    annex = annexes.AnnexIn("Danh mục", place="file", text="Nội dung phụ lục.")
    with acting(house.drafter):
        document = annexes.add_annex(document=document, annex=annex, by=house.drafter, at=now)
    document = kit.through(house, document, now)
    carry(committed, now + STEP)
    clerk = actor_for(f"vanthu.stp@{kit.DOMAIN}")
    with acting(clerk):
        row = IncomingDocument.objects.get(agency_id=clerk.agency_id)
        assert row.verdict_details["form"]["answer"] == "right", row.verdict_details["form"]
        (came,) = row.attachments.all()
        assert came.verdict in {"valid", "valid_with_warnings"}
        assert came.verdict_details["form"]["answer"] == "right", came.verdict_details["form"]
        assert came.file is not None
        assert came.file.agency_id == clerk.agency_id


def test_three_receivers_and_a_recall(
    committed: str, house: kit.House, actor_for: Any, now: dt.datetime
) -> None:
    document = kit.issued(house, now, *RECEIVERS)
    carry(committed, now + STEP)
    clerks = [actor_for(f"vanthu.{slot}@{kit.DOMAIN}") for slot in ("stp", "sct", "syt")]
    for clerk in clerks:
        with acting(clerk):
            row = IncomingDocument.objects.get(agency_id=clerk.agency_id)
            assert row.reference == document.reference
            assert row.subject == document.subject
            assert row.verdict in {"valid", "valid_with_warnings"}
            assert row.file is not None
            assert row.file.sha256 == _sealed_digest(house, document)
    with acting(clerks[0]):
        row = IncomingDocument.objects.get(agency_id=clerks[0].agency_id)
        incoming.register_incoming(
            document=row, trust_note="Cơ quan mẫu", by=clerks[0], at=now + 2 * STEP
        )
    carry(committed, now + 2 * STEP)
    with acting(house.clerk):
        fresh = queries.get_outgoing(house.clerk, document.pk)
        rows = delivery_rows(house.clerk, fresh, now + 3 * STEP)
        stages = {row.receiver: row.stage for row in rows}
        assert stages == {
            "Sở Tư pháp": "delivered",
            "Sở Công Thương": "arrived",
            "Sở Y tế": "arrived",
        }
        silent = [row for row in rows if row.silent]
        assert len(silent) == 2
        assert all(row.phone for row in silent)
        assert Fact.objects.filter(act="documents.issued").count() == 1
    with acting(house.drafter):
        notice = start_recall(
            document=document, reason="Ban hành nhầm", by=house.drafter, at=now + 4 * STEP
        )
    kit.through(house, notice, now + 5 * STEP)
    carry(committed, now + 6 * STEP)
    with acting(clerks[1]):
        row = IncomingDocument.objects.get(
            agency_id=clerks[1].agency_id, reference=document.reference
        )
        assert row.recall_requested_at is not None
        carry_out_recall(document=row, by=clerks[1], at=now + 7 * STEP)
    carry(committed, now + 8 * STEP)
    with acting(house.clerk):
        fresh = queries.get_outgoing(house.clerk, document.pk)
        done = {r.receiver: r.stage for r in delivery_rows(house.clerk, fresh, now)}
        assert done["Sở Công Thương"] == "withdrawn"


def _sealed_digest(house: kit.House, document: OutgoingDocument) -> str:
    with acting(house.clerk):
        version = OutgoingDocument.objects.get(pk=document.pk).current_version
        assert version is not None
        return version.digest


def test_forwarded_unchanged(
    committed: str, house: kit.House, actor_for: Any, now: dt.datetime
) -> None:
    document = kit.issued(house, now, "Sở Tư pháp")
    carry(committed, now + STEP)
    clerk = actor_for(f"vanthu.stp@{kit.DOMAIN}")
    with acting(clerk):
        row = IncomingDocument.objects.get(agency_id=clerk.agency_id)
        with kit.refused(forwarding.CannotForward, "vào sổ"):
            forwarding.forward_incoming(
                document=row, phrases=["Sở Y tế"], instruction="", by=clerk, at=now + STEP
            )
        row = incoming.register_incoming(
            document=row, trust_note="Cơ quan mẫu", by=clerk, at=now + 2 * STEP
        )
        with kit.refused(forwarding.CannotForward, "Công ty"):
            forwarding.forward_incoming(
                document=row, phrases=["Công ty (mẫu)"], instruction="", by=clerk, at=now
            )
        sent = forwarding.forward_incoming(
            document=row,
            phrases=["Sở Y tế"],
            instruction="Phối hợp thực hiện",
            by=clerk,
            at=now + 3 * STEP,
        )
        assert sent == 1
    carry(committed, now + 4 * STEP)
    last = actor_for(f"vanthu.syt@{kit.DOMAIN}")
    with acting(last):
        got = IncomingDocument.objects.get(agency_id=last.agency_id)
        assert got.document_id == document.document_id
        assert got.forward_note == "Phối hợp thực hiện"
        assert got.forwarded_by_name == "Sở Tư pháp"
        assert got.file is not None
        assert got.file.sha256 == _sealed_digest(house, document)


def test_opinion_of_another_agency(
    committed: str, house: kit.House, actor_for: Any, now: dt.datetime
) -> None:
    document = kit.drafted(house, now)
    asked = actor_for(f"truongphong.stp@{kit.DOMAIN}")
    with acting(house.drafter):
        with kit.refused(opinions.OpinionRefused, "Hạn"):
            opinions.ask_opinions(
                document=document, asked=[opinions.Asked(asked.agency_id)], question="Góp ý",
                due_at=now, by=house.drafter, at=now,
            )  # fmt: skip
        opinions.ask_opinions(
            document=document,
            asked=[opinions.Asked(asked.agency_id)],
            question="Đề nghị góp ý mục 2",
            due_at=now + dt.timedelta(days=3),
            by=house.drafter,
            at=now + STEP,
        )
    with as_role("lt_worker", committed), acting(system_actor(0)):
        tell_all(now + STEP)
        kinds = set(Notice.objects.values_list("kind", flat=True))
        assert "documents.opinion_asked" in kinds
    with acting(asked):
        opinion = Opinion.objects.get()
        assert opinion.asked_file is not None, "the asked agency cannot read the draft"
        assert not OutgoingDocument.objects.filter(pk=document.pk).exists()
        with kit.refused(opinions.OpinionRefused):
            opinions.answer_opinion(
                opinion=opinion, text=" ", agrees=False, by=asked, at=now + STEP
            )
        opinions.answer_opinion(
            opinion=opinion, text="Bổ sung căn cứ", agrees=False, by=asked, at=now + 2 * STEP
        )
        with kit.refused(opinions.OpinionRefused, "Đã cho ý kiến"):
            opinions.answer_opinion(
                opinion=opinion, text="Lần hai", agrees=True, by=asked, at=now + 2 * STEP
            )
    other = actor_for(f"vanthu.sct@{kit.DOMAIN}")
    with acting(other):
        assert not Opinion.objects.exists()
    with acting(house.drafter):
        drafting.submit(
            document=OutgoingDocument.objects.get(pk=document.pk),
            by=house.drafter,
            at=now + 3 * STEP,
        )
    assert notices.NAME in {subscriber.name for subscriber in subscribers.subscribers()}
