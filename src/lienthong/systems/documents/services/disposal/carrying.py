"""Carrying a decision out: file by file, each whole or untouched, never one twice, and never back.

The carrier confirms once; the worker destroys as that person. A kill leaves the file under way as it was
and the rest waiting, and a lock of the database keeps two workers off one file. At the end bytes that a
dead process left behind are taken away, and the minutes are made.
"""

import datetime as dt
import io
import logging
from collections.abc import Callable

from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, person_of, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.access.queries import actor_for, holdings_of
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import PostHolding
from lienthong.kernel.facts.recording import act, after_commit
from lienthong.kernel.files.services import clear_destroyed, store
from lienthong.kernel.text import format_date

from ... import rules
from ...choices import DisposalLineState, DisposalState, DisposedOutcome, FileState
from ...models import (
    Disposal,
    DisposalLine,
    DisposedItem,
    IncomingDocument,
    OutgoingDocument,
    WorkFile,
    WorkFileItem,
)
from ...queries import disposal as queries
from ...queries import retention
from ...workflow import DISPOSAL
from .. import intake
from ..alone import alone
from . import content, minutes
from .proposing import DisposalRefused

log = logging.getLogger("lienthong.documents")
_LOCK = 0x4C56 << 40  # apart from other locks of the installation
Now = Callable[[], dt.datetime]


def start(*, disposal: Disposal, witness_id: int, by: Actor, at: dt.datetime) -> Disposal:
    """The carrier confirms, with his witness; from here on nothing is taken back.

    Raises `DisposalRefused`, `Forbidden`, `WrongState`.
    """
    if witness_id == by.person_id:
        raise DisposalRefused(_("Người chứng kiến phải là người khác với người thực hiện hủy."))
    here = agencies.holders(timezone.localdate(at), agency_ids=[by.agency_id])
    if witness_id not in {one.person_id for one in here}:
        raise DisposalRefused(_("Người chứng kiến không giữ chức vụ nào ở cơ quan này."))

    def effect(locked: Disposal) -> None:
        if not locked.lines.filter(state=DisposalLineState.LISTED).exists():
            raise DisposalRefused(_("Danh mục không còn hồ sơ nào đề nghị hủy."))
        locked.carrier_id, locked.carrier_post_id = person_of(by), by.post_id
        locked.witness_id, locked.carried_at = witness_id, at

    done = DISPOSAL.perform(disposal, "carry_out", by=by, at=at, effect=effect)
    after_commit(lambda: _defer(done.pk, done.agency_id))
    return done


def _defer(disposal_id: int, agency_id: int) -> None:
    from procrastinate.contrib.django import app

    app.configure_task("lienthong.systems.documents.jobs.carry_disposal").defer(
        disposal_id=disposal_id, agency_id=agency_id
    )


def run_open(*, now: Now) -> int:
    """Go on with what a killed worker left. Returns how many."""
    with acting(system_actor(0)):
        waiting = list(
            Disposal.objects.filter(state=DisposalState.CARRYING)
            .order_by("pk")
            .values_list("pk", "agency_id")
        )
    faults = []
    for pk, agency_id in waiting:
        try:
            run(pk, agency_id, now=now)
        except OperationalError:
            raise
        except Exception as fault:  # noqa: BLE001  one proposal at fault holds no other back
            faults.append(fault)
    if faults:
        raise faults[0]
    return len(waiting)


def run(disposal_id: int, agency_id: int, *, now: Now) -> None:
    """Destroy what a decision names, file by file, then make the minutes.

    A file at fault is left as it was and holds no other back; the fault is raised at the end, so that
    the job shows it, and the next round tries that file again.
    """
    with acting(system_actor(agency_id)):
        disposal = Disposal.objects.get(pk=disposal_id)
        if disposal.state != DisposalState.CARRYING:
            return
        waiting = list(
            disposal.lines.filter(state=DisposalLineState.LISTED)
            .order_by("position")
            .values_list("pk", flat=True)
        )
    by = _carrier(disposal, now()) or system_actor(agency_id)
    faults = []
    for pk in waiting:
        with alone(_LOCK + pk) as got:
            if got and (fault := _tried(disposal, pk, by, now())) is not None:
                faults.append(fault)
    with alone(_LOCK - disposal_id) as got:
        if got:
            _finish(disposal, by, now)
    if faults:
        raise faults[0]


def _tried(disposal: Disposal, line_id: int, by: Actor, at: dt.datetime) -> Exception | None:
    """One file, and what went wrong with it. A fault of the database itself is nobody's and is raised."""
    try:
        _one(disposal, line_id, by, at)
    except OperationalError:
        raise
    except Exception as fault:  # noqa: BLE001  whatever is wrong with one file, the rest goes on
        log.warning("disposal %s, line %s: %s", disposal.pk, line_id, type(fault).__name__)
        return fault
    return None


def _carrier(disposal: Disposal, at: dt.datetime) -> Actor | None:
    """The person in the post in which he confirmed; None when he holds it no longer."""
    on = timezone.localdate(at)
    held = PostHolding.objects.filter(
        person_id=disposal.carrier_id or 0, post_id=disposal.carrier_post_id or 0
    )
    current = {row[0] for row in holdings_of(disposal.carrier_id or 0, on)}
    holding = next((pk for pk in held.values_list("pk", flat=True) if pk in current), None)
    if holding is None:
        return None
    return actor_for(disposal.carrier_id or 0, on=on, holding=holding)


def reason_of(disposal: Disposal) -> str:
    """The decision as what it destroyed names it."""
    day = format_date(disposal.decision_date) if disposal.decision_date else ""
    return rules.decision_words(disposal.decision_number, day)


def _one(disposal: Disposal, line_id: int, by: Actor, at: dt.datetime) -> None:
    """Destroy one file in one transaction; what another worker did already is left."""
    reason = reason_of(disposal)
    with acting(by), act("documents.file_destroyed", by=by, at=at, subject=disposal):
        line = (
            DisposalLine.objects.select_for_update(of=("self",))
            .filter(pk=line_id, state=DisposalLineState.LISTED)
            .first()
        )
        if line is None:
            return
        file = (
            limit(WorkFile.objects.all(), by).select_for_update(of=("self",)).get(pk=line.file_id)
        )
        if not _still_over(file, disposal):
            line.state, line.done_at = DisposalLineState.KEPT, at
            line.kept_until = retention.last_day_of(file) or disposal.decision_date
            line.kept_why = _("Hồ sơ không còn hết thời hạn bảo quản khi thực hiện.")
            line.save()
            return
        _lock_papers(file)
        items = queries.items_of([file.pk])
        staying = queries.staying(items, disposal)
        for item in items:
            kept = staying.get(item.pk, "")
            outcome, digests = DisposedOutcome.STAYED, list[str]()
            if not kept and queries.gone_already(item):
                outcome = DisposedOutcome.ALREADY
            elif not kept:
                digests = content.destroy_item(item, reason=reason, by=by, at=at, disposal=disposal)
                outcome = DisposedOutcome.DESTROYED
            DisposedItem.objects.create(
                line=line, item=item, outcome=outcome, why=kept, digests=digests
            )
        file.state, file.destroyed_at, file.destroyed_by = FileState.DESTROYED, at, reason
        file.save(update_fields=["state", "destroyed_at", "destroyed_by"])
        line.state, line.done_at = DisposalLineState.DESTROYED, at
        line.save(update_fields=["state", "done_at"])


def _lock_papers(file: WorkFile) -> None:
    """The papers of a file and the messages that carried them, each in one order: two workers at files that share papers never cross.

    Whoever puts one of them into another file meanwhile waits, and finds it destroyed. So does who takes
    in the same bytes: else a message with them would come as a double and keep them. First of all, as there.
    """
    items = WorkFileItem.objects.filter(file=file)
    held = IncomingDocument.objects.filter(pk__in=items.values("incoming_id"), file__isnull=False)
    digests: dict[int, set[str]] = {}
    for agency_id, digest in held.values_list("agency_id", "file__sha256"):
        digests.setdefault(agency_id, set()).add(digest)
    for agency_id in sorted(digests):
        intake.hold_alone(agency_id, *digests[agency_id])
    for model, field in ((IncomingDocument, "incoming_id"), (OutgoingDocument, "outgoing_id")):
        rows = model._default_manager.filter(pk__in=items.values(field)).order_by("pk")
        list(rows.select_for_update(of=("self",)).values_list("pk"))
    content.lock_mails(items.values("incoming_id"), digests)


def _still_over(file: WorkFile, disposal: Disposal) -> bool:
    if file.state not in retention.KEPT or file.ended_on is None or disposal.decision_date is None:
        return False
    last = retention.last_day_of(file)
    return last is not None and last < disposal.decision_date


def _finish(disposal: Disposal, by: Actor, now: Now) -> None:
    """When no file waits any more: bytes left behind go, then state and minutes, both or neither."""
    at = now()
    with acting(by):
        lines = DisposalLine.objects.filter(disposal=disposal)
        if lines.filter(state=DisposalLineState.LISTED).exists():
            return  # another worker is at one of them, or it failed: the next round sees to it
        rows = DisposedItem.objects.filter(line__disposal=disposal).values_list(
            "digests", flat=True
        )
        digests = sorted({digest for row in rows for digest in row})
    with acting(by):
        clear_destroyed(digests)
    with acting(by):
        fresh = Disposal.objects.get(pk=disposal.pk)
        if fresh.state != DisposalState.CARRYING:
            return
        made = minutes.minutes(fresh, at=at)

        def effect(locked: Disposal) -> None:
            locked.ended_at = at
            locked.minutes = store(
                io.BytesIO(made.pdf), name=f"bien-ban-huy-{locked.pk}.pdf",
                agency_id=locked.agency_id, by=by, at=at,
            )  # fmt: skip

        DISPOSAL.perform(fresh, "finish", by=by, at=at, effect=effect)
