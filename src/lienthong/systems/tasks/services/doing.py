"""What the doer does: receive, name the person, report progress, ask others (§5.2, §5.5)."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, person_of, system_actor
from lienthong.kernel.facts.recording import act

from ..choices import PartyRole, TaskState
from ..models import InsideNote, Party, Progress, Task
from ..workflow import TASK
from .refusals import NotAsked, NotNow


def receive_task(*, task: Task, by: Actor, at: dt.datetime) -> Task:
    """Văn thư or the head of the lead takes the task in; the clock ran since the assignment."""

    def effect(locked: Task) -> None:
        locked.received_at = at
        locked.updated_at = at

    return TASK.perform(task, "receive", by=by, at=at, effect=effect)


def receive_by_silence(*, task: Task, at: dt.datetime) -> Task:
    """After one working day without an answer the task is treated as received (§5.2)."""
    by = system_actor(task.lead_agency_id or 0)
    with act("tasks.received_by_silence", by=by, at=at, subject=task):
        locked = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
        if locked.state == TaskState.ASSIGNED and not locked.group_parent:
            locked.state = TaskState.RECEIVED
            locked.received_at = at
            locked.received_by_silence = True
            locked.updated_at = at
            locked.save()
    return locked


def name_person(
    *,
    task: Task,
    unit_id: int | None,
    person_id: int,
    note: str = "",
    by: Actor,
    at: dt.datetime,
) -> Task:
    """The head of the lead names who does it; the asker sees only the contact's name (§5.6)."""

    def effect(locked: Task) -> None:
        locked.doer_unit_id = unit_id
        locked.doer_id = person_id
        locked.received_at = locked.received_at or at
        locked.updated_at = at
        if note.strip():
            InsideNote.objects.create(
                task=locked, agency_id=by.agency_id, text=note.strip(), by_id=person_of(by), at=at
            )

    return TASK.perform(task, "name_person", by=by, at=at, effect=effect)


def report_progress(
    *, task: Task, text: str, percent: int | None = None, by: Actor, at: dt.datetime
) -> Task:
    """An interim report: progress, never completion."""

    def effect(locked: Task) -> None:
        Progress.objects.create(
            task=locked,
            text=text.strip(),
            percent=percent,
            by_id=by.person_id,
            agency_id=by.agency_id,
            at=at,
        )
        locked.updated_at = at

    return TASK.perform(task, "report_progress", by=by, at=at, effect=effect)


def ask_coordination(
    *, task: Task, agency_ids: Sequence[int], due_at: dt.datetime, by: Actor, at: dt.datetime
) -> Task:
    """Ask further agencies to coordinate, each with the deadline; they see the task from now on."""

    wanted = [pk for pk in dict.fromkeys(agency_ids) if pk != by.agency_id]
    if not wanted:
        raise NotNow(_("Hãy chọn cơ quan phối hợp."))
    if due_at <= at:
        raise NotNow(_("Hạn trả lời phải sau hôm nay."))

    def effect(locked: Task) -> None:
        if locked.deadline is not None and at < locked.deadline < due_at:
            raise NotNow(_("Hạn trả lời của cơ quan phối hợp không được sau thời hạn nhiệm vụ."))
        for agency_id in wanted:
            Party.objects.update_or_create(
                task=locked,
                agency_id=agency_id,
                role=PartyRole.COORDINATE,
                defaults={"due_at": due_at},
            )
        locked.party_ids = sorted({*locked.party_ids, *wanted})
        locked.updated_at = at

    return TASK.perform(task, "ask_coordination", by=by, at=at, effect=effect)


def answer_coordination(*, task: Task, answer: str, by: Actor, at: dt.datetime) -> Task:
    """A coordinating agency answers, once and by a sentence; raises `NotAsked`, `NotNow`."""
    if not answer.strip():
        raise NotNow(_("Hãy ghi nội dung trả lời."))

    def effect(locked: Task) -> None:
        row = locked.parties.filter(agency_id=by.agency_id, role=PartyRole.COORDINATE).first()
        if row is None:
            raise NotAsked
        if row.answered_at is not None:
            raise NotNow(_("Cơ quan của bạn đã trả lời phối hợp nhiệm vụ này."))
        row.answer, row.answered_at, row.answered_by_id = answer.strip(), at, by.person_id
        row.save()
        locked.updated_at = at

    return TASK.perform(task, "answer", by=by, at=at, effect=effect)
