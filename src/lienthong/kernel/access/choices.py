"""Verbs of access itself."""

from enum import StrEnum


class Verb(StrEnum):
    """What a role may do with accounts, roles and desks."""

    ADMINISTER = "access.administer"  # accounts, roles and rules of an agency
    SUBSTITUTE = "access.substitute"  # name who sits at another's desk
