"""Checks of the head: issuer, number and notation, place and date, subject, addressees, stamps."""

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from lienthong.axis.papers.catalogue import (
    OFFICIAL_LETTER,
    DocumentType,
    UnknownDocumentType,
    document_types,
)
from lienthong.axis.papers.choices import CIRCULATION_LIMITS, SECRECY_MARKS, Severity
from lienthong.axis.papers.letters import LetterData
from lienthong.kernel.text import fold

from .findings import Finding

LONGEST_SUBJECT: Final = 500  # edXML and Annex VI II.8
_NOTATION: Final = re.compile(r"[^\W_]+(?:-[^\W_]+|&[^\W_]+|\.[^\W_]+)*")


def type_known(data: LetterData) -> Iterator[Finding]:
    """Đ7: one of the 29 types."""
    try:
        data.type  # noqa: B018  asking is the check
    except UnknownDocumentType as error:
        yield Finding("type.unknown", "Điều 7", Severity.STOP, str(error), "type_code")


def no_secrecy(data: LetterData) -> Iterator[Finding]:
    """Đ16.3, 22.4: secret papers do not enter; Annex I, III.2.a."""
    bodies = (data.body, *(annex.body for annex in data.annexes))
    alone = (each.text or each.title for body in bodies for each in body)
    if any(text.strip(" .:").upper() in SECRECY_MARKS for text in (data.circulation, *alone)):
        yield Finding(
            "secrecy.marked",
            "khoản 3 Điều 16",
            Severity.STOP,
            _("Văn bản có dấu chỉ độ mật: không soạn thảo, lưu hay gửi trên hệ thống này."),
            "circulation",
        )


def agency_named(data: LetterData) -> Iterator[Finding]:
    """Annex I, II.2: the full official name."""
    if not data.agency.strip():
        yield Finding(
            "agency.missing",
            "Phụ lục I, mục II.2",
            Severity.ERROR,
            _("Thiếu tên cơ quan, tổ chức ban hành văn bản."),
            "agency",
        )


def number_formed(data: LetterData) -> Iterator[Finding]:
    """Annex I, II.3: Arabic digits, a leading zero below 10; empty until the clerk takes it."""
    number = data.number.strip()
    if not number:
        return
    if not number.isascii() or not number.isdigit() or len(number) > 11:
        yield Finding(
            "number.not_digits",
            "Phụ lục I, mục II.3.a",
            Severity.ERROR,
            _("Số của văn bản chỉ gồm chữ số Ả Rập (tối đa 11); bỏ “%(number)s”.")
            % {"number": number[:20]},
            "number",
        )
    elif int(number) == 0 or number != f"{int(number):02d}":
        yield Finding(
            "number.leading_zero",
            "Phụ lục I, mục II.3.c",
            Severity.ERROR,
            _("Số nhỏ hơn 10 phải ghi thêm một số 0 phía trước: 01, 02 … 09; số khác thì không."),
            "number",
        )


def notation_formed(data: LetterData) -> Iterator[Finding]:
    """Annex I, II.3.b-c: abbreviation of the type, then of the agency, joined by hyphens."""
    notation, article = data.notation.strip(), "Phụ lục I, mục II.3.b"
    if not notation:
        yield Finding(
            "notation.missing", article, Severity.ERROR, _("Thiếu ký hiệu văn bản."), "notation"
        )
        return
    if not _NOTATION.fullmatch(notation):
        message = _("Ký hiệu viết liền, các nhóm chữ nối bằng gạch nối (-), không có khoảng trống.")
        yield Finding("notation.form", article, Severity.ERROR, message, "notation")
    first = notation.split("-")[0]
    kind = _kind(data)
    if kind and kind.code == OFFICIAL_LETTER:
        yield from _letter_notation(first, notation, article)
    elif kind and kind.abbreviation and first != kind.abbreviation:
        message = _("Ký hiệu của %(kind)s bắt đầu bằng “%(wanted)s-”, ví dụ %(wanted)s-UBND.") % {
            "kind": kind.name.lower(),
            "wanted": kind.abbreviation,
        }
        yield Finding("notation.type", "Phụ lục III, mục I", Severity.ERROR, message, "notation")


def _letter_notation(first: str, notation: str, article: str) -> Iterator[Finding]:
    of_types = {each.abbreviation for each in document_types()} - {""}
    if first == "CV" or first in of_types:
        message = _("Ký hiệu công văn là cơ quan-đơn vị soạn thảo (UBND-TTHC), không có tên loại.")
        # "CV" is nobody's abbreviation; an agency may happen to share one with a type
        severity = Severity.ERROR if first == "CV" else Severity.WARNING
        yield Finding("notation.type", article, severity, message, "notation")
    elif "-" not in notation:
        message = _("Ký hiệu công văn thiếu chữ viết tắt đơn vị soạn thảo hoặc lĩnh vực.")
        yield Finding("notation.unit", article, Severity.WARNING, message, "notation")


def place_formed(data: LetterData) -> Iterator[Finding]:
    """Annex I, II.4: the official name with capitals; the comma is set by the template."""
    kind = _kind(data)
    if kind and not kind.dated:
        return
    place = data.place.strip()
    if not place:
        message = _("Thiếu địa danh trước ngày, tháng, năm.")
        yield Finding("place.missing", "Phụ lục I, mục II.4.a", Severity.ERROR, message, "place")
    elif not place[0].isupper() or place.endswith(","):
        message = _("Địa danh viết hoa chữ cái đầu; không gõ dấu phẩy, hệ thống tự thêm.")
        yield Finding("place.form", "Phụ lục I, mục II.4.c", Severity.ERROR, message, "place")


def subject_formed(data: LetterData) -> Iterator[Finding]:
    """Annex I, II.5: one short sentence or phrase; "V/v" is the template's."""
    subject, article = data.subject.strip(), "Phụ lục I, mục II.5"
    kind = _kind(data)
    needless = kind is not None and kind.form in {"1.8", "1.10", ""}
    if not subject:
        if not needless:
            message = _("Thiếu trích yếu nội dung.")
            yield Finding("subject.missing", article, Severity.ERROR, message, "subject")
        return
    letter = kind is not None and kind.is_letter
    if letter and fold(subject).startswith(("v/v", "ve viec ")):
        message = _("Bỏ chữ “V/v” hoặc “Về việc” đầu trích yếu công văn, hệ thống tự thêm “V/v”.")
        yield Finding("subject.doubled", article, Severity.ERROR, message, "subject")
    if kind and not letter and fold(subject).startswith("v/v"):
        message = _("“V/v” chỉ dùng cho công văn; văn bản có tên loại ghi “Về …” hoặc nội dung.")
        yield Finding("subject.letter_words", article, Severity.ERROR, message, "subject")
    if subject.endswith((".", ";", ":")):
        message = _("Trích yếu không kết thúc bằng dấu câu.")
        yield Finding("subject.end_mark", article, Severity.WARNING, message, "subject")
    if len(subject) > LONGEST_SUBJECT:
        message = _("Trích yếu dài %(size)s ký tự, quá 500 ký tự cho phép khi gửi liên thông.") % {
            "size": len(subject)
        }
        yield Finding("subject.long", "Phụ lục VI, phần II", Severity.ERROR, message, "subject")


def addressees_right(data: LetterData) -> Iterator[Finding]:
    """Annex I, II.9.b-d: "Kính gửi" only on letters, submissions and reports to a superior."""
    kind, article = _kind(data), "Phụ lục I, mục II.9"
    if kind is None:
        return
    if kind.salutation == "required" and not data.addressees:
        message = _("%(kind)s phải có “Kính gửi”: nơi trực tiếp giải quyết.") % {"kind": kind.name}
        yield Finding("addressees.missing", article, Severity.ERROR, message, "addressees")
    if kind.salutation == "telegram" and not data.addressees:
        message = _("Công điện phải ghi nơi nhận điện.")
        yield Finding("addressees.missing", "Phụ lục III, mẫu 1.6", Severity.ERROR, message)
    if kind.salutation == "none" and data.addressees:
        message = _(
            "%(kind)s không có “Kính gửi”; ghi cơ quan thực hiện ở Điều thi hành hoặc ở Nơi nhận."
        ) % {"kind": kind.name}
        yield Finding("addressees.not_here", article, Severity.ERROR, message, "addressees")
    if kind.salutation == "upward" and data.addressees:
        message = _("“Kính gửi” trong %(kind)s chỉ dùng khi gửi cơ quan cấp trên.") % {
            "kind": kind.name.lower()
        }
        yield Finding("addressees.upward", article, Severity.NOTE, message, "addressees")


def circulation_known(data: LetterData) -> Iterator[Finding]:
    """Annex I, III.2.c names two limits of circulation."""
    words = data.circulation.strip().upper()
    if words and words not in CIRCULATION_LIMITS:
        message = _("Chỉ dẫn phạm vi lưu hành là “XEM XONG TRẢ LẠI” hoặc “LƯU HÀNH NỘI BỘ”.")
        yield Finding(
            "circulation.unknown",
            "Phụ lục I, mục III.2.c",
            Severity.WARNING,
            message,
            "circulation",
        )


def _kind(data: LetterData) -> DocumentType | None:
    return next((each for each in document_types() if each.code == data.type_code), None)


CHECKS: Final = (
    type_known,
    no_secrecy,
    agency_named,
    number_formed,
    notation_formed,
    place_formed,
    subject_formed,
    addressees_right,
    circulation_known,
)
