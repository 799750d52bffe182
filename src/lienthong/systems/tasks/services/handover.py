"""What the task system hands over by name: tasks to do, and tasks that one asked of others.

The row stays one row; the old agency stays among its parties, so that the task is found under the
old name as under the new. Deadline, state and history are unchanged (office practice §1 row 33).
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import BigIntegerField, F, Q, QuerySet, Value
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, nobody
from lienthong.kernel.access.context import current_actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import handover
from lienthong.kernel.agencies.models import PostHolding
from lienthong.kernel.facts.recording import act
from lienthong.kernel.worktime.rules import local_date

from ..choices import PartyRole, TaskState
from ..models import Party, Task
from ..queries import OPEN

STILL = (*OPEN, TaskState.PROPOSED)


def _titles(item_ids: Sequence[int]) -> dict[int, str]:
    rows = limit(Task.objects.filter(pk__in=list(item_ids)), current_actor() or nobody())
    return {
        pk: f"{code} · {action}" for pk, code, action in rows.values_list("pk", "code", "action")
    }


def _pass(task: Task, role: str, old: int, new: int) -> None:
    """The part of the old agency becomes the new one's; the wall keeps both."""
    if old == new:
        return
    held = Party.objects.filter(task=task, agency_id=new, role=role)
    if held.exists():
        Party.objects.filter(task=task, agency_id=old, role=role).delete()
    else:
        changed = Party.objects.filter(task=task, agency_id=old, role=role).update(agency_id=new)
        if not changed:
            Party.objects.create(task=task, agency_id=new, role=role)
    task.party_ids = sorted({*task.party_ids, old, new})


class LedTasks:
    """Open tasks that an agency must do."""

    @property
    def label(self) -> str:
        """What the work is called on the sheet."""
        return _("Nhiệm vụ phải thực hiện")

    def open_items(self, agency_ids: Sequence[int], person_id: int | None) -> QuerySet[Any]:
        """Tasks by the agency that leads, with the person who does them."""
        rows = Task.objects.filter(lead_agency_id__in=list(agency_ids), state__in=STILL).annotate(
            item_id=F("pk"),
            held_by_id=F("lead_agency_id"),
            person_id=F("doer_id"),
            unit_id=F("doer_unit_id"),
            due_on=TruncDate("deadline"),
        )
        return rows if person_id is None else rows.filter(doer_id=person_id)

    def describe(self, item_ids: Sequence[int]) -> dict[int, str]:
        """Code and what is to be done."""
        return _titles(item_ids)

    def hand_over(
        self,
        item_ids: Sequence[int],
        *,
        to_agency_id: int,
        to_person_id: int | None,
        by: Actor,
        at: dt.datetime,
    ) -> None:
        """The new agency leads, the person does it."""
        held = PostHolding.objects.on(local_date(at)).filter(
            person_id=to_person_id or 0, post__agency_id=to_agency_id
        )
        unit = held.values_list("post__unit_id", flat=True).first()
        with act("tasks.taken_over", by=by, at=at, agency_id=to_agency_id):
            rows = Task.objects.select_for_update(of=("self",)).filter(pk__in=list(item_ids))
            for task in rows.order_by("pk"):
                if task.lead_agency_id is not None:
                    _pass(task, PartyRole.LEAD, task.lead_agency_id, to_agency_id)
                task.lead_agency_id = to_agency_id
                task.doer_id, task.doer_unit_id = to_person_id, unit
                task.updated_at = at
                task.save()


class AskedTasks:
    """Open tasks that an agency asked of others, and must accept or decide on."""

    @property
    def label(self) -> str:
        """What the work is called on the sheet."""
        return _("Nhiệm vụ đã giao, theo dõi")

    def open_items(self, agency_ids: Sequence[int], person_id: int | None) -> QuerySet[Any]:
        """Tasks by the agency that asked, with the person who asked; one's own are led already."""
        rows = (
            Task.objects.filter(assigner_agency_id__in=list(agency_ids), state__in=STILL)
            .exclude(Q(lead_agency_id=F("assigner_agency_id")) & Q(lead_agency__isnull=False))
            .annotate(
                item_id=F("pk"),
                held_by_id=F("assigner_agency_id"),
                person_id=F("assigner_id"),
                unit_id=Value(None, BigIntegerField()),
                due_on=TruncDate("deadline"),
            )
        )
        return rows if person_id is None else rows.filter(assigner_id=person_id)

    def describe(self, item_ids: Sequence[int]) -> dict[int, str]:
        """Code and what is to be done."""
        return _titles(item_ids)

    def hand_over(
        self,
        item_ids: Sequence[int],
        *,
        to_agency_id: int,
        to_person_id: int | None,
        by: Actor,
        at: dt.datetime,
    ) -> None:
        """The new agency accepts and decides in the old one's place."""
        with act("tasks.taken_over", by=by, at=at, agency_id=to_agency_id):
            rows = Task.objects.select_for_update(of=("self",)).filter(pk__in=list(item_ids))
            for task in rows.order_by("pk"):
                old = task.assigner_agency_id
                _pass(task, PartyRole.ASSIGNER, old, to_agency_id)
                if task.monitor_agency_id == old:
                    if old != to_agency_id:
                        _pass(task, PartyRole.MONITOR, old, to_agency_id)
                    task.monitor_agency_id, task.monitor_id = to_agency_id, to_person_id
                task.assigner_agency_id, task.assigner_id = to_agency_id, to_person_id
                task.updated_at = at
                task.save()


def register() -> None:
    """Name both kinds to the kernel; called once at start."""
    handover.register("tasks.led", LedTasks())
    handover.register("tasks.asked", AskedTasks())
