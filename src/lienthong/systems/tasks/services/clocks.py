"""What time does to tasks: received by silence, and reminders (§5.2, §5.7)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.axis.notify import api as notify
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.worktime.services import add_working_days, working_days_between

from ..choices import TaskState
from ..models import Reminder, Task
from ..queries.working import working_rules
from ..rules import ReminderRule, Rhythm, local_date, reminders_due
from .doing import receive_by_silence

OPEN = (
    TaskState.ASSIGNED,
    TaskState.RECEIVED,
    TaskState.IN_PROGRESS,
    TaskState.RETURN_REQUESTED,
)
LOOK_AHEAD = dt.timedelta(days=60)  # beyond the longest reminder that a rule may set


class _Rules:
    """Working rules by agency, looked up once in a run."""

    def __init__(self, on: dt.date) -> None:
        self.on = on
        self.known: dict[int, Mapping[str, Any]] = {}

    def of(self, agency_id: int) -> Mapping[str, Any]:
        if agency_id not in self.known:
            self.known[agency_id] = working_rules(agency_id, self.on)
        return self.known[agency_id]


def take_silence_for_receipt(*, at: dt.datetime, most: int = 500) -> int:
    """Treat tasks as received that nobody answered for a working day (a rule); returns how many."""
    rules, taken = _Rules(local_date(at)), 0
    waiting = Task.objects.filter(
        state=TaskState.ASSIGNED, group_parent=False, assigned_at__lt=at
    ).order_by("assigned_at", "id")[:most]
    for task in waiting:
        days = rules.of(task.assigner_agency_id)["silence_days"]
        due = add_working_days(task.assigned_at or at, days, task.lead_agency_id)
        if at > due.due_at:
            receive_by_silence(task=task, at=at)
            taken += 1
    return taken


def remind(*, at: dt.datetime) -> int:
    """Send the reminders of the day, each once; returns how many were sent."""
    sent, today = 0, local_date(at)
    rules = _Rules(today)
    open_tasks = Task.objects.filter(
        state__in=OPEN, deadline__isnull=False, deadline__lt=at + LOOK_AHEAD, group_parent=False
    )
    for task in open_tasks.iterator(500):
        days = days_to(task, at)
        for rule in reminders_due(days, _rhythm(rules.of(task.assigner_agency_id))):
            sent += _remind(task, rule, today, days, at)
    return sent


def _rhythm(rules: Mapping[str, Any]) -> Rhythm:
    return Rhythm(
        before=rules["remind_before"],
        late_every=rules["remind_late_every"],
        head_after=rules["remind_head_after"],
        chief_after=rules["remind_chief_after"],
    )


def days_to(task: Task, at: dt.datetime) -> int:
    """Working days to the deadline; negative when it is past."""
    deadline = task.deadline or at
    if at <= deadline:
        return working_days_between(at, deadline, agency_id=task.lead_agency_id)
    return -max(working_days_between(deadline, at, agency_id=task.lead_agency_id), 1)


def _remind(task: Task, rule: ReminderRule, today: dt.date, days: int, at: dt.datetime) -> int:
    # Head and chief are told once for a deadline, also when the worker stood still on that very day.
    told_for = today if rule.to == "doer" else local_date(task.deadline or at)
    try:
        with transaction.atomic():
            Reminder.objects.create(task=task, rule=rule.code, for_day=told_for, sent_at=at)
    except IntegrityError:
        return 0
    words = (
        _("Còn %(days)s ngày làm việc: %(action)s")
        if days > 0
        else _("Đến hạn hôm nay: %(action)s")
        if days == 0
        else _("Quá hạn %(days)s ngày làm việc: %(action)s")
    )
    notify.tell(
        people=_whom(task, rule.to, today),
        agency_id=task.lead_agency_id or task.assigner_agency_id,
        kind="tasks.reminder",
        text=words % {"days": abs(days), "action": task.action[:160]},
        url=reverse("tasks:one", args=[task.pk]),
        key=f"remind:{task.pk}:{rule.code}:{told_for}",
        at=at,
        urgent=days < 0,
        mail=True,
    )
    return 1


def _whom(task: Task, to: str, on: dt.date) -> list[int]:
    if task.lead_agency_id is None:
        return []
    kinds = {"doer": ("clerk",), "head": ("head",), "chief": ("chief_of_office",)}[to]
    if to == "doer" and task.doer_id:
        return [task.doer_id]
    agency = task.monitor_agency_id if to == "chief" else task.lead_agency_id
    return [h.person_id for h in agencies.holders(on, agency_ids=[agency], kinds=kinds)]
