"""A batch that the person's own page leads, because only he can make the key sign (PIN, own token).

The PIN comes with each step of the page and lives as long as that request; between two steps it is
nowhere on our side. Each step takes what fits into a few seconds, paper by paper as in `batches`.
With the signing helper the page collects what is to be signed, has it signed by one confirmation and
brings the values back, paper by paper.
"""

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.axis.signing import api as signing_rail
from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.access.context import acting

from ..choices import BatchKind, ItemState
from ..models import BatchItem, SigningBatch
from . import batches, issuing

SLICE_SECONDS = 4.0  # of one step, so that a page shows progress and no request is long


@dataclass(frozen=True, slots=True)
class Step:
    """What a step left: how many papers wait, and why the batch stopped, if it did."""

    waiting: int
    stop: str = ""


def go_on(
    *, batch: SigningBatch, by: Actor, at: dt.datetime, seconds: float = SLICE_SECONDS
) -> Step:
    """Sign or seal the next papers with the PIN at hand (`signing.unlocked`).

    A refused PIN or a missing token stops at once: no second paper tries it again. Raises `Forbidden`.
    """
    _require_own(batch, by)
    stop, until = "", time.monotonic() + seconds
    for item in _waiting(batch):
        with batches.alone(item.pk) as got:
            try:
                if got:
                    batches.do_one(batch, item.pk, by, at)
            except batches.SETTLED_BY_PERSON as refusal:
                stop = refusal.message
        if stop or time.monotonic() >= until:
            break
    return _step(batch, by, at, stop)


@dataclass(frozen=True, slots=True)
class Collected:
    """What is to be signed elsewhere: rounds as `signing.asked_of` tells them, each with its `item`."""

    rounds: tuple[dict[str, Any], ...]
    after: int  # position of the last paper that was looked at
    more: bool


def ask(
    *, batch: SigningBatch, after: int, by: Actor, at: dt.datetime, seconds: float = SLICE_SECONDS
) -> Collected:
    """Prepare the next papers behind this position for the signing helper. Raises `Forbidden`."""
    _require_own(batch, by)
    rounds, until = [], time.monotonic() + seconds
    waiting = [item for item in _waiting(batch) if item.position > after]
    for item in waiting:
        with batches.alone(item.pk) as got:
            try:
                if got:
                    with signing_rail.asking():
                        batches.do_one(batch, item.pk, by, at)
            except signing_rail.SignElsewhere as wanted:
                with acting(by):
                    rows = signing_rail.keep_asked(
                        wanted.asked, purpose=_purpose(item), title=_title(batch, item, by, at),
                        by=by, at=at,
                    )  # fmt: skip
                rounds.append(signing_rail.asked_of(rows) | {"item": item.pk})
        after = item.position
        if time.monotonic() >= until:
            break
    batches.end(batch, by, at)
    return Collected(tuple(rounds), after, bool(waiting) and after < waiting[-1].position)


def answer(
    *,
    batch: SigningBatch,
    item_id: int,
    round_: str,
    sent: str,
    by: Actor,
    at: dt.datetime,
) -> Step:
    """Put the values of one paper's round in place and keep the signed paper, or say why not.

    `sent`: base64 in a JSON list. Raises `Forbidden`, `signing.NotAwaited`.
    """
    _require_own(batch, by)
    item = BatchItem.objects.filter(batch=batch, pk=item_id).first()
    if item is None:
        raise signing_rail.NotAwaited
    with batches.alone(item.pk) as got, acting(by):
        item.refresh_from_db()
        if not got or item.state != ItemState.WAITING:
            return _step(batch, by, at, "")  # answered already: the first answer counts
        with transaction.atomic():
            rows = signing_rail.awaited(round_=round_, purpose=_purpose(item), by=by, at=at)
            signing_rail.used_up(rows)
            with signing_rail.answering(rows, signing_rail.values_of(sent, len(rows))):
                batches.do_one(batch, item.pk, by, rows[0].asked_at)
    return _step(batch, by, at, "")


def stop(*, batch: SigningBatch, by: Actor, at: dt.datetime) -> Step:
    """End the batch here: what waits stays unsigned and may be chosen anew. Raises `Forbidden`."""
    _require_own(batch, by)
    for item in _waiting(batch):
        with batches.alone(item.pk) as got, acting(by):
            if got:
                batches.refuse(item.pk, _("Người xác nhận đã dừng đợt ký."), by, at)
    return _step(batch, by, at, "")


def _require_own(batch: SigningBatch, by: Actor) -> None:
    if by.stands_in_for is not None:
        raise Forbidden(_("Người xử lý thay chỉ xem và chuẩn bị, không ký thay (Điều 13)."))
    if (batch.person_id, batch.post_id) != (by.person_id, by.post_id) or not batch.by_page:
        raise Forbidden(_("Đợt ký này do người khác hoặc chức vụ khác xác nhận."))


def _waiting(batch: SigningBatch) -> Sequence[BatchItem]:
    rows = batch.items.filter(state=ItemState.WAITING).select_related("document")
    return list(rows.order_by("position"))


def _step(batch: SigningBatch, by: Actor, at: dt.datetime, stopped: str) -> Step:
    batches.end(batch, by, at)
    return Step(batch.items.filter(state=ItemState.WAITING).count(), stopped)


def _purpose(item: BatchItem) -> str:
    return f"documents.batch_item.{item.pk}"


def _title(batch: SigningBatch, item: BatchItem, by: Actor, at: dt.datetime) -> str:
    if batch.kind == BatchKind.SEAL:
        return issuing.named_with_number(item.document, by=by, at=at)
    return issuing.named(item.document)
