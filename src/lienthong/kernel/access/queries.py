"""Reads of access: the actor that a person is on a day, and who may do what."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from lienthong.kernel import planned

from . import roles
from .actor import Actor


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
    with planned.cursor() as cursor:
        cursor.execute("SELECT * FROM access_sight(%s, %s, %s, %s)", [person_id, on, holding, desk])
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
