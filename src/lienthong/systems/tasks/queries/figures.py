"""Figures of this system that are targets of tasks: P1 and P2 of an agency or the province at a cut (§4, §5.4)."""

import datetime as dt
from dataclasses import replace

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.worktime.rules import VIETNAM
from lienthong.systems.documents import api as documents

from ..choices import Measure, MeasureScope


def reader_of(agency_id: int, scope: str, on: dt.date) -> Actor:
    """Who reads a figure: the agency itself, or with the sight of every obligated agency, for the
    number alone."""
    by = system_actor(agency_id)
    if scope != MeasureScope.PROVINCE:
        return by
    return replace(by, agency_ids=by.agency_ids | frozenset(agencies.obligated_agencies(on)))


def figure_at(
    reader: Actor,
    measure: str,
    *,
    cut_on: dt.date,
    first: dt.date | None = None,
) -> exchange.Share:
    """The figure of the reader's agencies over the month of the cut (or since `first`), at the cut.

    P1: agencies that circulate among them; one that is silent counts as the exchange counts it, and
    a single one that is silent is nothing at all. P2: signed documents among those sent through the
    exchange.
    """
    period = exchange.Period(first or cut_on.replace(day=1), cut_on)
    own = sorted(reader.agency_ids)
    if measure == Measure.P2:
        rows = limit(documents.OutgoingDocument.objects.all(), reader).filter(
            agency_id__in=own,
            internal=False,
            state__in=["issued", "recalled"],
            package__isnull=False,
            issue_date__gte=period.first,
            issue_date__lte=period.last,
        )
        return exchange.Share(rows.filter(signature_verdict__counts=True).count(), rows.count())
    at = dt.datetime.combine(cut_on, dt.time.max, VIETNAM)
    counts = exchange.tally(reader, period, own, at=at, alive_since=exchange.alive_since(at))
    if all(each.is_silent for each in counts.values()):
        return exchange.Share(0, 0)
    return exchange.circulating(list(counts.values()))
