"""Dated lists about agencies: who must exchange, and by which channel each is reached."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from lienthong.kernel import planned
from lienthong.kernel.agencies.choices import ChannelKind
from lienthong.kernel.agencies.models import Channel, ObligatedAgency

# In plain words: each look at the board asks it.
_OBLIGATED = """SELECT agency_id FROM agencies_obligatedagency
 WHERE period @> %s::date ORDER BY agency_id"""


def obligated_agencies(on: dt.date) -> list[int]:
    """Agencies that must exchange by the software on the day (office practice §4.1)."""
    with planned.cursor() as cursor:
        cursor.execute(_OBLIGATED, [on])
        return [row[0] for row in cursor.fetchall()]


def is_obligated(agency_id: int, on: dt.date) -> bool:
    """Whether the agency is on the list on the day."""
    return ObligatedAgency.objects.on(on).filter(agency=agency_id).exists()


@dataclass(frozen=True, slots=True)
class ListChange:
    """An agency that joined or left the list, with the day."""

    agency_id: int
    day: dt.date
    joined: bool


def changes_of_list(since: dt.date, until: dt.date) -> list[ListChange]:
    """Joins and leaves in [since, until), in order: the board shows them (§4.5)."""
    joined = ObligatedAgency.objects.filter(
        period__startswith__gte=since, period__startswith__lt=until
    )
    left = ObligatedAgency.objects.filter(period__endswith__gte=since, period__endswith__lt=until)
    changes = [ListChange(row.agency_id, row.period.lower, True) for row in joined]
    changes += [ListChange(row.agency_id, row.period.upper, False) for row in left]
    return sorted(changes, key=lambda c: (c.day, c.agency_id, c.joined))


def channel_of(agency_id: int, on: dt.date) -> tuple[str, str]:
    """(kind, address) by which papers reach the agency on the day; paper where none is recorded."""
    row = Channel.objects.on(on).filter(agency=agency_id).first()
    return (row.kind, row.address) if row is not None else (ChannelKind.PAPER.value, "")


def channels_of(agency_ids: Iterable[int], on: dt.date) -> dict[int, str]:
    """Kinds of channel of many agencies in one query; paper where none is recorded."""
    ids = list(agency_ids)
    rows = Channel.objects.on(on).filter(agency__in=ids).values_list("agency_id", "kind")
    return dict.fromkeys(ids, ChannelKind.PAPER.value) | dict(rows)
