"""Arithmetic of working time on a calendar that is passed in: days off, worked weekends, hours.

Deadlines counted in working days begin on the day after the event and end with office hours of the
last day (BLDS 2015 Đ147, 148; NĐ 30/2020 Đ4.2.c, 15.2, 18.1, 23.1). Pure: no clock, no database.
"""

import bisect
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY, SATURDAY = 0, 5
MOST_DAYS = 5000  # twenty years of working days: beyond that a span is a slip of the keyboard


class NaiveTime(ValueError):
    """A moment without a time zone was given."""


class YearUnknown(ValueError):
    """A year for which no holidays are known."""

    def __init__(self, year: int) -> None:
        super().__init__(_("Không có lịch nghỉ lễ của năm %(year)s.") % {"year": year})


class SpanRefused(ValueError):
    """A number of days or hours that no deadline has."""


class NoOfficeHours(ValueError):
    """The calendar has no office hours, so hours cannot be counted."""

    def __init__(self) -> None:
        super().__init__(_("Chưa khai báo giờ làm việc. Hãy khai báo trong Lịch làm việc."))


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is due, by which calendar, and whether that calendar is already certain."""

    due_at: dt.datetime
    calendar_version: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class YearDays:
    """What departs from Monday to Friday in one year: day → name of the occasion."""

    year: int
    off: Mapping[dt.date, str]
    worked: Mapping[dt.date, str]
    certain: bool


@dataclass(frozen=True, slots=True, order=True)
class OfficeSpan:
    """Office hours of one weekday (Monday is 0), valid over [valid_from, valid_to)."""

    weekday: int
    starts: dt.time
    ends: dt.time
    valid_from: dt.date = dt.date.min
    valid_to: dt.date = dt.date.max

    def covers(self, day: dt.date) -> bool:
        """Whether the span is valid on the day."""
        return self.valid_from <= day < self.valid_to


@dataclass(frozen=True)
class Calendar:
    """One office's calendar: statutory years under the office's own days and hours.

    `years` gives the statutory days of a year; `overlay` says of a day that it is worked (True) or
    off (False) and wins; `confirmed` are years whose swaps the office has confirmed.
    """

    years: Callable[[int], YearDays]
    overlay: Mapping[dt.date, bool] = field(default_factory=dict)
    hours: tuple[OfficeSpan, ...] = ()
    confirmed: frozenset[int] = frozenset()
    _working: dict[int, list[dt.date]] = field(default_factory=dict, compare=False, repr=False)
    _versions: dict[tuple[int, int], str] = field(default_factory=dict, compare=False, repr=False)

    def working_days(self, year: int) -> list[dt.date]:
        """The working days of a year in order (kept: a screenful of deadlines asks often)."""
        if year not in self._working:
            first = dt.date(year, 1, 1)
            days = (first + dt.timedelta(n) for n in range(366))
            self._working[year] = [d for d in days if d.year == year and self._works(d)]
        return self._working[year]

    def _works(self, day: dt.date) -> bool:
        own = self.overlay.get(day)
        if own is not None:
            return own
        statutory = self.years(day.year)
        if day.weekday() >= SATURDAY:
            return day in statutory.worked
        return day not in statutory.off

    def certain(self, first: int, last: int) -> bool:
        """Whether the swaps of all those years are known."""
        return all(y in self.confirmed or self.years(y).certain for y in range(first, last + 1))

    def spans(self, day: dt.date) -> list[OfficeSpan]:
        """Office hours of a day; a worked weekend day without own hours has those of Monday."""
        valid = [span for span in self.hours if span.covers(day)]
        own = [span for span in valid if span.weekday == day.weekday()]
        if not own and day.weekday() >= SATURDAY:
            own = [span for span in valid if span.weekday == MONDAY]
        return sorted(own)

    def content(self, first: int, last: int) -> dict[str, Any]:
        """Everything that decides deadlines in those years, as plain JSON values."""
        departures: list[list[str]] = []
        for year in range(first, last + 1):
            working = set(self.working_days(year))
            day = dt.date(year, 1, 1)
            while day.year == year:
                if (day in working) != (day.weekday() < SATURDAY):
                    departures.append([day.isoformat(), "work" if day in working else "off"])
                day += dt.timedelta(1)
        end = dt.date(last + 1, 1, 1)
        hours = [
            [s.weekday, f"{s.starts:%H:%M}", f"{s.ends:%H:%M}", *_bounds(s)]
            for s in sorted(self.hours)
            if s.valid_from < end and s.valid_to > dt.date(first, 1, 1)
        ]
        certain = [y for y in range(first, last + 1) if self.certain(y, y)]
        return {"years": [first, last], "days": departures, "hours": hours, "certain": certain}

    def version(self, first: int, last: int) -> str:
        """The SHA-256 of `content` in hex: the calendar version that a deadline stores."""
        if (first, last) not in self._versions:
            text = json.dumps(self.content(first, last), sort_keys=True, separators=(",", ":"))
            self._versions[first, last] = hashlib.sha256(text.encode()).hexdigest()
        return self._versions[first, last]


def _bounds(span: OfficeSpan) -> Iterable[str]:
    return span.valid_from.isoformat(), span.valid_to.isoformat()


def local_date(moment: dt.date | dt.datetime) -> dt.date:
    """The date in Việt Nam of a moment; a plain date is itself. Raises `NaiveTime`."""
    if not isinstance(moment, dt.datetime):
        return moment
    if moment.tzinfo is None:
        raise NaiveTime(moment.isoformat())
    return moment.astimezone(VIETNAM).date()


def is_working_day(calendar: Calendar, day: dt.date) -> bool:
    """Whether the office works on that day."""
    days = calendar.working_days(day.year)
    place = bisect.bisect_left(days, day)
    return place < len(days) and days[place] == day


def nth_working_day(calendar: Calendar, day: dt.date, n: int) -> dt.date:
    """The n-th working day after the day (before it when n < 0); 0: the day itself or the next."""
    if abs(n) > MOST_DAYS:
        raise SpanRefused(_("Số ngày làm việc quá lớn: %(n)s.") % {"n": n})
    year = day.year
    days = calendar.working_days(year)
    place = bisect.bisect_left(days, day) + n if n <= 0 else bisect.bisect_right(days, day) + n - 1
    while place >= len(days):
        place -= len(days)
        year += 1
        days = calendar.working_days(year)
    while place < 0:
        year -= 1
        days = calendar.working_days(year)
        place += len(days)
    return days[place]


def working_days_between(
    calendar: Calendar, start: dt.date | dt.datetime, end: dt.date | dt.datetime
) -> int:
    """Working days after `start` up to and including `end`; negative when `end` is earlier.

    Agrees with `add_working_days`: the due date of n working days is n of them away.
    """
    first, last = local_date(start), local_date(end)
    if last < first:
        return -working_days_between(calendar, last, first)
    before = bisect.bisect_right(calendar.working_days(first.year), first)
    count = bisect.bisect_right(calendar.working_days(last.year), last) - before
    return count + sum(len(calendar.working_days(y)) for y in range(first.year, last.year))


def add_working_days(
    calendar: Calendar, start: dt.date | dt.datetime, n: int, *, cutoff: dt.time | None = None
) -> Deadline:
    """The end of office hours on the n-th working day after `start`.

    The day of the event is not counted. With a `cutoff` (a procedure's own rule, as 15:00 at the
    one-stop shop) what comes later, or on a day off, counts as received on the next working day.
    Raises `SpanRefused` for n < 0 or too large, `NaiveTime`, `YearUnknown`.
    """
    if n < 0:
        raise SpanRefused(_("Số ngày làm việc không được âm."))
    day = local_date(start)
    if cutoff is not None and (
        not is_working_day(calendar, day)
        or (isinstance(start, dt.datetime) and start.astimezone(VIETNAM).time() > cutoff)
    ):
        day = nth_working_day(calendar, day, 1)
    return _due(calendar, local_date(start), nth_working_day(calendar, day, n))


def end_of_next_working_day(calendar: Calendar, moment: dt.date | dt.datetime) -> Deadline:
    """`Trong ngày, chậm nhất là trong ngày làm việc tiếp theo` (Đ4.2.c, 15.2, 18.1, 23.1)."""
    return add_working_days(calendar, moment, 1)


def _due(calendar: Calendar, start: dt.date, day: dt.date) -> Deadline:
    spans = calendar.spans(day)
    close = spans[-1].ends if spans else dt.time(23, 59, 59)
    return _deadline(calendar, start, dt.datetime.combine(day, close, VIETNAM))


def _deadline(calendar: Calendar, start: dt.date, due_at: dt.datetime) -> Deadline:
    first, last = start.year, due_at.year
    return Deadline(due_at, calendar.version(first, last), calendar.certain(first, last))


def add_working_hours(calendar: Calendar, start: dt.datetime, span: dt.timedelta) -> Deadline:
    """The moment when that much office time has passed since `start`.

    Raises `SpanRefused` for a negative or too large span, `NoOfficeHours`, `NaiveTime`.
    """
    if span < dt.timedelta(0) or span > dt.timedelta(hours=8 * MOST_DAYS):
        raise SpanRefused(_("Số giờ làm việc không hợp lệ."))
    first, day, left = local_date(start), local_date(start), span
    idle = 0
    while True:
        opened = False
        for begins, ends in _intervals(calendar, day):
            opened = True
            begins = max(begins, start)
            if begins <= ends and left <= ends - begins:
                return _deadline(calendar, first, (begins + left).astimezone(VIETNAM))
            left -= max(ends - begins, dt.timedelta(0))
        idle = 0 if opened else idle + 1
        if idle > 30:  # no office is closed for thirty working days: it has no hours at all
            raise NoOfficeHours
        day = nth_working_day(calendar, day, 1)


def working_time_between(calendar: Calendar, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
    """Office time from `start` to `end`; zero when `end` is not later."""
    total, day, last = dt.timedelta(0), local_date(start), local_date(end)
    while day <= last:
        for begins, ends in _intervals(calendar, day):
            total += max(min(ends, end) - max(begins, start), dt.timedelta(0))
        day = nth_working_day(calendar, day, 1)
    return total


def _intervals(calendar: Calendar, day: dt.date) -> list[tuple[dt.datetime, dt.datetime]]:
    if not is_working_day(calendar, day):
        return []
    return [
        (dt.datetime.combine(day, s.starts, VIETNAM), dt.datetime.combine(day, s.ends, VIETNAM))
        for s in calendar.spans(day)
    ]
