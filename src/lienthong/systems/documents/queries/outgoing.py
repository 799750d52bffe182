"""Reads of outgoing documents: drafts, checks, the signing book, what is to be issued, deliveries."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.registers.choices import BookKind
from lienthong.kernel.registers.models import Book, Entry
from lienthong.kernel.registers.queries import last_entries

from ..choices import CheckOutcome, OutgoingState, Verb, VersionKind
from ..models import (
    Check,
    CoSignatory,
    InternalReceipt,
    Opinion,
    OutgoingDocument,
    RoundStep,
)
from ..policies import REGISTERED, SUBMITTED, can_read_outgoing
from .incoming import NotSeen

IN_DRAFT = (OutgoingState.ASSIGNED, OutgoingState.DRAFTING, OutgoingState.CONSULTING)


def _walled(actor: Actor) -> QuerySet[OutgoingDocument]:
    return limit(OutgoingDocument.objects.all(), actor)


def _own_part(actor: Actor) -> Q:
    mine = Q(drafter_id=actor.desk_id) | Q(signatory_id=actor.desk_id)
    mine |= Q(ordered_by_id=actor.desk_id)
    mine |= Q(pk__in=RoundStep.objects.filter(person_id=actor.desk_id or 0).values("document_id"))
    if actor.may(Verb.SIGN):
        co_signed = CoSignatory.objects.filter(person_id=actor.desk_id or 0)
        mine |= Q(pk__in=co_signed.values("document_id"))
    return mine | Q(unit_id=actor.unit_id) if actor.unit_id is not None else mine


def outgoing_for(actor: Actor) -> QuerySet[OutgoingDocument]:
    """What left or leaves the agency, as far as the actor may read it (policies.can_read_outgoing)."""
    seen = _own_part(actor)
    if actor.may(Verb.READ_REGISTER):
        seen |= Q(state__in=REGISTERED)
    elif actor.unit_id is not None:
        came = InternalReceipt.objects.filter(unit_id=actor.unit_id).values("document_id")
        seen |= Q(state__in=REGISTERED, internal=True, pk__in=came)
    chief = actor.post_kind in {"chief_of_office", "deputy_chief_of_office"}
    if chief or actor.may(Verb.CHECK_FORM) or actor.may(Verb.ISSUE):
        seen |= Q(state__in=SUBMITTED)
    if actor.may(Verb.CHECK_CONTENT) and actor.stands_in_for is None:
        # A draft without a unit is offered for its check to whoever may check here.
        seen |= Q(agency_id=actor.agency_id, state=OutgoingState.CHECKING, unit=None)
    return _walled(actor).filter(seen)


def registered_for(actor: Actor) -> QuerySet[OutgoingDocument]:
    """The outgoing documents of the register; who reads it needs no other part in them."""
    rows = _walled(actor) if actor.may(Verb.READ_REGISTER) else outgoing_for(actor)
    return rows.filter(state__in=REGISTERED)


def drafts_for(actor: Actor) -> QuerySet[OutgoingDocument]:
    """One's own drafts, and those of one's unit, on their way to the signature."""
    return (
        _walled(actor)
        .filter(_own_part(actor))
        .exclude(state__in=[*REGISTERED, OutgoingState.DROPPED])
    )


def ordered_by(actor: Actor) -> QuerySet[OutgoingDocument]:
    """What one gave to others to draft, and what one's unit was given."""
    given = Q(ordered_by_id=actor.desk_id)
    if actor.unit_id is not None and actor.may(Verb.ASSIGN):
        given |= Q(unit_id=actor.unit_id, ordered_by__isnull=False)
    return _walled(actor).filter(given)


def to_check(actor: Actor) -> QuerySet[OutgoingDocument]:
    """What waits for this post's check: the unit's content, the agency's form, one's approval."""
    wanted = Q(pk__in=[])
    done = Check.objects.filter(outcome=CheckOutcome.PASSED).values("version_id", "document_id")

    def lacks(kind: str) -> Q:
        return ~Q(current_version_id__in=done.filter(kind=kind).values("version_id"))

    if actor.may(Verb.CHECK_CONTENT):
        own = Q(unit_id=actor.unit_id) | Q(unit_id=None)
        if actor.post_kind in {"chief_of_office", "deputy_chief_of_office"}:
            own = Q()
        wanted |= own & lacks("content")
    if actor.may(Verb.CHECK_FORM):
        wanted |= lacks("form")
    if actor.may(Verb.APPROVE):
        wanted |= Q(signatory_id=actor.desk_id) & lacks("approval")
    wanted |= Q(pk__in=_turn_in_round(actor))
    return (
        _walled(actor)
        .filter(agency_id=actor.agency_id, state=OutgoingState.CHECKING)
        .filter(wanted)
    )


def _turn_in_round(actor: Actor) -> QuerySet[Any]:
    """Papers in whose round the actor's step is open: no earlier stage waits."""
    waiting = RoundStep.objects.filter(done_at=None)
    earlier = waiting.filter(document_id=OuterRef("document_id"), stage__lt=OuterRef("stage"))
    mine = waiting.filter(person_id=actor.desk_id or 0)
    return mine.filter(~Exists(earlier)).values("document_id")


def signing_book(actor: Actor) -> QuerySet[OutgoingDocument]:
    """What waits for this person's signature: approved, by him and nobody else."""
    first = Q(signatory_id=actor.desk_id) & ~Q(current_version__kind=VersionKind.PERSON_SIGNED)
    waiting = CoSignatory.objects.filter(document_id=OuterRef("pk"), signed_at=None)
    next_one = waiting.order_by("position").values("person_id")[:1]
    rows = _walled(actor).filter(agency_id=actor.agency_id, state=OutgoingState.APPROVED)
    return rows.annotate(next_signer=Subquery(next_one)).filter(
        first | Q(current_version__kind=VersionKind.PERSON_SIGNED, next_signer=actor.desk_id)
    )


def to_issue(actor: Actor) -> QuerySet[OutgoingDocument]:
    """What waits for the clerk: signed and not numbered, or sealed and not issued."""
    rows = _walled(actor).filter(
        agency_id=actor.agency_id, state__in=[OutgoingState.SIGNED, OutgoingState.SEALED]
    )
    return rows if actor.may(Verb.ISSUE) else rows.none()


def get_outgoing(actor: Actor, pk: int, *, destroyed: bool = False) -> OutgoingDocument:
    """One document; raises `NotSeen` where it is not there or not to be read.

    Of one that has outlived its term only its own page asks (`destroyed`).
    """
    document = (
        limit(OutgoingDocument.objects.all(), actor)
        .select_related(
            "agency", "unit", "drafter", "signatory", "signatory_post", "current_version__file",
            "entry", "package", "answers_incoming", "draft_file", "ordered_by",
        )
        .filter(pk=pk)
        .first()
    )  # fmt: skip
    if document is None or not can_read_outgoing(actor, document):
        raise NotSeen
    if document.destroyed_at is not None and not destroyed:
        raise NotSeen
    return document


def waiting_for_person(actor: Actor) -> dict[str, QuerySet[OutgoingDocument]]:
    """What waits for this person among outgoing papers, in the words of the desk."""
    waits: dict[str, QuerySet[OutgoingDocument]] = {}
    if actor.may(Verb.DRAFT):
        mine = drafts_for(actor).filter(drafter_id=actor.desk_id)
        waits["ordered"] = mine.filter(state=OutgoingState.ASSIGNED)
        waits["to_draft"] = mine.filter(state__in=IN_DRAFT).exclude(state=OutgoingState.ASSIGNED)
    checks = (Verb.CHECK_CONTENT, Verb.CHECK_FORM, Verb.APPROVE, Verb.DRAFT)
    if any(actor.may(verb) for verb in checks):  # a round may name any official
        waits["to_check"] = to_check(actor)
    if actor.may(Verb.SIGN):
        waits["to_sign"] = signing_book(actor)
    if actor.may(Verb.ISSUE):
        waits["to_issue"] = to_issue(actor)
    if actor.unit_id is not None and (actor.may(Verb.ASSIGN) or actor.may(Verb.HANDLE)):
        waits["inside"] = inside(actor)
    return waits


def opinions_waiting(actor: Actor) -> dict[str, QuerySet[Opinion]]:
    """The opinions that this person is asked for and has not given."""
    if not actor.may(Verb.ANSWER_OPINION):
        return {}
    return {"to_answer": asked_of_me(actor).filter(answered_at=None)}


def inside(actor: Actor) -> QuerySet[OutgoingDocument]:
    """Internal papers that wait in one's unit: to be signed for, to be given out, in one's hands."""
    rows = InternalReceipt.objects.filter(unit_id=actor.unit_id or 0)
    mine = Q(state="sent") | Q(state="in_hand", person_id=actor.desk_id)
    if actor.may(Verb.ASSIGN):
        mine |= Q(state="received", purpose="act")
    return _walled(actor).filter(internal=True, pk__in=rows.filter(mine).values("document_id"))


@dataclass(frozen=True, slots=True)
class LastNumber:
    """One of the last numbers of a book, as the clerk sees it beside the next one."""

    reference: str
    on: dt.date
    note: str


def last_of_book(
    actor: Actor, document: OutgoingDocument, on: dt.date, count: int = 5
) -> list[LastNumber]:
    """The last numbers of the book that the document will stand in, highest first."""
    kind = BookKind.INTERNAL if document.internal else BookKind.OUTGOING
    book = (
        limit(Book.objects.all(), actor)
        .filter(agency_id=document.agency_id, kind=kind, opens_on__lte=on, closes_on__gte=on)
        .filter(closed_at=None)
        .order_by("code", "id")
        .first()
    )
    if book is None:
        return []
    entries = last_entries(actor, book, count)
    own = {
        row.entry_id: row
        for row in _walled(actor).filter(entry_id__in=[entry.pk for entry in entries])
    }
    return [_last(entry, own.get(entry.pk)) for entry in entries]


def _last(entry: Entry, document: OutgoingDocument | None) -> LastNumber:
    if document is not None and document.reference:
        return LastNumber(document.reference, entry.on, document.subject)
    reason = f": {entry.reason}" if entry.reason else ""
    return LastNumber(str(entry.number), entry.on, f"{entry.get_state_display()}{reason}")


def asked_of_me(actor: Actor) -> QuerySet[Opinion]:
    """Opinions that are asked of one's agency, unit or person.

    What is asked of the whole agency is read by who may answer for it and who reads its register.
    """
    rows = limit(Opinion.objects.all(), actor).filter(asked_agency_id=actor.agency_id)
    mine = Q(asked_person_id=actor.desk_id or 0)
    if any(actor.may(v) for v in (Verb.ANSWER_OPINION, Verb.READ_REGISTER, Verb.RECEIVE)):
        unit = Q(asked_unit_id=None) | Q(asked_unit_id=actor.unit_id or 0)
        mine |= unit & Q(asked_person_id=None)
    return rows.filter(mine)


def opinions_for(actor: Actor) -> QuerySet[Opinion]:
    """Opinions that one may read: asked of one's own, or on a paper that one may read."""
    asked = asked_of_me(actor).values("pk")
    about = Q(agency_id__in=sorted(actor.agency_ids))
    about &= Q(document__in=outgoing_for(actor).values("pk"))
    return limit(Opinion.objects.all(), actor).filter(Q(pk__in=asked) | about)


def asked_by_me(actor: Actor) -> QuerySet[Opinion]:
    """Opinions that one's unit asked of others."""
    mine = drafts_or_issued(actor)
    return limit(Opinion.objects.all(), actor).filter(
        agency_id=actor.agency_id, document_id__in=mine
    )


def drafts_or_issued(actor: Actor) -> QuerySet[Any]:
    """Identifiers of the documents that one has a part in."""
    return _walled(actor).filter(_own_part(actor)).values("pk")


def get_opinion(actor: Actor, pk: int) -> Opinion:
    """One opinion by who asks or is asked; raises `NotSeen`."""
    found = (
        opinions_for(actor)
        .select_related(
            "agency", "asked_agency", "asked_unit", "asked_person", "answered_by", "asked_file",
            "version_file",
        )
        .filter(pk=pk)
        .first()
    )  # fmt: skip
    if found is None:
        raise NotSeen
    return found
