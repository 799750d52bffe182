"""The legal clocks of a delivery by the office calendar, whose version is kept with each deadline."""

import datetime as dt

from lienthong.axis.exchange.rules import clocks
from lienthong.kernel.worktime import services as worktime


def of_agency(agency_id: int | None = None) -> clocks.Calendar:
    """The calendar of an agency (the province's by default) in the form that the rules take."""

    def next_working_day(moment: dt.datetime) -> clocks.Due:
        deadline = worktime.end_of_next_working_day(moment, agency_id)
        return clocks.Due(deadline.due_at, deadline.calendar_version)

    return next_working_day


def alive_since(at: dt.datetime) -> dt.datetime:
    """The moment since which a line must have been used to count as alive: one working day ago."""
    local = at.astimezone(clocks.VIETNAM)
    day = worktime.working_day_before(local.date(), 1)
    return dt.datetime.combine(day, local.timetz())
