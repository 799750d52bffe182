"""The round of a draft: stages in order, steps of one stage side by side, reminders, and a new start
after a return. It ends before the personal signature; the agency's is the clerk's own act (Đ32)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.notify import api as notify
from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.facts.recording import act

from ..choices import OutgoingState, StepKind
from ..models import OutgoingDocument, RoundStep
from ..workflow import OUTGOING

MOST_STEPS = 30


class RoundRefused(Exception):
    """A round that cannot run as it is laid out, or a step out of its turn; says what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class StepIn:
    """A step as the drafter lays it out."""

    stage: int
    kind: str
    person_id: int
    due_at: dt.datetime | None = None


def lay_out(
    *, document: OutgoingDocument, steps: Sequence[StepIn], by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """Lay out the round of a draft anew; an empty one leaves the three acts of the decree as they are.

    Raises `RoundRefused` for somebody outside the agency, twice the same step, a deadline in the past.
    """
    on = timezone.localdate(at)
    held = {one.person_id for one in agencies.holders(on, agency_ids=[document.agency_id])}
    seen: set[tuple[str, int]] = set()
    if len(steps) > MOST_STEPS:
        raise RoundRefused(_("Luồng trình có nhiều nhất %(n)d bước.") % {"n": MOST_STEPS})
    for one in steps:
        if one.person_id not in held:
            raise RoundRefused(_("Người trong luồng trình phải giữ chức vụ của cơ quan hôm nay."))
        if (one.kind, one.person_id) in seen:
            raise RoundRefused(_("Một người chỉ làm một lần cùng một việc trong luồng trình."))
        seen.add((one.kind, one.person_id))
        if one.kind == StepKind.APPROVAL and one.person_id != document.signatory_id:
            raise RoundRefused(_("Duyệt bản thảo là việc của người có thẩm quyền ký (Điều 11)."))
        if one.due_at is not None and one.due_at <= at:
            raise RoundRefused(_("Thời hạn của bước phải sau thời điểm hiện tại."))

    def effect(locked: OutgoingDocument) -> None:
        locked.steps.all().delete()
        RoundStep.objects.bulk_create(
            RoundStep(
                document=locked, stage=one.stage, kind=one.kind, person_id=one.person_id,
                due_at=one.due_at,
            )
            for one in steps
        )  # fmt: skip
        locked.updated_at = at

    return OUTGOING.perform(document, "draft", by=by, at=at, effect=effect)


def take_step(document: OutgoingDocument, kind: str, note: str, by: Actor, at: dt.datetime) -> None:
    """Tick off the actor's step of a kind, inside the act; without a round nothing is asked.

    Raises `RoundRefused` when another person is named for it or an earlier stage is still open.
    """
    steps = list(document.steps.select_related("person").order_by("stage", "pk"))
    named = [one for one in steps if one.kind == kind]
    if not named:
        _no_stage_before(steps, kind)
        return
    mine = next((one for one in named if one.person_id == by.person_id), None)
    if mine is None or mine.done_at is not None:
        who = ", ".join(one.person.name for one in named if one.done_at is None)
        raise RoundRefused(
            _("Luồng trình giao việc này cho: %(who)s.") % {"who": who}
            if who
            else _("Bước này của luồng trình đã xong.")
        )
    before = [one for one in steps if one.stage < mine.stage and one.done_at is None]
    if before:
        raise RoundRefused(_not_yet(before))
    mine.done_at, mine.note = at, note.strip()
    mine.save(update_fields=["done_at", "note"])


def _no_stage_before(steps: list[RoundStep], kind: str) -> None:
    """An approval that the round does not name comes after every step of it; checks are free."""
    waiting = [one for one in steps if one.done_at is None]
    if kind == StepKind.APPROVAL and waiting:
        raise RoundRefused(_not_yet(waiting))


def _not_yet(before: list[RoundStep]) -> str:
    names = ", ".join(f"{one.person.name} ({one.get_kind_display().lower()})" for one in before)
    return _("Chưa đến lượt: còn chờ %(names)s.") % {"names": names}


def open_steps(document: OutgoingDocument) -> list[RoundStep]:
    """The steps that still wait, in their order."""
    rows = document.steps.filter(done_at=None).select_related("person")
    return list(rows.order_by("stage", "pk"))


def start_again(document: OutgoingDocument) -> None:
    """After a return every step waits again; what was said stays in the story of facts and checks."""
    document.steps.update(done_at=None, note="", reminded_on=None)


def remind(*, at: dt.datetime) -> int:
    """Each morning: tell those whose step is due today or late, and drafters of ordered papers.

    Once a day each; returns how many were told.
    """
    on = timezone.localdate(at)
    until = timezone.make_aware(dt.datetime.combine(on, dt.time.max))
    told = 0
    due = RoundStep.objects.filter(
        done_at=None, due_at__lte=until, document__state=OutgoingState.CHECKING
    ).exclude(reminded_on=on)
    for step in due.select_related("document").order_by("pk"):
        if any(one.stage < step.stage for one in open_steps(step.document)):
            continue
        words = _("Đến hạn %(what)s: %(subject)s")
        told += _tell(step.document, step.person_id, words % {
            "what": step.get_kind_display().lower(), "subject": step.document.subject
        }, f"step-{step.pk}-{on}", at)  # fmt: skip
        worker = system_actor(step.document.agency_id)
        with acting(worker), act("documents.step_reminded", by=worker, at=at, subject=step):
            step.reminded_on = on
            step.save(update_fields=["reminded_on"])
    late = OutgoingDocument.objects.filter(
        draft_due_at__lte=until, state__in=["assigned", "drafting", "consulting"]
    )
    for document in late.order_by("pk"):
        words = _("Đến hạn soạn thảo: %(subject)s") % {"subject": document.subject}
        told += _tell(document, document.drafter_id, words, f"draft-{document.pk}-{on}", at)
    return told


def _tell(document: OutgoingDocument, person_id: int, text: str, key: str, at: dt.datetime) -> int:
    notify.tell(
        people=[person_id],
        agency_id=document.agency_id,
        kind="documents.reminder",
        text=text,
        url=reverse("documents:outgoing_one", args=[document.pk]),
        key=key,
        at=at,
    )
    return 1
