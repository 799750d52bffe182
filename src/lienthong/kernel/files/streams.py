"""The stream of accesses: how the log is read in commit order and as canonical bytes for its seal."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from lienthong.kernel.facts.sealing import Position, SealableRow, Stream, canonical

# The reason itself is left out: it can be erased, its salted digest stays.
COLUMNS = (
    "f.epoch, f.xid, f.id, f.at, f.kind, f.agency_id, f.person_id, f.post_id, f.stands_in_for,"
    " f.request, f.channel, f.subject_type, f.subject_id, f.revision, f.file_id, f.sha256,"
    " f.why_digest"
)
HORIZON = (
    "(f.epoch < (SELECT max(number) FROM facts_epoch)"
    " OR f.xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"
)


def _rows(sql: str, values: Sequence[Any]) -> list[SealableRow]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [SealableRow(Position(*row[:3]), canonical(row)) for row in cursor.fetchall()]


def _after(start: Position, limit: int) -> list[SealableRow]:
    return _rows(
        f"SELECT {COLUMNS} FROM files_access f WHERE (f.epoch, f.xid, f.id) > (%s, %s, %s)"
        f" AND {HORIZON} ORDER BY f.epoch, f.xid, f.id LIMIT %s",
        [*start, limit],
    )


def _by_id(ids: Sequence[int]) -> dict[int, bytes]:
    sql = f"SELECT {COLUMNS} FROM files_access f WHERE f.id = ANY(%s)"
    return {row.position.id: row.content for row in _rows(sql, [list(ids)])}


ACCESSES = Stream("accesses", _after, _by_id)
