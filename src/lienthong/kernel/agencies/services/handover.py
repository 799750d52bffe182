"""Handover by name: a line per open item, and taking them over (Đ31.3.đ NĐ 30/2020)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, Forbidden, refusal
from lienthong.kernel.access.context import acting
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import events, handover
from lienthong.kernel.agencies.choices import LineState, PostKind, SheetKind, Verb
from lienthong.kernel.agencies.models import (
    Decision,
    HandoverLine,
    HandoverSheet,
    Person,
    PostHolding,
    StaffChange,
    Succession,
)
from lienthong.kernel.agencies.queries.handover import hanging
from lienthong.kernel.agencies.queries.tree import province_at
from lienthong.kernel.facts.recording import act


class AlreadyTaken(Exception):
    """Some of the lines are no longer open, or are not the actor's to see; nothing was taken."""

    def __init__(self, count: int) -> None:
        self.message = _(
            "%(count)s mục đã có người nhận hoặc không thuộc phần của bạn. Hãy tải lại danh sách."
        ) % {"count": count}
        super().__init__(self.message)


class PersonNotThere(Exception):
    """The person named holds no post in the agency that takes over."""


class NothingToHandOver(Exception):
    """The leaver holds no open work."""


def widened(actor: Actor, agency_ids: Sequence[int]) -> Actor:
    """The actor seeing these agencies' rows too, for one recorded handover and no longer."""
    return replace(actor, agency_ids=actor.agency_ids | frozenset(agency_ids))


def open_sheets(
    *, decision: Decision, closed: Sequence[int], by: Actor, at: dt.datetime
) -> dict[str, int]:
    """One sheet for each ended agency with open work; returns open items by kind.

    Proposed is the successor where there is exactly one that takes all, and there the same person
    if he moved along, else its clerk; all else waits on the province's desk.
    """
    day = decision.effective_on
    if not closed or day is None or not handover.providers():
        return {}
    heirs = _whole_heirs(closed)
    keeper = province_at(day)
    keeper_id = keeper if keeper is not None else by.agency_id
    counts: dict[str, int] = {}
    everyone = {*closed, keeper_id, *heirs.values()}
    with acting(widened(by, sorted(everyone))):
        holders = [
            agency for kind in handover.providers() for agency in _agencies_with_work(kind, closed)
        ]
        sheets = HandoverSheet.objects.bulk_create(
            HandoverSheet(
                kind=SheetKind.REORGANISATION,
                decision=decision,
                agency_id=agency,
                keeper_id=keeper_id,
                party_ids=_parties(agency, keeper_id, heirs.get(agency)),
                opened_at=at,
                opened_by_id=by.person_id,
            )
            for agency in sorted(set(holders))
        )
        for kind in handover.providers():
            counts[kind] = _write_lines(kind, sheets, None, heirs, day)
    return counts


def open_leaver_sheet(
    *, person: Person, agency_id: int, by: Actor, at: dt.datetime
) -> HandoverSheet:
    """The sheet of a person who leaves a post: every open item of his in the agency, by name.

    By the leaver himself or by who administers the agency. Raises `NothingToHandOver`.
    """
    if by.person_id != person.pk and not (by.may(Verb.HAND_OVER) or by.may(Verb.ADMINISTER)):
        raise Forbidden(refusal(Verb.HAND_OVER), Verb.HAND_OVER)
    if agency_id not in by.agency_ids:
        raise Forbidden(_("Bạn không làm việc cho cơ quan này."), Verb.HAND_OVER)
    with act(events.HANDOVER_OPENED, by=by, at=at, agency_id=agency_id) as fact:
        sheet = HandoverSheet.objects.create(
            kind=SheetKind.LEAVER,
            agency_id=agency_id,
            person=person,
            keeper_id=agency_id,
            party_ids=[agency_id],
            opened_at=at,
            opened_by_id=by.person_id,
        )
        fact.about(sheet)
        day = at.date()
        lines = sum(
            _write_lines(kind, [sheet], person.pk, {agency_id: agency_id}, day)
            for kind in handover.providers()
        )
        if not lines:
            raise NothingToHandOver(_("Không còn việc nào đang mở để bàn giao."))
    return sheet


def open_unit_sheet(
    *, change: StaffChange, unit_id: int | None, leavers: Sequence[int], by: Actor, at: dt.datetime
) -> HandoverSheet:
    """The sheet of a unit or post that ends: what waits with the unit, and with who leaves the agency's
    posts by it. Inside the act that ends it. Raises `NothingToHandOver`."""
    sheet = HandoverSheet.objects.create(
        kind=SheetKind.UNIT,
        change=change,
        agency_id=change.agency_id,
        keeper_id=change.agency_id,
        party_ids=[change.agency_id],
        opened_at=at,
        opened_by_id=by.person_id,
    )
    mine = hanging(unit_id, leavers)
    heirs = {change.agency_id: change.agency_id}
    lines = sum(
        _write_lines(kind, [sheet], None, heirs, change.effective_on, mine)
        for kind in handover.providers()
    )
    if not lines:
        raise NothingToHandOver(_("Không còn việc nào đang mở để bàn giao."))
    return sheet


def take_over(
    *,
    lines: Sequence[int],
    agency_id: int,
    person_id: int | None,
    by: Actor,
    at: dt.datetime,
    note: str = "",
) -> int:
    """Give open lines to an agency and a person of it; all of them or none. Returns how many.

    By people of the agency that takes, or by the keeper of the sheets (the province's desk).
    Raises `Forbidden`, `AlreadyTaken`, `PersonNotThere`.
    """
    if not (by.may(Verb.HAND_OVER) or by.may(Verb.DECIDE)):
        raise Forbidden(refusal(Verb.HAND_OVER), Verb.HAND_OVER)
    _refuse_stranger(person_id, agency_id, at.date())
    with act(events.WORK_TAKEN_OVER, by=by, at=at, agency_id=agency_id):
        rows = limit(HandoverLine.objects.all(), by).filter(pk__in=lines, state=LineState.OPEN)
        found = list(rows.select_for_update(of=("self",)).order_by("pk"))
        if len(found) != len(set(lines)):
            raise AlreadyTaken(len(set(lines)) - len(found))
        _refuse_foreign_desk(found, agency_id, by)
        _mark_taken(found, agency_id, person_id, by, at, note)
        _tell_systems(found, agency_id, person_id, by, at)
        _close_sheets(found, by, at)
    return len(found)


def settle(
    *,
    kind: str,
    item_ids: Sequence[int],
    agency_id: int,
    by: Actor,
    at: dt.datetime,
    note: str = "",
) -> int:
    """Mark the open lines of items that a system has just handed over itself, inside its act.

    For work that a system's own clerk takes over where it waits; what bears no line (it came in
    after the sheet was written) needs none. Returns how many lines were open.
    """
    rows = limit(HandoverLine.objects.all(), by).filter(
        kind=kind, item_id__in=list(item_ids), state=LineState.OPEN
    )
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if found:
        _mark_taken(found, agency_id, None, by, at, note)
        _close_sheets(found, by, at)
    return len(found)


def _refuse_stranger(person_id: int | None, agency_id: int, day: dt.date) -> None:
    if person_id is None:
        return
    held = PostHolding.objects.on(day).filter(person=person_id, post__agency=agency_id)
    if not held.exists():
        raise PersonNotThere(_("Người được chọn không giữ chức vụ nào ở cơ quan nhận."))


def _sheets_of(lines: Sequence[HandoverLine], by: Actor) -> list[HandoverSheet]:
    """The sheets of lines that the actor sees, whoever's they are: he may see a line, not all."""
    parties = {party for line in lines for party in line.party_ids}
    with acting(widened(by, sorted(parties))):
        return list(HandoverSheet.objects.filter(pk__in={line.sheet_id for line in lines}))


def _refuse_foreign_desk(lines: Sequence[HandoverLine], agency_id: int, by: Actor) -> None:
    if agency_id in by.agency_ids:
        return
    if not {sheet.keeper_id for sheet in _sheets_of(lines, by)} <= by.agency_ids:
        raise Forbidden(
            _("Chỉ cơ quan nhận hoặc nơi giữ biên bản được ghi việc nhận bàn giao."),
            Verb.HAND_OVER,
        )


def _mark_taken(
    lines: Sequence[HandoverLine],
    agency_id: int,
    person_id: int | None,
    by: Actor,
    at: dt.datetime,
    note: str,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE agencies_handoverline SET state = 'taken', taken_agency_id = %(agency)s,"
            " taken_person_id = %(person)s, taken_at = %(at)s, taken_by_id = %(by)s,"
            " note = %(note)s, party_ids = CASE WHEN %(agency)s = ANY(party_ids) THEN party_ids"
            " ELSE array_append(party_ids, %(agency)s::bigint) END WHERE id = ANY(%(ids)s)",
            {
                "agency": agency_id,
                "person": person_id,
                "at": at,
                "by": by.person_id,
                "note": note,
                "ids": [line.pk for line in lines],
            },
        )


def _tell_systems(
    lines: Sequence[HandoverLine],
    agency_id: int,
    person_id: int | None,
    by: Actor,
    at: dt.datetime,
) -> None:
    by_kind: dict[str, list[HandoverLine]] = defaultdict(list)
    for line in lines:
        by_kind[line.kind].append(line)
    known = handover.providers()
    with ExitStack() as stack:
        agencies = {agency_id, *(line.from_agency_id for line in lines)}
        wide = stack.enter_context(acting(widened(by, sorted(agencies))))
        for kind, items in by_kind.items():
            known[kind].hand_over(
                [line.item_id for line in items],
                to_agency_id=agency_id,
                to_person_id=person_id,
                by=wide,
                at=at,
            )


def _close_sheets(lines: Sequence[HandoverLine], by: Actor, at: dt.datetime) -> None:
    """Close the sheets on which nothing is open any more."""
    sheets = [sheet for sheet in _sheets_of(lines, by) if sheet.closed_at is None]
    with acting(widened(by, [sheet.keeper_id for sheet in sheets])):
        for sheet in sheets:
            if not sheet.lines.filter(state=LineState.OPEN).exists():
                sheet.closed_at = at
                sheet.save(update_fields=["closed_at"])


def _whole_heirs(closed: Sequence[int]) -> dict[int, int]:
    """The successor of each agency that has exactly one and gives it everything."""
    heirs: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    rows = Succession.objects.filter(predecessor__in=closed)
    for old, new, part in rows.values_list("predecessor", "successor", "part"):
        heirs[old].append((new, part))
    return {old: new[0][0] for old, new in heirs.items() if len(new) == 1 and not new[0][1]}


def _parties(agency: int, keeper: int, heir: int | None) -> list[int]:
    return sorted({agency, keeper} | ({heir} if heir is not None else set()))


def _agencies_with_work(kind: str, closed: Sequence[int]) -> list[int]:
    items = handover.providers()[kind].open_items(closed, None)
    return list(items.order_by().values_list("held_by_id", flat=True).distinct())


def _clerks(agency_ids: Sequence[int], day: dt.date) -> dict[int, int]:
    """The person who works as clerk in each agency on the day."""
    held = PostHolding.objects.on(day).filter(
        post__agency__in=agency_ids, post__kind=PostKind.CLERK
    )
    return dict(held.order_by("-pk").values_list("post__agency", "person"))


def _write_lines(
    kind: str,
    sheets: Sequence[HandoverSheet],
    person_id: int | None,
    heirs: dict[int, int],
    day: dt.date,
    mine: Q | None = None,
) -> int:
    """Copy a provider's open items into lines inside the database; returns how many."""
    if not sheets:
        return 0
    items = handover.providers()[kind].open_items([s.agency_id for s in sheets], person_id)
    items = items if mine is None else items.filter(mine)
    columns = items.order_by().values_list("item_id", "held_by_id", "person_id", "due_on")
    source, params = columns.query.get_compiler(connection=connection).as_sql()
    clerks = {} if person_id is not None else _clerks(sorted(set(heirs.values())), day)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH heir(old, new, clerk) AS ("
            " SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]))"
            " INSERT INTO agencies_handoverline (sheet_id, kind, item_id, due_on, from_agency_id,"
            " from_person_id, proposed_agency_id, proposed_person_id, state, note, party_ids)"
            " SELECT sheet.id, %s, w.item_id, w.due_on, w.agency_id, w.person_id, heir.new,"
            " coalesce((SELECT h.person_id FROM agencies_postholding h"
            "  JOIN agencies_post p ON p.id = h.post_id WHERE h.person_id = w.person_id"
            "  AND p.agency_id = heir.new AND h.period @> %s::date AND %s LIMIT 1), heir.clerk),"
            " 'open', '', array_remove(ARRAY[w.agency_id, sheet.keeper_id, heir.new]::bigint[],"
            f" NULL) FROM ({source}) w(item_id, agency_id, person_id, due_on)"
            " JOIN agencies_handoversheet sheet ON sheet.id = ANY(%s)"
            " AND sheet.agency_id = w.agency_id LEFT JOIN heir ON heir.old = w.agency_id",
            [
                list(heirs),
                list(heirs.values()),
                [clerks.get(new) for new in heirs.values()],
                kind,
                day,
                person_id is None,
                *params,
                [sheet.pk for sheet in sheets],
            ],
        )
        return int(cursor.rowcount)
