"""A report as a file: .pdf on A4 crosswise, .docx and .xlsx with the same rows (PL VI I.III.6.h)."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import docx
import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from lienthong.axis.papers import api as papers

from ..queries.reports import Sheet

FONT = "Times New Roman"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _printable(text: str) -> str:
    """The text without characters that no document of Word may hold."""
    return "".join(c for c in text if c.isprintable() or c in "\t\n")


def as_pdf(sheet: Sheet, at: dt.datetime) -> bytes:
    """The report set as a list with cover and page numbers; raises what axis.papers refuses."""
    rows = [*sheet.rows, *([sheet.total] if sheet.total else [])]
    return papers.render_list(
        papers.ListData(
            title=sheet.title,
            agency=sheet.agency,
            front=(*sheet.front, *sheet.notes),
            columns=tuple(
                papers.ListColumn(c.name, c.width, "centre" if c.number else "left")
                for c in sheet.columns
            ),
            rows=tuple(tuple(_printable(cell) for cell in row) for row in rows),
        ),
        at=at,
    ).pdf


def as_xlsx(sheet: Sheet, at: dt.datetime) -> bytes:
    """The report as a spreadsheet: numbers are numbers, no text runs as a formula."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet("Báo cáo")
        bold = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "top"})
        cell = book.add_format({"text_wrap": True, "border": 1, "valign": "top"})
        title = book.add_format({"bold": True, "font_size": 14})
        page.write_string(0, 0, sheet.agency)
        page.write_string(1, 0, sheet.title, title)
        for place, line in enumerate((*sheet.front, *sheet.notes), 2):
            page.write_string(place, 0, line)
        top = 3 + len(sheet.front) + len(sheet.notes)
        for column, one in enumerate(sheet.columns):
            page.write_string(top, column, one.name, bold)
            page.set_column(column, column, max(8, one.width * 6))
        for place, row in enumerate(sheet.rows, top + 1):
            _write_row(page, sheet, place, row, cell)
        if sheet.total:
            _write_row(page, sheet, top + 1 + len(sheet.rows), sheet.total, bold)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(top)
        page.freeze_panes(top + 1, 0)
    return made.getvalue()


def _write_row(page: Any, sheet: Sheet, place: int, row: tuple[str, ...], style: Any) -> None:
    for column, text in enumerate(row):
        if sheet.columns[column].number and text.isascii() and text.isdigit():
            page.write_number(place, column, int(text), style)
        else:
            page.write_string(place, column, text, style)


def as_docx(sheet: Sheet, at: dt.datetime) -> bytes:
    """The report as a Word document on A4 crosswise, its heading row repeated on each page."""
    made = docx.Document()
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin, section.right_margin = Cm(3.0), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2.0)
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(12)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    made.add_paragraph(_printable(sheet.agency)).runs[0].bold = True
    heading = made.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(sheet.title)
    run.bold, run.font.size = True, Pt(14)
    for line in sheet.front:
        made.add_paragraph(_printable(line)).alignment = WD_ALIGN_PARAGRAPH.CENTER
    rows = [*sheet.rows, *([sheet.total] if sheet.total else [])]
    table = made.add_table(rows=1 + len(rows), cols=len(sheet.columns))
    table.style = "Table Grid"
    _fill(table.rows[0], tuple(c.name for c in sheet.columns), bold=True)
    table.rows[0]._tr.get_or_add_trPr().append(
        table.rows[0]._tr.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"})
    )
    for place, cells in enumerate(rows, 1):
        _fill(table.rows[place], cells, bold=bool(sheet.total) and place == len(rows))
    for line in sheet.notes:
        made.add_paragraph(_printable(line))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _fill(row: Any, cells: tuple[str, ...], *, bold: bool) -> None:
    for place, text in zip(row.cells, cells, strict=True):
        paragraph = place.paragraphs[0]
        run = paragraph.add_run(_printable(text))
        run.bold, run.font.size = bold, Pt(11)


FORMS: dict[str, tuple[Callable[[Sheet, dt.datetime], bytes], str]] = {
    "pdf": (as_pdf, PDF),
    "docx": (as_docx, DOCX),
    "xlsx": (as_xlsx, XLSX),
}
