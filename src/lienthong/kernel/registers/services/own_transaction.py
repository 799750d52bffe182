"""Work that must be kept even when the caller's transaction is not: a connection of its own.

A web request is one transaction (row-level security lives in it), but a reserved number must stand
before PDF, signature and time-stamp begin. A short-lived thread gets its own connection, context
and act; afterwards the caller sees what it committed.
"""

import threading
from collections.abc import Callable
from contextvars import Context
from typing import TypeVar

from django.db import connection
from django.utils import translation

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting

T = TypeVar("T")
LOCK_WAIT_MS = 5000  # the caller may hold the lock we want: it could never be freed, so give up


def in_own_transaction(work: Callable[[], T], *, by: Actor) -> T:
    """Run `work` as `by` in a transaction that commits by itself; its exception is raised here.

    Never call it holding the row of a book (after `take_number` on the same book): the caller
    waits for the thread and the thread for the caller, which PostgreSQL cannot see. The lock
    timeout turns that mistake into an error instead of a standstill.
    """
    results: list[T] = []
    faults: list[BaseException] = []
    language = translation.get_language()

    def run() -> None:
        try:
            with translation.override(language), acting(by):
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL lock_timeout = {int(LOCK_WAIT_MS)}")
                results.append(work())
        except BaseException as fault:  # noqa: BLE001  handed to the caller, who raises it
            faults.append(fault)
        finally:
            connection.close()

    # An empty context: the caller's open act belongs to the caller's transaction.
    thread = threading.Thread(target=Context().run, args=(run,), name="own-transaction")
    thread.start()
    thread.join()
    if faults:
        raise faults[0]
    return results[0]
