"""News of tasks, told by the worker from recorded facts: to whom it matters, once each."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.axis.notify import api as notify
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.facts.subscribers import Event
from lienthong.kernel.worktime.rules import local_date

from ..events import LABELS
from ..models import Amendment, Task

ACTS = (
    "tasks.proposed",
    "tasks.assigned",
    "tasks.reassigned",
    "tasks.person_named",
    "tasks.coordination_asked",
    "tasks.extension_asked",
    "tasks.return_asked",
    "tasks.request_decided",
    "tasks.submitted",
    "tasks.report_came",
    "tasks.more_asked",
    "tasks.completed",
    "tasks.cancelled",
    "tasks.reopened",
    "tasks.amended",
    "tasks.period_made",
    "tasks.split_asked",
)
TO_LEAD = {
    "tasks.assigned",
    "tasks.reassigned",
    "tasks.request_decided",
    "tasks.cancelled",
    "tasks.amended",
}
TO_DOER = {
    "tasks.person_named",
    "tasks.more_asked",
    "tasks.completed",
    "tasks.reopened",
    "tasks.amended",
    "tasks.period_made",
}
TO_ASKER = {
    "tasks.extension_asked",
    "tasks.return_asked",
    "tasks.split_asked",
    "tasks.submitted",
    "tasks.report_came",
}


def tell(event: Event) -> None:
    """Tell the people whom an act on a task concerns."""
    if event.subject_type != "tasks.task":
        if event.act == "tasks.proposed":
            _tell_secretaries(event)
        return
    task = Task.objects.filter(pk=int(event.subject_id)).first()
    if task is None:
        return
    for each in _affected(task, event):
        people = _people(each, event)
        notify.tell(
            people=people,
            agency_id=each.lead_agency_id or each.assigner_agency_id,
            kind=event.act,
            text=f"{_words(event.act)}: {each.action[:160]}",
            url=reverse("tasks:one", args=[each.pk]),
            key=f"{event.act}:{each.pk}:{event.id}",
            at=event.at,
            urgent=each.urgency != "normal",
            mail=event.act in {"tasks.assigned", "tasks.request_decided", "tasks.amended"},
        )


def _affected(task: Task, event: Event) -> list[Task]:
    """The rows that the act is news of: a group's agencies, the lines of a paper, the new period."""
    if event.act == "tasks.amended":
        changed = Amendment.objects.filter(at=event.at).values("task_id")
        rows = Task.objects.filter(pk__in=changed, assigner_agency_id=event.agency_id)
        return list(rows.filter(group_parent=False))
    if event.act == "tasks.period_made":
        return list(task.children.exclude(period="").filter(created_at=event.at))
    return [task, *task.children.all()] if task.group_parent else [task]


def _words(act: str) -> str:
    return str(LABELS.get(act, _("Nhiệm vụ")))


def _people(task: Task, event: Event) -> list[int]:
    on = local_date(event.at)
    people: list[int] = []
    to_lead = event.act in TO_LEAD or (event.act == "tasks.period_made" and not task.doer_id)
    if to_lead and task.lead_agency_id:
        people += _posts(task.lead_agency_id, on, ("clerk", "head", "chief_of_office"))
    if event.act in TO_DOER and task.doer_id:
        people.append(task.doer_id)
    if event.act in TO_ASKER:
        people += _posts(task.monitor_agency_id, on, ("chief_of_office",))
        people += [p for p in (task.assigner_id, task.monitor_id) if p]
    if event.act == "tasks.coordination_asked":
        for party in task.parties.filter(role="coordinate", answered_at=None):
            people += _posts(party.agency_id, on, ("clerk", "head"))
    return [person for person in people if person != event.person_id]


def _posts(agency_id: int, on: object, kinds: Iterable[str]) -> list[int]:
    held = agencies.holders(on, agency_ids=[agency_id], kinds=tuple(kinds))  # type: ignore[arg-type]
    return [holder.person_id for holder in held]


def _tell_secretaries(event: Event) -> None:
    people = _posts(
        event.agency_id, local_date(event.at), ("chief_of_office", "deputy_chief_of_office")
    )
    notify.tell(
        people=people,
        agency_id=event.agency_id,
        kind=event.act,
        text=_("Có nhiệm vụ đọc từ văn bản vừa phát hành, chờ xác nhận."),
        url=reverse("tasks:proposals"),
        key=f"{event.act}:{event.id}",
        at=event.at,
    )
