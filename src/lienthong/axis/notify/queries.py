"""Reads of notify: one's own notices."""

from django.db.models import QuerySet

from lienthong.kernel.access import prepared
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit

from .models import Notice


def notices_for(actor: Actor, unread_only: bool = False) -> QuerySet[Notice]:
    """The actor's own notices, newest first."""
    own = limit(Notice.objects.all(), actor).order_by("-at", "-id")
    return own.filter(read_at__isnull=True) if unread_only else own


def unread_count(actor: Actor) -> int:
    """How many notices wait, counted up to 100."""
    return len(
        prepared.tuples(
            "notify.unread",
            actor,
            lambda who: notices_for(who, unread_only=True).order_by().values_list("pk")[:100],
        )
    )
