"""Finding an agency by any of its names, aliases or abbreviations, exact before folded.

A folded match ("Ba To" for Ba Tơ and Ba Tô) is offered, never chosen.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from lienthong.kernel.agencies.models import AgencyName
from lienthong.kernel.agencies.rules.names import exact_key, folded_key
from lienthong.kernel.agencies.rules.periods import Period
from lienthong.kernel.text import sort_key


@dataclass(frozen=True, slots=True)
class Match:
    """An agency found by a text; `exact` keeps every mark, `alive` on the day asked about."""

    agency_id: int
    name: str
    short_name: str
    exact: bool
    alive: bool
    since: dt.date | None
    until: dt.date | None
    outside: bool


def find_agencies(text: str, on: dt.date | None = None, limit: int = 20) -> list[Match]:
    """Agencies known by the text: exact ones first, then alive on the day, then of this province.

    Without `on` every time is searched and "alive" means not ended.
    """
    exact, folded = exact_key(text), folded_key(text)
    if not exact:
        return []
    rows = AgencyName.objects.filter(
        Q(exact_keys__contains=[exact]) | Q(folded_keys__contains=[folded])
    ).select_related("agency")
    found: dict[int, Match] = {}
    for row in rows:
        match = _match(row, exact, on)
        known = found.get(match.agency_id)
        if known is None or _rank(match) < _rank(known):
            found[match.agency_id] = match
    return sorted(found.values(), key=_rank)[:limit]


def _match(row: AgencyName, exact: str, on: dt.date | None) -> Match:
    period = Period.of(row.period)
    alive = period.until is None if on is None else period.contains(on)
    return Match(
        row.agency_id, row.name, row.short_name, exact in row.exact_keys, alive,
        period.since, period.until, row.agency.outside,
    )  # fmt: skip


def _rank(match: Match) -> tuple[bool, bool, bool, int]:
    return (not match.exact, not match.alive, match.outside, match.agency_id)


def find_agency(text: str, on: dt.date) -> int | None:
    """The one agency that bore exactly this name on the day; None when none or several did.

    Of two with one name the one of this province is meant; two in it are never chosen between.
    """
    matches = [m for m in find_agencies(text, on) if m.exact and m.alive]
    inside = [m for m in matches if not m.outside]
    chosen = inside or matches
    return chosen[0].agency_id if len(chosen) == 1 else None


def search_agencies(text: str, on: dt.date | None = None, limit: int = 20) -> list[Match]:
    """Agencies some form of whose name contains the text without marks, for a field that completes.

    Exact forms come first, then names that begin with the text.
    """
    whole = find_agencies(text, on, limit)
    folded = folded_key(text)
    if not folded:
        return []
    rows = AgencyName.objects.extra(
        where=["array_to_string(folded_keys, '|') LIKE %s"],
        params=["%" + folded.replace("\\", "").replace("%", "").replace("_", "") + "%"],
    ).select_related("agency")
    if on is not None:
        rows = rows.filter(period__contains=on)
    seen = {match.agency_id for match in whole}
    more = [_match(row, exact_key(text), on) for row in rows.order_by("name")[: limit * 3]]
    rest = [m for m in more if m.agency_id not in seen]
    starts = sorted(rest, key=lambda m: (not m.alive, m.outside, sort_key(m.short_name)))
    return (whole + starts)[:limit]
