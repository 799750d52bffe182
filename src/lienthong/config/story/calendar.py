"""The days of the story: working days of autumn 2018, after those of earlier runs on this installation."""

import datetime as dt

from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.queries import province_at
from lienthong.kernel.registers.models import Entry
from lienthong.kernel.worktime.services import is_working_day

FIRST = dt.date(2018, 9, 5)  # after the paper that the directive cites (21/8/2018)
LAST = dt.date(2024, 12, 1)  # later the map is another one
LENGTH = 4


class NoDayLeft(Exception):
    """Every day of the old map has been played on this installation."""


def days_of_story() -> list[dt.date]:
    """Four working days of the first month in which the province has issued nothing yet.

    Numbers follow the order of issue, so a repeated run begins after the last one; each run has a
    month of its own because percentages are of months, and a run that broke off leaves gaps there.
    """
    province = province_at(FIRST) or 0
    with acting(system_actor(province)):
        last = (
            Entry.objects.filter(book__agency=province).order_by("-on").values_list("on", flat=True)
        ).first()
    day = FIRST if last is None or last < FIRST else _next_month(last).replace(day=FIRST.day)
    if day < LAST:
        return _working_days(day)
    raise NoDayLeft("Bản đồ năm 2018 trên hệ thống này đã diễn hết ngày; hãy dùng hệ thống mới.")


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def _working_days(day: dt.date) -> list[dt.date]:
    found: list[dt.date] = []
    while len(found) < LENGTH:
        if is_working_day(day):
            found.append(day)
        day += dt.timedelta(days=1)
    return found
