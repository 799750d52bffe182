"""Deadlines on the calendar of Việt Nam: the cases of documents-and-exchange §5.2, and properties."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.worktime import rules
from lienthong.kernel.worktime.rules import VIETNAM, Calendar, OfficeSpan, YearDays
from lienthong.kernel.worktime.statutory import (
    statutory_year,
    swaps_known_through,
)

D = dt.date
HOURS = tuple(
    OfficeSpan(day, dt.time(*starts), dt.time(*ends))
    for day in range(5)
    for starts, ends in (((7, 30), (11, 30)), ((13, 0), (17, 0)))
)
CALENDAR = Calendar(statutory_year, hours=HOURS)
days = st.dates(D(1995, 1, 1), D(2035, 12, 31))


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM)


def due(start: dt.date | dt.datetime, n: int, cutoff: dt.time | None = None) -> dt.date:
    return rules.add_working_days(CALENDAR, start, n, cutoff=cutoff).due_at.date()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (D(2026, 8, 22), True),  # a Saturday worked for 31/08
        (D(2026, 8, 31), False),
        (D(2025, 4, 26), True),
        (D(2025, 5, 2), False),
        (D(2019, 1, 5), True),  # worked for 31/12 of the year before
        (D(2018, 12, 31), False),
        (D(2026, 2, 16), False),  # Tết
        (D(2026, 2, 20), False),
        (D(2026, 2, 23), True),
        (D(2026, 11, 24), False),  # Ngày Văn hóa Việt Nam, from 2026
        (D(2025, 11, 24), True),
        (D(2026, 4, 27), False),  # Giỗ Tổ fell on a Sunday
        (D(2026, 11, 21), False),  # an ordinary Saturday
        (D(2026, 11, 23), True),
    ],
)
def test_holidays_and_swaps(day: dt.date, works: bool) -> None:
    assert rules.is_working_day(CALENDAR, day) is works


def test_five_days_over_tet() -> None:
    assert due(D(2026, 2, 13), 5) == D(2026, 2, 27)


def test_day_before_tet() -> None:
    """NĐ 30 Đ18.1: signed on the last day before Tết, to be issued on the first day after it."""
    signed = at(D(2026, 2, 13), 16, 50)
    assert rules.end_of_next_working_day(CALENDAR, signed).due_at == at(D(2026, 2, 23), 17)


def test_friday_one_minute_past_three() -> None:
    """NĐ 61/2018: after 15:00 as on the next working day, where the procedure says so."""
    three = dt.time(15)
    friday = D(2026, 11, 20)
    assert due(at(friday, 15, 1), 1) == D(2026, 11, 23)
    assert due(at(friday, 15, 0), 1, three) == D(2026, 11, 23)
    assert due(at(friday, 15, 1), 1, three) == D(2026, 11, 25)  # 24/11 is a holiday
    assert due(at(D(2026, 11, 21), 9), 1, three) == D(2026, 11, 25)  # no earlier than Friday's
    assert due(friday, 1, three) == D(2026, 11, 23)  # a date without an hour is not late


def test_leap_day() -> None:
    assert due(D(2028, 2, 28), 1) == D(2028, 2, 29)
    assert due(D(2028, 2, 29), 1) == D(2028, 3, 1)


def test_utc_evening_is_the_next_day_in_vietnam() -> None:
    """UTC+7: 17:30 UTC on Sunday is Monday morning here."""
    moment = dt.datetime(2026, 11, 22, 17, 30, tzinfo=dt.UTC)
    assert rules.local_date(moment) == D(2026, 11, 23)
    assert due(moment, 1) == D(2026, 11, 25)


def test_zero_days_is_the_same_day_or_the_next_that_works() -> None:
    assert due(D(2026, 11, 23), 0) == D(2026, 11, 23)
    assert due(D(2026, 11, 21), 0) == D(2026, 11, 23)


def test_days_before_a_deadline_for_reminders() -> None:
    assert rules.nth_working_day(CALENDAR, D(2026, 2, 23), -1) == D(2026, 2, 13)
    assert rules.nth_working_day(CALENDAR, D(2026, 2, 17), -1) == D(2026, 2, 13)
    assert rules.nth_working_day(CALENDAR, D(2026, 1, 2), -1) == D(2025, 12, 31)


def test_overlay_wins_and_changes_the_version() -> None:
    """An office's own day off moves its deadlines and no others."""
    closed = dataclasses.replace(
        CALENDAR, overlay={D(2026, 11, 25): False, D(2026, 11, 28): True},
        _working={}, _versions={},
    )  # fmt: skip
    own = rules.add_working_days(closed, D(2026, 11, 23), 1)
    common = rules.add_working_days(CALENDAR, D(2026, 11, 23), 1)
    assert (own.due_at.date(), common.due_at.date()) == (D(2026, 11, 26), D(2026, 11, 25))
    assert own.calendar_version != common.calendar_version
    assert own.due_at.hour == 17
    assert rules.add_working_days(closed, D(2026, 11, 27), 1).due_at == at(D(2026, 11, 28), 17)


def test_version_depends_only_on_what_went_in() -> None:
    far = Calendar(statutory_year, overlay={D(2031, 5, 5): False}, hours=HOURS)
    assert far.version(2026, 2026) == CALENDAR.version(2026, 2026)
    assert far.version(2031, 2031) != CALENDAR.version(2031, 2031)
    later = Calendar(statutory_year, hours=tuple(
        dataclasses.replace(s, valid_from=D(2030, 1, 1)) for s in HOURS))  # fmt: skip
    assert later.version(2026, 2026) != CALENDAR.version(2026, 2026)


def test_future_years_are_uncertain_until_confirmed() -> None:
    """The swaps of a year are known only from the Prime Minister's yearly notice."""
    beyond = swaps_known_through() + 1
    start = D(beyond, 3, 1)
    assert not rules.add_working_days(CALENDAR, start, 3).certain
    assert rules.add_working_days(CALENDAR, D(swaps_known_through(), 3, 1), 3).certain
    across = rules.add_working_days(CALENDAR, D(swaps_known_through(), 12, 31), 3)
    assert not across.certain
    told = Calendar(statutory_year, hours=HOURS, confirmed=frozenset({beyond}))
    assert rules.add_working_days(told, start, 3).certain
    assert told.version(beyond, beyond) != CALENDAR.version(beyond, beyond)


def test_hours_over_noon_and_weekend() -> None:
    def after(start: dt.datetime, hours: float) -> dt.datetime:
        return rules.add_working_hours(CALENDAR, start, dt.timedelta(hours=hours)).due_at

    friday = D(2026, 11, 20)
    assert after(at(friday, 10, 30), 2) == at(friday, 14)
    assert after(at(friday, 16), 2) == at(D(2026, 11, 23), 8, 30)
    assert after(at(friday, 12), 0.5) == at(friday, 13, 30)
    assert after(at(friday, 20), 8) == at(D(2026, 11, 23), 17)
    assert after(at(D(2026, 2, 13), 16), 2) == at(D(2026, 2, 23), 8, 30)
    assert after(at(friday, 13), 4) == at(friday, 17)


def test_a_worked_saturday_has_the_hours_of_monday() -> None:
    saturday = D(2026, 8, 22)
    assert rules.add_working_days(CALENDAR, saturday, 0).due_at == at(saturday, 17)
    four = rules.add_working_hours(CALENDAR, at(saturday, 7, 30), dt.timedelta(hours=4))
    assert four.due_at == at(saturday, 11, 30)


def test_hours_valid_from_a_date() -> None:
    winter = tuple(dataclasses.replace(s, valid_to=D(2026, 11, 23)) for s in HOURS) + tuple(
        OfficeSpan(day, dt.time(8), dt.time(16, 30), D(2026, 11, 23)) for day in range(5)
    )
    calendar = Calendar(statutory_year, hours=winter)
    assert rules.add_working_days(calendar, D(2026, 11, 19), 1).due_at == at(D(2026, 11, 20), 17)
    assert rules.add_working_days(calendar, D(2026, 11, 20), 1).due_at == at(
        D(2026, 11, 23), 16, 30
    )


def test_without_hours_days_still_count_and_hours_are_refused() -> None:
    bare = Calendar(statutory_year)
    assert rules.add_working_days(bare, D(2026, 11, 19), 1).due_at.date() == D(2026, 11, 20)
    with pytest.raises(rules.NoOfficeHours, match="giờ làm việc"):
        rules.add_working_hours(bare, at(D(2026, 11, 19), 9), dt.timedelta(hours=1))


def test_what_is_refused() -> None:
    with pytest.raises(rules.NaiveTime):
        rules.add_working_days(CALENDAR, dt.datetime(2026, 1, 1), 1)
    with pytest.raises(rules.SpanRefused, match="không được âm"):
        due(D(2026, 1, 1), -1)
    with pytest.raises(rules.SpanRefused, match="quá lớn"):
        due(D(2026, 1, 1), 5001)
    with pytest.raises(rules.YearUnknown, match="2100"):
        due(D(2099, 12, 31), 5)
    with pytest.raises(rules.SpanRefused):
        rules.add_working_hours(CALENDAR, at(D(2026, 1, 5), 9), dt.timedelta(hours=-1))


@given(start=days, n=st.integers(1, 400))
def test_between_counts_what_add_adds(start: dt.date, n: int) -> None:
    end = due(start, n)
    assert rules.working_days_between(CALENDAR, start, end) == n
    assert rules.working_days_between(CALENDAR, end, start) == -n
    assert rules.is_working_day(CALENDAR, end)


@given(start=days, n=st.integers(1, 400))
def test_back_and_forth(start: dt.date, n: int) -> None:
    end = rules.nth_working_day(CALENDAR, start, n)
    back = rules.nth_working_day(CALENDAR, end, -n)
    assert back <= start
    assert rules.working_days_between(CALENDAR, back, end) == n


@given(a=days, b=days, n=st.integers(0, 60))
def test_a_later_start_never_ends_earlier(a: dt.date, b: dt.date, n: int) -> None:
    first, second = sorted((a, b))
    cutoff = dt.time(15)
    assert due(first, n) <= due(second, n)
    assert due(at(first, 16), n, cutoff) <= due(at(second, 16), n, cutoff)


@given(a=days, b=days)
def test_between_equals_counting_day_by_day(a: dt.date, b: dt.date) -> None:
    first, last = sorted((a, min(b, a + dt.timedelta(900))))
    slow = sum(
        rules.is_working_day(CALENDAR, first + dt.timedelta(i))
        for i in range(1, (last - first).days + 1)
    )
    assert rules.working_days_between(CALENDAR, first, last) == slow


@given(start=days, hour=st.integers(0, 23), minutes=st.integers(0, 4000))
def test_hours_add_up(start: dt.date, hour: int, minutes: int) -> None:
    begin, span = at(start, hour), dt.timedelta(minutes=minutes)
    end = rules.add_working_hours(CALENDAR, begin, span).due_at
    assert rules.working_time_between(CALENDAR, begin, end) == span


def test_a_calendar_that_forgets_swaps_is_caught() -> None:
    """The negative twin: weekends alone are not the calendar of Việt Nam."""
    naive = Calendar(lambda year: YearDays(year, {}, {}, True), hours=HOURS)
    assert not rules.is_working_day(naive, D(2026, 8, 22))
    assert rules.add_working_days(naive, D(2026, 2, 13), 5).due_at.date() != D(2026, 2, 27)
