"""Finding an agency by any of its names, aliases or abbreviations, exact before folded.

A folded match ("Ba To" for Ba Tơ and Ba Tô) is offered, never chosen.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lienthong.kernel import planned
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


# In plain words: a field that completes asks for each few letters, the search page for each search.
_COLUMNS = """SELECT n.agency_id, n.name, n.short_name, n.exact_keys, lower(n.period), upper(n.period),
       a.outside
  FROM agencies_agencyname n JOIN agencies_agency a ON a.id = n.agency_id"""
_WHOLE = f"{_COLUMNS} WHERE n.exact_keys @> ARRAY[%s] OR n.folded_keys @> ARRAY[%s]"
_PART = f"""{_COLUMNS} WHERE array_to_string(n.folded_keys, '|') LIKE %s
   AND (%s::date IS NULL OR n.period @> %s::date) ORDER BY n.name, n.id LIMIT %s"""
_BOTH = f"SELECT true, w.* FROM ({_WHOLE}) w UNION ALL SELECT false, p.* FROM ({_PART}) p"


def find_agencies(text: str, on: dt.date | None = None, limit: int = 20) -> list[Match]:
    """Agencies known by the text: exact ones first, then alive on the day, then of this province.

    Without `on` every time is searched and "alive" means not ended.
    """
    exact, folded = exact_key(text), folded_key(text)
    if not exact:
        return []
    return _best(_matches(_asked(_WHOLE, [exact, folded]), exact, on), limit)


def _best(matches: Iterable[Match], limit: int) -> list[Match]:
    """The first of the agencies, each by the best of its names."""
    found: dict[int, Match] = {}
    for match in matches:
        known = found.get(match.agency_id)
        if known is None or _rank(match) < _rank(known):
            found[match.agency_id] = match
    return sorted(found.values(), key=_rank)[:limit]


def _asked(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with planned.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _matches(rows: Iterable[tuple[Any, ...]], exact: str, on: dt.date | None) -> list[Match]:
    return [
        Match(
            agency_id, name, short_name, exact in keys,
            until is None if on is None else Period(since, until).contains(on),
            since, until, outside,
        )
        for agency_id, name, short_name, keys, since, until, outside in rows
    ]  # fmt: skip


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

    Exact forms come first, then names that begin with the text. One query.
    """
    exact, folded = exact_key(text), folded_key(text)
    if not exact or not folded:
        return []
    pattern = "%" + folded.replace("\\", "").replace("%", "").replace("_", "") + "%"
    rows = _asked(_BOTH, [exact, folded, pattern, on, on, limit * 3])
    whole = _best(_matches((row[1:] for row in rows if row[0]), exact, on), limit)
    seen = {match.agency_id for match in whole}
    more = _matches((row[1:] for row in rows if not row[0]), exact, on)
    rest = [m for m in more if m.agency_id not in seen]
    starts = sorted(rest, key=lambda m: (not m.alive, m.outside, sort_key(m.short_name)))
    return (whole + starts)[:limit]
