"""A later document changes the lines it names: the link `amends_task` (§5.2, §5.5).

Only the asker's agency does so, and only by a paper: one of its own that was issued, or a superior's
named by number and date. All lines that one paper changes are changed in one act, or none.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.facts.recording import act
from lienthong.systems.documents import api as documents

from ..choices import AmendKind, RequestKind, RequestState, TaskState
from ..models import Amendment, Task
from ..rules import children_fit, local_date
from ..workflow import TASK
from . import series

ENDED = (TaskState.COMPLETED, TaskState.CANCELLED, TaskState.SUPERSEDED, TaskState.DROPPED)
VERBS = {
    AmendKind.MOVE: "move_deadline",
    AmendKind.CANCEL: "cancel",
    AmendKind.REPLACE: "supersede",
    AmendKind.SUSPEND: "suspend",
    AmendKind.RESUME: "resume",
    AmendKind.CHANGE_SERIES: "change_series",
    AmendKind.END_SERIES: "end_series",
}


class NoBasis(Exception):
    """A change of tasks without the paper that orders it."""

    def __init__(self, message: str = "") -> None:
        self.message = message or _(
            "Hãy ghi số, ký hiệu và ngày của văn bản làm căn cứ điều chỉnh nhiệm vụ."
        )
        super().__init__(self.message)


class AmendRefused(Exception):
    """A change that does not fit the line; the message says which and why."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Basis:
    """The later paper: one of our own that was issued, or a reference with its day."""

    reference: str
    dated: dt.date
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What the paper does with one line."""

    task_id: int
    kind: AmendKind
    new_deadline: dt.datetime | None = None
    new_task_id: int | None = None
    terms: dict[str, Any] = field(default_factory=dict)
    note: str = ""


def basis_of(*, reference: str, dated: dt.date | None, by: Actor, at: dt.datetime) -> Basis:
    """The paper that was named: our own issued one when the number is ours, else as named.

    Raises `NoBasis` without number or day, and for a day to come.
    """
    reference = " ".join(reference.split())
    own = None
    if reference:
        rows = limit(documents.OutgoingDocument.objects.all(), by).filter(
            agency_id=by.agency_id, reference__iexact=reference, state="issued", internal=False
        )
        if dated is not None:
            rows = rows.filter(issue_date=dated)
        own = rows.order_by("-issue_date").first()
    if own is not None and own.issue_date is not None:
        return Basis(own.reference, own.issue_date, own.pk)
    if not reference or dated is None:
        raise NoBasis
    if dated > local_date(at):
        raise NoBasis(_("Ngày của văn bản không được sau ngày hôm nay."))
    return Basis(reference, dated)


def amend_tasks(
    *, basis: Basis, changes: Sequence[Change], by: Actor, at: dt.datetime
) -> list[Amendment]:
    """Do with each line what the later paper says of it; all in one act.

    A group's line changes for every agency that has not finished. The original deadline is never
    overwritten. Raises `NoBasis`, `AmendRefused`, `series.SeriesRefused`, and what `Flow` refuses.
    """
    if not basis.reference.strip():
        raise NoBasis
    if not changes:
        raise AmendRefused(_("Chưa chọn việc nào để điều chỉnh."))
    if len({change.task_id for change in changes}) < len(changes):
        raise AmendRefused(_("Một việc chỉ được chọn một cách điều chỉnh."))
    made: list[Amendment] = []
    with act("tasks.amended", by=by, at=at) as fact:
        # In the order of keys, so that two secretaries with the same paper wait for one another.
        for change in sorted(changes, key=lambda each: each.task_id):
            task = limit(Task.objects.all(), by).filter(pk=change.task_id).first()
            if task is None:
                raise AmendRefused(_("Không tìm thấy một việc đã chọn. Hãy tải lại trang."))
            made += _amend(task, change, basis, by, at)
        fact.about(made[0].task)
    return made


def _amend(
    task: Task, change: Change, basis: Basis, by: Actor, at: dt.datetime
) -> Iterable[Amendment]:
    made = [_amend_one(task, change, basis, by, at)]
    if not _reaches_below(task, change):
        return made
    for child in task.children.filter(assigner_agency_id=by.agency_id).order_by("pk"):
        if child.deadline == change.new_deadline and change.kind == AmendKind.MOVE:
            continue
        if TASK.transition(VERBS[change.kind], child.state) is not None:
            made.append(_amend_one(child, change, basis, by, at))
    return made


def _reaches_below(task: Task, change: Change) -> bool:
    """A group's line is each of its agencies'; parts and periods keep deadline and rhythm."""
    keeps_own = {AmendKind.MOVE, AmendKind.CHANGE_SERIES, AmendKind.END_SERIES}
    return task.group_parent or change.kind not in keeps_own


def _amend_one(task: Task, change: Change, basis: Basis, by: Actor, at: dt.datetime) -> Amendment:
    written: list[Amendment] = []

    def effect(locked: Task) -> None:
        old, terms = locked.deadline, {}
        locked.updated_at = at
        if change.kind == AmendKind.MOVE:
            _move(locked, change, at)
        elif change.kind in {AmendKind.CANCEL, AmendKind.REPLACE}:
            _end(locked, change, basis, at)
        elif change.kind == AmendKind.SUSPEND:
            locked.previous_state, locked.suspended_at = locked.state, at
            locked.closing_note = basis.reference
        elif change.kind == AmendKind.RESUME:
            go_on(locked, at)
        elif not locked.group_parent:
            terms = _series(locked, change, basis, at)
        written.append(
            Amendment.objects.create(
                task=locked,
                kind=change.kind,
                document_id=basis.document_id,
                reference=basis.reference,
                dated=basis.dated,
                old_deadline=old,
                new_deadline=locked.deadline if change.kind != AmendKind.CANCEL else None,
                new_task_id=change.new_task_id if change.kind == AmendKind.REPLACE else None,
                terms=terms,
                note=change.note.strip(),
                by_id=by.person_id,
                at=at,
            )
        )

    TASK.perform(task, VERBS[change.kind], by=by, at=at, effect=effect)
    return written[0]


def _move(task: Task, change: Change, at: dt.datetime) -> None:
    """The new deadline holds; an extension that was being asked for is settled by the paper."""
    if change.new_deadline is None:
        raise AmendRefused(_("Hãy ghi thời hạn mới của từng việc được dời."))
    if change.new_deadline == task.deadline:
        raise AmendRefused(_("Thời hạn mới trùng với thời hạn hiện nay."))
    parent = task.parent if _is_part(task) else None
    if parent is not None and not children_fit(parent.deadline, [change.new_deadline]):
        raise AmendRefused(_("Thời hạn của việc tách ra không được sau thời hạn của nhiệm vụ."))
    task.deadline = change.new_deadline
    if task.deadline_original is None:
        task.deadline_original = change.new_deadline
    _withdraw(task, [RequestKind.EXTENSION], at)


def _is_part(task: Task) -> bool:
    """A part of a task: neither an agency's row of a group nor a period of a series."""
    return task.parent is not None and not task.parent.group_parent and not task.period


def _end(task: Task, change: Change, basis: Basis, at: dt.datetime) -> None:
    if change.kind == AmendKind.REPLACE:
        if change.new_task_id in {None, task.pk}:
            raise AmendRefused(_("Hãy chọn nhiệm vụ mới thay cho nhiệm vụ này."))
        new = Task.objects.filter(pk=change.new_task_id).first()
        if new is None or new.state in ENDED or new.assigner_agency_id != task.assigner_agency_id:
            raise AmendRefused(_("Nhiệm vụ thay thế phải do cùng cơ quan giao và còn hiệu lực."))
        task.superseded_by = new
    task.closing_note = change.note.strip() or basis.reference
    close_below(task, basis.reference, at)


def close_below(task: Task, basis: str, at: dt.datetime) -> None:
    """What ends with a task: its series and the requests that nobody decided. Inside its act."""
    if hasattr(task, "series") and task.series.ended_at is None:
        series.end_series(task, basis, at)
    _withdraw(task, list(RequestKind), at)


def _withdraw(task: Task, kinds: Sequence[str], at: dt.datetime) -> None:
    task.requests.filter(state=RequestState.OPEN, kind__in=kinds).update(
        state=RequestState.WITHDRAWN,
        decided_at=at,
        decision_note=_("Đã có văn bản điều chỉnh nhiệm vụ."),
    )


def go_on(task: Task, at: dt.datetime) -> None:
    """After a pause the deadline moves by as long as it lasted; inside the act that resumes."""
    if task.deadline is not None and task.suspended_at is not None:
        task.deadline += at - task.suspended_at
    task.state, task.suspended_at = task.previous_state or TaskState.IN_PROGRESS, None
    series.resume_series(task, at)


def _series(task: Task, change: Change, basis: Basis, at: dt.datetime) -> dict[str, Any]:
    if change.kind == AmendKind.END_SERIES:
        series.end_series(task, basis.reference, at)
        return {}
    old = series.change_series(task, change.terms, at)
    return {"old": old, "new": change.terms}
