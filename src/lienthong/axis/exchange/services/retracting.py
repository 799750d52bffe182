"""Recall: a signed notice first, then the request to each receiver (13), answered by 15 or 16."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lienthong.axis.exchange import events
from lienthong.axis.exchange.choices import BusinessType, DeliveryStatus
from lienthong.axis.exchange.models import Delivery, Package, StatusReport
from lienthong.axis.exchange.policies import require_acting_for
from lienthong.axis.exchange.rules import reading
from lienthong.axis.exchange.rules.hardening import parse
from lienthong.axis.exchange.rules.messages import DocumentMessage
from lienthong.axis.exchange.rules.status import allowed
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies.queries.lives import holds_records_of
from lienthong.kernel.facts.recording import act

from .reporting import ReasonMissing, apply_status, chain_of, send_report

RETRACT = DeliveryStatus.RETRACT_REQUESTED.value


class NoNotice(ValueError):
    """A recall without the signed notice of recall that Đ18.4 asks for."""


def message_of(package: Package) -> DocumentMessage:
    """The message that a package keeps, without its files."""
    message = reading.read_header(parse(bytes(package.core)))
    if not isinstance(message, DocumentMessage):
        raise TypeError(f"package {package.pk} holds no document")
    return message


def recalled_ids(message: DocumentMessage) -> list[str]:
    """The identifiers of what a notice of recall takes back."""
    if message.kind != BusinessType.RECALL:
        return []
    named = [message.business.document_id] if message.business else []
    found = [*named, *(response.document_id for response in message.responses)]
    return list(dict.fromkeys(document_id for document_id in found if document_id))


def withdraw(
    *,
    package: Package,
    notice: Package,
    reason: str,
    by: Actor,
    at: dt.datetime,
    sender_id: int | None = None,
    receivers: Iterable[int] | None = None,
) -> list[StatusReport]:
    """Ask the receivers of a package to give it back (13), on the ground of a signed notice.

    The notice is a package of the issuer, or of the agency that keeps its papers now, of type
    recall, that names this one. A forwarder asks its own receivers by the same notice (`sender_id`). Deliveries that have ended, and those asked
    already, are left as they are. Raises `Forbidden`, `NoNotice`, `ReasonMissing`.
    """
    sender_id = package.sender_id if sender_id is None else sender_id
    require_acting_for(by, sender_id)
    if not reason.strip():
        raise ReasonMissing(_("Hãy ghi lý do."))
    if not speaks_for(notice.sender_id, package.sender_id) or (
        package.document_id not in recalled_ids(message_of(notice))
    ):
        raise NoNotice(
            _("Thu hồi phải có văn bản thông báo thu hồi đã ký, nêu đúng văn bản bị thu hồi"
              " (Điều 18 khoản 4).")
        )  # fmt: skip
    standing = Delivery.objects.filter(package=package, sender=sender_id, current=True)
    if receivers is not None:
        standing = standing.filter(receiver__in=list(receivers))
    return ask_back(standing.order_by("pk"), reason=reason, by=by, at=at)


def withdraw_at_home(
    *, package: Package, reason: str, by: Actor, at: dt.datetime
) -> list[StatusReport]:
    """Ask back (13) where nobody but the keeper of the issuer's papers holds it any more.

    A notice has nobody to go to then: it stands signed in the keeper's register, and no message is made.
    Raises `NoNotice` where another receiver still has the paper, `Forbidden`, `ReasonMissing`.
    """
    require_acting_for(by, package.sender_id)
    if not reason.strip():
        raise ReasonMissing(_("Hãy ghi lý do."))
    standing = Delivery.objects.filter(package=package, sender=package.sender_id, current=True)
    asked = [one for one in standing.select_related("package") if RETRACT in allowed(chain_of(one))]
    if any(not speaks_for(by.agency_id, one.receiver_id) for one in asked):
        raise NoNotice(
            _("Còn cơ quan khác giữ văn bản: thông báo thu hồi phải gửi đến cơ quan đó.")
        )
    return ask_back(asked, reason=reason, by=by, at=at)


def speaks_for(agency_id: int, issuer_id: int) -> bool:
    """Whether a paper of the agency may take back one of the issuer: its own, or its predecessor's."""
    return agency_id == issuer_id or holds_records_of(agency_id, issuer_id)


def _with_packages(deliveries: Iterable[Delivery]) -> Iterable[Delivery]:
    """The deliveries with their packages in one query, where a query gives them."""
    if isinstance(deliveries, QuerySet):
        return deliveries.select_related("package")
    return deliveries


def ask_back(
    deliveries: Iterable[Delivery], *, reason: str, by: Actor, at: dt.datetime
) -> list[StatusReport]:
    """Put 13 on each delivery that can still bear it, in one act; none when there is none."""
    keys = [d.pk for d in _with_packages(deliveries) if RETRACT in allowed(chain_of(d))]
    if not keys:
        return []
    reports = []
    with act(events.RETRACT_REQUESTED, by=by, at=at):
        locked = Delivery.objects.select_for_update(of=("self",)).filter(pk__in=keys)
        for delivery in locked.select_related("package").order_by("pk"):
            if RETRACT not in allowed(chain_of(delivery)):
                continue  # it ended, or a colleague asked, while we waited for the row
            report = apply_status(delivery, RETRACT, by=by, at=at, reason=reason)
            send_report(delivery, report, at)
            reports.append(report)
    return reports
