"""The declaration of a register: everything that differs between two lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from lienthong.kernel.access.actor import Actor

from .columns import Column
from .filters import Filter
from .sorts import Sort

Words = str | Promise


class NotSortable(ValueError):
    """A declaration names an order that it does not hold: a programming error."""


@dataclass(frozen=True)
class RowAction:
    """The one act that stands on a row: a link to the page where it is done."""

    label: Words
    url: str
    main: bool = False


@dataclass(frozen=True, kw_only=True)
class ListAction:
    """An act on the selected rows, offered to who has the verb: a POST of the ids as `pick`."""

    label: Words
    url: str
    verb: str = ""
    icon: str = ""
    main: bool = False


@dataclass(frozen=True, kw_only=True)
class Register:
    """A list of one kind of rows.

    `rows(actor)` is the base query, already walled (`access.limit`) and with what the columns need
    (`select_related`, annotations), so that the number of queries is fixed. `search(query, words)`
    narrows it. `kept_count(actor)` gives the whole number from a kept summary when nothing is
    filtered. `name` is the key of saved searches, e.g. "documents.incoming".
    `spread`: an index of the list begins with the agency, so the first rows are taken of each. `only` are the
    columns that the list needs, and rows are then named tuples of these (`pk`, `lead_unit__name`):
    an object of sixty fields costs more to make than its line to draw.
    `log(actor, kind, sentence, count)` records an export or print (PL VI I.III.5 NĐ 30/2020).
    """

    name: str
    title: Words
    rows: Callable[[Actor], QuerySet[Any]]
    columns: Sequence[Column]
    sorts: Sequence[Sort]
    filters: Sequence[Filter] = ()
    search: Callable[[QuerySet[Any], str, Actor], QuerySet[Any]] | None = None
    search_label: Words = ""
    one: Words = ""
    row_url: Callable[[Any], str] | None = None
    row_action: Callable[[Any, Actor], RowAction | None] | None = None
    actions: Sequence[ListAction] = ()
    kept_count: Callable[[Actor], int | None] | None = None
    log: Callable[[Actor, str, str, int], None] | None = None
    empty_title: Words = ""
    empty_text: Words = ""
    empty_act: tuple[Words, str] | None = None
    empty_verb: str = ""  # only who may do this verb is offered the act
    sizes: tuple[int, ...] = (50, 100, 200)
    count_cap: int = 10_000
    export_cap: int = 50_000
    print_cap: int = 2_000
    wide_print: bool = False
    print_template: str = "ui/list/print.html"
    phone_stack: bool = True
    file_name: str = "danh-sach"
    spread: bool = False
    only: tuple[str, ...] = ()
    by_key: dict[str, Sort] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_key = {sort.key: sort for sort in self.sorts}
        if not by_key:
            raise NotSortable(self.name)
        for column in self.columns:
            if column.sort and column.sort not in by_key:
                raise NotSortable(f"{self.name}: {column.sort}")
        object.__setattr__(self, "by_key", by_key)

    @property
    def default_sort(self) -> Sort:
        """The order when none is asked for: the first declared."""
        return self.sorts[0]
