"""Prints lists with columns in the look of the books: contents of a file, list of files handed to
the archive, and the record of that handover (Đ29, Đ30, Annex V of NĐ 30/2020)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from .books import MOST_CHARACTERS, MOST_ROWS, BookRefused
from .layout import agency_record
from .letters import RenderedPaper
from .texts import clean_line, clean_lines, pieces
from .typesetting import embedded_faces, typeset

_LETTERS_PER_WIDTH: Final = 4.0


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: its name, its relative width, how its cells are set ("left" or "centre")."""

    name: str
    width: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class ListSigners:
    """The end of a list: a heading, lines, and who signs under it as (post, name)."""

    title: str
    lines: tuple[str, ...]
    people: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ListData:
    """A list: title in capitals, lines on its cover, columns, rows of as many cells, its end."""

    title: str
    agency: str
    front: tuple[str, ...]
    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    parent: str = ""
    end: ListSigners | None = None


def render_list(data: ListData, *, at: datetime | None = None) -> RenderedPaper:
    """Set a list on A4 crosswise with cover and page numbers.

    Raises BookRefused (too long, a row of other width), TextRefused, TypesettingFailed.
    """
    if len(data.rows) > MOST_ROWS:
        raise BookRefused(_("Danh sách quá dài để in một lần; hãy chia ra nhiều phần."))
    if any(len(row) != len(data.columns) for row in data.rows):
        raise BookRefused(_("Có dòng không đủ số cột của danh sách."))
    record: dict[str, Any] = {
        **agency_record(data.parent, data.agency),
        "title": data.title,
        "author": clean_line(data.agency, "Cơ quan"),
        "book": clean_line(data.title, "Tên danh sách"),
        "front": [clean_line(line, "Dòng đầu") for line in data.front],
        "of_day": "",
        "columns": [{"name": c.name, "width": c.width, "align": c.align} for c in data.columns],
        "rows": [
            [
                [
                    pieces(line, int(column.width * _LETTERS_PER_WIDTH))
                    for line in clean_lines(cell, "Ô")
                ]
                for cell, column in zip(row, data.columns, strict=True)
            ]
            for row in data.rows
        ],
        "closing": _end(data.end) if data.end else None,
    }  # fmt: skip
    sheet = typeset("book.typ", record, at=at, marks=True, most=MOST_CHARACTERS)
    pages = max(int(mark["page"]) for mark in sheet.marks)
    return RenderedPaper(pdf=sheet.pdf, pages=pages, fonts=embedded_faces(sheet.pdf))


def _end(end: ListSigners) -> dict[str, Any]:
    return {
        "title": end.title,
        "lines": [pieces(clean_line(line, "Dòng cuối"), 90) for line in end.lines],
        "signers": [
            {"post": post.upper(), "name": pieces(clean_line(name, "Họ tên"), 30)}
            for post, name in end.people
        ],
    }
