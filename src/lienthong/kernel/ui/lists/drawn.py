"""What a page of a register is drawn from: plain values, so that no query starts in a template."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from operator import attrgetter
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .. import formats
from .columns import Column, at_path, draw_lead
from .register import RowAction


@dataclass(frozen=True, slots=True)
class Heading:
    """A drawn head of a column."""

    label: str
    kind: str
    url: str
    direction: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows there are; `capped` when only "more than" is known."""

    number: int
    capped: bool = False

    @property
    def words(self) -> str:
        """The number, or "hơn 10.000"."""
        if self.capped:
            return _("hơn %(number)s") % {"number": formats.number(self.number)}
        return formats.number(self.number)


def draw_body(
    objects: Sequence[Any],
    columns: Sequence[Column],
    *,
    url: Callable[[Any], str] | None,
    ticks: bool,
    act: Callable[[Any], RowAction | None] | None,
) -> SafeString:
    """The rows as table rows, put together from safe parts without a template.

    A page of fifty rows is four hundred cells: by template they would cost more than all the rest.
    """
    drawers = [_drawer(column, url) for column in columns]
    tick_words = escape(_("Chọn dòng này"))
    parts: list[str] = []
    for number, obj in enumerate(objects):
        parts.append(f'<tr data-row tabindex="{-1 if number else 0}">')
        if ticks:
            parts.append(
                '<td class="col-pick"><label class="pick-box"><input type="checkbox" name="pick"'
                f' value="{escape(str(obj.pk))}" data-pick><span class="off-screen">{tick_words}</span>'
                "</label></td>"
            )
        parts += [draw(obj) for draw in drawers]
        if act is not None:
            parts.append(f'<td class="col-act">{_draw_act(act(obj))}</td>')
        parts.append("</tr>\n")
    return mark_safe("".join(parts))  # noqa: S308  every part above is escaped or safe by type


def draw_rows(
    objects: Sequence[Any], columns: Sequence[Column], url: Callable[[Any], str] | None = None
) -> SafeString:
    """The rows of a plain table, in the look of a register and without its keys and ticks."""
    drawers = [_drawer(column, url) for column in columns]
    lines = ("".join(draw(obj) for draw in drawers) for obj in objects)
    return mark_safe("".join(f"<tr>{line}</tr>\n" for line in lines))  # noqa: S308  as above


def _drawer(column: Column, url: Callable[[Any], str] | None) -> Callable[[Any], str]:
    """What draws one column's cells: its head is made once for the page."""
    if column.lead:
        head = f'<th scope="row" class="col-{column.kind} col-lead">'
        return lambda obj: f"{head}{draw_lead(column, obj, url(obj) if url else '')}</th>"
    label = f' data-label="{escape(str(column.label))}"' if column.label else ""
    head = f'<td class="col-{column.kind}"{label}>'
    if not column.mark_by:
        return _cell(column, head)
    drawn: dict[Any, str] = {}

    def once(obj: Any) -> str:
        value = getattr(obj, column.mark_by)
        if value not in drawn:
            drawn[value] = f"{head}{column.draw(obj)}</td>"
        return drawn[value]

    return once


def _cell(column: Column, head: str) -> Callable[[Any], str]:
    """What draws one cell: the ways that most cells go are told apart once, and not in each cell."""
    if (mark := column.mark) is not None:
        return lambda obj: f"{head}{mark(obj)}</td>"
    value = column.value
    # A path of one step is the same of an object and of a light row.
    get: Callable[[Any], Any] = (
        value
        if callable(value)
        else partial(at_path, path=value)
        if "__" in value
        else attrgetter(value)
    )
    numbers = column.kind == "number"

    def draw(obj: Any) -> str:
        found = get(obj)
        if type(found) is str and found:
            return f"{head}{escape(found)}</td>"
        if numbers and type(found) is int:
            return f"{head}{formats.number(found)}</td>"
        if type(found) is dt.date:
            return f"{head}{formats.date(found)}</td>"
        return f"{head}{column.draw(obj)}</td>"

    return draw


def _draw_act(action: RowAction | None) -> str:
    if action is None:
        return ""
    kind = " button--main" if action.main else ""
    return format_html(
        '<a class="button button--small{}" href="{}">{}</a>', kind, action.url, action.label
    )
