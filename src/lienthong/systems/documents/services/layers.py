"""The searchable copy of a scan: asked for when a paper is taken in, made by the worker's own lane.

The original stays what it is, bytes and digest; of a signed file no copy is made. A try is counted
before it begins, so that a scan which ends its worker is set aside after a few of them; what was begun
before is made apart from all reading (`alone.beside`), when nothing waits to be read, so that no scan is
set aside for a file beside it.
"""

import datetime as dt
import io
import time
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from lienthong.axis.reading import api as reading
from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act, after_commit
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.services import (
    FileDestroyed,
    FileRefused,
    StorageFull,
    destroy_reference,
    open_file,
    store,
)
from lienthong.kernel.files.vault import ContentMissing
from lienthong.kernel.lanes import SCANS

from ..choices import IntakeState, LayerState
from ..models import IntakeItem, ScanLayer
from .alone import alone, beside

TRIES = 3
MOST_PAGES = 100
UNSIGNED = frozenset({"", "unsigned"})
_LOCK = 0x4C4C << 40  # apart from other locks of the installation
Now = Callable[[], dt.datetime]


def keep_words(*, original: StoredFile, words: reading.Words | None, at: dt.datetime) -> None:
    """Keep what a first look recognised, for the reading that follows; nothing where it was no scan."""
    if words is not None:
        ScanLayer.objects.update_or_create(
            original=original,
            defaults={"agency_id": original.agency_id, "words": words.as_plain(), "added_at": at},
        )


def words_of(original: StoredFile) -> reading.Words | None:
    """What is known of a scan's words."""
    row = ScanLayer.objects.filter(original=original).first()
    return reading.Words.from_plain(row.words) if row is not None else None


def ask(
    *, original: StoredFile, words: reading.Words | None, verdict: str, at: dt.datetime
) -> None:
    """A scan was taken in: its searchable copy waits to be made. None for a signed file or no scan.

    In the transaction of the paper, so that neither is there without the other.
    """
    if words is None or verdict not in UNSIGNED:
        ScanLayer.objects.filter(original=original).delete()
        return
    ScanLayer.objects.update_or_create(
        original=original,
        defaults={
            "agency_id": original.agency_id, "words": words.as_plain(), "added_at": at,
            "state": LayerState.WAITING,
        },
    )  # fmt: skip
    after_commit(defer)


def forget(*, original: StoredFile, reason: str, by: Actor, at: dt.datetime) -> None:
    """The original goes, and its copy with it: words, file and row."""
    row = ScanLayer.objects.filter(original=original).select_related("file").first()
    if row is None:
        return
    copy = row.file
    row.delete()
    if copy is not None:
        destroy_reference(copy, reason=reason, by=by, at=at)


def layer_of(original: StoredFile | None) -> ScanLayer | None:
    """The searchable copy of a file as the screens show it; None where none is asked for."""
    if original is None:
        return None
    rows = ScanLayer.objects.select_related("file").exclude(state=LayerState.HELD)
    return rows.filter(original=original).first()


def defer() -> None:
    """Let the worker look; one job that waits is enough."""
    from procrastinate.contrib.django import app
    from procrastinate.exceptions import AlreadyEnqueued

    job = app.configure_task(
        "lienthong.systems.documents.jobs.make_layers",
        queueing_lock="documents-make-layers",
        queue=SCANS,
    )
    try:
        job.defer()
    except AlreadyEnqueued:  # the one that waits will find this scan too
        return


def make_open(*, by: Actor, now: Now, seconds: float | None = None) -> bool:
    """Make what waits, oldest first, for at most so many seconds; whether some still wait."""
    ends = None if seconds is None else time.monotonic() + seconds
    with acting(by):
        waiting = list(
            ScanLayer.objects.filter(state=LayerState.WAITING)
            .order_by("tries", "pk")
            .values_list("pk", "agency_id")
        )
    with reading.FileReader(now().date()) as reader:
        for pk, agency_id in waiting:
            if ends is not None and time.monotonic() >= ends:
                return True
            with alone(_LOCK + pk) as got:
                if got:
                    _one(pk, agency_id, reader, now)
    return False


def _one(pk: int, agency_id: int, reader: reading.FileReader, now: Now) -> None:
    worker = system_actor(agency_id)
    with acting(worker):
        row = ScanLayer.objects.select_related("original").filter(pk=pk).first()
        if row is None or row.state != LayerState.WAITING:
            return  # another worker was first, or the paper was recalled
        if row.tries >= TRIES:
            words = _("Bản quét đã làm dừng chương trình %(n)d lần nên để riêng.") % {"n": TRIES}
            _end(pk, LayerState.SET_ASIDE, now(), cause=words)
            return
    if row.tries and _reading_waits():
        return
    with beside(apart=row.tries > 0) as free:
        if free:
            _try(row, reader, now)


def _reading_waits() -> bool:
    with acting(system_actor(0)):
        return IntakeItem.objects.filter(state=IntakeState.WAITING).exists()


def _try(row: ScanLayer, reader: reading.FileReader, now: Now) -> None:
    """One try, counted before it begins."""
    worker, pk = system_actor(row.agency_id), row.pk
    with acting(worker):
        ScanLayer.objects.filter(pk=pk).update(tries=row.tries + 1)
        try:
            with open_file(row.original) as stream:
                content = stream.read()
        except (ContentMissing, FileDestroyed) as gone:
            _end(pk, LayerState.SET_ASIDE, now(), cause=str(gone))
            return
    try:
        made = _made(row, content, reader)
    except reading.NotMade as refusal:
        with acting(worker):
            _end(pk, LayerState.SET_ASIDE, now(), cause=refusal.message)
        return
    with acting(worker):
        _keep(pk, made, now())


def _made(row: ScanLayer, content: bytes, reader: reading.FileReader) -> reading.Searchable:
    known = reading.Words.from_plain(row.words)
    words = reader.all_words(content, known, most=MOST_PAGES)
    if not isinstance(words, reading.Words):
        raise reading.NotMade(words or _("Tệp này không phải bản quét."))
    facts = {
        "title": _("Bản có lớp chữ, làm từ tệp có SHA-256 %(digest)s")
        % {"digest": row.original.sha256},
        "subject": _("Bản dẫn xuất để tìm và sao chép chữ; không thay bản gốc."),
    }
    return reading.make_searchable(content, words, facts=facts)


def _keep(pk: int, made: reading.Searchable, at: dt.datetime) -> None:
    """The file and the end of its row, both or neither; nothing where the paper went meanwhile."""
    row = (
        ScanLayer.objects.select_for_update(of=("self",))
        .select_related("original")
        .filter(pk=pk, state=LayerState.WAITING)
        .first()
    )
    if row is None or row.original.destroyed:
        return
    worker = system_actor(row.agency_id)
    try:
        with act("documents.layer_made", by=worker, at=at, subject=row.original):
            stored = store(
                io.BytesIO(made.pdf), name=_name(row.original.name), agency_id=row.agency_id,
                by=worker, at=at, accept={"application/pdf"},
            )  # fmt: skip
            _end(pk, LayerState.MADE, at, file=stored, pages=made.pages)
    except StorageFull:
        raise  # the disk is full: the job is tried again
    except FileRefused as refusal:
        _end(pk, LayerState.SET_ASIDE, at, cause=str(refusal))


def _name(original: str) -> str:
    stem = original.rsplit(".", 1)[0] or "van-ban"
    return f"{stem} ({_('có lớp chữ')}).pdf"


def _end(pk: int, state: LayerState, at: dt.datetime, **more: Any) -> None:
    ScanLayer.objects.filter(pk=pk).update(state=state, words=None, ended_at=at, **more)
