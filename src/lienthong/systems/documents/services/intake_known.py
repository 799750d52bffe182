"""Files that have come before: told with the batch that has them, and not sent again.

A file is known by its bytes, wherever they came from, as doubles are. Where the browser could not count
their digest (a page without TLS, very large files), and where a secrecy mark left none, it is known by
its name, size and time, as a batch that is gone on with does, and only in the person's own late batches.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lienthong.kernel.access.actor import Actor, require

from ..choices import IntakeSource, IntakeState, Verb
from ..models import IncomingDocument, IncomingMail, IntakeBatch, IntakeItem
from . import intake
from .intake_announcing import RESUMED_WITHIN, Announced

_HELD = Q(
    file__isnull=False, state__in=[IntakeState.WAITING, IntakeState.TAKEN, IntakeState.SET_ASIDE]
)
_MAIL = Q(is_mail=True, mail__file__isnull=False)
# A double counts while that is here of which it is one.
_DOUBLE = Q(state=IntakeState.DUPLICATE) & (
    Q(
        same_as__file__isnull=False,
        same_as__state__in=[IntakeState.WAITING, IntakeState.TAKEN, IntakeState.SET_ASIDE],
    )
    | Q(same_document__file__isnull=False)
)


@dataclass(frozen=True, slots=True)
class Known:
    """A file that is here already: in a batch, or as a paper that came in without one.

    `stopped`: it bore a secrecy mark, and nothing of it is here.
    """

    file: Announced
    batch: IntakeBatch | None = None
    document: IncomingDocument | None = None
    stopped: bool = False


def known(
    *,
    files: Sequence[Announced],
    by: Actor,
    at: dt.datetime,
    apart_from: IntakeBatch | None = None,
) -> list[Known]:
    """Which of these files have come before, in their order; what the batch itself waits for is none of them."""
    require(by, Verb.RECEIVE)
    if apart_from is not None:
        own = {intake.key_of(one.mark) for one in files}
        rows = (apart_from.items, apart_from.announced)
        here = {
            key for some in rows for key in some.filter(key__in=own).values_list("key", flat=True)
        }
        files = [one for one in files if intake.key_of(one.mark) not in here]
    batches, papers = _by_bytes({one.digest for one in files if one.digest}, by)
    marked = _by_mark(files, by, at)
    out = []
    for one in files:
        batch, stopped = batches.get(one.digest), False
        if batch is None and one.mark in marked:
            batch, stopped = marked[one.mark]
        paper = papers.get(one.digest)
        if batch is not None or paper is not None:
            out.append(Known(one, batch, paper if batch is None else None, stopped))
    return out


def _by_bytes(
    digests: set[str], by: Actor
) -> tuple[dict[str, IntakeBatch], dict[str, IncomingDocument]]:
    """The batch, or the paper, that each digest stands in first."""
    if not digests:
        return {}, {}
    here = {"agency_id": by.agency_id}
    items = IntakeItem.objects.filter(**here, sha256__in=digests)
    batches = _first(items.filter(_HELD), items.filter(_MAIL))
    mails = IncomingMail.objects.filter(
        **here, file__agency_id=by.agency_id, file__sha256__in=digests, batch__isnull=False
    )
    for mail in mails.select_related("batch__person", "file").order_by("-pk"):
        if mail.file is not None and mail.batch is not None:
            batches.setdefault(mail.file.sha256, mail.batch)
    papers = IncomingDocument.objects.filter(
        **here, file__agency_id=by.agency_id, file__sha256__in=digests
    )
    found = {
        paper.file.sha256: paper
        for paper in papers.select_related("file").order_by("-pk")
        if paper.file is not None
    }
    return batches, found


def _first(*sets: QuerySet[IntakeItem]) -> dict[str, IntakeBatch]:
    rows: Iterable[IntakeItem] = (
        row for some in sets for row in some.select_related("batch__person").order_by("-pk")
    )
    return {row.sha256: row.batch for row in rows}


def _by_mark(
    files: Sequence[Announced], by: Actor, at: dt.datetime
) -> dict[str, tuple[IntakeBatch, bool]]:
    """By the sender's own mark: what has no digest, and what was stopped (True) and left none."""
    keys = {intake.key_of(one.mark): one for one in files}
    rows = IntakeItem.objects.filter(
        batch__agency_id=by.agency_id, batch__source=IntakeSource.DROPPED,
        batch__person_id=by.person_id or 0, batch__opened_at__gte=at - RESUMED_WITHIN,
        key__in=keys,
    )  # fmt: skip
    rows = rows.filter(_HELD | _MAIL | _DOUBLE | Q(state=IntakeState.SECRET))
    out = {}
    for row in rows.select_related("batch__person").order_by("-pk"):
        one = keys[row.key]
        if not one.digest or row.state == IntakeState.SECRET:
            out[one.mark] = (row.batch, row.state == IntakeState.SECRET)
    return out
