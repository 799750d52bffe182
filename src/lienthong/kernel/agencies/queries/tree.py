"""The tree of agencies on a day: the whole of it in one query, subtrees, parents, the province."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from lienthong.kernel import planned
from lienthong.kernel.agencies.choices import AgencyKind, Level
from lienthong.kernel.agencies.models import Agency, AgencyParent, Decision


@dataclass(frozen=True, slots=True)
class Node:
    """One agency in the tree of a day; `depth` counts from the root."""

    agency_id: int
    key: str
    parent_id: int | None
    depth: int
    level: str
    kind: str
    name: str
    short_name: str
    place_kind: str
    place_name: str
    place_code: str
    since: dt.date | None
    until: dt.date | None
    certainty: str
    outside: bool


_TREE = """
WITH RECURSIVE walk(id, parent_id, depth, path) AS (
    SELECT a.id, NULL::bigint, 0, ARRAY[a.id]
      FROM agencies_agency a
     WHERE a.period @> %(on)s::date AND (
       (%(root)s::bigint IS NOT NULL AND a.id = %(root)s)
       OR (%(root)s::bigint IS NULL AND NOT EXISTS (
             SELECT 1 FROM agencies_agencyparent p
              WHERE p.agency_id = a.id AND p.period @> %(on)s::date)))
    UNION ALL
    SELECT p.agency_id, p.parent_id, w.depth + 1, w.path || p.agency_id
      FROM agencies_agencyparent p JOIN walk w ON w.id = p.parent_id
     WHERE p.period @> %(on)s::date AND NOT p.agency_id = ANY(w.path)
)
SELECT a.id, a.key, w.parent_id, w.depth, a.level, a.kind, n.name, n.short_name,
       coalesce(pl.kind, ''), coalesce(pl.name, ''), coalesce(c.code, ''),
       lower(a.period), upper(a.period), a.certainty, a.outside
  FROM walk w
  JOIN agencies_agency a ON a.id = w.id AND a.period @> %(on)s::date
  JOIN agencies_agencyname n ON n.agency_id = a.id AND n.period @> %(on)s::date
  LEFT JOIN agencies_place pl ON pl.id = a.place_id
  LEFT JOIN agencies_placecode c ON c.place_id = pl.id AND c.scheme = 'gso'
        AND c.period @> %(on)s::date
 ORDER BY w.path
"""


def tree_at(on: dt.date, root: int | None = None) -> list[Node]:
    """Every agency alive on the day, parents before children, in one query.

    `root` limits it to one agency and what stands under it.
    """
    with planned.cursor() as cursor:
        cursor.execute(_TREE, {"on": on, "root": root})
        return [Node(*row) for row in cursor.fetchall()]


def subtree(agency_id: int, on: dt.date) -> list[int]:
    """The agency and all under it on the day, parents first."""
    return [node.agency_id for node in tree_at(on, agency_id)]


_BELOW = """
WITH RECURSIVE below(id) AS (
    SELECT id FROM agencies_agency WHERE id = ANY (%(roots)s) AND period @> %(on)s::date
    UNION
    SELECT p.agency_id FROM agencies_agencyparent p JOIN below b ON b.id = p.parent_id
     WHERE p.period @> %(on)s::date
)
SELECT a.id FROM below b JOIN agencies_agency a ON a.id = b.id WHERE a.period @> %(on)s::date
"""


def all_below(agency_ids: Iterable[int], on: dt.date) -> set[int]:
    """The agencies that live on the day among these, and all under them, in one query."""
    with planned.cursor() as cursor:
        cursor.execute(_BELOW, {"on": on, "roots": list(agency_ids)})
        return {row[0] for row in cursor.fetchall()}


def parent_of(agency_id: int, on: dt.date) -> int | None:
    """The agency above on the day (cơ quan chủ quản), or None at the top."""
    row = AgencyParent.objects.on(on).filter(agency=agency_id).first()
    return row.parent_id if row is not None else None


def ancestors(agency_id: int, on: dt.date) -> list[int]:
    """The agencies above on the day, nearest first."""
    above: list[int] = []
    here: int | None = parent_of(agency_id, on)
    while here is not None and here not in above:
        above.append(here)
        here = parent_of(here, on)
    return above


def children(agency_id: int, on: dt.date) -> list[int]:
    """The agencies directly under it on the day."""
    rows = AgencyParent.objects.on(on).filter(parent=agency_id).order_by("agency")
    return list(rows.values_list("agency_id", flat=True))


def province_at(on: dt.date) -> int | None:
    """The People's Committee of this installation's province on the day."""
    rows = Agency.objects.on(on).filter(
        level=Level.PROVINCE, kind=AgencyKind.PEOPLES_COMMITTEE, outside=False
    )
    return rows.values_list("pk", flat=True).first()


@dataclass(frozen=True, slots=True)
class Turn:
    """A day on which the structure changed or would change."""

    day: dt.date
    decision_id: int
    number: str
    title: str
    state: str
    certainty: str


def turns() -> list[Turn]:
    """Decisions with a day, in order, for the slider of dates."""
    rows = Decision.objects.filter(effective_on__isnull=False).exclude(state="withdrawn")
    return [
        Turn(day, pk, number, title, state, certainty)
        for day, pk, number, title, state, certainty in rows.order_by(
            "effective_on", "pk"
        ).values_list("effective_on", "pk", "number", "title", "state", "certainty")
        if day is not None
    ]


_COUNT = """
SELECT pl.kind, count(*),
       bool_or(pl.certainty = 'M' OR coalesce(pl.known_from > %(on)s::date, false))
  FROM agencies_agency a JOIN agencies_place pl ON pl.id = a.place_id
 WHERE a.id = ANY(%(ids)s) AND a.level = %(level)s AND a.kind = 'peoples_committee'
 GROUP BY pl.kind
"""


def count_of_units(level: str, on: dt.date, under: int | None = None) -> dict[str, int] | None:
    """How many units of a level there are on the day, by kind of place.

    None where any of them is not vouched for by a source on that day: such a count is not shown
    (office practice §1 row 12).
    """
    root = under if under is not None else province_at(on)
    if root is None:
        return None
    with planned.cursor() as cursor:
        cursor.execute(_COUNT, {"ids": subtree(root, on), "level": level, "on": on})
        rows = cursor.fetchall()
    if any(uncertain for _kind, _count, uncertain in rows):
        return None
    return {kind: count for kind, count, _uncertain in rows}
