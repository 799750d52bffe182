"""Ending a unit or a post, and renaming a unit, from a day on, by a decision; nothing is deleted.

Who holds a post leaves it, and what is open is handed over by name first, or stands on a sheet of
handover of the own agency until somebody has taken it (Đ31.3.đ NĐ 30/2020).
"""

import datetime as dt
from dataclasses import dataclass

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import events
from lienthong.kernel.agencies.choices import StaffChangeKind
from lienthong.kernel.agencies.models import (
    HandoverSheet,
    Post,
    PostHolding,
    StaffChange,
    Unit,
)
from lienthong.kernel.agencies.queries.ending import Hanging, hanging_on_post, hanging_on_unit
from lienthong.kernel.agencies.rules.periods import Period, WrongPeriod
from lienthong.kernel.facts.recording import act
from lienthong.kernel.text import format_date

from .appointments import HandoverUnfinished
from .changes import require_own
from .handover import open_unit_sheet


class CannotEnd(Exception):
    """A unit or post that cannot end, or a unit that cannot be renamed, so; says what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Ground:
    """The decision behind a change: its number and its day."""

    number: str
    decided_on: dt.date


@dataclass(frozen=True, slots=True)
class Ended:
    """What an ending did: the change, and the sheet of what is still open, if any is."""

    change: StaffChange
    sheet: HandoverSheet | None


def rename_unit(
    *, unit: Unit, name: str, on: dt.date, ground: Ground, by: Actor, at: dt.datetime
) -> StaffChange:
    """Give a unit another name from a day on; the earlier one stays known (`unit_names`).

    Raises `Forbidden`, `CannotEnd`.
    """
    require_own(by, unit.agency_id)
    words = " ".join(name.split())
    _check(ground, on, at)
    with act(events.UNIT_RENAMED, by=by, at=at, subject=unit, agency_id=unit.agency_id):
        locked = Unit.objects.select_for_update().get(pk=unit.pk)
        if not words or words == locked.name:
            raise CannotEnd(_("Hãy ghi tên mới khác tên đang dùng."))
        if not Period.of(locked.period).contains(on):
            raise CannotEnd(_("Phòng, đơn vị không hoạt động vào ngày này."))
        _refuse_before_last_name(locked, on)
        change = _note(StaffChangeKind.UNIT_RENAMED, locked, None, on, ground, by, at, words)
        locked.name = words
        locked.save(update_fields=["name"])
    return change


def end_unit(
    *, unit: Unit, on: dt.date, ground: Ground, sheet: bool = False, by: Actor, at: dt.datetime
) -> Ended:
    """End a unit on a day, with its posts; their holders leave them.

    What is open with it must have been handed over, else it goes on a sheet (`sheet`). Raises
    `Forbidden`, `CannotEnd`, `HandoverUnfinished`.
    """
    require_own(by, unit.agency_id)
    _check(ground, on, at)
    with act(events.UNIT_ENDED, by=by, at=at, subject=unit, agency_id=unit.agency_id):
        locked = Unit.objects.select_for_update().get(pk=unit.pk)
        found = hanging_on_unit(locked, on)
        if found.children:
            raise CannotEnd(
                _("Còn đơn vị trực thuộc: %(names)s. Hãy kết thúc các đơn vị đó trước.")
                % {"names": ", ".join(child.name for child in found.children)}
            )
        locked.period = _ended(locked, on)
        locked.save(update_fields=["period"])
        change = _note(StaffChangeKind.UNIT_ENDED, locked, None, on, ground, by, at)
        return _with_holders(change, locked.pk, found, on, sheet=sheet, by=by, at=at)


def end_post(
    *, post: Post, on: dt.date, ground: Ground, sheet: bool = False, by: Actor, at: dt.datetime
) -> Ended:
    """End a post on a day; who holds it leaves it. As `end_unit`."""
    require_own(by, post.agency_id)
    _check(ground, on, at)
    with act(events.POST_ENDED, by=by, at=at, subject=post, agency_id=post.agency_id):
        locked = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
        found = hanging_on_post(locked, on)
        change = _note(StaffChangeKind.POST_ENDED, None, locked, on, ground, by, at)
        return _with_holders(change, None, found, on, sheet=sheet, by=by, at=at)


def _with_holders(
    change: StaffChange,
    unit_id: int | None,
    found: Hanging,
    on: dt.date,
    *,
    sheet: bool,
    by: Actor,
    at: dt.datetime,
) -> Ended:
    if found.later:
        raise CannotEnd(
            _("Có chức vụ hoặc người giữ chức vụ bắt đầu từ ngày này trở đi: %(what)s. Hãy chọn ngày "
              "khác hoặc kết thúc các mục đó trước.") % {"what": ", ".join(found.later)}
        )  # fmt: skip
    if found.work and not sheet:
        raise HandoverUnfinished(found.work)
    for holding in PostHolding.objects.select_for_update(of=("self",)).filter(
        pk__in=[one.pk for one in found.holdings]
    ):
        holding.period = _ended(holding, on)
        holding.save(update_fields=["period"])
    for post in found.posts:
        post.period = _ended(post, on)
        post.save(update_fields=["period"])
    if not found.work:
        return Ended(change, None)
    made = open_unit_sheet(change=change, unit_id=unit_id, leavers=found.leavers, by=by, at=at)
    return Ended(change, made)


def _ended(row: Unit | Post | PostHolding, on: dt.date) -> DateRange:
    try:
        ended = Period.of(row.period).ended_on(on)
    except WrongPeriod as error:
        raise CannotEnd(
            _("Ngày kết thúc phải sau ngày bắt đầu và chưa kết thúc trước đó.")
        ) from error
    return DateRange(ended.since, ended.until)


def _check(ground: Ground, on: dt.date, at: dt.datetime) -> None:
    if not ground.number.strip():
        raise CannotEnd(_("Hãy ghi số của quyết định."))
    today = timezone.localdate(at)
    if on > today:
        raise CannotEnd(
            _("Quyết định có hiệu lực ngày %(day)s: hãy ghi vào ngày đó, để việc phát sinh đến lúc ấy "
              "được bàn giao đủ.") % {"day": format_date(on)}
        )  # fmt: skip
    if ground.decided_on > today:
        raise CannotEnd(_("Ngày của quyết định không thể sau hôm nay."))


def _refuse_before_last_name(unit: Unit, on: dt.date) -> None:
    last = (
        StaffChange.objects.filter(unit=unit, kind=StaffChangeKind.UNIT_RENAMED)
        .order_by("-effective_on")
        .first()
    )
    if last is not None and last.effective_on >= on:
        raise CannotEnd(
            _("Phòng, đơn vị đã mang tên này từ ngày %(day)s; tên mới phải từ ngày sau đó.")
            % {"day": format_date(last.effective_on)}
        )


def _note(
    kind: StaffChangeKind,
    unit: Unit | None,
    post: Post | None,
    on: dt.date,
    ground: Ground,
    by: Actor,
    at: dt.datetime,
    new_name: str = "",
) -> StaffChange:
    what = unit or post
    assert what is not None  # noqa: S101  the callers name one
    return StaffChange.objects.create(
        agency_id=what.agency_id,
        kind=kind,
        unit=unit,
        post=post,
        effective_on=on,
        number=" ".join(ground.number.split()),
        decided_on=ground.decided_on,
        old_name=str(what),
        new_name=new_name,
        recorded_at=at,
        recorded_by_id=by.person_id,
    )
