"""The edge, inwards: a real .edxml file comes in and becomes a delivery, or moves one.

The same file twice is recognised and gives the same receipt. What cannot be read or believed is
refused whole with a clear sentence and an alarm; nothing of it is kept.
"""

import datetime as dt
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cryptography import x509
from django.utils.translation import gettext as _

from lienthong.axis.exchange import events
from lienthong.axis.exchange.choices import (
    BusinessType,
    Channel,
    DeliveryStatus,
    IncidentKind,
    RefusalReason,
    SignatureVerdict,
)
from lienthong.axis.exchange.models import Delivery, Package, StatusReport
from lienthong.axis.exchange.policies import acts_for
from lienthong.axis.exchange.rules import hardening, reading, writing
from lienthong.axis.exchange.rules.conformance import NotConforming
from lienthong.axis.exchange.rules.envelope_signature import Verdict, verify_tree
from lienthong.axis.exchange.rules.messages import DocumentMessage, Envelope, StatusMessage
from lienthong.axis.exchange.rules.status import FROM_SENDER, TransitionRefused
from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.agencies.models import AgencyCode
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files import services as files
from lienthong.kernel.files.models import StoredFile

from . import addressing, alarms, dispatching, reporting, updating


class EdgeRefused(alarms.Refused):
    """A file that the edge does not take; `code` is the hub's error code."""

    def __init__(self, message: str, code: str, alarm: alarms.Alarm | None = None) -> None:
        super().__init__(message, alarm)
        self.code = code


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender of a file gets: the same for the same file, however often it comes."""

    document_id: str
    sha256: str
    at: dt.datetime
    delivery_ids: tuple[int, ...]
    verdict: str
    verdict_text: str
    warnings: tuple[str, ...]
    repeated: bool


def import_envelope(
    *, data: bytes, by: Actor, at: dt.datetime, trusted: Sequence[x509.Certificate] = ()
) -> Receipt:
    """Take a .edxml file: a document becomes deliveries for those of its receivers that the actor
    acts for (the installation: all of ours), a status moves the delivery that it is about.

    `trusted` are the certificates of nodes of our own. Raises `EdgeRefused` with the hub's code.
    """
    digest = hashlib.sha256(data).hexdigest()
    with alarms.sounding():
        try:
            return _take(data, digest, by, at, trusted)
        except (hardening.Unreadable, NotConforming) as refused:
            alarm = alarms.Alarm(IncidentKind.UNREADABLE, by.agency_id, at, refused=digest)
            raise EdgeRefused(str(refused), "22", alarm) from refused
        except TransitionRefused as refused:
            raise EdgeRefused(str(refused), "21") from refused
        except addressing.UnknownReceiver as refused:
            raise EdgeRefused(str(refused), "18") from refused
        except (dispatching.ContentDiffers, updating.UpdateChangesFile) as refused:
            raise EdgeRefused(str(refused), "21", refused.alarm) from refused


def _take(
    data: bytes, digest: str, by: Actor, at: dt.datetime, trusted: Sequence[x509.Certificate]
) -> Receipt:
    root = hardening.parse(data)
    envelope = reading.read_tree(root)
    verdict = verify_tree(root, envelope.attachments, trusted, at)
    if verdict.answer == SignatureVerdict.INVALID:
        alarm = alarms.Alarm(IncidentKind.DIGEST_MISMATCH, by.agency_id, at, refused=digest)
        raise EdgeRefused(verdict.text, "22", alarm)
    if isinstance(envelope.message, StatusMessage):
        return _take_status(envelope.message, envelope, digest, by, at, verdict)
    return _take_document(envelope, root, digest, by, at, verdict)


def _agency_of(code: str, at: dt.datetime, error: str, sentence: str) -> int:
    """The agency that a code names on the day, or that it last named before; raises `EdgeRefused`."""
    day = addressing.local_day(at)
    rows = list(AgencyCode.objects.filter(code=code).order_by("period"))
    for row in rows:
        if (row.period.lower is None or row.period.lower <= day) and (
            row.period.upper is None or day < row.period.upper
        ):
            return int(row.agency_id)
    if rows:
        return int(rows[-1].agency_id)
    raise EdgeRefused(sentence % {"code": code}, error)


def _receivers(message: DocumentMessage, by: Actor, at: dt.datetime) -> list[int]:
    """Those of the message's receivers that are ours and that the actor may take for."""
    found = []
    for party in message.receivers:
        try:
            agency_id = _agency_of(party.organ_id, at, "18", "%(code)s")
        except EdgeRefused:
            continue  # a receiver of another installation
        heir = addressing.resolve([agency_id], at)[0].receiver_id
        if by.is_system or acts_for(by, heir):
            found.append(agency_id)
    if not found:
        raise EdgeRefused(
            _("Không có nơi nhận nào của gói tin thuộc cơ quan của bạn. Hãy kiểm tra mã định danh"
              " nơi nhận."), "18",
        )  # fmt: skip
    return found


def _take_document(
    envelope: Envelope, root: writing.Node, digest: str, by: Actor, at: dt.datetime,
    verdict: Verdict,
) -> Receipt:  # fmt: skip
    message = envelope.message
    if not isinstance(message, DocumentMessage):
        raise TypeError("a document was expected")
    sender_id = _agency_of(
        message.sender.organ_id, at, "19",
        _("Bên gửi có mã %(code)s chưa được đăng ký ở đây. Hãy báo quản trị thêm cơ quan này."),
    )  # fmt: skip
    receivers = _receivers(message, by, at)
    known = Package.objects.filter(sender=sender_id, document_id=message.document_id).first()
    digests = [hashlib.sha256(a.payload).hexdigest() for a in envelope.attachments]
    if message.kind == BusinessType.UPDATE:
        _hold_update(message, digests, sender_id, receivers[0], at)
    if known is not None and known.source_sha256 == digest:
        return _same_receipt(known, digest, envelope)
    stored = _store(envelope, by.agency_id or receivers[0], by, at)
    sent = dispatching.send_package(
        sender_id=sender_id, message=message, core=_core(root), files=stored,
        receivers=receivers, signed_at=at, by=by, at=at, channel=Channel.FILE,
        extra={"source_sha256": digest, "envelope_verdict": verdict.answer,
               "envelope_verdict_text": verdict.text},
    )  # fmt: skip
    return _receipt(sent.package, sent.delivery_ids.values(), digest, envelope, sent.repeated)


def _hold_update(
    message: DocumentMessage, digests: list[str], sender_id: int, agency_id: int, at: dt.datetime
) -> None:
    """An update may repeat the files of what it updates, and only those."""
    business = message.business
    original = Package.objects.filter(
        sender=sender_id, document_id=business.document_id if business else "", revision=0
    ).first()
    if original is not None and digests:
        updating.refuse_changed_files(original, digests, agency_id=agency_id, at=at)


def _store(envelope: Envelope, agency_id: int, by: Actor, at: dt.datetime) -> list[StoredFile]:
    return [
        files.store(
            stream=io.BytesIO(attachment.payload), name=attachment.enclosure.name,
            agency_id=agency_id, by=by, at=at,
        )
        for attachment in envelope.attachments
    ]  # fmt: skip


def _core(root: writing.Node) -> bytes:
    """The file as it came, without the bytes of its files."""
    for node in list(root):
        if str(node.tag).endswith("AttachmentEncoded"):
            root.remove(node)
    return writing.serialise(root)


def _same_receipt(known: Package, digest: str, envelope: Envelope) -> Receipt:
    ids = Delivery.objects.filter(package=known, current=True).order_by("pk")
    return _receipt(known, ids.values_list("pk", flat=True), digest, envelope, repeated=True)


def _receipt(
    package: Package, ids: Iterable[int], digest: str, envelope: Envelope, repeated: bool
) -> Receipt:
    return Receipt(
        package.document_id, digest, package.created_at, tuple(sorted(ids)),
        package.envelope_verdict, package.envelope_verdict_text, envelope.warnings, repeated,
    )  # fmt: skip


def _take_status(
    message: StatusMessage, envelope: Envelope, digest: str, by: Actor, at: dt.datetime,
    verdict: Verdict,
) -> Receipt:  # fmt: skip
    """Move the delivery that a status is about; the reporting side must be the delivery's own."""
    reporter = _agency_of(
        message.sender.organ_id, at, "19", _("Bên báo trạng thái có mã %(code)s chưa đăng ký.")
    )
    from_sender = message.code == "13"
    side = "sender" if from_sender else "receiver"
    delivery = (
        Delivery.objects.filter(
            package__document_id=message.response_for.document_id, current=True, **{side: reporter}
        )
        .order_by("pk")
        .first()
    )
    if delivery is None:
        raise EdgeRefused(
            _("Không có lượt gửi nào của văn bản này tới bên báo trạng thái."), "18",
            alarms.Alarm(
                IncidentKind.FORGED_STATUS, by.agency_id or reporter, at,
                message.response_for.document_id, refused=digest,
            ),
        )  # fmt: skip
    report = _apply(delivery, message, reporter, by, at)
    return Receipt(
        message.response_for.document_id, digest, report.at, (delivery.pk,), verdict.answer,
        verdict.text, envelope.warnings, repeated=report.at != at,
    )  # fmt: skip


def _apply(
    delivery: Delivery, message: StatusMessage, reporter: int, by: Actor, at: dt.datetime
) -> StatusReport:
    """Write what another installation reports; what is reported twice is one report."""
    other = delivery.receiver_id if message.code in FROM_SENDER else delivery.sender_id
    if not by.is_system and not acts_for(by, other):
        raise EdgeRefused(_("Trạng thái này không gửi cho cơ quan của bạn."), "18")
    known = StatusReport.objects.filter(delivery=delivery, code=message.code).first()
    if known is not None:
        return known
    reason = message.description or str(DeliveryStatus(message.code).label)
    with act(events.STATUS_REPORTED, by=by, at=at, agency_id=other, subject=delivery):
        locked = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
        report = reporting.apply_status(
            locked, message.code, by=system_actor(reporter), at=at, reason=reason,
            refusal=RefusalReason.NOT_AUTHENTIC if message.code == "02" else "",
            number=_("ngoài hệ thống"),
        )  # fmt: skip
        reporting.send_report(locked, report, at)
    return report
