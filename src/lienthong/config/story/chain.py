"""A paper on its way out of an office: drafted, checked twice, approved, signed, sealed, issued (Đ10-18)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting
from lienthong.systems.documents.choices import Purpose
from lienthong.systems.documents.models import OutgoingDocument
from lienthong.systems.documents.services import checking, drafting, issuing, signing

LETTER = 18  # công văn (Điều 7)


@dataclass(frozen=True)
class House:
    """Who does what in one office: the drafter, the head of his unit, the clerk, the signatory."""

    drafter: Actor
    head: Actor
    clerk: Actor
    signatory: Actor


def letter(
    house: House,
    *,
    subject: str,
    text: str,
    to: Sequence[str],
    place: str,
    authority: str,
    answers: int | None = None,
    notation: str = "",
) -> drafting.Draft:
    """A công văn of the house to these recipients."""
    lines = [drafting.RecipientLine(phrase, Purpose.ACT, addressee=True) for phrase in to]
    return drafting.Draft(
        type_code=LETTER,
        subject=subject,
        text=text,
        notation=notation,
        place=place,
        recipients=(*lines, drafting.RecipientLine("VT", Purpose.FILE)),
        signatory_id=house.signatory.person_id,
        signatory_post_id=house.signatory.post_id,
        authority=authority,
        answers_incoming_id=answers,
    )


def check(house: House, document: OutgoingDocument, at: dt.datetime) -> OutgoingDocument:
    """Handed in, content by the head of the unit, form by văn thư, approved by the signatory."""
    with acting(house.drafter) as by:
        document = drafting.submit(document=document, by=by, at=at)
    with acting(house.head) as by:
        document = checking.check_content(document=document, by=by, at=at)
    with acting(house.clerk) as by:
        document = checking.check_form(document=document, by=by, at=at)
    with acting(house.signatory) as by:
        return checking.approve(document=document, by=by, at=at)


def sign(house: House, document: OutgoingDocument, at: dt.datetime) -> OutgoingDocument:
    """The signatory signs with his own certificate."""
    with acting(house.signatory) as by:
        return signing.sign_document(document=document, by=by, at=at)


def seal(house: House, document: OutgoingDocument, at: dt.datetime) -> OutgoingDocument:
    """The clerk: number, date, register and the agency's signature in one act."""
    with acting(house.clerk) as by:
        return issuing.number_and_seal(document=document, by=by, at=at)


def issue(house: House, document: OutgoingDocument, at: dt.datetime) -> OutgoingDocument:
    """The clerk issues to everybody whom the paper names as they stand on that day."""
    with acting(house.clerk) as by:
        return issuing.issue(document=document, by=by, at=at)


def whole_way(house: House, draft: drafting.Draft, at: dt.datetime) -> OutgoingDocument:
    """A paper from its first word to its delivery."""
    with acting(house.drafter) as by:
        document = drafting.start_draft(draft=draft, by=by, at=at)
    return issue(house, seal(house, sign(house, check(house, document, at), at), at), at)
