"""Taking papers in: the four doors of one queue, registering, returning (Đ20 to Đ22)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.facts.recording import act, erase
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.services import destroy_reference
from lienthong.kernel.registers.choices import BookKind
from lienthong.kernel.registers.services.numbers import take_number
from lienthong.kernel.worktime.rules import Deadline, local_date
from lienthong.kernel.worktime.services import end_of_next_working_day

from ..choices import Channel, IncomingState, ReturnReason, Urgency, Verb
from ..models import IncomingDocument, ReadingCase
from ..workflow import INCOMING
from . import layers, passing_on
from .books import book_for
from .duplicates import name_duplicates
from .indexing import keep_reading
from .reading_cases import note_cases

REGISTERED_FIELDS = (
    "issuer_name",
    "issuer_id",
    "number",
    "notation",
    "issued_on",
    "type_code",
    "type_name",
    "subject",
    "signer_name",
    "signer_post",
    "urgency",
    "circulation_limit",
    "reply_deadline",
    "pages",
)


class Refused(Exception):
    """An act that the decree does not allow in this situation; says why and what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class UnknownSigner(Refused):
    """Whole and unchanged, but by an authority that nobody vouches for: the clerk decides (Đ21.2.a)."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What is known of a paper that comes in; `fields` as in `REGISTERED_FIELDS`, `text` as read."""

    channel: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    file_id: int | None = None
    verdict: str = ""
    verdict_details: Mapping[str, Any] | None = None
    reading: Mapping[str, Any] | None = None
    text: str = ""
    document_id: str = ""
    internal: bool = False


def take_in(*, paper: Paper, by: Actor, at: dt.datetime) -> IncomingDocument:
    """A clerk takes in paper, mail or post; the paper stands in the queue until it is registered.

    Letters addressed to a person by name are not opened and not taken in here (Đ21.1).
    """
    require(by, Verb.RECEIVE)
    if paper.channel == Channel.EXCHANGE:
        raise Refused(_("Văn bản liên thông do hệ thống chuyển đến, không nhập bằng tay."))
    with act("documents.taken_in", by=by, at=at) as fact:
        document = arrive(by.agency_id, paper, at)
        fact.about(document)
        if document.file is not None and paper.text:
            found = paper.reading or {}
            keep_reading(paper=document, file=document.file, text=paper.text, found=found, at=at)
    return document


def arrive(agency_id: int, paper: Paper, at: dt.datetime) -> IncomingDocument:
    """Put a paper into the queue of its receiver, inside the caller's act; duplicates are named."""
    due = end_of_next_working_day(at, agency_id=agency_id)
    document = unsaved(agency_id, paper, due, at)
    name_duplicates([document])
    document.save()
    return document


def unsaved(
    agency_id: int, paper: Paper, next_day: Deadline, at: dt.datetime, **more: Any
) -> IncomingDocument:
    """The row of a paper in the queue of its receiver, not yet written.

    Registered the same day, at latest the next working day (`next_day`); urgent at once (Đ4.2.c,
    Đ22).
    """
    values = {name: paper.fields[name] for name in REGISTERED_FIELDS if name in paper.fields}
    normal = values.get("urgency", Urgency.NORMAL) == Urgency.NORMAL
    document = IncomingDocument(
        agency_id=agency_id,
        channel=paper.channel,
        internal=paper.internal,
        file_id=paper.file_id,
        verdict=paper.verdict,
        verdict_details=paper.verdict_details,
        reading=paper.reading,
        document_id=paper.document_id,
        arrived_at=at,
        register_due_at=next_day.due_at if normal else at,
        calendar_version=next_day.calendar_version if normal else "",
        updated_at=at,
        **values,
        **more,
    )
    document.reference = reference_of(document.number, document.notation)
    return document


def reference_of(number: str, notation: str) -> str:
    """Number and notation as printed."""
    return f"{number}/{notation}" if number and notation else number or notation


def register_incoming(
    *,
    document: IncomingDocument,
    fields: Mapping[str, Any] | None = None,
    trust_note: str = "",
    by: Actor,
    at: dt.datetime,
) -> IncomingDocument:
    """Confirm what is known, give the arrival number, and tell the sender 03 (Đ21.2.c, Đ22).

    One series for paper and electronic. Raises `UnknownSigner` when the signer is not known and
    no reason is given, `Refused` when the bytes are not authentic (return it instead).
    """

    def effect(locked: IncomingDocument) -> None:
        _judge(locked, trust_note)
        if fields is not None:
            note_cases(document=locked, given=fields, at=at)
        for name, value in (fields or {}).items():
            if name in REGISTERED_FIELDS:
                setattr(locked, name, value)
        locked.reference = reference_of(locked.number, locked.notation)
        kind = BookKind.INTERNAL if locked.internal else BookKind.INCOMING
        book = book_for(locked.agency_id, kind, local_date(at), by=by, at=at)
        entry = take_number(
            book=book,
            key=f"incoming:{locked.pk}",
            on=local_date(at),
            by=by,
            at=at,
            subject=locked,
            label=f"{locked.reference} {locked.issuer_name}"[:200],
        )
        locked.entry = entry
        locked.arrival_number, locked.arrival_date = entry.number, entry.on
        locked.registered_by_id, locked.registered_at = by.person_id, at
        locked.trust_note = trust_note.strip()
        locked.updated_at = at
        _report(locked, "03", "", by, at, arrival_number=str(entry.number))

    return INCOMING.perform(document, "register", by=by, at=at, effect=effect)


def _judge(document: IncomingDocument, trust_note: str) -> None:
    """Authenticity and integrity before registering (Đ21.2.a)."""
    if document.channel not in {Channel.EXCHANGE, Channel.MAIL} or not document.verdict:
        return
    if document.verdict in {"changed", "invalid", "unreadable"}:
        raise Refused(
            _(
                "Văn bản không bảo đảm tính xác thực, toàn vẹn nên không vào sổ được. "
                "Hãy trả lại nơi gửi (điểm b khoản 2 Điều 21)."
            )
        )
    if document.verdict in {"valid_with_warnings", "unsigned"} and not trust_note.strip():
        raise UnknownSigner(
            _("Chưa xác định được người ký. Hãy ghi lý do vì sao vẫn tiếp nhận, hoặc trả lại.")
        )


def return_to_sender(
    *, document: IncomingDocument, reason: str, note: str, by: Actor, at: dt.datetime
) -> IncomingDocument:
    """Return for one of the two reasons of the law (Đ21.2.b); the sender gets 02 with the words."""
    if reason not in ReturnReason.values:
        raise Refused(_("Chỉ được trả lại vì một trong hai lý do của điểm b khoản 2 Điều 21."))
    if not note.strip():
        raise Refused(_("Hãy ghi rõ lý do trả lại để nơi gửi biết cần làm gì."))

    def effect(locked: IncomingDocument) -> None:
        locked.return_reason, locked.return_note = reason, note.strip()
        locked.updated_at = at
        _report(locked, "02", note.strip(), by, at, refusal_reason=reason)

    return INCOMING.perform(document, "return", by=by, at=at, effect=effect)


def carry_out_recall(*, document: IncomingDocument, by: Actor, at: dt.datetime) -> IncomingDocument:
    """Destroy document and metadata at the receiver and say so (15); what stays is the recall's own
    metadata (Đ18.4.b, PL VI I.III.8). The chain of facts stays provable."""

    def effect(locked: IncomingDocument) -> None:
        if locked.recall_requested_at is None:
            raise Refused(_("Nơi gửi không yêu cầu thu hồi văn bản này."))
        _require_ring_told(locked)
        _report(locked, "15", "", by, at)
        stored = [locked.file, *_detached(locked)]
        locked.file = None
        for name in ("subject", "signer_name", "signer_post", "handled_note", "return_note"):
            setattr(locked, name, "")
        locked.reading = locked.verdict_details = None
        locked.updated_at = at
        locked.save()
        locked.instructions.update(text="")
        locked.updates.update(changes=[], reason="")
        ReadingCase.objects.filter(document=locked).delete()
        for one in stored:
            if one is not None:
                reason = _("Thu hồi theo yêu cầu của nơi gửi")
                layers.forget(original=one, reason=reason, by=by, at=at)
                destroy_reference(one, reason=reason, by=by, at=at)
        erase(locked)

    return INCOMING.perform(document, "destroy", by=by, at=at, effect=effect)


def _require_ring_told(document: IncomingDocument) -> None:
    """Who passed the paper on tells his ring first, by the same notice (Đ18.4)."""
    if document.delivery_id is None:
        return
    for notice in passing_on.untold_of(document):
        raise Refused(
            _(
                "Cơ quan đã chuyển tiếp văn bản này. Hãy vào sổ %(notice)s và chuyển tiếp đến các nơi "
                "đó trước, rồi hủy."
            )
            % {"notice": notice.reference or notice.subject}
        )


def _detached(document: IncomingDocument) -> list[StoredFile]:
    """The further files of a paper, taken off it."""
    rows = list(document.attachments.select_related("file"))
    document.attachments.all().delete()
    return [row.file for row in rows]


def refuse_recall(
    *, document: IncomingDocument, note: str, by: Actor, at: dt.datetime
) -> IncomingDocument:
    """Say why the recall is not carried out yet (16); it stays open, for the receiver is obliged."""
    if not note.strip():
        raise Refused(_("Hãy ghi lý do chưa thực hiện thu hồi."))

    def effect(locked: IncomingDocument) -> None:
        if locked.recall_requested_at is None:
            raise Refused(_("Nơi gửi không yêu cầu thu hồi văn bản này."))
        locked.recall_note = note.strip()
        locked.updated_at = at
        _report(locked, "16", note.strip(), by, at)

    return INCOMING.perform(document, "refuse_recall", by=by, at=at, effect=effect)


def note_recall(*, delivery_id: int, reason: str, at: dt.datetime) -> None:
    """The worker notes that the issuer asks for the paper back (13)."""
    IncomingDocument.objects.filter(delivery_id=delivery_id).exclude(
        state=IncomingState.RECALLED
    ).update(recall_requested_at=at, recall_note=reason, updated_at=at)


def _report(
    document: IncomingDocument,
    code: str,
    reason: str,
    by: Actor,
    at: dt.datetime,
    **more: str,
) -> None:
    """Tell the sender through the exchange; papers of the other doors have nobody to tell."""
    if document.delivery is not None:
        exchange.report_status(
            delivery=document.delivery, code=code, reason=reason, by=by, at=at, **more
        )
