"""Turns a letter's parts into the plain records that the templates set; all text is cleaned here."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from lienthong.kernel.text import roman

from .catalogue import copy_abbreviations
from .choices import URGENCY_FRAME_MM, ParagraphKind, Urgency
from .letters import Annex, CopyBlock, LetterData, Paragraph, Recipient, Signatory, Table
from .texts import Pieces, TextRefused, clean_line, clean_lines, pieces
from .wording import day_text, month_text

Record = dict[str, Any]

MOST_CELLS: Final = 30_000
TALLEST_HEADER: Final = 16  # lines, about a third of a page
LONGEST_NUMBER: Final = 16
SHORT_LAST_PARAGRAPH: Final = 600  # a shorter one goes over with the signature
LONG_LIST: Final = 24  # recipients; a longer list may run over the page
# How deep each kind of heading lies; levels in one text are made dense afterwards.
_HEADINGS: Final = {
    ParagraphKind.PART: ("Phần ", 2),
    ParagraphKind.CHAPTER: ("Chương ", 3),
    ParagraphKind.SECTION: ("Mục ", 4),
    ParagraphKind.SUBSECTION: ("Tiểu mục ", 5),
}
_RUNNING: Final = {ParagraphKind.POINT: ")", ParagraphKind.CLAUSE: "."}
_DASHES: Final = {ParagraphKind.DASH: "- ", ParagraphKind.PLUS: "+ "}


def head_record(data: LetterData) -> Record:
    """Boxes 1 to 5b, 10b and 11 of Annex I."""
    kind = data.type
    on, year = data.issue_date, data.year
    urgent = data.urgency is not Urgency.NORMAL
    return {
        **agency_record(data.parent, data.agency),
        "numbered": kind.numbered,
        "dated": kind.dated,
        "number": _number(data.number),
        "number_width": data.number_digits * 6.5 + 2,
        "notation": _line(data.notation, "Ký hiệu", 20),
        "place": _line(data.place, "Địa danh", 24),
        "day": day_text(on.day) if on else "",
        "month": month_text(on.month) if on else "",
        "year": str(on.year) if on else str(year or ""),
        "letter_subject": _line(data.subject, "Trích yếu", 22) if kind.is_letter else "",
        "urgency": {"words": data.urgency.value, "width": URGENCY_FRAME_MM[data.urgency]}
        if urgent
        else None,
        "circulation": clean_line(data.circulation, "Chỉ dẫn lưu hành").upper(),
    }


def agency_record(parent: str, agency: str) -> Record:
    """Box 2: names in capitals, as lines."""
    return {
        "parent": _capitals(parent, "Cơ quan chủ quản"),
        "agency": _capitals(agency, "Cơ quan ban hành"),
    }


def _number(text: str) -> str:
    number = clean_line(text, "Số")
    if len(number) > LONGEST_NUMBER:
        raise TextRefused(
            _("Số văn bản dài %(size)s ký tự; tối đa %(limit)s.")
            % {"size": len(number), "limit": LONGEST_NUMBER}
        )
    return number


def _capitals(name: str, field: str) -> list[Pieces]:
    return [pieces(line.upper(), 18) for line in clean_lines(name, field)]


def _line(text: str, field: str, longest: int) -> Pieces:
    return pieces(clean_line(text, field), longest)


def body_records(paragraphs: Iterable[Paragraph], *, base: int = 1) -> list[Record]:
    """Box 6: each paragraph with its kind; headings get levels without gaps below `base`."""
    records: list[Record] = []
    depths: list[int] = []
    for paragraph in paragraphs:
        record, depth = _paragraph(paragraph)
        if depth:
            while depths and depths[-1] >= depth:
                depths.pop()
            depths.append(depth)
            record["level"] = base + len(depths)
        records.append(record)
    return records


def hold_last(records: list[Record]) -> None:
    """Keep a short last paragraph on the page of the signature, so that it never stands alone."""
    last = records[-1] if records else None
    if last and last["k"] != "table" and len(str(last.get("text", ""))) < SHORT_LAST_PARAGRAPH:
        last["held"] = True


def _paragraph(paragraph: Paragraph) -> tuple[Record, int]:
    kind = paragraph.kind
    text = _running(paragraph.text, "Nội dung")
    number = clean_line(paragraph.number, "Số thứ tự")
    title = _running(paragraph.title, "Tiêu đề")
    heading = _running(paragraph.title.upper(), "Tiêu đề")
    if kind in _HEADINGS:
        word, depth = _HEADINGS[kind]
        return {"k": "heading_centred", "number": word + number, "title": heading}, depth
    if kind is ParagraphKind.ROMAN:
        return {"k": "heading_line", "number": f"{number}.", "title": heading or text}, 6
    if kind is ParagraphKind.ARTICLE:
        if title and not text:
            return {"k": "heading_line", "number": f"Điều {number}.", "title": title}, 7
        return {"k": "article", "number": f"Điều {number}.", "title": title, "text": text}, 0
    if kind is ParagraphKind.CLAUSE and title:
        return {"k": "heading_line", "number": f"{number}.", "title": title}, 8
    if kind in _RUNNING:
        return {"k": "plain", "number": number + _RUNNING[kind], "text": text}, 0
    if kind in _DASHES:
        return {"k": "plain", "number": _DASHES[kind].strip(), "text": text}, 0
    if kind is ParagraphKind.TABLE:
        return {"k": "table", "table": _table(paragraph.table)}, 0
    simple = {
        ParagraphKind.BASIS: "basis",
        ParagraphKind.ENACTING: "centred_bold",
        ParagraphKind.CENTRED: "centred",
        ParagraphKind.UNINDENTED: "unindented",
    }
    return {"k": simple.get(kind, "plain"), "number": "", "text": text}, 0


def _running(text: str, field: str) -> Pieces:
    return pieces(clean_line(text, field), 52, references=True)


def _table(table: Table | None) -> Record:
    if table is None or not table.rows:
        raise TextRefused(_("Bảng không có dòng nào; hãy bỏ bảng hoặc nhập số liệu."))
    columns = max(len(row) for row in (*table.header, *table.rows))
    if columns * (len(table.rows) + len(table.header)) > MOST_CELLS:
        raise TextRefused(
            _("Bảng có quá nhiều ô (tối đa %(limit)s); hãy tách thành nhiều phụ lục.")
            % {"limit": MOST_CELLS}
        )
    widths = table.widths if len(table.widths) == columns else (1.0,) * columns
    # 165 mm hold about 70 wide letters of 12 pt
    longest = [max(4, int(70 * width / sum(widths))) for width in widths]
    # A header repeated on every page must leave room for rows; a taller one is set as rows.
    tall = sum(_lines_of(row, longest) for row in table.header) > TALLEST_HEADER
    header, rows = ((), (*table.header, *table.rows)) if tall else (table.header, table.rows)
    return {
        "header": [_row(row, columns, longest) for row in header],
        "rows": [_row(row, columns, longest) for row in rows],
        "widths": list(widths),
        "align": [*(a.value for a in table.align), *("left",) * columns][:columns],
        "size": table.size,
    }


def _lines_of(row: Sequence[str], longest: Sequence[int]) -> int:
    """About how many lines the tallest cell of a row takes."""
    return max(
        (len(cell) // most + cell.count("\n") + 1)
        for cell, most in zip(row or ("",), longest, strict=False)
    )


def _row(row: Sequence[str], columns: int, longest: Sequence[int]) -> list[list[Pieces]]:
    cells = [
        [pieces(line, most) for line in clean_lines(cell, "Ô của bảng")]
        for cell, most in zip(row, longest, strict=False)
    ]
    return [*cells, *([] for _missing in range(columns - len(cells)))]


def foot_record(data: LetterData) -> Record:
    """Boxes 7, 8, 9b and 12."""
    return {
        "signatories": [signatory_record(each) for each in data.signatories],
        "recipients": recipient_lines(data.recipients, data.filed_at),
        "drafter_mark": clean_line(data.drafter_mark, "Ký hiệu người soạn thảo"),
        "long": len(data.recipients) > LONG_LIST,
        "confirmation": _line(data.confirmation, "Xác nhận", 24),
    }


def signatory_record(signatory: Signatory) -> Record:
    """Box 7: lines of authority and post in capitals, above the room for the signature."""
    lines = [
        f"{line.authority} {clean_line(line.of, 'Quyền hạn ký').upper()}".strip()
        for line in signatory.authority
    ]
    post = clean_line(signatory.post, "Chức vụ").upper()
    return {
        "authority": [pieces(line, 24) for line in (*lines, post) if line],
        "other_post": _line(signatory.other_post, "Chức vụ khác", 24),
        "name": _line(signatory.name, "Họ tên người ký", 24),
        "sealed": signatory.sealed,
    }


def recipient_lines(recipients: Sequence[Recipient], filed_at: str) -> list[Pieces]:
    """The lines under Nơi nhận with their dashes and ends; the last says where it is filed."""
    lines = [f"- {clean_line(each.name, 'Nơi nhận').rstrip(';. ')};" for each in recipients]
    filed = clean_line(filed_at, "Lưu").rstrip(";. ")
    lines += [f"- Lưu: {filed}."] if filed else []
    return [pieces(line, 26) for line in lines]


def addressee_lines(names: Sequence[str]) -> list[Pieces]:
    """The names after Kính gửi: one alone as it is, several with semicolons and a last full stop."""
    cleaned = [clean_line(name, "Kính gửi").rstrip(";. ") for name in names]
    cleaned = [name for name in cleaned if name]
    if len(cleaned) > 1:
        cleaned = [*(f"{name};" for name in cleaned[:-1]), f"{cleaned[-1]}."]
    return [pieces(name, 40) for name in cleaned]


def annex_records(data: LetterData) -> list[Record]:
    """The annexes with their labels, Roman numbers from two upwards (Annex I, III.1.a)."""
    several = len(data.annexes) > 1
    return [
        {
            "label": f"Phụ lục {roman(index)}" if several else "Phụ lục",
            "title": pieces(clean_line(annex.title, "Tên phụ lục").upper(), 34),
            "reference": annex_reference(
                data.type.name, data.notation, _issuer(data), _known(data)
            ),
            "landscape": annex.landscape,
            "size": 13 if _has_table(annex) else 14,
            "body": body_records(annex.body),
        }
        for index, annex in enumerate(data.annexes, 1)
    ]


def _known(data: LetterData) -> tuple[str, date] | None:
    """Number and date, which only a paper document prints on its annexes (Annex I, III.1.c)."""
    if data.electronic or not data.number or not data.issue_date:
        return None
    return data.number, data.issue_date


def annex_reference(
    kind: str, notation: str, issuer: str, known: tuple[str, date] | None = None
) -> Pieces:
    """'(Kèm theo Quyết định số      /QĐ-UBND ngày      tháng      năm      của …)'."""
    gap = "\N{NO-BREAK SPACE}" * 6
    number, day, month, year = gap, gap, gap, gap + gap
    if known:
        number, on = known
        day, month, year = day_text(on.day), month_text(on.month), str(on.year)
    notation = clean_line(notation, "Ký hiệu")
    text = (
        f"(Kèm theo {kind} số {number}/{notation} ngày {day} tháng {month} năm {year} của {issuer})"
    )
    return pieces(text, 44)


def _issuer(data: LetterData) -> str:
    return clean_line(data.issuing_authority or data.agency, "Cơ quan ban hành")


def _has_table(annex: Annex) -> bool:
    return any(paragraph.kind is ParagraphKind.TABLE for paragraph in annex.body)


def copy_record(block: CopyBlock) -> Record:
    """The block of a paper copy: '03/SY-UBND' from the one series of copies of the year."""
    abbreviation = copy_abbreviations()[block.form.value]
    gap = "\N{NO-BREAK SPACE}" * 6
    day, month = (
        (day_text(block.copy_date.day), month_text(block.copy_date.month))
        if block.copy_date
        else (gap, gap)
    )
    year = block.copy_date.year if block.copy_date else block.year
    return {
        "form": block.form.value,
        "agency": _capitals(block.agency, "Cơ quan sao"),
        "reference": (
            f"{clean_line(block.number, 'Số bản sao') or gap}/{abbreviation}-"
            f"{clean_line(block.agency_abbreviation, 'Ký hiệu bản sao')}"
        ),
        "dated": f"{clean_line(block.place, 'Địa danh')}, ngày {day} tháng {month} năm {year}",
        "signatory": signatory_record(block.signatory),
        "recipients": recipient_lines(block.recipients, block.filed_at),
    }
