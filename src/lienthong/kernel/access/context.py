"""The context of a transaction: which person acts for which agencies, told to PostgreSQL.

Row-level security reads it with `current_setting`; it lives as long as the transaction, so one
transaction encloses a whole request, its templates included. A read without context raises.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from lienthong.kernel import planned

from .actor import Actor

T = TypeVar("T")
_current: ContextVar[Actor | None] = ContextVar("lienthong_actor", default=None)


def current_actor() -> Actor | None:
    """The actor of the running request or job, for logs; services take theirs as `by=`."""
    return _current.get()


def _tell_database(actor: Actor | None) -> None:
    agencies = "" if actor is None else "{" + ",".join(map(str, sorted(actor.agency_ids))) + "}"
    person = "" if actor is None else str(actor.person_id or 0)
    request = "" if actor is None else actor.request_id
    with planned.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.agencies', %s, true), set_config('app.person', %s, true),"
            " set_config('app.request', %s, true)",
            [agencies, person, request],
        )


@contextmanager
def acting(actor: Actor) -> Iterator[Actor]:
    """A transaction in the name of the actor. Nested use switches and switches back."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        previous = _current.get()
        _tell_database(actor)
        token = _current.set(actor)
        try:
            yield actor
        finally:
            _current.reset(token)
        # Not after a fault: the transaction is aborted, and its rollback takes back what was told.
        # Not at the end of the transaction either, with which all that was told ends.
        if not outermost and not connection.needs_rollback:
            _tell_database(previous)


@contextmanager
def looking_as(actor: Actor) -> Iterator[Actor]:
    """Inside a request that only reads: the actor for a few questions, then again who it was.

    As `acting`, without its savepoint (two round trips): where a question fails the whole transaction
    is rolled back, and asks nothing more.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("looking_as: there is no request around")
    previous = _current.get()
    _tell_database(actor)
    token = _current.set(actor)
    try:
        yield actor
    finally:
        _current.reset(token)
        if connection.connection.info.transaction_status == TransactionStatus.INTRANS:
            _tell_database(previous)


def stream_as(actor: Actor, make: Callable[[], Iterable[T]]) -> Iterator[T]:
    """Rows or bytes made while a response streams, in a transaction of their own.

    The request's transaction has ended by then; without this an export would be empty.
    """
    with acting(actor):
        yield from make()
