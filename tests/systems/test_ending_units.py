"""A unit or a post ends, a unit gets another name, by a decision: nothing open is lost, nothing is deleted
(Đ31.3.đ NĐ 30/2020)."""

import datetime as dt
from dataclasses import replace

import pytest

from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies import services
from lienthong.kernel.agencies.models import HandoverLine, Post, PostHolding, Unit
from lienthong.kernel.agencies.queries import holders
from lienthong.kernel.agencies.queries.ending import hanging_on_unit, unit_names
from lienthong.kernel.agencies.queries.handover import keepers_desk, titles
from lienthong.kernel.agencies.services.appointments import HandoverUnfinished
from lienthong.kernel.agencies.services.ending import CannotEnd, Ground
from lienthong.kernel.facts.recording import act
from lienthong.systems.documents.choices import Channel
from lienthong.systems.documents.models import (
    IncomingDocument,
    InternalReceipt,
    Opinion,
    OutgoingDocument,
)
from lienthong.systems.documents.services import incoming

from .documents import outgoing_kit as kit

DAY = dt.timedelta(days=1)


@pytest.fixture
def house(db, actor_for):
    return kit.house(actor_for)


@pytest.fixture
def admin(db, actor_for):
    return actor_for(f"quantri@{kit.DOMAIN}")


@pytest.fixture
def unit(house):
    return Unit.objects.get(pk=house.drafter.unit_id)


@pytest.fixture
def ground(now):
    return Ground("12/QĐ-UBND", now.date() - DAY)


@pytest.fixture
def open_work(house, now, unit):
    """A draft of the unit, and a paper that waits with it and with nobody of it."""
    draft = kit.drafted(house, now)
    with acting(house.clerk):
        paper = incoming.take_in(
            paper=incoming.Paper(
                channel=Channel.PAPER,
                fields={"issuer_name": "Sở cũ (mẫu)", "number": "5", "notation": "SC",
                        "subject": "Chờ phòng (mẫu)"},
            ),
            by=house.clerk, at=now,
        )  # fmt: skip
        paper = incoming.register_incoming(document=paper, by=house.clerk, at=now)
        with act("tests.at_unit", by=house.clerk, at=now):
            IncomingDocument.objects.filter(pk=paper.pk).update(
                state="at_unit", lead_unit_id=unit.pk
            )
    return draft, paper


def test_what_is_open_is_handed_over_first_or_stands_on_a_sheet(
    house, admin, unit, ground, open_work, now
):
    draft, paper = open_work
    today = now.date()
    with acting(admin):
        found = hanging_on_unit(unit, today)
        assert {one.kind for one in found.posts} == {"unit_head", "officer"}
        assert house.drafter.person_id in found.leavers
        assert found.work["documents.outgoing"] == found.work["documents.incoming"] == 1
        with kit.refused(HandoverUnfinished, "Lập biên bản"):
            services.end_unit(unit=unit, on=today, ground=ground, by=admin, at=now)
        assert Unit.objects.get(pk=unit.pk).period.upper is None, "nothing was done"
        done = services.end_unit(unit=unit, on=today, ground=ground, sheet=True, by=admin, at=now)
        assert done.sheet is not None
        assert (done.change.old_name, done.change.number) == (unit.name, ground.number)
        lines = set(done.sheet.lines.values_list("kind", "item_id"))
        assert lines == {("documents.outgoing", draft.pk), ("documents.incoming", paper.pk)}
        assert set(keepers_desk(admin)) >= set(done.sheet.lines.all())
    assert Unit.objects.get(pk=unit.pk).period.upper == today
    assert not Post.objects.on(today).filter(unit=unit).exists()
    assert not PostHolding.objects.on(today).filter(post__unit=unit).exists()
    assert Post.objects.on(today - DAY).filter(unit=unit).count() == 3, "the day before they stood"
    taker = replace(house.clerk, verbs=house.clerk.verbs | {"agencies.hand_over"})
    with acting(taker):
        mine = list(HandoverLine.objects.filter(sheet=done.sheet))
        services.take_over(
            lines=[line.pk for line in mine], agency_id=taker.agency_id, person_id=None,
            by=taker, at=now,
        )  # fmt: skip
        waits = IncomingDocument.objects.get(pk=paper.pk)
        assert (waits.state, waits.lead_unit_id) == ("registered", None), "back at văn thư"
        assert OutgoingDocument.objects.get(pk=draft.pk).unit_id is None
        done.sheet.refresh_from_db()
        assert done.sheet.closed_at is not None


def test_without_open_work_it_ends_at_once_and_once(admin, unit, ground, now):
    with acting(admin):
        assert (
            services.end_unit(unit=unit, on=now.date(), ground=ground, by=admin, at=now).sheet
            is None
        )
        with kit.refused(CannotEnd, "chưa kết thúc"):
            services.end_unit(unit=unit, on=now.date(), ground=ground, by=admin, at=now)


def test_a_unit_with_units_under_it_goes_on(admin, unit, ground, now):
    with acting(admin), kit.refused(CannotEnd, unit.name):
        services.end_unit(unit=unit.parent, on=now.date(), ground=ground, by=admin, at=now)


@pytest.mark.parametrize(
    ("number", "days", "words"),
    [("", 0, "số của quyết định"), ("1/QĐ", 1, "hãy ghi vào ngày đó"), ("1/QĐ", -9999, "bắt đầu")],
)
def test_a_decision_is_named_and_its_day_has_come(admin, unit, now, number, days, words):
    with acting(admin), kit.refused(CannotEnd, words):
        services.end_unit(
            unit=unit, on=now.date() + days * DAY, ground=Ground(number, now.date()), by=admin,
            at=now,
        )  # fmt: skip


def test_a_post_ends_and_who_has_another_keeps_his_work(house, admin, ground, open_work, now):
    post = Post.objects.get(pk=house.drafter.post_id)
    with acting(admin):
        with kit.refused(HandoverUnfinished):
            services.end_post(post=post, on=now.date(), ground=ground, by=admin, at=now)
        person = PostHolding.objects.on(now.date()).get(post=post).person
        other = services.open_post(
            agency=post.agency, title="Chuyên viên (mẫu)", kind="officer",
            since=now.date() - DAY, unit=post.unit, by=admin, at=now,
        )  # fmt: skip
        services.appoint(
            person=person, post=other, since=now.date() - DAY, document="QĐ (mẫu)", by=admin, at=now
        )
        done = services.end_post(post=post, on=now.date(), ground=ground, by=admin, at=now)
        assert done.sheet is None
    titles = [one.title for one in holders(now.date(), person_id=person.pk)]
    assert titles == ["Chuyên viên (mẫu)"]


def test_a_renamed_unit_is_found_under_the_name_of_the_day(admin, unit, ground, now):
    was = unit.name
    with acting(admin):
        services.rename_unit(
            unit=unit, name="Phòng  Kinh tế - Tổng hợp", on=now.date(), ground=ground, by=admin,
            at=now,
        )  # fmt: skip
        unit.refresh_from_db()
        assert unit.name == "Phòng Kinh tế - Tổng hợp"
        assert unit_names([unit], now.date() - DAY) == {unit.pk: was}
        assert unit_names([unit], now.date()) == {unit.pk: unit.name}
        with kit.refused(CannotEnd, "ngày sau đó"):
            services.rename_unit(
                unit=unit, name="Khác", on=now.date(), ground=ground, by=admin, at=now
            )
        with kit.refused(CannotEnd, "khác tên đang dùng"):
            services.rename_unit(
                unit=unit, name=unit.name, on=now.date(), ground=ground, by=admin, at=now
            )


def test_only_who_administers_the_agency_does_it(house, actor_for, unit, ground, now):
    stranger = replace(
        actor_for(f"vanthu.stp@{kit.DOMAIN}"), verbs=frozenset({"agencies.administer"})
    )
    for by in (house.head, stranger):
        with acting(by), pytest.raises(Forbidden):
            services.end_unit(unit=unit, on=now.date(), ground=ground, sheet=True, by=by, at=now)
        with acting(by), pytest.raises(Forbidden):
            services.rename_unit(
                unit=unit, name="Khác", on=now.date(), ground=ground, by=by, at=now
            )


@pytest.fixture
def asked_inside(house, unit, now):
    """An internal paper that the unit has in hand, and an opinion asked of it."""
    other = Unit.objects.filter(agency=unit.agency_id).exclude(pk=unit.pk).order_by("pk").first()
    with acting(house.clerk), act("tests.asked", by=house.clerk, at=now):
        paper = kit.drafted(house, now, subject="Phân công trực (mẫu)")
        OutgoingDocument.objects.filter(pk=paper.pk).update(internal=True, state="dropped")
        receipt = InternalReceipt.objects.create(
            document=paper, unit=unit, purpose="act", state="received", sent_at=now,
            received_at=now,
        )  # fmt: skip
        draft = kit.drafted(house, now, subject="Hỏi ý kiến (mẫu)")
        OutgoingDocument.objects.filter(pk=draft.pk).update(
            unit_id=other.pk, drafter_id=house.clerk.person_id
        )
        opinion = Opinion.objects.create(
            document=draft, agency_id=unit.agency_id, asked_agency_id=unit.agency_id,
            asked_unit=unit, party_ids=[unit.agency_id], subject=draft.subject, question="Hỏi",
            due_at=now + DAY, asked_at=now,
        )  # fmt: skip
    return receipt, opinion


def test_internal_papers_and_opinions_asked_of_a_unit_are_handed_over_too(
    house, admin, unit, ground, asked_inside, now
):
    receipt, opinion = asked_inside
    today = now.date()
    with acting(admin):
        found = hanging_on_unit(unit, today)
        assert found.work["documents.internal"] == found.work["documents.opinion"] == 1
        with kit.refused(HandoverUnfinished, "Lập biên bản"):
            services.end_unit(unit=unit, on=today, ground=ground, by=admin, at=now)
        done = services.end_unit(unit=unit, on=today, ground=ground, sheet=True, by=admin, at=now)
        lines = set(done.sheet.lines.values_list("kind", "item_id"))
        assert {("documents.internal", receipt.pk), ("documents.opinion", opinion.pk)} <= lines
    taker = replace(house.clerk, verbs=house.clerk.verbs | {"agencies.hand_over"})
    with acting(taker):
        mine = list(HandoverLine.objects.filter(sheet=done.sheet))
        assert all(titles(mine).values()), "each line is named"
        services.take_over(
            lines=[line.pk for line in mine], agency_id=taker.agency_id,
            person_id=taker.person_id, by=taker, at=now,
        )  # fmt: skip
        receipt.refresh_from_db()
        opinion.refresh_from_db()
        standing = set(Unit.objects.on(today).values_list("pk", flat=True))
        assert receipt.state == "done" or receipt.unit_id in standing
        assert (opinion.asked_person_id, opinion.asked_unit_id) == (taker.person_id, taker.unit_id)
        assert opinion.due_at == now + DAY


def test_a_unit_that_has_the_paper_already_keeps_its_own_receipt(
    house, unit, asked_inside, actor_for, now
):
    from lienthong.systems.documents.services.handover import InternalReceipts

    receipt, _opinion = asked_inside
    held = PostHolding.objects.on(now.date()).filter(
        post__agency=unit.agency_id, post__unit__isnull=False
    )
    one = held.exclude(post__unit=unit).order_by("pk").first()
    with acting(house.clerk), act("tests.asked", by=house.clerk, at=now):
        twin = InternalReceipt.objects.create(
            document=receipt.document, unit_id=one.post.unit_id, purpose="act", sent_at=now
        )
        InternalReceipts().hand_over(
            [receipt.pk], to_agency_id=unit.agency_id, to_person_id=one.person_id, by=house.clerk,
            at=now,
        )  # fmt: skip
        receipt.refresh_from_db()
        twin.refresh_from_db()
        assert (receipt.state, receipt.unit_id) == ("done", unit.pk)
        assert twin.state == "sent"
        twin.delete()
        InternalReceipt.objects.filter(pk=receipt.pk).update(state="received", done_at=None)
        InternalReceipts().hand_over(
            [receipt.pk], to_agency_id=unit.agency_id, to_person_id=one.person_id, by=house.clerk,
            at=now,
        )  # fmt: skip
        receipt.refresh_from_db()
        assert (receipt.state, receipt.unit_id, receipt.person_id) == (
            "in_hand", one.post.unit_id, one.person_id)  # fmt: skip
