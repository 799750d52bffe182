"""From the signed text to an assigned task: proposing, mending, confirming (§5.2)."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.facts.recording import act
from lienthong.kernel.worktime.services import add_working_days

from ..choices import PartyRole, ProofKind, TaskState, Verb
from ..models import Party, Task
from ..queries.working import working_rules
from ..rules import local_date
from ..workflow import TASK
from .series import start_series


class NoMeasure(Exception):
    """A task that a figure of the system is to prove, without the figure (§5.4)."""

    def __init__(self) -> None:
        self.message = _("Hãy chọn số liệu của hệ thống và mức phải đạt trước khi giao.")
        super().__init__(self.message)


class NoLead(Exception):
    """A task without exactly one lead cannot be assigned."""

    def __init__(self, message: str = "") -> None:
        self.message = message or _(
            "Nhiệm vụ phải có đúng một cơ quan chủ trì. Hãy chọn cơ quan chủ trì trước khi giao."
        )
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing that somebody must do, as read from a text and mended by a person.

    `leads` holds one agency; more than one are the agencies of a group, each of which gets a child.
    `monitor_id` names the agency that follows the task where it is not the asker's own (§5.6);
    `series_terms` may hold cut_day, due_after and starts_on of a recurring task.
    """

    action: str
    leads: Sequence[int] = ()
    lead_phrase: str = ""
    coordinating: Sequence[int] = ()
    report_to: Sequence[int] = ()
    report_via: str = ""
    deadline: dt.datetime | None = None
    deadline_words: str = ""
    calendar_version: str = ""
    recurrence: str = ""
    series_terms: dict[str, object] = field(default_factory=dict)
    monitor_id: int | None = None
    targets: Sequence[str] = ()
    proof: str = ProofKind.DOCUMENT
    proof_target: dict[str, object] = field(default_factory=dict)
    section: str = ""
    quote: str = ""
    quote_place: dict[str, object] | None = None
    question: str = ""
    urgency: str = "normal"


@dataclass(frozen=True, slots=True)
class Source:
    """What a task comes from: an issued document, a superior's paper, a meeting's conclusion."""

    kind: str = "document"
    document_id: int | None = None
    reference: str = ""
    assigner_id: int | None = None
    outside_code: str = ""


def new_code(prefix: str, at: dt.datetime) -> str:
    """A task code: unique, at most 50 characters, speakable on the telephone."""
    return f"{prefix}-{at:%y%m%d}-{secrets.token_hex(4).upper()}"


def propose_tasks(
    *, proposals: Sequence[Proposal], source: Source, by: Actor, at: dt.datetime
) -> list[Task]:
    """Keep what was read as proposals of the assigning agency; nobody else sees them yet.

    Done by the worker when a document is issued, or by a secretary by hand.
    """
    if not by.is_system:
        require(by, Verb.CONFIRM)
    tasks = []
    with act("tasks.proposed", by=by, at=at):
        for proposal in proposals:
            task = Task(
                code=new_code("NV", at),
                state=TaskState.PROPOSED,
                assigner_agency_id=by.agency_id,
                assigner_id=source.assigner_id,
                monitor_agency_id=by.agency_id,
                party_ids=[by.agency_id],
                source_kind=source.kind,
                source_document_id=source.document_id,
                source_reference=source.reference,
                outside_code=source.outside_code,
                created_at=at,
            )
            write_proposal(task, proposal, at)
            task.save()
            keep_parties(task, proposal)
            tasks.append(task)
    return tasks


def write_proposal(task: Task, proposal: Proposal, at: dt.datetime) -> None:
    """Put what was read or mended on the row, unsaved; inside the act that keeps it."""
    for name in (
        "action",
        "lead_phrase",
        "report_via",
        "deadline_words",
        "calendar_version",
        "recurrence",
        "proof",
        "section",
        "quote",
        "quote_place",
        "question",
        "urgency",
    ):
        setattr(task, name, getattr(proposal, name))
    task.proof_target = dict(proposal.proof_target)
    task.targets = list(proposal.targets)
    task.series_terms = dict(proposal.series_terms)
    if proposal.monitor_id is not None:
        task.monitor_agency_id = proposal.monitor_id
    task.deadline = task.deadline_original = proposal.deadline
    task.lead_agency_id = proposal.leads[0] if len(proposal.leads) == 1 else None
    task.group_parent = len(proposal.leads) > 1
    task.updated_at = at


def keep_parties(task: Task, proposal: Proposal) -> None:
    """The rows of a proposal's parties; the wall's array grows only when the task is assigned."""
    task.parties.all().delete()
    rows = [Party(task=task, agency_id=task.assigner_agency_id, role=PartyRole.ASSIGNER)]
    rows.append(Party(task=task, agency_id=task.monitor_agency_id, role=PartyRole.MONITOR))
    for role, ids in (
        (PartyRole.LEAD, proposal.leads),
        (PartyRole.COORDINATE, [i for i in proposal.coordinating if i not in proposal.leads]),
        (PartyRole.REPORT_TO, proposal.report_to),
    ):
        rows += [Party(task=task, agency_id=agency, role=role) for agency in dict.fromkeys(ids)]
    Party.objects.bulk_create(rows)


def mend_proposal(*, task: Task, proposal: Proposal, by: Actor, at: dt.datetime) -> Task:
    """Correct what was read before it is assigned."""

    def effect(locked: Task) -> None:
        write_proposal(locked, proposal, at)
        locked.save()
        keep_parties(locked, proposal)

    return TASK.perform(task, "mend", by=by, at=at, effect=effect)


def drop_proposal(*, task: Task, reason: str, by: Actor, at: dt.datetime) -> Task:
    """Make no task of it, with the reason."""

    def effect(locked: Task) -> None:
        locked.closing_note = reason
        locked.updated_at = at

    return TASK.perform(task, "drop", by=by, at=at, effect=effect)


def assign_task(*, task: Task, by: Actor, at: dt.datetime) -> Task:
    """Confirm a proposal: from now on its parties see it and its clock runs.

    A group as lead makes one child for each agency (§5.1). Raises `NoLead`, `NoMeasure`.
    """

    def effect(locked: Task) -> None:
        leads = _ids(locked, PartyRole.LEAD)
        if not leads:
            raise NoLead
        if locked.question and len(leads) > 1 and not locked.group_parent:
            raise NoLead(locked.question)
        if locked.proof == ProofKind.SYSTEM_MEASURE and not locked.proof_target.get("measures"):
            raise NoMeasure
        locked.assigned_at = at
        locked.updated_at = at
        locked.question = ""
        locked.party_ids = sorted(set(locked.parties.values_list("agency_id", flat=True)))
        _ask_helpers(locked, at)
        if locked.group_parent:
            locked.save()
            _make_children(locked, leads, at)
        start_series(locked, at)

    return TASK.perform(task, "assign", by=by, at=at, effect=effect)


def _ask_helpers(task: Task, at: dt.datetime) -> None:
    """Each coordinating agency has its own deadline, never after the task's (§5.5)."""
    days = working_rules(task.assigner_agency_id, local_date(at))["coordination_days"]
    due_at = add_working_days(at, days, task.assigner_agency_id).due_at
    if task.deadline is not None and at < task.deadline < due_at:
        due_at = task.deadline
    task.parties.filter(role=PartyRole.COORDINATE, due_at=None).update(due_at=due_at)


def _ids(task: Task, role: PartyRole) -> list[int]:
    found = task.parties.filter(role=role).order_by("id").values_list("agency_id", flat=True)
    return list(found)


def _make_children(parent: Task, leads: Sequence[int], at: dt.datetime) -> None:
    """One child for each agency of the group: its own clock, product and doer."""
    helpers = list(parent.parties.filter(role=PartyRole.COORDINATE).order_by("id"))
    coordinating = [party.agency_id for party in helpers]
    shared = [parent.assigner_agency_id, parent.monitor_agency_id]
    children = [
        Task(
            code=f"{parent.code}.{number:03d}",
            state=TaskState.ASSIGNED,
            assigner_agency_id=parent.assigner_agency_id,
            assigner_id=parent.assigner_id,
            monitor_agency_id=parent.monitor_agency_id,
            monitor_id=parent.monitor_id,
            lead_agency_id=lead,
            lead_phrase=parent.lead_phrase,
            parent=parent,
            party_ids=sorted({lead, *shared, *coordinating}),
            action=parent.action,
            source_kind=parent.source_kind,
            source_document_id=parent.source_document_id,
            source_reference=parent.source_reference,
            section=parent.section,
            quote=parent.quote,
            quote_place=parent.quote_place,
            proof=parent.proof,
            proof_target=parent.proof_target,
            targets=parent.targets,
            deadline_original=parent.deadline,
            deadline=parent.deadline,
            deadline_words=parent.deadline_words,
            calendar_version=parent.calendar_version,
            recurrence=parent.recurrence,
            series_terms=parent.series_terms,
            urgency=parent.urgency,
            report_via=parent.report_via,
            assigned_at=at,
            created_at=at,
            updated_at=at,
        )
        for number, lead in enumerate(leads, 1)
    ]
    Task.objects.bulk_create(children)
    rows = []
    for child, lead in zip(children, leads, strict=True):
        rows += [
            Party(task=child, agency_id=child.assigner_agency_id, role=PartyRole.ASSIGNER),
            Party(task=child, agency_id=child.monitor_agency_id, role=PartyRole.MONITOR),
            Party(task=child, agency_id=lead, role=PartyRole.LEAD),
        ]
        rows += [
            Party(
                task=child,
                agency_id=helper.agency_id,
                role=PartyRole.COORDINATE,
                due_at=helper.due_at,
            )
            for helper in helpers
            if helper.agency_id != child.lead_agency_id
        ]
    Party.objects.bulk_create(rows)
    for child in children:
        start_series(child, at)
