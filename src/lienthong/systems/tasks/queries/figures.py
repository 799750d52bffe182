"""Figures of this system that are targets of tasks: P1 and P2 of one agency at a cut (§4, §5.4)."""

import datetime as dt

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.worktime.rules import VIETNAM
from lienthong.systems.documents import api as documents

from ..choices import Measure


def figure_at(
    reader: Actor, agency_id: int, measure: str, *, cut_on: dt.date, first: dt.date | None = None
) -> exchange.Share:
    """The agency's own figure over the month of the cut (or since `first`), as it stands at the cut.

    P1 is whether the agency circulates: one of one, none of one, or nothing where nothing moved.
    P2 is its signed documents among those sent through the exchange. `reader` must see its rows.
    """
    period = exchange.Period(first or cut_on.replace(day=1), cut_on)
    if measure == Measure.P2:
        rows = limit(documents.OutgoingDocument.objects.all(), reader).filter(
            agency_id=agency_id,
            internal=False,
            state__in=["issued", "recalled"],
            package__isnull=False,
            issue_date__gte=period.first,
            issue_date__lte=period.last,
        )
        return exchange.Share(rows.filter(signature_verdict__counts=True).count(), rows.count())
    at = dt.datetime.combine(cut_on, dt.time.max, VIETNAM)
    counts = exchange.tally(
        reader, period, [agency_id], at=at, alive_since=exchange.alive_since(at)
    )[agency_id]
    return exchange.Share(0, 0) if counts.is_silent else exchange.Share(int(counts.circulates), 1)
