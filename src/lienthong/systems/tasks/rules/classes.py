"""Pure law of tasks: when one is on time, which class it counts in, what may follow what (§5).

Sources: office practice of Decision 42/2014 and 23/2018 (VBHN 01/VBHN-VPCP, second-hand) for the
classes; Đ23.2 NĐ 30/2020 for lead, coordination and deadline. Numbers that a province decides
(bands, reminder days) are arguments, never constants of law.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from ..choices import TaskClass, TaskState

DONE = frozenset({TaskState.COMPLETED})
NOT_COUNTED = frozenset(
    {TaskState.PROPOSED, TaskState.DROPPED, TaskState.CANCELLED, TaskState.SUPERSEDED}
)


def classify(
    *,
    state: str,
    deadline: dt.datetime | None,
    product_date: dt.date | None,
    at: dt.datetime,
    suspended_at: dt.datetime | None = None,
) -> TaskClass:
    """The class of a task at a moment.

    On time is judged by the date of the product that was finally accepted, never by the day of
    acceptance; a product that was sent back does not stop the clock. Without a deadline a task
    stands apart. While a task is suspended its clock stands at `suspended_at` (§5.2).
    """
    if state in NOT_COUNTED:
        return TaskClass.NONE
    if deadline is None:
        return TaskClass.STANDING
    if state in DONE:
        day = product_date or deadline.date()
        late = day > local_date(deadline)
        return TaskClass.DONE_LATE if late else TaskClass.DONE_ON_TIME
    if state == TaskState.SUSPENDED and suspended_at is not None:
        at = min(at, suspended_at)
    return TaskClass.OPEN_LATE if at > deadline else TaskClass.OPEN_IN_TIME


def local_date(moment: dt.datetime) -> dt.date:
    """The Vietnamese day of a moment."""
    return moment.astimezone(dt.timezone(dt.timedelta(hours=7))).date()


def band(days_late: int, bounds: Sequence[int] = (5, 30)) -> int:
    """Which band of lateness: 0 up to the first bound, 1 up to the second, 2 beyond (a setting)."""
    return sum(days_late > bound for bound in bounds)


def completion_rate(completed: int, due: int) -> float | None:
    """Completed of those due in the period, in percent rounded down to one decimal; None for 0/0."""
    return None if due == 0 else int(completed * 1000 / due) / 10


def may_ask_extension(*, state: str, open_requests: Iterable[str]) -> bool:
    """An extension is asked while the task is in work and no other request is open (§5.5)."""
    return state in {TaskState.ASSIGNED, TaskState.RECEIVED, TaskState.IN_PROGRESS} and not list(
        open_requests
    )


def may_ask_return(
    *, state: str, working_days_since_assigned: int, facts_changed: bool, within: int
) -> bool:
    """A return is asked within the first `within` working days (a setting), later only when the
    facts changed (§5.2, §5.5)."""
    if state in {TaskState.ASSIGNED, TaskState.RECEIVED}:
        return working_days_since_assigned <= within or facts_changed
    return state == TaskState.IN_PROGRESS and facts_changed


def within_chiefs_limit(
    *, granted_before: int, more_days: int, most_times: int, most_days: int
) -> bool:
    """Whether the chief of office may grant an extension himself: so often, so many working days
    (§5.5); beyond that the asker decides."""
    return granted_before < most_times and more_days <= most_days


def children_fit(
    parent_deadline: dt.datetime | None, deadlines: Iterable[dt.datetime | None]
) -> bool:
    """Children end no later than their parent (§5.5)."""
    if parent_deadline is None:
        return True
    return all(d is not None and d <= parent_deadline for d in deadlines)
