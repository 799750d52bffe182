"""Reads of internal papers: what came to one's unit, what the agency issued inside."""

from django.db.models import QuerySet

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit

from ..choices import Verb
from ..models import InternalReceipt, OutgoingDocument
from .incoming import NotSeen
from .outgoing import outgoing_for


def receipts_for(actor: Actor) -> QuerySet[InternalReceipt]:
    """What came to one's own unit; who may read the register sees all units of the agency."""
    rows = (
        limit(InternalReceipt.objects.all(), actor)
        .filter(document__agency_id=actor.agency_id)
        .select_related("document", "unit", "person", "received_by")
    )
    if actor.may(Verb.READ_REGISTER):
        return rows
    return rows.filter(unit_id=actor.unit_id or 0)


def sent_for(actor: Actor) -> QuerySet[OutgoingDocument]:
    """The internal papers of the agency that one may read, drafts included."""
    return outgoing_for(actor).filter(internal=True)


def get_receipt(actor: Actor, pk: int) -> InternalReceipt:
    """One receipt; raises `NotSeen` where it is not there or not of one's unit."""
    found = receipts_for(actor).filter(pk=pk).first()
    if found is None:
        raise NotSeen
    return found
