"""Reads of the desk and the board: through the doors of the systems, each fetch for a person."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.text import sort_key
from lienthong.kernel.worktime.rules import local_date
from lienthong.systems.documents import api as documents
from lienthong.systems.tasks import api as tasks

from .heaps import SHOWN


def due_soon(actor: Actor, at: dt.datetime) -> list[Any]:
    """Open tasks that are late or end within seven days, nearest first: pk, action, deadline."""
    until = at + dt.timedelta(days=7)
    since = at - dt.timedelta(days=365)
    return tasks.due_first(actor, since, until, SHOWN)


class BoardRow(NamedTuple):
    """One agency on the board with what keeps it from circulating."""

    agency_id: int
    name: str
    level: str
    counts: exchange.AgencyCounts
    reasons: Sequence[str]
    phone: str


@dataclass(frozen=True, slots=True)
class Board:
    """The board at a cut: the percentages, the agencies that are missing, tasks by lead."""

    period: exchange.Period
    shares: exchange.ProvinceShares
    signed: documents.SignedShares
    rows: Sequence[BoardRow]
    missing: Sequence[BoardRow]
    tasks: Sequence[tuple[str, tasks.ClassCounts]]


def with_sight_of_province(actor: Actor, on: dt.date) -> Actor:
    """The same official with the sight of everything below his agency: for the board's numbers only.

    Below its earlier lives too: who leads the province today sees the districts of 2018.
    """
    return replace(actor, agency_ids=actor.agency_ids | agencies.all_below(actor.agency_ids, on))


def board(actor: Actor, *, period: exchange.Period, at: dt.datetime, sees_all: bool) -> Board:
    """The leadership board of a period; an agency sees its own row, the province's office all."""
    day = min(period.last, local_date(at))
    obligated = agencies.obligated_agencies(day)
    alive = exchange.alive_since(at)
    wanted = obligated if sees_all else _own(actor, day)
    by_lead = tasks.counts_by_lead(actor, at=at)
    names, lead_names = agencies.names_then_and_last(
        {*wanted, *(c.agency_id for c in by_lead)}, day
    )
    rows = _rows(actor, period, at, wanted, names)
    if sees_all and actor.agency_ids.issuperset(obligated):
        shares = exchange.shares_of({row.agency_id: row.counts for row in rows})
    else:
        shares = exchange.province_shares(period, obligated, at=at, alive_since=alive)
    return Board(
        period=period,
        shares=shares,
        signed=documents.signed_shares(period),
        rows=rows,
        missing=[row for row in rows if row.reasons],
        tasks=[
            (lead_names[c.agency_id].short_name, c) for c in by_lead if c.agency_id in lead_names
        ],
    )


def board_rows(actor: Actor, period: exchange.Period, at: dt.datetime) -> list[BoardRow]:
    """Each obligated agency that the actor may see: first those that do not circulate."""
    day = min(period.last, local_date(at))
    wanted = _own(actor, day)
    return _rows(actor, period, at, wanted, agencies.names_of(wanted, day))


def _own(actor: Actor, day: dt.date) -> list[int]:
    return [a for a in agencies.obligated_agencies(day) if a in actor.agency_ids]


def _rows(
    actor: Actor,
    period: exchange.Period,
    at: dt.datetime,
    wanted: Sequence[int],
    named: Mapping[int, agencies.Named],
) -> list[BoardRow]:
    day = min(period.last, local_date(at))
    counts = exchange.tally(actor, period, wanted, at=at, alive_since=exchange.alive_since(at))
    phones = _phones(wanted, day)
    rows = [
        BoardRow(
            agency_id=agency_id,
            name=named[agency_id].name if agency_id in named else str(agency_id),
            level="",
            counts=found,
            reasons=reasons_of(found),
            phone=phones.get(agency_id, ""),
        )
        for agency_id, found in counts.items()
    ]
    rows.sort(key=lambda row: (row.counts.circulates, sort_key(row.name)))
    return rows


def reasons_of(counts: exchange.AgencyCounts) -> list[str]:
    """Why an agency is named: what keeps it from circulating, and what it returned and nobody mended.

    A return is its right and leaves P1 alone, but the delivery is missing in P1b until it is sent
    again (office practice §4.1, §4.6).
    """
    found = counts.reasons()
    if counts.received.returned:
        found.append(_("bị trả lại chưa gửi lại: %(n)d") % {"n": counts.received.returned})
    return found


def _phones(agency_ids: Sequence[int], on: dt.date) -> dict[int, str]:
    return agencies.contacts(on, agency_ids=agency_ids, kind="clerk")
