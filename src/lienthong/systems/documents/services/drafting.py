"""Drafting: assigning, writing, naming recipients, asking opinions, handing in (Đ10)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.facts.recording import act

from ..choices import Authority, OutgoingState, Purpose, Urgency, Verb, VersionKind
from ..models import OutgoingDocument, Recipient
from ..rules import bears_secrecy_mark
from ..workflow import OUTGOING
from . import letters


class Unresolvable(Exception):
    """A phrase of Kính gửi or Nơi nhận that names nobody on that day; carries a suggestion."""

    def __init__(self, message: str, phrase: str) -> None:
        self.message, self.phrase = message, phrase
        super().__init__(message)


class SecrecyMarked(Exception):
    """The text carries a secrecy mark; it must not enter this system (state-secrets law)."""

    def __init__(self) -> None:
        self.message = _(
            "Văn bản có dấu chỉ độ mật không được soạn, lưu trong hệ thống này. "
            "Hãy chuyển cho người phụ trách văn thư mật của cơ quan."
        )
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class RecipientLine:
    """A line of Kính gửi or Nơi nhận as typed: the phrase, its purpose, and a channel if not exchange."""

    phrase: str
    purpose: Purpose = Purpose.ACT
    addressee: bool = False
    agency_id: int | None = None
    unit_id: int | None = None
    channel: str = ""
    outside_name: str = ""
    left_out_reason: str = ""


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
    with act("documents.drafted", by=by, at=at) as fact:
        document = OutgoingDocument(
            agency_id=by.agency_id,
            unit_id=draft.unit_id or by.unit_id,
            drafter_id=drafter_id or by.person_id,
            state=OutgoingState.DRAFTING,
            created_at=at,
        )
        _write(document, draft, at)
        document.save()
        _name_recipients(document, draft.recipients, at.date())
        fact.about(document)
    return document


def save_draft(
    *, document: OutgoingDocument, draft: Draft, by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """Keep a changed text; what was approved before is approved no longer (Đ11.2)."""
    _refuse_secrecy(draft)

    def effect(locked: OutgoingDocument) -> None:
        _write(locked, draft, at)
        locked.approved_digest = ""
        locked.save()
        locked.recipients.all().delete()
        _name_recipients(locked, draft.recipients, at.date())

    return OUTGOING.perform(document, "draft", by=by, at=at, effect=effect)


def _write(document: OutgoingDocument, draft: Draft, at: dt.datetime) -> None:
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
    document.addressees = [line.phrase for line in draft.recipients if line.addressee]
    document.updated_at = at


def _refuse_secrecy(draft: Draft) -> None:
    if bears_secrecy_mark(draft.text) or bears_secrecy_mark(draft.subject):
        raise SecrecyMarked


def _name_recipients(
    document: OutgoingDocument, lines: Sequence[RecipientLine], on: dt.date
) -> None:
    """Resolve each phrase to the agencies it means on the day; one row for each agency."""
    rows: list[Recipient] = []
    named: set[int] = set()
    for position, line in enumerate(lines):
        for agency_id, group_id in _meant(line, on, document.agency_id):
            if agency_id is not None and (agency_id in named or agency_id == document.agency_id):
                continue
            named |= {agency_id} if agency_id is not None else set()
            rows.append(
                Recipient(
                    document=document,
                    phrase=line.phrase,
                    purpose=line.purpose,
                    group_id=group_id,
                    agency_id=agency_id,
                    unit_id=line.unit_id,
                    channel=_channel(line, agency_id, on),
                    outside_name=line.outside_name or ("" if agency_id else line.phrase),
                    left_out_reason=line.left_out_reason,
                    position=position,
                )
            )
    Recipient.objects.bulk_create(rows)


def _meant(line: RecipientLine, on: dt.date, within: int) -> list[tuple[int | None, int | None]]:
    """The (agency, group) pairs that a line means; (None, None) for one outside the exchange."""
    if line.agency_id is not None:
        return [(line.agency_id, None)]
    if line.unit_id is not None or line.outside_name or line.purpose == Purpose.FILE:
        return [(None, None)]
    one = agencies.find_agency(line.phrase, on)
    if one is not None:
        return [(one, None)]
    found = agencies.resolve_group(line.phrase, on, within=within)
    if isinstance(found, agencies.Resolution) and found.agency_ids:
        return [(agency_id, found.group_id) for agency_id in found.agency_ids]
    if isinstance(found, agencies.Unresolvable) and found.suggestion:
        raise Unresolvable(found.message_vi, line.phrase)
    return [(None, None)]


_CHANNELS = {"exchange": "exchange", "mail": "mail", "party_network": "party_network"}


def _channel(line: RecipientLine, agency_id: int | None, on: dt.date) -> str:
    if line.channel:
        return line.channel
    if line.unit_id is not None:
        return "internal"
    if agency_id is None:
        return "paper"
    return _CHANNELS.get(agencies.channel_of(agency_id, on)[0], "paper")


def submit(*, document: OutgoingDocument, by: Actor, at: dt.datetime) -> OutgoingDocument:
    """Hand the draft in: its letter is set and kept as a version that is checked, approved and signed.

    Raises `letters.NoSignatory` and what the typesetter refuses; nothing is kept then.
    """
    rendered = letters.render(document, at)

    def effect(locked: OutgoingDocument) -> None:
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
    """Give a draft up; it stays, with the reason."""
    return OUTGOING.perform(document, "drop", by=by, at=at, payload={"reason": reason})
