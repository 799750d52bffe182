"""Tables of the document system, by subject."""

from .copies import MadeCopy
from .counting import SignedTally
from .disposal import (
    Disposal,
    DisposalLine,
    DisposalOpinion,
    DisposalPaper,
    DisposedItem,
    KeepingRule,
)
from .incoming import (
    Assignment,
    IncomingAttachment,
    IncomingDocument,
    Instruction,
    PaperUpdate,
    RouteRule,
)
from .intake import AnnouncedFile, IntakeBatch, IntakeItem, ReadingCase
from .internal import InternalReceipt
from .joint import JointIssuer
from .keeping import FilePlan, FilePlanLine, WorkFile, WorkFileItem
from .layers import ScanLayer
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
from .paper_originals import PaperOriginal, PaperOriginalRule
from .paper_types import PaperOnlyType
from .reading_rules import IssuerAlias, ReadingThreshold
from .rounds import BatchItem, RoundStep, SigningBatch
from .searching import Citation, DocumentText, SearchEntry
from .signers import CoSignatory, DocumentAnnex
from .sources import IncomingMail, IntakeFolder, IntakeMailbox, SourceState

__all__ = [
    "AnnouncedFile",
    "Appointment",
    "Assignment",
    "BatchItem",
    "Check",
    "Citation",
    "CoSignatory",
    "DeliveryNote",
    "Disposal",
    "DisposalLine",
    "DisposalOpinion",
    "DisposalPaper",
    "DisposedItem",
    "DocumentAnnex",
    "DocumentLink",
    "DocumentText",
    "DocumentVersion",
    "FilePlan",
    "FilePlanLine",
    "IncomingAttachment",
    "IncomingDocument",
    "IncomingMail",
    "Instruction",
    "IntakeBatch",
    "IntakeFolder",
    "IntakeItem",
    "IntakeMailbox",
    "InternalReceipt",
    "IssuerAlias",
    "JointIssuer",
    "KeepingRule",
    "KeptCopyUse",
    "MadeCopy",
    "Opinion",
    "OutgoingDocument",
    "PaperOnlyType",
    "PaperOriginal",
    "PaperOriginalRule",
    "PaperReceipt",
    "PaperUpdate",
    "PostalDispatch",
    "ReadingCase",
    "ReadingThreshold",
    "Recipient",
    "RightsWarning",
    "RoundStep",
    "RouteRule",
    "ScanLayer",
    "SearchEntry",
    "SignedTally",
    "SigningBatch",
    "SourceState",
    "WorkFile",
    "WorkFileItem",
]
