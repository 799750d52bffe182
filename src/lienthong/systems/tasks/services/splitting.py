"""Parts of a task: among the lead's own units, or for other agencies with the asker's consent (§5.5)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, Forbidden

from ..choices import PartyRole, ProofKind, TaskState, Verb
from ..models import Party, Task
from ..rules import children_fit
from ..workflow import TASK
from .assigning import Proposal, keep_parties, write_proposal
from .refusals import NotNow, TooLate


@dataclass(frozen=True, slots=True)
class PartForOther:
    """A part that another agency is to do, as the lead asks for it."""

    action: str
    lead_id: int
    deadline: dt.datetime | None = None

    def as_plain(self) -> dict[str, Any]:
        """As stored in the request."""
        due = self.deadline.isoformat() if self.deadline is not None else None
        return {"action": self.action, "lead": self.lead_id, "deadline": due}

    @classmethod
    def from_plain(cls, stored: dict[str, Any]) -> "PartForOther":
        """As stored in the request."""
        due = stored.get("deadline")
        return cls(
            stored["action"], int(stored["lead"]), dt.datetime.fromisoformat(due) if due else None
        )


def split_task(
    *,
    task: Task,
    parts: Sequence[Proposal],
    units: Sequence[int | None] = (),
    by: Actor,
    at: dt.datetime,
) -> list[Task]:
    """The lead divides its task among own units; `units` names the unit of each part.

    Children end no later than the parent; the asker does not see them (§5.6). Raises `TooLate`,
    `NotNow`, and `Forbidden` for another agency, which needs the asker's consent (`ask_split`).
    """
    if not parts:
        raise NotNow(_("Hãy ghi ít nhất một phần việc."))
    if any(set(part.leads) - {by.agency_id} for part in parts):
        raise Forbidden(
            _(
                "Giao cho cơ quan khác phải do người giao nhiệm vụ quyết định. Hãy đề nghị người giao."
            ),
            Verb.LEAD,
        )
    children: list[Task] = []

    def effect(locked: Task) -> None:
        if not children_fit(locked.deadline, [part.deadline for part in parts]):
            raise TooLate(_("Thời hạn của việc tách ra không được sau thời hạn của nhiệm vụ."))
        existing = locked.children.filter(assigner_agency_id=by.agency_id, period="").count()
        for number, part in enumerate(parts, existing + 1):
            child = Task(
                code=f"{locked.code}.{number}",
                state=TaskState.ASSIGNED,
                assigner_agency_id=by.agency_id,
                assigner_id=by.person_id,
                monitor_agency_id=by.agency_id,
                parent=locked,
                party_ids=[by.agency_id],
                source_kind=locked.source_kind,
                source_document_id=locked.source_document_id,
                source_reference=locked.source_reference,
                assigned_at=at,
                created_at=at,
            )
            write_proposal(child, part, at)
            child.lead_agency_id = by.agency_id
            place = number - existing - 1
            child.doer_unit_id = units[place] if place < len(units) else None
            child.save()
            keep_parties(child, part)
            children.append(child)
        locked.received_at = locked.received_at or at
        locked.updated_at = at

    TASK.perform(task, "split", by=by, at=at, effect=effect)
    return children


def make_parts(task: Task, parts: Sequence[PartForOther], at: dt.datetime) -> list[Task]:
    """The parts that the asker consented to: each has its own lead, the parent's lead follows it.

    Inside the act that grants.
    """
    if not children_fit(task.deadline, [part.deadline for part in parts]):
        raise TooLate(_("Thời hạn của việc tách ra không được sau thời hạn của nhiệm vụ."))
    assert task.lead_agency_id is not None  # noqa: S101  a lead asked
    existing = task.children.filter(assigner_agency_id=task.assigner_agency_id, period="").count()
    made = []
    for number, part in enumerate(parts, existing + 1):
        child = Task.objects.create(
            code=f"{task.code}.P{number}",
            state=TaskState.ASSIGNED,
            assigner_agency_id=task.assigner_agency_id,
            assigner_id=task.assigner_id,
            monitor_agency_id=task.monitor_agency_id,
            monitor_id=task.monitor_id,
            lead_agency_id=part.lead_id,
            parent=task,
            party_ids=sorted(
                {
                    task.assigner_agency_id,
                    task.monitor_agency_id,
                    task.lead_agency_id,
                    part.lead_id,
                }
            ),
            action=part.action,
            source_kind=task.source_kind,
            source_document_id=task.source_document_id,
            source_reference=task.source_reference,
            section=task.section,
            proof=ProofKind.DOCUMENT,
            deadline_original=part.deadline,
            deadline=part.deadline,
            urgency=task.urgency,
            assigned_at=at,
            created_at=at,
            updated_at=at,
        )
        Party.objects.bulk_create(
            Party(task=child, agency_id=agency, role=role)
            for role, agency in (
                (PartyRole.ASSIGNER, task.assigner_agency_id),
                (PartyRole.MONITOR, task.monitor_agency_id),
                (PartyRole.LEAD, part.lead_id),
                (PartyRole.REPORT_TO, task.lead_agency_id),
            )
        )
        made.append(child)
    return made
