"""One worker for one piece of work: locks of the database that end with a dead worker."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import OperationalError, connection, transaction

_BESIDE = 0x4C57 << 40  # apart from other locks of the installation
_AMONG, _APART = 300.0, 40.0  # seconds that a reading waits for others to end


@contextmanager
def alone(number: int) -> Iterator[bool]:
    """Whether this connection is the only one that works on what the number stands for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        got = bool(cursor.fetchone()[0])
        try:
            yield got
        finally:
            if got:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


@contextmanager
def beside(*, apart: bool) -> Iterator[bool]:
    """Leave to read a file: among others, or apart, while no other file is read in the installation.

    When a worker dies, each file that it was reading may have ended it, or only stood beside the one that
    did. So what was begun before is read apart: if the worker dies again, it was that file. Without leave
    (the others take too long) nothing is read, and no try is counted.
    """
    kind = "" if apart else "_shared"
    got = _waited(f"SELECT pg_advisory_lock{kind}(%s)", _APART if apart else _AMONG)
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT pg_advisory_unlock{kind}(%s)", [_BESIDE])


def _waited(statement: str, seconds: float) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{seconds:.0f}s"])
            cursor.execute(statement, [_BESIDE])
    except OperationalError as fault:
        if isinstance(fault.__cause__, psycopg.errors.LockNotAvailable):
            return False
        raise
    return True
