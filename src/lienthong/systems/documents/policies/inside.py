"""Who may do what with an internal paper in the unit that it goes to."""

from lienthong.kernel.access.actor import Actor

from ..choices import Verb
from ..models import InternalReceipt, OutgoingDocument


def came_to_unit(actor: Actor, document: OutgoingDocument) -> bool:
    """Whether an internal paper went to the unit of the actor."""
    if not document.internal or actor.unit_id is None:
        return False
    return document.receipts.filter(unit_id=actor.unit_id).exists()


def can_sign_for(actor: Actor, receipt: InternalReceipt) -> bool:
    """Somebody who works in the unit that the internal paper goes to."""
    return (
        receipt.document.agency_id == actor.agency_id
        and receipt.unit_id == actor.unit_id
        and (actor.may(Verb.HANDLE) or actor.may(Verb.ASSIGN))
    )


def can_name_inside(actor: Actor, receipt: InternalReceipt) -> bool:
    """The head of that unit names the person."""
    return can_sign_for(actor, receipt) and actor.may(Verb.ASSIGN)


def can_finish_inside(actor: Actor, receipt: InternalReceipt) -> bool:
    """The person named, or the head of that unit."""
    return can_sign_for(actor, receipt) and (
        receipt.person_id == actor.desk_id or actor.may(Verb.ASSIGN)
    )
