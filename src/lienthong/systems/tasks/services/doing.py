"""What the doer does: receive, name the person, report progress, ask others, hand in (§5.2, §5.5)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, person_of, system_actor
from lienthong.kernel.facts.recording import act
from lienthong.kernel.worktime.rules import local_date

from ..choices import PartyRole, ProofKind, TaskState
from ..models import InsideNote, Party, Product, Progress, Task
from ..workflow import TASK


class NoProof(Exception):
    """What was handed in is not the proof that was agreed for this task (§5.4)."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class NotAsked(Exception):
    """An answer from an agency that was not asked to coordinate."""

    def __init__(self) -> None:
        self.message = _("Cơ quan của bạn không được đề nghị phối hợp trong nhiệm vụ này.")
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Handed:
    """A product handed in: what kind, its date (which decides whether it is on time), its proof."""

    kind: str
    dated: dt.date
    outgoing_id: int | None = None
    reference: str = ""
    file_id: int | None = None
    details: dict[str, object] = field(default_factory=dict)


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

    def effect(locked: Task) -> None:
        for agency_id in dict.fromkeys(agency_ids):
            Party.objects.update_or_create(
                task=locked,
                agency_id=agency_id,
                role=PartyRole.COORDINATE,
                defaults={"due_at": due_at},
            )
        locked.party_ids = sorted({*locked.party_ids, *agency_ids})
        locked.updated_at = at

    return TASK.perform(task, "ask_coordination", by=by, at=at, effect=effect)


def answer_coordination(*, task: Task, answer: str, by: Actor, at: dt.datetime) -> Task:
    """A coordinating agency answers; raises `NotAsked`."""

    def effect(locked: Task) -> None:
        row = locked.parties.filter(agency_id=by.agency_id, role=PartyRole.COORDINATE).first()
        if row is None:
            raise NotAsked
        row.answer, row.answered_at, row.answered_by_id = answer.strip(), at, by.person_id
        row.save()
        locked.updated_at = at

    return TASK.perform(task, "answer", by=by, at=at, effect=effect)


def submit_result(
    *, task: Task, products: Sequence[Handed], note: str = "", by: Actor, at: dt.datetime
) -> Task:
    """Hand the result in. A draft, a letter "đang triển khai" or a mere attachment does not close.

    Raises `NoProof` when nothing of the agreed kind is handed in, when children are still open, or
    when a product is dated in the future.
    """

    def effect(locked: Task) -> None:
        _check_proof(locked, products, at)
        Product.objects.bulk_create(
            Product(
                task=locked,
                kind=handed.kind,
                agency_id=by.agency_id,
                outgoing_id=handed.outgoing_id,
                reference=handed.reference,
                dated=handed.dated,
                file_id=handed.file_id,
                details=handed.details,
                submitted_by_id=by.person_id,
                submitted_at=at,
            )
            for handed in products
        )
        if note.strip():
            Progress.objects.create(
                task=locked,
                text=note.strip(),
                percent=100,
                by_id=by.person_id,
                agency_id=by.agency_id,
                at=at,
            )
        locked.updated_at = at

    return TASK.perform(task, "submit", by=by, at=at, effect=effect)


def _check_proof(task: Task, products: Sequence[Handed], at: dt.datetime) -> None:
    kind = ProofKind(task.proof)
    fitting = [p for p in products if p.kind == kind]
    if not fitting and kind != ProofKind.LEADER_CONFIRMATION:
        raise NoProof(
            _("Nhiệm vụ này hoàn thành bằng: %(kind)s. Hãy đính kèm đúng loại kết quả đó.")
            % {"kind": kind.label}
        )
    if any(p.dated > local_date(at) for p in products):
        raise NoProof(_("Ngày của kết quả không được sau ngày hôm nay."))
    for product in fitting:
        _check_product(task, kind, product)
    wanted = task.proof_target.get("count") if isinstance(task.proof_target, dict) else None
    if kind == ProofKind.SIGNED_SET and isinstance(wanted, int):
        have = task.products.filter(kind=kind, rejected_note="").count() + len(fitting)
        if have < wanted:
            raise NoProof(
                _("Mới có %(have)s trên %(wanted)s văn bản đã ký.")
                % {"have": have, "wanted": wanted}
            )
    still = task.children.exclude(
        state__in=[TaskState.COMPLETED, TaskState.CANCELLED, TaskState.SUPERSEDED]
    ).count()
    if still:
        raise NoProof(_("Còn %(count)s việc được tách ra chưa hoàn thành.") % {"count": still})


def _check_product(task: Task, kind: ProofKind, product: Handed) -> None:
    if kind == ProofKind.DOCUMENT and product.outgoing_id is None and not product.reference:
        raise NoProof(_("Hãy chọn văn bản đã phát hành, hoặc ghi số, ký hiệu của văn bản đó."))
    if kind == ProofKind.RECORD:
        lacking = {"held_on", "present", "result"} - set(product.details)
        if lacking or product.file_id is None:
            raise NoProof(_("Biên bản cần: ngày tổ chức, số người dự, kết quả và tệp biên bản."))
