"""Columns of a register: one value, drawn on screen and written into exports from one declaration."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from html import escape  # Django's own, without its way for lazy words: a page escapes 500 values
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from .. import formats

Kind = Literal["text", "long", "name", "number", "date", "moment", "reference", "mark"]
Words = str | Promise
_NOTHING = SafeString("")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column.

    `value` is an attribute path ("sender__name") or a function of the row that gives a plain value:
    text, number, date, datetime or None. `mark` draws it on screen where words alone do not do
    (urgency, status, lateness), `before` puts a mark in front of it; exports always take `value`.
    `mark_by` names the one attribute that the mark depends on: each of its values is then drawn once
    for a page. `sort` names a `Sort`. The column marked `lead` carries the link to the row.
    `on_screen`, `in_print` and `in_export` say where a column stands.
    """

    key: str
    label: Words
    value: str | Callable[[Any], Any]
    kind: Kind = "text"
    mark: Callable[[Any], SafeString] | None = None
    mark_by: str = ""
    before: Callable[[Any], SafeString] | None = None
    sort: str = ""
    lead: bool = False
    on_screen: bool = True
    in_export: bool = True
    in_print: bool = True

    def plain(self, row: Any) -> Any:
        """The value itself, as exports take it."""
        return self.value(row) if callable(self.value) else at_path(row, self.value)

    def draw(self, row: Any) -> SafeString:
        """The value as safe HTML for the screen."""
        if self.mark is not None:
            return self.mark(row)
        value = self.plain(row)
        if value is None or value == "":
            return _NOTHING
        words = value if type(value) is str else self.words(value)
        return SafeString(escape(words)) if type(words) is str else conditional_escape(words)

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


def at_path(row: Any, path: str) -> Any:
    """What stands at an attribute path: of an object step by step, of a light row by its whole name."""
    if isinstance(row, tuple):
        return getattr(row, path)
    found: Any = row
    for part in path.split("__"):
        found = None if found is None else getattr(found, part)
    return found


def draw_lead(column: Column, row: Any, url: str) -> SafeString:
    """The leading cell: the value as the link that opens the row; without an address plain."""
    drawn = column.draw(row)
    if url:
        drawn = SafeString(f'<a class="row-link" href="{escape(url)}">{drawn or "…"}</a>')
    return drawn if column.before is None else column.before(row) + drawn
