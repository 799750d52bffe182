"""Who holds what: dated, one head at a time, acting shown, nobody leaves before handing over."""

import datetime as dt
from dataclasses import replace

import pytest

from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.agencies import queries, services
from lienthong.kernel.agencies.models import Agency, Person, Post, PostHolding
from lienthong.kernel.agencies.queries.staff import history_of_post, person_by_email, vacant_posts
from lienthong.kernel.agencies.rules.periods import WrongPeriod
from lienthong.kernel.agencies.services.appointments import (
    AddressKnown,
    HandoverUnfinished,
    MalformedAddress,
    OutsideLife,
    PostTaken,
)
from lienthong.kernel.agencies.services.handover import NothingToHandOver

from .conftest import NOW, TODAY

NEXT = dt.date(2026, 12, 1)


@pytest.fixture
def commune(map_keeper):
    return Agency.objects.get(key="ubnd:21484@2025")


def holding(email):
    return PostHolding.objects.select_related("post").get(
        person__email=f"{email}@mau.lienthong.example", period__contains=TODAY
    )


@pytest.fixture
def deputy(commune):
    return Person.objects.get(email="phochutich.bato@mau.lienthong.example")


def test_a_deputy_in_charge_holds_the_head_post_when_it_is_vacant(map_keeper, commune, deputy):
    head = holding("chutich.bato")
    with pytest.raises(PostTaken):
        services.appoint(
            person=deputy, post=head.post, since=NEXT, acting="in_charge", by=map_keeper, at=NOW
        )
    services.end_holding(holding=head, on=NEXT, by=map_keeper, at=NOW)
    assert [p.pk for p in vacant_posts(commune.pk, NEXT)] == [head.post_id]
    services.appoint(
        person=deputy, post=head.post, since=NEXT, acting="in_charge",
        document="Quyết định 12/QĐ-UBND (mẫu)", by=map_keeper, at=NOW,
    )  # fmt: skip
    now = queries.head_of(commune.pk, NEXT)
    assert (now.person_id, now.shown_title) == (deputy.pk, "Phụ trách (Chủ tịch)")
    assert queries.head_of(commune.pk, TODAY).person_id == head.person_id
    assert [h.acting for h in history_of_post(head.post_id)] == ["", "in_charge"]


def test_acting_head_is_shown_with_q(map_keeper, commune, deputy):
    head = holding("chutich.bato")
    services.end_holding(holding=head, on=NEXT, by=map_keeper, at=NOW)
    services.appoint(
        person=deputy, post=head.post, since=NEXT, until=dt.date(2027, 6, 1), acting="acting",
        by=map_keeper, at=NOW,
    )  # fmt: skip
    assert queries.head_of(commune.pk, NEXT).shown_title == "Q. Chủ tịch"
    assert queries.head_of(commune.pk, dt.date(2027, 6, 1)) is None


def test_a_new_post_unit_and_person(map_keeper, commune):
    unit = services.open_unit(
        agency=commune, name="Tổ Chuyển đổi số (mẫu)", since=NEXT, by=map_keeper, at=NOW
    )
    post = services.open_post(
        agency=commune, title="Chuyên viên", kind="officer", unit=unit, since=NEXT,
        by=map_keeper, at=NOW,
    )  # fmt: skip
    person = services.register_person(
        name="Cán bộ  mới (mẫu)", email=" Moi.BaTo@mau.lienthong.example ", agency=commune,
        by=map_keeper, at=NOW,
    )  # fmt: skip
    assert person_by_email("MOI.bato@mau.lienthong.example").pk == person.pk
    assert person.name == "Cán bộ mới (mẫu)"
    services.appoint(person=person, post=post, since=NEXT, by=map_keeper, at=NOW)
    assert [h.unit_name for h in queries.posts_of_person(person.pk, NEXT)] == [unit.name]
    assert queries.posts_of_person(person.pk, TODAY) == []


@pytest.mark.parametrize("email", ["khong-phai-thu", "a@b", "a b@c.vn", ""])
def test_a_malformed_address_is_refused(map_keeper, commune, email):
    with pytest.raises(MalformedAddress):
        services.register_person(name="X (mẫu)", email=email, agency=commune, by=map_keeper, at=NOW)


def test_an_address_belongs_to_one_person(map_keeper, commune):
    with pytest.raises(AddressKnown):
        services.register_person(
            name="X (mẫu)", email="VANTHU.bato@mau.lienthong.example", agency=commune,
            by=map_keeper, at=NOW,
        )  # fmt: skip
    assert Person.objects.filter(email__startswith="vanthu.bato@").count() == 1


def test_nobody_is_appointed_outside_the_life_of_the_post(map_keeper, deputy):
    old = Post.objects.filter(agency__key="ubnd:535", kind="head").get()
    with pytest.raises(OutsideLife):
        services.appoint(person=deputy, post=old, since=TODAY, by=map_keeper, at=NOW)
    with pytest.raises(WrongPeriod):
        services.appoint(
            person=deputy, post=holding("vanthu.bato").post, since=NEXT, until=NEXT,
            by=map_keeper, at=NOW,
        )  # fmt: skip


def test_another_agencys_administrator_appoints_nobody_here(map_keeper, commune, deputy):
    stranger = replace(
        map_keeper, verbs=frozenset({"agencies.administer"}), agency_ids=frozenset({1})
    )
    post = holding("vanthu.bato").post
    with pytest.raises(Forbidden):
        services.appoint(person=deputy, post=post, since=NEXT, by=stranger, at=NOW)
    with pytest.raises(Forbidden):
        services.end_holding(holding=holding("vanthu.bato"), on=NEXT, by=stranger, at=NOW)


def test_who_leaves_hands_over_first(map_keeper, commune, tasks):
    leaver = holding("chuyenvien.bato")
    colleague = holding("vanthu.bato").person
    tasks([commune.pk], 3, leaver.person_id)
    local = replace(map_keeper, agency_ids=frozenset({commune.pk}))
    with pytest.raises(HandoverUnfinished) as refused:
        services.end_holding(holding=leaver, on=NEXT, by=local, at=NOW)
    assert refused.value.message == (
        "Còn 3 việc chưa bàn giao (Nhiệm vụ: 3). Lập biên bản bàn giao trước."
    )
    from lienthong.kernel.access.context import acting

    with acting(local):
        sheet = services.open_leaver_sheet(
            person=leaver.person, agency_id=commune.pk, by=local, at=NOW
        )
        lines = list(sheet.lines.values_list("pk", flat=True))
        assert len(lines) == 3
        assert set(sheet.lines.values_list("proposed_person", flat=True)) == {None}
        services.take_over(
            lines=lines, agency_id=commune.pk, person_id=colleague.pk, by=local, at=NOW
        )
        sheet.refresh_from_db()
        assert sheet.closed_at == NOW
        ended = services.end_holding(holding=leaver, on=NEXT, by=local, at=NOW)
        assert ended.period.upper == NEXT
        with pytest.raises(NothingToHandOver):
            services.open_leaver_sheet(person=leaver.person, agency_id=commune.pk, by=local, at=NOW)


def test_who_keeps_another_post_in_the_agency_may_leave_one(map_keeper, commune, tasks):
    clerk = holding("vanthu.bato")
    second = services.appoint(
        person=clerk.person, post=holding("chuyenvien.bato").post, since=TODAY,
        by=map_keeper, at=NOW,
    )  # fmt: skip
    tasks([commune.pk], 1, clerk.person_id)
    services.end_holding(holding=second, on=NEXT, by=map_keeper, at=NOW)
    with pytest.raises(HandoverUnfinished):
        services.end_holding(holding=clerk, on=NEXT, by=map_keeper, at=NOW)
