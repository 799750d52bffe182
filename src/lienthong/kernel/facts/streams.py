"""The stream of facts: how a fact and its lines are read in commit order and as canonical bytes."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from .sealing import Position, SealableRow, Stream, canonical

HORIZON = (
    "(f.epoch < (SELECT max(number) FROM facts_epoch)"
    " OR f.xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"
)
COLUMNS = (
    "f.epoch, f.xid, f.id, f.act, f.agency_id, f.person_id, f.post_id, f.stands_in_for, f.at,"
    " f.request, f.channel, f.subject_type, f.subject_id, f.includes, f.line_count,"
    " f.payload_digest"
)


def _lines(ids: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT fact_id, agency_ids, "table", "row", operation, fields, digest'
            " FROM facts_factline WHERE fact_id = ANY(%s) ORDER BY fact_id, id",
            [list(ids)],
        )
        for fact_id, *line in cursor.fetchall():
            found.setdefault(fact_id, []).append(line)
    return found


def _sealable(rows: list[tuple[Any, ...]]) -> list[SealableRow]:
    lines = _lines([row[2] for row in rows])
    return [
        SealableRow(Position(*row[:3]), canonical([*row, lines.get(row[2], [])])) for row in rows
    ]


def _after(start: Position, limit: int) -> list[SealableRow]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM facts_fact f WHERE (f.epoch, f.xid, f.id) > (%s, %s, %s)"
            f" AND {HORIZON} ORDER BY f.epoch, f.xid, f.id LIMIT %s",
            [*start, limit],
        )
        return _sealable(cursor.fetchall())


def _by_id(ids: Sequence[int]) -> dict[int, bytes]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM facts_fact f WHERE f.id = ANY(%s)", [list(ids)])
        return {row.position.id: row.content for row in _sealable(cursor.fetchall())}


FACTS = Stream("facts", _after, _by_id)
