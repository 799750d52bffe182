"""Reads of access: the actor that a person is on a day, and who may do what."""

import datetime as dt
from collections.abc import Iterable

from django.db import connection

from . import roles
from .actor import Actor
from .models import Scope

_HOLDINGS = """
SELECT h.id, p.id, p.title, p.kind, p.agency_id, p.unit_id, person.name,
       coalesce(n.name, '')
  FROM agencies_postholding h
  JOIN agencies_post p ON p.id = h.post_id
  JOIN agencies_person person ON person.id = h.person_id
  LEFT JOIN agencies_agencyname n ON n.agency_id = p.agency_id AND n.period @> %(on)s::date
 WHERE h.person_id = %(person)s AND h.period @> %(on)s::date
 ORDER BY h.id
"""

_ASSIGNMENTS = """
SELECT a.role, a.scope FROM access_assignments_of(%(person)s, %(agency)s, %(on)s) a(role, scope)
"""

_FAMILY = """
WITH RECURSIVE before(id) AS (
    SELECT %(agency)s::bigint
    UNION SELECT s.predecessor_id FROM agencies_succession s JOIN before b ON s.successor_id = b.id
     WHERE s.takes_records AND s.effective_on <= %(on)s
), below(id) AS (
    SELECT %(agency)s::bigint WHERE %(subtree)s
    UNION SELECT p.agency_id FROM agencies_agencyparent p JOIN below b ON p.parent_id = b.id
)
SELECT id FROM before UNION SELECT id FROM below
"""


def holdings_of(person_id: int, on: dt.date) -> list[tuple[int, str, str]]:
    """The posts a person holds on a day: (holding id, title, agency name), for the switch."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDINGS, {"person": person_id, "on": on})
        return [(row[0], row[2], row[7]) for row in cursor.fetchall()]


def actor_for(person_id: int, *, on: dt.date, holding: int | None = None) -> Actor | None:
    """The actor that the person is on that day in the chosen post, or in the first one.

    None when the person holds no post on that day: a leaver gets no actor and sees nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HOLDINGS, {"person": person_id, "on": on})
        rows = cursor.fetchall()
        if not rows:
            return None
        row = next((r for r in rows if r[0] == holding), rows[0])
        _holding, post, title, kind, agency, unit, name, agency_name = row
        cursor.execute(_ASSIGNMENTS, {"person": person_id, "agency": agency, "on": on})
        assigned = cursor.fetchall()
        held = [*roles.of_post_kind(kind), *_known(code for code, _scope in assigned)]
        subtree = any(scope == Scope.SUBTREE for _code, scope in assigned)
        cursor.execute(_FAMILY, {"agency": agency, "subtree": subtree, "on": on})
        family = frozenset(r[0] for r in cursor.fetchall())
    return Actor(
        person_id=person_id,
        name=name,
        agency_id=agency,
        agency_name=agency_name,
        unit_id=unit,
        post_id=post,
        post_title=title,
        post_kind=kind,
        verbs=frozenset().union(*(role.verbs for role in held)),
        agency_ids=family,
    )


def _known(codes: Iterable[str]) -> list[roles.Role]:
    """Roles of the codes; a role that code no longer knows gives nothing (and doctor names it)."""
    known = {role.code: role for role in roles.all_roles()}
    return [known[code] for code in codes if code in known]
