"""Signing or sealing many papers by one confirmation: durable, one by one, never one twice.

Each paper is an act of its own: a fault or a kill leaves it signed or untouched, never half. The
worker resumes what is left; a lock of the database keeps two workers off one paper, and the state
of the paper itself refuses a second signature.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.signing import api as signing_rail
from lienthong.kernel.access.actor import Actor, Forbidden, person_of, require, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.access.queries import actor_for, holdings_of
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies.models import PostHolding
from lienthong.kernel.facts.recording import act, after_commit

from ..choices import BatchKind, ItemState, OutgoingState, Verb
from ..models import BatchItem, OutgoingDocument, SigningBatch
from . import issuing, signing

MOST = 200
CONFIRMED_FOR = dt.timedelta(
    hours=2
)  # afterwards the person confirms anew (a setting of the house)
_LOCK = 0x4C54 << 40  # apart from other locks of the installation
_WAITS = {
    BatchKind.SIGN: (OutgoingState.APPROVED,),
    BatchKind.SEAL: (OutgoingState.SIGNED,),
}
SETTLED_BY_PERSON = (
    signing_rail.WrongPin,
    signing_rail.PinLocked,
    signing_rail.PinNeeded,
    signing_rail.NoToken,
)
_VERBS = {BatchKind.SIGN: Verb.SIGN, BatchKind.SEAL: Verb.ISSUE}


class NothingToSign(Exception):
    """None of the chosen papers can be taken: signed meanwhile, or waiting in another batch."""

    def __init__(self) -> None:
        self.message = _(
            "Không còn văn bản nào trong số đã chọn chờ việc này: có thể đã làm xong hoặc đang ở đợt "
            "khác."
        )
        super().__init__(self.message)


def start_batch(
    *, kind: str, document_ids: Sequence[int], by: Actor, at: dt.datetime
) -> SigningBatch:
    """Open a batch of the papers that the person confirmed, in their order; the worker does it, or,
    where the key asks for a PIN or the signing helper, the person's own page (`page_batches`).

    A paper that waits in another batch is left to that one. Raises `NothingToSign`, `Forbidden`.
    """
    require(by, _VERBS[BatchKind(kind)])
    if by.stands_in_for is not None:
        raise Forbidden(_("Người xử lý thay chỉ xem và chuẩn bị, không ký thay (Điều 13)."))
    wanted = list(dict.fromkeys(document_ids))[:MOST]
    rows = limit(OutgoingDocument.objects.all(), by).filter(
        pk__in=wanted, agency_id=by.agency_id, state__in=_WAITS[BatchKind(kind)]
    )
    known = set(rows.values_list("pk", flat=True))
    with act("documents.batch_confirmed", by=by, at=at) as fact:
        batch = SigningBatch.objects.create(
            agency_id=by.agency_id, person_id=person_of(by), post_id=by.post_id or 0,
            kind=kind, confirmed_at=at, by_page=_asks_person(kind, by, at),
        )  # fmt: skip
        BatchItem.objects.bulk_create(
            [
                BatchItem(batch=batch, document_id=pk, kind=kind, position=position)
                for position, pk in enumerate([pk for pk in wanted if pk in known], 1)
            ],
            ignore_conflicts=True,
        )
        if not batch.items.exists():
            raise NothingToSign
        fact.about(batch)
        if not batch.by_page:
            after_commit(lambda: _defer(batch.pk, batch.agency_id))
    return batch


def _asks_person(kind: str, by: Actor, at: dt.datetime) -> bool:
    """Whether only the person can make this key sign: a worker has no PIN and no token."""
    own = {"person_id": by.person_id} if kind == BatchKind.SIGN else {"agency_id": by.agency_id}
    return signing_rail.asks_pin(**own, at=at) or signing_rail.asks_helper(**own, at=at)


def _defer(batch_id: int, agency_id: int) -> None:
    from procrastinate.contrib.django import app

    app.configure_task("lienthong.systems.documents.jobs.run_batch").defer(
        batch_id=batch_id, agency_id=agency_id
    )


def run_open(*, now: Callable[[], dt.datetime]) -> int:
    """Go on with every batch that is not ended: the rest of a killed worker. Returns how many.

    Of those that a page leads only the ones whose confirmation is too old, to set their papers free.
    """
    old = Q(confirmed_at__lt=now() - CONFIRMED_FOR)
    with acting(system_actor(0)):
        waiting = list(
            SigningBatch.objects.filter(Q(by_page=False) | old, ended_at=None)
            .order_by("pk")
            .values_list("pk", "agency_id")
        )
    for pk, agency_id in waiting:
        run_batch(pk, agency_id, now=now)
    return len(waiting)


def run_batch(batch_id: int, agency_id: int, *, now: Callable[[], dt.datetime]) -> None:
    """Sign or seal what waits in a batch, one paper after the other, as the person who confirmed."""
    with acting(system_actor(agency_id)):
        batch = SigningBatch.objects.get(pk=batch_id)
        if batch.by_page and now() <= batch.confirmed_at + CONFIRMED_FOR:
            return  # its person's page leads it
        items = list(
            batch.items.filter(state=ItemState.WAITING)
            .order_by("position")
            .values_list("pk", flat=True)
        )
    by = _person(batch, now())
    for pk in items:
        with alone(pk) as got:
            if got:
                do_one(batch, pk, by, now())
    end(batch, by or system_actor(batch.agency_id), now())


def _person(batch: SigningBatch, at: dt.datetime) -> Actor | None:
    """The person in the post in which he confirmed; None when he holds it no longer."""
    on = timezone.localdate(at)
    held = PostHolding.objects.filter(person_id=batch.person_id, post_id=batch.post_id)
    current = {row[0] for row in holdings_of(batch.person_id, on)}
    holding = next((pk for pk in held.values_list("pk", flat=True) if pk in current), None)
    return actor_for(batch.person_id, on=on, holding=holding) if holding is not None else None


@contextmanager
def alone(item_id: int) -> Iterator[bool]:
    """Whether this worker has the paper to itself; a dead worker's lock is gone with it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK + item_id])
        got = bool(cursor.fetchone()[0])
        try:
            yield got
        finally:
            if got:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK + item_id])


def do_one(batch: SigningBatch, item_id: int, by: Actor | None, at: dt.datetime) -> None:
    """Sign or seal one paper of a batch as this person, or say why not; another's lock is asked before.

    What the person can settle at once (PIN, token) stops a batch that his page leads: it is raised.
    """
    if by is None:
        worker = system_actor(batch.agency_id)
        with acting(worker):
            refuse(item_id, _("Người xác nhận không còn giữ chức vụ ký."), worker, at)
        return
    with acting(by):
        item = BatchItem.objects.select_related("document").get(pk=item_id)
        if item.state != ItemState.WAITING:
            return  # another worker was first
        if at > batch.confirmed_at + CONFIRMED_FOR:
            words = _("Xác nhận đã quá %(hours)d giờ. Hãy chọn lại và xác nhận.")
            hours = int(CONFIRMED_FOR.total_seconds() // 3600)
            refuse(item_id, words % {"hours": hours}, by, at)
            return
        try:
            _DO[BatchKind(batch.kind)](item, by, at)
        except Exception as refusal:
            sentence = str(getattr(refusal, "message", ""))
            if not sentence or (batch.by_page and isinstance(refusal, SETTLED_BY_PERSON)):
                raise
            refuse(item_id, sentence, by, at)


def _sign(item: BatchItem, by: Actor, at: dt.datetime) -> None:
    """The signature and the row of the batch in one transaction: both or neither."""
    with transaction.atomic():
        signed = signing.sign_document(document=item.document, by=by, at=at)
        _done(item, _verdict(signed), by, at)


def _seal(item: BatchItem, by: Actor, at: dt.datetime) -> None:
    """Number and seal; killed between the two writes, the resumed batch finds the paper sealed."""
    document = item.document
    if document.state == OutgoingState.SIGNED:
        document = issuing.number_and_seal(document=document, by=by, at=at)
    if document.sealed_at is None:
        raise issuing.NotIssuable(_("Văn bản không còn chờ cấp số, ký số cơ quan."))
    with transaction.atomic():
        _done(item, _verdict(document), by, at)


_DO: dict[BatchKind, Callable[[BatchItem, Actor, dt.datetime], None]] = {
    BatchKind.SIGN: _sign,
    BatchKind.SEAL: _seal,
}


def _verdict(document: OutgoingDocument) -> signing_rail.Verdict:
    assert document.current_version is not None  # noqa: S101  it was just made
    verdict = signing_rail.verify_bytes(signing.content_of(document.current_version))
    if not verdict.whole:
        raise signing_rail.Unsound(verdict)
    return verdict


def _done(item: BatchItem, verdict: signing_rail.Verdict, by: Actor, at: dt.datetime) -> None:
    _keep(item, by, at, state=ItemState.DONE, verdict=verdict.verdict)


def refuse(item_id: int, sentence: str, by: Actor, at: dt.datetime) -> None:
    """Keep why a paper of a batch was not signed; it may go into another batch then."""
    item = BatchItem.objects.get(pk=item_id)
    _keep(item, by, at, state=ItemState.REFUSED, sentence=sentence)


def _keep(item: BatchItem, by: Actor, at: dt.datetime, **values: Any) -> None:
    with act("documents.batch_item_ended", by=by, at=at, subject=item):
        locked = BatchItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        for name, value in values.items():
            setattr(locked, name, value)
        locked.ended_at = at
        locked.save()


def end(batch: SigningBatch, by: Actor, at: dt.datetime) -> None:
    """End the batch when no paper of it waits."""
    with acting(by):
        if batch.items.filter(state=ItemState.WAITING).exists():
            return
        with act("documents.batch_ended", by=by, at=at, subject=batch):
            SigningBatch.objects.filter(pk=batch.pk, ended_at=None).update(ended_at=at)
