"""Roles as readable code: a title, a sentence and a list of verbs; config registers all of them.

An auditor reads the whole access policy of the platform in `config/roles.py`; what is data is
only who holds which role where and when (`RoleAssignment`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


class UnknownRole(Exception):
    """A code that no registered role has."""


@dataclass(frozen=True, slots=True)
class Role:
    """A named bundle of verbs. `post_kinds` are the kinds of post that carry it by themselves."""

    code: str
    title: Any  # a sentence that is translated when it is shown
    description: Any
    verbs: frozenset[str]
    post_kinds: frozenset[str] = frozenset()


_roles: dict[str, Role] = {}
_in_person: set[str] = set()


def register(roles: Iterable[Role]) -> None:
    """Make the roles known; the same code twice with other content is a programming error."""
    for role in roles:
        known = _roles.get(role.code)
        if known is not None and known != role:
            raise ValueError(f"role {role.code!r} is registered twice")
        _roles[role.code] = role


def do_in_person(verbs: Iterable[str]) -> None:
    """Make the verbs known that nobody does at another's desk (signing, sealing, rights, keys)."""
    _in_person.update(map(str, verbs))


def at_another_desk(verbs: Iterable[str]) -> frozenset[str]:
    """What is left of the verbs of a post for who works at its desk in place of the holder."""
    return frozenset(map(str, verbs)) - _in_person


def get(code: str) -> Role:
    """The role of that code; raises `UnknownRole`."""
    try:
        return _roles[code]
    except KeyError as error:
        raise UnknownRole(code) from error


def all_roles() -> list[Role]:
    """Every registered role in order of registration."""
    return list(_roles.values())


def roles_with(verb: str) -> list[Role]:
    """The roles that allow the verb."""
    return [role for role in _roles.values() if verb in role.verbs]


def of_post_kind(kind: str) -> list[Role]:
    """The roles that a post of that kind carries by itself."""
    return [role for role in _roles.values() if kind in role.post_kinds]
