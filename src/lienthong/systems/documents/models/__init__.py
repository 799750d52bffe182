"""Tables of the document system, by subject."""

from .incoming import Assignment, IncomingDocument, Instruction, RouteRule
from .keeping import FilePlan, FilePlanLine, WorkFile, WorkFileItem
from .outgoing import (
    Check,
    DocumentLink,
    DocumentVersion,
    Opinion,
    OutgoingDocument,
    Recipient,
)

__all__ = [
    "Assignment",
    "Check",
    "DocumentLink",
    "DocumentVersion",
    "FilePlan",
    "FilePlanLine",
    "IncomingDocument",
    "Instruction",
    "Opinion",
    "OutgoingDocument",
    "Recipient",
    "RouteRule",
    "WorkFile",
    "WorkFileItem",
]
