"""Papers of the sample province on their way out, for the tests of outgoing documents."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting
from lienthong.systems.documents.choices import Purpose
from lienthong.systems.documents.models import OutgoingDocument
from lienthong.systems.documents.services import checking, drafting, issuing, signing

DOMAIN = "mau.lienthong.example"
TEXT = """Thực hiện nhiệm vụ cải cách hành chính, Ủy ban nhân dân tỉnh yêu cầu:
1. Các sở, ban, ngành rà soát thủ tục hành chính đang thực hiện.
2. Báo cáo kết quả trước ngày 15/12/2026."""


@dataclass(frozen=True)
class House:
    """Who does what for UBND tỉnh."""

    drafter: Actor
    head: Actor
    clerk: Actor
    chair: Actor
    chair_post: int


def house(actor_for: Callable[[str], Actor]) -> House:
    """The posts of UBND tỉnh that a paper passes."""
    named = {
        key: actor_for(f"{slot}@{DOMAIN}")
        for key, slot in {
            "drafter": "chuyenvien.tonghop",
            "head": "truongphong.tonghop",
            "clerk": "vanthu",
            "chair": "chutich",
        }.items()
    }
    return House(**named, chair_post=named["chair"].post_id or 0)


def draft_of(house: House, *names: str, **more: Any) -> drafting.Draft:
    """A công văn of UBND tỉnh to these recipients."""
    lines = tuple(drafting.RecipientLine(name, Purpose.ACT, addressee=True) for name in names)
    return replace(
        drafting.Draft(
            type_code=18,
            subject="Rà soát thủ tục hành chính (mẫu)",
            text=TEXT,
            notation="UBND-TH",
            place="Quảng Ngãi",
            recipients=(*lines, drafting.RecipientLine("VT, TH", Purpose.FILE)),
            signatory_id=house.chair.person_id,
            signatory_post_id=house.chair_post,
            authority="for_collective",
        ),
        **more,
    )


def drafted(house: House, at: dt.datetime, *names: str, **more: Any) -> OutgoingDocument:
    """A draft by the officer."""
    names = names or ("Sở Tư pháp", "Sở Công Thương", "Sở Y tế")
    with acting(house.drafter):
        return drafting.start_draft(draft=draft_of(house, *names, **more), by=house.drafter, at=at)


def checked(house: House, at: dt.datetime, *names: str, **more: Any) -> OutgoingDocument:
    """Handed in, checked twice and approved."""
    return _approved(house, drafted(house, at, *names, **more), at)


def through(house: House, document: OutgoingDocument, at: dt.datetime) -> OutgoingDocument:
    """A draft taken through every act to its issue."""
    document = _approved(house, document, at)
    with acting(house.chair):
        document = signing.sign_document(document=document, by=house.chair, at=at)
    with acting(house.clerk):
        document = issuing.number_and_seal(document=document, by=house.clerk, at=at)
        return issuing.issue(document=document, by=house.clerk, at=at)


def _approved(house: House, document: OutgoingDocument, at: dt.datetime) -> OutgoingDocument:
    with acting(house.drafter):
        document = drafting.submit(document=document, by=house.drafter, at=at)
    with acting(house.head):
        document = checking.check_content(document=document, by=house.head, at=at)
    with acting(house.clerk):
        document = checking.check_form(document=document, by=house.clerk, at=at)
    with acting(house.chair):
        return checking.approve(document=document, by=house.chair, at=at)


def signed(house: House, at: dt.datetime, *names: str, **more: Any) -> OutgoingDocument:
    """Signed by the chairman."""
    document = checked(house, at, *names, **more)
    with acting(house.chair):
        return signing.sign_document(document=document, by=house.chair, at=at)


def signed_with(house: House, at: dt.datetime, pin: str) -> OutgoingDocument:
    """Signed by the chairman, whose key asks for this PIN."""
    from lienthong.axis.signing import api as rail

    document = checked(house, at, "Sở Y tế")
    with acting(house.chair), rail.unlocked(pin, by=house.chair, at=at):
        return signing.sign_document(document=document, by=house.chair, at=at)


def issued(house: House, at: dt.datetime, *names: str, **more: Any) -> OutgoingDocument:
    """Numbered, sealed and issued by the clerk."""
    document = signed(house, at, *names, **more)
    with acting(house.clerk):
        document = issuing.number_and_seal(document=document, by=house.clerk, at=at)
        return issuing.issue(document=document, by=house.clerk, at=at)


@contextmanager
def refused(error: type[Exception], words: str = "") -> Iterator[None]:
    """The block is refused with a sentence for the official that holds the words."""
    import pytest

    with pytest.raises(error) as caught:
        yield
    message = getattr(caught.value, "message", "")
    assert message, "a refusal without a sentence"
    assert words in message
