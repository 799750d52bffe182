"""The door of the document system."""

from .choices import Authority, Channel, IncomingState, OutgoingState, Part, Purpose, Urgency, Verb
from .models import IncomingDocument, OutgoingDocument, WorkFile
from .policies import can_read_incoming, can_read_outgoing
from .queries.incoming import get_incoming, incoming_for, waiting_for_person
from .queries.outgoing import waiting_for_person as outgoing_waiting
from .queries.reports.sheet import Sheet, SheetColumn
from .queries.searching import matching
from .services.drafting import Draft, RecipientLine, start_draft
from .services.report_files import FORMS as REPORT_FORMS
from .services.routes import RouteRefused, add_route, end_route, routes_of

__all__ = [
    "REPORT_FORMS",
    "Authority",
    "Channel",
    "Draft",
    "IncomingDocument",
    "IncomingState",
    "OutgoingDocument",
    "OutgoingState",
    "Part",
    "Purpose",
    "RecipientLine",
    "RouteRefused",
    "Sheet",
    "SheetColumn",
    "Urgency",
    "Verb",
    "WorkFile",
    "add_route",
    "can_read_incoming",
    "can_read_outgoing",
    "end_route",
    "get_incoming",
    "incoming_for",
    "matching",
    "outgoing_waiting",
    "routes_of",
    "start_draft",
    "waiting_for_person",
]
