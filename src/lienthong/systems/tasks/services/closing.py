"""What the asker does: decide requests, accept or ask again, pause, end, assign anew (§5.2, §5.5)."""

import datetime as dt

from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, person_of
from lienthong.kernel.worktime.services import working_days_between

from ..choices import PartyRole, RequestKind, RequestState, TaskState
from ..models import Party, Product, Request, Task
from ..rules import local_date, may_ask_extension, may_ask_return
from ..workflow import TASK
from .assigning import TooLate
from .doing import NoProof

REOPEN_WITHIN = dt.timedelta(days=30)  # a setting of the working rules (M)


class NotNow(Exception):
    """A request that may not be made or decided in this situation; says why."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


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
    _need_reason(reason)
    made: list[Request] = []

    def effect(locked: Task) -> None:
        still = locked.requests.filter(state=RequestState.OPEN).values_list("kind", flat=True)
        if not may_ask_extension(state=locked.state, open_requests=still):
            raise NotNow(_("Đang có đề nghị chờ quyết định."))
        if locked.deadline is None:
            raise NotNow(_("Nhiệm vụ này không có thời hạn nên không cần gia hạn."))
        if new_deadline <= locked.deadline:
            raise TooLate(_("Thời hạn mới phải sau thời hạn hiện nay."))
        made.append(
            Request.objects.create(
                task=locked,
                kind=RequestKind.EXTENSION,
                reason=reason.strip(),
                done_so_far=done_so_far.strip(),
                new_deadline=new_deadline,
                agency_id=by.agency_id,
                asked_by_id=person_of(by),
                asked_at=at,
                after_deadline=at > locked.deadline,
            )
        )

    TASK.perform(task, "ask_extension", by=by, at=at, effect=effect)
    return made[0]


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
    _need_reason(reason)
    made: list[Request] = []

    def effect(locked: Task) -> None:
        since = locked.assigned_at or at
        days = working_days_between(since, at, agency_id=locked.lead_agency_id)
        if not may_ask_return(
            state=locked.state, working_days_since_assigned=days, facts_changed=facts_changed
        ):
            raise NotNow(
                _(
                    "Đã quá thời gian đề nghị trả lại; chỉ còn đề nghị được khi tình hình đã thay đổi."
                )
            )
        made.append(
            Request.objects.create(
                task=locked,
                kind=RequestKind.RETURN,
                reason_code=reason_code,
                reason=reason.strip(),
                agency_id=by.agency_id,
                asked_by_id=person_of(by),
                asked_at=at,
            )
        )
        locked.previous_state = locked.state
        locked.updated_at = at

    TASK.perform(task, "ask_return", by=by, at=at, effect=effect)
    return made[0]


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise NotNow(_("Hãy ghi lý do."))


def decide_request(
    *, request: Request, grant: bool, note: str = "", by: Actor, at: dt.datetime
) -> Task:
    """Grant or refuse. A refusal needs a sentence; a granted extension moves the deadline while the
    original one stays; a granted return waits for a new lead or ends the task."""
    if not grant:
        _need_reason(note)
    kind = RequestKind(request.kind)
    verb = "decide_extension" if kind == RequestKind.EXTENSION else "decide_return"

    def effect(locked: Task) -> None:
        row = locked.requests.select_for_update().get(pk=request.pk)
        if row.state != RequestState.OPEN:
            raise NotNow(_("Đề nghị này đã được quyết định."))
        row.state = RequestState.GRANTED if grant else RequestState.REFUSED
        row.decided_by_id, row.decided_at, row.decision_note = by.person_id, at, note.strip()
        row.save()
        if kind == RequestKind.EXTENSION and grant:
            locked.deadline = row.new_deadline
        if kind == RequestKind.RETURN:
            locked.state = TaskState.CANCELLED if grant else locked.previous_state
            locked.closing_note = note.strip() if grant else locked.closing_note
        locked.updated_at = at

    return TASK.perform(request.task, verb, by=by, at=at, effect=effect)


def reassign(*, task: Task, lead_agency_id: int, note: str, by: Actor, at: dt.datetime) -> Task:
    """Give the task to another lead; deadline and history move along (§5.5)."""

    def effect(locked: Task) -> None:
        open_return = locked.requests.filter(kind=RequestKind.RETURN, state=RequestState.OPEN)
        open_return.update(
            state=RequestState.GRANTED,
            decided_by_id=by.person_id,
            decided_at=at,
            decision_note=note.strip(),
        )
        locked.parties.filter(role=PartyRole.LEAD).delete()
        Party.objects.create(task=locked, agency_id=lead_agency_id, role=PartyRole.LEAD)
        locked.lead_agency_id = lead_agency_id
        locked.doer_id = locked.doer_unit_id = locked.received_at = None
        locked.party_ids = sorted({*locked.party_ids, lead_agency_id})
        locked.updated_at = at

    return TASK.perform(task, "reassign", by=by, at=at, effect=effect)


def accept_result(*, task: Task, note: str = "", by: Actor, at: dt.datetime) -> Task:
    """The asker accepts: done. On time is judged by the date of the accepted product.

    Raises `NoProof` when nothing was handed in (unless the agreed proof is the asker's own word).
    """

    def effect(locked: Task) -> None:
        products = list(locked.products.filter(accepted_at=None, rejected_note=""))
        if not products and locked.proof != "leader_confirmation":
            raise NoProof(_("Chưa có kết quả nào được báo cáo."))
        Product.objects.filter(pk__in=[p.pk for p in products]).update(accepted_at=at)
        locked.product_date = max((p.dated for p in products), default=local_date(at))
        locked.completed_at = at
        locked.closing_note = note.strip()
        locked.updated_at = at

    return TASK.perform(task, "accept", by=by, at=at, effect=effect)


def ask_more(*, task: Task, note: str, by: Actor, at: dt.datetime) -> Task:
    """Ask the doer again; a product that is sent back does not stop the clock."""
    _need_reason(note)

    def effect(locked: Task) -> None:
        locked.products.filter(accepted_at=None, rejected_note="").update(
            rejected_note=note.strip()
        )
        locked.updated_at = at

    return TASK.perform(task, "ask_more", by=by, at=at, effect=effect)


def reopen(*, task: Task, note: str, by: Actor, at: dt.datetime) -> Task:
    """Open a completed task again, within thirty days, with a reason."""
    _need_reason(note)

    def effect(locked: Task) -> None:
        if locked.completed_at is None or at - locked.completed_at > REOPEN_WITHIN:
            raise NotNow(_("Chỉ mở lại được trong 30 ngày sau khi xác nhận hoàn thành."))
        locked.completed_at = locked.product_date = None
        locked.closing_note = note.strip()
        locked.updated_at = at

    return TASK.perform(task, "reopen", by=by, at=at, effect=effect)


def suspend(*, task: Task, basis: str, by: Actor, at: dt.datetime) -> Task:
    """Pause by a document; the clock stops."""
    _need_reason(basis)

    def effect(locked: Task) -> None:
        locked.previous_state, locked.suspended_at = locked.state, at
        locked.closing_note, locked.updated_at = basis.strip(), at

    return TASK.perform(task, "suspend", by=by, at=at, effect=effect)


def resume(*, task: Task, by: Actor, at: dt.datetime) -> Task:
    """Go on after a pause; the deadline moves by as long as it lasted."""

    def effect(locked: Task) -> None:
        if locked.deadline is not None and locked.suspended_at is not None:
            locked.deadline += at - locked.suspended_at
        locked.state, locked.suspended_at = locked.previous_state or TaskState.IN_PROGRESS, None
        locked.updated_at = at

    return TASK.perform(task, "resume", by=by, at=at, effect=effect)


def cancel(*, task: Task, note: str, by: Actor, at: dt.datetime) -> Task:
    """End the task without completion, by a document or the assigner's note."""
    _need_reason(note)

    def effect(locked: Task) -> None:
        locked.closing_note, locked.updated_at = note.strip(), at

    return TASK.perform(task, "cancel", by=by, at=at, effect=effect)


def supersede(*, task: Task, new: Task, note: str, by: Actor, at: dt.datetime) -> Task:
    """Another task takes its place; both are bound."""

    def effect(locked: Task) -> None:
        locked.superseded_by = new
        locked.closing_note, locked.updated_at = note.strip(), at

    return TASK.perform(task, "supersede", by=by, at=at, effect=effect)
