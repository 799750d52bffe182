"""Reads of incoming documents: the queue, the register, one paper with its story."""

from django.db.models import Q, QuerySet

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import queries as agencies

from ..choices import IncomingState, Verb
from ..models import Assignment, IncomingDocument
from ..policies import can_read_incoming
from .passing_on import to_pass_on

OPEN = (
    IncomingState.ARRIVED,
    IncomingState.REGISTERED,
    IncomingState.FOR_INSTRUCTION,
    IncomingState.AT_UNIT,
    IncomingState.IN_HAND,
)


class NotSeen(Exception):
    """No such paper among those that the person may see."""


def incoming_for(actor: Actor) -> QuerySet[IncomingDocument]:
    """The papers that came to the actor's agency, as far as he may read them.

    Who may read the register sees all; another sees those that his unit or he has a part in.
    """
    rows = limit(IncomingDocument.objects.all(), actor)
    if actor.may(Verb.READ_REGISTER) or actor.may(Verb.RECEIVE):
        return rows
    part = Q(person_id=actor.desk_id or 0)
    if actor.unit_id is not None:
        part |= Q(unit_id=actor.unit_id, ended_at=None)
    parts = Assignment.objects.filter(part).values("document_id")
    mine = Q(lead_person_id=actor.desk_id) | Q(pk__in=parts)
    if actor.unit_id is not None:
        mine |= Q(lead_unit_id=actor.unit_id)
    return rows.filter(mine)


def inherited(actor: Actor) -> QuerySet[IncomingDocument]:
    """Open papers that still lie with an ended agency whose records the own one took over.

    They were registered or arrived in the old agency's last days and nobody took them by name: they
    are on no desk of the old agency, for it has none any more.
    """
    return limit(IncomingDocument.objects.all(), actor).filter(
        agency_id__in=agencies.records_before(actor.agency_id), state__in=OPEN
    )


def waiting_at_clerk(actor: Actor) -> QuerySet[IncomingDocument]:
    """The clerk's queue: what arrived and is not registered, most urgent and oldest first."""
    return incoming_for(actor).filter(state=IncomingState.ARRIVED)


def get_incoming(actor: Actor, pk: int, *, destroyed: bool = False) -> IncomingDocument:
    """One paper; raises `NotSeen` where it is not there or not to be read.

    Of one that has outlived its term only its own page asks (`destroyed`): nothing can be done with it.
    """
    document = (
        limit(IncomingDocument.objects.all(), actor)
        .select_related(
            "file", "lead_unit", "lead_person", "leader", "entry", "delivery", "duplicate_of",
            "registered_by",
        )
        .filter(pk=pk)
        .first()
    )  # fmt: skip
    if document is None or not can_read_incoming(actor, document):
        raise NotSeen
    if document.destroyed_at is not None and not destroyed:
        raise NotSeen
    return document


def waiting_for_person(actor: Actor) -> dict[str, QuerySet[IncomingDocument]]:
    """What waits for this person in the words of the desk: by what the post must do."""
    rows = limit(IncomingDocument.objects.all(), actor).filter(agency_id=actor.agency_id)
    waits: dict[str, QuerySet[IncomingDocument]] = {}
    if actor.may(Verb.RECEIVE):
        waits["to_register"] = rows.filter(state=IncomingState.ARRIVED)
        waits["to_route"] = rows.filter(state=IncomingState.REGISTERED)
    if actor.may(Verb.INSTRUCT):
        waits["to_instruct"] = rows.filter(
            state=IncomingState.FOR_INSTRUCTION, leader_id=actor.desk_id
        )
    if actor.may(Verb.ASSIGN) and actor.unit_id is not None:
        waits["to_assign"] = rows.filter(state=IncomingState.AT_UNIT, lead_unit_id=actor.unit_id)
    if len(actor.agency_ids) > 1 and actor.may(Verb.RECEIVE):
        waits["inherited"] = inherited(actor)
    if actor.may(Verb.ISSUE) or actor.may(Verb.INSTRUCT):
        waits["to_pass_on"] = rows.exclude(state=IncomingState.RECALLED).filter(to_pass_on())
    waits["to_handle"] = rows.filter(state=IncomingState.IN_HAND, lead_person_id=actor.desk_id)
    return waits
