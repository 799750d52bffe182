"""Who may do what with a task: the one who asked, the one who follows it, the one who does it."""

from lienthong.kernel.access.actor import Actor

from .choices import Verb
from .models import Task


def can_confirm(actor: Actor, task: Task) -> bool:
    """The secretary of the assigning or following agency confirms what was read (§5.2)."""
    return actor.may(Verb.CONFIRM) and actor.agency_id in {
        task.assigner_agency_id,
        task.monitor_agency_id,
    }


def can_assign(actor: Actor, task: Task) -> bool:
    """The assigning agency changes, pauses and cancels."""
    return (
        actor.may(Verb.ASSIGN) or actor.may(Verb.CONFIRM)
    ) and actor.agency_id == task.assigner_agency_id


def can_accept(actor: Actor, task: Task) -> bool:
    """The assigner accepts, or who follows the task for him; never the doer's own agency alone."""
    return (actor.may(Verb.ASSIGN) or actor.may(Verb.MONITOR)) and actor.agency_id in {
        task.assigner_agency_id,
        task.monitor_agency_id,
    }


def can_decide(actor: Actor, task: Task) -> bool:
    """The assigner decides requests, or the chief of office within his limit."""
    return actor.may(Verb.DECIDE) and actor.agency_id in {
        task.assigner_agency_id,
        task.monitor_agency_id,
    }


def can_receive(actor: Actor, task: Task) -> bool:
    """Văn thư or the head of the lead agency receives."""
    return actor.may(Verb.RECEIVE) and actor.agency_id == task.lead_agency_id


def can_lead(actor: Actor, task: Task) -> bool:
    """The head of the lead names unit and person, splits, asks for time or gives back."""
    return actor.may(Verb.LEAD) and actor.agency_id == task.lead_agency_id


def can_do(actor: Actor, task: Task) -> bool:
    """The person named, or a head of the lead agency."""
    if actor.agency_id != task.lead_agency_id:
        return False
    return (actor.may(Verb.DO) and task.doer_id == actor.desk_id) or actor.may(Verb.LEAD)


def can_answer(actor: Actor, task: Task) -> bool:
    """An official of an agency that was asked to coordinate."""
    return actor.may(Verb.COORDINATE) and actor.agency_id in task.party_ids
