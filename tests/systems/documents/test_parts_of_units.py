"""What a unit reads of papers: what it coordinates, what it is offered to check, and no name beyond."""

from typing import Any

import pytest

from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.models import Unit
from lienthong.kernel.facts.recording import act
from lienthong.systems.documents.choices import Channel
from lienthong.systems.documents.models import Assignment, IncomingDocument, OutgoingDocument
from lienthong.systems.documents.policies import can_read_incoming, can_read_outgoing
from lienthong.systems.documents.queries import searching
from lienthong.systems.documents.queries.incoming import NotSeen, get_incoming, incoming_for
from lienthong.systems.documents.queries.outgoing import outgoing_for, to_check
from lienthong.systems.documents.services import checking, incoming

from . import outgoing_kit as kit


@pytest.fixture
def paper(house: kit.House, now: Any) -> Any:
    """A registered paper that another unit leads."""

    def make(subject: str = "Rà soát thuỷ lợi (mẫu)", number: str = "81") -> IncomingDocument:
        lead = Unit.objects.get(name="Phòng Hành chính - Tổ chức", agency=house.clerk.agency_id)
        with acting(house.clerk):
            made = incoming.take_in(
                paper=incoming.Paper(
                    channel=Channel.PAPER,
                    fields={"issuer_name": "Sở cũ (mẫu)", "number": number, "notation": "SC",
                            "subject": subject},
                ),
                by=house.clerk, at=now,
            )  # fmt: skip
            made = incoming.register_incoming(document=made, by=house.clerk, at=now)
            with act("tests.lead", by=house.clerk, at=now):
                IncomingDocument.objects.filter(pk=made.pk).update(
                    state="at_unit", lead_unit_id=lead.pk
                )
            return IncomingDocument.objects.get(pk=made.pk)

    return make


def _part(house: kit.House, paper: IncomingDocument, now: Any) -> Assignment:
    with acting(house.clerk), act("tests.part", by=house.clerk, at=now):
        return Assignment.objects.create(
            document=paper, part="coordinate", unit_id=house.drafter.unit_id, at=now
        )


def _found(words: str, actor: Any) -> list[int | None]:
    ids = searching.search(searching.Asked(words=words), actor, most=50)
    return [entry.incoming_id for entry in searching.entries(ids, actor)]


def test_a_unit_that_coordinates_reads_the_paper(house: kit.House, paper: Any, now: Any) -> None:
    """Đ23.2: in the list, on the page and by search; until its part is taken back."""
    came = paper()
    officer = house.drafter
    with acting(officer):
        assert not can_read_incoming(officer, came)
        assert not incoming_for(officer).filter(pk=came.pk).exists()
        assert came.pk not in _found("thuỷ lợi", officer)
    part = _part(house, came, now)
    with acting(officer):
        assert get_incoming(officer, came.pk) == came
        assert incoming_for(officer).filter(pk=came.pk).exists()
        assert came.pk in _found("thuỷ lợi", officer)
    with acting(house.clerk), act("tests.part", by=house.clerk, at=now):
        Assignment.objects.filter(pk=part.pk).update(ended_at=now)
    with acting(officer):
        with pytest.raises(NotSeen):
            get_incoming(officer, came.pk)
        assert not incoming_for(officer).filter(pk=came.pk).exists()


def test_a_possible_duplicate_is_not_named_to_who_may_not_read_it(
    house: kit.House, paper: Any, now: Any, accounts: None, client_for: Any
) -> None:
    first, second = paper(), paper("Gửi lại (mẫu)", "82")
    with acting(house.clerk), act("tests.twin", by=house.clerk, at=now):
        IncomingDocument.objects.filter(pk=second.pk).update(duplicate_of=first)
    _part(house, second, now)
    address = f"/van-ban/den/{second.pk}/"
    page = client_for(f"chuyenvien.tonghop@{kit.DOMAIN}").get(address).content.decode()
    assert "Có thể trùng" in page
    assert first.reference not in page
    assert f"/van-ban/den/{first.pk}/" not in page
    page = client_for(f"vanthu@{kit.DOMAIN}").get(address).content.decode()
    assert first.reference in page


def test_who_is_offered_a_draft_without_a_unit_opens_it(
    house: kit.House, now: Any, actor_for: Any, letters: None
) -> None:
    """While it waits for the check of content, and no longer (Đ12.1)."""
    from lienthong.systems.documents.services import drafting

    draft = kit.drafted(house, now)
    with acting(house.drafter):
        draft = drafting.submit(document=draft, by=house.drafter, at=now)
    other = actor_for(f"truongphong.hctc@{kit.DOMAIN}")
    with acting(other):
        assert draft not in to_check(other)
        assert not can_read_outgoing(other, draft), "of another unit"
    with acting(house.drafter), act("tests.no_unit", by=house.drafter, at=now):
        OutgoingDocument.objects.filter(pk=draft.pk).update(unit=None)
    with acting(other):
        draft.refresh_from_db()
        assert draft in to_check(other)
        assert draft in outgoing_for(other)
        assert can_read_outgoing(other, draft)
        checking.check_content(document=draft, by=other, at=now)
    with acting(house.drafter), act("tests.on", by=house.drafter, at=now):
        OutgoingDocument.objects.filter(pk=draft.pk).update(state="approved")
    with acting(other):
        draft.refresh_from_db()
        assert draft not in outgoing_for(other)
        assert not can_read_outgoing(other, draft)
