"""Tables of the document system, by subject."""

from .incoming import (
    Assignment,
    IncomingAttachment,
    IncomingDocument,
    Instruction,
    PaperUpdate,
    RouteRule,
)
from .internal import InternalReceipt
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
    "IncomingAttachment",
    "IncomingDocument",
    "Instruction",
    "InternalReceipt",
    "Opinion",
    "OutgoingDocument",
    "PaperUpdate",
    "Recipient",
    "RouteRule",
    "WorkFile",
    "WorkFileItem",
]
