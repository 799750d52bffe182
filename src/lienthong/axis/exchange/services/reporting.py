"""Statuses: the receiver moves the chain, the sender asks to have a document back (Đ18.4, Đ21).

Each report is a row of history, once for each code, and travels to the other side by the outbox.
"""

import datetime as dt

from django.utils.translation import gettext as _

from lienthong.axis.exchange import events
from lienthong.axis.exchange.choices import (
    BusinessType,
    CarriageKind,
    CarriageState,
    DeliveryStatus,
    RefusalReason,
)
from lienthong.axis.exchange.models import Delivery, Outbox, StatusReport
from lienthong.axis.exchange.policies import require_reporting
from lienthong.axis.exchange.rules.clocks import later
from lienthong.axis.exchange.rules.status import (
    FROM_SENDER,
    NEED_REASON,
    Chain,
    TransitionRefused,
    advance,
    allowed,
)
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies.models import Agency
from lienthong.kernel.facts.recording import act

from . import posting
from .detaching import detach

S = DeliveryStatus


class ReasonMissing(ValueError):
    """A request to take back and its refusal need words, a return one of the two reasons of the
    law (Đ21.2.b)."""


class NumberMissing(ValueError):
    """Delivered means registered: 03 carries the number in the incoming book (số đến)."""


def report_status(
    *,
    delivery: Delivery,
    code: str,
    by: Actor,
    at: dt.datetime,
    reason: str = "",
    refusal_reason: str = "",
    arrival_number: str = "",
) -> StatusReport:
    """Report a status; the same code again changes nothing and gives the first report back.

    02 needs a `refusal_reason` (one of the two of the law; `reason` adds words), 03 an
    `arrival_number`, 13 and 16 a reason. Raises `Forbidden`, `status.TransitionRefused`,
    `ReasonMissing`, `NumberMissing`.
    """
    require_reporting(by, delivery, code)
    known = StatusReport.objects.filter(delivery=delivery, code=code).first()
    if known is not None:
        return known
    _check(code, reason, refusal_reason, arrival_number)
    name = events.RETRACT_REQUESTED if code in FROM_SENDER else events.STATUS_REPORTED
    with act(name, by=by, at=at) as fact:
        rows = Delivery.objects.select_related("package")
        locked = rows.select_for_update(of=("self",)).filter(pk=delivery.pk).first()
        if locked is None:  # taken back meanwhile: the paper is no longer the receiver's to read
            raise TransitionRefused(_("Văn bản này đã được thu hồi."))
        fact.about(locked)
        known = StatusReport.objects.filter(delivery=locked, code=code).first()
        if known is not None:  # reported by a colleague while we waited for the row
            return known
        report = apply_status(
            locked, code, by=by, at=at, reason=reason, refusal=refusal_reason,
            number=arrival_number,
        )  # fmt: skip
        send_report(locked, report, at)
        posting.line_used(by.agency_id, at)
    return report


def _check(code: str, reason: str, refusal: str, arrival_number: str) -> None:
    if code in NEED_REASON and not reason.strip():
        raise ReasonMissing(_("Hãy ghi lý do."))
    if code == S.REFUSED and refusal not in RefusalReason.values:
        raise ReasonMissing(
            _("Chỉ trả lại khi văn bản không bảo đảm tính xác thực, toàn vẹn hoặc gửi sai nơi"
              " nhận (Điều 21 khoản 2 điểm b). Sai sót khác: tiếp nhận và thông báo cho bên gửi.")
        )  # fmt: skip
    if code == S.ACCEPTED and not arrival_number.strip():
        raise NumberMissing(_("Hãy vào sổ văn bản đến để có số đến trước khi báo đã tiếp nhận."))


def apply_status(
    delivery: Delivery,
    code: str,
    *,
    by: Actor,
    at: dt.datetime,
    reason: str = "",
    refusal: str = "",
    number: str = "",
) -> StatusReport:
    """Move a locked delivery and write the report; raises `status.TransitionRefused`.

    The caller has the act open and has checked who reports.
    """
    chain = advance(chain_of(delivery), code)
    delivery.status, delivery.retract = chain.status, chain.retract
    changed = ["status", "retract", *_set_fields(delivery, code, at, reason, refusal, number)]
    if chain.update and code == S.RETRACT_REFUSED:
        delivery.ended_at = delivery.retract_answered_at
        changed.append("ended_at")
    delivery.save(update_fields=changed)
    report = StatusReport.objects.create(
        delivery=delivery, code=code, description=reason.strip() or _words(code, refusal), at=at,
        person_id=by.person_id, person_name=by.name, post_title=by.post_title,
    )  # fmt: skip
    if code == S.RETRACT_AGREED and not chain.update:
        detach(delivery)
    return report


def _words(code: str, refusal: str) -> str:
    """What the report says when nobody wrote anything."""
    return str(RefusalReason(refusal).label if refusal else S(code).label)


def may_report(delivery: Delivery, code: str) -> bool:
    """Whether the state of a delivery allows the status now (who may is another question)."""
    fresh = Delivery.objects.select_related("package").get(pk=delivery.pk)
    return code in allowed(chain_of(fresh))


def chain_of(delivery: Delivery) -> Chain:
    """Where a delivery stands in its chain; that of an update is another one."""
    update = delivery.package.kind == BusinessType.UPDATE
    return Chain(delivery.status, delivery.retract, update)


def _set_fields(
    delivery: Delivery, code: str, at: dt.datetime, reason: str, refusal: str, number: str
) -> list[str]:
    """Set what goes with a code; times never run backwards whatever the clock does."""
    after = later(at, delivery.accepted_at or delivery.arrived_at or delivery.handed_over_at)
    values: dict[str, object] = {}
    if code == S.ARRIVED:
        values = {"arrived_at": after}
    elif code == S.ACCEPTED:
        values = {"accepted_at": after, "arrival_number": number}
    elif code == S.REFUSED:
        values = {"ended_at": after, "refusal_reason": refusal, "refusal_note": reason}
    elif code == S.COMPLETED:
        values = {"ended_at": after}
    elif code == S.RETRACT_REQUESTED:
        values = {"retract_requested_at": after, "retract_note": reason}
    elif code == S.RETRACT_REFUSED:
        values = {"retract_answered_at": after, "retract_note": reason}
    elif code == S.RETRACT_AGREED:
        # The instruction of a forwarder goes with the document that is destroyed (Đ18.4.b).
        values = {"retract_answered_at": after, "ended_at": after, "instruction": ""}
    for name, value in values.items():
        setattr(delivery, name, value)
    return list(values)


def send_report(delivery: Delivery, report: StatusReport, at: dt.datetime) -> None:
    """Let the report travel to the other side; to another installation it goes as a file."""
    target = delivery.receiver_id if report.code in FROM_SENDER else delivery.sender_id
    if Agency.objects.filter(pk=target, outside=True).exists():
        return
    Outbox.objects.create(
        kind=CarriageKind.STATUS,
        delivery=delivery,
        report=report,
        target_id=target,
        state=CarriageState.WAITING,
        created_at=at,
    )
    posting.defer_carrying()
