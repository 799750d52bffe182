"""Sealing: rows of a stream in commit order become leaves of Merkle trees chained batch to batch.

Batches keep inserts from queueing behind one another: acts write freely, the worker seals what
has surely been committed (below the snapshot horizon). RFC 6962 hashing: 0x00 before a leaf, 0x01
before a node, so that a node can never pass for a leaf.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from .models import Batch, Leaf

GENESIS = bytes(32)
LOCK = 0x11E27  # advisory lock: one sealer at a time


class Position(NamedTuple):
    """Where a row stands in the order of commits."""

    epoch: int
    xid: int
    id: int


@dataclass(frozen=True, slots=True)
class SealableRow:
    """A row as it is sealed: its position and its canonical bytes."""

    position: Position
    content: bytes


@dataclass(frozen=True, slots=True)
class Stream:
    """A table that is sealed. `after` reads committed rows in order; `by_id` reads given rows."""

    name: str
    after: Callable[[Position, int], list[SealableRow]]
    by_id: Callable[[Sequence[int]], dict[int, bytes]]


_streams: dict[str, Stream] = {}


def register_stream(stream: Stream) -> None:
    """Make a table one of those that are sealed."""
    _streams[stream.name] = stream


def streams() -> list[Stream]:
    """All sealed streams."""
    return list(_streams.values())


def canonical(values: Iterable[Any]) -> bytes:
    """Values as bytes that never differ for equal values: JSON without spaces, UTC times, hex."""
    return json.dumps(
        [_plain(v) for v in values], ensure_ascii=False, separators=(",", ":")
    ).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value


def leaf_digest(content: bytes) -> bytes:
    """The digest of a leaf."""
    return hashlib.sha256(b"\x00" + content).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf digests; an odd one is carried up unchanged. Empty input is refused."""
    if not leaves:
        raise ValueError("a batch has at least one leaf")
    level = list(leaves)
    while len(level) > 1:
        paired = [
            hashlib.sha256(b"\x01" + level[i] + level[i + 1]).digest()
            for i in range(0, len(level) - 1, 2)
        ]
        if len(level) % 2:
            paired.append(level[-1])
        level = paired
    return level[0]


def chain_digest(
    number: int, root: bytes, previous: bytes, leaf_count: int, last: Position
) -> bytes:
    """The digest that the next batch points back to."""
    head = json.dumps([number, leaf_count, *last]).encode()
    return hashlib.sha256(previous + root + head).digest()


def seal(limit: int = 5000, at: dt.datetime | None = None) -> int:
    """Seal what is committed in every stream; returns how many rows were sealed.

    Run by the worker. Two at once are harmless: an advisory lock lets one through.
    """
    sealed = 0
    for stream in streams():
        while (count := _seal_batch(stream, limit, at or timezone.now())) > 0:
            sealed += count
            if count < limit:
                break
    return sealed


def _seal_batch(stream: Stream, limit: int, at: dt.datetime) -> int:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                return 0
        last = Batch.objects.filter(stream=stream.name).order_by("-number").first()
        start = (
            Position(last.last_epoch, last.last_xid, last.last_id) if last else Position(0, 0, 0)
        )
        rows = stream.after(start, limit)
        if not rows:
            return 0
        digests = [leaf_digest(row.content) for row in rows]
        root, end = merkle_root(digests), rows[-1].position
        number = last.number + 1 if last else 1
        previous = bytes(last.digest) if last else GENESIS
        batch = Batch.objects.create(
            stream=stream.name,
            number=number,
            leaf_count=len(rows),
            last_epoch=end.epoch,
            last_xid=end.xid,
            last_id=end.id,
            root=root,
            previous=previous,
            digest=chain_digest(number, root, previous, len(rows), end),
            sealed_at=at,
        )
        Leaf.objects.bulk_create(
            Leaf(batch=batch, position=i, row_id=row.position.id, digest=digest)
            for i, (row, digest) in enumerate(zip(rows, digests, strict=True))
        )
        checkpoint = {
            "stream": stream.name,
            "number": number,
            "digest": bytes(batch.digest).hex(),
            "at": at.isoformat(),
        }
        transaction.on_commit(lambda: _write_checkpoint(checkpoint))
    return len(rows)


def _write_checkpoint(checkpoint: dict[str, Any]) -> None:
    """Keep the head of the chain outside the database too, so that a cut-off tail is noticed."""
    folder = settings.DATA / "facts"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "checkpoints.jsonl").open("a", encoding="utf-8") as out:
        out.write(json.dumps(checkpoint) + "\n")
