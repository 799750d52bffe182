"""Reads of handovers: the province's desk, one's own proposed lines, a sheet with its titles."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import handover
from lienthong.kernel.agencies.choices import LineState
from lienthong.kernel.agencies.models import HandoverLine, HandoverSheet


@dataclass(frozen=True, slots=True)
class SheetSummary:
    """A sheet with its counts."""

    sheet: HandoverSheet
    open: int
    taken: int


def sheets(actor: Actor, *, only_open: bool = False) -> list[SheetSummary]:
    """The sheets that the actor's agencies have a part in, newest first, with counts."""
    rows = limit(HandoverSheet.objects.all(), actor)
    if only_open:
        rows = rows.filter(closed_at__isnull=True)
    counted = rows.annotate(
        open_lines=Count("lines", filter=Q(lines__state=LineState.OPEN)),
        taken_lines=Count("lines", filter=Q(lines__state=LineState.TAKEN)),
    ).order_by("-opened_at", "pk")
    return [SheetSummary(row, row.open_lines, row.taken_lines) for row in counted]


def open_lines(
    actor: Actor, *, sheet_id: int | None = None, kind: str = ""
) -> QuerySet[HandoverLine]:
    """Lines that nobody has taken, most urgent first."""
    rows = limit(HandoverLine.objects.all(), actor).filter(state=LineState.OPEN)
    if sheet_id is not None:
        rows = rows.filter(sheet=sheet_id)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.order_by("due_on", "pk")


def proposed_to(actor: Actor) -> QuerySet[HandoverLine]:
    """Open lines proposed to the actor's agencies."""
    return open_lines(actor).filter(proposed_agency__in=sorted(actor.agency_ids))


def keepers_desk(actor: Actor) -> QuerySet[HandoverLine]:
    """What nobody took and is on the desk of the actor's agency until it is empty."""
    return open_lines(actor).filter(sheet__keeper__in=sorted(actor.agency_ids))


def titles(lines: Sequence[HandoverLine]) -> dict[int, str]:
    """Titles of lines by line id, asked of the systems; an item one may not see has none."""
    by_kind: dict[str, list[HandoverLine]] = defaultdict(list)
    for line in lines:
        by_kind[line.kind].append(line)
    known = handover.providers()
    result: dict[int, str] = {}
    for kind, items in by_kind.items():
        provider = known.get(kind)
        named = provider.describe([line.item_id for line in items]) if provider else {}
        result |= {line.pk: named.get(line.item_id, "") for line in items}
    return result


def unfinished(agency_id: int, person_id: int) -> dict[str, int]:
    """Open items that a person still holds in an agency, by kind; empty when he may leave."""
    counts = {
        kind: provider.open_items([agency_id], person_id).count()
        for kind, provider in handover.providers().items()
    }
    return {kind: count for kind, count in counts.items() if count}


def hanging(unit_id: int | None, leavers: Sequence[int]) -> Q:
    """The condition on a provider's rows: what waits with a unit, or with people who leave."""
    return Q(unit_id=unit_id or 0) | Q(person_id__in=list(leavers))


def work_hanging(agency_id: int, unit_id: int | None, leavers: Sequence[int]) -> dict[str, int]:
    """Open items that hang on a unit and on people who leave, by kind; empty when there are none."""
    counts = {
        kind: provider.open_items([agency_id], None).filter(hanging(unit_id, leavers)).count()
        for kind, provider in handover.providers().items()
    }
    return {kind: count for kind, count in counts.items() if count}
