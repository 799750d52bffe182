"""How long files are kept by the rules of the day, and which have outlived their term (PL VI I.II.5)."""

import datetime as dt
from typing import Any

from django.db.models import Case, Count, DateField, F, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Greatest

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit

from .. import rules
from ..choices import Counted, DisposalLineState, FileState, KeepingRuleKind
from ..models import DisposalLine, KeepingRule, WorkFile

KEPT = (FileState.CLOSED, FileState.HANDED_OVER)


def keeping_rules() -> QuerySet[KeepingRule]:
    """The whole list, by kind, what holds last first."""
    return KeepingRule.objects.select_related("recorded_by").order_by(
        "kind", "position", "-period", "pk"
    )


def rules_on(kind: KeepingRuleKind, on: dt.date) -> list[KeepingRule]:
    """What the rules say of something on a day."""
    return list(
        KeepingRule.objects.filter(kind=kind, period__contains=on).order_by("position", "pk")
    )


def terms_on(on: dt.date) -> list[KeepingRule]:
    """The terms that may be chosen for a file on a day, the longest first."""
    return rules_on(KeepingRuleKind.TERM, on)


def counted_on(on: dt.date) -> str:
    """From when the years of a file run whose work ended on the day; the later answer where none says."""
    found = rules_on(KeepingRuleKind.COUNTED, on)
    return found[0].value if found else Counted.END_OF_YEAR.value


def dossier_years_on(on: dt.date) -> int | None:
    """How long the dossier of a disposal is kept; None where no rule says."""
    found = rules_on(KeepingRuleKind.DOSSIER_YEARS, on)
    return int(found[0].value) if found else None


def last_day_of(file: WorkFile) -> dt.date | None:
    """The last day of a file's term, or of what it is kept longer for; None is kept for ever or open."""
    if file.ended_on is None:
        return None
    last = rules.kept_through(file.ended_on, file.retention_years, counted_on(file.ended_on))
    return last if last is None else max(last, file.retained_until or last)


def with_last_day(rows: QuerySet[WorkFile]) -> QuerySet[WorkFile]:
    """The rows with `last_day` as `last_day_of` says of each, worked out by the database."""
    # Each rule counts for the files whose work ended while it held.
    by_day = KeepingRule.objects.filter(kind=KeepingRuleKind.COUNTED, value=Counted.DAY)
    day = Q(pk__in=[])
    for rule in by_day:
        held = Q()
        if rule.period.lower is not None:
            held &= Q(ended_on__gte=rule.period.lower)
        if rule.period.upper is not None:
            held &= Q(ended_on__lt=rule.period.upper)
        day |= held if held else Q(ended_on__isnull=False)
    term = Case(
        When(
            day,
            then=RawSQL(
                "(documents_workfile.ended_on"
                " + make_interval(years => documents_workfile.retention_years))::date",
                [],
            ),
        ),
        default=RawSQL(
            "make_date(extract(year FROM documents_workfile.ended_on)::int"
            " + documents_workfile.retention_years, 12, 31)",
            [],
        ),
        output_field=DateField(),
    )
    return rows.filter(ended_on__isnull=False, retention_years__isnull=False).annotate(
        last_day=Greatest(term, Coalesce(F("retained_until"), Value(dt.date(1, 1, 1))))
    )


def expired(actor: Actor, on: dt.date) -> QuerySet[WorkFile]:
    """Files of the agency whose term is over and which no proposal holds, the longest over first."""
    held = DisposalLine.objects.filter(
        state__in=[DisposalLineState.LISTED, DisposalLineState.DESTROYED]
    )
    rows = limit(WorkFile.objects.all(), actor).filter(
        agency_id__in=sorted(actor.agency_ids), state__in=KEPT
    )
    over: Any = with_last_day(rows)
    found: QuerySet[WorkFile] = (
        over.filter(last_day__lt=on)
        .exclude(pk__in=held.values("file_id"))
        .annotate(papers=Count("items"))
        .select_related("owner", "unit")
        .order_by("last_day", "notation", "pk")
    )
    return found
