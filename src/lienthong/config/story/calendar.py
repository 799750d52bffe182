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
    """The next four working days of one month on which the province has issued nothing later.

    Numbers follow the order of issue, so a repeated run begins after the last one; all days lie in
    one month because percentages are of months.
    """
    province = province_at(FIRST) or 0
    with acting(system_actor(province)):
        last = (
            Entry.objects.filter(book__agency=province).order_by("-on").values_list("on", flat=True)
        ).first()
    day = FIRST if last is None else max(FIRST, last + dt.timedelta(days=1))
    while day < LAST:
        found = _working_days(day)
        if found[0].month == found[-1].month:
            return found
        day = found[0] + dt.timedelta(days=1)
    raise NoDayLeft("Bản đồ năm 2018 trên hệ thống này đã diễn hết ngày; hãy dùng hệ thống mới.")


def _working_days(day: dt.date) -> list[dt.date]:
    found: list[dt.date] = []
    while len(found) < LENGTH:
        if is_working_day(day):
            found.append(day)
        day += dt.timedelta(days=1)
    return found
