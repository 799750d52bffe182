"""What hangs on a unit or a post before it ends, and what units were called before."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from lienthong.kernel.agencies.choices import StaffChangeKind
from lienthong.kernel.agencies.models import Post, PostHolding, StaffChange, Unit

from .handover import work_hanging


@dataclass(frozen=True, slots=True)
class Hanging:
    """What ends with a unit or a post on a day: posts and holders; and what stands in the way.

    `children` are units under it, `later` what begins on that day or after it; `leavers` hold no
    other post of the agency then; `work` counts what is open with the unit and with them.
    """

    posts: tuple[Post, ...]
    holdings: tuple[PostHolding, ...]
    children: tuple[Unit, ...]
    later: tuple[str, ...]
    leavers: tuple[int, ...]
    work: dict[str, int]


def _still(on: dt.date) -> Q:
    """Rows whose period reaches the day or beyond it."""
    return Q(period__endswith__isnull=True) | Q(period__endswith__gt=on)


def hanging_on_unit(unit: Unit, on: dt.date) -> Hanging:
    """What hangs on a unit that would end on the day."""
    posts = Post.objects.filter(_still(on), unit=unit).order_by("pk")
    children = Unit.objects.filter(_still(on), parent=unit).order_by("pk")
    return _hanging(unit.agency_id, unit.pk, list(posts), list(children), on)


def hanging_on_post(post: Post, on: dt.date) -> Hanging:
    """What hangs on a post that would end on the day; its unit goes on."""
    return _hanging(post.agency_id, None, [post], [], on)


def _hanging(
    agency_id: int, unit_id: int | None, posts: list[Post], children: list[Unit], on: dt.date
) -> Hanging:
    held = PostHolding.objects.filter(_still(on), post__in=posts)
    holdings = list(held.select_related("person", "post").order_by("pk"))
    people = {one.person_id for one in holdings}
    elsewhere = PostHolding.objects.filter(_still(on), post__agency=agency_id).exclude(
        post__in=posts
    )
    staying = set(elsewhere.filter(person__in=people).values_list("person_id", flat=True))
    leavers = sorted(people - staying)
    later = [post.title for post in posts if _begins(post, on)]
    later += [f"{one.person.name} · {one.post.title}" for one in holdings if _begins(one, on)]
    return Hanging(
        tuple(posts), tuple(holdings), tuple(children), tuple(later), tuple(leavers),
        work_hanging(agency_id, unit_id, leavers),
    )  # fmt: skip


def _begins(row: Post | PostHolding, on: dt.date) -> bool:
    lower = row.period.lower
    return lower is not None and lower >= on


def changes_of(agency_id: int) -> list[StaffChange]:
    """The changes of units and posts of an agency, newest first, with their decisions."""
    rows = StaffChange.objects.filter(agency=agency_id).select_related("unit", "post")
    return list(rows.order_by("-effective_on", "-pk"))


def unit_names(units: Iterable[Unit], on: dt.date) -> dict[int, str]:
    """What each unit was called on the day."""
    named = {unit.pk: unit.name for unit in units}
    later = StaffChange.objects.filter(
        kind=StaffChangeKind.UNIT_RENAMED, unit__in=list(named), effective_on__gt=on
    )
    for change in later.order_by("-effective_on", "-pk"):
        assert change.unit_id is not None  # noqa: S101  a constraint says so
        named[change.unit_id] = change.old_name
    return named
