"""Reading what waits in the queue of intake: in the sandbox, one file after the other, none twice.

A try is counted before it begins, so that a file which ends its worker is known after a few of them
and set aside, and stands behind all that were tried less often, so that it holds up nobody. What was
begun before is read apart from all others (`alone.beside`), so that nobody is set aside for the file
beside him. The paper and the end of its item are written in one transaction. A lock of the database
keeps two workers off one file and is gone with a dead worker.
"""

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lienthong.axis.reading import api as reading
from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.services import FileDestroyed, destroy_reference, open_file

from ..choices import IntakeState
from ..models import IncomingMail, IntakeItem
from ..queries.read_fields import fields_to_fill, limits_of
from . import intake, layers, mails
from .aliases import with_aliases
from .alone import alone, beside
from .certified import certified
from .incoming import Paper, arrive
from .indexing import keep_reading

TRIES = 3
_LOCK = 0x4C55 << 40  # apart from other locks of the installation
Now = Callable[[], dt.datetime]


def read_open(*, now: Now, seconds: float | None = None) -> int:
    """Go on with every batch that has files waiting: the rest of a killed worker. Returns how many.

    For at most so many seconds; the next minute's look takes up the rest.
    """
    ends = None if seconds is None else time.monotonic() + seconds
    seen: set[int] = set()
    for _round in range(
        TRIES + 1
    ):  # what nobody has begun, of all batches, then what was begun once, …
        for batch_id, agency_id in _batches():
            left = None if ends is None else ends - time.monotonic()
            if left is not None and left <= 0:
                break
            seen.add(batch_id)
            read_batch(batch_id, agency_id, now=now, seconds=left)
    return len(seen)


def _batches() -> list[tuple[int, int]]:
    with acting(system_actor(0)):
        waiting = IntakeItem.objects.filter(state=IntakeState.WAITING).order_by("batch_id")
        return list(waiting.values_list("batch_id", "agency_id").distinct())


def read_batch(batch_id: int, agency_id: int, *, now: Now, seconds: float | None = None) -> bool:
    """Read what waits in a batch; files that come while it runs are read too.

    For at most so many seconds, so that a batch of five hundred lets others have their turn; returns
    whether it left some.
    """
    done: set[int] = set()
    ends = None if seconds is None else time.monotonic() + seconds
    with reading.FileReader(now().date()) as reader:
        while items := [pk for pk in _waiting(batch_id, agency_id) if pk not in done]:
            for pk in items:
                if ends is not None and time.monotonic() >= ends:
                    return True
                done.add(pk)
                with alone(_LOCK + pk) as got:
                    if got:
                        _one(pk, agency_id, reader, now)
    return False


def _waiting(batch_id: int, agency_id: int) -> list[int]:
    """What a batch has to be read now: what was begun oftener waits for all that was begun less often."""
    with acting(system_actor(agency_id)):
        rows = IntakeItem.objects.filter(batch_id=batch_id, state=IntakeState.WAITING)
        tries = dict(rows.order_by("pk").values_list("pk", "tries"))
    least = min(tries.values(), default=0)
    if least:
        with acting(system_actor(0)):
            before = IntakeItem.objects.filter(state=IntakeState.WAITING, tries__lt=least)
            if before.exists():
                return []
    return [pk for pk, count in tries.items() if count == least]


def _one(item_id: int, agency_id: int, reader: reading.FileReader, now: Now) -> None:
    with acting(system_actor(agency_id)):
        item = IntakeItem.objects.select_related("file").get(pk=item_id)
        if item.state != IntakeState.WAITING:
            return  # another worker was first
        if item.tries >= TRIES:
            _set_aside(
                item,
                _("Tệp đã làm dừng chương trình đọc %(n)d lần nên để riêng.") % {"n": TRIES},
                now(),
            )
            return
    with beside(apart=item.tries > 0) as free:
        if free:
            _read(item, reader, now)


def _read(item: IntakeItem, reader: reading.FileReader, now: Now) -> None:
    """One try, counted before it begins."""
    if item.file is None:
        return
    worker = system_actor(item.agency_id)
    with acting(worker):
        with act("documents.intake_tried", by=worker, at=now(), subject=item):
            IntakeItem.objects.filter(pk=item.pk).update(tries=item.tries + 1)
        try:
            with open_file(item.file) as stream:
                content = stream.read()
        except FileDestroyed as gone:
            _set_aside(item, str(gone), now())
            return
        known = layers.words_of(item.file)
    found, words = reader.plain_with_words(content, known)
    verdict = signing.verify_bytes(content) if item.file.media_type == "application/pdf" else None
    with acting(worker):
        found = with_aliases(certified(found, verdict), now().date())
        _keep(item, found, words, verdict, now())


def _keep(
    item: IntakeItem,
    found: dict[str, Any],
    words: reading.Words | None,
    verdict: signing.Verdict | None,
    at: dt.datetime,
) -> None:
    """The paper and the end of its item, both or neither."""
    if found["verdict"] == reading.Verdict.SECRET_REFUSED:
        _stop(item, at)
        return
    if found["verdict"] != reading.Verdict.READ:
        reasons = found.get("reasons") or [_("Không đọc được tệp.")]
        _set_aside(item, " ".join(reasons), at)
        return
    worker = system_actor(item.agency_id)
    text = found.pop("text", "")
    with act("documents.taken_in", by=worker, at=at) as fact:
        locked = _locked(item)
        if locked.state != IntakeState.WAITING:
            return
        paper = Paper(
            channel=intake.channel_of(locked),
            fields=fields_to_fill(found, limits_of(item.agency_id, at.date())),
            file_id=locked.file_id,
            verdict=verdict.verdict if verdict is not None else "",
            verdict_details=verdict.as_plain() if verdict is not None else None,
            reading=found,
        )
        locked.document = arrive(locked.agency_id, paper, at)
        locked.state, locked.ended_at = IntakeState.TAKEN, at
        locked.save()
        fact.about(locked.document)
        if locked.file is not None:
            keep_reading(paper=locked.document, file=locked.file, text=text, found=found, at=at)
            layers.ask(original=locked.file, words=words, verdict=paper.verdict, at=at)


def _locked(item: IntakeItem) -> IntakeItem:
    rows = IntakeItem.objects.select_for_update(of=("self",)).select_related(
        "batch", "file", "mail"
    )
    return rows.get(pk=item.pk)


def _set_aside(item: IntakeItem, cause: str, at: dt.datetime) -> None:
    worker = system_actor(item.agency_id)
    with act("documents.intake_ended", by=worker, at=at, subject=item):
        IntakeItem.objects.filter(pk=item.pk, state=IntakeState.WAITING).update(
            state=IntakeState.SET_ASIDE, cause=cause, ended_at=at
        )
        if item.file is not None:
            layers.forget(original=item.file, reason=cause, by=worker, at=at)


def _stop(item: IntakeItem, at: dt.datetime) -> None:
    """A mark of secrecy that only the whole reading saw: the bytes go, that it was stopped stays.

    So do its doubles, and every message that carried one of them: it holds the same bytes once more.
    """
    worker = system_actor(item.agency_id)
    with act("documents.secret_stopped", by=worker, at=at, subject=item):
        intake.hold_alone(item.agency_id, item.sha256)  # none comes in between
        locked = _locked(item)
        stored, locked.file = locked.file, None
        carried = _emptied(locked, at)
        for double in _doubles_of(locked):
            carried |= _emptied(double, at)
        reason = _("Có dấu chỉ độ mật, không được lưu trong hệ thống này")
        for mail in (
            IncomingMail.objects.select_related("file").filter(pk__in=carried).order_by("pk")
        ):
            mails.hide(mail=mail, reason=reason, by=worker, at=at)
        if stored is not None:
            layers.forget(original=stored, reason=reason, by=worker, at=at)
            destroy_reference(stored, reason=reason, by=worker, at=at)


def _doubles_of(item: IntakeItem) -> QuerySet[IntakeItem]:
    doubles = IntakeItem.objects.filter(same_as=item, state=IntakeState.DUPLICATE)
    return doubles.select_for_update(of=("self",)).order_by("pk")


def _emptied(item: IntakeItem, at: dt.datetime) -> set[int]:
    """That it was stopped, and nothing else; the key of the message that carried it."""
    item.name, item.sha256, item.size = "", "", 0
    item.state, item.ended_at = IntakeState.SECRET, at
    item.save()
    return set() if item.mail_id is None else {item.mail_id}
