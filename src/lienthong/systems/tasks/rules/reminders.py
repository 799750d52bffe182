"""When to remind whom, and what will be late by its pace (§5.7); every number is a working rule."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """A reminder on a day, and whom it goes to: doer, head of the lead, chief of office."""

    code: str
    to: str


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The numbers of the working rules that reminders follow, in working days."""

    before: Sequence[int]
    late_every: int
    head_after: int
    chief_after: int


def reminders_due(days_to_deadline: int, rhythm: Rhythm) -> list[ReminderRule]:
    """The reminders of a day; `days_to_deadline` in working days, negative when past."""
    if days_to_deadline >= 0:
        if days_to_deadline not in rhythm.before:
            return []
        code = f"before_{days_to_deadline}" if days_to_deadline else "on_day"
        return [ReminderRule(code, "doer")]
    late = -days_to_deadline
    due = []
    if rhythm.late_every and late % rhythm.late_every == 0:
        due.append(ReminderRule(f"late_each_{rhythm.late_every}:{late}", "doer"))
    if late >= rhythm.head_after:
        due.append(ReminderRule("late_head", "head"))
    if late >= rhythm.chief_after:
        due.append(ReminderRule("late_chief", "chief"))
    return due


def late_by_pace(
    *, days_left: int, days_quiet: int, ahead: int, quiet: int, days_running: int
) -> bool:
    """Whether a task that is near its deadline has gone without any report of progress for long.

    `days_quiet` since the last report, or since the assignment when there was none.
    """
    return 0 <= days_left <= ahead and days_quiet >= quiet and days_running >= quiet
