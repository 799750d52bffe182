"""Reads of tasks; every fetch for a person takes that person."""

import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.systems.documents import api as documents

from ..choices import OPEN_STATES, PartyRole, TaskState, Verb
from ..models import Party, Request, Task

OPEN = OPEN_STATES


def late_at(moment: Any) -> Q:
    """Open tasks past their deadline at a moment (a datetime, or the database's own `Now()`).

    The clock of a suspended task stands at the moment of its suspension (§5.2).
    """
    running = [s.value for s in OPEN if s is not TaskState.SUSPENDED]
    return Q(state__in=running, deadline__lt=moment) | Q(
        state=TaskState.SUSPENDED.value, deadline__lt=F("suspended_at")
    )


LATE = late_at(Now())


class NotSeen(Exception):
    """No such task among those that the person may see."""


def sees_all_of_agency(actor: Actor) -> bool:
    """Whether the actor sees every task in which his agency has a part."""
    return any(actor.may(v) for v in (Verb.LEAD, Verb.RECEIVE, Verb.MONITOR, Verb.CONFIRM))


def tasks_for(actor: Actor) -> QuerySet[Task]:
    """Tasks in which the actor's agency has a part; an officer sees his own and his unit's.

    A group's parent stands for its children in lists of the asker, the children in those of a doer.
    """
    rows = limit(Task.objects.all(), actor).exclude(
        state__in=[TaskState.PROPOSED, TaskState.DROPPED]
    )
    agencies = sorted(actor.agency_ids)
    part = Party.objects.filter(agency_id__in=agencies).values("task_id")
    rows = rows.filter(pk__in=part)
    if sees_all_of_agency(actor):
        return rows
    return rows.filter(Q(doer_id=actor.desk_id) | Q(doer_unit_id=actor.unit_id or 0))


def proposals_for(actor: Actor) -> QuerySet[Task]:
    """Tasks read from papers that wait for a secretary of the own agency."""
    return limit(Task.objects.all(), actor).filter(
        state=TaskState.PROPOSED, assigner_agency_id__in=sorted(actor.agency_ids)
    )


def seen_by(actor: Actor) -> QuerySet[Task]:
    """Every task whose page the actor may open: the law of `get_task` and of the files of products.

    Who leads, receives, follows or confirms for the agency opens all in which it has a part, a proposal
    only who may confirm it. Another opens his own and his unit's with the task that they are a part
    of, those on which his agency was asked to coordinate, and those of a paper that he may read.
    """
    rows = limit(Task.objects.all(), actor)
    if not actor.may(Verb.CONFIRM):
        rows = rows.exclude(state__in=[TaskState.PROPOSED, TaskState.DROPPED])
    if sees_all_of_agency(actor):
        return rows
    mine = Q(doer_id=actor.desk_id or 0) | Q(doer_unit_id=actor.unit_id or 0)
    mine |= Q(pk__in=limit(Task.objects.filter(mine), actor).values("parent_id"))
    mine |= Q(source_document__in=documents.outgoing_for(actor).values("pk"))
    if actor.may(Verb.COORDINATE):
        asked = Party.objects.filter(agency_id=actor.agency_id, role=PartyRole.COORDINATE)
        mine |= Q(pk__in=asked.values("task_id"))
    return rows.filter(mine)


def get_task(actor: Actor, pk: int) -> Task:
    """One task; raises `NotSeen`."""
    task = (
        seen_by(actor)
        .select_related(
            "lead_agency", "assigner_agency", "monitor_agency", "assigner", "doer", "doer_unit",
            "parent", "superseded_by", "series", "source_document",
        )
        .filter(pk=pk)
        .first()
    )  # fmt: skip
    if task is None:
        raise NotSeen
    return task


def waiting_for_person(actor: Actor) -> dict[str, QuerySet[Task]]:
    """What waits for this person among tasks, in the words of the desk."""
    rows = limit(Task.objects.all(), actor).exclude(group_parent=True)
    own = sorted(actor.agency_ids)
    waits: dict[str, QuerySet[Task]] = {}
    if actor.may(Verb.CONFIRM):
        waits["to_confirm"] = proposals_for(actor)
    if actor.may(Verb.RECEIVE):
        waits["to_receive"] = rows.filter(state=TaskState.ASSIGNED, lead_agency_id__in=own)
    if actor.may(Verb.LEAD):
        waits["to_name"] = rows.filter(
            state=TaskState.RECEIVED, lead_agency_id__in=own, doer_id=None
        )
    if actor.may(Verb.DO):
        waits["to_do"] = rows.filter(state=TaskState.IN_PROGRESS, doer_id=actor.desk_id)
    if actor.may(Verb.MONITOR) or actor.may(Verb.ASSIGN):
        waits["to_accept"] = rows.filter(state=TaskState.SUBMITTED, monitor_agency_id__in=own)
        asked = Request.objects.filter(task=OuterRef("pk"), state="open")
        waits["to_decide"] = rows.filter(Exists(asked), monitor_agency_id__in=own)
    return waits


def due_between(actor: Actor, since: dt.datetime, until: dt.datetime) -> QuerySet[Task]:
    """Open tasks whose deadline falls in [since, until): what will be late next week (§5.7)."""
    return tasks_for(actor).filter(
        state__in=OPEN, deadline__gte=since, deadline__lt=until, group_parent=False
    )


def parties_of(task: Task, role: PartyRole) -> list[Party]:
    """The agencies of one role."""
    return list(task.parties.filter(role=role).select_related("agency").order_by("id"))


def of_document(actor: Actor, outgoing_id: int) -> QuerySet[Task]:
    """The tasks bound to an issued paper."""
    return (
        limit(Task.objects.all(), actor)
        .filter(source_document_id=outgoing_id, parent=None)
        .order_by("section", "id")
    )
