"""Update (type 2) and resend: receivers and message data may change, a signed file never (Đ18.3)."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lienthong.axis.exchange import events
from lienthong.axis.exchange.choices import BusinessType, DeliveryStatus, IncidentKind
from lienthong.axis.exchange.models import Delivery, Package, PackageFile
from lienthong.axis.exchange.policies import require_acting_for
from lienthong.axis.exchange.rules import clocks
from lienthong.axis.exchange.rules.messages import Business, DocumentMessage, ReceiverChange, Update
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies.queries.naming import sending_code
from lienthong.kernel.facts.recording import act

from . import addressing, alarms, calendar, dispatching, letters, posting
from .reporting import ReasonMissing
from .retracting import ask_back, message_of

# What a message may say anew; number, date, type, signer and files are the signed document's.
CHANGEABLE = frozenset({"content", "due_on", "places", "steering_type", "task_codes", "other"})


class UpdateChangesFile(alarms.Refused):
    """An update came with other bytes: content is changed by a new document, not by a message."""


class UpdateRefused(ValueError):
    """An update of what only a document can change."""


class NotReturned(ValueError):
    """Only what was returned is sent again."""


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did: deliveries of the new receivers, of the message, and asked back."""

    added: Mapping[int, int]
    told: Mapping[int, int]
    asked_back: Sequence[int]


def update(
    *,
    package: Package,
    reason: str,
    by: Actor,
    at: dt.datetime,
    add: Iterable[int] = (),
    remove: Iterable[int] = (),
    changes: Mapping[str, object] | None = None,
    digests: Sequence[str] | None = None,
) -> Updated:
    """Change the receivers and the message data of a sent document.

    New receivers get the document itself; removed ones are asked to give it back (13, answered by
    15 or 16); changed data go to all others as a message that updates. Raises `Forbidden`,
    `ReasonMissing`, `UpdateRefused`, `UpdateChangesFile` (with an alarm).
    """
    require_acting_for(by, package.sender_id)
    if not reason.strip():
        raise ReasonMissing(_("Hãy ghi lý do."))
    foreign = set(changes or {}) - CHANGEABLE
    if foreign:
        raise UpdateRefused(
            _("Không thể sửa số, ngày, loại, trích yếu, người ký của văn bản đã ký bằng một gói tin"
              " cập nhật; hãy đính chính hoặc ban hành văn bản thay thế.")
        )  # fmt: skip
    added, removed = list(add), set(remove)
    if digests is not None:
        with alarms.sounding():
            refuse_changed_files(package, digests, agency_id=package.sender_id, at=at)
    with act(events.UPDATED, by=by, at=at, agency_id=package.sender_id, subject=package):
        made = _send_more(package, added, at) if added else {}
        standing = Delivery.objects.filter(package=package, sender=package.sender_id, current=True)
        back = ask_back(
            standing.filter(receiver__in=removed).order_by("pk"), reason=reason, by=by, at=at
        )
        told = {}
        if changes:
            rest = standing.exclude(receiver__in=removed).values_list("receiver_id", flat=True)
            told = _tell(package, changes, list(rest), added, removed, reason, at)
    return Updated(made, told, [report.delivery_id for report in back])


def refuse_changed_files(
    package: Package, digests: Sequence[str], *, agency_id: int, at: dt.datetime
) -> None:
    """Raise `UpdateChangesFile` unless the files are those of the package, on both sides alike."""
    files = PackageFile.objects.filter(package=package).order_by("position")
    kept = list(files.values_list("sha256", flat=True))
    if list(digests) == kept:
        return
    text = _("Gói tin cập nhật có tệp khác với văn bản đã ký nên bị từ chối. Sai nội dung: ban hành"
             " văn bản thay thế; sai thể thức: đính chính bằng công văn (Điều 18 khoản 3).")  # fmt: skip
    raise UpdateChangesFile(
        text,
        alarms.Alarm(
            IncidentKind.UPDATE_CHANGES_FILE, agency_id, at, package.document_id,
            letters.content_digest(kept), letters.content_digest(list(digests)),
        ),
    )  # fmt: skip


def _posting(package: Package, at: dt.datetime, exemptions: list[str]) -> posting.Posting:
    office = calendar.of_agency(package.sender_id)
    return posting.Posting(
        package=package,
        sender_id=package.sender_id,
        priority=package.priority,
        month=package.month,
        send_due=clocks.send_due(at, package.priority, office),
        register_due=clocks.register_due(at, package.priority, calendar.of_agency()),
        exemptions=exemptions,
        counted=package.kind != BusinessType.UPDATE,
        at=at,
    )


def _send_more(package: Package, receivers: list[int], at: dt.datetime) -> dict[int, int]:
    have = dispatching.current_deliveries(package, package.sender_id)
    new = [
        a
        for a in addressing.resolve(receivers, at)
        if a.receiver_id not in have and a.receiver_id != package.sender_id
    ]
    if not new:
        return {}
    exemptions = dispatching.exemptions(new, False, at)
    dispatching.admit(package, new, counted=any(not e for e in exemptions))
    made = posting.post(_posting(package, at, exemptions), new)
    posting.defer_carrying()
    return made


def _tell(
    package: Package,
    changes: Mapping[str, object],
    receivers: list[int],
    added: list[int],
    removed: set[int],
    reason: str,
    at: dt.datetime,
) -> dict[int, int]:
    """Send the changed data as a message of its own: a later revision with the same files."""
    message = _updated(package, changes, added, removed, reason, at)
    letters.check(message)
    latest = (
        Package.objects.filter(sender=package.sender_id, document_id=package.document_id)
        .order_by("-revision")
        .first()
    )
    revision = Package.objects.create(
        sender_id=package.sender_id,
        document_id=package.document_id,
        revision=1 if latest is None else latest.revision + 1,
        party_ids=[package.sender_id, *receivers],
        kind=BusinessType.UPDATE,
        reference=package.reference,
        type_name=package.type_name,
        subject=package.subject,
        issued_on=package.issued_on,
        priority=package.priority,
        core=letters.core_of(message),
        message_sha256=letters.message_digest(message),
        content_sha256=package.content_sha256,
        month=package.month,
        created_at=at,
    )
    for file in PackageFile.objects.filter(package=package).order_by("position"):
        file.pk, file.package = None, revision
        file.save(force_insert=True)
    addresses = addressing.resolve(receivers, at)
    made = posting.post(_posting(revision, at, [""] * len(addresses)), addresses)
    posting.defer_carrying()
    return made


def _updated(
    package: Package,
    changes: Mapping[str, object],
    added: list[int],
    removed: set[int],
    reason: str,
    at: dt.datetime,
) -> DocumentMessage:
    day = addressing.local_day(at)
    receivers = tuple(
        ReceiverChange(sending_code(pk, day), pk not in removed)
        for pk in (*sorted(removed), *added)
        if sending_code(pk, day)
    )
    business = Business(
        kind=BusinessType.UPDATE,
        reason=reason,
        document_id=package.document_id,
        paper=0,
        update=Update(bool(changes), bool(receivers), receivers),
    )
    return dataclasses.replace(
        message_of(package),
        business=business,
        **changes,  # type: ignore[arg-type]
    )


def resend(
    *, delivery: Delivery, by: Actor, at: dt.datetime, receiver_id: int | None = None
) -> Delivery:
    """Send a returned document again, to the same or to the right receiver.

    The returned delivery stays visible and no longer counts: a pair of document and receiver
    counts once. Raises `Forbidden`, `NotReturned`, `addressing.UnknownReceiver`.
    """
    require_acting_for(by, delivery.sender_id)
    if delivery.status != DeliveryStatus.REFUSED or not delivery.current:
        raise NotReturned(_("Chỉ gửi lại văn bản đã bị trả lại và chưa gửi lại."))
    target = delivery.receiver_id if receiver_id is None else receiver_id
    addresses = addressing.resolve([target], at)
    if addresses[0].receiver_id == delivery.sender_id:
        raise dispatching.NothingToSend(_("Không gửi văn bản cho chính cơ quan gửi."))
    with act(events.RESENT, by=by, at=at, subject=delivery):
        package = Package.objects.select_for_update().get(pk=delivery.package_id)
        Delivery.objects.filter(pk=delivery.pk).update(current=False)
        have = dispatching.current_deliveries(package, delivery.sender_id)
        known = have.get(addresses[0].receiver_id)
        if known is not None:
            return Delivery.objects.get(pk=known)
        dispatching.admit(package, addresses, counted=False)
        exemptions = dispatching.exemptions(addresses, False, at)
        again = dataclasses.replace(
            _posting(package, at, exemptions),
            sender_id=delivery.sender_id,
            month=delivery.month,
            counted=delivery.counted,
            parent=delivery.parent,
            instruction=delivery.instruction,
            resend_of=delivery,
        )
        made = posting.post(again, addresses)
        posting.defer_carrying()
    return Delivery.objects.get(pk=made[addresses[0].receiver_id])
