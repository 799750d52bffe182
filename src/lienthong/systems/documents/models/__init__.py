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
from .office import (
    Appointment,
    DeliveryNote,
    KeptCopyUse,
    PaperReceipt,
    PostalDispatch,
    RightsWarning,
)
from .outgoing import (
    Check,
    DocumentLink,
    DocumentVersion,
    Opinion,
    OutgoingDocument,
    Recipient,
)
from .rounds import BatchItem, RoundStep, SigningBatch
from .signers import CoSignatory, DocumentAnnex

__all__ = [
    "Appointment",
    "Assignment",
    "BatchItem",
    "Check",
    "CoSignatory",
    "DeliveryNote",
    "DocumentAnnex",
    "DocumentLink",
    "DocumentVersion",
    "FilePlan",
    "FilePlanLine",
    "IncomingAttachment",
    "IncomingDocument",
    "Instruction",
    "InternalReceipt",
    "KeptCopyUse",
    "Opinion",
    "OutgoingDocument",
    "PaperReceipt",
    "PaperUpdate",
    "PostalDispatch",
    "Recipient",
    "RightsWarning",
    "RoundStep",
    "RouteRule",
    "SigningBatch",
    "WorkFile",
    "WorkFileItem",
]
