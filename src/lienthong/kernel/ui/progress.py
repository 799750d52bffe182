"""Long work that goes on when the page is closed: counts, time left, what failed and why.

The job calls `begin`, then `advance` after each item's own transaction (so that the page sees it),
and `finish`. Views show `progress_of`. Whoever tells the person at the end (the notices) hooks in
by `on_ended`, since this floor knows no notices.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.facts.recording import after_commit

from . import formats
from .models import LongWork, WorkFailure, WorkState

SILENT_AFTER = dt.timedelta(minutes=2)
_ENDED = (WorkState.FINISHED, WorkState.FAILED, WorkState.CANCELLED)
_on_ended: list[Callable[[LongWork], None]] = []


class WorkStopped(Exception):
    """The person asked to stop, or the work has ended: the job leaves off here."""


class NotYourWork(Exception):
    """There is no such work for this person."""

    def __init__(self) -> None:
        self.message = _("Không có việc này, hoặc việc này do người khác bắt đầu.")
        super().__init__(self.message)


def on_ended(handler: Callable[[LongWork], None]) -> None:
    """Register what is told when a long work ends, once it has been kept."""
    if handler not in _on_ended:
        _on_ended.append(handler)


def ask(*, kind: str, title: str, total: int, by: Actor, at: dt.datetime) -> LongWork:
    """Open a long work of `total` items for the person, before its job is queued."""
    if by.person_id is None:
        raise NotYourWork
    return LongWork.objects.create(
        person_id=by.person_id,
        kind=kind,
        title=title,
        total=total,
        asked_at=at,
        moved_at=at,
    )


def begin(work_id: int, *, at: dt.datetime) -> None:
    """The job starts, or starts again after its worker died. Raises `WorkStopped`."""
    moved = LongWork.objects.filter(pk=work_id, stop_asked=False).exclude(state__in=_ENDED)
    if not moved.update(state=WorkState.RUNNING, moved_at=at, error=""):
        _stop_if_asked(work_id, at)
        raise WorkStopped
    LongWork.objects.filter(pk=work_id, begun_at=None).update(begun_at=at)


def advance(work_id: int, *, at: dt.datetime, done: int = 1) -> None:
    """`done` more items are through. Raises `WorkStopped` when the person asked to stop."""
    moved = LongWork.objects.filter(pk=work_id, state=WorkState.RUNNING, stop_asked=False)
    if not moved.update(done=F("done") + done, moved_at=at):
        _stop_if_asked(work_id, at)
        raise WorkStopped


def fail_item(work_id: int, *, item: str, reason: str, at: dt.datetime) -> None:
    """One item failed, and why, in words for the official; the work goes on."""
    moved = LongWork.objects.filter(pk=work_id, state=WorkState.RUNNING)
    if not moved.update(failed=F("failed") + 1, moved_at=at):
        raise WorkStopped
    WorkFailure.objects.create(work_id=work_id, item=item, reason=reason, at=at)


def finish(work_id: int, *, at: dt.datetime, result_url: str = "") -> None:
    """All items have been taken; what failed stands in the file of failures."""
    _end(work_id, WorkState.FINISHED, at, result_url=result_url)


def give_up(work_id: int, *, error: str, at: dt.datetime) -> None:
    """The work as a whole cannot go on; `error` says what to do."""
    _end(work_id, WorkState.FAILED, at, error=error)


def stop(work_id: int, *, by: Actor, at: dt.datetime) -> None:
    """The person asks to stop: a waiting work ends at once, a running one after its present item."""
    mine = limit(LongWork.objects.filter(pk=work_id), by)
    if not mine.exists():
        raise NotYourWork
    if mine.filter(state=WorkState.WAITING).exists():
        _end(work_id, WorkState.CANCELLED, at)
    else:
        mine.filter(state=WorkState.RUNNING).update(stop_asked=True)


def _stop_if_asked(work_id: int, at: dt.datetime) -> None:
    if LongWork.objects.filter(pk=work_id, stop_asked=True, state=WorkState.RUNNING).exists():
        _end(work_id, WorkState.CANCELLED, at)


def _end(
    work_id: int, state: WorkState, at: dt.datetime, *, result_url: str = "", error: str = ""
) -> None:
    open_work = LongWork.objects.filter(pk=work_id).exclude(state__in=_ENDED)
    if not open_work.update(
        state=state, ended_at=at, moved_at=at, result_url=result_url, error=error
    ):
        return
    work = LongWork.objects.get(pk=work_id)
    for handler in _on_ended:
        after_commit(lambda handler=handler: handler(work))  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class ProgressView:
    """A long work as the page shows it."""

    id: int
    title: str
    state: str
    state_words: str
    total: int
    done: int
    failed: int
    left_words: str
    is_open: bool
    is_silent: bool
    stop_asked: bool
    result_url: str
    error: str
    failures: tuple[tuple[str, str], ...]
    every: int
    moved_at: dt.datetime

    @property
    def taken(self) -> int:
        """Items through, well or badly."""
        return self.done + self.failed


SHOWN_FAILURES = 5


def progress_of(work_id: int, *, by: Actor, at: dt.datetime) -> ProgressView:
    """The person's long work as of a moment. Raises `NotYourWork`."""
    work = limit(LongWork.objects.filter(pk=work_id), by).first()
    if work is None:
        raise NotYourWork
    failures = (
        tuple(work.failures.order_by("id").values_list("item", "reason")[:SHOWN_FAILURES])
        if work.failed
        else ()
    )
    is_open = work.state not in _ENDED
    age = (at - work.asked_at).total_seconds()
    return ProgressView(
        id=work.pk,
        title=work.title,
        state=work.state,
        state_words=str(WorkState(work.state).label),
        total=work.total,
        done=work.done,
        failed=work.failed,
        left_words=_left(work, at),
        is_open=is_open,
        is_silent=work.state == WorkState.RUNNING and at - work.moved_at > SILENT_AFTER,
        stop_asked=work.stop_asked,
        result_url=work.result_url,
        error=work.error,
        failures=failures,
        every=2 if age < 60 else 5 if age < 600 else 15,
        moved_at=work.moved_at,
    )


def failures_of(work_id: int, *, by: Actor) -> list[tuple[str, str, dt.datetime]]:
    """Everything of the person's work that failed, in order. Raises `NotYourWork`."""
    if not limit(LongWork.objects.filter(pk=work_id), by).exists():
        raise NotYourWork
    rows = limit(WorkFailure.objects.filter(work_id=work_id), by).order_by("id")
    return list(rows.values_list("item", "reason", "at"))


def _left(work: LongWork, at: dt.datetime) -> str:
    taken = work.done + work.failed
    if work.state != WorkState.RUNNING or work.begun_at is None or taken < 3:
        return ""
    seconds = (at - work.begun_at).total_seconds() / taken * (work.total - taken)
    return _("còn %(time)s") % {"time": formats.duration(seconds)}


def forget_ended(*, before: dt.datetime) -> int:
    """Remove long works that ended before a moment, with their failures; run by the worker at night.

    Returns how many works were removed.
    """
    old = LongWork.objects.filter(ended_at__lt=before)
    WorkFailure.objects.filter(work__in=old.values("pk")).delete()
    return old.delete()[0]
