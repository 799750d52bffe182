"""Reads of access: the actor that a person is on a day, and who may do what."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from . import roles
from .actor import Actor
from .models import Scope

# Everything that makes an actor in one round trip: the posts held on the day and the desks of the
# absent at which the person may work; of the chosen one (or the first own) its roles, the agency's
# earlier lives and, where a role says so, all below it.
_SIGHT = """
WITH RECURSIVE desks AS MATERIALIZED (
    SELECT NULL::bigint AS id, %(person)s::bigint AS person_id, NULL::bigint AS agency_id
    UNION ALL SELECT id, person_id, agency_id FROM access_desks_of(%(person)s, %(on)s::date)
), held AS MATERIALIZED (
    SELECT h.id, p.id AS post, p.title, p.kind, p.agency_id, p.unit_id, person.name,
           coalesce(n.name, '') AS agency_name, d.id AS desk, d.person_id AS whose
      FROM desks d
      JOIN agencies_postholding h ON h.person_id = d.person_id
      JOIN agencies_post p ON p.id = h.post_id
       AND (d.agency_id IS NULL OR p.agency_id = d.agency_id)
      JOIN agencies_person person ON person.id = h.person_id
      LEFT JOIN agencies_agencyname n ON n.agency_id = p.agency_id AND n.period @> %(on)s::date
     WHERE h.period @> %(on)s::date
), chosen AS MATERIALIZED (
    SELECT id, agency_id, desk, whose FROM held
     ORDER BY coalesce(id = %(holding)s::bigint, false)
              AND desk IS NOT DISTINCT FROM %(desk)s::bigint DESC, desk IS NOT NULL, id LIMIT 1
), assigned AS MATERIALIZED (
    SELECT a.role, a.scope
      FROM chosen c, access_assignments_of(c.whose, c.agency_id, %(on)s::date) a(role, scope)
), before(id) AS (
    SELECT agency_id FROM chosen
    UNION SELECT s.predecessor_id FROM agencies_succession s JOIN before b ON s.successor_id = b.id
     WHERE s.takes_records AND s.effective_on <= %(on)s::date
), below(id) AS (
    SELECT agency_id FROM chosen WHERE EXISTS (SELECT FROM assigned WHERE scope = %(subtree)s)
    UNION SELECT p.agency_id FROM agencies_agencyparent p JOIN below b ON p.parent_id = b.id
)
SELECT h.*, (SELECT h.id = c.id AND h.desk IS NOT DISTINCT FROM c.desk FROM chosen c),
       (SELECT array_agg(role) FROM assigned),
       (SELECT array_agg(id) FROM (SELECT id FROM before UNION SELECT id FROM below) f)
  FROM held h ORDER BY h.desk IS NOT NULL, h.id
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk at which a person may work in place of who is absent (xử lý thay), by one of its posts."""

    key: str  # what the switch sends back
    title: str
    agency_name: str
    absent: str  # the name of who is absent


@dataclass(frozen=True, slots=True)
class Sight:
    """Who a person is on a day: the actor in one of the posts, and all posts held, for the switch.

    `posts`: (holding id, title, agency name), in the order in which they were given; `desks`: those
    of absent colleagues; `chosen` the key of the one in use.
    """

    actor: Actor
    posts: tuple[tuple[int, str, str], ...]
    desks: tuple[Desk, ...] = ()
    chosen: str = ""


def choice_of(key: object) -> tuple[int | None, int | None]:
    """(holding, desk) of a key of the switch: "12" an own post, "12-3" a post at desk 3."""
    parts = str(key or "").split("-")
    if len(parts) > 2 or not all(p.isascii() and p.isdigit() and len(p) < 19 for p in parts):
        return None, None
    return int(parts[0]), int(parts[1]) if len(parts) == 2 else None


def holdings_of(person_id: int, on: dt.date) -> list[tuple[int, str, str]]:
    """The posts a person holds on a day: (holding id, title, agency name), for the switch."""
    sight = sight_of(person_id, on=on)
    return [] if sight is None else list(sight.posts)


def actor_for(
    person_id: int, *, on: dt.date, holding: int | None = None, desk: int | None = None
) -> Actor | None:
    """The actor that the person is on that day in the chosen post, or in the first one.

    None when the person holds no post on that day: a leaver gets no actor and sees nothing.
    """
    sight = sight_of(person_id, on=on, holding=holding, desk=desk)
    return None if sight is None else sight.actor


def sight_of(
    person_id: int, *, on: dt.date, holding: int | None = None, desk: int | None = None
) -> Sight | None:
    """The actor with all posts of that day, by one question; None without a post of one's own.

    With `desk` (a substitution that holds on the day) the actor works in the absent person's post:
    `stands_in_for` names him, and what is done in person only is not among the verbs.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _SIGHT,
            {
                "person": person_id,
                "on": on,
                "holding": holding,
                "desk": desk,
                "subtree": Scope.SUBTREE.value,
            },
        )
        rows = cursor.fetchall()
    own = [r for r in rows if r[8] is None]
    if not own:
        return None
    row = next(r for r in rows if r[10])
    chosen, post, title, kind, agency, unit, _absent, agency_name = row[:8]
    at_desk, whose, _here, assigned, family = row[8:]
    held = [*roles.of_post_kind(kind), *_known(assigned or ())]
    verbs: frozenset[str] = frozenset().union(*(role.verbs for role in held))
    actor = Actor(
        person_id=person_id,
        name=own[0][6],
        agency_id=agency,
        agency_name=agency_name,
        unit_id=unit,
        post_id=post,
        post_title=title,
        post_kind=kind,
        verbs=verbs if at_desk is None else roles.at_another_desk(verbs),
        agency_ids=frozenset(family),
        stands_in_for=None if at_desk is None else whose,
    )
    return Sight(
        actor,
        tuple((r[0], r[2], r[7]) for r in own),
        tuple(Desk(f"{r[0]}-{r[8]}", r[2], r[7], r[6]) for r in rows if r[8] is not None),
        f"{chosen}" if at_desk is None else f"{chosen}-{at_desk}",
    )


def _known(codes: Iterable[str]) -> list[roles.Role]:
    """Roles of the codes; a role that code no longer knows gives nothing (and doctor names it)."""
    known = {role.code: role for role in roles.all_roles()}
    return [known[code] for code in codes if code in known]
