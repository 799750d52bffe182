"""Sets letters and annex files by Decree 30/2020/NĐ-CP and tells where their fields belong."""

from datetime import datetime
from typing import Any, Final

from .layout import (
    addressee_lines,
    agency_record,
    annex_records,
    annex_reference,
    body_records,
    copy_record,
    foot_record,
    head_record,
    hold_last,
)
from .letters import AnnexFile, Box, LetterData, RenderedLetter
from .texts import clean_line, clean_lines, pieces
from .typesetting import boxes_from, embedded_faces, typeset

A4_HEIGHT: Final = 297 / 25.4 * 72
A4_WIDTH: Final = 210 / 25.4 * 72
BODY_SIZE: Final = 14

_EMPTY: Final[dict[str, Any]] = {
    "author": "",
    "body_size": BODY_SIZE,
    "head": None,
    "heading_only": False,
    "parent": [],
    "agency": [],
    "kind": "",
    "subject": [],
    "issuing_authority": "",
    "salutation": "Kính gửi",
    "addressees": [],
    "contact": [],
    "body": [],
    "foot": {
        "signatories": [],
        "recipients": [],
        "drafter_mark": "",
        "long": False,
        "confirmation": "",
    },
    "copy_block": None,
    "annexes": [],
}


def render_letter(data: LetterData, *, at: datetime | None = None) -> RenderedLetter:
    """Set a letter as tagged PDF/A-2a and PDF/UA-1 with all its places.

    `at` (aware) is the time written into the file; the same letter and time give the same bytes.
    Raises UnknownDocumentType, TextRefused, PaperTooLong, FontsMissing, TypesettingFailed.
    """
    sheet = typeset("letter.typ", letter_record(data), at=at, marks=True)
    places = boxes_from(sheet.marks, A4_HEIGHT)
    pages = places.pop("end").page + 1
    _join_date(places, data)
    return RenderedLetter(
        pdf=sheet.pdf, pages=pages, fonts=embedded_faces(sheet.pdf), places=places
    )


def letter_record(data: LetterData) -> dict[str, Any]:
    """The letter as the template takes it. Raises UnknownDocumentType, TextRefused."""
    kind = data.type
    subject = clean_line(data.subject, "Trích yếu")
    # The subject is the first heading; without it the text's own headings begin at the top.
    body = body_records(data.body, base=0 if kind.is_letter and not subject else 1)
    hold_last(body)
    telegram = kind.salutation == "telegram"
    return {
        **_EMPTY,
        "title": f"{kind.name} {subject}".strip(),
        "author": clean_line(data.agency, "Cơ quan ban hành"),
        "head": head_record(data),
        "kind": "" if kind.is_letter else kind.name.upper(),
        "subject": []
        if kind.is_letter
        else [pieces(line, 34) for line in clean_lines(data.subject, "Trích yếu")],
        "issuing_authority": ""
        if telegram
        else pieces(clean_line(data.issuing_authority, "Thẩm quyền ban hành").upper(), 36),
        "salutation": _call(data) if telegram else "Kính gửi",
        "addressees": addressee_lines(data.addressees),
        "contact": [
            pieces(line, 60) for text in data.contact for line in clean_lines(text, "Địa chỉ")
        ],
        "body": body,
        "foot": foot_record(data),
        "copy_block": copy_record(data.copy_block) if data.copy_block else None,
        "annexes": annex_records(data),
    }


def _call(data: LetterData) -> str:
    """What a telegram says before its receivers (Annex III, form 1.6): 'CHỦ TỊCH … điện'."""
    caller = clean_line(data.issuing_authority or data.agency, "Cơ quan ban hành")
    return f"{caller.upper()} điện"


def _join_date(places: dict[str, Box], data: LetterData) -> None:
    """Give the one place of the date: from the day to the last room that the clerk fills."""
    if "day" not in places:
        return
    first = places["day"]
    open_year = data.issue_date is None and data.year is None
    last = places["year"] if open_year or data.issue_date else places["month"]
    places["date"] = Box(first.page, first.x, first.y, last.right - first.x, first.h)


def render_annex_file(data: AnnexFile, *, at: datetime | None = None) -> RenderedLetter:
    """Set an annex, or a text issued with a decision, that is a file of its own.

    Its only place is copy_signature, top right of page one, where the agency's signature without
    picture goes (Annex I, II.8.b and III.1.d). Raises as render_letter.
    """
    title = clean_line(data.title, "Tên phụ lục")
    reference = annex_reference(
        data.main_kind, data.notation, clean_line(data.agency, "Cơ quan ban hành")
    )
    annex: dict[str, Any] = {
        "label": data.kind.upper() or data.label,
        "title": pieces(title if data.kind else title.upper(), 34),
        "reference": reference,
        "landscape": data.landscape,
        "size": BODY_SIZE,
        "body": body_records(data.body),
    }
    record = {
        **_EMPTY,
        "title": f"{data.kind or data.label} {title}".strip(),
        "author": clean_line(data.agency, "Cơ quan ban hành"),
        "heading_only": bool(data.kind),
        **agency_record(data.parent, data.agency),
        "annex": annex,
    }
    sheet = typeset("annex.typ", record, at=at, marks=True)
    places = boxes_from(sheet.marks, A4_WIDTH if data.landscape else A4_HEIGHT)
    pages = places.pop("end").page + 1
    return RenderedLetter(
        pdf=sheet.pdf, pages=pages, fonts=embedded_faces(sheet.pdf), places=places
    )
