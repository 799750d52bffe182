"""Units, posts, persons and who holds what: dated, by a document, one head at a time."""

import datetime as dt
import re

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import events, handover
from lienthong.kernel.agencies.choices import EXCLUSIVE_POSTS, ActingKind
from lienthong.kernel.agencies.models import Agency, Person, Post, PostHolding, Unit
from lienthong.kernel.agencies.queries.handover import unfinished
from lienthong.kernel.agencies.rules.periods import Period, WrongPeriod
from lienthong.kernel.facts.recording import act

from .changes import require_own


class PostTaken(Exception):
    """Another holds the post, or the person holds it already, on some of these days."""


class OutsideLife(Exception):
    """The period reaches outside the life of the agency, unit or post."""


class MalformedAddress(ValueError):
    """Not an e-mail address."""


class AddressKnown(Exception):
    """A person with this address is registered already."""


class HandoverUnfinished(Exception):
    """The leaver still holds open work; who leaves a post hands over first (Đ31.3.đ)."""

    def __init__(self, counts: dict[str, int]) -> None:
        labels = handover.providers()
        what = ", ".join(f"{labels[kind].label}: {count}" for kind, count in counts.items())
        total = sum(counts.values())
        self.counts = counts
        self.message = ngettext(
            "Còn %(total)s việc chưa bàn giao (%(what)s). Lập biên bản bàn giao trước.",
            "Còn %(total)s việc chưa bàn giao (%(what)s). Lập biên bản bàn giao trước.",
            total,
        ) % {"total": total, "what": what}
        super().__init__(self.message)


def open_unit(
    *,
    agency: Agency,
    name: str,
    since: dt.date,
    parent: Unit | None = None,
    by: Actor,
    at: dt.datetime,
) -> Unit:
    """Open a unit (phòng, đơn vị) of an agency from a day on; raises `Forbidden`, `OutsideLife`."""
    require_own(by, agency.pk)
    _refuse_outside(Period(since), Period.of(agency.period))
    with act(events.UNIT_OPENED, by=by, at=at, agency_id=agency.pk) as fact:
        unit = Unit.objects.create(
            agency=agency, name=name, parent=parent, period=DateRange(since, None)
        )
        fact.about(unit)
    return unit


def open_post(
    *,
    agency: Agency,
    title: str,
    kind: str,
    since: dt.date,
    unit: Unit | None = None,
    by: Actor,
    at: dt.datetime,
) -> Post:
    """Open a post of an agency from a day on; raises `Forbidden`, `OutsideLife`."""
    require_own(by, agency.pk)
    _refuse_outside(Period(since), Period.of(agency.period))
    if unit is not None and unit.agency_id != agency.pk:
        raise OutsideLife(_("Đơn vị này không thuộc cơ quan."))
    with act(events.POST_OPENED, by=by, at=at, agency_id=agency.pk) as fact:
        post = Post.objects.create(
            agency=agency,
            unit=unit,
            title=title,
            kind=kind,
            exclusive=kind in EXCLUSIVE_POSTS,
            period=DateRange(since, None),
        )
        fact.about(post)
    return post


_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def register_person(
    *,
    name: str,
    email: str,
    agency: Agency,
    phone: str = "",
    is_sample: bool = False,
    by: Actor,
    at: dt.datetime,
) -> Person:
    """Register an official by name and official address, kept in lower case.

    Raises `Forbidden`, `MalformedAddress`, `AddressKnown`.
    """
    require_own(by, agency.pk)
    address = email.strip().lower()
    if not name.strip() or not _ADDRESS.fullmatch(address):
        raise MalformedAddress(_("Hãy ghi họ tên và địa chỉ thư điện tử công vụ đúng dạng."))
    with act(events.PERSON_REGISTERED, by=by, at=at, agency_id=agency.pk) as fact:
        try:
            with transaction.atomic():
                person = Person.objects.create(
                    name=" ".join(name.split()), email=address, phone=phone, is_sample=is_sample
                )
        except IntegrityError as error:
            raise AddressKnown(_("Địa chỉ %(email)s đã có.") % {"email": address}) from error
        fact.about(person)
    return person


def appoint(
    *,
    person: Person,
    post: Post,
    since: dt.date,
    until: dt.date | None = None,
    acting: str = ActingKind.OWN,
    document: str = "",
    by: Actor,
    at: dt.datetime,
) -> PostHolding:
    """Put a person in a post for [since, until), in his own right or acting, by a document.

    Raises `Forbidden`, `WrongPeriod`, `OutsideLife`, and `PostTaken` when a head post is held or
    the person holds the post already: the database refuses it, whoever comes second.
    """
    require_own(by, post.agency_id)
    _refuse_outside(Period(since, until), Period.of(post.period))
    with act(events.PERSON_APPOINTED, by=by, at=at, agency_id=post.agency_id) as fact:
        try:
            with transaction.atomic():
                holding = PostHolding.objects.create(
                    person=person,
                    post=post,
                    period=DateRange(since, until),
                    acting=acting,
                    exclusive=post.exclusive,
                    document=document,
                )
        except IntegrityError as error:
            raise PostTaken(
                _("Chức vụ này đã có người giữ trong thời gian đó. Kết thúc người đang giữ trước.")
            ) from error
        fact.about(holding)
    return holding


def end_holding(*, holding: PostHolding, on: dt.date, by: Actor, at: dt.datetime) -> PostHolding:
    """End a person's time in a post on a day.

    When it is the last post he holds in the agency his open work must be handed over first.
    Raises `Forbidden`, `WrongPeriod`, `HandoverUnfinished`.
    """
    agency_id = holding.post.agency_id
    require_own(by, agency_id)
    with act(events.HOLDING_ENDED, by=by, at=at, subject=holding, agency_id=agency_id):
        locked = PostHolding.objects.select_for_update(of=("self",)).get(pk=holding.pk)
        ended = Period.of(locked.period).ended_on(on)
        others = PostHolding.objects.on(on).filter(person=locked.person_id, post__agency=agency_id)
        if not others.exclude(pk=locked.pk).exists():
            counts = unfinished(agency_id, locked.person_id)
            if counts:
                raise HandoverUnfinished(counts)
        locked.period = DateRange(ended.since, ended.until)
        locked.save(update_fields=["period"])
    return locked


def _refuse_outside(wanted: Period, life: Period) -> None:
    if not wanted.within(life):
        raise OutsideLife(_("Thời gian này nằm ngoài thời gian tồn tại của cơ quan, chức vụ."))


__all__ = [
    "AddressKnown",
    "HandoverUnfinished",
    "MalformedAddress",
    "OutsideLife",
    "PostTaken",
    "WrongPeriod",
    "appoint",
    "end_holding",
    "open_post",
    "open_unit",
    "register_person",
]
