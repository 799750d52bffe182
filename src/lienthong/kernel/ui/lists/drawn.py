"""What a page of a register is drawn from: plain values, so that no query starts in a template."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .. import formats
from .register import RowAction


@dataclass(frozen=True, slots=True)
class Cell:
    """A drawn cell; its label is escaped already, since it is the same for all rows."""

    kind: str
    label: str
    html: SafeString
    lead: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A drawn row."""

    pk: Any
    cells: Sequence[Cell]
    action: RowAction | None


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


def draw_body(rows: Sequence[Row], *, with_ticks: bool, with_acts: bool) -> SafeString:
    """The rows as table rows, put together from safe parts without a template.

    A page of fifty rows is four hundred cells: by template they would cost more than all the rest.
    """
    tick_words = escape(_("Chọn dòng này"))
    parts: list[str] = []
    for number, row in enumerate(rows):
        parts.append(f'<tr data-row tabindex="{-1 if number else 0}">')
        if with_ticks:
            parts.append(
                '<td class="col-pick"><label class="pick-box"><input type="checkbox" name="pick"'
                f' value="{escape(row.pk)}" data-pick><span class="off-screen">{tick_words}</span>'
                "</label></td>"
            )
        parts += [
            f'<th scope="row" class="col-{cell.kind} col-lead">{cell.html}</th>'
            if cell.lead
            else f'<td class="col-{cell.kind}" data-label="{cell.label}">{cell.html}</td>'
            for cell in row.cells
        ]
        if with_acts:
            parts.append(f'<td class="col-act">{_draw_act(row.action)}</td>')
        parts.append("</tr>\n")
    return mark_safe("".join(parts))  # noqa: S308  every part above is escaped or safe by type


def _draw_act(action: RowAction | None) -> str:
    if action is None:
        return ""
    kind = " button--main" if action.main else ""
    return format_html(
        '<a class="button button--small{}" href="{}">{}</a>', kind, action.url, action.label
    )
