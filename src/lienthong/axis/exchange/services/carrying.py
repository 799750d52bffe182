"""Carrying: the worker hands what waits to the receiving systems, in order on each line.

One transaction takes some lines (agencies) that nobody else serves, hands their envelopes and
statuses over and clears them from the outbox: killed anywhere, it has done all or nothing, so
nothing is lost and nothing comes twice. An envelope that fails by itself is tried again and then
set aside as dead with its cause, while the others pass.
"""

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, transaction

from lienthong.axis.exchange import events
from lienthong.axis.exchange.choices import CarriageKind, CarriageState
from lienthong.axis.exchange.models import Line, Outbox
from lienthong.axis.exchange.rules import retrying
from lienthong.kernel import clock
from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act

from . import arriving, relaying
from .handlers import ReceiverUnavailable

log = logging.getLogger("lienthong.exchange")
LINES = 200
ROWS = 200
MOST_ROUNDS = 100_000

# A request to give back waits for the document that it is about.
_READY = """
    o.state = 'waiting' AND (o.retry_at IS NULL OR o.retry_at <= %(at)s)
    AND NOT (o.kind = 'status' AND EXISTS (
      SELECT 1 FROM exchange_outbox e WHERE e.delivery_id = o.delivery_id AND e.kind = 'envelope'
         AND e.target_id = o.target_id AND e.state = 'waiting' AND e.retry_at > %(at)s))
"""
_CLAIM_LINES = f"""
SELECT l.agency_id FROM exchange_line l
 WHERE (l.retry_at IS NULL OR l.retry_at <= %(at)s)
   AND EXISTS (SELECT 1 FROM exchange_outbox o WHERE o.target_id = l.agency_id AND {_READY})
 ORDER BY l.agency_id LIMIT %(lines)s
   FOR NO KEY UPDATE OF l SKIP LOCKED
"""
_CLAIM_ROWS = f"""
SELECT o.id FROM exchange_outbox o WHERE o.target_id = ANY (%(targets)s) AND {_READY}
 ORDER BY o.id LIMIT %(rows)s
   FOR UPDATE OF o SKIP LOCKED
"""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did: rows handed over, failed for now, given up, and lines that wait."""

    carried: int = 0
    failed: int = 0
    dead: int = 0
    held: int = 0

    @property
    def touched(self) -> int:
        """Whether anything was found to do."""
        return self.carried + self.failed + self.dead + self.held

    def __add__(self, other: "Round") -> "Round":
        return Round(
            self.carried + other.carried,
            self.failed + other.failed,
            self.dead + other.dead,
            self.held + other.held,
        )


def database_now() -> dt.datetime:
    """The database's clock, by which order and deadlines of carrying go; a story's while it plays."""
    played = clock.story()
    if played is not None:
        return played
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: dt.datetime = cursor.fetchone()[0]
    return now


def carry_all(clock: Callable[[], dt.datetime] = database_now) -> Round:
    """Carry until nothing more can be carried now; returns what was done."""
    total = Round()
    for _number in range(MOST_ROUNDS):
        done = carry_round(at=clock())
        if not done.touched:
            break
        total += done
    return total


def carry_round(*, at: dt.datetime, lines: int = LINES, rows: int = ROWS) -> Round:
    """Serve some lines once, in one transaction and one act. Raises on a fault of the database:
    then everything of the round is undone and is done again later."""
    with acting(system_actor(0)) as worker:
        targets = _claim(_CLAIM_LINES, {"at": at, "lines": lines})
        if not targets:
            return Round()
        ids = _claim(_CLAIM_ROWS, {"at": at, "targets": targets, "rows": rows})
        if not ids:
            return Round()
        worker = replace(worker, agency_ids=frozenset(targets))
        with acting(worker), act(events.CARRIED, by=worker, at=at):
            return _serve(list(Outbox.objects.filter(pk__in=ids).order_by("pk")), worker, at)


def _claim(sql: str, values: dict[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]


def _serve(rows: list[Outbox], worker: Actor, at: dt.datetime) -> Round:
    held: set[int] = set()
    total = Round()
    for kind, hand_over in (
        (CarriageKind.ENVELOPE, arriving.arrive),
        (CarriageKind.STATUS, relaying.relay),
    ):
        batch = [row for row in rows if row.kind == kind]
        total += _hand_over(batch, hand_over, worker, at, held)
    served = {row.target_id for row in rows} - held
    Line.objects.filter(pk__in=served).update(last_alive_at=at, failures=0, retry_at=None, cause="")
    return total


HandOver = Callable[[Sequence[Outbox], Actor, dt.datetime], None]


def _hand_over(
    rows: list[Outbox], hand_over: HandOver, worker: Actor, at: dt.datetime, held: set[int]
) -> Round:
    """All at once where all is well; else by halves, until what is at fault stands alone.

    The halves keep the order, and a line that is held waits as a whole.
    """
    rows = [row for row in rows if row.target_id not in held]
    if not rows:
        return Round()
    try:
        _attempt(rows, hand_over, worker, at)
    except relaying.DATABASE_FAULTS:
        raise
    except Exception as error:  # noqa: BLE001  one of them is at fault: find out which
        if len(rows) == 1:
            return _set_aside(rows[0], error, at, held)
        middle = len(rows) // 2
        first = _hand_over(rows[:middle], hand_over, worker, at, held)
        return first + _hand_over(rows[middle:], hand_over, worker, at, held)
    return Round(carried=len(rows))


def _set_aside(row: Outbox, error: Exception, at: dt.datetime, held: set[int]) -> Round:
    """Hold the line of a receiver that does not answer, or set this one row back."""
    if isinstance(error, ReceiverUnavailable):
        held.add(row.target_id)
        _hold_line(row.target_id, str(error), at)
        return Round(held=1)
    return _set_back(row, f"{type(error).__name__}: {error}", at)


def _attempt(rows: Sequence[Outbox], hand_over: HandOver, worker: Actor, at: dt.datetime) -> None:
    with transaction.atomic():
        hand_over(rows, worker, at)
        Outbox.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _hold_line(agency_id: int, cause: str, at: dt.datetime) -> None:
    line = Line.objects.get(pk=agency_id)
    line.failures += 1
    line.retry_at = at + retrying.pause(line.failures)
    line.cause = cause
    line.save(update_fields=["failures", "retry_at", "cause"])


def _set_back(row: Outbox, cause: str, at: dt.datetime) -> Round:
    row.tries += 1
    row.cause = cause[:2000]
    dead = retrying.is_exhausted(row.tries)
    if dead:
        log.error("carriage %s given up after %s tries: %s", row.pk, row.tries, row.cause)
        row.state, row.dead_at, row.retry_at = CarriageState.DEAD, at, None
    else:
        row.retry_at = at + retrying.pause(row.tries)
    row.save(update_fields=["tries", "cause", "state", "dead_at", "retry_at"])
    return Round(dead=1) if dead else Round(failed=1)
