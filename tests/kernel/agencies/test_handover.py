"""Handover by name: every open item of an agency that ends stands on a sheet until taken."""

import datetime as dt
from dataclasses import replace

import pytest

from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies import handover, services
from lienthong.kernel.agencies.models import Agency, HandoverLine, HandoverSheet, Person
from lienthong.kernel.agencies.queries.handover import (
    keepers_desk,
    open_lines,
    proposed_to,
    sheets,
    titles,
)
from lienthong.kernel.agencies.services.handover import AlreadyTaken, PersonNotThere

from .conftest import NOW, OpenTask, Tasks
from .test_decisions import MERGE, NEW, propose

SPLIT = {
    "open": [NEW],
    "close": ["ubnd:21484@2025"],
    "succeed": [
        {"from": "ubnd:21484@2025", "to": "ubnd:thu@2027", "kind": "split", "part": True},
        {"from": "ubnd:21484@2025", "to": "ubnd:21490@2025", "kind": "split", "part": True},
    ],
    "sample_people": True,
}
LATER = dt.datetime(2027, 1, 4, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def ba_to(map_keeper):
    return Agency.objects.get(key="ubnd:21484@2025").pk


@pytest.fixture
def ba_vinh(map_keeper):
    return Agency.objects.get(key="ubnd:21490@2025").pk


def carry_out(by, plan):
    return services.carry_out_decision(decision=propose(by, plan=plan), by=by, at=NOW)


def person(slot):
    return Person.objects.get(email=f"{slot}@mau.lienthong.example").pk


def of_agency(actor, *ids):
    return replace(actor, agency_ids=frozenset(ids), verbs=frozenset({"agencies.hand_over"}))


def test_a_whole_successor_and_its_clerk_are_proposed(map_keeper, tasks, ba_to, ba_vinh):
    tasks([ba_to, ba_vinh], 5, person("chuyenvien.bato"))
    done = carry_out(map_keeper, MERGE)
    new = done.outcome.opened["ubnd:thu@2027"]
    assert done.open_work["tests.task"] == 10
    lines = HandoverLine.objects.all()
    assert {(line.proposed_agency_id, line.proposed_person_id) for line in lines} == {
        (new, person("vanthu.thunghiem"))
    }
    assert {s.open for s in sheets(map_keeper)} == {5}
    assert keepers_desk(map_keeper).count() == 10
    assert sorted(set(titles(list(lines[:5])).values())) == [f"Việc {n}" for n in range(1, 6)]


def test_of_a_split_agency_nothing_is_proposed_and_all_is_on_the_provinces_desk(
    map_keeper, tasks, ba_to
):
    tasks([ba_to], 4)
    carry_out(map_keeper, SPLIT)
    assert set(keepers_desk(map_keeper).values_list("proposed_agency", flat=True)) == {None}
    assert keepers_desk(map_keeper).count() == 4


def test_the_province_gives_lines_to_a_named_person_and_the_system_moves_them(
    map_keeper, tasks, ba_to, ba_vinh
):
    items = tasks([ba_to], 4)
    carry_out(map_keeper, SPLIT)
    lines = list(keepers_desk(map_keeper).values_list("pk", flat=True))
    taker = person("vanthu.bavinh")
    services.take_over(
        lines=lines[:3],
        agency_id=ba_vinh,
        person_id=taker,
        by=map_keeper,
        at=LATER,
        note="theo địa bàn",
    )
    moved = OpenTask.objects.filter(agency_id=ba_vinh, person_id=taker)
    assert set(moved.values_list("pk", flat=True)) == set(items[:3])
    assert keepers_desk(map_keeper).count() == 1
    assert HandoverSheet.objects.get().closed_at is None
    services.take_over(lines=lines[3:], agency_id=ba_vinh, person_id=None, by=map_keeper, at=LATER)
    assert HandoverSheet.objects.get().closed_at == LATER
    assert keepers_desk(map_keeper).count() == 0


def test_the_successor_takes_what_is_proposed_to_it_and_sees_nothing_else(
    map_keeper, tasks, ba_to, ba_vinh
):
    tasks([ba_to, ba_vinh], 2)
    new = carry_out(map_keeper, MERGE).outcome.opened["ubnd:thu@2027"]
    heir = of_agency(map_keeper, new)
    stranger = of_agency(map_keeper, Agency.objects.get(key="ubnd:21523@2025").pk)
    with acting(stranger):
        assert open_lines(stranger).count() == HandoverLine.objects.count() == 0
    with acting(heir):
        lines = list(proposed_to(heir).values_list("pk", flat=True))
        assert len(lines) == 4
        services.take_over(
            lines=lines, agency_id=new, person_id=person("vanthu.thunghiem"), by=heir, at=LATER
        )
    assert keepers_desk(map_keeper).count() == 0
    assert set(HandoverSheet.objects.values_list("closed_at", flat=True)) == {LATER}


def test_a_sheet_stays_open_while_others_hold_lines_that_the_taker_cannot_see(
    map_keeper, tasks, ba_to, ba_vinh
):
    tasks([ba_to], 2)
    carry_out(map_keeper, SPLIT)
    first, _second = keepers_desk(map_keeper).values_list("pk", flat=True)
    services.take_over(lines=[first], agency_id=ba_vinh, person_id=None, by=map_keeper, at=LATER)
    local = of_agency(map_keeper, ba_vinh)
    with acting(local):
        assert HandoverLine.objects.count() == 1
    assert HandoverSheet.objects.get().closed_at is None


def test_taking_twice_is_refused_and_takes_nothing(map_keeper, tasks, ba_to, ba_vinh):
    tasks([ba_to], 3)
    carry_out(map_keeper, SPLIT)
    lines = list(keepers_desk(map_keeper).values_list("pk", flat=True))
    services.take_over(lines=lines[:1], agency_id=ba_vinh, person_id=None, by=map_keeper, at=LATER)
    with pytest.raises(AlreadyTaken) as refused:
        services.take_over(lines=lines, agency_id=ba_vinh, person_id=None, by=map_keeper, at=LATER)
    assert refused.value.message.startswith("1 mục đã có người nhận")
    assert keepers_desk(map_keeper).count() == 2


def test_a_stranger_takes_nothing(map_keeper, tasks, ba_to, ba_vinh):
    tasks([ba_to], 2)
    carry_out(map_keeper, SPLIT)
    lines = list(keepers_desk(map_keeper).values_list("pk", flat=True))
    stranger = of_agency(map_keeper, ba_vinh)
    with acting(stranger), pytest.raises(AlreadyTaken):  # he does not even see them
        services.take_over(lines=lines, agency_id=ba_vinh, person_id=None, by=stranger, at=LATER)
    powerless = replace(map_keeper, verbs=frozenset())
    with pytest.raises(Forbidden):
        services.take_over(lines=lines, agency_id=ba_vinh, person_id=None, by=powerless, at=LATER)


def test_the_old_agency_cannot_push_its_work_to_others(map_keeper, tasks, ba_to, ba_vinh):
    tasks([ba_to], 1)
    carry_out(map_keeper, SPLIT)
    line = keepers_desk(map_keeper).get()
    leaver = of_agency(map_keeper, ba_to)
    with acting(leaver), pytest.raises(Forbidden):
        services.take_over(lines=[line.pk], agency_id=ba_vinh, person_id=None, by=leaver, at=LATER)


def test_the_person_named_must_work_there(map_keeper, tasks, ba_to, ba_vinh):
    tasks([ba_to], 1)
    carry_out(map_keeper, SPLIT)
    line = keepers_desk(map_keeper).get()
    with pytest.raises(PersonNotThere):
        services.take_over(
            lines=[line.pk], agency_id=ba_vinh, person_id=person("vanthu.bato"),
            by=map_keeper, at=LATER,
        )  # fmt: skip


def test_an_agency_without_open_work_has_no_sheet(map_keeper, tasks, ba_to):
    assert carry_out(map_keeper, SPLIT).open_work["tests.task"] == 0
    assert HandoverSheet.objects.count() == 0


def test_two_providers_of_one_kind_are_refused(map_keeper, tasks):
    with pytest.raises(ValueError, match="already has a provider"):
        handover.register("tests.task", Tasks())
