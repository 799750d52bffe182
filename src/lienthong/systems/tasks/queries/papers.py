"""Papers around tasks: own issued ones that may be proof, and those whose tasks can be amended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.systems.documents import api as documents

from ..models import Task
from ..rules import closes_by, is_interim, local_date
from .lists import OPEN

MOST = 30


@dataclass(frozen=True, slots=True)
class Candidate:
    """An own issued document; `fits` when it answers or cites what gave the task."""

    paper: documents.OutgoingDocument
    fits: bool


def own_papers(task: Task, actor: Actor) -> list[Candidate]:
    """The own agency's papers issued since the task was given, those that fit it first; two queries."""
    rows = limit(documents.OutgoingDocument.objects.all(), actor).filter(
        agency_id=actor.agency_id, state="issued", internal=False
    )
    if task.assigned_at is not None:
        rows = rows.filter(issue_date__gte=local_date(task.assigned_at))
    found = rows.select_related("answers_incoming").prefetch_related("links")
    candidates = [
        Candidate(
            paper,
            bool(
                closes_by(
                    answered=paper.answers_incoming.reference if paper.answers_incoming else "",
                    texts=[paper.subject, paper.text, *paper.task_codes],
                    links=[link.reference for link in paper.links.all()],
                    source=task.source_reference,
                    codes=[task.code, task.outside_code],
                )
            )
            and not is_interim(paper.subject, task.action),
        )
        for paper in found.order_by("-issue_date", "-pk")[:MOST]
    ]
    return sorted(candidates, key=lambda each: not each.fits)


def papers_of(actor: Actor) -> Sequence[Mapping[str, Any]]:
    """References of papers from which the own agency has open tasks, newest first, with how many."""
    rows = limit(Task.objects.all(), actor).filter(
        assigner_agency_id=actor.agency_id, state__in=OPEN, parent=None
    )
    return tuple(
        rows.exclude(source_reference="")
        .values("source_reference")
        .annotate(count=Count("pk"), last=Max("assigned_at"))
        .order_by("-last")[:50]
    )
