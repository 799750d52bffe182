"""Reads of work files: lists, one file with its papers, what is due, the year's list (Đ28 to Đ31)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit

from .. import rules
from ..choices import FileState, Verb
from ..models import (
    FilePlan,
    FilePlanLine,
    IncomingDocument,
    OutgoingDocument,
    WorkFile,
    WorkFileItem,
)
from ..policies import can_read_file, can_read_incoming, can_read_outgoing
from .incoming import NotSeen

NOTICE_DAYS = rules.ARCHIVE_NOTICE_DAYS


def files_for(actor: Actor) -> QuerySet[WorkFile]:
    """The files that the actor may read, as `policies.can_read_file` says of each."""
    rows = limit(WorkFile.objects.all(), actor).filter(agency_id__in=sorted(actor.agency_ids))
    if not (actor.may(Verb.ARCHIVE) or actor.may(Verb.READ_REGISTER)):
        mine = Q(owner_id=actor.desk_id)
        if actor.unit_id is not None and actor.may(Verb.COMPILE_FILE):
            mine |= Q(unit_id=actor.unit_id)
        rows = rows.filter(mine)
    return rows.annotate(papers=Count("items")).select_related("owner", "unit")


def get_file(actor: Actor, pk: int) -> WorkFile:
    """One file; raises `NotSeen` where it is not there or not to be read."""
    rows = limit(WorkFile.objects.all(), actor)
    file = (
        rows.select_related("owner", "unit", "plan_line", "handover_record").filter(pk=pk).first()
    )
    if file is None or not can_read_file(actor, file):
        raise NotSeen
    return file


@dataclass(frozen=True, slots=True)
class Content:
    """A paper of a file in its place; `seen` is False where the reader may not read the paper."""

    ordinal: int
    item: WorkFileItem
    seen: bool

    @property
    def paper(self) -> IncomingDocument | OutgoingDocument | None:
        """The document, where it is one."""
        return self.item.incoming or self.item.outgoing

    @property
    def gone(self) -> str:
        """The decision by which it was destroyed; empty while it is there."""
        if self.paper is not None:
            return self.paper.destroyed_by
        stored = self.item.stored_file
        return stored.destroyed_reason if stored is not None and stored.destroyed else ""


def contents(actor: Actor, file: WorkFile) -> list[Content]:
    """Mục lục văn bản trong hồ sơ: in order of time, numbered (PL VI I.III.4.b, 4.g)."""
    rows = (
        limit(WorkFileItem.objects.filter(file=file), actor)
        .select_related(
            "incoming__file", "outgoing__current_version__file", "outgoing__signatory",
            "outgoing__signatory_post", "stored_file",
        )
        .order_by("dated", "ordinal")
    )  # fmt: skip
    return [Content(place, item, _seen(actor, item)) for place, item in enumerate(rows, 1)]


def _seen(actor: Actor, item: WorkFileItem) -> bool:
    if item.incoming is not None:
        return can_read_incoming(actor, item.incoming)
    if item.outgoing is not None:
        return can_read_outgoing(actor, item.outgoing)
    return True


def open_files_of(actor: Actor) -> list[WorkFile]:
    """The files into which the actor may put a paper by one click: his own and his unit's."""
    if not actor.may(Verb.COMPILE_FILE):
        return []
    mine = Q(owner_id=actor.desk_id)
    if actor.unit_id is not None:
        mine |= Q(unit_id=actor.unit_id)
    rows = limit(WorkFile.objects.filter(mine), actor)
    return list(rows.filter(agency_id=actor.agency_id, state=FileState.OPEN).order_by("-pk")[:200])


def files_holding(
    actor: Actor, *, incoming_id: int | None = None, outgoing_id: int | None = None
) -> list[WorkFile]:
    """In which files a paper stands; one paper may stand in many (PL VI I.III.4.e)."""
    held = WorkFileItem.objects.filter(incoming_id=incoming_id, outgoing_id=outgoing_id)
    return list(files_for(actor).filter(pk__in=held.values("file_id")).order_by("-pk"))


def offered(actor: Actor) -> QuerySet[WorkFile]:
    """What was sent to the archive and waits to be received."""
    return files_for(actor).filter(state=FileState.CLOSED, offered_at__isnull=False)


def due_for_archive(actor: Actor, on: dt.date) -> QuerySet[WorkFile]:
    """Closed files due within thirty days or overdue, the kept-back by their own day."""
    soon = on + dt.timedelta(days=NOTICE_DAYS)
    return (
        files_for(actor)
        .filter(state=FileState.CLOSED, offered_at=None)
        .filter(Q(kept_until=None, archive_due_on__lte=soon) | Q(kept_until__lte=soon))
        .order_by("archive_due_on", "pk")
    )


def plans(actor: Actor) -> QuerySet[FilePlan]:
    """The year's lists of the actor's agencies, newest first."""
    return limit(FilePlan.objects.all(), actor).order_by("-year", "pk")


def plan_lines(actor: Actor, plan: FilePlan) -> QuerySet[FilePlanLine]:
    """The files foreseen in a list, with how many were opened of each."""
    rows = limit(FilePlanLine.objects.filter(plan=plan), actor)
    counted = rows.annotate(opened=Count("files"))
    return counted.select_related("unit", "person").order_by("notation")


def open_lines(actor: Actor, year: int) -> list[FilePlanLine]:
    """The lines of the own agency's list of a year, to open a file from."""
    rows = limit(FilePlanLine.objects.all(), actor)
    return list(rows.filter(plan__agency_id=actor.agency_id, plan__year=year).order_by("notation"))
