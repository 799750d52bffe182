"""Whose paper it is."""

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies

from ..choices import Verb
from ..models import IncomingDocument, OutgoingDocument


def own(actor: Actor, document: OutgoingDocument | IncomingDocument) -> bool:
    """A paper of the agency in which the actor sits at a desk of his own."""
    return document.agency_id == actor.agency_id and actor.stands_in_for is None


def keeps(actor: Actor, document: OutgoingDocument | IncomingDocument) -> bool:
    """The agency of the paper, or the one that its papers came to when that one ended."""
    return document.agency_id == actor.agency_id or agencies.holds_records_of(
        actor.agency_id, document.agency_id
    )


def can_copy(actor: Actor, document: OutgoingDocument | IncomingDocument) -> bool:
    """Văn thư of the agency that keeps the paper makes its copies (Đ25, Đ26)."""
    return actor.may(Verb.ISSUE) and actor.stands_in_for is None and keeps(actor, document)
