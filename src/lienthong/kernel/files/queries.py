"""Reads of files for a person: the history of accesses, and the check of the store."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Model, QuerySet
from django.db.models.functions import TruncDate

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit

from . import vault
from .models import Access, Blob


def list_accesses(actor: Actor, subject: Model) -> QuerySet[Access]:
    """The accesses to a row by those whose agency the actor acts for, newest first."""
    return limit(
        Access.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk)),
        actor,
    ).order_by("-at", "-id")


def count_accesses(actor: Actor, subjects: Sequence[Model]) -> dict[str, int]:
    """Number of accesses to each row of one model by its key as text, zero included; one query."""
    counts = {str(subject.pk): 0 for subject in subjects}
    if not subjects:
        return counts
    rows = (
        limit(
            Access.objects.filter(
                subject_type=subjects[0]._meta.label_lower, subject_id__in=list(counts)
            ),
            actor,
        )
        .values("subject_id")
        .annotate(times=Count("id"))
        .order_by()
    )
    return counts | {row["subject_id"]: row["times"] for row in rows}


def accesses_by_day(
    actor: Actor, agency_id: int, since: dt.datetime, until: dt.datetime
) -> dict[dt.date, dict[str, int]]:
    """How many openings, downloads and prints an agency's people did on each day of [since, until)."""
    rows = (
        limit(Access.objects.filter(agency_id=agency_id, at__gte=since, at__lt=until), actor)
        .annotate(day=TruncDate("at"))
        .values("day", "kind")
        .annotate(times=Count("id"))
        .order_by("day")
    )
    found: dict[dt.date, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["day"], {})[row["kind"]] = row["times"]
    return found


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes that are not what their row says: `missing`, `changed`, or `unknown` to any row."""

    sha256: str
    kind: str


def damages(*, deep: bool = True) -> Iterator[Damage]:
    """Compare the store with its rows; `deep` reads every byte again. For the administrator.

    Bytes without a row are `unknown`: the sweep removes them a day later.
    """
    held = set(vault.held())
    for blob in Blob.objects.order_by("sha256").iterator(1000):
        if blob.sha256 not in held:
            yield Damage(blob.sha256, "missing")
        elif deep and vault.digest_of(blob.sha256) != blob.sha256:
            yield Damage(blob.sha256, "changed")
        held.discard(blob.sha256)
    for sha256 in sorted(held):
        yield Damage(sha256, "unknown")
