"""Sending: one act hands one package over for all its receivers (Đ18 NĐ 30/2020).

The package is stored once. Deliveries, what waits to be carried and the job that carries it are
written in the caller's transaction: what is acknowledged is delivered, or shown as dead.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from lienthong.axis.exchange import events
from lienthong.axis.exchange.choices import BusinessType, Channel, Exemption, IncidentKind
from lienthong.axis.exchange.models import Delivery, Package, PackageFile
from lienthong.axis.exchange.policies import require_acting_for
from lienthong.axis.exchange.rules import clocks
from lienthong.axis.exchange.rules.messages import DocumentMessage
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.models import StoredFile

from . import addressing, alarms, calendar, findings, letters, posting


class NothingToSend(ValueError):
    """No receiver or no file."""


class WrongDate(ValueError):
    """The message says another day than the register."""


class ContentDiffers(alarms.Refused):
    """The identifier is already that of another content; the first is kept."""


@dataclass(frozen=True, slots=True)
class Dispatched:
    """The receipt: the package, its deliveries by receiver, and whether all of it was known."""

    package: Package
    delivery_ids: Mapping[int, int]
    repeated: bool


def dispatch(
    *,
    sender_id: int,
    message: DocumentMessage,
    files: Sequence[letters.FileIn],
    receivers: Iterable[int],
    by: Actor,
    at: dt.datetime,
    issued_on: dt.date | None = None,
    signed_at: dt.datetime | None = None,
    paper_type: bool = False,
) -> Package:
    """Send a document of one of our agencies to all its receivers in one act.

    Doing it again changes nothing and gives the same package; more receivers are added.
    `message` comes from `letters.outgoing_message`, `files[0]` is the document, the rest its
    annexes. `signed_at` starts the sender's clock (Đ18.1), by default now; `paper_type` says that
    the type is on the provincial list of what is not exchanged (X2). Raises `Forbidden`,
    `NothingToSend`, `WrongDate`, `conformance.NotConforming`, `addressing.UnknownReceiver`,
    `ContentDiffers` (with an alarm).
    """
    require_acting_for(by, sender_id)
    if not files:
        raise NothingToSend(_("Văn bản chưa có tệp để gửi."))
    if message.kind == BusinessType.UPDATE:
        raise NothingToSend(_("Cập nhật thông tin, nơi nhận là việc trên văn bản đã gửi."))
    if issued_on is not None and issued_on != message.issued_on:
        raise WrongDate(_("Ngày ban hành trong gói tin khác ngày trong sổ văn bản đi."))
    whole = letters.with_files(message, files)
    letters.check(whole)
    return send_package(
        sender_id=sender_id, message=whole, core=letters.core_of(whole),
        files=[file.stored for file in files], receivers=receivers, signed_at=signed_at or at,
        by=by, at=at, paper_type=paper_type, judged=[file.judged for file in files],
    ).package  # fmt: skip


def send_package(
    *,
    sender_id: int,
    message: DocumentMessage,
    core: bytes,
    files: Sequence[StoredFile],
    receivers: Iterable[int],
    signed_at: dt.datetime,
    by: Actor,
    at: dt.datetime,
    paper_type: bool = False,
    channel: str = Channel.EXCHANGE,
    revision: int = 0,
    extra: Mapping[str, object] | None = None,
    judged: Sequence[Mapping[str, object] | None] = (),
) -> Dispatched:
    """Keep a message once and hand it over for its receivers; for callers that did the checks."""
    addresses = others(addressing.resolve(receivers, at), sender_id)
    if not addresses:
        raise NothingToSend(_("Văn bản chưa có nơi nhận nào ngoài cơ quan gửi."))
    sending = _Sending(
        sender_id, message, core, files, addresses, signed_at, by, at, paper_type, channel,
        revision, extra or {}, judged or [None] * len(files),
    )  # fmt: skip
    with alarms.sounding():
        return _send_once(sending)


@dataclass(frozen=True, slots=True)
class _Sending:
    """The arguments of one sending."""

    sender_id: int
    message: DocumentMessage
    core: bytes
    files: Sequence[StoredFile]
    addresses: list[addressing.Address]
    signed_at: dt.datetime
    by: Actor
    at: dt.datetime
    paper_type: bool
    channel: str
    revision: int
    extra: Mapping[str, object]
    judged: Sequence[Mapping[str, object] | None]

    @property
    def key(self) -> dict[str, object]:
        return {
            "sender_id": self.sender_id,
            "document_id": self.message.document_id,
            "revision": self.revision,
        }


def _send_once(sending: _Sending) -> Dispatched:
    """Send, or find that another transaction has sent the same at the same moment."""
    try:
        with transaction.atomic():
            return _send(sending)
    except IntegrityError:
        with transaction.atomic():
            return _send(sending)


def _send(sending: _Sending) -> Dispatched:
    message, sender_id, at = sending.message, sending.sender_id, sending.at
    known = Package.objects.select_for_update().filter(**sending.key).first()
    have: dict[int, int] = {}
    if known is not None:
        refuse_other_content(known, message, [file.sha256 for file in sending.files], at)
        have = current_deliveries(known, sender_id)
    new = [a for a in sending.addresses if a.receiver_id not in have]
    if known is not None and not new:
        return Dispatched(known, _chosen(have, sending.addresses), repeated=True)
    with act(events.DISPATCHED, by=sending.by, at=at, agency_id=sender_id) as fact:
        exempt = exemptions(new, sending.paper_type, at)
        counted = message.kind != BusinessType.UPDATE
        owed = counted and any(not exemption for exemption in exempt)
        package = known or keep(sending, owed)
        if known is not None:
            admit(known, new, owed and known.sender_id == sender_id)
        fact.about(package)
        office = calendar.of_agency(sender_id)
        made = posting.post(
            posting.Posting(
                package=package,
                sender_id=sender_id,
                priority=package.priority,
                month=package.month,
                send_due=clocks.send_due(sending.signed_at, package.priority, office),
                register_due=clocks.register_due(at, package.priority, calendar.of_agency()),
                exemptions=exempt,
                counted=counted,
                channel=sending.channel,
                at=at,
            ),
            new,
        )
        findings.settle(package, made)
        posting.defer_carrying()
    return Dispatched(package, _chosen(have | made, sending.addresses), repeated=False)


def _chosen(have: Mapping[int, int], addresses: list[addressing.Address]) -> dict[int, int]:
    return {a.receiver_id: have[a.receiver_id] for a in addresses}


def others(addresses: list[addressing.Address], sender_id: int) -> list[addressing.Address]:
    """The addresses without the sender itself.

    Raises `addressing.UnknownReceiver` where only the sender would take an ended agency's mail:
    that receiver would be lost without a word.
    """
    for address in addresses:
        if address.receiver_id == sender_id and address.addressed_to_id is not None:
            raise addressing.UnknownReceiver(
                _("Nơi nhận số %(pk)d đã kết thúc hoạt động và chưa có nơi nhận thay.")
                % {"pk": address.addressed_to_id}
            )
    return [a for a in addresses if a.receiver_id != sender_id]


def refuse_other_content(
    known: Package,
    message: DocumentMessage,
    digests: Sequence[str],
    at: dt.datetime,
    alarmed: int | None = None,
) -> None:
    """Raise `ContentDiffers` unless message and files are those that were kept first.

    `alarmed` is the agency that is to see the alarm, by default the sender.
    """
    content = letters.content_digest(digests)
    if content == known.content_sha256 and letters.message_digest(message) == known.message_sha256:
        return
    raise content_differs(
        alarmed or known.sender_id, message.document_id, known.content_sha256, content, at
    )


def content_differs(
    agency_id: int, document_id: str, kept: str, refused: str, at: dt.datetime
) -> ContentDiffers:
    """The refusal of another content under a known identifier, with its alarm."""
    return ContentDiffers(
        _("Mã định danh %(id)s đã dùng cho một văn bản có nội dung khác. Bản gửi trước được giữ"
          " nguyên; hãy kiểm tra số, ký hiệu, hoặc gửi văn bản thay thế.") % {"id": document_id},
        alarms.Alarm(
            IncidentKind.CONTENT_DIFFERS, agency_id, at, document_id, kept, refused
        ),
    )  # fmt: skip


def current_deliveries(package: Package, sender_id: int) -> dict[int, int]:
    """The sender's standing deliveries of a package: receiver → delivery."""
    rows = Delivery.objects.filter(package=package, sender=sender_id, current=True)
    return dict(rows.values_list("receiver_id", "pk"))


def keep(sending: _Sending, counted: bool) -> Package:
    """Store a package and its files; the same content under another identifier is flagged."""
    message, sender_id = sending.message, sending.sender_id
    content = letters.content_digest([file.sha256 for file in sending.files])
    twin = Package.objects.filter(sender=sender_id, content_sha256=content).order_by("pk").first()
    package = Package.objects.create(
        **sending.key,
        party_ids=[sender_id, *(a.receiver_id for a in sending.addresses)],
        kind=message.kind,
        reference=message.reference,
        type_name=message.type_name,
        subject=message.subject,
        issued_on=message.issued_on,
        priority=min(max(message.other.priority, 0), 4),
        core=sending.core,
        message_sha256=letters.message_digest(message),
        content_sha256=content,
        probable_duplicate_of=twin if message.kind != BusinessType.UPDATE else None,
        counted=counted,
        month=message.issued_on.replace(day=1),
        created_at=sending.at,
        **sending.extra,
    )
    PackageFile.objects.bulk_create(
        PackageFile(
            package=package, position=i, content_id=enclosure.content_id, name=enclosure.name,
            description=enclosure.description, media_type=file.media_type, sha256=file.sha256,
            size=file.size, stored=file,
            judged=None if judged is None else dict(judged),
        )
        for i, (enclosure, file, judged) in enumerate(
            zip(message.enclosures, sending.files, sending.judged, strict=True)
        )
    )  # fmt: skip
    return package


def exemptions(addresses: list[addressing.Address], paper_type: bool, at: dt.datetime) -> list[str]:
    """For each receiver why nothing is owed to it through the exchange, or empty (X2, X3)."""
    if paper_type:
        return [Exemption.PAPER_TYPE.value] * len(addresses)
    listed = addressing.obligated(at)
    return [
        Exemption.NONE.value if a.receiver_id in listed else Exemption.NOT_OBLIGATED.value
        for a in addresses
    ]


def admit(package: Package, new: list[addressing.Address], counted: bool) -> None:
    """Let new receivers see the package, and count the document once a delivery is owed."""
    missing = [a.receiver_id for a in new if a.receiver_id not in package.party_ids]
    counts = counted and not package.counted
    if not missing and not counts:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE exchange_package SET party_ids = party_ids || %s::bigint[],"
            " counted = counted OR %s WHERE id = %s",
            [missing, counts, package.pk],
        )
    package.party_ids = [*package.party_ids, *missing]
    package.counted = package.counted or counts
