"""The door of the document system."""

from .choices import Authority, Channel, IncomingState, OutgoingState, Part, Purpose, Urgency, Verb
from .models import IncomingDocument, OutgoingDocument, WorkFile
from .policies import can_read_incoming, can_read_outgoing
from .queries.incoming import get_incoming, incoming_for, waiting_for_person
from .queries.searching import matching

__all__ = [
    "Authority",
    "Channel",
    "IncomingDocument",
    "IncomingState",
    "OutgoingDocument",
    "OutgoingState",
    "Part",
    "Purpose",
    "Urgency",
    "Verb",
    "WorkFile",
    "can_read_incoming",
    "can_read_outgoing",
    "get_incoming",
    "incoming_for",
    "matching",
    "waiting_for_person",
]
