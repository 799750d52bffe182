"""A register as a Word document on A4 crosswise, its heading row on each page (PL VI I.III.6.h)."""

import datetime as dt
import tempfile
from collections.abc import Sequence
from typing import IO, Any, Final

import docx
from django.http import FileResponse, HttpResponseBase
from django.utils.translation import gettext as _
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from .. import formats
from .exports import TooManyRows, exported, file_name, taken_words
from .page import ListPage

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT: Final = "Times New Roman"


class TooManyForPaper(TooManyRows):
    """A document of more rows than a person leafs through; the other forms take them."""

    def __init__(self, cap: int) -> None:
        super().__init__(cap)
        self.message = _(
            "Danh sách có hơn %(cap)s dòng, quá dài cho một tệp Word. Hãy lọc bớt, hoặc xuất Excel, CSV."
        ) % {"cap": formats.number(cap)}


def docx_response(page: ListPage, at: dt.datetime) -> HttpResponseBase:
    """All rows as a table of Word, as many as a print may have; raises `TooManyForPaper` above."""
    cap = page.register.print_cap
    rows = list(page.ordered()[: cap + 1])
    if len(rows) > cap:
        raise TooManyForPaper(cap)
    columns = exported(page)
    cells = [[column.words(column.plain(row)) for column in columns] for row in rows]
    handle: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    _document(page, [str(column.label) for column in columns], cells, at).save(handle)
    handle.seek(0)
    response = FileResponse(
        handle, as_attachment=True, filename=file_name(page, at, "docx"), content_type=DOCX
    )
    response["Cache-Control"] = "no-store"
    return response


def _document(
    page: ListPage, heads: Sequence[str], rows: Sequence[Sequence[str]], at: dt.datetime
) -> Any:
    made = docx.Document()
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(1.5)
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    made.add_paragraph(_printable(str(page.register.title))).runs[0].bold = True
    made.add_paragraph(_printable(page.sentence))
    table = made.add_table(rows=1 + len(rows), cols=len(heads))
    table.style = "Table Grid"
    first = table.rows[0]._tr
    first.get_or_add_trPr().append(first.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    places = table._cells  # worked out anew at each look otherwise
    for place, text in enumerate([*heads, *(text for row in rows for text in row)]):
        paragraph = places[place].paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.add_run(_printable(text)).bold = place < len(heads)
    made.add_paragraph(_printable(taken_words(page, at)))
    return made


def _printable(text: str) -> str:
    """The text without characters that no document of Word may hold."""
    return "".join(c for c in text if c.isprintable() or c in "\t\n")
