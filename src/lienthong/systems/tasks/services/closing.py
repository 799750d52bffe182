"""What the asker does at the end: accept or ask again, open again, end, assign anew (§5.2, §5.5)."""

import datetime as dt

from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.kernel.facts.subscribers import Event

from ..choices import PartyRole, ProofKind, RequestKind, RequestState, TaskState
from ..models import Party, Product, Task
from ..queries.working import working_rules
from ..rules import local_date
from ..workflow import TASK
from .amending import close_below
from .proving import check_standing
from .refusals import NoProof, NotNow, need_reason


def reassign(*, task: Task, lead_agency_id: int, note: str, by: Actor, at: dt.datetime) -> Task:
    """Give the task to another lead; deadline and history move along (§5.5). Raises `NotNow`."""

    def effect(locked: Task) -> None:
        if locked.lead_agency_id == lead_agency_id:
            raise NotNow(_("Cơ quan này đang chủ trì nhiệm vụ. Hãy chọn cơ quan khác."))
        open_return = locked.requests.filter(kind=RequestKind.RETURN, state=RequestState.OPEN)
        open_return.update(
            state=RequestState.GRANTED,
            decided_by_id=by.person_id,
            decided_at=at,
            decision_note=note.strip(),
        )
        locked.parties.filter(role=PartyRole.LEAD).delete()
        locked.parties.filter(role=PartyRole.COORDINATE, agency_id=lead_agency_id).delete()
        Party.objects.create(task=locked, agency_id=lead_agency_id, role=PartyRole.LEAD)
        locked.lead_agency_id = lead_agency_id
        locked.doer_id = locked.doer_unit_id = locked.received_at = None
        locked.received_by_silence = False
        locked.assigned_at = at
        locked.party_ids = sorted({*locked.party_ids, lead_agency_id})
        locked.updated_at = at

    return TASK.perform(task, "reassign", by=by, at=at, effect=effect)


def accept_result(*, task: Task, note: str = "", by: Actor, at: dt.datetime) -> Task:
    """The asker accepts: done. On time is judged by the date of the accepted product.

    Where the agreed proof is the asker's own word he writes why (§5.4). Raises `NoProof`, `NotNow`.
    """

    def effect(locked: Task) -> None:
        products = list(locked.products.filter(accepted_at=None, rejected_note=""))
        if locked.proof == ProofKind.LEADER_CONFIRMATION:
            if not note.strip():
                raise NotNow(
                    _(
                        "Nhiệm vụ này hoàn thành bằng xác nhận của người giao: hãy ghi căn cứ xác nhận."
                    )
                )
        elif not products:
            raise NoProof(_("Chưa có kết quả nào được báo cáo."))
        check_standing(products, by)
        Product.objects.filter(pk__in=[p.pk for p in products]).update(accepted_at=at)
        handed_on = locked.progress.filter(percent=100).order_by("-at").first()
        told = local_date(handed_on.at) if handed_on is not None else local_date(at)
        locked.product_date = max((p.dated for p in products), default=told)
        locked.completed_at = at
        locked.closing_note = note.strip()
        locked.updated_at = at

    return TASK.perform(task, "accept", by=by, at=at, effect=effect)


def ask_more(*, task: Task, note: str, by: Actor, at: dt.datetime) -> Task:
    """Ask the doer again; a product that is sent back does not stop the clock."""
    note = need_reason(note)

    def effect(locked: Task) -> None:
        locked.products.filter(accepted_at=None, rejected_note="").update(rejected_note=note)
        locked.updated_at = at

    return TASK.perform(task, "ask_more", by=by, at=at, effect=effect)


def reopen(*, task: Task, note: str, by: Actor, at: dt.datetime) -> Task:
    """Open a completed task again, within thirty days (a working rule), with a reason.

    What was accepted counts no longer: a product must be handed in again.
    """
    note = need_reason(note)

    def effect(locked: Task) -> None:
        days = working_rules(locked.assigner_agency_id, local_date(at))["reopen_days"]
        if locked.completed_at is None or at - locked.completed_at > dt.timedelta(days=days):
            raise NotNow(
                _("Chỉ mở lại được trong %(days)s ngày sau khi xác nhận hoàn thành.")
                % {"days": days}
            )
        locked.products.filter(accepted_at__isnull=False).update(
            accepted_at=None, rejected_note=note
        )
        locked.completed_at = locked.product_date = None
        locked.closing_note = note
        locked.updated_at = at

    return TASK.perform(task, "reopen", by=by, at=at, effect=effect)


def cancel(*, task: Task, note: str, by: Actor, at: dt.datetime) -> Task:
    """End the task without completion by the assigner's note (by a paper: `amending`).

    Ends its series; the children that the same asker gave out end with it.
    """
    note = need_reason(note)

    def effect(locked: Task) -> None:
        locked.closing_note, locked.updated_at = note, at
        close_below(locked, note, at)
        for child in locked.children.filter(assigner_agency_id=by.agency_id).order_by("pk"):
            if TASK.transition("cancel", child.state) is not None:
                cancel(task=child, note=note, by=by, at=at)

    return TASK.perform(task, "cancel", by=by, at=at, effect=effect)


def end_inside(event: Event) -> None:
    """Subscriber: what the lead had divided among its own units ends with the task (§5.6).

    The asker does not see those rows, so the worker ends them; told twice, it does so once.
    """
    rows = Task.objects.filter(
        parent__state__in=[TaskState.CANCELLED, TaskState.SUPERSEDED],
        parent__updated_at=event.at,
        state__in=[s for s in TaskState if TASK.transition("cancel", s) is not None],
    ).order_by("pk")
    for child in rows:
        by = system_actor(child.assigner_agency_id)
        with acting(by), act("tasks.cancelled", by=by, at=event.at, subject=child):
            locked = Task.objects.select_for_update(of=("self",)).get(pk=child.pk)
            if TASK.transition("cancel", locked.state) is not None:
                locked.state = TaskState.CANCELLED
                locked.closing_note = _("Nhiệm vụ chính đã kết thúc.")
                locked.updated_at = event.at
                close_below(locked, locked.closing_note, event.at)
                locked.save()
