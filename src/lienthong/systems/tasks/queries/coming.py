"""What will be late next week, by deadline and by pace (§5.7): the list for Monday's giao ban."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.worktime.services import working_days_between

from ..models import Task
from ..rules import late_by_pace, local_date
from .lists import OPEN, tasks_for
from .working import working_rules

MOST = 1000


@dataclass(frozen=True, slots=True)
class Coming:
    """One task of the list: working days left (negative when late), days since anything was told."""

    task: Task
    lead_name: str
    days: int
    quiet: int
    told_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ComingList:
    """Late already; due in the days ahead; due later but silent for too long."""

    late: Sequence[Coming]
    due: Sequence[Coming]
    slow: Sequence[Coming]
    ahead: int
    pace_quiet: int
    cut_off: bool

    @property
    def empty(self) -> bool:
        """Whether nothing is late and nothing will be."""
        return not (self.late or self.due or self.slow)


def coming_for(actor: Actor, *, at: dt.datetime) -> ComingList:
    """The list of the own agency's tasks, those it asked and those it does; four queries.

    Suspended tasks are left out: their clock stands.
    """
    rules = working_rules(actor.agency_id, local_date(at))
    ahead, pace = int(rules["ahead_days"]), int(rules["pace_ahead_days"])
    # Two calendar days for a working day, and the longest holidays, hold every deadline looked at.
    until = at + dt.timedelta(days=2 * max(ahead, pace) + 14)
    rows = list(_open(actor).filter(deadline__lt=until)[: MOST + 1])
    named = agencies.names_of({row.lead_agency_id for row in rows if row.lead_agency_id})
    late, due, slow = [], [], []
    for task in rows[:MOST]:
        found = _coming(task, named, at, actor.agency_id)
        if found.days < 0:
            late.append(found)
        elif found.days <= ahead:
            due.append(found)
        elif late_by_pace(
            days_left=found.days,
            days_quiet=found.quiet,
            ahead=pace,
            quiet=int(rules["pace_quiet_days"]),
            days_running=working_days_between(task.assigned_at or at, at, actor.agency_id),
        ):
            slow.append(found)
    return ComingList(late, due, slow, ahead, int(rules["pace_quiet_days"]), len(rows) > MOST)


def _open(actor: Actor) -> QuerySet[Task]:
    return (
        tasks_for(actor)
        .filter(
            state__in=[s for s in OPEN if s != "suspended"],
            deadline__isnull=False,
            group_parent=False,
        )
        .annotate(told_at=Max("progress__at"))
        .annotate(quiet_since=Coalesce("told_at", "assigned_at"))
        .order_by("deadline", "pk")
    )


def _coming(
    task: Task, named: dict[int, agencies.Named], at: dt.datetime, calendar_of: int
) -> Coming:
    """Days by the reader's own calendar: one for the whole list."""
    lead, deadline = task.lead_agency_id, task.deadline or at
    days = working_days_between(at, deadline, calendar_of)
    if at > deadline:
        days = -max(working_days_between(deadline, at, calendar_of), 1)
    quiet_since = getattr(task, "quiet_since", None) or at
    return Coming(
        task=task,
        lead_name=named[lead].short_name if lead in named else "",
        days=days,
        quiet=max(working_days_between(quiet_since, at, calendar_of), 0),
        told_at=getattr(task, "told_at", None),
    )
