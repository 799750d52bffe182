"""What lies far back, by its day or by a year among the words, is asked month by month: the same answers in
the same order as by the index in one piece, and the same at the edges of a year."""

import datetime as dt
from dataclasses import replace

import psycopg
import pytest

from lienthong.kernel.access.context import acting
from lienthong.systems.documents.queries.search_best_sql import Bounds, search
from lienthong.systems.documents.queries.searching import Asked
from tests.support import database
from tests.systems.documents.test_search_walk import M, ask
from tests.systems.documents.test_searching import paper

pytestmark = pytest.mark.django_db
NEXT = "next := first - interval '1 month'"
TWINS = {
    "months_none": search("months_none", Bounds(longest=0, words=0, month=False)),
    "months_usual": search("months_usual", Bounds(first=3, first_heads=3, first_of_many=3, step=1, many=0)),
    "months_few": search("months_few", Bounds(longest=0, months=2, heavy=1)),
    "months_wide": search("months_wide", Bounds(longest=0, few=0)),
    # Wrong ones: a month left out between two, the oldest month left out, the month of the last day left out.
    "months_gap": search("months_gap", Bounds(longest=0, months=2)).replace(
        NEXT, "next := first - interval '2 months'"
    ),
    "months_last": search("months_last", Bounds(longest=0)).replace("next >= bottom", "next > bottom"),
    "months_days": search("months_days", Bounds(longest=0)).replace(
        "DATE '2000-01-01'), until)", "DATE '2000-01-01'), until - 31)"
    ),
}  # fmt: skip
RIGHT = ("documents_search", "months_usual", "months_few", "months_wide")
D = dt.date
RANGES = (
    {}, {"since": D(2014, 1, 1), "until": D(2014, 12, 31)}, {"until": D(2014, 12, 31)},
    {"since": D(2014, 12, 31), "until": D(2014, 12, 31)}, {"since": D(2014, 1, 1), "until": D(2014, 1, 1)},
    {"since": D(2015, 1, 1), "until": D(2015, 1, 1)}, {"since": D(2016, 1, 1), "until": D(2016, 12, 31)},
    {"since": D(2014, 3, 2), "until": D(2015, 2, 27)}, {"since": D(1990, 1, 1), "until": D(2013, 6, 1)},
    {"until": D(1999, 12, 31)}, {"until": D(1998, 1, 1)}, {"since": D(2015, 6, 1)},
    {"since": D(2014, 12, 31), "until": D(2014, 1, 1)}, {"until": D(2099, 12, 31)},
    {"since": D(1, 1, 1), "until": D(2014, 6, 30)}, {"until": D(9999, 12, 31)},
)  # fmt: skip
WORDS = ("", "năm 2014", "2014", "năm 2016", "công văn", "139/UBND-KSTT")


@pytest.fixture(scope="module", autouse=True)
def _twins(django_db_setup, database_name):
    with psycopg.connect(database.url("lt_owner", database_name), autocommit=True) as owner:
        for words in TWINS.values():
            owner.execute(words)
        yield
        for name in TWINS:
            owner.execute(f"DROP FUNCTION {name}")


@pytest.fixture
def years(actor_for, now):
    """Papers of four years, none of 2016; some came years after their day, one is of 1998, one of 2000."""
    clerk = actor_for(f"vanthu.snv{M}")
    days = [
        D(2014, 1, 1),
        D(2014, 12, 31),
        D(2015, 1, 1),
        D(2013, 12, 31),
        D(2014, 2, 28),
        D(2014, 3, 1),
    ]
    days += [D(2013, 5, 31) + dt.timedelta(days=23 * n) for n in range(34)]
    days += [D(2017, 1, 1) + dt.timedelta(days=19 * n) for n in range(24)]
    came = [(day, day + dt.timedelta(days=n % 4)) for n, day in enumerate(days)]
    came += [(D(2014, 7, 2), D(2017, 8, 9)), (D(2014, 12, 31), D(2018, 1, 2))]  # late ones
    came += [
        (D(1998, 4, 30), D(2014, 5, 5)),
        (D(2000, 2, 29), D(2018, 2, 3)),
        (D(2019, 1, 1), D(2014, 6, 6)),
    ]
    with acting(clerk):
        for n, (day, arrived) in enumerate(came):
            year = (day.year, 2014, 2015)[n % 3 if n % 4 else 0]
            paper(
                clerk, dt.datetime(arrived.year, arrived.month, arrived.day, 9 * (n % 2), 30, tzinfo=now.tzinfo),
                f"V/v {'báo cáo' if n % 2 else 'kế hoạch'} năm {year}", number=str(139 if n == 30 else n + 1),
                issued_on=day, type_code=1 if n % 5 == 0 else 22,
            )  # fmt: skip
    return clerk


def answers(name, actor, most):
    with acting(actor):
        return {
            (w, str(r)): ask(name, Asked(words=w, **r), actor, most)
            for w in WORDS for r in RANGES if w or r
        }  # fmt: skip


def readers(clerk):
    far = frozenset(range(10_000, 10_040))
    return {
        "office": clerk,
        "many": replace(clerk, agency_ids=clerk.agency_ids | far),
        "officer": replace(clerk, verbs=frozenset(), post_kind="officer"),
    }


def test_by_the_month_the_same_is_found_in_the_same_order(years):
    """One that leaves out a month is seen."""
    for name, reader in readers(years).items():
        for most in (9, 200) if name == "office" else (9,):
            right = answers("months_none", reader, most)
            for twin in RIGHT:
                found = answers(twin, reader, most)
                assert [q for q in right if right[q] != found[q]] == [], (twin, name, most)
            if name != "officer":
                assert sum(map(bool, right.values())) > 40
            if most == 200:
                for wrong in ("months_gap", "months_last", "months_days"):
                    assert answers(wrong, reader, most) != right, wrong


def test_a_range_holds_its_days_and_no_other_and_a_stranger_none(years, stranger):
    def found(**days):
        with acting(years):
            return len(ask("documents_search", Asked(**days), years, 200))

    assert found(since=D(2014, 12, 31), until=D(2014, 12, 31)) == 2  # one of them came in 2018
    assert found(since=D(2014, 1, 1), until=D(2014, 1, 1)) == 1
    assert found(since=D(2014, 1, 1), until=D(2014, 12, 31)) == found(
        since=D(2014, 1, 1), until=D(2014, 6, 30)
    ) + found(since=D(2014, 7, 1), until=D(2014, 12, 31))
    assert found(until=D(1999, 12, 31)) == 1

    # An empty range and a year without papers.
    with acting(years):
        for words in WORDS:
            for days in (
                {"since": D(2014, 12, 31), "until": D(2014, 1, 1)},
                {"since": D(2016, 1, 1), "until": D(2016, 12, 31)},
                {"until": D(1990, 1, 1)},
            ):
                assert ask("documents_search", Asked(words=words, **days), years, 50) == []

    for name in RIGHT:
        assert not any(answers(name, stranger, 50).values()), name
