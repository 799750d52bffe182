"""Subscribers read the same facts in commit order, never skip a late commit and never give up.

A cursor stands at (epoch, xid8, id) and reads below the snapshot horizon only, so an act that
committed late with an earlier number is not passed over. A handler that fails holds its own
cursor, is tried again with growing pauses, and harms no other subscriber.
"""

import datetime as dt
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from .models import Subscription
from .streams import HORIZON

log = logging.getLogger(__name__)
CEILING = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Event:
    """A fact as a subscriber sees it."""

    epoch: int
    xid: int
    id: int
    act: str
    agency_id: int
    person_id: int | None
    at: dt.datetime
    subject_type: str
    subject_id: str
    includes: list[str]
    payload: dict[str, Any] | None

    @property
    def names(self) -> list[str]:
        """The act's name and those of the acts that joined it."""
        return [self.act, *self.includes]


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A handler and the acts it wants (all when empty)."""

    name: str
    handler: Callable[[Event], None]
    acts: frozenset[str]

    def wants(self, event: Event) -> bool:
        """Whether any of the event's names is wanted."""
        return not self.acts or not self.acts.isdisjoint(event.names)


_subscribers: dict[str, Subscriber] = {}


def subscribe(name: str, handler: Callable[[Event], None], acts: tuple[str, ...] = ()) -> None:
    """Register a handler, in an app's `ready`. It is called at least once for each act, in order,
    inside a transaction that also moves the cursor: its rows and the cursor stand or fall together.
    """
    _subscribers[name] = Subscriber(name, handler, frozenset(acts))


def subscribers() -> list[Subscriber]:
    """All registered subscribers."""
    return list(_subscribers.values())


def deliver(batch: int = 200, at: dt.datetime | None = None) -> int:
    """Let every subscriber read on; returns how many events were handled. Run by the worker."""
    now = at or timezone.now()
    return sum(_read_on(subscriber, batch, now) for subscriber in subscribers())


def replay(name: str) -> None:
    """Set a subscriber back to the beginning; its handler must bear being called again."""
    Subscription.objects.filter(name=name).update(
        epoch=0, xid=0, last_id=0, failures=0, error="", retry_at=None
    )


def _read_on(subscriber: Subscriber, batch: int, now: dt.datetime) -> int:
    Subscription.objects.get_or_create(name=subscriber.name)
    handled = 0
    with transaction.atomic():
        cursor = (
            Subscription.objects.select_for_update(skip_locked=True)
            .filter(name=subscriber.name)
            .first()
        )
        if cursor is None or (cursor.retry_at and cursor.retry_at > now):
            return 0
        for event in _events(cursor, batch):
            if subscriber.wants(event):
                error = _handle(subscriber, event)
                if error is not None:
                    _hold(cursor, error, now)
                    return handled
                handled += 1
            cursor.epoch, cursor.xid, cursor.last_id = event.epoch, event.xid, event.id
            cursor.moved_at = now
            cursor.failures, cursor.error, cursor.retry_at = 0, "", None
        cursor.save()
    return handled


def _handle(subscriber: Subscriber, event: Event) -> str | None:
    """Call the handler in a savepoint of its own; the sentence of its failure, or None."""
    try:
        with transaction.atomic():
            subscriber.handler(event)
    except Exception as error:
        log.exception("subscriber %s stands still at fact %s", subscriber.name, event.id)
        return f"{event.act} ({event.id}): {type(error).__name__}: {error}"
    return None


def _hold(cursor: Subscription, error: str, now: dt.datetime) -> None:
    """Keep what was read before the failure and try again later, with a ceiling on the pause."""
    cursor.failures += 1
    cursor.retry_at = now + min(CEILING, dt.timedelta(seconds=2 ** min(cursor.failures, 10)))
    cursor.error = error
    cursor.save()


def _events(cursor: Subscription, batch: int) -> list[Event]:
    with connection.cursor() as sql:
        sql.execute(
            "SELECT f.epoch, f.xid, f.id, f.act, f.agency_id, f.person_id, f.at, f.subject_type,"
            " f.subject_id, f.includes, k.payload FROM facts_fact f"
            " LEFT JOIN facts_factsecret k ON k.fact_id = f.id"
            f" WHERE (f.epoch, f.xid, f.id) > (%s, %s, %s) AND {HORIZON}"
            " ORDER BY f.epoch, f.xid, f.id LIMIT %s",
            [cursor.epoch, cursor.xid, cursor.last_id, batch],
        )
        rows: list[tuple[Any, ...]] = sql.fetchall()
    names = list(Event.__slots__)
    return [Event(**dict(zip(names, [*row[:10], _payload(row[10])], strict=True))) for row in rows]


def _payload(value: Any) -> dict[str, Any] | None:
    found: dict[str, Any] | None = json.loads(value) if isinstance(value, str) else value
    return found
