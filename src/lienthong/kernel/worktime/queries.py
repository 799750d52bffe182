"""Reads for the calendar screen: a year day by day, with what says so."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit

from . import rules
from .calendars import calendar_for
from .models import CalendarDay, CalendarVersion, OfficeHours
from .statutory import statutory_year


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day that departs from Monday to Friday, or that the office entered."""

    date: dt.date
    works: bool
    name: str
    source: str
    entered: CalendarDay | None


def named_days(actor: Actor, year: int, agency_id: int | None = None) -> list[NamedDay]:
    """Holidays, worked weekends and entered days of a year in order; raises `YearUnknown`."""
    calendar, statutory = calendar_for(agency_id), statutory_year(year)
    entered = {
        day.date: day
        for day in entered_days(actor, agency_id).filter(date__year=year).order_by("agency_id")
    }
    for own in entered_days(actor, agency_id).filter(date__year=year, agency=agency_id):
        entered[own.date] = own
    found = []
    for date in sorted({*statutory.off, *statutory.worked, *entered}):
        day = entered.get(date)
        name = day.note if day else statutory.off.get(date) or statutory.worked.get(date, "")
        found.append(
            NamedDay(date, rules.is_working_day(calendar, date), name,
                     day.source if day else "", day)
        )  # fmt: skip
    return found


def entered_days(actor: Actor, agency_id: int | None = None) -> QuerySet[CalendarDay]:
    """Days entered for the province and for the agency."""
    wanted = Q(agency=None) | Q(agency=agency_id)
    return limit(CalendarDay.objects.filter(wanted), actor).order_by("date", "id")


def office_hours(actor: Actor, on: dt.date, agency_id: int | None = None) -> list[OfficeHours]:
    """The office hours valid on a day: the agency's own where it has any, else the province's."""
    hours = limit(OfficeHours.objects.filter(period__contains=on), actor)
    own = hours.filter(agency=agency_id) if agency_id is not None else hours.none()
    chosen = own if own.exists() else hours.filter(agency=None)
    return list(chosen.order_by("weekday", "starts"))


def version(digest: str) -> CalendarVersion:
    """The calendar that made a deadline; raises `CalendarVersion.DoesNotExist`."""
    return CalendarVersion.objects.get(pk=digest)
