"""One answer about a register: question read, rows fetched, counted and drawn once, addresses made."""

import datetime as dt
from dataclasses import replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lienthong.kernel.access import prepared
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.text import key_in

from .chosen import ChosenColumns
from .columns import Column, draw_lead
from .cursor import Cursor, NotACursor, after, before
from .drawn import Count, Heading, draw_body
from .filters import Applied, Chip
from .firsts import NO_AGENCY, SPREAD, first_of_each, nulls_first
from .register import ListAction, Register
from .sorts import Key, Sort, order

_LONGEST_WORDS = 200


class ListPage(ChosenColumns):
    """A register as asked for by one address. Queries: the page's rows, one count, no more.

    `before_rows` names a template that stands between the filters and the rows.
    """

    before_rows = ""

    def __init__(
        self, register: Register, question: QueryDict, actor: Actor, *, on: dt.date, path: str = ""
    ) -> None:
        self.register = register
        self.question = question
        self.actor = actor
        self.on = on
        self.path = path
        self.problems: list[str] = []
        self.words = question.get("q", "").replace("\x00", "").strip()[:_LONGEST_WORDS]
        self.applied = self._filter()
        self.sort, self.turned = self._sort()
        self.size = self._size()

    @property
    def other_inputs(self) -> list[tuple[str, str]]:
        """The rest of the question, for the form that chooses columns."""
        kept = QueryDict(self.url().partition("?")[2])
        return [(k, v) for k, values in kept.lists() if k != "cot" for v in values]

    @property
    def offers_start(self) -> bool:
        """Whether an empty list offers its first act to this person."""
        verb = self.register.empty_verb
        return not verb or self.actor.may(verb)

    # What is asked

    def _filter(self) -> list[Applied]:
        applied = [f.apply(self.question, self.on) for f in self.register.filters]
        self.problems += [a.problem for a in applied if a.problem]
        return applied

    def _sort(self) -> tuple[Sort, bool]:
        asked = self.question.get("sort", "")
        key, turned = asked.removeprefix("-"), asked.startswith("-")
        if asked and key not in self.register.by_key:
            self.problems.append(_("thứ tự sắp xếp"))
            return self.register.default_sort, False
        return self.register.by_key.get(key, self.register.default_sort), turned

    def _size(self) -> int:
        asked, sizes = key_in(self.question.get("size", "")), self.register.sizes
        return asked if asked in sizes else sizes[0]

    @property
    def chips(self) -> list[Chip]:
        """The conditions in force, as words."""
        chips = [chip for applied in self.applied for chip in applied.chips]
        if self.words:
            chips.insert(0, Chip(_("có chữ “%(words)s”") % {"words": self.words}, {"q": None}))
        return chips

    @property
    def sentence(self) -> str:
        """The whole question as one sentence, for exports, prints and saved searches."""
        parts = ", ".join(chip.words for chip in self.chips)
        return f"{self.register.title}: {parts}" if parts else str(self.register.title)

    @property
    def is_narrowed(self) -> bool:
        """Whether any condition is in force."""
        return bool(self.words) or any(applied.condition is not None for applied in self.applied)

    # What is found

    @cached_property
    def query(self) -> QuerySet[Any]:
        """All rows that are asked for, unordered: the one truth of count, page, export and print."""
        return self._asked(self.actor)

    def _asked(self, actor: Actor) -> QuerySet[Any]:
        query = self.register.rows(actor)
        for applied in self.applied:
            if applied.condition is not None:
                query = query.filter(applied.condition)
        if self.words and self.register.search is not None:
            query = self.register.search(query, self.words, actor)
        return query

    @property
    def keys(self) -> tuple[Key, ...]:
        """The sort keys in force."""
        return self.sort.keys(turned=self.turned)

    @property
    def _order(self) -> str:
        return f"{self.register.name}:{self.sort.key}"

    def ordered(self) -> QuerySet[Any]:
        """All rows in order, for exports and prints."""
        return self._light(order(self.query, self.keys))

    @cached_property
    def cursor(self) -> Cursor | None:
        """The place asked for; one that cannot be read starts at the first row and says so."""
        text = self.question.get("at", "")
        if not text:
            return None
        try:
            return Cursor.decode(text, self.keys, self._order)
        except NotACursor:
            self.problems.append(_("vị trí trang"))
            return None

    @cached_property
    def fetched(self) -> tuple[list[Any], bool]:
        """The page's objects and whether more lie beyond in the direction of reading."""
        place = self.cursor
        plain = place is None and not self.is_narrowed
        found = self._first_page() if plain else list(self._head(self.actor))
        more = len(found) > self.size
        found = found[: self.size]
        if place is not None and place.backwards:
            found.reverse()
        return found, more

    def _first_page(self) -> list[Any]:
        """The first page of the whole list: asked all day, so its question is kept prepared."""
        ask = prepared.named if self.register.only else prepared.objects
        return ask(
            ("list", type(self), self.register.rows, self._order, self.turned, self.size),
            self.actor,
            self._head,
        )

    def _placed(self, actor: Actor) -> QuerySet[Any]:
        """All rows in order from the place on that is asked for, in the direction of reading."""
        query, place = self._asked(actor), self.cursor
        if place is None:
            return order(query, self.keys)
        if not place.backwards:
            return order(query.filter(after(self.keys, place.values)), self.keys)
        turned = (Key(k.path, not k.descending, k.nullable) for k in self.keys)
        query = order(query.filter(before(self.keys, place.values)), self.keys)
        return query.order_by(*(nulls_first(key) for key in turned))

    def _light(self, query: QuerySet[Any]) -> QuerySet[Any]:
        """The ordered question for the columns of `Register.only` alone, as named tuples."""
        if not self.register.only:
            return query
        keys = (f"list_key_{i}" for i in range(len(self.keys)))
        return query.values_list("pk", *self.register.only, *keys, named=True)

    def _head(self, actor: Actor) -> QuerySet[Any]:
        """The question for the first rows from the place on and one more.

        Over several agencies an index by agency and time has no common order: the first rows of
        each are taken by it, and only those are sorted (`Register.spread`). Of one agency alone the
        planner sees what it is worth to walk its index.
        """
        most, agencies = self.size + 1, sorted(actor.agency_ids)
        shown = self._light(self._placed(actor))
        spread = self.register.spread and not self.words and not settings.TEST_NO_FILTERS
        if not spread or not 1 < len(agencies) <= SPREAD:
            return shown[:most]
        one = self._placed(replace(actor, agency_ids=frozenset({NO_AGENCY})))
        return shown.filter(first_of_each(one, agencies, most))[:most]

    @cached_property
    def count(self) -> Count:
        """How many rows there are: exact up to the cap or by a kept summary, else "more than"."""
        register = self.register
        if not self.is_narrowed and register.kept_count is not None:
            kept = register.kept_count(self.actor)
            if kept is not None:
                return Count(kept)
        found, more = self.fetched
        if self.cursor is None and not more:
            return Count(len(found))
        most = register.count_cap + 1
        number = (
            self.query.order_by().values("pk")[:most].count()
            if self.is_narrowed
            else prepared.count(
                ("count", register.rows, register.name, most),
                self.actor,
                lambda actor: register.rows(actor).order_by().values("pk")[:most],
            )
        )
        if number > register.count_cap:
            return Count(register.count_cap, capped=True)
        return Count(number)

    # Where one stands

    @property
    def first_number(self) -> int:
        """The number of the first row on this page, counted from one."""
        place = self.cursor
        if place is None:
            return 1
        if place.backwards:
            return max(place.before - len(self.fetched[0]) + 1, 1)
        return place.before + 1

    @property
    def last_number(self) -> int:
        """The number of the last row on this page."""
        return self.first_number + len(self.fetched[0]) - 1

    def _place(self, row: Any, before_it: int, *, backwards: bool) -> str:
        values = tuple(getattr(row, f"list_key_{i}") for i in range(len(self.keys)))
        return Cursor(values, before_it, backwards).encode(self._order)

    @property
    def next_url(self) -> str:
        """The address of the following page, or nothing."""
        found, more = self.fetched
        backwards = self.cursor is not None and self.cursor.backwards
        if not found or not (more or backwards):
            return ""
        return self.url(at=self._place(found[-1], self.last_number, backwards=False))

    @property
    def previous_url(self) -> str:
        """The address of the page before, or nothing."""
        found, more = self.fetched
        place = self.cursor
        if place is None:
            return ""
        if place.backwards and not more:
            return ""
        if not found:
            return self.url(at=None)
        return self.url(at=self._place(found[0], self.first_number - 1, backwards=True))

    def url(self, **changes: str | None) -> str:
        """The address of this list with some keys set or (None) taken away; unknown keys go."""
        parts = [words for key, words in self._told if key not in changes]
        parts += [urlencode({key: value}) for key, value in changes.items() if value is not None]
        text = "&".join(parts)
        return f"{self.path}?{text}" if text else self.path or "?"

    @cached_property
    def _told(self) -> list[tuple[str, str]]:
        """The known part of the question by keys, as an address says it."""
        known = {"q", "sort", "size", "cot", *(n for f in self.register.filters for n in f.names())}
        told = (
            (key, [value for value in values if value])
            for key, values in self.question.lists()
            if key in known
        )
        return [(key, urlencode({key: values}, doseq=True)) for key, values in told if values]

    @property
    def bare_url(self) -> str:
        """The list with no condition at all."""
        return self.path or "?"

    @property
    def saved_query(self) -> str:
        """The question as a saved search keeps it: conditions and order, no place."""
        return self.url().partition("?")[2]

    # What is drawn

    @property
    def rows(self) -> list[Any]:
        """The page's objects; whether there are any decides what the page shows."""
        return self.fetched[0]

    @cached_property
    def print_columns(self) -> list[Column]:
        """The columns that stand on paper."""
        return [column for column in self.columns if column.in_print]

    def print_row(self, obj: Any) -> list[tuple[str, SafeString]]:
        """A row for paper: the kind of each column and what stands there."""
        return [(column.kind, draw_lead(column, obj, "")) for column in self.print_columns]

    @cached_property
    def _labelled(self) -> list[tuple[Column, str]]:
        return [(c, self.labels[c.key]) for c in self.columns if c.on_screen]

    @cached_property
    def body(self) -> SafeString:
        """The rows as they stand in the table."""
        act = self.register.row_action
        return draw_body(
            self.rows,
            [column for column, _label in self._labelled],
            url=self.register.row_url,
            ticks=bool(self.actions),
            act=None if act is None else lambda obj: act(obj, self.actor),
        )

    @cached_property
    def headings(self) -> list[Heading]:
        """The heads of the columns with the addresses that sort by them."""
        return [self._heading(column, label) for column, label in self._labelled]

    def _heading(self, column: Column, label: str) -> Heading:
        if not column.sort:
            return Heading(label, column.kind, "", "")
        sort = self.register.by_key[column.sort]
        here = sort.key == self.sort.key
        descending = sort.descending != self.turned
        direction = ("descending" if descending else "ascending") if here else ""
        ask = f"-{sort.key}" if here and not self.turned else sort.key
        return Heading(label, column.kind, self.url(sort=ask), direction)

    @cached_property
    def chip_links(self) -> list[tuple[str, str]]:
        """The chips with the address that takes each away."""
        return [(chip.words, self.url(**chip.drop)) for chip in self.chips]

    @property
    def sheet_key(self) -> tuple[str, ...]:
        """What the sheet of filters depends on while none of them is set; else nothing: draw anew."""
        filters = self.register.filters
        if any(not f.is_steady for f in filters):
            return ()
        if any(self.question.get(name) for f in filters for name in f.names()):
            return ()
        return (self.register.name, self.path)

    @property
    def head_key(self) -> tuple[object, ...]:
        """What the heads of the columns depend on."""
        return (
            self.register.name, self.url(), bool(self.actions),
            *(self.labels[column.key] for column in self.columns),
        )  # fmt: skip

    @cached_property
    def controls(self) -> list[tuple[str, dict[str, Any]]]:
        """The filters with their templates and present values."""
        return [(f.template, f.controls(self.question)) for f in self.register.filters]

    @property
    def can_search(self) -> bool:
        """Whether words can narrow this list (a template would call the function itself)."""
        return self.register.search is not None

    @property
    def has_row_action(self) -> bool:
        """Whether rows carry an act of their own."""
        return self.register.row_action is not None

    @cached_property
    def actions(self) -> list[ListAction]:
        """The acts on selected rows that this official may do."""
        return [a for a in self.register.actions if not a.verb or self.actor.may(a.verb)]

    @property
    def size_links(self) -> list[tuple[int, str, bool]]:
        """The page sizes with their addresses."""
        return [(size, self.url(size=str(size)), size == self.size) for size in self.register.sizes]
