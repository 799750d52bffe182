"""Drafting: assigning, writing, naming recipients, asking opinions, handing in (Đ10)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor, person_of, require
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import Unit
from lienthong.kernel.facts.recording import act

from ..choices import Authority, OutgoingState, Urgency, Verb, VersionKind
from ..models import CoSignatory, OutgoingDocument
from ..rules import bears_secrecy_mark, initials, task_codes_of
from ..workflow import OUTGOING
from . import annexes, letters
from .recipients import RecipientLine, Unresolvable, name_recipients
from .secrecy import SecrecyMarked

__all__ = [
    "ChangedMeanwhile",
    "CoSigner",
    "Draft",
    "DropWithoutReason",
    "NothingToSubmit",
    "OneForEach",
    "RecipientLine",
    "SecrecyMarked",
    "SignerTwice",
    "Unresolvable",
    "drop",
    "name_signers",
    "save_draft",
    "start_draft",
    "submit",
    "suggested_notation",
    "write",
]


class DropWithoutReason(Exception):
    """A draft is given up with a sentence that says why."""

    def __init__(self) -> None:
        self.message = _("Hãy ghi vì sao thôi soạn thảo.")
        super().__init__(self.message)


class NothingToSubmit(Exception):
    """A draft without a subject or a text."""

    def __init__(self) -> None:
        self.message = _("Bản thảo chưa có trích yếu hoặc nội dung nên chưa trình được.")
        super().__init__(self.message)


class ChangedMeanwhile(Exception):
    """Somebody else kept another text while this one was being handed in."""

    def __init__(self) -> None:
        self.message = _("Bản thảo vừa được người khác sửa. Hãy mở lại để xem rồi trình.")
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class CoSigner:
    """A further signatory in the order of signing (joint signing, Annex I, II.7)."""

    person_id: int
    post_id: int
    authority: str = Authority.IN_OWN_RIGHT


class SignerTwice(Exception):
    """One person is named twice among those who sign."""

    def __init__(self) -> None:
        self.message = _("Mỗi người chỉ ký một lần trên văn bản. Hãy chọn người ký khác nhau.")
        super().__init__(self.message)


class OneForEach(Exception):
    """A second signatory of the own agency on a paper that several agencies issue."""

    def __init__(self) -> None:
        self.message = _("Văn bản liên tịch có một người ký cho mỗi cơ quan cùng ban hành.")
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a drafter writes; `recipients` in the order of the paper."""

    type_code: int
    subject: str
    text: str
    notation: str
    place: str
    recipients: Sequence[RecipientLine] = ()
    urgency: str = Urgency.NORMAL
    circulation_limit: str = ""
    signatory_id: int | None = None
    signatory_post_id: int | None = None
    authority: str = Authority.IN_OWN_RIGHT
    reply_deadline: dt.date | None = None
    internal: bool = False
    answers_incoming_id: int | None = None
    unit_id: int | None = field(default=None)
    co_signers: Sequence[CoSigner] = ()
    task_codes: Sequence[str] = ()  # of the tasks that it reports on


def start_draft(
    *, draft: Draft, by: Actor, at: dt.datetime, drafter_id: int | None = None
) -> OutgoingDocument:
    """Open a document and keep its first text.

    By an officer for himself, or by a leader or head of unit for `drafter_id` (Đ10.1). Raises
    `Forbidden`, `Unresolvable`, `SecrecyMarked`.
    """
    if drafter_id is None or drafter_id == by.person_id:
        require(by, Verb.DRAFT)
    else:
        require(by, Verb.ASSIGN if by.may(Verb.ASSIGN) else Verb.INSTRUCT)
    _refuse_secrecy(draft)
    given = drafter_id is not None and drafter_id != by.person_id
    event = "documents.assigned_to_draft" if given else "documents.drafted"
    with act(event, by=by, at=at) as fact:
        document = OutgoingDocument(
            agency_id=by.agency_id,
            unit_id=draft.unit_id or by.unit_id,
            drafter_id=drafter_id or person_of(by),
            state=OutgoingState.ASSIGNED if given else OutgoingState.DRAFTING,
            created_at=at,
        )
        write(document, draft, at)
        document.save()
        name_signers(document, draft)
        name_recipients(document, draft.recipients, timezone.localdate(at))
        letters.add_text_version(document, by=by, at=at)
        fact.about(document)
    return document


def save_draft(
    *, document: OutgoingDocument, draft: Draft, by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """Keep a changed text; what was approved before is approved no longer (Đ11.2)."""
    _refuse_secrecy(draft)

    def effect(locked: OutgoingDocument) -> None:
        write(locked, draft, at)
        locked.approved_digest = ""
        locked.save()
        name_signers(locked, draft)
        locked.recipients.all().delete()
        name_recipients(locked, draft.recipients, timezone.localdate(at))
        letters.add_text_version(locked, by=by, at=at)

    return OUTGOING.perform(document, "draft", by=by, at=at, effect=effect)


def write(document: OutgoingDocument, draft: Draft, at: dt.datetime) -> None:
    """Put the words of a draft into the row, unsaved; an empty symbol is suggested (PL I.II.3)."""
    for name in (
        "type_code",
        "subject",
        "text",
        "notation",
        "place",
        "urgency",
        "circulation_limit",
        "signatory_id",
        "signatory_post_id",
        "authority",
        "reply_deadline",
        "internal",
        "answers_incoming_id",
    ):
        setattr(document, name, getattr(draft, name))
    document.task_codes = list(task_codes_of(draft.task_codes))
    document.addressees = [line.phrase for line in draft.recipients if line.addressee]
    if not document.notation:
        on = timezone.localdate(at)
        document.notation = suggested_notation(
            document.type_code, document.agency_id, document.unit_id, on
        )
    document.updated_at = at


def name_signers(document: OutgoingDocument, draft: Draft) -> None:
    """Keep who signs after the first one, in their order. Raises `SignerTwice`."""
    people = [draft.signatory_id, *(one.person_id for one in draft.co_signers)]
    if len(set(people)) != len(people):
        raise SignerTwice
    if draft.co_signers and document.joint_issuers.exists():
        raise OneForEach
    document.co_signatories.all().delete()
    for position, one in enumerate(draft.co_signers, 2):
        CoSignatory.objects.create(
            document=document,
            position=position,
            person_id=one.person_id,
            post_id=one.post_id,
            authority=one.authority,
        )


def suggested_notation(type_code: int, agency_id: int, unit_id: int | None, on: dt.date) -> str:
    """The symbol of a new paper: "UBND-TH" for a công văn, "QĐ-UBND" for a named type (PL I.II.3)."""
    named = agencies.name_at(agency_id, on)
    agency = named.abbreviation or initials(named.short_name)
    kind = papers.document_type(type_code)
    if not kind.is_letter:
        return f"{kind.abbreviation}-{agency}" if kind.abbreviation else agency
    unit = Unit.objects.filter(pk=unit_id).first() if unit_id else None
    return f"{agency}-{initials(unit.name)}" if unit is not None else f"{agency}-VP"


def _refuse_secrecy(draft: Draft) -> None:
    lines = "\n".join(line.phrase for line in draft.recipients)
    if any(bears_secrecy_mark(text) for text in (draft.text, draft.subject, lines)):
        raise SecrecyMarked


def submit(*, document: OutgoingDocument, by: Actor, at: dt.datetime) -> OutgoingDocument:
    """Hand the draft in: its letter is set and kept as a version that is checked, approved and signed.

    Raises `letters.NoSignatory`, `NothingToSubmit`, `ChangedMeanwhile` and what the typesetter
    refuses; nothing is kept then.
    """
    if not document.text.strip() or not document.subject.strip():
        raise NothingToSubmit
    rendered = letters.render(document, at)
    made = annexes.set_files(document, at)

    def effect(locked: OutgoingDocument) -> None:
        if locked.updated_at != document.updated_at:
            raise ChangedMeanwhile
        annexes.keep_files(locked, made, by=by, at=at)
        letters.add_version(
            locked,
            kind=VersionKind.DRAFT,
            pdf=rendered.pdf,
            places=dict(rendered.places),
            by=by,
            at=at,
        )
        locked.updated_at = at

    return OUTGOING.perform(document, "submit", by=by, at=at, effect=effect)


def drop(
    *, document: OutgoingDocument, reason: str, by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """Give a draft up; it stays, with the reason. Raises `DropWithoutReason`."""
    if not reason.strip():
        raise DropWithoutReason
    return OUTGOING.perform(document, "drop", by=by, at=at, payload={"reason": reason})
