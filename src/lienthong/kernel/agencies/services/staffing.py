"""Units, posts and sample people of agencies by template, or carried over from a predecessor."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from lienthong.kernel.agencies.choices import EXCLUSIVE_POSTS
from lienthong.kernel.agencies.models import AgencyName, Decision, Person, Post, PostHolding, Unit
from lienthong.kernel.agencies.province import staffing_templates
from lienthong.kernel.agencies.rules.plan import PlanRejected


@dataclass(frozen=True, slots=True)
class Staffed:
    """An agency to be staffed: by a template, and where its sample people have their addresses."""

    agency_id: int
    template: str
    mail: str
    short_name: str


@dataclass(frozen=True, slots=True)
class StaffCopy:
    """Units, posts and holders of an agency as they stood, to be carried into its next life."""

    units: tuple[Unit, ...]
    posts: tuple[Post, ...]
    holdings: tuple[PostHolding, ...]


def template(name: str) -> dict[str, Any]:
    """A staffing template; raises `PlanRejected` when there is none of that name."""
    templates = staffing_templates()["templates"]
    if name not in templates:
        raise PlanRejected(_("Không có mẫu tổ chức “%(name)s”.") % {"name": name})
    return templates[name]  # type: ignore[no-any-return]


def staff_by_template(
    agencies: Sequence[Staffed], decision: Decision, day: dt.date | None, *, people: bool
) -> int:
    """Make units and posts by template and, with `people`, sample holders; returns the posts."""
    units = _open_units(agencies, day)
    made: list[tuple[Staffed, dict[str, Any], Post]] = []
    for agency in agencies:
        for row in template(agency.template)["posts"]:
            unit = units.get((agency.agency_id, row.get("unit", "")))
            post = Post(
                agency_id=agency.agency_id,
                unit=unit,
                title=row["title"],
                kind=row["kind"],
                exclusive=row["kind"] in EXCLUSIVE_POSTS,
                period=DateRange(day, None),
            )
            made.append((agency, row, post))
    Post.objects.bulk_create(post for _agency, _row, post in made)
    if people:
        _appoint_samples(made, decision, day)
    return len(made)


def _open_units(agencies: Sequence[Staffed], day: dt.date | None) -> dict[tuple[int, str], Unit]:
    """Units level by level: parents are saved before those under them."""
    units: dict[tuple[int, str], Unit] = {}
    waiting = [
        (agency.agency_id, row) for agency in agencies for row in template(agency.template)["units"]
    ]
    while waiting:
        ready = [
            (agency, row)
            for agency, row in waiting
            if not row.get("under") or (agency, row["under"]) in units
        ]
        if not ready:
            raise PlanRejected(_("Mẫu tổ chức có đơn vị nằm trong đơn vị không tồn tại."))
        saved = Unit.objects.bulk_create(
            Unit(
                agency_id=agency,
                name=row["name"],
                parent=units.get((agency, row.get("under", ""))),
                period=DateRange(day, None),
            )
            for agency, row in ready
        )
        units |= {
            (agency, row["key"]): unit for (agency, row), unit in zip(ready, saved, strict=True)
        }
        waiting = [item for item in waiting if item not in ready]
    return units


def sample_address(slot: str, mail: str) -> str:
    """The made-up address of a sample official."""
    domain = staffing_templates()["domain"]
    return f"{slot}.{mail}@{domain}" if mail else f"{slot}@{domain}"


def _sample_phone(number: int) -> str:
    """A telephone that no exchange gives out: an area 000 does not exist."""
    return f"000 {number // 1000:04d} {number % 1000:03d}"


def _appoint_samples(
    made: list[tuple[Staffed, dict[str, Any], Post]], decision: Decision, day: dt.date | None
) -> None:
    """One sample person for each post, named after it; who has the address already is the same."""
    wanted: dict[str, str] = {}
    address_of: list[str] = []
    for agency, row, _post in made:
        address = sample_address(row["slot"], "" if row.get("shared") else agency.mail)
        who = row.get("who", "{title} {short}")
        name = who.format(title=row["title"], short=agency.short_name)
        wanted.setdefault(address, f"{name} (mẫu)")
        address_of.append(address)
    known = dict(Person.objects.filter(email__in=wanted).values_list("email", "pk"))
    fresh = Person.objects.bulk_create(
        Person(name=name, email=address, phone=_sample_phone(number), is_sample=True)
        for number, (address, name) in enumerate(wanted.items(), start=1)
        if address not in known
    )
    known |= {person.email: person.pk for person in fresh}
    PostHolding.objects.bulk_create(
        PostHolding(
            person_id=known[address],
            post=post,
            exclusive=post.exclusive,
            period=DateRange(day, None),
            decision=decision,
        )
        for address, (_agency, _row, post) in zip(address_of, made, strict=True)
    )


def staff_of(agency_ids: Iterable[int], day: dt.date) -> dict[int, StaffCopy]:
    """Units, posts and holders in force on the day, to be carried over before they end."""
    ids = list(agency_ids)
    units: dict[int, list[Unit]] = defaultdict(list)
    posts: dict[int, list[Post]] = defaultdict(list)
    holdings: dict[int, list[PostHolding]] = defaultdict(list)
    for unit in Unit.objects.on(day).filter(agency__in=ids).order_by("pk"):
        units[unit.agency_id].append(unit)
    for post in Post.objects.on(day).filter(agency__in=ids).order_by("pk"):
        posts[post.agency_id].append(post)
    held = PostHolding.objects.on(day).filter(post__agency__in=ids).select_related("post")
    for holding in held.order_by("pk"):
        holdings[holding.post.agency_id].append(holding)
    return {pk: StaffCopy(tuple(units[pk]), tuple(posts[pk]), tuple(holdings[pk])) for pk in ids}


def carry_over(staff: StaffCopy, agency_id: int, decision: Decision, day: dt.date) -> int:
    """Open the same units and posts in the next life with the same people; returns the posts."""
    units: dict[int, Unit] = {}
    for old in sorted(staff.units, key=lambda unit: (unit.parent_id or 0, unit.pk)):
        units[old.pk] = Unit.objects.create(
            agency_id=agency_id,
            name=old.name,
            parent=units.get(old.parent_id or 0),
            period=DateRange(day, None),
        )
    posts = {
        old.pk: Post(
            agency_id=agency_id,
            unit=units.get(old.unit_id or 0),
            title=old.title,
            kind=old.kind,
            exclusive=old.exclusive,
            period=DateRange(day, None),
        )
        for old in staff.posts
    }
    Post.objects.bulk_create(posts.values())
    PostHolding.objects.bulk_create(
        PostHolding(
            person_id=old.person_id,
            post=posts[old.post_id],
            exclusive=old.exclusive,
            acting=old.acting,
            document=old.document,
            period=DateRange(day, None),
            decision=decision,
        )
        for old in staff.holdings
    )
    return len(posts)


def short_names(agency_ids: Iterable[int], day: dt.date | None) -> dict[int, str]:
    """Short names in force on the day (the first ones when the day is open)."""
    rows = AgencyName.objects.filter(agency__in=list(agency_ids))
    rows = rows.filter(period__startswith__isnull=True) if day is None else rows.on(day)
    return dict(rows.values_list("agency_id", "short_name"))
