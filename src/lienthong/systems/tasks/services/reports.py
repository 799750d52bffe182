"""A paper that reports on tasks (edXML TaskCode) is bound to them when its clerk has registered it.

Run by the worker from the facts. Before it is registered a paper is nobody's duty to handle (Đ22.1).
A message can say any code, so it is bound only where the paper came from the agency that leads or
coordinates the task, to the agency that gave or follows it; all else is left as it is.
"""

import datetime as dt

from django.db.models import Q

from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.facts.recording import act
from lienthong.kernel.facts.subscribers import Event
from lienthong.systems.documents import api as documents

from ..choices import PartyRole
from ..models import Task, TaskReport

ACTS = ("documents.registered", "documents.update_agreed")


def bind_registered(event: Event) -> None:
    """Subscriber: bind the paper to the tasks whose codes it names; again it binds nothing twice."""
    paper = documents.IncomingDocument.objects.filter(pk=int(event.subject_id or 0)).first()
    if paper is None or not paper.task_codes or paper.entry_id is None:
        return
    codes = paper.task_codes
    named = Q(code__in=codes) | (Q(outside_code__in=codes) & ~Q(outside_code=""))
    for task in Task.objects.filter(named).order_by("pk"):
        if fits(task, paper):
            _bind(task, paper, event.at)


def fits(task: Task, paper: documents.IncomingDocument) -> bool:
    """Whether the paper came from who does the task to who gave it, in this or an earlier life."""
    if paper.issuer_id is None:
        return False
    askers = {task.assigner_agency_id, task.monitor_agency_id}
    does = task.parties.filter(role__in=[PartyRole.LEAD, PartyRole.COORDINATE])
    doers = set(does.values_list("agency_id", flat=True))
    doers |= {task.lead_agency_id} if task.lead_agency_id else set()
    return bool(_lives(paper.agency_id) & askers) and bool(_lives(paper.issuer_id) & doers)


def _lives(agency_id: int) -> set[int]:
    """The agency with its earlier lives: a successor reports on what its predecessor was given."""
    return {agency_id, *(kin.agency_id for kin in agencies.predecessors(agency_id))}


def _bind(task: Task, paper: documents.IncomingDocument, at: dt.datetime) -> None:
    worker = system_actor(paper.agency_id)
    if TaskReport.objects.filter(task=task, incoming=paper).exists():
        return
    with acting(worker), act("tasks.report_came", by=worker, at=at, subject=task):
        TaskReport.objects.create(task=task, agency_id=paper.agency_id, incoming=paper, at=at)
