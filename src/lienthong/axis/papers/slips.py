"""Prints the slips that go with a paper inside the house: Phiếu trình and Phiếu giải quyết văn bản
đến (Annex IV, VII; Đ23.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from lienthong.kernel.text import format_date

from .layout import agency_record
from .letters import RenderedPaper
from .texts import Pieces, clean_line, pieces
from .typesetting import embedded_faces, typeset
from .wording import place_and_date_text

_LONGEST: Final = 48
_BLANK_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who is to do what until when; `lead` for chủ trì."""

    name: str
    lead: bool
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """Somebody's words on a slip with their day."""

    by: str
    text: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class HandlingSlip:
    """Phiếu giải quyết văn bản đến: the incoming paper, and three opinions one after another.

    What is not yet given is printed as dotted lines for the pen.
    """

    agency: str
    place: str
    on: date
    document: str
    parent: str = ""
    arrival: str = ""
    assignments: tuple[Assignment, ...] = ()
    leader: Opinion | None = None
    persons: tuple[Assignment, ...] = ()
    unit_head: Opinion | None = None
    proposal: Opinion | None = None


@dataclass(frozen=True, slots=True)
class SubmissionSlip:
    """Phiếu trình (by the office's own working rules): what is asked, why, with which papers."""

    agency: str
    place: str
    on: date
    to: str
    subject: str
    summary: tuple[str, ...]
    proposal: str
    parent: str = ""
    basis: tuple[str, ...] = ()
    coordination: tuple[Opinion, ...] = ()
    silent: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    drafter: str = ""
    unit_head: str = ""
    checks: tuple[Opinion, ...] = ()


def render_slip(
    slip: HandlingSlip | SubmissionSlip, *, at: datetime | None = None
) -> RenderedPaper:
    """Set a slip on A4. Raises TextRefused, FontsMissing, TypesettingFailed."""
    record = _handling(slip) if isinstance(slip, HandlingSlip) else _submission(slip)
    sheet = typeset("slip.typ", record, at=at, marks=True)
    pages = max(int(mark["page"]) for mark in sheet.marks)
    return RenderedPaper(pdf=sheet.pdf, pages=pages, fonts=embedded_faces(sheet.pdf))


def _frame(slip: HandlingSlip | SubmissionSlip, kind: str, subject: str) -> dict[str, Any]:
    place = clean_line(slip.place, "Địa danh")
    return {
        **agency_record(slip.parent, slip.agency),
        "title": f"{kind}: {clean_line(subject, 'Trích yếu')}",
        "author": clean_line(slip.agency, "Cơ quan"),
        "dated": place_and_date_text(place, slip.on),
        "kind": kind,
        "to": "",
        "subject_weight": "bold",
        "signers": [],
    }


def _handling(slip: HandlingSlip) -> dict[str, Any]:
    subject = [f"({clean_line(slip.document, 'Văn bản đến')})"]
    if slip.arrival:
        subject.append(f"Số đến: {clean_line(slip.arrival, 'Số đến')}")
    leads = [_assigned(each) for each in slip.assignments if each.lead]
    others = [_assigned(each) for each in slip.assignments if not each.lead]
    leader = [
        *([f"- Chủ trì: {'; '.join(leads)}."] if leads else []),
        *([f"- Phối hợp: {'; '.join(others)}."] if others else []),
        *_said(slip.leader),
    ]
    persons = [f"- Giao: {_assigned(each)}." for each in slip.persons]
    return {
        **_frame(slip, "PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN", slip.document),
        "subject": [pieces(line, 34) for line in subject],
        "subject_weight": "regular",
        "sections": [
            _section("1. Ý kiến của lãnh đạo cơ quan, tổ chức", leader),
            _section("2. Ý kiến của lãnh đạo đơn vị", [*persons, *_said(slip.unit_head)]),
            _section("3. Ý kiến đề xuất của người giải quyết", _said(slip.proposal)),
        ],
    }


def _submission(slip: SubmissionSlip) -> dict[str, Any]:
    asked = [f"- {_name(each)}: {each.text}" for each in slip.coordination]
    silent = [f"- {name}: chưa có ý kiến." for name in slip.silent]
    opinions = [*asked, *silent] or ["Không lấy ý kiến phối hợp."]
    papers = [f"{index}. {name}" for index, name in enumerate(slip.attachments, 1)]
    checks = [f"- {_name(each)}: {each.text}" for each in slip.checks]
    return {
        **_frame(slip, "PHIẾU TRÌNH", slip.subject),
        "subject": [pieces(clean_line(slip.subject, "Trích yếu"), 34)],
        "to": pieces(clean_line(slip.to, "Kính gửi"), 40),
        "sections": [
            *([_section("1. Căn cứ", slip.basis)] if slip.basis else []),
            _section(_number(slip, 1) + "Tóm tắt nội dung trình", slip.summary),
            _section(_number(slip, 2) + "Ý kiến phối hợp", opinions),
            _section(_number(slip, 3) + "Đề xuất của đơn vị trình", [slip.proposal]),
            _section(_number(slip, 4) + "Hồ sơ kèm theo", papers or ["Không có."]),
            *([_section(_number(slip, 5) + "Kiểm tra trước khi ký", checks)] if checks else []),
            _section("Ý kiến của lãnh đạo Văn phòng", []),
            _section("Ý kiến của người có thẩm quyền", []),
        ],
        "signers": [
            {"post": "NGƯỜI SOẠN THẢO", "name": pieces(clean_line(slip.drafter, "Họ tên"), 30)},
            {
                "post": "LÃNH ĐẠO ĐƠN VỊ",
                "name": pieces(clean_line(slip.unit_head, "Họ tên"), 30),
            },
        ],
    }


def _number(slip: SubmissionSlip, place: int) -> str:
    return f"{place + (1 if slip.basis else 0)}. "


def _section(title: str, lines: Sequence[str]) -> dict[str, Any]:
    shown: list[Pieces] = [
        pieces(clean_line(line, title), _LONGEST, references=True) for line in lines if line.strip()
    ]
    return {"title": title, "lines": shown, "blank": 0 if shown else _BLANK_LINES}


def _assigned(each: Assignment) -> str:
    until = f" (thời hạn: {format_date(each.due)})" if each.due else ""
    return f"{each.name}{until}"


def _said(opinion: Opinion | None) -> list[str]:
    if opinion is None:
        return []
    by = f"{_name(opinion)}." if opinion.by or opinion.on else ""
    return [opinion.text, by]


def _name(opinion: Opinion) -> str:
    on = f", ngày {format_date(opinion.on)}" if opinion.on else ""
    return f"{opinion.by}{on}"
