"""What a page of a register is drawn from: plain values, so that no query starts in a template."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .. import formats
from .register import RowAction


@dataclass(frozen=True, slots=True)
class Cell:
    """A drawn cell."""

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
