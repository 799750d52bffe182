"""Tasks by agency, a task's helpers and parts, and its series (§5.1, §5.5, screen 7)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.worktime.services import working_days_between

from ..choices import PartyRole, ProofKind, TaskState
from ..models import Series, Task
from ..rules import classify, local_date, period_words
from .lists import seen_by
from .working import working_rules


@dataclass(frozen=True, slots=True)
class Helper:
    """A coordinating agency's row: its deadline and its answer, or for how long it is silent."""

    agency_id: int
    name: str
    due_at: dt.datetime | None
    answer: str
    answered_at: dt.datetime | None
    days_late: int  # working days past its deadline, of the answer or of the silence
    consents: bool  # silence past the deadline is consent, where the working rules say so


def helpers_of(task: Task, *, at: dt.datetime) -> list[Helper]:
    """The coordinating agencies in the order in which they were asked; three queries."""
    rows = list(task.parties.filter(role=PartyRole.COORDINATE).order_by("pk"))
    if not rows:
        return []
    named = agencies.names_of([row.agency_id for row in rows])
    consents = bool(working_rules(task.assigner_agency_id, local_date(at))["silence_consents"])
    found = []
    for row in rows:
        until = row.answered_at or at
        late = row.due_at is not None and until > row.due_at
        days = working_days_between(row.due_at, until, row.agency_id) if late and row.due_at else 0
        name = named[row.agency_id].short_name if row.agency_id in named else ""
        found.append(
            Helper(
                row.agency_id, name, row.due_at, row.answer, row.answered_at,
                max(days, 1) if late else 0,
                consents and late and row.answered_at is None,
            )
        )  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """One row below a task: an agency of a group, a part, or a period."""

    task: Task
    name: str
    kind: str  # the words of its class


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands below a task, with n of N done."""

    rows: Sequence[Part]
    done: int
    of: int


def parts_of(task: Task, actor: Actor, *, at: dt.datetime, most: int = 400) -> Parts:
    """The rows below a task that this actor may see; two queries."""
    rows = list(
        limit(task.children.all(), actor)
        .exclude(state=TaskState.DROPPED)
        .order_by("deadline", "pk")[:most]
    )
    named = agencies.names_of({row.lead_agency_id for row in rows if row.lead_agency_id})
    parts = [
        Part(
            row,
            _part_name(row, named),
            str(
                classify(
                    state=row.state,
                    deadline=row.deadline,
                    product_date=row.product_date,
                    at=at,
                    suspended_at=row.suspended_at,
                ).label
            ),
        )
        for row in rows
    ]
    parts.sort(key=lambda part: (part.task.period, part.name) if task.group_parent else ("", ""))
    counted = [r for r in rows if r.state not in {TaskState.CANCELLED, TaskState.SUPERSEDED}]
    done = sum(r.state == TaskState.COMPLETED for r in counted)
    return Parts(parts, done, len(counted))


def _part_name(task: Task, named: dict[int, agencies.Named]) -> str:
    """A period by its words, else the agency that does the part."""
    if task.period:
        return period_words(task.period)
    return named[task.lead_agency_id].short_name if task.lead_agency_id in named else ""


@dataclass(frozen=True, slots=True)
class SetCount:
    """n of N signed papers; of a group, how many of its agencies have theirs accepted."""

    have: int
    of: int


def signed_of(task: Task, parts: Parts) -> SetCount | None:
    """How many of a signed set are there; None for another kind of proof."""
    if task.proof != ProofKind.SIGNED_SET:
        return None
    if task.group_parent:
        return SetCount(parts.done, parts.of)
    wanted = task.proof_target.get("count")
    have = task.products.filter(kind=ProofKind.SIGNED_SET, rejected_note="").count()
    return SetCount(have, wanted if isinstance(wanted, int) and wanted > 0 else 1)


def series_for(actor: Actor) -> QuerySet[Series]:
    """Recurring tasks that the own agency asks for or does and that one may open, the next first."""
    own = sorted(actor.agency_ids)
    rows = limit(Series.objects.filter(task__in=seen_by(actor).values("pk")), actor).filter(
        Q(task__assigner_agency_id__in=own)
        | Q(task__monitor_agency_id__in=own)
        | Q(task__lead_agency_id__in=own)
    )
    return (
        rows.select_related("task")
        .annotate(
            made=Count("task__children", filter=~Q(task__children__period="")),
            done=Count(
                "task__children",
                filter=~Q(task__children__period="") & Q(task__children__state="completed"),
            ),
        )
        .order_by("next_on", "task__code")
    )
