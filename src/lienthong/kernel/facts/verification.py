"""Verification of the chain: recompute every leaf, root and link, and name the first bad position."""

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from .models import Batch, Leaf
from .sealing import GENESIS, Position, Stream, chain_digest, leaf_digest, merkle_root, streams


@dataclass(frozen=True, slots=True)
class Finding:
    """What one stream's verification found: sound, or the first bad position with its reason."""

    stream: str
    batches: int
    rows: int
    unsealed: int
    bad_batch: int | None = None
    bad_position: int | None = None
    bad_row: int | None = None
    reason: str = ""

    @property
    def sound(self) -> bool:
        """Whether the whole chain holds."""
        return not self.reason


def verify_all() -> list[Finding]:
    """Verify every stream; needs a role that reads all rows (worker or owner)."""
    return [verify(stream) for stream in streams()]


def verify(stream: Stream) -> Finding:
    """Recompute one stream from its rows; stops at the first position that does not hold."""
    previous, rows, number = GENESIS, 0, 0
    last = Position(0, 0, 0)
    for batch in Batch.objects.filter(stream=stream.name).order_by("number").iterator(200):
        number += 1
        bad = _check_batch(stream, batch, number, previous)
        if bad is not None:
            position, row, reason = bad
            return Finding(stream.name, number - 1, rows, 0, batch.number, position, row, reason)
        rows += batch.leaf_count
        previous = bytes(batch.digest)
        last = Position(batch.last_epoch, batch.last_xid, batch.last_id)
    missing = _beyond_checkpoints(stream.name, number, previous)
    if missing is not None:
        return Finding(
            stream.name, number, rows, 0, missing, None, None, _("Lô đã niêm phong bị mất.")
        )
    return Finding(stream.name, number, rows, len(stream.after(last, 1_000_000)))


def _check_batch(
    stream: Stream, batch: Batch, number: int, previous: bytes
) -> tuple[int | None, int | None, str] | None:
    if batch.number != number:
        return None, None, _("Thiếu lô số %(number)s.") % {"number": number}
    if bytes(batch.previous) != previous:
        return None, None, _("Lô không nối với lô trước.")
    leaves = list(Leaf.objects.filter(batch=batch).order_by("position"))
    contents = stream.by_id([leaf.row_id for leaf in leaves])
    for expected, leaf in enumerate(leaves):
        if leaf.position != expected:
            return expected, None, _("Thiếu một vị trí trong lô.")
        content = contents.get(leaf.row_id)
        if content is None:
            return expected, leaf.row_id, _("Bản ghi đã bị xóa.")
        if leaf_digest(content) != bytes(leaf.digest):
            return expected, leaf.row_id, _("Bản ghi đã bị sửa.")
    if len(leaves) != batch.leaf_count:
        return len(leaves), None, _("Số bản ghi của lô không khớp.")
    root = merkle_root([bytes(leaf.digest) for leaf in leaves])
    last = Position(batch.last_epoch, batch.last_xid, batch.last_id)
    digest = chain_digest(number, root, previous, len(leaves), last)
    if root != bytes(batch.root) or digest != bytes(batch.digest):
        return None, None, _("Mã băm của lô không khớp.")
    return None


def _beyond_checkpoints(stream: str, number: int, head: bytes) -> int | None:
    """The first batch that a checkpoint outside the database knows and the database has not."""
    path = Path(settings.DATA) / "facts" / "checkpoints.jsonl"
    if not path.exists():
        return None
    known = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    for entry in known:
        if entry["stream"] != stream:
            continue
        if entry["number"] > number:
            return int(entry["number"])
        if entry["number"] == number and entry["digest"] != head.hex():
            return number
    return None
