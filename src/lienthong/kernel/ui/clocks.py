"""How far a deadline is from the present day of the installation, in working days of the province.

The calendar is kept by `worktime.calendars`, so a list of a thousand deadlines reads it once.
"""

import datetime as dt

from lienthong.kernel import clock
from lienthong.kernel.worktime.services import working_days_between


def days_left(due: dt.date | dt.datetime | None) -> int | None:
    """Working days from today to a deadline: negative when it has passed, None without one."""
    return None if due is None else working_days_between(clock.now(), due)
