"""Statements that PostgreSQL plans once on a connection and not anew for each page.

To plan a list with its policies takes longer than to answer it. The driver sends such a statement
with its values beside it, the server keeps it under a name, and after five runs it keeps its plan as
well where that costs no more than plans made for the values (`plan_cache_mode` = auto). What a policy
asks of the session is asked at each run; another role or a changed table is planned anew.

Not every statement can be sent this way: where a value stands alone, its type may be unknown. So a
statement is first tried (`can_be`), and asked in Django's own way where it cannot be.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple, Self

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.backends.postgresql import psycopg_any
from django.db.backends.utils import CursorWrapper
from psycopg import RawCursor
from psycopg.adapt import PyFormat, Transformer
from psycopg.postgres import types as pg_types
from psycopg.pq import ExecStatus, Format, TransactionStatus

_MOMENT = pg_types["timestamptz"].oid
_AUTO = [PyFormat.AUTO]
_ANSWERED = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)
_PLACE = re.compile(r"%(?:%|s|\((\w+)\)s)")


class _Keeping(RawCursor[tuple[Any, ...]]):
    kept = True

    def execute(self, query: Any, params: Any = None, **_more: Any) -> Self:
        words, names = _numbered(query)
        values = [params[name] for name in names] if names else params
        try:
            if not self._asked_again(words, values):
                super().execute(words, values, prepare=self.kept)
        finally:
            self._query = _Said(words)  # type: ignore[assignment]
        return self

    def _asked_again(self, words: bytes, values: Sequence[Any] | None) -> bool:
        """Ask what is planned already by libpq's own call; False where the driver must first do more.

        The driver sends, waits and reads in steps of Python, which costs this process twice as much.
        """
        link, server = self._conn, self._pgconn
        known = link._prepared
        begun = link._autocommit or server.transaction_status != TransactionStatus.IDLE
        if not self.kept or not begun or link._pipeline is not None or known._to_flush:
            return False
        self._reset()
        self._last_query = None
        self._tx = Transformer(self)
        given: Any = self._tx.dump_sequence(values, _AUTO * len(values)) if values else None
        key = (words, self._tx.types or ())
        name = known._names.get(key)
        if name is None:
            return False
        known._names.move_to_end(key)
        with link.lock:
            result = server.exec_prepared(name, given, self._tx.formats, result_format=Format.TEXT)
        if result.status not in _ANSWERED:
            known._names.pop(key)  # as the driver does: it is prepared anew
        self._check_results([result])
        self._set_results([result])
        return True


class _Said(NamedTuple):
    """What Django's log of questions asks the driver for; with values beside it, it keeps none."""

    query: bytes
    params: None = None


@lru_cache(maxsize=512)
def _numbered(query: str) -> tuple[bytes, tuple[str, ...]]:
    """The query with $1, $2 … for its `%s` or `%(name)s`, and the names in their order.

    The driver does the same, for a long query each time anew: a tenth of what a page costs.
    """
    names: list[str] = []
    count = 0

    def place(found: re.Match[str]) -> str:
        nonlocal count
        if found[0] == "%%":
            return "%"
        if (name := found[1]) is not None:
            if name not in names:
                names.append(name)
            return f"${names.index(name) + 1}"
        count += 1
        return f"${count}"

    return _PLACE.sub(place, query).encode(), tuple(names)


def array(ids: Iterable[int]) -> str:
    """Numbers as one value for `= ANY (%s)`: the driver would look at each of a list by itself."""
    return f"{{{','.join(map(str, ids))}}}"


class _Wrapper(CursorWrapper):
    """Django's cursor without a look-up and a new function for each fetch."""

    def fetchall(self) -> list[tuple[Any, ...]]:
        with self.db.wrap_database_errors:
            found: list[tuple[Any, ...]] = self.cursor.fetchall()
            return found

    def fetchone(self) -> tuple[Any, ...] | None:
        with self.db.wrap_database_errors:
            found: tuple[Any, ...] | None = self.cursor.fetchone()
            return found


@contextmanager
def cursor(using: str = DEFAULT_DB_ALIAS) -> Iterator[CursorWrapper]:
    """Django's cursor, whose statements the server keeps planned.

    A cursor is taken up again by the next who asks on this connection: to make one anew costs half of
    what a short question costs this process.
    """
    django: Any = connections[using]
    # As Django makes its own (`_cursor`), which here would be made beside it and thrown away.
    django.close_if_health_check_failed()
    django.ensure_connection()
    link = django.connection
    # Django forbids it for poolers between; nothing else comes to be kept by being asked often.
    link.prepare_threshold = sys.maxsize
    # A zone of its own only where it differs, for it copies the map of types.
    own_zone = django.timezone != link.adapters.get_loader(_MOMENT, Format.TEXT).timezone
    idle: list[_Keeping] = [] if own_zone else link.__dict__.setdefault("_idle_keeping", [])
    with django.wrap_database_errors:
        keeping = idle.pop() if idle else _Keeping(link)
        wrapped = (
            django._prepare_cursor(keeping) if _is_watched(django) else _Wrapper(keeping, django)
        )
    if own_zone:
        psycopg_any.register_tzloader(django.timezone, keeping)
    keeping.kept = settings.KEEP_PLANS
    try:
        yield wrapped
    finally:
        if own_zone or link.closed:
            keeping.close()
        else:
            keeping._reset()  # lets go of the rows
            idle.append(keeping)


def _is_watched(django: Any) -> bool:
    """Whether somebody logs the questions, or another thread asks than the one that may."""
    django.validate_thread_sharing()
    return bool(django.queries_logged)


def can_be(using: str, sql: str, params: Sequence[Any]) -> bool:
    """Whether the server knows the types of all values; what it answers to a plan made for trial."""
    try:
        with transaction.atomic(using=using), cursor(using) as asking:
            asking.cursor.kept = False
            asking.execute(f"EXPLAIN {sql}", params)
            asking.fetchall()
    except DatabaseError:
        return False
    return True
