"""On which day of a week something is pushed, where the office does not work on every day (§5.7)."""

import datetime as dt
from collections.abc import Callable


def monday_of(day: dt.date) -> dt.date:
    """The Monday of the week of a day."""
    return day - dt.timedelta(days=day.weekday())


def push_day(monday: dt.date, wanted: int, works: Callable[[dt.date], bool]) -> dt.date | None:
    """The day of the week (1 is Monday) on which to push, or the last working day before it.

    None where the office does not work on any day of the week up to the wanted one (Tết).
    """
    days = (monday + dt.timedelta(days=n) for n in range(wanted - 1, -1, -1))
    return next((day for day in days if works(day)), None)


def is_time(here: dt.datetime, day: dt.date | None, hour: int) -> bool:
    """Whether the hour of the day has come; it stays so to the end of that week, so that a push
    which the worker slept through is made up and not lost."""
    if day is None or monday_of(here.date()) != monday_of(day):
        return False
    return (here.date(), here.hour) >= (day, hour)
