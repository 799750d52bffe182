"""Who holds which post on a day; acting holders are shown as such."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from lienthong.kernel import planned, text_sql
from lienthong.kernel.agencies.choices import ActingKind, PostKind
from lienthong.kernel.agencies.models import Person, Post, PostHolding, Unit
from lienthong.kernel.text import one_spelling, sort_key

_INDEX = """
CREATE INDEX IF NOT EXISTS agencies_person_words ON agencies_person
  USING gin (text_words(text_folded(name)));
"""


def prepare() -> None:
    """Create the index by which people are found, as the owner; idempotent."""
    text_sql.prepare()
    with planned.cursor() as cursor:
        cursor.execute(_INDEX)


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in a post on a day."""

    holding_id: int
    person_id: int
    person_name: str
    email: str
    phone: str
    post_id: int
    title: str
    kind: str
    agency_id: int
    unit_id: int | None
    unit_name: str
    acting: str
    since: dt.date | None
    until: dt.date | None

    @property
    def contact(self) -> str:
        """How to reach the person: telephone and official e-mail, as far as known."""
        return _contact(self.phone, self.email)

    @property
    def shown_title(self) -> str:
        """The title with its acting form, as lists show it: "Q. Giám đốc", "Phụ trách …"."""
        if self.acting == ActingKind.ACTING:
            return f"Q. {self.title}"
        if self.acting == ActingKind.IN_CHARGE:
            return f"Phụ trách ({self.title})"
        return self.title


# In plain words, since the board asks it for every office; columns in the order of `Holder`.
_HOLDERS = """
SELECT h.id, h.person_id, p.name, p.email, p.phone, post.id, post.title, post.kind, post.agency_id,
       post.unit_id, coalesce(u.name, ''), h.acting, lower(h.period), upper(h.period)
  FROM agencies_postholding h
  JOIN agencies_person p ON p.id = h.person_id
  JOIN agencies_post post ON post.id = h.post_id
  LEFT JOIN agencies_unit u ON u.id = post.unit_id
 WHERE """
_ON = "h.period @> %s::date"


def holders(
    on: dt.date,
    *,
    agency_ids: Iterable[int] | None = None,
    kinds: Sequence[str] = (),
    person_id: int | None = None,
    unit_id: int | None = None,
) -> list[Holder]:
    """Holders on the day, filtered; by agency, then by post as laid down."""
    sql = f"{_HOLDERS} {_ON}"
    params: list[Any] = [on]
    for column, value in (
        ("post.agency_id = ANY (%s)", None if agency_ids is None else list(agency_ids)),
        ("post.kind = ANY (%s)", [str(kind) for kind in kinds] or None),
        ("h.person_id = %s", person_id),
        ("post.unit_id = %s", unit_id),
    ):
        if value is not None:
            sql, params = f"{sql} AND {column}", [*params, value]
    with planned.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY post.agency_id, post.id, h.id", params)
        return [Holder(*row) for row in cursor.fetchall()]


_CONTACTS = """
SELECT post.agency_id, p.phone, p.email
  FROM agencies_post post
  JOIN agencies_postholding h ON h.post_id = post.id
  JOIN agencies_person p ON p.id = h.person_id
 WHERE post.kind = %s AND post.agency_id = ANY (%s) AND h.period @> %s::date
 ORDER BY post.agency_id, post.id, h.id"""


def contacts(on: dt.date, *, agency_ids: Iterable[int], kind: str) -> dict[int, str]:
    """How to reach each agency's holder of a kind of post; of several the one of the last post."""
    with planned.cursor() as cursor:
        cursor.execute(_CONTACTS, [str(kind), planned.array(agency_ids), on])
        return {agency: _contact(phone, email) for agency, phone, email in cursor.fetchall()}


def _contact(phone: str, email: str) -> str:
    return " · ".join(part for part in (phone, email) if part)


def search_people(text: str, on: dt.date, limit: int = 20) -> list[Holder]:
    """Those in a post on the day whose name holds the words, with or without marks; by name.

    Names as typed come before those that differ in their marks.
    """
    with planned.cursor() as cursor:
        cursor.execute(
            f"{_HOLDERS} {_ON} AND text_words(text_folded(p.name)) @> text_words(text_folded(%s))"
            " ORDER BY h.id LIMIT %s",
            [on, text, limit * 3],
        )
        found = [Holder(*row) for row in cursor.fetchall()]
    exact = one_spelling(text).lower()
    found.sort(
        key=lambda h: (exact not in one_spelling(h.person_name).lower(), sort_key(h.person_name))
    )
    return found[:limit]


def head_of(agency_id: int, on: dt.date) -> Holder | None:
    """The head of the agency on the day, acting ones included, or None when the post is vacant."""
    found = holders(on, agency_ids=[agency_id], kinds=[PostKind.HEAD])
    return found[0] if found else None


def clerks_of(agency_id: int, on: dt.date) -> list[Holder]:
    """The clerks of the agency on the day."""
    return holders(on, agency_ids=[agency_id], kinds=[PostKind.CLERK])


def posts_of_person(person_id: int, on: dt.date) -> list[Holder]:
    """The posts a person holds on the day."""
    return holders(on, person_id=person_id)


def is_administered(agency_id: int, on: dt.date) -> bool:
    """Whether somebody holds an administrator's post of the agency on the day, or will."""
    held = PostHolding.objects.filter(post__agency=agency_id, post__kind=PostKind.ADMINISTRATOR)
    return held.filter(Q(period__endswith__isnull=True) | Q(period__endswith__gt=on)).exists()


def vacant_posts(agency_id: int, on: dt.date) -> list[Post]:
    """Posts of the agency that nobody holds on the day."""
    held = PostHolding.objects.on(on).filter(post__agency=agency_id).values("post")
    return list(Post.objects.on(on).filter(agency=agency_id).exclude(pk__in=held).order_by("pk"))


def units_of(agency_id: int, on: dt.date) -> list[Unit]:
    """The units of the agency on the day, parents before children."""
    rows = Unit.objects.on(on).filter(agency=agency_id)
    return sorted(rows, key=lambda unit: (unit.parent_id or 0, unit.pk))


def history_of_post(post_id: int) -> list[Holder]:
    """Everybody who held the post, in order of time."""
    with planned.cursor() as cursor:
        cursor.execute(f"{_HOLDERS} post.id = %s ORDER BY lower(h.period) NULLS FIRST", [post_id])
        return [Holder(*row) for row in cursor.fetchall()]


def person_by_email(email: str) -> Person | None:
    """The official with this address, whatever capitals it was typed in."""
    return Person.objects.filter(email=email.strip().lower()).first()
