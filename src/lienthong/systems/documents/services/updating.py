"""Updates (edXML type 2): message data and the receiver list change, a signed file never (Đ18.3)."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.facts.recording import act
from lienthong.kernel.text import format_date

from ..choices import IncomingState, OutgoingState, UpdateState, Urgency
from ..models import IncomingDocument, OutgoingDocument, PaperUpdate
from ..policies import can_issue
from ..rules import task_codes_of
from ..workflow import INCOMING
from .incoming import Refused
from .recipients import RecipientLine, meaning

URGENCY = {
    0: Urgency.NORMAL,
    1: Urgency.URGENT,
    2: Urgency.VERY_URGENT,
    3: Urgency.EXPRESS,
    4: Urgency.TIMED_EXPRESS,
}
Read = Callable[[exchange.DocumentMessage], str]


def _day(value: dt.date | None) -> str:
    return format_date(value) if value is not None else ""


# What stands in the signed file; a message that says it anew is refused, as one with other files.
SIGNED: dict[str, Read] = {
    "Số, ký hiệu": lambda m: m.reference,
    "Ngày văn bản": lambda m: _day(m.issued_on),
    "Tên loại": lambda m: m.type_name,
    "Trích yếu": lambda m: m.subject,
    "Người ký": lambda m: m.signer.full_name,
}
DATA: dict[str, Read] = {
    "Hạn trả lời": lambda m: _day(m.due_on),
    "Mức độ khẩn": lambda m: str(URGENCY.get(m.other.priority, Urgency.NORMAL).label),
    "Số trang": lambda m: str(m.other.pages or ""),
    "Phạm vi lưu hành": lambda m: m.other.sphere,
    "Nội dung tóm tắt": lambda m: m.content,
    "Nơi nhận ghi trên văn bản": lambda m: "; ".join(m.places),
    "Mã nhiệm vụ": lambda m: "; ".join(m.task_codes),
}


def take_update(arrival: exchange.Arrival, at: dt.datetime) -> PaperUpdate | None:
    """Put an arrived update before the clerk, on the paper that it is about.

    One that touches the signed file or what stands in it, or is about a paper that is not held, is
    refused at once by the system (16), with an alarm for the first. Twice makes one.
    """
    delivery, by = arrival.delivery, arrival.actor
    known = PaperUpdate.objects.filter(delivery_id=delivery.pk).first()
    if known is not None:
        return known
    original, document = _original(arrival), _paper_of(arrival)
    if document is None or original is None:
        words = _("Nơi nhận không giữ văn bản mà gói tin này cập nhật.")
        with act("documents.update_refused", by=by, at=at, agency_id=delivery.receiver_id):
            _report(delivery, "16", words, by, at)
        return None
    before = exchange.message_of(original)
    wrong = _why_refused(document, original, before, arrival)
    reason = arrival.message.business.reason if arrival.message.business else ""
    with act(
        "documents.update_refused" if wrong else "documents.update_arrived",
        by=by, at=at, agency_id=delivery.receiver_id, subject=document,
    ):  # fmt: skip
        made = PaperUpdate.objects.create(
            document=document,
            delivery_id=delivery.pk,
            state=UpdateState.REFUSED if wrong else UpdateState.ASKED,
            reason=reason,
            changes=_differences(DATA, before, arrival.message),
            note=wrong,
            arrived_at=at,
            answered_at=at if wrong else None,
        )
        if wrong:
            _report(delivery, "16", wrong, by, at)
    return made


def _original(arrival: exchange.Arrival) -> exchange.Package | None:
    document_id = _updated_id(arrival.message)
    return (
        exchange.Package.objects.filter(
            sender_id=arrival.package.sender_id, document_id=document_id, revision=0
        )
        .order_by("pk")
        .first()
    )


def _updated_id(message: exchange.DocumentMessage) -> str:
    named = message.business.document_id if message.business is not None else ""
    return named or message.document_id


def _paper_of(arrival: exchange.Arrival) -> IncomingDocument | None:
    held = IncomingDocument.objects.filter(
        agency_id=arrival.delivery.receiver_id,
        delivery__package__sender_id=arrival.package.sender_id,
        document_id=_updated_id(arrival.message),
    )
    gone = [IncomingState.RECALLED, IncomingState.RETURNED]
    return held.exclude(state__in=gone).order_by("-pk").first()


def _why_refused(
    document: IncomingDocument,
    original: exchange.Package,
    before: exchange.DocumentMessage,
    arrival: exchange.Arrival,
) -> str:
    """Why the update is refused at once, in a sentence; empty where a clerk may decide."""
    sent = [file.sha256 for file in arrival.files]
    kept = [file.sha256 for file in exchange.list_files(arrival.actor, original)]
    if sent and sent != kept:
        words = _("Gói tin cập nhật có tệp khác với văn bản đã ký nên bị từ chối: sai nội dung thì"
                  " ban hành văn bản thay thế, sai thể thức thì đính chính bằng công văn (Điều 18"
                  " khoản 3).")  # fmt: skip
        exchange.note_alarm(
            exchange.Alarm(
                exchange.IncidentKind.UPDATE_CHANGES_FILE, document.agency_id, document.arrived_at,
                document.document_id, ",".join(kept)[:200], ",".join(sent)[:200],
            ),
            words,
        )  # fmt: skip
        return words
    told = [name for name, _old, _new in _differences(SIGNED, before, arrival.message)]
    if told:
        return _("Gói tin cập nhật sửa điều ghi trong văn bản đã ký (%(what)s) nên bị từ chối.") % {
            "what": ", ".join(told).lower()
        }
    return ""


def _differences(
    table: dict[str, Read], old: exchange.DocumentMessage, new: exchange.DocumentMessage
) -> list[tuple[str, str, str]]:
    return [(name, read(old), read(new)) for name, read in table.items() if read(old) != read(new)]


def agree(*, update: PaperUpdate, by: Actor, at: dt.datetime) -> IncomingDocument:
    """The clerk agrees: the message data are changed here, the sender gets 15. Raises `Refused`."""

    def effect(locked: IncomingDocument) -> None:
        standing = _standing(update)
        message = exchange.message_of(standing.delivery.package)
        locked.reply_deadline = message.due_on
        locked.urgency = URGENCY.get(message.other.priority, Urgency.NORMAL)
        locked.pages = message.other.pages or locked.pages
        locked.task_codes = list(task_codes_of(message.task_codes))
        locked.updated_at = at
        _answer(standing, UpdateState.AGREED, "", by, at)
        _report(standing.delivery, "15", "", by, at)

    return INCOMING.perform(update.document, "update", by=by, at=at, effect=effect)


def refuse(*, update: PaperUpdate, note: str, by: Actor, at: dt.datetime) -> IncomingDocument:
    """The clerk refuses, with a sentence; the sender gets 16. Raises `Refused`."""
    if not note.strip():
        raise Refused(_("Hãy ghi vì sao từ chối cập nhật."))

    def effect(locked: IncomingDocument) -> None:
        standing = _standing(update)
        locked.updated_at = at
        _answer(standing, UpdateState.REFUSED, note.strip(), by, at)
        _report(standing.delivery, "16", note.strip(), by, at)

    return INCOMING.perform(update.document, "refuse_update", by=by, at=at, effect=effect)


def _standing(update: PaperUpdate) -> PaperUpdate:
    rows = PaperUpdate.objects.select_related("delivery__package")
    fresh = rows.select_for_update(of=("self",)).get(pk=update.pk)
    if fresh.state != UpdateState.ASKED:
        raise Refused(_("Yêu cầu cập nhật này đã được trả lời. Hãy tải lại trang."))
    return fresh


def _answer(update: PaperUpdate, state: str, note: str, by: Actor, at: dt.datetime) -> None:
    update.state, update.note = state, note
    update.answered_by_id, update.answered_at = by.person_id, at
    update.save()


def _report(
    delivery: exchange.Delivery, code: str, reason: str, by: Actor, at: dt.datetime
) -> None:
    exchange.report_status(delivery=delivery, code=code, reason=reason, by=by, at=at)


def update_issued(
    *,
    document: OutgoingDocument,
    add: Sequence[str] = (),
    remove: Iterable[int] = (),
    changes: dict[str, Any] | None = None,
    reason: str,
    by: Actor,
    at: dt.datetime,
) -> exchange.Updated:
    """The sender's side: new receivers get the paper, removed ones are asked to give it back, the
    others are told the changed data.

    `add` are names as in Nơi nhận, `remove` agencies. Raises `Forbidden`, `Refused`,
    `Unresolvable` and what the exchange refuses.
    """
    if not can_issue(by, document):
        raise Forbidden(_("Chỉ văn thư của cơ quan ban hành được cập nhật văn bản đã gửi."))
    if document.state != OutgoingState.ISSUED or document.package is None:
        raise Refused(_("Chỉ cập nhật văn bản đã phát hành qua liên thông và chưa thu hồi."))
    if not reason.strip():
        raise Refused(_("Hãy ghi lý do để nơi nhận biết vì sao."))
    added = _added(document, add, at.date())
    gone = sorted(set(remove))
    if not (added or gone or changes):
        raise Refused(_("Chưa có gì thay đổi để cập nhật."))
    with act("documents.update_sent", by=by, at=at, subject=document):
        locked = OutgoingDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
        if changes and "due_on" in changes:
            locked.reply_deadline = changes["due_on"]
        locked.updated_at = at
        locked.save(update_fields=["reply_deadline", "updated_at"])
        _name_added(locked, added)
        return exchange.update(
            package=document.package, reason=reason, add=list(added), remove=gone,
            changes=changes, by=by, at=at,
        )  # fmt: skip


def _added(document: OutgoingDocument, phrases: Sequence[str], on: dt.date) -> dict[int, str]:
    found: dict[int, str] = {}
    for phrase in phrases:
        meant = meaning(RecipientLine(phrase), on, document.agency_id)
        if not meant.agency_ids:
            raise Refused(
                _("Không tìm thấy cơ quan nhận “%(phrase)s” trên liên thông.") % {"phrase": phrase}
            )
        found |= {pk: phrase for pk in meant.agency_ids if pk != document.agency_id}
    return found


def _name_added(document: OutgoingDocument, added: dict[int, str]) -> None:
    last = document.recipients.order_by("-position").values_list("position", flat=True).first()
    named = set(document.recipients.values_list("agency_id", flat=True))
    for place, (agency_id, phrase) in enumerate(added.items(), (last or 0) + 1):
        if agency_id not in named:
            document.recipients.create(
                phrase=phrase, purpose="inform", agency_id=agency_id, position=place
            )
