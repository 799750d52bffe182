"""The tasks that an issued paper assigns, read from its signed bytes and proposed (story step 6).

Run by the worker when a document is issued. Nothing is assigned by a machine: a secretary confirms.
"""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from lienthong.axis.reading import api as reading
from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.facts.subscribers import Event
from lienthong.kernel.files.services import open_file
from lienthong.kernel.text import fold
from lienthong.kernel.worktime.services import add_working_days
from lienthong.systems.documents import api as documents

from ..choices import Measure, MeasureScope, ProofKind, Recurrence
from ..models import Task
from .assigning import Proposal, Source, propose_tasks

_RECURRENCE = {
    "week": Recurrence.WEEKLY,
    "month": Recurrence.MONTHLY,
    "quarter": Recurrence.QUARTERLY,
    "half_year": Recurrence.HALF_YEARLY,
    "year": Recurrence.YEARLY,
}
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
OFFICE_CLOSES = dt.time(17, 0)  # the moment of a deadline given as a day (setting of the office, M)
VIETNAM = dt.timezone(dt.timedelta(hours=7))


def propose_from_issued(event: Event) -> None:
    """Subscriber of `documents.issued`: propose the paper's tasks once, however often it is told."""
    document = (
        documents.OutgoingDocument.objects.filter(pk=int(event.subject_id))
        .select_related("current_version__file")
        .first()
    )
    if document is None or document.current_version is None or document.internal:
        return
    if Task.objects.filter(source_document=document).exists():
        return
    stored = document.current_version.file
    if stored is None:
        return
    with open_file(stored) as stream:
        found = reading.read_file(
            stream.read(), directory=reading.structure_directory(), on=document.issue_date
        )
    proposals = proposals_of(found, on=document.issue_date)
    if not proposals:
        return
    propose_tasks(
        proposals=proposals,
        source=Source(
            document_id=document.pk,
            reference=document.reference,
            assigner_id=document.signatory_id,
        ),
        by=system_actor(document.agency_id),
        at=event.at,
    )


def proposals_of(found: reading.Reading, *, on: dt.date | None) -> list[Proposal]:
    """What was read, as proposals: one for each task, leads resolved to agencies of the day."""
    day = on or found.resolved_on
    return [_proposal(task, day) for task in found.tasks]


def _proposal(task: reading.Task, on: dt.date | None) -> Proposal:
    leads = _agencies(task.lead)
    deadline, version = _deadline(task, on, leads[0] if len(leads) == 1 else None)
    recurrence = str(task.recurrence.value or "")
    action = str(task.action.value or (task.evidence.words if task.evidence else ""))
    targets = [str(target.value) for target in task.targets]
    proof, target = _proof(task, action, len(leads))
    return Proposal(
        action=action,
        leads=leads,
        lead_phrase=", ".join(party.value for party in task.lead),
        coordinating=[a for a in _agencies(task.coordinate) if a not in leads],
        report_to=_agencies(task.report_to),
        report_via=", ".join(party.value for party in task.via),
        deadline=deadline,
        deadline_words=task.deadline.evidence.words if task.deadline.evidence else "",
        calendar_version=version,
        recurrence=_RECURRENCE.get(recurrence, Recurrence.AS_NEEDED if recurrence else ""),
        targets=targets,
        proof=proof,
        proof_target=target,
        section=task.section or "",
        quote=task.evidence.words if task.evidence else "",
        quote_place=_place(task.evidence),
        question=task.question_text or task.question or "",
    )


def _proof(task: reading.Task, action: str, leads: int) -> tuple[str, dict[str, Any]]:
    """The kind of proof that the words suggest, and what it must reach; a secretary confirms.

    A share that this system does not measure is proved by a report.
    """
    kind = task.proof if task.proof in ProofKind.values else ProofKind.DOCUMENT
    if kind != ProofKind.SYSTEM_MEASURE:
        return kind, {}
    words = fold(action)
    measures = [
        name for name, said in ((Measure.P1, "lien thong"), (Measure.P2, "ky so")) if said in words
    ]
    if not measures:
        return ProofKind.REPORT, {}
    province = "cac co quan" in words or "toan tinh" in words
    scope = MeasureScope.PROVINCE if province else MeasureScope.AGENCY
    return kind, {
        "measures": measures,
        "scope": scope.value,
        "at_least": _percent([str(t.value) for t in task.targets]),
    }


def _percent(targets: Sequence[str]) -> float:
    """The first share among the targets; 100 where none can be read."""
    found = re.search(r"(\d+(?:[.,]\d+)?)\s*%", " ".join(targets))
    return float(found.group(1).replace(",", ".")) if found else 100.0


def _agencies(parties: Sequence[reading.Party]) -> list[int]:
    ids = [int(a) for party in parties for a, _name in party.agencies if str(a).isdigit()]
    return list(dict.fromkeys(ids))


def _place(evidence: reading.Evidence | None) -> dict[str, Any] | None:
    if evidence is None:
        return None
    return {
        "page": evidence.page,
        "box": evidence.box.as_list() if evidence.box else None,
        "start": evidence.start,
        "end": evidence.end,
    }


def _deadline(
    task: reading.Task, on: dt.date | None, agency_id: int | None
) -> tuple[dt.datetime | None, str]:
    """The moment of the deadline and the calendar version that made it; None where none is given.

    A day means the close of that day; a number of working days counts from the day of the paper.
    """
    value = task.deadline.value
    if isinstance(value, str):
        try:
            day = dt.date.fromisoformat(value[:10])
        except ValueError:
            return None, ""
        return dt.datetime.combine(day, OFFICE_CLOSES, VIETNAM), ""
    if isinstance(value, dict) and on is not None and "within" in value:
        start = dt.datetime.combine(on, OFFICE_CLOSES, VIETNAM)
        count, unit = int(value["within"]), value.get("unit")
        if unit == "working_day":
            due = add_working_days(start, count, agency_id=agency_id)
            return due.due_at, due.calendar_version
        if unit in _DAYS:
            return start + dt.timedelta(days=count * _DAYS[unit]), ""
    return None, ""
