"""Verbs of the desk and the board."""

from enum import StrEnum


class Verb(StrEnum):
    """What a role may allow on the board."""

    SEE_OWN = "desk.see_own"  # own agency's drill-down
    SEE_PROVINCE = "desk.see_province"  # every agency's drill-down
