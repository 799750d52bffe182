"""Working time: which days and hours count, so that every deadline can say by which calendar it was made.

    from lienthong.kernel.worktime import add_working_days, calendar_for

`calendar_for(agency_id)` is loaded once; its functions in `rules` then cost no query, which is
what a list of deadlines uses.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .calendars import calendar_for as calendar_for
    from .rules import Deadline as Deadline
    from .services import add_working_days as add_working_days
    from .services import add_working_hours as add_working_hours
    from .services import end_of_next_working_day as end_of_next_working_day
    from .services import is_working_day as is_working_day
    from .services import working_day_before as working_day_before
    from .services import working_days_between as working_days_between

__all__ = [
    "Deadline",
    "add_working_days",
    "add_working_hours",
    "calendar_for",
    "end_of_next_working_day",
    "is_working_day",
    "working_day_before",
    "working_days_between",
]


def __getattr__(name: str) -> Any:
    """The door's functions, found late: Django imports this package before its models are ready."""
    if name not in __all__:
        raise AttributeError(name)
    from . import services  # models may be imported by now

    found = getattr(services, name)
    globals()[name] = found
    return found
