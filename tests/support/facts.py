"""Let every subscriber read all that has been committed, as the worker does."""

import datetime as dt
import time
from typing import Any


def tell_all(at: dt.datetime, seconds: float = 180) -> None:
    """Deliver until each subscriber has read the newest fact; as the worker's role.

    A transaction that is open anywhere on the server, in another worker's database too, holds the
    horizon below which facts are read: one round may find nothing that is surely committed.
    """
    from lienthong.kernel.facts import subscribers
    from lienthong.kernel.facts.models import Fact, Subscription

    newest = (
        Fact.objects.order_by("-epoch", "-xid", "-id").values_list("epoch", "xid", "id").first()
    )
    end = time.monotonic() + seconds
    while newest is not None:
        subscribers.deliver(at=at)
        names = [subscriber.name for subscriber in subscribers.subscribers()]
        cursors = list(Subscription.objects.filter(name__in=names))
        if all((c.epoch, c.xid, c.last_id) >= newest for c in cursors):
            return
        held = [f"{c.name}: {c.error}" for c in cursors if c.error]
        assert not held, held
        assert time.monotonic() < end, "the horizon did not move"
        time.sleep(0.02)


def seal_all(stream: Any, rows: int, at: dt.datetime, seconds: float = 180) -> None:
    """Seal until so many rows of the stream are; the same horizon holds this back."""
    from lienthong.kernel.facts import sealing
    from lienthong.kernel.facts.verification import verify

    end = time.monotonic() + seconds
    while sealing.seal(at=at) is not None and verify(stream).rows < rows:
        assert time.monotonic() < end, "the horizon did not move"
        time.sleep(0.02)
