"""A recall, a replacement and a correction reach those to whom a receiver had forwarded the paper."""

import datetime as dt
from typing import Any

import pytest

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.queries import find_agency
from lienthong.kernel.files.services import destroy_reference, open_file
from lienthong.systems.documents.choices import LinkKind
from lienthong.systems.documents.models import IncomingDocument, OutgoingDocument, PaperUpdate
from lienthong.systems.documents.queries.incoming import waiting_for_person
from lienthong.systems.documents.services import (
    forwarding,
    incoming,
    passing_on,
    recalling,
    updating,
)
from lienthong.systems.documents.services.incoming import carry_out_recall
from lienthong.systems.documents.views.passing_on import rings_shown, updates_shown
from tests.support.roles import as_role

from . import outgoing_kit as kit

STEP = dt.timedelta(minutes=1)


@pytest.fixture
def house(committed: str, actor_for: Any, letters: None) -> kit.House:
    return kit.house(actor_for)


def carry(name: str, at: dt.datetime) -> None:
    with as_role("lt_worker", name):
        exchange.carry_all(lambda: at)


class Chain:
    """UBND tỉnh issued a paper to Sở Tư pháp, which passed it on to Sở Y tế, unchanged."""

    def __init__(self, name: str, house: kit.House, actor_for: Any, now: dt.datetime) -> None:
        self.name, self.house, self.at = name, house, now
        self.middle = actor_for(f"vanthu.stp@{kit.DOMAIN}")
        self.last = actor_for(f"vanthu.syt@{kit.DOMAIN}")
        self.issued = kit.issued(house, now, "Sở Tư pháp")
        self.came = self.registered(self.middle, self.issued)
        with acting(self.middle):
            forwarding.forward_incoming(
                document=self.came, phrases=["Sở Y tế"], instruction="Thực hiện", by=self.middle,
                at=self.at,
            )  # fmt: skip
        self.got = self.registered(self.last, self.issued)

    def next(self) -> dt.datetime:
        self.at += STEP
        return self.at

    def registered(self, clerk: Any, paper: OutgoingDocument) -> IncomingDocument:
        carry(self.name, self.next())
        with acting(clerk):
            row = IncomingDocument.objects.get(
                agency_id=clerk.agency_id, document_id=paper.document_id
            )
            return incoming.register_incoming(
                document=row, trust_note="Cơ quan mẫu", by=clerk, at=self.next()
            )

    def mended(self, start: Any) -> OutgoingDocument:
        with acting(self.house.drafter):
            paper = start(
                document=self.issued, reason="Sai sót", by=self.house.drafter, at=self.next()
            )
        return kit.through(self.house, paper, self.next())


def test_a_paper_whose_issuer_destroyed_its_copy_goes_on_from_the_forwarders(
    committed: str, house: kit.House, actor_for: Any, now: dt.datetime
) -> None:
    """End of term comes for each agency by itself; the bytes live as long as one of them keeps them."""
    chain = Chain(committed, house, actor_for, now)
    sender = house.clerk
    with acting(sender):
        for stored in exchange.files_in_name_of(chain.issued.package_id or 0, sender.agency_id):
            destroy_reference(stored, reason="Hết thời hạn bảo quản", by=sender, at=chain.next())
    with acting(chain.middle):
        forwarding.forward_incoming(
            document=chain.came, phrases=["Sở Xây dựng"], instruction="", by=chain.middle,
            at=chain.next(),
        )  # fmt: skip
    third = actor_for(f"vanthu.sxd@{kit.DOMAIN}")
    late = chain.registered(third, chain.issued)
    with acting(third):
        assert late.file is not None and late.file.agency_id == third.agency_id
        with open_file(late.file) as stream:
            assert stream.read(5) == b"%PDF-"


@pytest.fixture
def chain(committed: str, house: kit.House, actor_for: Any, now: dt.datetime) -> Chain:
    return Chain(committed, house, actor_for, now)


def test_a_recall_goes_the_same_way(chain: Chain) -> None:
    notice = chain.mended(recalling.start_recall)
    carry(chain.name, chain.next())
    middle, last = chain.middle, chain.last
    with acting(middle):
        came = IncomingDocument.objects.get(
            agency_id=middle.agency_id, document_id=notice.document_id
        )
        (ring,) = passing_on.rings_of(came)
        assert (ring.kind, ring.untold) == (LinkKind.RECALLS, (last.agency_id,))
        assert waiting_for_person(middle)["to_pass_on"].get() == came
        with kit.refused(passing_on.NotPassedOn, "vào sổ"):
            passing_on.pass_on(paper=came, by=middle, at=chain.at)
        held = IncomingDocument.objects.get(pk=chain.came.pk)
        with kit.refused(incoming.Refused, "chuyển tiếp"):
            carry_out_recall(document=held, by=middle, at=chain.at)
    came = chain.registered(middle, notice)
    with acting(last):
        before = IncomingDocument.objects.get(pk=chain.got.pk)
        assert before.recall_requested_at is None
        with pytest.raises(Forbidden):
            passing_on.pass_on(paper=came, by=last, at=chain.at)
    with acting(middle):
        assert passing_on.pass_on(paper=came, by=middle, at=chain.next()) == 1
        assert passing_on.pass_on(paper=came, by=middle, at=chain.next()) == 0, "once"
        assert rings_shown(came, middle)[0]["untold"] == 0
        assert not waiting_for_person(middle)["to_pass_on"].exists()
        assert came.file is not None
        digest = came.file.sha256
    carry(chain.name, chain.next())
    with acting(last):
        told = IncomingDocument.objects.get(
            agency_id=last.agency_id, document_id=notice.document_id
        )
        assert told.file is not None
        assert told.file.sha256 == digest, "unchanged"
        asked = IncomingDocument.objects.get(pk=chain.got.pk)
        assert asked.recall_requested_at is not None
        assert carry_out_recall(document=asked, by=last, at=chain.next()).state == "recalled"
    with acting(middle):
        held = IncomingDocument.objects.get(pk=chain.came.pk)
        assert carry_out_recall(document=held, by=middle, at=chain.next()).state == "recalled"


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (recalling.start_replacement, LinkKind.REPLACES),
        (recalling.start_correction, LinkKind.CORRECTS),
    ],
)
def test_what_replaces_or_corrects_goes_too(chain: Chain, start: Any, kind: str) -> None:
    """And asks nothing back: only a notice of recall does."""
    paper = chain.mended(start)
    came = chain.registered(chain.middle, paper)
    with acting(chain.middle):
        (ring,) = passing_on.rings_of(came)
        assert ring.kind == kind
        assert (
            passing_on.pass_on(paper=came, note="Thay bản cũ", by=chain.middle, at=chain.next())
            == 1
        )
    carry(chain.name, chain.next())
    with acting(chain.last):
        got = IncomingDocument.objects.get(
            agency_id=chain.last.agency_id, document_id=paper.document_id
        )
        assert got.forward_note == "Thay bản cũ"
        assert got.links.get(kind=kind).to_incoming_id == chain.got.pk
        assert IncomingDocument.objects.get(pk=chain.got.pk).recall_requested_at is None


def test_a_paper_that_mends_nothing_has_no_ring(chain: Chain) -> None:
    other = kit.issued(chain.house, chain.next(), "Sở Tư pháp")
    came = chain.registered(chain.middle, other)
    with acting(chain.middle):
        assert passing_on.rings_of(came) == []
        assert not waiting_for_person(chain.middle)["to_pass_on"].exists()
        with kit.refused(passing_on.NotPassedOn, "không liên quan"):
            passing_on.pass_on(paper=came, by=chain.middle, at=chain.next())


def test_an_update_goes_on_to_the_ring_as_it_came(chain: Chain) -> None:
    """edXML type 2: the forwarder's clerk agrees, then the ring gets the same message, once."""
    issued_at, due = chain.next(), dt.date(2026, 12, 31)
    with acting(chain.house.clerk):
        updating.update_issued(
            document=OutgoingDocument.objects.get(pk=chain.issued.pk), changes={"due_on": due},
            reason="Đổi hạn", by=chain.house.clerk, at=issued_at,
        )  # fmt: skip
    carry(chain.name, chain.next())
    middle, last = chain.middle, chain.last
    with acting(last):
        assert not PaperUpdate.objects.filter(document=chain.got).exists(), "not by itself"
    with acting(middle):
        update = PaperUpdate.objects.get(document=chain.came)
        with kit.refused(passing_on.NotPassedOn, "đã đồng ý"):
            passing_on.pass_update_on(update=update, by=middle, at=chain.at)
        updating.agree(update=update, by=middle, at=chain.next())
        update = PaperUpdate.objects.get(pk=update.pk)
        assert passing_on.ring_of_update(update)[1] == (last.agency_id,)
        assert waiting_for_person(middle)["to_pass_on"].get().pk == chain.came.pk
    with acting(last), pytest.raises(Forbidden):
        passing_on.pass_update_on(update=update, by=last, at=chain.at)
    with acting(middle):
        send = {"update": update, "note": "Thực hiện theo hạn mới", "by": middle}
        assert passing_on.pass_update_on(**send, at=chain.next()) == 1
        assert passing_on.pass_update_on(**send, at=chain.next()) == 0, "once"
        assert not waiting_for_person(middle)["to_pass_on"].exists()
        shown = updates_shown(IncomingDocument.objects.get(pk=chain.came.pk), middle)
        assert (shown[0]["count"], shown[0]["untold"]) == (1, 0)
        stranger = exchange.Delivery.objects.get(pk=update.delivery_id)
        with pytest.raises(exchange.NothingToSend):
            exchange.forward_update(
                delivery=stranger, receivers=[_other()], instruction="", by=middle, at=chain.at
            )  # fmt: skip
    carry(chain.name, chain.next())
    with acting(last):
        came = PaperUpdate.objects.select_related("delivery__package").get(document=chain.got)
        assert came.changes == [["Hạn trả lời", "", "31/12/2026"]]
        assert came.delivery.package_id == update.delivery.package_id, "unchanged"
        assert (came.delivery.hop, came.delivery.sender_id) == (1, middle.agency_id)
        assert not came.delivery.counted
        updating.agree(update=came, by=last, at=chain.next())
        assert IncomingDocument.objects.get(pk=chain.got.pk).reply_deadline == due
        assert came.document.delivery.status == "03"


def _other() -> int:
    """A living agency that has no paper from here."""
    found = find_agency("Sở Công Thương", dt.date(2026, 11, 23))
    assert found is not None
    return found
