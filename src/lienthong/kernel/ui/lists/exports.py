"""Exports of a register: exactly the rows and order that are seen, as a spreadsheet or as CSV.

Text that a spreadsheet would run as a formula is made harmless. CSV streams in a transaction of its
own, since the request's has ended by the time the rows are read.
"""

import csv
import datetime as dt
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.access.context import stream_as

from .. import formats
from .columns import Column
from .page import ListPage

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TooManyRows(Exception):
    """A spreadsheet was asked for more rows than one request may make; CSV has no such end."""

    def __init__(self, cap: int) -> None:
        self.message = _(
            "Danh sách có hơn %(cap)s dòng, quá lớn cho một tệp Excel. Hãy lọc bớt, hoặc xuất CSV."
        ) % {"cap": formats.number(cap)}
        super().__init__(self.message)


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def exported(page: ListPage) -> list[Column]:
    """The columns that files of a register have, as far as they are asked for."""
    return [column for column in page.columns if column.in_export]


def file_name(page: ListPage, at: dt.datetime, ending: str) -> str:
    """A file name in plain letters with the minute of the export."""
    return f"{page.register.file_name}-{timezone.localtime(at):%Y%m%d-%H%M}.{ending}"


class _Echo:
    """A file that gives back what is written, for streaming with the csv module."""

    def write(self, value: str) -> str:
        """Hand the line on."""
        return value


def _csv_lines(page: ListPage) -> Iterator[str]:
    columns = exported(page)
    writer = csv.writer(_Echo(), delimiter=";")  # the separator that Vietnamese Excel expects
    yield "\ufeff" + writer.writerow([str(column.label) for column in columns])
    for row in page.ordered().iterator(chunk_size=2000):
        yield writer.writerow([_csv_value(column, column.plain(row)) for column in columns])


def _csv_value(column: Column, value: Any) -> str:
    words = column.words(value)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return words.replace("−", "-").replace(".", "") if column.kind == "number" else words
    return harmless(words)


def csv_response(page: ListPage, at: dt.datetime) -> HttpResponseBase:
    """All rows as CSV, streamed; any number of them."""
    response = StreamingHttpResponse(
        stream_as(page.actor, lambda: _csv_lines(page)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{file_name(page, at, "csv")}"'
    response["Cache-Control"] = "no-store"
    return response


def xlsx_response(page: ListPage, at: dt.datetime) -> HttpResponseBase:
    """All rows as a spreadsheet with real dates and numbers; raises `TooManyRows` above the cap."""
    cap = page.register.export_cap
    if page.query.order_by().values("pk")[: cap + 1].count() > cap:
        raise TooManyRows(cap)
    handle: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    _write_xlsx(page, handle, at)
    handle.seek(0)
    response = FileResponse(
        handle, as_attachment=True, filename=file_name(page, at, "xlsx"), content_type=XLSX
    )
    response["Cache-Control"] = "no-store"
    return response


def _write_xlsx(page: ListPage, handle: IO[bytes], at: dt.datetime) -> None:
    columns = exported(page)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(handle, options)
    sheet = book.add_worksheet(str(page.register.title)[:31].translate(_NO_SHEET_NAME) or "1")
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    shapes = {
        "date": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
        "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm", "valign": "top"}),
        "number": book.add_format({"num_format": "#,##0.##", "valign": "top"}),
    }
    for i, column in enumerate(columns):
        sheet.set_column(i, i, _WIDTHS.get(column.kind, 18))
    sheet.write_string(0, 0, page.sentence, bold)
    sheet.write_string(1, 0, taken_words(page, at))
    for i, column in enumerate(columns):
        sheet.write_string(3, i, str(column.label), head)
    sheet.freeze_panes(4, 0)
    number = 3
    for number, row in enumerate(page.ordered().iterator(chunk_size=2000), start=4):
        for i, column in enumerate(columns):
            _write_cell(sheet, number, i, column.plain(row), column, shapes, wrap)
    sheet.autofilter(3, 0, max(number, 3), max(len(columns) - 1, 0))
    sheet.repeat_rows(3)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()


_WIDTHS = {"long": 48, "name": 30, "number": 12, "date": 12, "moment": 17, "reference": 20}
_NO_SHEET_NAME = str.maketrans("", "", "[]:*?/\\'")


def taken_words(page: ListPage, at: dt.datetime) -> str:
    """Who took the rows away, and when."""
    return _("Xuất lúc %(at)s bởi %(name)s, %(post)s, %(agency)s") % {
        "at": formats.moment(at).replace(formats.NO_BREAK, " "),
        "name": page.actor.name,
        "post": page.actor.post_title,
        "agency": page.actor.agency_name,
    }


def _write_cell(
    sheet: Any, row: int, at: int, value: Any, column: Column, shapes: dict[str, Any], wrap: Any
) -> None:
    if value is None or value == "":
        sheet.write_blank(row, at, None, wrap)
    elif isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        shape = shapes["date" if column.kind == "date" else "moment"]
        sheet.write_datetime(row, at, local.replace(tzinfo=None), shape)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, at, dt.datetime.combine(value, dt.time.min), shapes["date"])
    elif isinstance(value, int | float | Decimal) and column.kind == "number":
        sheet.write_number(row, at, value, shapes["number"])
    else:
        sheet.write_string(row, at, column.words(value), wrap)
