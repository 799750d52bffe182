"""Deadlines on an office's own calendar, and edits of the days and hours it is made of.

A computed deadline stores its calendar version, whose content is kept (`CalendarVersion`), so that
years later one can see by which days and hours it was made.
"""

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, Forbidden, require
from lienthong.kernel.facts.recording import act
from lienthong.kernel.text import format_date

from . import events, rules
from .calendars import calendar_for, know, known, note_edit
from .choices import DayKind, Verb
from .models import CalendarDay, CalendarVersion, ConfirmedYear, OfficeHours
from .rules import Calendar, Deadline
from .statutory import FIRST_YEAR, LAST_YEAR, SOURCE


class CalendarRefused(Exception):
    """A day, hours or a year that cannot be entered so; the message says why."""


def _keep(calendar: Calendar, deadline: Deadline, start: dt.date | dt.datetime) -> Deadline:
    """Store what the deadline was computed from, once for each version."""
    digest = deadline.calendar_version
    if digest not in known().versions:
        first, last = rules.local_date(start).year, rules.local_date(deadline.due_at).year
        CalendarVersion.objects.bulk_create(
            [CalendarVersion(digest=digest, content=calendar.content(first, last), library=SOURCE)],
            ignore_conflicts=True,
        )
        kept = known().versions
        transaction.on_commit(lambda: kept.add(digest))
    return deadline


def add_working_days(
    start: dt.date | dt.datetime,
    n: int,
    agency_id: int | None = None,
    *,
    cutoff: dt.time | None = None,
) -> Deadline:
    """The end of office hours on the n-th working day after `start`; see `rules`."""
    calendar = calendar_for(agency_id)
    return _keep(calendar, rules.add_working_days(calendar, start, n, cutoff=cutoff), start)


def end_of_next_working_day(moment: dt.datetime, agency_id: int | None = None) -> Deadline:
    """`Trong ngày, chậm nhất là trong ngày làm việc tiếp theo` (Đ4.2.c, 15.2, 18.1, 23.1)."""
    return add_working_days(moment, 1, agency_id)


def ends_of_next_working_day(
    moment: dt.datetime, agency_ids: Collection[int]
) -> dict[int, Deadline]:
    """`end_of_next_working_day` for many offices: those of one calendar have one deadline."""
    know(agency_ids)
    found: dict[int, Deadline] = {}
    made: dict[int, tuple[Calendar, Deadline]] = {}  # the calendar too, or its id may come again
    for pk in agency_ids:
        calendar = calendar_for(pk)
        if id(calendar) not in made:
            made[id(calendar)] = (calendar, end_of_next_working_day(moment, pk))
        found[pk] = made[id(calendar)][1]
    return found


def add_working_hours(
    start: dt.datetime, span: dt.timedelta, agency_id: int | None = None
) -> Deadline:
    """The moment when that much office time has passed; see `rules`."""
    calendar = calendar_for(agency_id)
    return _keep(calendar, rules.add_working_hours(calendar, start, span), start)


def working_days_between(
    start: dt.date | dt.datetime, end: dt.date | dt.datetime, agency_id: int | None = None
) -> int:
    """Working days after `start` up to `end`; negative when `end` is earlier."""
    return rules.working_days_between(calendar_for(agency_id), start, end)


def working_day_before(day: dt.date, n: int, agency_id: int | None = None) -> dt.date:
    """The n-th working day before a day: when to remind."""
    return rules.nth_working_day(calendar_for(agency_id), day, -n)


def is_working_day(day: dt.date, agency_id: int | None = None) -> bool:
    """Whether the office works on that day."""
    return rules.is_working_day(calendar_for(agency_id), day)


def set_day(
    *,
    date: dt.date,
    kind: str,
    note: str,
    source: str,
    by: Actor,
    at: dt.datetime,
    agency_id: int | None = None,
) -> CalendarDay:
    """Say that a day is worked or off, for an agency or (None) the province; again replaces.

    Raises `Forbidden`; `CalendarRefused` without a source or outside the years known.
    """
    _may_edit(by, agency_id)
    if kind not in DayKind.values or not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise CalendarRefused(_("Ngày hoặc loại ngày không hợp lệ."))
    if not source.strip():
        raise CalendarRefused(_("Hãy ghi văn bản hoặc thông báo làm căn cứ."))
    with act(events.DAY_SET, by=by, at=at, agency_id=agency_id) as fact:
        day, _made = CalendarDay.objects.update_or_create(
            agency_id=agency_id,  # type: ignore[misc]  # NULL is the whole province
            date=date,
            defaults={"kind": kind, "note": note, "source": source, "entered_by": by.name,
                      "entered_at": at},
        )  # fmt: skip
        fact.about(day)
        note_edit()
    return day


def withdraw_day(*, day: CalendarDay, by: Actor, at: dt.datetime) -> None:
    """Take an entered day away: the statutory calendar holds again. Raises `Forbidden`."""
    _may_edit(by, day.agency_id)
    with act(events.DAY_WITHDRAWN, by=by, at=at, agency_id=day.agency_id, subject=day):
        day.delete()
        note_edit()


def set_hours(
    *,
    weekdays: Sequence[int],
    spans: Sequence[tuple[dt.time, dt.time]],
    since: dt.date,
    source: str,
    by: Actor,
    at: dt.datetime,
    agency_id: int | None = None,
    certainty: str = "V",
) -> list[OfficeHours]:
    """Set the office hours of weekdays from a day on; what was valid before ends there.

    Raises `Forbidden`; `CalendarRefused` when spans overlap, or when later hours are entered
    already.
    """
    _may_edit(by, agency_id)
    ordered = sorted(spans)
    _check_spans(weekdays, ordered, source)
    with act(events.HOURS_SET, by=by, at=at, agency_id=agency_id):
        entered = OfficeHours.objects.filter(agency=agency_id, weekday__in=weekdays)
        if entered.filter(period__startswith__gt=since).exists():
            raise CalendarRefused(
                _("Đã có giờ làm việc áp dụng sau ngày %s. Hãy chọn ngày muộn hơn.")
                % format_date(since)
            )
        entered.filter(period__startswith=since).delete()
        for row in entered.filter(period__contains=since):
            row.period = DateRange(row.period.lower, since)
            row.save(update_fields=["period"])
        made = OfficeHours.objects.bulk_create(
            OfficeHours(
                agency_id=agency_id, weekday=weekday, starts=starts, ends=ends,
                period=DateRange(since, None), source=source, certainty=certainty,
                entered_by=by.name, entered_at=at,
            )
            for weekday in sorted(set(weekdays))
            for starts, ends in ordered
        )  # fmt: skip
        note_edit()
    return made


def confirm_year(*, year: int, source: str, by: Actor, at: dt.datetime) -> ConfirmedYear:
    """Confirm that the swap days of a year are entered as the Prime Minister's notice has them."""
    _may_edit(by, None)
    if not source.strip() or not FIRST_YEAR <= year <= LAST_YEAR:
        raise CalendarRefused(_("Hãy ghi năm và thông báo làm căn cứ."))
    with act(events.YEAR_CONFIRMED, by=by, at=at) as fact:
        confirmed, _made = ConfirmedYear.objects.update_or_create(
            year=year,
            defaults={"source": source, "confirmed_by": by.name, "confirmed_at": at},
        )
        fact.about(confirmed)
        note_edit()
    return confirmed


def _check_spans(
    weekdays: Sequence[int], ordered: Sequence[tuple[dt.time, dt.time]], source: str
) -> None:
    if not source.strip():
        raise CalendarRefused(_("Hãy ghi văn bản hoặc thông báo làm căn cứ."))
    if not ordered or not weekdays or any(day not in range(7) for day in weekdays):
        raise CalendarRefused(_("Hãy chọn ngày trong tuần và ít nhất một khoảng giờ."))
    ends_before = None
    for starts, ends in ordered:
        if ends <= starts or (ends_before is not None and starts < ends_before):
            raise CalendarRefused(_("Các khoảng giờ làm việc bị chồng nhau hoặc ngược giờ."))
        ends_before = ends


def _may_edit(by: Actor, agency_id: int | None) -> None:
    if by.is_system:
        return
    if agency_id is None:
        require(by, Verb.EDIT_COMMON)
        return
    require(by, Verb.EDIT_OWN)
    if agency_id not in by.agency_ids:
        raise Forbidden(_("Bạn không quản trị lịch làm việc của cơ quan này."), Verb.EDIT_OWN)
