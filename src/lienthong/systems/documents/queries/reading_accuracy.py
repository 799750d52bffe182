"""How well papers were read, from what clerks made of each field: by month and by field."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.ui import charts, formats

from ..choices import ReadingOutcome
from ..models import ReadingCase
from .read_fields import PLACES

MONTHS = 12
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Counted:
    """How many fields were right, not read and wrong."""

    label: str
    right: int
    missed: int
    wrong: int

    @property
    def total(self) -> int:
        """All fields that the paper bears."""
        return self.right + self.missed + self.wrong

    @property
    def share(self) -> float | None:
        """The share that was right, in per cent; None where there was nothing to read."""
        return 100 * self.right / self.total if self.total else None

    @property
    def share_words(self) -> str:
        """The share as it is printed, rounded down."""
        return formats.share(self.right, self.total)


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of the last twelve months."""

    months: tuple[Counted, ...]
    fields: tuple[Counted, ...]
    chart: charts.Chart
    wrong_names: tuple[tuple[str, str, int], ...]
    issuers: tuple[Counted, ...] = ()
    offices: tuple[Counted, ...] = ()


def report(actor: Actor, *, until: dt.datetime, labels: Mapping[str, str]) -> Report:
    """The report of the actor's agency up to a moment; `labels` name the fields; six queries."""
    since = (until - dt.timedelta(days=31 * (MONTHS - 1))).replace(day=1)
    rows = limit(ReadingCase.objects.all(), actor).filter(
        agency_id=actor.agency_id, at__gte=since, at__lte=until
    )
    by_month: dict[dt.date, dict[str, int]] = {}
    grouped = rows.annotate(month=TruncMonth("at")).values_list("month", "outcome")
    for month, outcome, count in grouped.annotate(Count("pk")):
        by_month.setdefault(month.date(), {})[outcome] = count
    by_field: dict[str, dict[str, int]] = {}
    for field, outcome, count in rows.values_list("field", "outcome").annotate(Count("pk")):
        by_field.setdefault(field, {})[outcome] = count
    months = tuple(
        _counted(month.strftime("%m/%Y"), counts) for month, counts in sorted(by_month.items())
    )
    fields = tuple(
        _counted(labels[name], by_field[name]) for name, _s, _p in PLACES if name in by_field
    )
    wrong = (
        rows.filter(field="issuer_name", outcome=ReadingOutcome.WRONG)
        .values_list("read_value", "given_value")
        .annotate(times=Count("pk"))
        .order_by("-times", "read_value")[:20]
    )
    issuers = _grouped(rows, "document__issuer_name")
    offices = _grouped(_of_all(actor, since, until), "agency_id")
    chart = charts.trend(
        [month.label for month in months],
        [(_("Đọc đúng (%)"), [month.share for month in months])],
        axis=_("Tháng"),
        top=100,
    )
    return Report(
        months, fields, chart, tuple(wrong),
        tuple(_counted(name, issuers[name]) for name in _most(issuers) if name),
        _named(offices, until.date()),
    )  # fmt: skip


def _of_all(actor: Actor, since: dt.datetime, until: dt.datetime) -> QuerySet[ReadingCase]:
    """The cases of every office that the actor sees, his own among them."""
    return limit(ReadingCase.objects.all(), actor).filter(at__gte=since, at__lte=until)


def _grouped(rows: QuerySet[ReadingCase], key: str) -> dict[Any, dict[str, int]]:
    out: dict[Any, dict[str, int]] = {}
    for name, outcome, count in rows.values_list(key, "outcome").annotate(Count("pk")):
        out.setdefault(name, {})[outcome] = count
    return out


def _most(groups: Mapping[Any, dict[str, int]]) -> list[Any]:
    """The groups with most fields first, so many as fit on a page."""
    return sorted(groups, key=lambda name: (-sum(groups[name].values()), str(name)))[:SHOWN]


def _named(offices: Mapping[int, dict[str, int]], on: dt.date) -> tuple[Counted, ...]:
    """Each office's count under its name; nothing where there is only one."""
    if len(offices) < 2:
        return ()
    names = agencies.names_of(list(offices), on)
    return tuple(
        _counted(names[pk].short_name if pk in names else str(pk), offices[pk])
        for pk in _most(offices)
    )


def _counted(label: str, counts: dict[str, int]) -> Counted:
    return Counted(
        label,
        counts.get(ReadingOutcome.RIGHT, 0),
        counts.get(ReadingOutcome.MISSED, 0),
        counts.get(ReadingOutcome.WRONG, 0),
    )
