"""Who may do what with a paper that came in (Đ20 to Đ24)."""

from django.db.models import Q

from lienthong.kernel.access.actor import Actor

from ..choices import Verb
from ..models import IncomingDocument
from .own import keeps


def can_forward(actor: Actor, document: IncomingDocument) -> bool:
    """Văn thư or a leader of the agency that received it passes an exchanged paper on."""
    return (
        actor.may(Verb.ISSUE) or actor.may(Verb.INSTRUCT)
    ) and document.agency_id == actor.agency_id


def can_receive(actor: Actor, document: IncomingDocument) -> bool:
    """Văn thư of the receiving agency (Đ21, Đ22)."""
    return actor.may(Verb.RECEIVE) and document.agency_id == actor.agency_id


def can_close_by_reply(actor: Actor, document: IncomingDocument) -> bool:
    """Văn thư who issues the reply ends what it answers, or whoever handles the paper (Đ24)."""
    return can_handle(actor, document) or (
        actor.may(Verb.ISSUE) and document.agency_id == actor.agency_id
    )


def can_give_back(actor: Actor, document: IncomingDocument) -> bool:
    """Văn thư of the agency that keeps the paper answers a recall (Đ18.4.b)."""
    return actor.may(Verb.RECEIVE) and keeps(actor, document)


def can_instruct(actor: Actor, document: IncomingDocument) -> bool:
    """A leader writes his instruction (Đ23.2)."""
    return actor.may(Verb.INSTRUCT) and document.agency_id == actor.agency_id


def can_assign(actor: Actor, document: IncomingDocument) -> bool:
    """The head of the unit that has the paper names the person."""
    return (
        actor.may(Verb.ASSIGN)
        and document.agency_id == actor.agency_id
        and (document.lead_unit_id in {None, actor.unit_id} or actor.may(Verb.INSTRUCT))
    )


def can_handle(actor: Actor, document: IncomingDocument) -> bool:
    """The person who was named, or the head of his unit."""
    return (
        actor.may(Verb.HANDLE)
        and document.agency_id == actor.agency_id
        and (
            document.lead_person_id == actor.desk_id
            or (actor.may(Verb.ASSIGN) and document.lead_unit_id == actor.unit_id)
        )
    )


def can_read_incoming(actor: Actor, document: IncomingDocument) -> bool:
    """Who may read the register, and whoever has a part in handling the paper."""
    if document.agency_id not in actor.agency_ids:
        return False
    if actor.may(Verb.READ_REGISTER) or actor.may(Verb.RECEIVE):
        return True
    if actor.desk_id is not None and document.lead_person_id == actor.desk_id:
        return True
    # Neither a post without a unit nor a paper without one makes it the paper "of one's unit".
    if actor.unit_id is not None and document.lead_unit_id == actor.unit_id:
        return True
    mine = Q(person_id=actor.desk_id or 0)
    if actor.unit_id is not None:  # its unit coordinates, or is told (Đ23.2)
        mine |= Q(unit_id=actor.unit_id, ended_at=None)
    return document.assignments.filter(mine).exists()
