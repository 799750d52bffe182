"""Prints the registers as the books of Annex IV (Đ16.2.b, Đ22.3.b): cover, columns, closing record."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any, Final

from django.utils.translation import gettext as _

from lienthong.kernel.language import official
from lienthong.kernel.text import document_number, format_date, number_in_words

from .choices import BookKind
from .layout import agency_record
from .letters import RenderedPaper
from .texts import Pieces, clean_line, clean_lines, pieces
from .typesetting import embedded_faces, typeset

MOST_ROWS: Final = 10_000
MOST_CHARACTERS: Final = 6_000_000
_LETTERS_PER_WIDTH: Final = 4.0  # how many letters of 10.5 pt a column holds for each unit of width


class BookRefused(ValueError):
    """Rows that do not fit the columns of the book, or more than one volume should hold."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a book: its name in the decree, its relative width, how its cells are set."""

    name: str
    width: float
    align: str


@dataclass(frozen=True, slots=True)
class ClosingRecord:
    """How a book is closed: on which day, how many entries, which numbers were cancelled and why."""

    closed_on: date
    entries: int
    cancelled: tuple[tuple[int, str], ...] = ()
    clerk: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class BookData:
    """A volume of a book, or one day of it (`of_day`).

    Each row has as many cells as the book has columns (see `book_columns`); "Ký nhận" stays empty
    for the pen. `first` and `last` are the numbers held; None where the book counts none.
    """

    kind: BookKind
    agency: str
    year: int
    since: date
    until: date
    rows: tuple[tuple[str, ...], ...]
    parent: str = ""
    volume: int = 1
    first: int | None = None
    last: int | None = None
    of_day: date | None = None
    closing: ClosingRecord | None = None


@cache
def _books() -> dict[str, Any]:
    source = resources.files(__package__).joinpath("data/books.json")
    stored: dict[str, Any] = json.loads(source.read_text("utf-8"))
    return stored["books"]  # type: ignore[no-any-return]


def book_columns(kind: BookKind) -> tuple[Column, ...]:
    """The columns of a book in the order of Annex IV."""
    return tuple(Column(*each) for each in _books()[kind.value]["columns"])


def book_title(kind: BookKind) -> str:
    """'SỔ ĐĂNG KÝ VĂN BẢN ĐI' …"""
    return str(_books()[kind.value]["title"])


@official
def render_book(data: BookData, *, at: datetime | None = None) -> RenderedPaper:
    """Set a book, A4 crosswise, with cover, first page, page numbers and closing record.

    Raises BookRefused, TextRefused, FontsMissing, TypesettingFailed.
    """
    columns = book_columns(data.kind)
    _check_rows(data, len(columns))
    title = book_title(data.kind)
    record = {
        **agency_record(data.parent, data.agency),
        "title": f"{title} {data.year}",
        "author": clean_line(data.agency, "Cơ quan"),
        "book": title,
        "front": _front(data),
        "of_day": _("Ngày %(day)s") % {"day": format_date(data.of_day)} if data.of_day else "",
        "columns": [{"name": c.name, "width": c.width, "align": c.align} for c in columns],
        "rows": [_row(row, columns) for row in data.rows],
        "closing": _closing(data, data.closing) if data.closing else None,
    }
    sheet = typeset("book.typ", record, at=at, marks=True, most=MOST_CHARACTERS)
    pages = max(int(mark["page"]) for mark in sheet.marks)
    return RenderedPaper(pdf=sheet.pdf, pages=pages, fonts=embedded_faces(sheet.pdf))


def _check_rows(data: BookData, columns: int) -> None:
    if len(data.rows) > MOST_ROWS:
        raise BookRefused(
            _("Quyển sổ có %(rows)s dòng, nhiều hơn %(limit)s; hãy in thành nhiều quyển.")
            % {"rows": len(data.rows), "limit": MOST_ROWS}
        )
    wrong = next((i for i, row in enumerate(data.rows, 1) if len(row) != columns), None)
    if wrong is not None:
        raise BookRefused(
            _("Dòng %(row)s của sổ không đủ %(columns)s cột theo Phụ lục IV.")
            % {"row": wrong, "columns": columns}
        )


def _row(row: tuple[str, ...], columns: tuple[Column, ...]) -> list[list[Pieces]]:
    return [
        [pieces(line, int(column.width * _LETTERS_PER_WIDTH)) for line in clean_lines(cell, "Ô")]
        for cell, column in zip(row, columns, strict=True)
    ]


def _front(data: BookData) -> list[str]:
    since, until = format_date(data.since), format_date(data.until)
    lines = [f"Năm: {data.year}", f"Từ ngày {since} đến ngày {until}"]
    if data.first is not None and data.last is not None:
        first, last = document_number(data.first), document_number(data.last)
        lines.append(f"Từ số {first} đến số {last}")
    return [*lines, f"Quyển số: {document_number(data.volume)}"]


def _closing(data: BookData, closing: ClosingRecord) -> dict[str, Any]:
    total = closing.entries
    lines: list[Pieces] = [
        f"Kết thúc sổ ngày {format_date(closing.closed_on)}.",
        f"Tổng số văn bản đã đăng ký: {total} ({number_in_words(total)}).",
    ]
    if data.first is not None and data.last is not None:
        first, last = document_number(data.first), document_number(data.last)
        lines.append(f"Số đầu: {first}; số cuối: {last}.")
    if closing.cancelled:
        lines.append(f"Số đã hủy ({len(closing.cancelled)}), không dùng lại:")
        lines += [
            pieces(f"- Số {document_number(number)}: {clean_line(reason, 'Lý do hủy số')}.", 90)
            for number, reason in closing.cancelled
        ]
    else:
        lines.append("Không có số bị hủy.")
    people = (("Văn thư cơ quan", closing.clerk), ("Người phụ trách", closing.head))
    return {
        "title": f"XÁC NHẬN ĐÓNG SỔ NĂM {data.year}",
        "lines": lines,
        "signers": [
            {"post": post.upper(), "name": pieces(clean_line(name, "Họ tên"), 30)}
            for post, name in people
        ],
    }
