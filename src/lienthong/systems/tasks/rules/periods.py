"""Periods of recurring tasks, from cut to cut (§5.5, §5.7; NĐ 09/2019/NĐ-CP Điều 12, second-hand).

A period is named for the month in which it ends. With a cut on the 14th, December 15th belongs to
the first period of the following year; with cut 0 periods are those of the calendar.
"""

import calendar
import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..choices import Recurrence

MONTHS = {
    Recurrence.MONTHLY: 1,
    Recurrence.QUARTERLY: 3,
    Recurrence.HALF_YEARLY: 6,
    Recurrence.YEARLY: 12,
}
PERIODIC = frozenset({Recurrence.WEEKLY, *MONTHS})
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a recurring task, both days included; the cut is its last day."""

    label: str
    starts_on: dt.date
    ends_on: dt.date


def period_of(recurrence: str, on: dt.date, cut_day: int = 0) -> Period | None:
    """The period that a day falls in; None where nothing recurs by the calendar.

    `cut_day`: day of the month (0 or beyond its end: its last day), of the week (1 = Monday) when
    weekly.
    """
    if recurrence == Recurrence.WEEKLY:
        return _week(on, cut_day or 7)
    count = MONTHS.get(Recurrence(recurrence)) if recurrence in MONTHS else None
    if count is None:
        return None
    months = on.year * 12 + on.month - 1
    if on > _cut(months, cut_day):
        months += 1
    last = months - months % count + count - 1
    return Period(_label(count, last), _cut(last - count, cut_day) + DAY, _cut(last, cut_day))


def _week(on: dt.date, cut_day: int) -> Period:
    ends = on + dt.timedelta(days=(cut_day - on.isoweekday()) % 7)
    year, week, _day = ends.isocalendar()
    return Period(f"{year}-W{week:02d}", ends - dt.timedelta(days=6), ends)


def _cut(months: int, cut_day: int) -> dt.date:
    """The cut in a month counted from year 0."""
    year, month = divmod(months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(cut_day or length, length))


def _label(count: int, last: int) -> str:
    year, month = divmod(last, 12)
    return {
        1: f"{year}-{month + 1:02d}",
        3: f"{year}-Q{month // 3 + 1}",
        6: f"{year}-H{month // 6 + 1}",
        12: f"{year}",
    }[count]


def next_period(recurrence: str, period: Period, cut_day: int = 0) -> Period | None:
    """The period after the given one."""
    return period_of(recurrence, period.ends_on + DAY, cut_day)


def period_words(label: str) -> str:
    """A period as officials say it: "quý IV năm 2026"."""
    year, _dash, part = label.partition("-")
    if not part:
        return _("năm %(year)s") % {"year": year}
    if part[0] == "W":
        return _("tuần %(week)s năm %(year)s") % {"week": int(part[1:]), "year": year}
    if part[0] == "Q":
        quarter = ("I", "II", "III", "IV")[int(part[1:]) - 1]
        return _("quý %(quarter)s năm %(year)s") % {"quarter": quarter, "year": year}
    if part == "H1":
        return _("sáu tháng đầu năm %(year)s") % {"year": year}
    if part == "H2":
        return _("sáu tháng cuối năm %(year)s") % {"year": year}
    return _("tháng %(month)s năm %(year)s") % {"month": int(part), "year": year}
