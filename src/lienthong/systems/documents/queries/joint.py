"""Reads of joint papers on the side of a co-issuing agency."""

from django.db.models import Q, QuerySet

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit

from ..choices import JointState, Verb
from ..models import JointIssuer
from .incoming import NotSeen


def joint_for(actor: Actor) -> QuerySet[JointIssuer]:
    """What other agencies gave to the own one to issue together, as far as the actor may read it."""
    rows = limit(JointIssuer.objects.all(), actor).filter(
        issuer_id__in=sorted(actor.agency_ids), asked_at__isnull=False
    )
    if actor.may(Verb.ISSUE) or actor.may(Verb.READ_REGISTER):
        return rows
    return rows.filter(person_id=actor.desk_id or 0)


def waiting_joint(actor: Actor) -> QuerySet[JointIssuer]:
    """What waits for this post: his own signature, or the agency's by its clerk."""
    wanted = Q(pk__in=[])
    if actor.may(Verb.SIGN):
        wanted |= Q(state=JointState.ASKED, person_id=actor.person_id, post_id=actor.post_id)
    if actor.may(Verb.ISSUE):
        wanted |= Q(state=JointState.TO_SEAL)
    return joint_for(actor).filter(issuer_id=actor.agency_id).filter(wanted)


def joint_waiting(actor: Actor) -> dict[str, QuerySet[JointIssuer]]:
    """The same in the words of the desk."""
    if not (actor.may(Verb.SIGN) or actor.may(Verb.ISSUE)):
        return {}
    return {"joint": waiting_joint(actor)}


def get_joint(actor: Actor, pk: int) -> JointIssuer:
    """One part; raises `NotSeen` where it is not there or not to be read."""
    rows = joint_for(actor).select_related("own_file", "person", "post")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotSeen
    return found
