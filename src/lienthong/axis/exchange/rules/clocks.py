"""Legal clocks of a delivery, computed by a calendar that is passed in.

Đ18.1: issue on the day of signing, at latest the next working day, urgent at once. Đ21.2.c:
receipt on the same day. Đ4.2.c, 22: register on the day, at latest the next working day.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from lienthong.axis.exchange.choices import Priority

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
# "Urgent: at once" (Đ4.2.c) has no number in the decree: hours of an office's own setting.
URGENT_HOURS = {
    Priority.URGENT: 4,
    Priority.VERY_URGENT: 2,
    Priority.EXPRESS: 1,
    Priority.EXPRESS_TIMED: 1,
}


@dataclass(frozen=True, slots=True)
class Due:
    """A moment by which a duty must be done, and the version of the calendar that said so."""

    at: dt.datetime
    calendar_version: str


Calendar = Callable[[dt.datetime], Due]


def send_due(signed_at: dt.datetime, priority: int, calendar: Calendar) -> Due:
    """By when a signed document must be handed over (Đ18.1)."""
    return _due(signed_at, priority, calendar)


def register_due(arrived_at: dt.datetime, priority: int, calendar: Calendar) -> Due:
    """By when an arrived document must be registered or returned (Đ4.2.c, 21, 22)."""
    return _due(arrived_at, priority, calendar)


def receipt_due(arrived_at: dt.datetime) -> dt.datetime:
    """By when the sender must have a receipt: the end of the same day (Đ21.2.c)."""
    local = arrived_at.astimezone(VIETNAM)
    return local.replace(hour=23, minute=59, second=59, microsecond=999_999)


def _due(start: dt.datetime, priority: int, calendar: Calendar) -> Due:
    due = calendar(start)
    hours = URGENT_HOURS.get(Priority(priority))
    if hours is None:
        return due
    return Due(min(due.at, start + dt.timedelta(hours=hours)), due.calendar_version)


def later(moment: dt.datetime, floor: dt.datetime | None) -> dt.datetime:
    """The moment, but never before what must precede it: a clock that jumps back gives no
    negative duration."""
    return moment if floor is None or moment >= floor else floor
