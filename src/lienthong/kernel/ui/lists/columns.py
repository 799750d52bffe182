"""Columns of a register: one value, drawn on screen and written into exports from one declaration."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from .. import formats

Kind = Literal["text", "long", "name", "number", "date", "moment", "reference", "mark"]
Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column.

    `value` is an attribute path ("sender__name") or a function of the row that gives a plain value:
    text, number, date, datetime or None. `mark` draws it on screen where words alone do not do
    (urgency, status, lateness), `before` puts a mark in front of it; exports always take `value`. `sort` names a `Sort`. The column
    marked `lead` carries the link to the row. `on_screen`, `in_print` and `in_export` say where a column stands.
    """

    key: str
    label: Words
    value: str | Callable[[Any], Any]
    kind: Kind = "text"
    mark: Callable[[Any], SafeString] | None = None
    before: Callable[[Any], SafeString] | None = None
    sort: str = ""
    lead: bool = False
    on_screen: bool = True
    in_export: bool = True
    in_print: bool = True

    def plain(self, row: Any) -> Any:
        """The value itself, as exports take it."""
        if callable(self.value):
            return self.value(row)
        found: Any = row
        for part in self.value.split("__"):
            found = None if found is None else getattr(found, part)
        return found

    def draw(self, row: Any) -> SafeString:
        """The value as safe HTML for the screen."""
        if self.mark is not None:
            return self.mark(row)
        value = self.plain(row)
        if value is None or value == "":
            return SafeString("")
        return conditional_escape(self.words(value))

    def words(self, value: Any) -> str:
        """The value as a Vietnamese official writes it."""
        if value is None:
            return ""
        if isinstance(value, dt.datetime):
            return formats.date(value) if self.kind == "date" else formats.moment(value)
        if isinstance(value, dt.date):
            return formats.date(value)
        if isinstance(value, int | float | Decimal) and self.kind == "number":
            return formats.number(value)
        if self.kind == "name":
            return str(value)
        return str(value)


def draw_lead(column: Column, row: Any, url: str) -> SafeString:
    """The leading cell: the value as the link that opens the row; without an address plain."""
    drawn = column.draw(row)
    if url:
        drawn = format_html('<a class="row-link" href="{}">{}</a>', url, drawn or "…")
    return drawn if column.before is None else column.before(row) + drawn
