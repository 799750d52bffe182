"""How far a deadline is from the present day of the installation, in working days of the province.

The calendar is kept by `worktime.calendars`, so a list of a thousand deadlines reads it once.
"""

import datetime as dt

from lienthong.kernel import clock
from lienthong.kernel.worktime.services import working_days_between


def days_left(
    due: dt.date | dt.datetime | None, since: dt.date | dt.datetime | None = None
) -> int | None:
    """Working days from today to a deadline: negative when it has passed, None without one.

    `since` counts from another moment: the cut of a closed period, the day on which it was done.
    """
    return None if due is None else working_days_between(since or clock.now(), due)
