"""OCSP answers and revocation lists that were checked once and hold for others: in memory, bounded.

An answer is given out again only while it holds (nextUpdate) and is not old, and only to a file that
was signed before it was fetched: what was asked before a signature says nothing about it.
"""

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

Key = tuple[str, str, bytes]  # kind, address, what it is about

LONGEST: Final = dt.timedelta(hours=12)
MOST: Final = 4096
MOST_BYTES: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Kept:
    content: bytes
    fetched: dt.datetime
    until: dt.datetime


class KeptAnswers:
    """What was fetched, the longest unused first; safe for several threads."""

    def __init__(self, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._rows: OrderedDict[Key, _Kept] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(
        self, key: Key, since: dt.datetime, at: dt.datetime
    ) -> tuple[bytes, dt.datetime] | None:
        """What is kept, and until when it holds, under the key, if it was fetched at `since` or later and holds at `at`."""
        with self._lock:
            row = self._rows.get(key)
            if row is None:
                return None
            if at > row.until or at - row.fetched > LONGEST:
                self._drop(key)
                return None
            if not since <= row.fetched <= at:
                return None
            self._rows.move_to_end(key)
            return row.content, row.until

    def put(self, key: Key, content: bytes, fetched: dt.datetime, until: dt.datetime) -> None:
        """Keep a checked answer; what was longest unused makes room."""
        if len(content) > self._most_bytes // 4:
            return
        with self._lock:
            self._drop(key)
            self._rows[key] = _Kept(content, fetched, until)
            self._size += len(content)
            while len(self._rows) > self._most or self._size > self._most_bytes:
                self._drop(next(iter(self._rows)))

    def _drop(self, key: Key) -> None:
        row = self._rows.pop(key, None)
        if row is not None:
            self._size -= len(row.content)

    def __len__(self) -> int:
        return len(self._rows)


def or_asked(
    kept: KeptAnswers | None,
    key: Key,
    since: dt.datetime,
    at: dt.datetime,
    ask: Callable[[], tuple[bytes, dt.datetime]],
) -> tuple[bytes, dt.datetime]:
    """What is kept, or what `ask` brings: checked content and until when it holds."""
    found = kept.get(key, since, at) if kept is not None else None
    if found is not None:
        return found
    content, until = ask()
    if kept is not None:
        kept.put(key, content, at, until)
    return content, until
