"""Handing in the product and judging whether it is the proof that was agreed (§5.4).

A draft, a letter "đang triển khai" or a mere attachment does not close; an interim report is
progress.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.systems.documents import api as documents

from ..choices import ProofKind, TaskState
from ..models import Product, Progress, Task
from ..rules import closes_by, is_interim, local_date
from ..workflow import TASK
from .measuring import final_reading
from .refusals import NoProof

ENDED = (TaskState.COMPLETED, TaskState.CANCELLED, TaskState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Handed:
    """A product handed in: its kind, its date (which decides whether it is on time), its proof.

    `outgoing_id` or `reference` names an own issued document; `file_id` a stored file of the own
    agency, with what is known of it in `details` (`verdict` of a signed file; of a record
    `held_on`, `present`, `result`).
    """

    kind: str
    dated: dt.date
    outgoing_id: int | None = None
    reference: str = ""
    file_id: int | None = None
    details: dict[str, object] = field(default_factory=dict)


def submit_result(
    *, task: Task, products: Sequence[Handed], note: str = "", by: Actor, at: dt.datetime
) -> Task:
    """Hand the result in. Raises `NoProof` when it is not the agreed one, when parts are still open,
    or when a product is dated in the future."""

    def effect(locked: Task) -> None:
        _check_open(locked)
        kept = _judge(locked, products, by, at)
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
            for handed in kept
        )
        if note.strip() or locked.proof == ProofKind.LEADER_CONFIRMATION:
            Progress.objects.create(
                task=locked,
                text=note.strip() or _("Đề nghị người giao xác nhận hoàn thành."),
                percent=100,
                by_id=by.person_id,
                agency_id=by.agency_id,
                at=at,
            )
        locked.updated_at = at

    return TASK.perform(task, "submit", by=by, at=at, effect=effect)


def _check_open(task: Task) -> None:
    """A recurring task is reported period by period; a parent needs all its parts (§5.5)."""
    running = hasattr(task, "series") and task.series.ended_at is None
    if running:
        raise NoProof(
            _("Nhiệm vụ định kỳ không kết thúc bằng một kết quả: hãy báo cáo nhiệm vụ của từng kỳ.")
        )
    still = task.children.exclude(state__in=ENDED).count()
    if still:
        raise NoProof(_("Còn %(count)s việc được tách ra chưa hoàn thành.") % {"count": still})


def _judge(task: Task, products: Sequence[Handed], by: Actor, at: dt.datetime) -> Iterable[Handed]:
    kind = ProofKind(task.proof)
    if kind == ProofKind.LEADER_CONFIRMATION:
        return []
    if kind == ProofKind.SYSTEM_MEASURE:
        return _measured(task, at)
    fitting = [p for p in products if p.kind == kind]
    if not fitting or kind not in _CHECKS:
        raise NoProof(
            _("Nhiệm vụ này hoàn thành bằng: %(kind)s. Hãy đính kèm đúng loại kết quả đó.")
            % {"kind": kind.label}
        )
    judged = [_CHECKS[kind](task, product, by) for product in fitting]
    if any(p.dated > local_date(at) for p in judged):
        raise NoProof(_("Ngày của kết quả không được sau ngày hôm nay."))
    if kind == ProofKind.SIGNED_SET:
        _check_count(task, judged)
    return judged


def _paper(task: Task, product: Handed, by: Actor) -> Handed:
    """An own document, issued and signed, that answers or cites what gave the task."""
    if product.outgoing_id is None and not product.reference.strip():
        raise NoProof(_("Hãy chọn văn bản đã phát hành, hoặc ghi số, ký hiệu của văn bản đó."))
    paper = find_own(product.outgoing_id, product.reference, by)
    if paper is None:
        raise NoProof(
            _(
                "Cơ quan chưa phát hành văn bản nào có số, ký hiệu này. Bản thảo chưa phải là kết quả."
            )
        )
    if paper.state == "recalled":
        raise NoProof(_("Văn bản này đã bị thu hồi nên không còn là kết quả."))
    if paper.state != "issued" or paper.issue_date is None or paper.internal:
        raise NoProof(
            _("Chỉ văn bản đã ký và phát hành mới là kết quả. Bản thảo chưa phải là kết quả.")
        )
    if is_interim(paper.subject, task.action):
        raise NoProof(
            _(
                "Văn bản này là báo cáo trong quá trình thực hiện. Hãy ghi vào mục Cập nhật tiến độ;"
                " kết quả là văn bản cuối cùng."
            )
        )
    way = closes_by(
        answered=paper.answers_incoming.reference if paper.answers_incoming else "",
        texts=[paper.subject, paper.text, *paper.task_codes],
        links=paper.links.values_list("reference", flat=True),
        source=task.source_reference,
        codes=[task.code, task.outside_code],
    )
    if not way and task.source_reference:
        raise NoProof(
            _("Văn bản này không trả lời và không viện dẫn %(source)s hay mã nhiệm vụ %(code)s.")
            % {"source": task.source_reference, "code": task.code}
        )
    version = paper.current_version
    return replace(
        product,
        outgoing_id=paper.pk,
        reference=paper.reference,
        dated=paper.issue_date,
        file_id=version.file_id if version is not None else None,
        details={
            "document_id": paper.document_id,
            "subject": paper.subject,
            "closes_by": way or "task",
            "signed": bool((paper.signature_verdict or {}).get("counts")),
        },
    )


def find_own(
    outgoing_id: int | None, reference: str, by: Actor
) -> documents.OutgoingDocument | None:
    """An own document by its key, else by its reference: the newest that bears it."""
    rows = limit(documents.OutgoingDocument.objects.all(), by).filter(agency_id=by.agency_id)
    if outgoing_id is not None:
        rows = rows.filter(pk=outgoing_id)
    else:
        rows = rows.filter(reference__iexact=" ".join(reference.split()))
    found: documents.OutgoingDocument | None = (
        rows.select_related("answers_incoming", "current_version").order_by("-issue_date").first()
    )
    return found


def _record(_task: Task, product: Handed, _by: Actor) -> Handed:
    """An event: its day, how many came, what came of it, and the minutes as a file."""
    present, result = product.details.get("present"), str(product.details.get("result") or "")
    if (
        product.file_id is None
        or not product.details.get("held_on")
        or not isinstance(present, int)
        or present < 1
        or not result.strip()
    ):
        raise NoProof(_("Biên bản cần: ngày tổ chức, số người dự, kết quả và tệp biên bản."))
    try:
        held = dt.date.fromisoformat(str(product.details["held_on"]))
    except ValueError as error:
        raise NoProof(_("Ngày tổ chức không đúng. Hãy ghi như 22/11/2026.")) from error
    return replace(product, dated=held)


def _signed(task: Task, product: Handed, by: Actor) -> Handed:
    """One signed paper of the set: an own issued document, or a file whose signature holds."""
    if product.outgoing_id is not None or product.reference:
        return _paper(task, product, by)
    if product.file_id is None:
        raise NoProof(_("Hãy tải lên từng văn bản đã ký."))
    if not product.details.get("signed_whole"):
        raise NoProof(
            _("Tệp “%(name)s” không có chữ ký số còn nguyên vẹn nên không tính là văn bản đã ký.")
            % {"name": product.details.get("name", "")}
        )
    return product


def _check_count(task: Task, products: Sequence[Handed]) -> None:
    """n of N, each paper once (by document or by content)."""
    held = task.products.filter(kind=ProofKind.SIGNED_SET, rejected_note="")
    keys = {key_of(p.outgoing_id, p.details) for p in held}
    fresh = [key_of(p.outgoing_id, p.details) for p in products]
    if len(set(fresh)) < len(fresh) or keys & set(fresh):
        raise NoProof(_("Một văn bản được đưa vào hai lần. Mỗi văn bản đã ký chỉ tính một lần."))
    wanted, have = wanted_of(task), len(keys) + len(fresh)
    if have < wanted:
        raise NoProof(
            _("Mới có %(have)s trên %(wanted)s văn bản đã ký.") % {"have": have, "wanted": wanted}
        )


def wanted_of(task: Task) -> int:
    """N of a signed set: as the secretary set it, else one."""
    count = task.proof_target.get("count")
    return count if isinstance(count, int) and count > 0 else 1


def key_of(outgoing_id: int | None, details: dict[str, Any]) -> str:
    """What makes two papers of a set the same one."""
    return f"document:{outgoing_id}" if outgoing_id else f"file:{details.get('sha256', '')}"


def _measured(task: Task, at: dt.datetime) -> list[Handed]:
    """The figures of the system at the cut: all reached, or it is not done."""
    readings = final_reading(task, at=at)
    missed = [r for r in readings if not r.reached]
    if missed:
        raise NoProof(
            _("Chưa đạt: %(figures)s.")
            % {"figures": "; ".join(f"{r.measure} {r.numerator}/{r.denominator}" for r in missed)}
        )
    return [
        Handed(
            kind=ProofKind.SYSTEM_MEASURE,
            dated=r.cut_on,
            reference=f"{r.measure}: {r.numerator}/{r.denominator}",
            details={"measurement": r.pk},
        )
        for r in readings
    ]


_CHECKS: dict[str, Callable[[Task, Handed, Actor], Handed]] = {
    ProofKind.DOCUMENT: _paper,
    ProofKind.REPORT: _paper,  # until the report system approves reports, the issued one counts
    ProofKind.RECORD: _record,
    ProofKind.SIGNED_SET: _signed,
}


def check_standing(products: Sequence[Product], by: Actor) -> None:
    """Refuse a product whose document was recalled between handing in and acceptance."""
    ids = [str(p.details.get("document_id") or "") for p in products]
    recalled = (
        limit(documents.IncomingDocument.objects.all(), by)
        .filter(document_id__in=[i for i in ids if i])
        .filter(Q(state="recalled") | Q(recall_requested_at__isnull=False))
        .exists()
    )
    if recalled:
        raise NoProof(_("Văn bản kết quả đã có thông báo thu hồi. Hãy yêu cầu bổ sung."))
