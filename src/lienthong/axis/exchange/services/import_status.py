"""A status from a file moves the delivery that it is about; only the delivery's own side may."""

import datetime as dt

from django.utils.translation import gettext as _

from lienthong.axis.exchange import events
from lienthong.axis.exchange.choices import DeliveryStatus, IncidentKind, RefusalReason
from lienthong.axis.exchange.models import Delivery, StatusReport
from lienthong.axis.exchange.policies import acts_for
from lienthong.axis.exchange.rules.messages import StatusMessage
from lienthong.axis.exchange.rules.status import FROM_SENDER
from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.facts.recording import act

from . import alarms, reporting
from .edge import EdgeRefused, Incoming, Receipt, agency_of, comes_by_exchange, is_own


def take(message: StatusMessage, incoming: Incoming, by: Actor, at: dt.datetime) -> Receipt:
    """Move a delivery; a status reported before gives the first report's receipt.

    Raises `EdgeRefused` (a forged one with an alarm), `status.TransitionRefused`.
    """
    reporter = agency_of(
        message.sender.organ_id, at, "19", _("Bên báo trạng thái có mã %(code)s chưa đăng ký.")
    )
    document_id = message.response_for.document_id
    alarm = alarms.Alarm(
        IncidentKind.FORGED_STATUS, by.agency_id or reporter, at, document_id,
        refused=incoming.digest,
    )  # fmt: skip
    if is_own(reporter) and not incoming.is_believed:
        raise comes_by_exchange("21", alarm)
    delivery = _delivery(message, reporter, at)
    if delivery is None:
        raise EdgeRefused(
            _("Không có lượt gửi nào của văn bản này tới bên báo trạng thái."), "18", alarm
        )
    report, repeated = _apply(delivery, message, reporter, by, at)
    return Receipt(
        document_id, incoming.digest, report.at, (delivery.pk,), incoming.verdict.answer,
        incoming.verdict.text, incoming.envelope.warnings, repeated,
    )  # fmt: skip


def _delivery(message: StatusMessage, reporter: int, at: dt.datetime) -> Delivery | None:
    """The delivery between the reporter and the addressee; the latest where the file names only
    the reporter."""
    found = Delivery.objects.filter(
        package__document_id=message.response_for.document_id, current=True
    )
    if message.code not in FROM_SENDER:
        return found.filter(receiver=reporter).order_by("-pk").first()
    found = found.filter(sender=reporter)
    if message.response_for.organ_id:
        to = agency_of(
            message.response_for.organ_id, at, "18", _("Không có cơ quan nào mang mã %(code)s.")
        )
        found = found.filter(receiver=to)
    return found.order_by("-pk").first()


def _apply(
    delivery: Delivery, message: StatusMessage, reporter: int, by: Actor, at: dt.datetime
) -> tuple[StatusReport, bool]:
    """Write what another installation reports; what is reported twice is one report."""
    other = delivery.receiver_id if message.code in FROM_SENDER else delivery.sender_id
    if not by.is_system and not acts_for(by, other):
        raise EdgeRefused(_("Trạng thái này không gửi cho cơ quan của bạn."), "18")
    known = StatusReport.objects.filter(delivery=delivery, code=message.code).first()
    if known is not None:
        return known, True
    reason = message.description or str(DeliveryStatus(message.code).label)
    with act(events.STATUS_REPORTED, by=by, at=at, agency_id=other, subject=delivery):
        locked = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
        report = reporting.apply_status(
            locked, message.code, by=system_actor(reporter), at=at, reason=reason,
            refusal=RefusalReason.NOT_AUTHENTIC if message.code == "02" else "",
            number=_("ngoài hệ thống"),
        )  # fmt: skip
        reporting.send_report(locked, report, at)
    return report, False
