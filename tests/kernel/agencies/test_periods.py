"""The algebra of periods [from, to), checked day by day against plain sets of days."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lienthong.kernel.agencies.rules.periods import Period, WrongPeriod, joined

FIRST, LAST = dt.date(2018, 1, 1), dt.date(2018, 3, 1)
DAYS = [FIRST + dt.timedelta(days=n) for n in range((LAST - FIRST).days)]
ends = st.none() | st.dates(FIRST, LAST)


@st.composite
def periods(draw):
    since, until = draw(ends), draw(ends)
    assume(since is None or until is None or since < until)
    return Period(since, until)


def days(period):
    return {day for day in DAYS if period.contains(day)}


@settings(deadline=None)  # a busy machine is not a fault
@given(periods(), periods())
def test_intersection_holds_exactly_the_common_days(a, b):
    common = a.intersection(b)
    assert (days(common) if common else set()) == days(a) & days(b)
    assert (common is not None) == a.overlaps(b) == b.overlaps(a)


@settings(deadline=None)  # a busy machine is not a fault
@given(periods(), periods())
def test_within_means_no_day_outside_and_no_longer_open_end(a, b):
    if a.within(b):
        assert days(a) <= days(b)
        assert b.since is None or a.since is not None
        assert b.until is None or a.until is not None


@settings(deadline=None)  # a busy machine is not a fault
@given(periods(), st.dates(FIRST, LAST))
def test_a_cut_loses_no_day_and_doubles_none(period, day):
    assume(period.contains(day) and period.since != day)
    before, after = period.cut(day)
    assert days(before) | days(after) == days(period)
    assert not before.overlaps(after)
    assert before.meets(after)


@settings(deadline=None)  # a busy machine is not a fault
@given(st.lists(periods(), max_size=6))
def test_joined_periods_cover_the_same_days_apart_from_each_other(some):
    result = joined(some)
    assert set().union(*map(days, some), set()) == set().union(*map(days, result), set())
    for first, second in pairwise(result):
        assert not first.overlaps(second)
        assert not first.meets(second)


@settings(deadline=None)  # a busy machine is not a fault
@given(st.dates(FIRST, LAST))
def test_the_last_day_is_not_in_the_period(day):
    period = Period(None, day)
    assert not period.contains(day)
    assert period.contains(day - dt.timedelta(days=1))


@pytest.mark.parametrize("days_later", [0, -1])
def test_a_period_without_a_day_is_refused(days_later):
    with pytest.raises(WrongPeriod):
        Period(FIRST, FIRST + dt.timedelta(days=days_later))


def test_ending_on_the_first_day_or_outside_is_refused():
    period = Period(FIRST, LAST)
    for day in (FIRST, LAST, FIRST - dt.timedelta(days=1)):
        with pytest.raises(WrongPeriod):
            period.ended_on(day)
