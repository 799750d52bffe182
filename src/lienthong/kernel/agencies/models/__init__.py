"""Tables of agencies in time; every period is [from, to) and null ends are open."""

from .agencies import (
    Agency,
    AgencyCode,
    AgencyName,
    AgencyParent,
    Channel,
    ObligatedAgency,
    Succession,
)
from .decisions import Decision
from .groups import RecipientGroup, RecipientGroupMember
from .handover import HandoverLine, HandoverSheet
from .places import Place, PlaceCode, PlaceSuccession
from .posts import Person, Post, PostHolding, Unit
from .staff_changes import StaffChange

__all__ = [
    "Agency",
    "AgencyCode",
    "AgencyName",
    "AgencyParent",
    "Channel",
    "Decision",
    "HandoverLine",
    "HandoverSheet",
    "ObligatedAgency",
    "Person",
    "Place",
    "PlaceCode",
    "PlaceSuccession",
    "Post",
    "PostHolding",
    "RecipientGroup",
    "RecipientGroupMember",
    "StaffChange",
    "Succession",
    "Unit",
]
