"""Beginning lives: places, agencies, names, parents and codes in bulk, by one decision."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.backends.postgresql.psycopg_any import DateRange

from lienthong.kernel.agencies.models import (
    Agency,
    AgencyCode,
    AgencyName,
    AgencyParent,
    Channel,
    Decision,
    ObligatedAgency,
    Place,
    PlaceCode,
)
from lienthong.kernel.agencies.rules.names import keys_of, name_forms
from lienthong.kernel.agencies.rules.plan import MoveEntry, OpenEntry, RenameEntry

from .lifetimes import end_current


def open_places(
    entries: Sequence[OpenEntry], decision: Decision, day: dt.date | None
) -> dict[str, Place]:
    """Make the places of the entries with their codes; returns them by the agency's key."""
    with_place = [(e.key, e.place) for e in entries if e.place is not None]
    places = Place.objects.bulk_create(
        Place(
            key=place.key,
            level=place.level,
            kind=place.kind,
            name=place.name,
            period=DateRange(day, None),
            certainty=place.certainty,
            known_from=place.known_from,
            area_km2=place.area_km2 or None,
            opened_by=decision,
        )
        for _key, place in with_place
    )
    PlaceCode.objects.bulk_create(
        PlaceCode(place=made, code=entry.gso, period=DateRange(day, None))
        for made, (_key, entry) in zip(places, with_place, strict=True)
        if entry.gso
    )
    return {key: made for made, (key, _entry) in zip(places, with_place, strict=True)}


def open_agencies(
    entries: Sequence[OpenEntry], decision: Decision, day: dt.date | None
) -> dict[str, int]:
    """Make the agencies with place, name and codes; returns ids by key (parents come after)."""
    places = open_places(entries, decision, day)
    agencies = Agency.objects.bulk_create(
        Agency(
            key=entry.key,
            level=entry.level,
            kind=entry.kind,
            place=places.get(entry.key),
            period=DateRange(day, None),
            opened_by=decision,
            outside=entry.outside,
            certainty=entry.certainty,
        )
        for entry in entries
    )
    ids = {agency.key: agency.pk for agency in agencies}
    AgencyName.objects.bulk_create(
        name_row(ids[e.key], e, str(places.get(e.key, "")), decision, day) for e in entries
    )
    AgencyCode.objects.bulk_create(
        AgencyCode(
            agency_id=ids[entry.key],
            scheme=code.scheme,
            code=code.code,
            period=DateRange(_later(code.since, day), None),
            is_sample=code.is_sample,
            certainty=code.certainty,
            decision=decision,
        )
        for entry in entries
        for code in entry.codes
    )
    return ids


def name_row(
    agency_id: int,
    entry: OpenEntry | RenameEntry,
    place: str,
    decision: Decision,
    day: dt.date | None,
) -> AgencyName:
    """The row of a name with its search keys, not yet saved."""
    forms = name_forms(entry.name, entry.short_name, entry.abbreviation, entry.aliases, place)
    exact, folded = keys_of(forms)
    return AgencyName(
        agency_id=agency_id,
        name=entry.name,
        short_name=entry.short_name,
        abbreviation=entry.abbreviation,
        aliases=list(entry.aliases),
        exact_keys=exact,
        folded_keys=folded,
        period=DateRange(day, None),
        decision=decision,
    )


def set_parents(pairs: Iterable[tuple[int, int]], decision: Decision, day: dt.date | None) -> None:
    """Put agencies under parents from the day on: (agency, parent)."""
    AgencyParent.objects.bulk_create(
        AgencyParent(
            agency_id=agency, parent_id=parent, period=DateRange(day, None), decision=decision
        )
        for agency, parent in pairs
    )


def put_on_lists(
    entries: Iterable[tuple[int, OpenEntry | MoveEntry]], decision: Decision, day: dt.date | None
) -> None:
    """Enter agencies in the list of the obligated and give them their channel."""
    listed = list(entries)
    if day is not None:
        ids = [agency for agency, _entry in listed]
        end_current("agencies_channel", ids, day)
        end_current("agencies_obligatedagency", ids, day)
    ObligatedAgency.objects.bulk_create(
        ObligatedAgency(agency_id=agency, period=DateRange(day, None), decision=decision)
        for agency, entry in listed
        if entry.obligated
    )
    Channel.objects.bulk_create(
        Channel(agency_id=agency, kind=entry.channel, period=DateRange(day, None))
        for agency, entry in listed
        if entry.channel
    )


def _later(since: dt.date | None, day: dt.date | None) -> dt.date | None:
    return max((d for d in (since, day) if d is not None), default=None)
