"""Paper findings: a paper that came by post though both sides must exchange counts against its
sender, as owed and not delivered, until the document comes through the exchange after all."""

import datetime as dt
import hashlib
from collections.abc import Iterable

from django.utils.translation import gettext as _

from lienthong.axis.exchange import events
from lienthong.axis.exchange.choices import Channel
from lienthong.axis.exchange.models import Delivery, Package
from lienthong.axis.exchange.policies import require_acting_for
from lienthong.axis.exchange.rules import clocks
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.facts.recording import act

from . import addressing, calendar


class CameByExchange(ValueError):
    """The document has come through the exchange: no finding stands against its sender."""


class NotObligated(ValueError):
    """One of the two is not on the list of those that must exchange."""


def report_paper_finding(
    *,
    sender_id: int,
    receiver_id: int,
    reference: str,
    issued_on: dt.date,
    type_name: str,
    subject: str,
    by: Actor,
    at: dt.datetime,
) -> Delivery:
    """The receiver's clerk registers a paper of an obligated sender; again changes nothing.

    Raises `Forbidden`, `NotObligated`, `CameByExchange`.
    """
    require_acting_for(by, receiver_id)
    if not {sender_id, receiver_id} <= addressing.obligated(at):
        raise NotObligated(_("Nơi gửi hoặc nơi nhận không thuộc diện phải liên thông."))
    same = Delivery.objects.filter(
        sender=sender_id, receiver=receiver_id, current=True,
        package__reference=reference, package__issued_on=issued_on,
    )  # fmt: skip
    known = same.select_related("package").first()
    if known is not None and known.paper_finding:
        return known
    if known is not None:
        raise CameByExchange(_("Văn bản này đã đến qua liên thông, không phải văn bản giấy."))
    with act(events.PAPER_FOUND, by=by, at=at) as fact:
        package = _package(sender_id, receiver_id, reference, issued_on, type_name, subject, at)
        signed = dt.datetime.combine(issued_on, dt.time(12), clocks.VIETNAM)
        due = clocks.send_due(signed, 0, calendar.of_agency(sender_id))
        found = Delivery.objects.create(
            package=package, sender_id=sender_id, receiver_id=receiver_id, channel=Channel.PAPER,
            paper_finding=True, month=package.month, send_due_at=due.at, register_due_at=due.at,
            calendar_version=due.calendar_version, created_at=at,
        )  # fmt: skip
        fact.about(found)
    return found


def _package(
    sender_id: int, receiver_id: int, reference: str, issued_on: dt.date, type_name: str,
    subject: str, at: dt.datetime,
) -> Package:  # fmt: skip
    """The document as its paper names it; one for each receiver, who knows of no other."""
    nothing = hashlib.sha256(b"").hexdigest()
    return Package.objects.create(
        sender_id=sender_id, party_ids=[sender_id, receiver_id],
        document_id=f"giấy,{receiver_id},{issued_on:%Y/%m/%d},{reference}", reference=reference,
        type_name=type_name, subject=subject, issued_on=issued_on, core=b"",
        message_sha256=nothing, content_sha256=nothing, counted=True,
        month=issued_on.replace(day=1), created_at=at,
    )  # fmt: skip


def settle(package: Package, receivers: Iterable[int]) -> None:
    """What has now been sent through the exchange stands against its sender no more."""
    stood = Delivery.objects.filter(
        sender=package.sender_id, receiver__in=list(receivers), current=True, paper_finding=True,
        package__reference=package.reference, package__issued_on=package.issued_on,
    )  # fmt: skip
    papers = list(stood.values_list("package_id", flat=True))
    if papers:
        stood.update(current=False)
        Package.objects.filter(pk__in=papers).update(counted=False)
