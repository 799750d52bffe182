"""Filters of a register, each of which also says in words what it keeps: chips read as a sentence."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import formats

Words = str | Promise


@dataclass(frozen=True)
class Option:
    """A value to choose; `phrase` is how it reads in the sentence ("chưa chuyển")."""

    value: str
    label: Words
    phrase: Words = ""

    @property
    def said(self) -> str:
        """The words in the sentence."""
        return str(self.phrase or self.label)


@dataclass(frozen=True)
class Chip:
    """One condition in force: its words and the question's keys that taking it away removes."""

    words: str
    drop: Mapping[str, str | None]


@dataclass(frozen=True)
class Applied:
    """What a filter makes of a question: a condition, its chips, or the words that were not understood."""

    condition: Q | None = None
    chips: tuple[Chip, ...] = ()
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class Filter(ABC):
    """A filter named `key` in the address."""

    key: str
    label: Words
    template: str = ""

    def names(self) -> tuple[str, ...]:
        """The keys of the address that belong to this filter."""
        return (self.key,)

    @property
    def is_steady(self) -> bool:
        """Whether its controls are the same for everybody at all times while nothing is chosen."""
        return True

    @abstractmethod
    def apply(self, question: QueryDict, on: dt.date) -> Applied:
        """Read the question. Never raises: what cannot be read is named and left out."""

    def controls(self, question: QueryDict) -> dict[str, Any]:
        """What the template of the filter draws, with the present values."""
        return {"key": self.key, "label": self.label, "values": question.getlist(self.key)}


@dataclass(frozen=True, kw_only=True)
class Choice(Filter):
    """One or several of a few values. `condition` makes the Q of the chosen values."""

    options: Sequence[Option] | Callable[[], Sequence[Option]]
    condition: str | Callable[[list[str]], Q]
    template: str = "ui/list/filter_choice.html"

    @property
    def is_steady(self) -> bool:
        """Not where the options are data."""
        return not callable(self.options)

    def known(self) -> Sequence[Option]:
        """The options, computed when they are data."""
        return self.options() if callable(self.options) else self.options

    def apply(self, question: QueryDict, on: dt.date) -> Applied:
        """Keep the rows of the chosen values."""
        given = [value for value in question.getlist(self.key) if value]
        if not given:
            return Applied()
        options = {option.value: option for option in self.known()}
        good = [value for value in dict.fromkeys(given) if value in options]
        problem = "" if len(good) == len(set(given)) else str(self.label)
        if not good:
            return Applied(problem=problem)
        condition = (
            self.condition(good)
            if callable(self.condition)
            else Q(**{f"{self.condition}__in": good})
        )
        words = _(" hoặc ").join(options[value].said for value in good)
        return Applied(condition, (Chip(words, {self.key: None}),), problem)

    def controls(self, question: QueryDict) -> dict[str, Any]:
        """The options with those chosen marked."""
        chosen = question.getlist(self.key)
        return super().controls(question) | {
            "options": [(option, option.value in chosen) for option in self.known()]
        }


@dataclass(frozen=True, kw_only=True)
class Flag(Filter):
    """A condition that is on or off."""

    condition: Q
    phrase: Words
    template: str = "ui/list/filter_flag.html"

    def apply(self, question: QueryDict, on: dt.date) -> Applied:
        """Keep the rows of the condition when the flag is set."""
        given = question.get(self.key, "")
        if not given:
            return Applied()
        if given != "1":
            return Applied(problem=str(self.label))
        return Applied(self.condition, (Chip(str(self.phrase), {self.key: None}),))


@dataclass(frozen=True, kw_only=True)
class Related(Filter):
    """Rows of one other thing (an agency, a person): the address holds its id.

    `name_of` gives the words for an id, or None when there is no such thing for this reader; it is
    called at most once a page. `search_url` feeds the picker.
    """

    condition: str | Callable[[int], Q]
    name_of: Callable[[int], str | None]
    phrase: Words
    search_url: Callable[[], str]
    template: str = "ui/list/filter_related.html"

    def apply(self, question: QueryDict, on: dt.date) -> Applied:
        """Keep the rows of the thing."""
        given = question.get(self.key, "").strip()
        if not given:
            return Applied()
        name = (
            self.name_of(int(given))
            if given.isascii() and given.isdigit() and len(given) < 19
            else None
        )
        if name is None:
            return Applied(problem=str(self.label))
        condition = (
            self.condition(int(given))
            if callable(self.condition)
            else Q(**{self.condition: int(given)})
        )
        return Applied(condition, (Chip(f"{self.phrase} {name}", {self.key: None}),))

    def controls(self, question: QueryDict) -> dict[str, Any]:
        """The picker with the present choice."""
        given = question.get(self.key, "").strip()
        known = given.isascii() and given.isdigit() and len(given) < 19
        return super().controls(question) | {
            "value": given if known else "",
            "name": (self.name_of(int(given)) or "") if known else "",
            "search_url": self.search_url(),
        }


PRESETS: tuple[tuple[str, Promise], ...] = (
    ("today", gettext_lazy("hôm nay")),
    ("week", gettext_lazy("trong tuần này")),
    ("last-week", gettext_lazy("trong tuần trước")),
    ("month", gettext_lazy("trong tháng này")),
    ("last-month", gettext_lazy("trong tháng trước")),
    ("quarter", gettext_lazy("trong quý này")),
    ("year", gettext_lazy("từ đầu năm")),
)


@dataclass(frozen=True, kw_only=True)
class Period(Filter):
    """Rows by a day: a usual span (today, this week…) or from one day to another.

    `path` is a date or datetime field; `phrase` stands before the span ("đến", "ban hành").
    In the address: key=week, or key_from=01/11/2026 and key_to=22/11/2026.
    """

    path: str
    phrase: Words
    is_moment: bool = False
    template: str = "ui/list/filter_period.html"

    def names(self) -> tuple[str, ...]:
        """The three keys of a span."""
        return (self.key, f"{self.key}_from", f"{self.key}_to")

    def apply(self, question: QueryDict, on: dt.date) -> Applied:
        """Keep the rows whose day lies in the span, both ends included."""
        preset = question.get(self.key, "")
        texts = [question.get(name, "").strip() for name in self.names()[1:]]
        drop: dict[str, str | None] = dict.fromkeys(self.names())
        if preset:
            if preset not in dict(PRESETS):
                return Applied(problem=str(self.label))
            words = f"{self.phrase} {dict(PRESETS)[preset]}"
            return Applied(self._between(*span(preset, on)), (Chip(words, drop),))
        if not any(texts):
            return Applied()
        days = [parse_day(text) if text else None for text in texts]
        if any(text and day is None for text, day in zip(texts, days, strict=True)):
            return Applied(problem=_("%(label)s: ghi ngày như 22/11/2026") % {"label": self.label})
        first, last = days
        if first and last and first > last:
            first, last = last, first
        return Applied(self._between(first, last), (Chip(self._words(first, last), drop),))

    def _words(self, first: dt.date | None, last: dt.date | None) -> str:
        if first and last:
            return f"{self.phrase} {formats.period(first, last)}"
        if first:
            return _("%(phrase)s từ ngày %(day)s") % {
                "phrase": self.phrase,
                "day": formats.date(first),
            }
        return _("%(phrase)s muộn nhất %(day)s") % {
            "phrase": self.phrase,
            "day": formats.date(last),
        }

    def _between(self, first: dt.date | None, last: dt.date | None) -> Q:
        condition = Q()
        if first:
            condition &= Q(**{f"{self.path}__gte": _start(first) if self.is_moment else first})
        if last:
            after = last + dt.timedelta(days=1)
            condition &= (
                Q(**{f"{self.path}__lt": _start(after)})
                if self.is_moment
                else Q(**{f"{self.path}__lte": last})
            )
        return condition

    def controls(self, question: QueryDict) -> dict[str, Any]:
        """The usual spans and the two days."""
        first, last = self.names()[1:]
        return super().controls(question) | {
            "presets": PRESETS,
            "preset": question.get(self.key, ""),
            "first": question.get(first, ""),
            "last": question.get(last, ""),
        }


def _start(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def parse_day(text: str) -> dt.date | None:
    """A day as written by a Vietnamese hand (22/11/2026, 1/2/2026, 22-11-2026); None when it is none."""
    parts = text.replace("-", "/").replace(".", "/").split("/")
    if len(parts) != 3 or not all(p.isascii() and p.isdigit() for p in parts) or len(parts[2]) != 4:
        return None
    try:
        day = dt.date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2200 else None


def span(preset: str, on: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of a usual span as seen on a day; weeks begin on Monday."""
    monday = on - dt.timedelta(days=on.weekday())
    first_of_month = on.replace(day=1)
    last_month_end = first_of_month - dt.timedelta(days=1)
    spans = {
        "today": (on, on),
        "week": (monday, monday + dt.timedelta(days=6)),
        "last-week": (monday - dt.timedelta(days=7), monday - dt.timedelta(days=1)),
        "month": (first_of_month, _month_end(first_of_month)),
        "last-month": (last_month_end.replace(day=1), last_month_end),
        "quarter": _quarter(on),
        "year": (on.replace(month=1, day=1), on),
    }
    return spans[preset]


def _month_end(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)


def _quarter(on: dt.date) -> tuple[dt.date, dt.date]:
    first = on.replace(month=3 * ((on.month - 1) // 3) + 1, day=1)
    return first, _month_end(first.replace(month=first.month + 2))
