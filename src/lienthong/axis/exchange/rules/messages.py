"""The two edXML messages as plain values: a document and a status report (QCVN 102:2016).

Field names are ours, clause numbers the standard's. Absent text is "", an absent number or date is
None, absent repeated elements are (). Times carry the Vietnamese zone, which the file leaves out.
"""

import datetime as dt
from dataclasses import dataclass, field

from lienthong.axis.exchange.choices import BusinessType


@dataclass(frozen=True, slots=True)
class Party:
    """An agency as sender or receiver (1.1, 1.2)."""

    organ_id: str
    name: str
    in_charge: str = ""
    address: str = ""
    email: str = ""
    telephone: str = ""
    fax: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """The signatory (1.8): right to sign (TM., Q., KT., TL., TUQ.), position, full name."""

    full_name: str
    position: str = ""
    competence: str = ""


@dataclass(frozen=True, slots=True)
class OtherInfo:
    """Further data of the document (1.11)."""

    priority: int = 0
    sphere: str = ""
    typer_notation: str = ""
    amount: int | None = None
    pages: int | None = None
    direction: bool | None = None
    appendixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResponseFor:
    """A document that this one answers (1.12), or that a status is about."""

    organ_id: str
    code: str
    document_id: str
    issued_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is in charge of the message (2.2.5)."""

    department: str = ""
    staff: str = ""
    mobile: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Hop:
    """One node that the message has passed (2.1)."""

    organ_id: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ReceiverChange:
    """A receiver added to or taken off the list by an update (2.2.3)."""

    organ_id: str
    added: bool


@dataclass(frozen=True, slots=True)
class Update:
    """What an update changes (2.2.3): message data, and which receivers."""

    information: bool = False
    receivers: bool = False
    changes: tuple[ReceiverChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Replacement:
    """A document that this one replaces, for which receivers (2.2.8)."""

    document_id: str
    organ_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Business:
    """What the message does (2.2)."""

    kind: int = BusinessType.NEW.value
    reason: str = ""
    document_id: str = ""
    paper: int | None = None
    update: Update | None = None
    replacements: tuple[Replacement, ...] = ()
    staff: tuple[Staff, ...] = ()


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A line of the manifest (1.7): which file travels. `sha256` is hex, in our own envelopes."""

    content_id: str
    name: str
    content_type: str = ""
    description: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class DocumentMessage:
    """A document on its way. `type_name` decides, `type_code` is what the sender numbered."""

    sender: Party
    receivers: tuple[Party, ...]
    document_id: str
    number: str
    notation: str
    issued_on: dt.date
    type_name: str
    subject: str
    signer: Signer
    type_code: int | None = None
    type_detail: int | None = None
    place: str = ""
    content: str = ""
    due_on: dt.date | None = None
    other: OtherInfo = field(default_factory=OtherInfo)
    responses: tuple[ResponseFor, ...] = ()
    steering_type: int | None = None
    places: tuple[str, ...] = ()
    task_codes: tuple[str, ...] = ()
    application_type: str = ""
    trace: tuple[Hop, ...] = ()
    business: Business | None = None
    enclosures: tuple[Enclosure, ...] = ()

    @property
    def kind(self) -> int:
        """What the message does; a message without the element is a new document."""
        return BusinessType.NEW.value if self.business is None else self.business.kind

    @property
    def reference(self) -> str:
        """Number and notation as printed."""
        return f"{self.number}/{self.notation}"


@dataclass(frozen=True, slots=True)
class StatusMessage:
    """A report on a document that was sent (1.8). `response_for.organ_id` is the addressee."""

    sender: Party
    response_for: ResponseFor
    code: str
    at: dt.datetime
    description: str = ""
    staff: Staff | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the document, decoded."""

    enclosure: Enclosure
    payload: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """A whole .edxml file: the message, its files, and what its signature is (see `signing`)."""

    message: DocumentMessage | StatusMessage
    attachments: tuple[Attachment, ...] = ()
    warnings: tuple[str, ...] = ()
