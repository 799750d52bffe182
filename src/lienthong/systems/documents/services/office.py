"""Acts of the office around the papers: follow-up, calendar, ký nhận, post, kept copies."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Actor, Forbidden, person_of, require
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.facts.recording import act
from lienthong.kernel.worktime.rules import local_date

from ..choices import Channel, OutgoingState, Verb
from ..models import (
    Appointment,
    DeliveryNote,
    IncomingDocument,
    KeptCopyUse,
    OutgoingDocument,
    PaperReceipt,
    PostalDispatch,
    RightsWarning,
)
from ..policies import can_issue, can_receive


class OfficeRefused(Exception):
    """An act that cannot be done as it was asked; says what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def note_delivery(
    *,
    document: OutgoingDocument,
    delivery: exchange.Delivery,
    note: str,
    channel: str = "",
    by: Actor,
    at: dt.datetime,
) -> DeliveryNote:
    """Record a call about a delivery, or that the paper went another way too.

    Another way never counts as delivered: the exchange still owes it (office practice §4.1).
    Raises `Forbidden`, `OfficeRefused`.
    """
    if not can_issue(by, document):
        raise Forbidden(_("Chỉ văn thư của cơ quan ban hành theo dõi việc chuyển phát."))
    if delivery.package_id != document.package_id or delivery.sender_id != document.agency_id:
        raise OfficeRefused(_("Lượt gửi này không phải của văn bản."))
    if channel and channel not in {
        Channel.PAPER,
        Channel.MAIL,
        Channel.POST,
        Channel.PARTY_NETWORK,
    }:
        raise OfficeRefused(
            _("Hãy chọn cách gửi khác: giấy, thư điện tử, bưu chính, mạng của Đảng.")
        )
    if not note.strip():
        raise OfficeRefused(_("Hãy ghi đã gọi ai, nơi nhận nói gì, hoặc vì sao gửi cách khác."))
    with act("documents.delivery_noted", by=by, at=at, subject=document):
        return DeliveryNote.objects.create(
            document=document, delivery=delivery, channel=channel, note=note.strip(),
            by_id=person_of(by), at=at,
        )  # fmt: skip


def enter_appointment(
    *,
    person_id: int,
    starts_at: dt.datetime,
    ends_at: dt.datetime | None,
    title: str,
    place: str = "",
    chaired_by: str = "",
    prepared_by: str = "",
    source: IncomingDocument | None = None,
    by: Actor,
    at: dt.datetime,
) -> Appointment:
    """Put an entry into a leader's calendar: by văn phòng, văn thư or the leader himself.

    Raises `Forbidden`, `OfficeRefused`.
    """
    if not may_keep_calendar(by):
        raise Forbidden(_("Lịch công tác do lãnh đạo, chánh văn phòng, thư ký, văn thư ghi."))
    held = agencies.holders(local_date(starts_at), agency_ids=[by.agency_id])
    if person_id not in {one.person_id for one in held}:
        raise OfficeRefused(_("Người này không giữ chức vụ nào của cơ quan vào ngày đó."))
    if not title.strip():
        raise OfficeRefused(_("Hãy ghi nội dung công việc."))
    if ends_at is not None and ends_at <= starts_at:
        raise OfficeRefused(_("Giờ kết thúc phải sau giờ bắt đầu."))
    if source is not None and source.agency_id != by.agency_id:
        raise OfficeRefused(_("Giấy mời này không phải của cơ quan."))
    with act("documents.appointment_entered", by=by, at=at) as fact:
        made = Appointment.objects.create(
            agency_id=by.agency_id, person_id=person_id, starts_at=starts_at, ends_at=ends_at,
            title=title.strip(), place=place.strip(), chaired_by=chaired_by.strip(),
            prepared_by=prepared_by.strip(), source=source, entered_by_id=by.person_id,
            entered_at=at,
        )  # fmt: skip
        fact.about(made)
    return made


def may_keep_calendar(actor: Actor) -> bool:
    """Leaders, the chief of office, secretaries and văn thư."""
    return any(actor.may(verb) for verb in (Verb.INSTRUCT, Verb.RECEIVE)) or (
        actor.post_kind == "secretary"
    )


def cancel_appointment(
    *, appointment: Appointment, why: str, by: Actor, at: dt.datetime
) -> Appointment:
    """Strike an entry out; it stays, with the reason. Raises `Forbidden`, `OfficeRefused`."""
    if not may_keep_calendar(by) or appointment.agency_id != by.agency_id:
        raise Forbidden(_("Bạn không được sửa lịch công tác này."))
    if not why.strip():
        raise OfficeRefused(_("Hãy ghi vì sao hoãn, hủy."))
    with act("documents.appointment_cancelled", by=by, at=at, subject=appointment):
        locked = Appointment.objects.select_for_update().get(pk=appointment.pk)
        if locked.cancelled_at is not None:
            raise OfficeRefused(_("Lịch này đã hủy."))
        locked.cancelled_at, locked.cancelled_why = at, why.strip()
        locked.save(update_fields=["cancelled_at", "cancelled_why"])
    return locked


def confirm_rights(*, warning: RightsWarning, by: Actor, at: dt.datetime) -> RightsWarning:
    """The person in charge has seen the change of rights; the warning ends (PL VI I.III.3.c).

    Raises `Forbidden`, `OfficeRefused`.
    """
    if not may_confirm(by, warning):
        raise Forbidden(
            _("Cảnh báo này do người phụ trách xác nhận, không phải người đã thay đổi.")
        )
    with act("documents.rights_confirmed", by=by, at=at, subject=warning):
        locked = RightsWarning.objects.select_for_update(of=("self",)).get(pk=warning.pk)
        if locked.confirmed_at is not None:
            raise OfficeRefused(_("Cảnh báo này đã được xác nhận."))
        locked.confirmed_by_id, locked.confirmed_at = person_of(by), at
        locked.save(update_fields=["confirmed_by", "confirmed_at"])
    return locked


def may_confirm(actor: Actor, warning: RightsWarning) -> bool:
    """The one in charge; where nobody is named, the head or the chief of office; never who changed."""
    if warning.agency_id != actor.agency_id or actor.person_id is None:
        return False
    if warning.changed_by_id == actor.person_id:
        return False
    if warning.in_charge_id == actor.person_id:
        return True
    return actor.post_kind in {"head", "chief_of_office"}


def hand_paper(
    *,
    document: IncomingDocument,
    person_id: int,
    note: str = "",
    by: Actor,
    at: dt.datetime,
) -> PaperReceipt:
    """Văn thư hands the paper original to somebody, who then signs for it himself (Đ22.3, Đ23.4).

    Raises `Forbidden`, `OfficeRefused`.
    """
    if not can_receive(by, document):
        raise Forbidden(_("Chỉ văn thư giao bản giấy."))
    if document.entry_id is None:
        raise OfficeRefused(_("Hãy vào sổ văn bản đến trước khi giao bản giấy."))
    if document.channel == Channel.EXCHANGE and not document.paper_copy_follows:
        raise OfficeRefused(_("Văn bản này không có bản giấy."))
    held = agencies.holders(local_date(at), agency_ids=[by.agency_id], person_id=person_id)
    if not held:
        raise OfficeRefused(_("Người nhận không giữ chức vụ nào của cơ quan."))
    try:
        with transaction.atomic(), act("documents.paper_handed", by=by, at=at, subject=document):
            return PaperReceipt.objects.create(
                document=document, unit_id=held[0].unit_id, person_id=person_id,
                handed_by_id=person_of(by), handed_at=at, note=note.strip(),
            )  # fmt: skip
    except IntegrityError as error:
        raise OfficeRefused(_("Bản giấy đang chờ người khác ký nhận.")) from error


def sign_for_paper(*, receipt: PaperReceipt, by: Actor, at: dt.datetime) -> PaperReceipt:
    """Who was handed the paper signs for it in his own name. Raises `Forbidden`, `OfficeRefused`."""
    if receipt.person_id != by.person_id:
        raise Forbidden(_("Người được giao bản giấy tự ký nhận."))
    with act("documents.paper_signed_for", by=by, at=at, subject=receipt.document):
        locked = PaperReceipt.objects.select_for_update(of=("self",)).get(pk=receipt.pk)
        if locked.signed_at is not None:
            raise OfficeRefused(_("Bạn đã ký nhận bản giấy này."))
        locked.signed_at = at
        locked.save(update_fields=["signed_at"])
    return locked


def post_out(
    *,
    document: OutgoingDocument,
    sent_on: dt.date,
    receiver: str,
    envelopes: int = 1,
    post_mark: str = "",
    note: str = "",
    by: Actor,
    at: dt.datetime,
) -> PostalDispatch:
    """Write a line of the book of papers sent by post. Raises `Forbidden`, `OfficeRefused`."""
    _of_issued(document, by)
    if not receiver.strip() or envelopes < 1:
        raise OfficeRefused(_("Hãy ghi nơi nhận và số lượng bì."))
    if document.issue_date is not None and sent_on < document.issue_date:
        raise OfficeRefused(_("Ngày chuyển không thể trước ngày văn bản."))
    if sent_on > local_date(at):
        raise OfficeRefused(_("Ngày chuyển không thể ở tương lai."))
    with act("documents.posted", by=by, at=at, subject=document):
        return PostalDispatch.objects.create(
            agency_id=document.agency_id, document=document, sent_on=sent_on,
            receiver=receiver.strip(), envelopes=envelopes, post_mark=post_mark.strip(),
            note=note.strip(), entered_by_id=person_of(by), entered_at=at,
        )  # fmt: skip


def lend_copy(
    *,
    document: OutgoingDocument,
    user: str,
    allowed_by: str,
    file_notation: str = "",
    note: str = "",
    by: Actor,
    at: dt.datetime,
) -> KeptCopyUse:
    """Give the kept copy out for use, by leave of somebody (Đ19, PL IV mẫu IV)."""
    _of_issued(document, by)
    if not user.strip() or not allowed_by.strip():
        raise OfficeRefused(_("Hãy ghi người sử dụng và người cho phép."))
    try:
        with transaction.atomic(), act("documents.copy_lent", by=by, at=at, subject=document):
            return KeptCopyUse.objects.create(
                agency_id=document.agency_id, document=document, user=user.strip(),
                allowed_by=allowed_by.strip(), file_notation=file_notation.strip(),
                taken_on=local_date(at), note=note.strip(), entered_by_id=person_of(by),
                entered_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise OfficeRefused(_("Bản lưu đang được người khác sử dụng, chưa trả.")) from error


def return_copy(*, use: KeptCopyUse, by: Actor, at: dt.datetime) -> KeptCopyUse:
    """The kept copy is back."""
    require(by, Verb.ISSUE)
    with act("documents.copy_returned", by=by, at=at, subject=use.document):
        locked = KeptCopyUse.objects.select_for_update(of=("self",)).get(pk=use.pk)
        if locked.returned_on is not None:
            raise OfficeRefused(_("Bản lưu này đã trả."))
        locked.returned_on = local_date(at)
        locked.save(update_fields=["returned_on"])
    return locked


def _of_issued(document: OutgoingDocument, by: Actor) -> None:
    if not can_issue(by, document):
        raise Forbidden(_("Chỉ văn thư của cơ quan ban hành làm việc này."))
    if document.state not in {OutgoingState.ISSUED, OutgoingState.RECALLED}:
        raise OfficeRefused(_("Văn bản chưa phát hành."))
