"""Upkeep by persons: an envelope that was set aside is carried again, a line proves it is alive."""

import datetime as dt

from lienthong.axis.exchange import events
from lienthong.axis.exchange.choices import CarriageState
from lienthong.axis.exchange.models import Line, Outbox
from lienthong.axis.exchange.policies import acts_for, require_acting_for
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.facts.recording import act

from . import posting


def replay(*, carriage: Outbox, by: Actor, at: dt.datetime) -> None:
    """Carry a dead envelope or status again, its fault mended; one that waits is left alone.

    For either side of the delivery. Raises `Forbidden`.
    """
    if not acts_for(by, carriage.delivery.receiver_id):
        require_acting_for(by, carriage.delivery.sender_id)
    with act(events.REPLAYED, by=by, at=at, subject=carriage.delivery):
        Outbox.objects.filter(pk=carriage.pk, state=CarriageState.DEAD).update(
            state=CarriageState.WAITING, tries=0, retry_at=None, dead_at=None
        )
        posting.defer_carrying()


def acknowledge_test(*, agency_id: int, by: Actor, at: dt.datetime) -> None:
    """A person of an agency answers a test message: its line is alive. Raises `Forbidden`."""
    require_acting_for(by, agency_id)
    Line.objects.bulk_create([Line(agency_id=agency_id)], ignore_conflicts=True)
    posting.line_used(agency_id, at)
