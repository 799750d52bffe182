"""Requests to the asker: more time, giving back, parts for other agencies; and their decision (§5.5).

Every one is a row that is counted; silence is no consent.
"""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, person_of
from lienthong.kernel.worktime.services import working_days_between

from ..choices import DecidedAs, RequestKind, RequestState, TaskState
from ..models import Request, Task
from ..queries.working import working_rules
from ..rules import (
    children_fit,
    local_date,
    may_ask_extension,
    may_ask_return,
    within_chiefs_limit,
)
from ..workflow import TASK
from .refusals import NotNow, TooLate, need_reason
from .splitting import PartForOther, make_parts

CHIEFS = ("chief_of_office", "deputy_chief_of_office")
_VERBS = {
    RequestKind.EXTENSION: "decide_extension",
    RequestKind.RETURN: "decide_return",
    RequestKind.SPLIT: "decide_split",
}


def ask_extension(
    *,
    task: Task,
    new_deadline: dt.datetime,
    reason: str,
    done_so_far: str,
    by: Actor,
    at: dt.datetime,
) -> Request:
    """Ask for more time, with reason, new day and what is done so far.

    After the deadline it is possible but does not undo the lateness. Raises `NotNow`, `TooLate`.
    """
    reason = need_reason(reason)
    made: list[Request] = []

    def effect(locked: Task) -> None:
        still = locked.requests.filter(state=RequestState.OPEN).exclude(kind=RequestKind.SPLIT)
        if not may_ask_extension(
            state=locked.state, open_requests=still.values_list("kind", flat=True)
        ):
            raise NotNow(_("Đang có đề nghị chờ quyết định."))
        _check_later(locked, new_deadline)
        made.append(
            Request.objects.create(
                task=locked,
                kind=RequestKind.EXTENSION,
                reason=reason,
                done_so_far=done_so_far.strip(),
                new_deadline=new_deadline,
                agency_id=by.agency_id,
                asked_by_id=person_of(by),
                asked_at=at,
                after_deadline=locked.deadline is not None and at > locked.deadline,
            )
        )
        locked.updated_at = at

    TASK.perform(task, "ask_extension", by=by, at=at, effect=effect)
    return made[0]


def _check_later(task: Task, new_deadline: dt.datetime) -> None:
    if task.deadline is None:
        raise NotNow(_("Nhiệm vụ này không có thời hạn nên không cần gia hạn."))
    if new_deadline <= task.deadline:
        raise TooLate(_("Thời hạn mới phải sau thời hạn hiện nay."))
    parent = task.parent
    if parent is None or parent.group_parent or task.period:
        return
    if not children_fit(parent.deadline, [new_deadline]):
        raise TooLate(
            _(
                "Thời hạn của việc tách ra không được sau thời hạn của nhiệm vụ. Hãy gia hạn nhiệm vụ."
            )
        )


def ask_return(
    *,
    task: Task,
    reason_code: str,
    reason: str,
    facts_changed: bool = False,
    by: Actor,
    at: dt.datetime,
) -> Request:
    """Ask to give the task back; the clock goes on until granted. Raises `NotNow`."""
    reason = need_reason(reason)
    made: list[Request] = []

    def effect(locked: Task) -> None:
        since = locked.assigned_at or at
        within = working_rules(locked.assigner_agency_id, local_date(at))["return_days"]
        if not may_ask_return(
            state=locked.state,
            working_days_since_assigned=working_days_between(since, at, locked.lead_agency_id),
            facts_changed=facts_changed,
            within=within,
        ):
            raise NotNow(
                _(
                    "Chỉ đề nghị trả lại được trong %(days)s ngày làm việc từ khi giao, hoặc khi tình"
                    " hình đã thay đổi."
                )
                % {"days": within}
            )
        made.append(
            Request.objects.create(
                task=locked,
                kind=RequestKind.RETURN,
                reason_code=reason_code,
                reason=reason,
                details={"facts_changed": facts_changed},
                agency_id=by.agency_id,
                asked_by_id=person_of(by),
                asked_at=at,
            )
        )
        locked.previous_state = locked.state
        locked.updated_at = at

    TASK.perform(task, "ask_return", by=by, at=at, effect=effect)
    return made[0]


def ask_split(
    *, task: Task, parts: Sequence[PartForOther], reason: str, by: Actor, at: dt.datetime
) -> Request:
    """Ask the asker's consent to give parts to other agencies (§5.5). Raises `NotNow`, `TooLate`."""
    reason = need_reason(reason)
    if not parts:
        raise NotNow(_("Hãy ghi ít nhất một phần việc và cơ quan sẽ làm phần đó."))
    made: list[Request] = []

    def effect(locked: Task) -> None:
        if locked.requests.filter(state=RequestState.OPEN, kind=RequestKind.SPLIT).exists():
            raise NotNow(_("Đang có đề nghị chờ quyết định."))
        if not children_fit(locked.deadline, [part.deadline for part in parts]):
            raise TooLate(_("Thời hạn của việc tách ra không được sau thời hạn của nhiệm vụ."))
        made.append(
            Request.objects.create(
                task=locked,
                kind=RequestKind.SPLIT,
                reason=reason,
                details={"parts": [part.as_plain() for part in parts]},
                agency_id=by.agency_id,
                asked_by_id=person_of(by),
                asked_at=at,
            )
        )
        locked.updated_at = at

    TASK.perform(task, "ask_split", by=by, at=at, effect=effect)
    return made[0]


def decide_request(
    *, request: Request, grant: bool, note: str = "", by: Actor, at: dt.datetime
) -> Task:
    """Grant or refuse. A refusal needs a sentence; a granted extension moves the deadline while the
    original one stays (asked after the deadline it moves nothing: the lateness is not undone); a
    granted return ends the task (another lead is `closing.reassign`).

    The chief of office grants an extension only within his limit. Raises `NotNow`.
    """
    if not grant:
        need_reason(note)
    kind = RequestKind(request.kind)

    def effect(locked: Task) -> None:
        row = locked.requests.select_for_update().get(pk=request.pk)
        if row.state != RequestState.OPEN:
            raise NotNow(_("Đề nghị này đã được quyết định."))
        row.decided_as = _part(locked, by)
        if kind == RequestKind.EXTENSION and grant:
            _check_limit(locked, row, at)
        row.state = RequestState.GRANTED if grant else RequestState.REFUSED
        row.decided_by_id, row.decided_at, row.decision_note = by.person_id, at, note.strip()
        row.save()
        _carry_out(locked, row, grant, note.strip(), at)
        locked.updated_at = at

    return TASK.perform(request.task, _VERBS[kind], by=by, at=at, effect=effect)


def _part(task: Task, by: Actor) -> DecidedAs:
    """The asker himself, or a leader of his agency; the chief of office only within his limit."""
    if by.person_id != task.assigner_id and by.post_kind in CHIEFS:
        return DecidedAs.CHIEF
    return DecidedAs.ASSIGNER


def _check_limit(task: Task, row: Request, at: dt.datetime) -> None:
    if row.decided_as != DecidedAs.CHIEF or row.new_deadline is None or task.deadline is None:
        return
    rules = working_rules(task.assigner_agency_id, local_date(at))
    before = task.requests.filter(
        kind=RequestKind.EXTENSION, state=RequestState.GRANTED, decided_as=DecidedAs.CHIEF
    ).count()
    if not within_chiefs_limit(
        granted_before=before,
        more_days=working_days_between(task.deadline, row.new_deadline, task.lead_agency_id),
        most_times=rules["chief_extensions"],
        most_days=rules["chief_extension_days"],
    ):
        raise NotNow(
            _(
                "Chánh Văn phòng chỉ gia hạn được %(times)s lần, không quá %(days)s ngày làm việc."
                " Hãy trình người giao nhiệm vụ quyết định."
            )
            % {"times": rules["chief_extensions"], "days": rules["chief_extension_days"]}
        )


def _carry_out(task: Task, row: Request, grant: bool, note: str, at: dt.datetime) -> None:
    if row.kind == RequestKind.EXTENSION and grant:
        # Asked when it was late already: the new day is agreed and shown, the lateness stays (§5.5).
        task.deadline = task.deadline if row.after_deadline else row.new_deadline
    elif row.kind == RequestKind.RETURN:
        task.state = TaskState.CANCELLED if grant else task.previous_state
        task.closing_note = note if grant else task.closing_note
    elif row.kind == RequestKind.SPLIT and grant:
        make_parts(task, [PartForOther.from_plain(part) for part in row.details["parts"]], at)
