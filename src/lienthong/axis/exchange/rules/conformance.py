"""Lengths and cardinalities of edXML messages (QCVN 102:2016; lengths of PL VI NĐ 30/2020).

On sending every fault stops the message. On receipt only what leaves the message without an
identity is fatal; the rest is kept as it came and shown as a warning: nothing is ever cut.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lienthong.axis.exchange.choices import BusinessType, DeliveryStatus

from .codes import MAX_AGENCY_CODE, MAX_DOCUMENT_ID
from .messages import DocumentMessage, Party, ResponseFor, StatusMessage

# What XML 1.0 cannot carry at all.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class NotConforming(ValueError):
    """The message does not meet the standard; `faults` says what to mend, one sentence each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__(_("Gói tin không đúng chuẩn: %(faults)s") % {"faults": " ".join(faults)})


@dataclass(frozen=True, slots=True)
class Fault:
    """One departure from the standard; a fatal one refuses the message on receipt too."""

    text: str
    fatal: bool


def faults_of(message: DocumentMessage | StatusMessage) -> list[Fault]:
    """Every departure from the standard, in the order of the message."""
    found = _document(message) if isinstance(message, DocumentMessage) else _status(message)
    return list(found)


def check(message: DocumentMessage | StatusMessage) -> None:
    """Refuse with `NotConforming` a message that is about to be sent and has any fault."""
    faults = faults_of(message)
    if faults:
        raise NotConforming([fault.text for fault in faults])


def _required(label: str, value: object, fatal: bool = True) -> Iterator[Fault]:
    if value in ("", None, ()):
        yield Fault(_("Thiếu %(label)s.") % {"label": label}, fatal)


def _text(label: str, value: str, limit: int, fatal: bool = False) -> Iterator[Fault]:
    if len(value) > limit:
        text = _("%(label)s dài %(length)d ký tự, tối đa %(limit)d.")
        yield Fault(text % {"label": label, "length": len(value), "limit": limit}, fatal)
    if UNWRITABLE.search(value):
        yield Fault(_("%(label)s có ký tự điều khiển.") % {"label": label}, True)


def _party(label: str, party: Party) -> Iterator[Fault]:
    yield from _required(_("mã định danh của %(label)s") % {"label": label}, party.organ_id)
    yield from _text(
        _("Mã định danh của %(label)s") % {"label": label}, party.organ_id, MAX_AGENCY_CODE, True
    )
    yield from _required(_("tên của %(label)s") % {"label": label}, party.name, fatal=False)
    yield from _text(_("Tên của %(label)s") % {"label": label}, party.name, 200)
    for value in (party.in_charge, party.address, party.email, party.telephone, party.fax):
        yield from _text(_("Thông tin của %(label)s") % {"label": label}, value, 500)
    yield from _text(_("Trang tin của %(label)s") % {"label": label}, party.website, 500)


def _response(response: ResponseFor) -> Iterator[Fault]:
    label = _("mã định danh văn bản được phản hồi")
    yield from _required(label, response.document_id)
    yield from _text(label, response.document_id, MAX_DOCUMENT_ID, True)
    yield from _text(_("Mã cơ quan được phản hồi"), response.organ_id, MAX_AGENCY_CODE, True)
    yield from _text(_("Số, ký hiệu được phản hồi"), response.code, 100)


def _document(message: DocumentMessage) -> Iterator[Fault]:
    yield from _party(_("bên gửi"), message.sender)
    yield from _required(_("cơ quan nhận"), message.receivers)
    for receiver in message.receivers:
        yield from _party(_("bên nhận"), receiver)
    yield from _required(_("mã định danh văn bản"), message.document_id)
    yield from _text(_("Mã định danh văn bản"), message.document_id, MAX_DOCUMENT_ID, True)
    yield from _required(_("số văn bản"), message.number, fatal=False)
    yield from _text(_("Số văn bản"), message.number, 11)
    yield from _required(_("ký hiệu văn bản"), message.notation, fatal=False)
    yield from _text(_("Ký hiệu văn bản"), message.notation, 30)
    yield from _text(_("Địa danh"), message.place, 50)
    yield from _required(_("tên loại văn bản"), message.type_name, fatal=False)
    yield from _text(_("Tên loại văn bản"), message.type_name, 100)
    yield from _required(_("trích yếu"), message.subject, fatal=False)
    yield from _text(_("Trích yếu"), message.subject, 500)
    yield from _text(_("Nội dung tóm tắt"), message.content, 500)
    yield from _required(_("họ tên người ký"), message.signer.full_name, fatal=False)
    yield from _text(_("Họ tên người ký"), message.signer.full_name, 50)
    yield from _text(_("Chức vụ người ký"), message.signer.position, 100)
    yield from _text(_("Quyền hạn ký"), message.signer.competence, 100)
    yield from _further(message)


def _further(message: DocumentMessage) -> Iterator[Fault]:
    yield from _text(_("Phạm vi lưu hành"), message.other.sphere, 100)
    yield from _text(_("Ký hiệu người soạn thảo"), message.other.typer_notation, 10)
    if not 0 <= message.other.priority <= 4:
        yield Fault(_("Mức độ khẩn phải từ 0 đến 4."), False)
    for value in (*message.other.appendixes, *message.places, *message.task_codes):
        yield from _text(_("Phụ lục, nơi nhận hoặc mã nhiệm vụ"), value, 1000)
    yield from _text(_("Loại ứng dụng"), message.application_type, 100)
    for response in message.responses:
        yield from _response(response)
    for hop in message.trace:
        yield from _text(_("Mã cơ quan đã chuyển"), hop.organ_id, MAX_AGENCY_CODE, True)
    yield from _enclosures(message)
    yield from _business(message)


def _enclosures(message: DocumentMessage) -> Iterator[Fault]:
    seen: set[str] = set()
    for enclosure in message.enclosures:
        yield from _required(_("tên tệp đính kèm"), enclosure.name)
        for value in (enclosure.name, enclosure.description, enclosure.content_type):
            yield from _text(_("Tên hoặc mô tả tệp đính kèm"), value, 500)
        if enclosure.content_id in seen or not enclosure.content_id:
            yield Fault(_("Mã tệp đính kèm trống hoặc bị trùng."), True)
        seen.add(enclosure.content_id)


def _business(message: DocumentMessage) -> Iterator[Fault]:
    business = message.business
    if business is None:
        return
    if business.kind not in BusinessType.values:
        yield Fault(
            _("Loại nghiệp vụ %(kind)s không có trong bảng mã.") % {"kind": business.kind}, True
        )
    yield from _text(_("Lý do nghiệp vụ"), business.reason, 1000)
    yield from _text(_("Mã văn bản liên quan"), business.document_id, MAX_DOCUMENT_ID, True)
    if business.kind == BusinessType.RECALL and not (business.document_id or message.responses):
        yield Fault(_("Gói tin thu hồi không nói văn bản nào bị thu hồi."), True)
    if business.kind == BusinessType.UPDATE and not business.document_id:
        yield Fault(_("Gói tin cập nhật không nói văn bản nào được cập nhật."), True)
    if business.kind == BusinessType.REPLACE and not business.replacements:
        yield Fault(_("Gói tin thay thế không nói văn bản nào bị thay thế."), True)
    for replacement in business.replacements:
        yield from _required(_("mã văn bản bị thay thế"), replacement.document_id)
    for staff in business.staff:
        for value in (staff.department, staff.staff, staff.mobile, staff.email):
            yield from _text(_("Người phụ trách"), value, 200)


def _status(message: StatusMessage) -> Iterator[Fault]:
    yield from _party(_("bên gửi trạng thái"), message.sender)
    yield from _response(message.response_for)
    if message.code not in DeliveryStatus.values:
        yield Fault(
            _("Mã trạng thái %(code)s không có trong bảng mã.") % {"code": message.code}, True
        )
    yield from _text(_("Mô tả trạng thái"), message.description, 1000)
    if message.staff is not None:
        for value in (message.staff.department, message.staff.staff, message.staff.email):
            yield from _text(_("Người phụ trách"), value, 200)
