"""Work at an absent colleague's desk (xử lý thay): sight, acts, the record, the end of it."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from lienthong.axis.identity import api as identity
from lienthong.kernel.access import queries as access
from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.access.models import DeskSubstitution
from lienthong.kernel.agencies.models import Person
from lienthong.kernel.facts.models import Fact
from lienthong.systems.documents.choices import Part
from lienthong.systems.documents.models import IncomingDocument
from lienthong.systems.documents.queries import incoming as queries
from lienthong.systems.documents.services import handling, incoming, signing
from lienthong.systems.documents.views import shown

from . import outgoing_kit as kit
from .test_incoming import paper, unit_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts")]
D = kit.DOMAIN
DAY = dt.date(2026, 11, 23)
NEVER = {
    "documents.sign", "documents.approve", "documents.issue", "documents.check_content",
    "access.administer", "access.substitute", "signing.manage_keys", "tasks.decide",
}  # fmt: skip


@pytest.fixture
def chair(actor_for: Any) -> Actor:
    found: Actor = actor_for(f"chutich@{D}")
    return found


@pytest.fixture
def deputy(actor_for: Any) -> Actor:
    found: Actor = actor_for(f"phochutich@{D}")
    return found


def named(chair: Actor, deputy: Actor, now: dt.datetime, **more: Any) -> DeskSubstitution:
    values = {"since": DAY, "until": DAY + dt.timedelta(days=3)} | more
    with acting(chair):
        return identity.name_substitute(
            person_id=chair.person_id or 0, substitute_id=deputy.person_id or 0,
            document="Thông báo 12/TB-UBND", by=chair, at=now, **values,
        )  # fmt: skip


def at_desk(row: DeskSubstitution, on: dt.date = DAY) -> Actor | None:
    """Who the substitute is when he chooses the absent person's desk on a day."""
    sight = access.sight_of(row.substitute_id, on=on)
    assert sight is not None
    key = next((d.key for d in sight.desks), "")
    holding, desk = access.choice_of(key)
    found = access.actor_for(row.substitute_id, on=on, holding=holding, desk=desk)
    return found if found is not None and found.stands_in_for is not None else None


def for_the_chair(chair: Actor, actor_for: Any, now: dt.datetime) -> IncomingDocument:
    clerk = actor_for(f"vanthu@{D}")
    with acting(clerk):
        document = incoming.take_in(
            paper=paper(issuer_name="Bộ Nội vụ", notation="BNV-VP"), by=clerk, at=now
        )
        document = incoming.register_incoming(document=document, by=clerk, at=now)
        return handling.submit_to_leader(
            document=document, leader_id=chair.person_id or 0, by=clerk, at=now
        )


def test_he_sees_the_desk_and_acts_for_the_absent(
    chair: Actor, deputy: Actor, actor_for: Any, now: dt.datetime
) -> None:
    document = for_the_chair(chair, actor_for, now)
    with acting(deputy):
        assert not queries.waiting_for_person(deputy)["to_instruct"].exists()
    stand_in = at_desk(named(chair, deputy, now))
    assert stand_in is not None
    assert (stand_in.person_id, stand_in.stands_in_for) == (deputy.person_id, chair.person_id)
    assert (stand_in.post_id, stand_in.name) == (chair.post_id, deputy.name)
    assert not stand_in.verbs & NEVER
    assert chair.verbs & NEVER, "they are the chair's own"
    with acting(stand_in):
        assert queries.waiting_for_person(stand_in)["to_instruct"].get() == document
        lead = handling.PartGiven(Part.LEAD, unit_id=unit_of(stand_in, "Phòng Tổng hợp").pk)
        document = handling.instruct(
            document=document, text="Phòng Tổng hợp tham mưu", parts=[lead], by=stand_in, at=now
        )
        written = document.instructions.get()
        assert (written.leader_id, written.prepared_by_id) == (chair.person_id, deputy.person_id)
        fact = Fact.objects.filter(act="documents.instructed").latest("id")
        assert (fact.person_id, fact.stands_in_for) == (deputy.person_id, chair.person_id)
        said = shown.story(document, stand_in)[0].detail
    absent = Person.objects.get(pk=chair.person_id).name
    assert said == f"{deputy.name} (xử lý thay {absent})"


def test_he_never_signs(chair: Actor, deputy: Actor, actor_for: Any, now: dt.datetime) -> None:
    document = kit.checked(kit.house(actor_for), now)
    stand_in = at_desk(named(chair, deputy, now))
    assert stand_in is not None
    with acting(stand_in), pytest.raises(Forbidden):
        signing.sign_document(document=document, by=stand_in, at=now)


def test_it_begins_and_ends_by_its_dates(chair: Actor, deputy: Actor, now: dt.datetime) -> None:
    row = named(chair, deputy, now, since=DAY + dt.timedelta(days=1))
    assert at_desk(row, DAY) is None
    assert at_desk(row, DAY + dt.timedelta(days=1)) is not None
    assert at_desk(row, DAY + dt.timedelta(days=2)) is not None
    assert at_desk(row, DAY + dt.timedelta(days=3)) is None, "the day after the last"


def test_it_is_taken_back_at_once(
    chair: Actor, deputy: Actor, actor_for: Any, now: dt.datetime
) -> None:
    row = named(chair, deputy, now)
    stand_in = at_desk(row)
    assert stand_in is not None
    for other in (deputy, stand_in, actor_for(f"vanthu@{D}")):
        with acting(other), pytest.raises(Forbidden):
            identity.end_substitute(substitution=row, reason="x", by=other, at=now)
    with acting(chair):
        with pytest.raises(identity.WrongPeriod, match="lý do"):
            identity.end_substitute(substitution=row, reason=" ", by=chair, at=now)
        identity.end_substitute(substitution=row, reason="Đã về cơ quan", by=chair, at=now)
        with pytest.raises(identity.WrongPeriod, match="đã thôi"):
            identity.end_substitute(substitution=row, reason="Lần nữa", by=chair, at=now)
    assert at_desk(row) is None
    assert at_desk(named(chair, deputy, now)) is not None, "the days are free for another again"


def test_he_hands_the_desk_to_nobody(
    chair: Actor, deputy: Actor, actor_for: Any, now: dt.datetime
) -> None:
    stand_in = at_desk(named(chair, deputy, now))
    assert stand_in is not None
    third = actor_for(f"vanthu@{D}")
    with acting(stand_in), pytest.raises(Forbidden):
        identity.name_substitute(
            person_id=deputy.person_id or 0, substitute_id=third.person_id, since=DAY,
            until=DAY + dt.timedelta(days=1), document="Giấy", by=stand_in, at=now,
        )  # fmt: skip


def test_only_colleagues_and_with_a_paper(
    chair: Actor, deputy: Actor, actor_for: Any, now: dt.datetime
) -> None:
    with pytest.raises(identity.WrongPeriod, match="giữ chức vụ ở cơ quan"):
        named(chair, actor_for(f"vanthu.stp@{D}"), now)
    with acting(chair), pytest.raises(identity.WrongPeriod, match="văn bản phân công"):
        identity.name_substitute(
            person_id=chair.person_id or 0, substitute_id=deputy.person_id or 0, since=DAY,
            until=DAY + dt.timedelta(days=1), document=" ", by=chair, at=now,
        )  # fmt: skip


@pytest.mark.parametrize("key", ["", "x", "1-2-3", "١-٢", "9" * 30, "12-", None, "999999", "1-1"])
def test_without_a_right_choice_one_sits_at_ones_own_desk(
    key: object, chair: Actor, deputy: Actor, now: dt.datetime
) -> None:
    """Also where a colleague is absent: his desk is chosen, never fallen into."""
    named(chair, deputy, now)
    holding, desk = access.choice_of(key)
    found = access.actor_for(deputy.person_id or 0, on=DAY, holding=holding, desk=desk)
    assert found is not None
    assert found.stands_in_for is None
    assert found.post_id == deputy.post_id


def test_screens(client_for: Any, chair: Actor, deputy: Actor, now: dt.datetime) -> None:
    row = named(chair, deputy, now, until=DAY + dt.timedelta(days=400))
    client = client_for(f"phochutich@{D}")
    sight = access.sight_of(row.substitute_id, on=timezone.localdate())
    assert sight is not None
    (desk,) = sight.desks
    switch = reverse("desk:switch_post")
    assert "acting--instead" not in client.get("/").content.decode()
    bad = client.post(switch, {"holding": "1-999999"}, follow=True)
    assert "không được giao xử lý thay" in bad.content.decode()
    page = client.post(switch, {"holding": desk.key}, follow=True).content.decode()
    assert "acting--instead" in page
    assert client.get(reverse("documents:signing_book")).status_code == 403
    client = client_for(f"quantri@{D}")
    page = client.get(reverse("administration:delegations"))
    end = reverse("administration:substitute_end", args=[row.pk])
    assert end in page.content.decode()
    values = {"reason": "Đã về", "once": page.context["once"]}
    assert "Đã thôi xử lý thay" in client.post(end, values, follow=True).content.decode()
    assert client_for(f"vanthu.stp@{D}").post(end, values).status_code == 404
