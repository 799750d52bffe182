"""Pure law of tasks: when one is on time, which class it counts in, what may follow what (§5).

Sources: office practice of Decision 42/2014 and 23/2018 (VBHN 01/VBHN-VPCP, second-hand) for the
classes; Đ23.2 NĐ 30/2020 for lead, coordination and deadline. Numbers that a province decides
(bands, reminder days) are arguments, never constants of law.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .choices import Recurrence, TaskClass, TaskState

DONE = frozenset({TaskState.COMPLETED})
NOT_COUNTED = frozenset(
    {TaskState.PROPOSED, TaskState.DROPPED, TaskState.CANCELLED, TaskState.SUPERSEDED}
)


def classify(
    *, state: str, deadline: dt.datetime | None, product_date: dt.date | None, at: dt.datetime
) -> TaskClass:
    """The class of a task at a moment.

    On time is judged by the date of the product that was finally accepted, never by the day of
    acceptance; a product that was sent back does not stop the clock. Without a deadline a task
    stands apart.
    """
    if state in NOT_COUNTED:
        return TaskClass.NONE
    if deadline is None:
        return TaskClass.STANDING
    if state in DONE:
        day = product_date or deadline.date()
        late = day > local_date(deadline)
        return TaskClass.DONE_LATE if late else TaskClass.DONE_ON_TIME
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


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a recurring task."""

    label: str
    ends_on: dt.date


def period_of(recurrence: str, on: dt.date) -> Period | None:
    """The period of a recurring task that a day falls in; None where nothing recurs by the calendar."""
    year = on.year
    if recurrence == Recurrence.MONTHLY:
        return Period(f"{year}-{on.month:02d}", _month_end(year, on.month))
    if recurrence == Recurrence.QUARTERLY:
        quarter = (on.month - 1) // 3 + 1
        return Period(f"{year}-Q{quarter}", _month_end(year, quarter * 3))
    if recurrence == Recurrence.HALF_YEARLY:
        half = 1 if on.month <= 6 else 2
        return Period(f"{year}-H{half}", _month_end(year, half * 6))
    if recurrence == Recurrence.YEARLY:
        return Period(str(year), dt.date(year, 12, 31))
    return None


def _month_end(year: int, month: int) -> dt.date:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def next_period(recurrence: str, period: Period) -> Period | None:
    """The period after the given one."""
    return period_of(recurrence, period.ends_on + dt.timedelta(days=1))


def may_ask_extension(*, state: str, open_requests: Iterable[str]) -> bool:
    """An extension is asked while the task is in work and no other request is open (§5.5)."""
    return state in {TaskState.ASSIGNED, TaskState.RECEIVED, TaskState.IN_PROGRESS} and not list(
        open_requests
    )


def may_ask_return(*, state: str, working_days_since_assigned: int, facts_changed: bool) -> bool:
    """A return is asked within the first days, later only when the facts changed (§5.2, §5.5)."""
    if state == TaskState.ASSIGNED:
        return True
    if state == TaskState.RECEIVED:
        return working_days_since_assigned <= RETURN_WITHIN or facts_changed
    return state == TaskState.IN_PROGRESS and facts_changed


RETURN_WITHIN = 3  # working days; a setting of the working rules (M), overridden by the caller


def children_fit(
    parent_deadline: dt.datetime | None, deadlines: Iterable[dt.datetime | None]
) -> bool:
    """Children end no later than their parent (§5.5)."""
    if parent_deadline is None:
        return True
    return all(d is not None and d <= parent_deadline for d in deadlines)


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """A reminder so many working days from the deadline (negative: before) and whom it goes to."""

    code: str
    days: int
    to: str


REMINDERS = (
    ReminderRule("before_5", -5, "doer"),
    ReminderRule("before_3", -3, "doer"),
    ReminderRule("before_1", -1, "doer"),
    ReminderRule("on_day", 0, "doer"),
    ReminderRule("late_3", 3, "head"),
    ReminderRule("late_10", 10, "chief"),
)


def reminders_due(
    days_to_deadline: int, rules: Sequence[ReminderRule] = REMINDERS
) -> list[ReminderRule]:
    """The reminders for a day; `days_to_deadline` in working days, negative when past.

    After the deadline the doer is reminded every second working day as well.
    """
    due = [rule for rule in rules if rule.days == -days_to_deadline]
    if days_to_deadline < 0 and days_to_deadline % 2 == 0:
        due.append(ReminderRule(f"late_each_2:{-days_to_deadline}", -days_to_deadline, "doer"))
    return due
