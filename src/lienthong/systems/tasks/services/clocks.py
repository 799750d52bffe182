"""What time does to tasks: received by silence, reminders, the next period of a series (§5.2, §5.7)."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.axis.notify import api as notify
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.worktime.services import end_of_next_working_day, working_days_between

from ..choices import TaskState
from ..models import Reminder, Task
from ..rules import ReminderRule, local_date, reminders_due
from .doing import receive_by_silence

OPEN = (
    TaskState.ASSIGNED,
    TaskState.RECEIVED,
    TaskState.IN_PROGRESS,
    TaskState.RETURN_REQUESTED,
)


def take_silence_for_receipt(*, at: dt.datetime, most: int = 500) -> int:
    """Treat tasks as received that nobody answered for a working day; returns how many."""
    waiting = Task.objects.filter(
        state=TaskState.ASSIGNED, group_parent=False, assigned_at__lt=at
    ).order_by("id")[:most]
    taken = 0
    for task in waiting:
        due = end_of_next_working_day(task.assigned_at or at, agency_id=task.lead_agency_id)
        if at > due.due_at:
            receive_by_silence(task=task, at=at)
            taken += 1
    return taken


def remind(*, at: dt.datetime) -> int:
    """Send the reminders of the day, each once; returns how many tasks were reminded of."""
    sent = 0
    today = local_date(at)
    near = at + dt.timedelta(days=14)
    open_tasks = Task.objects.filter(
        state__in=OPEN, deadline__isnull=False, deadline__lt=near, group_parent=False
    )
    for task in open_tasks.iterator(500):
        days = _days_to(task, at)
        for rule in reminders_due(days):
            sent += _remind(task, rule, today, days, at)
    return sent


def _days_to(task: Task, at: dt.datetime) -> int:
    """Working days to the deadline; negative when it is past."""
    deadline = task.deadline or at
    if at <= deadline:
        return working_days_between(at, deadline, agency_id=task.lead_agency_id)
    return -working_days_between(deadline, at, agency_id=task.lead_agency_id)


def _remind(task: Task, rule: ReminderRule, today: dt.date, days: int, at: dt.datetime) -> int:
    try:
        with transaction.atomic():
            Reminder.objects.create(task=task, rule=rule.code, for_day=today, sent_at=at)
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
        key=f"remind:{task.pk}:{rule.code}:{today}",
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
