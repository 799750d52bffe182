"""The counts behind P1, P1b, P1c and P1t, from kept summaries; and their full recomputation."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from lienthong.axis.exchange.models import Line
from lienthong.axis.exchange.models.counting_sql import KEY, SIDES
from lienthong.axis.exchange.rules.shares import (
    AgencyCounts,
    Period,
    Share,
    SideCounts,
    circulating,
)
from lienthong.kernel import planned
from lienthong.kernel.access.actor import Actor

_NO_SIDE, _NO_SHARE = SideCounts(), Share(0, 0)


@dataclass(frozen=True, slots=True)
class ProvinceShares:
    """The four percentages of the whole province, with the exceptions beside them."""

    p1: Share
    p1b: Share
    p1c: Share
    p1t: Share
    exempt_type: int
    exempt_receiver: int


def tally(
    actor: Actor,
    period: Period,
    agencies: Iterable[int],
    *,
    at: dt.datetime,
    alive_since: dt.datetime,
) -> dict[int, AgencyCounts]:
    """The counts of each agency at a cut, as far as the actor may see; three queries in all.

    `alive_since` is one working day before the cut (`api.alive_since`). Agencies outside the
    actor's rows come back with zeros.
    """
    wanted = sorted(set(agencies))
    visible = [pk for pk in wanted if pk in actor.agency_ids]
    first, last = period.months
    sides: dict[tuple[int, str], SideCounts] = {}
    documents: dict[int, Share] = {}
    seen = planned.array(visible)
    with planned.cursor() as cursor:
        cursor.execute(
            "SELECT agency_id, side, total, counted, delivered, on_time, open_due, waiting,"
            " returned, paper, exempt_type, exempt_receiver FROM exchange_counts(%s, %s, %s, %s)",
            [first, last, at, seen],
        )
        for agency_id, side, *figures in cursor.fetchall():
            sides[agency_id, side] = SideCounts(*figures)
        cursor.execute(
            "SELECT agency_id, total - failing - pending, total - pending"
            " FROM exchange_documents(%s, %s, %s, %s)",
            [first, last, at, seen],
        )
        for agency_id, complete, counted in cursor.fetchall():
            documents[agency_id] = Share(int(complete), int(counted))
        cursor.execute(
            f"SELECT agency_id FROM {Line._meta.db_table}"
            " WHERE agency_id = ANY (%s) AND last_alive_at >= %s",
            [planned.array(wanted), alive_since],
        )
        alive = {row[0] for row in cursor.fetchall()}
    return {
        pk: AgencyCounts(
            pk,
            sides.get((pk, "sender"), _NO_SIDE),
            sides.get((pk, "receiver"), _NO_SIDE),
            documents.get(pk, _NO_SHARE),
            pk in alive,
        )
        for pk in wanted
    }


def province_shares(
    period: Period, obligated: Iterable[int], *, at: dt.datetime, alive_since: dt.datetime
) -> ProvinceShares:
    """The shares of all obligated agencies together; every official may see these, and no more."""
    first, last = period.months
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM exchange_shares(%s, %s, %s, %s, %s::bigint[])",
            [first, last, at, alive_since, sorted(set(obligated))],
        )
        p1, agencies, delivered, counted, complete, documents, on_time, x2, x3 = map(
            int, cursor.fetchone()
        )
    return ProvinceShares(
        Share(p1, agencies),
        Share(delivered, counted),
        Share(complete, documents),
        Share(on_time, counted),
        x2,
        x3,
    )


def shares_of(counts: Mapping[int, AgencyCounts]) -> ProvinceShares:
    """The shares of agencies whose counts are at hand: what `province_shares` of them would say."""
    every = list(counts.values())
    sent = SideCounts(*map(sum, zip(_NO_SIDE, *(one.sent for one in every), strict=True)))
    documents = Share(*map(sum, zip(_NO_SHARE, *(one.documents for one in every), strict=True)))
    on_time = sum(one.received.on_time for one in every)
    return ProvinceShares(
        circulating(every),
        Share(sent.delivered, sent.counted),
        documents,
        Share(on_time, sent.counted),
        sent.exempt_type,
        sent.exempt_receiver,
    )


def recomputed() -> dict[tuple[object, ...], int]:
    """The counts worked out anew from every delivery, keyed as the kept ones (for proofs)."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {KEY}, count(*) FROM ({SIDES.format(rows='exchange_delivery')}) s"
            f" GROUP BY {KEY}"
        )
        return {tuple(row[:-1]): row[-1] for row in cursor.fetchall()}


def kept() -> dict[tuple[object, ...], int]:
    """The kept counts by key, zero sums left out (for proofs)."""
    return _kept("part < 2")


def years_kept() -> tuple[dict[tuple[object, ...], int], dict[tuple[object, ...], int]]:
    """The kept counts of years, and the same summed from the months folded into them (for proofs)."""
    return _kept("part = 2"), _kept("part = 1", KEY.replace("month", _YEAR))


_YEAR = "date_trunc('year', month)::date"


def _kept(which: str, key: str = KEY) -> dict[tuple[object, ...], int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, sum(count) FROM exchange_deliverytally WHERE {which} GROUP BY {key}"
            " HAVING sum(count) <> 0"
        )
        return {tuple(row[:-1]): row[-1] for row in cursor.fetchall()}


def documents_recomputed() -> dict[tuple[int, dt.date], int]:
    """Documents with a delivery owed, counted anew from the deliveries (for proofs)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sender_id, month, count(*) FROM exchange_package p WHERE EXISTS ("
            " SELECT 1 FROM exchange_delivery d WHERE d.package_id = p.id AND d.hop = 0"
            " AND d.sender_id = p.sender_id AND d.counted AND d.current AND d.exemption = '')"
            " GROUP BY sender_id, month"
        )
        return {(row[0], row[1]): row[2] for row in cursor.fetchall()}


def documents_kept() -> dict[tuple[int, dt.date], int]:
    """The kept counts of documents (for proofs)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT agency_id, month, sum(count) FROM exchange_documenttally"
            " GROUP BY agency_id, month HAVING sum(count) <> 0"
        )
        return {(row[0], row[1]): row[2] for row in cursor.fetchall()}
