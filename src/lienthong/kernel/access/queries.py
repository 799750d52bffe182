"""Reads of access: the actor that a person is on a day, and who may do what."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from . import roles
from .actor import Actor
from .models import Scope

# Everything that makes an actor in one round trip: the posts held on the day, and of the chosen one
# (or the first) its roles, the agency's earlier lives and, where a role says so, all below it.
_SIGHT = """
WITH RECURSIVE held AS MATERIALIZED (
    SELECT h.id, p.id AS post, p.title, p.kind, p.agency_id, p.unit_id, person.name,
           coalesce(n.name, '') AS agency_name
      FROM agencies_postholding h
      JOIN agencies_post p ON p.id = h.post_id
      JOIN agencies_person person ON person.id = h.person_id
      LEFT JOIN agencies_agencyname n ON n.agency_id = p.agency_id AND n.period @> %(on)s::date
     WHERE h.person_id = %(person)s AND h.period @> %(on)s::date
), chosen AS MATERIALIZED (
    SELECT id, agency_id FROM held ORDER BY (id = %(holding)s::bigint) DESC NULLS LAST, id LIMIT 1
), assigned AS MATERIALIZED (
    SELECT a.role, a.scope
      FROM chosen c, access_assignments_of(%(person)s, c.agency_id, %(on)s::date) a(role, scope)
), before(id) AS (
    SELECT agency_id FROM chosen
    UNION SELECT s.predecessor_id FROM agencies_succession s JOIN before b ON s.successor_id = b.id
     WHERE s.takes_records AND s.effective_on <= %(on)s::date
), below(id) AS (
    SELECT agency_id FROM chosen WHERE EXISTS (SELECT FROM assigned WHERE scope = %(subtree)s)
    UNION SELECT p.agency_id FROM agencies_agencyparent p JOIN below b ON p.parent_id = b.id
)
SELECT h.*, h.id = (SELECT id FROM chosen),
       (SELECT array_agg(role) FROM assigned),
       (SELECT array_agg(id) FROM (SELECT id FROM before UNION SELECT id FROM below) f)
  FROM held h ORDER BY h.id
"""


@dataclass(frozen=True, slots=True)
class Sight:
    """Who a person is on a day: the actor in one of the posts, and all posts held, for the switch.

    `posts`: (holding id, title, agency name), in the order in which they were given.
    """

    actor: Actor
    posts: tuple[tuple[int, str, str], ...]


def holdings_of(person_id: int, on: dt.date) -> list[tuple[int, str, str]]:
    """The posts a person holds on a day: (holding id, title, agency name), for the switch."""
    sight = sight_of(person_id, on=on)
    return [] if sight is None else list(sight.posts)


def actor_for(person_id: int, *, on: dt.date, holding: int | None = None) -> Actor | None:
    """The actor that the person is on that day in the chosen post, or in the first one.

    None when the person holds no post on that day: a leaver gets no actor and sees nothing.
    """
    sight = sight_of(person_id, on=on, holding=holding)
    return None if sight is None else sight.actor


def sight_of(person_id: int, *, on: dt.date, holding: int | None = None) -> Sight | None:
    """The actor with all posts of that day, by one question; None without a post."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SIGHT,
            {"person": person_id, "on": on, "holding": holding, "subtree": Scope.SUBTREE.value},
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    row = next(r for r in rows if r[8])
    _holding, post, title, kind, agency, unit, name, agency_name, _here, assigned, family = row
    held = [*roles.of_post_kind(kind), *_known(assigned or ())]
    actor = Actor(
        person_id=person_id,
        name=name,
        agency_id=agency,
        agency_name=agency_name,
        unit_id=unit,
        post_id=post,
        post_title=title,
        post_kind=kind,
        verbs=frozenset().union(*(role.verbs for role in held)),
        agency_ids=frozenset(family),
    )
    return Sight(actor, tuple((r[0], r[2], r[7]) for r in rows))


def _known(codes: Iterable[str]) -> list[roles.Role]:
    """Roles of the codes; a role that code no longer knows gives nothing (and doctor names it)."""
    known = {role.code: role for role in roles.all_roles()}
    return [known[code] for code in codes if code in known]
