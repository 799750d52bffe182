"""Forwarding: the same bytes under the same identifier, with one more hop (never a copy, Đ25).

The forwarder's instruction travels with the delivery (phiếu chuyển). Receipts of the second ring
go to the forwarder; the issuer sees them in sums.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from lienthong.axis.exchange import events
from lienthong.axis.exchange.choices import BusinessType, Exemption, IncidentKind
from lienthong.axis.exchange.models import Delivery, Package, PackageFile
from lienthong.axis.exchange.policies import require_acting_for
from lienthong.axis.exchange.rules import clocks
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.facts.recording import act

from . import addressing, alarms, calendar, dispatching, letters, posting


class NotRegistered(ValueError):
    """What stands in no incoming book is nobody's to pass on (Đ22.1)."""


class NotAnUpdate(ValueError):
    """Only a message of type 2 that has arrived is passed on as an update."""


class ForwardDiffers(alarms.Refused):
    """The bytes to be passed on are not those that were received."""


def forward(
    *,
    delivery: Delivery,
    receivers: Iterable[int],
    instruction: str,
    by: Actor,
    at: dt.datetime,
    digests: Sequence[str] | None = None,
) -> Mapping[int, int]:
    """Pass a received document on, unchanged: receiver → delivery. Doing it again changes nothing.

    `digests` are the SHA-256 of the files that the caller means to pass on: anything but the bytes
    received is refused with an alarm. Raises `Forbidden`, `NotRegistered`, `ForwardDiffers`,
    `dispatching.NothingToSend`, `addressing.UnknownReceiver`.
    """
    forwarder = delivery.receiver_id
    require_acting_for(by, forwarder)
    with alarms.sounding():
        if digests is not None:
            _refuse_other_bytes(delivery, digests, at)
        package = Package.objects.select_for_update().filter(pk=delivery.package_id).first()
        if package is None:  # taken back meanwhile: the receiver has it no more
            raise NotRegistered(_("Văn bản này đã được thu hồi, không chuyển tiếp được."))
        parent = Delivery.objects.get(pk=delivery.pk)
        if parent.accepted_at is None or parent.status in ("02", "15"):
            raise NotRegistered(_("Hãy vào sổ văn bản đến trước khi chuyển tiếp."))
        addresses = _addresses(package, forwarder, receivers, at)
        have = dispatching.current_deliveries(package, forwarder)
        new = [a for a in addresses if a.receiver_id not in have]
        if new:
            have |= _forward(package, parent, new, instruction, by, at)
    return {a.receiver_id: have[a.receiver_id] for a in addresses}


def forward_update(
    *, delivery: Delivery, receivers: Iterable[int], instruction: str, by: Actor, at: dt.datetime
) -> Mapping[int, int]:
    """Pass an update (type 2) on to those to whom its document was forwarded, unchanged.

    The message goes on as it came, an envelope of its own for each: receiver → delivery. Whoever has
    no document from here gets none. Doing it again changes nothing. Raises `Forbidden`,
    `NotAnUpdate`, `dispatching.NothingToSend`.
    """
    forwarder = delivery.receiver_id
    require_acting_for(by, forwarder)
    package = Package.objects.select_for_update().filter(pk=delivery.package_id).first()
    if package is None or package.kind != BusinessType.UPDATE:
        raise NotAnUpdate(_("Gói tin này không phải là cập nhật của một văn bản."))
    parent = Delivery.objects.get(pk=delivery.pk)
    if parent.arrived_at is None:
        raise NotAnUpdate(_("Gói tin cập nhật chưa đến cơ quan bạn."))
    held = Delivery.objects.filter(
        package__sender=package.sender_id, package__document_id=package.document_id,
        package__revision=0, sender=forwarder, current=True,
    ).exclude(status__in=("02", "15"))  # fmt: skip
    ring = set(held.values_list("receiver_id", flat=True))
    addresses = [
        a
        for a in _addresses(package, forwarder, receivers, at)
        if ring & {a.receiver_id, a.addressed_to_id}
    ]
    if not addresses:
        raise dispatching.NothingToSend(_("Các nơi này không giữ văn bản do cơ quan bạn chuyển."))
    have = dispatching.current_deliveries(package, forwarder)
    new = [a for a in addresses if a.receiver_id not in have]
    if new:
        have |= _forward(package, parent, new, instruction, by, at)
    return {a.receiver_id: have[a.receiver_id] for a in addresses}


def _addresses(
    package: Package, forwarder: int, receivers: Iterable[int], at: dt.datetime
) -> list[addressing.Address]:
    """Everybody named but the forwarder himself and the issuer, who has it."""
    known = {forwarder, package.sender_id}
    found = [a for a in addressing.resolve(receivers, at) if a.receiver_id not in known]
    if not found:
        raise dispatching.NothingToSend(_("Chưa chọn nơi nhận chuyển tiếp."))
    return found


def _forward(
    package: Package,
    parent: Delivery,
    new: list[addressing.Address],
    instruction: str,
    by: Actor,
    at: dt.datetime,
) -> dict[int, int]:
    forwarder = parent.receiver_id
    listed = addressing.obligated(at)
    with act(events.FORWARDED, by=by, at=at, agency_id=forwarder, subject=parent):
        dispatching.admit(package, new, counted=False)
        made = posting.post(
            posting.Posting(
                package=package,
                sender_id=forwarder,
                priority=package.priority,
                month=addressing.local_day(at).replace(day=1),
                send_due=clocks.send_due(at, package.priority, calendar.of_agency(forwarder)),
                register_due=clocks.register_due(at, package.priority, calendar.of_agency()),
                exemptions=[
                    "" if a.receiver_id in listed else Exemption.NOT_OBLIGATED.value for a in new
                ],
                at=at,
                parent=parent,
                instruction=instruction.strip(),
                counted=package.kind != BusinessType.UPDATE,
            ),
            new,
        )
        posting.defer_carrying()
    return made


def _refuse_other_bytes(delivery: Delivery, digests: Sequence[str], at: dt.datetime) -> None:
    files = PackageFile.objects.filter(package=delivery.package_id).order_by("position")
    kept = list(files.values_list("sha256", flat=True))
    if list(digests) == kept:
        return
    text = _("Tệp chuyển tiếp khác với tệp đã nhận. Văn bản điện tử phải được chuyển nguyên vẹn;"
             " nếu cần bổ sung, hãy ban hành văn bản triển khai.")  # fmt: skip
    raise ForwardDiffers(
        text,
        alarms.Alarm(
            IncidentKind.FORWARD_DIFFERS, delivery.receiver_id, at, delivery.package.document_id,
            letters.content_digest(kept), letters.content_digest(list(digests)),
        ),
    )  # fmt: skip
