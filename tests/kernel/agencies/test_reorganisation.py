"""The whole of 2018 to 2025 played on a database that stands in 2018, with 90,000 open items."""

import datetime as dt
import time

import pytest
from django.db import connection

from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies import queries, services
from lienthong.kernel.agencies.models import Agency, Decision, HandoverLine, HandoverSheet, Person
from lienthong.kernel.agencies.queries.handover import keepers_desk
from lienthong.kernel.agencies.services.structure import NotReady
from lienthong.kernel.facts.recording import act

from .conftest import NOW, TODAY, OpenTask, keeper

STEPS = ["nq-867-2020", "nq-1279-2024", "sap-xep-so-2025-03", "nq-1677-2025"]
LAST, FIRST = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
OPEN_ITEMS = 90_000


def carry_out(key, by):
    return services.carry_out_decision(decision=Decision.objects.get(key=key), by=by, at=NOW)


def seconds_to_write_lines(by, count):
    """The time that the database needs to write so many recorded lines to one sheet."""
    sheet = HandoverSheet.objects.order_by("pk").first()
    with act("tests.lines", by=by, at=NOW):
        started = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO agencies_handoverline (sheet_id, kind, item_id, due_on,"
                " from_agency_id, state, note, party_ids)"
                " SELECT id, 'tests.bare', n, '2026-12-01', agency_id, 'open', '', party_ids"
                " FROM agencies_handoversheet, generate_series(1, %s) n WHERE id = %s",
                [count, sheet.pk],
            )
        return time.perf_counter() - started


def test_until_2018_the_database_stands_in_2018_also_today(in_2018):
    assert queries.resolve_group("UBND các huyện, thành phố", TODAY).count == 14
    assert queries.find_agency("UBND huyện Tây Trà", TODAY) is not None
    states = dict(Decision.objects.values_list("key", "state"))
    assert states.pop("hien-trang-2018") == "carried_out"
    assert set(states) == set(STEPS)
    assert set(states.values()) == {"proposed"}


def test_the_preview_of_1_july_says_what_must_come_first(in_2018):
    decision = Decision.objects.get(key="nq-1677-2025")
    assert queries.preview_decision(decision).refusals
    with pytest.raises(NotReady) as refused:
        carry_out("nq-1677-2025", in_2018)
    assert "Cần thực hiện trước" in refused.value.message


def test_each_decision_in_turn_with_its_open_work(tasks_of_2018, in_2018):
    for key in STEPS[:-1]:
        carry_out(key, in_2018)
    preview = queries.preview_decision(Decision.objects.get(key=STEPS[-1]))
    assert (len(preview.closes), len(preview.opens), preview.refusals) == (293, 92, ())
    assert "UBND xã Trà Bùi" in preview.split
    closing = [pk for pk, _name in preview.closes]
    tasks_of_2018(closing, OPEN_ITEMS // len(closing) + 1)
    total = OpenTask.objects.count()
    assert total >= OPEN_ITEMS

    started = time.perf_counter()
    done = carry_out(STEPS[-1], in_2018)
    seconds = time.perf_counter() - started
    assert done.open_work["tests.task"] == total
    with acting(keeper(TODAY, *closing)) as by:
        assert HandoverLine.objects.count() == total
        assert HandoverSheet.objects.count() == len(closing)
        assert keepers_desk(by).count() == total
        split = Agency.objects.get(key="ubnd:21142").pk
        assert not HandoverLine.objects.filter(
            from_agency=split, proposed_agency__isnull=False
        ).exists()
        whole = HandoverLine.objects.filter(from_agency__key="ubnd:21487")
        assert set(whole.values_list("proposed_agency__key", flat=True)) == {"ubnd:21490@2025"}
        clerk = Person.objects.get(email="vanthu.bavinh@mau.lienthong.example")
        assert set(whole.values_list("proposed_person", flat=True)) == {clerk.pk}

    assert queries.resolve_group("UBND các xã, phường, đặc khu", TODAY).count == 96
    gone = queries.resolve_group("UBND các huyện, thành phố", TODAY)
    assert gone.message_vi.startswith("Từ 01/07/2025 không còn UBND cấp huyện.")
    assert queries.resolve_group("UBND các huyện, thành phố", LAST).count == 13

    # quick = little more than writing the lines themselves costs in the same run
    with acting(keeper(TODAY, *closing)) as by:
        bare = seconds_to_write_lines(by, OPEN_ITEMS // 10) * 10
    assert seconds < 3 * bare + 5, (seconds, bare)


def test_after_all_of_it_the_map_is_that_of_a_province_loaded_whole(in_2018):
    for key in STEPS:
        carry_out(key, in_2018)
    assert queries.count_of_units("commune", FIRST) == {"xa": 86, "phuong": 9, "dac_khu": 1}
    ended = Agency.objects.filter(period__upper_inf=False)
    assert [a.key for a in ended if not queries.alive_successors(a.pk, TODAY)] == []
    strangers = Agency.objects.on(TODAY).filter(outside=True)
    assert strangers.count() == 0
    with connection.cursor() as cursor:  # nothing dated outlives its agency
        for table in ("agencyname", "agencyparent", "agencycode", "unit", "post", "channel"):
            cursor.execute(
                f"SELECT count(*) FROM agencies_{table} t JOIN agencies_agency a"
                " ON a.id = t.agency_id WHERE NOT t.period <@ a.period"
            )
            assert cursor.fetchone()[0] == 0, table


def test_the_people_of_the_province_go_on_and_those_of_a_district_hold_nothing(in_2018):
    before = queries.head_of(queries.province_at(LAST), LAST)
    for key in STEPS:
        carry_out(key, in_2018)
    after = queries.head_of(queries.province_at(TODAY), TODAY)
    assert after.person_id == before.person_id
    leaver = Person.objects.get(email="vanthu.huyen-bato@mau.lienthong.example")
    assert len(queries.posts_of_person(leaver.pk, LAST)) == 1
    assert queries.posts_of_person(leaver.pk, TODAY) == []


def test_loading_again_with_a_later_day_carries_out_more_and_loading_twice_nothing(in_2018):
    first = services.load_province(until=dt.date(2025, 3, 1), at=NOW)
    assert [decision.key for decision in first] == STEPS[:3]
    assert services.load_province(until=dt.date(2025, 3, 1), at=NOW) == []
    assert [d.key for d in services.load_province(until=None, at=NOW)] == STEPS[3:]
