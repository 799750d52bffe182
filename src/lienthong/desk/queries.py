"""Reads of the desk and the board: through the doors of the systems, each fetch for a person."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.text import sort_key
from lienthong.kernel.worktime.rules import local_date
from lienthong.systems.documents import api as documents
from lienthong.systems.tasks import api as tasks

SHOWN = 12
COUNTED = 1000  # a heap is counted as far as this; beyond it the desk says so


@dataclass(frozen=True, slots=True)
class Waiting:
    """One heap on the desk: what the post must do, how many, the first of them, the whole list."""

    key: str
    title: Any
    count: int
    rows: Sequence[Any]
    url_name: str
    query: str = ""
    kind: str = "incoming"
    more: bool = False  # there are more than `count`

    @property
    def beyond(self) -> bool:
        """Whether the desk shows only the first of them."""
        return self.count > len(self.rows)


_TITLES = {
    "to_register": (_("Chờ tiếp nhận"), "documents:intake", ""),
    "inherited": (
        _("Văn bản của cơ quan đã kết thúc, chờ nhận"),
        "documents:inherited",
        "",
    ),
    "to_pass_on": (
        _("Thu hồi, thay thế, đính chính chờ chuyển tiếp"),
        "documents:incoming",
        "pass_on=1",
    ),
    "to_route": (_("Chờ chuyển"), "documents:incoming", "state=registered"),
    "to_instruct": (_("Chờ cho ý kiến"), "documents:incoming", "state=for_instruction"),
    "to_assign": (_("Chờ phân công"), "documents:incoming", "state=at_unit"),
    "to_handle": (_("Chờ xử lý"), "documents:incoming", "state=in_hand"),
    "ordered": (_("Được giao soạn thảo"), "documents:drafts", ""),
    "to_draft": (_("Đang soạn thảo"), "documents:drafts", ""),
    "to_check": (_("Chờ kiểm tra"), "documents:to_check", ""),
    "to_sign": (_("Chờ ký"), "documents:signing_book", ""),
    "to_issue": (_("Chờ phát hành"), "documents:to_issue", ""),
    "joint": (_("Văn bản liên tịch chờ ký, ký số"), "documents:joint", ""),
    "inside": (_("Văn bản nội bộ chờ ký nhận, giải quyết"), "documents:internal_in", ""),
    "to_answer": (_("Chờ cho ý kiến phối hợp"), "documents:opinions", ""),
    "to_confirm": (_("Nhiệm vụ chờ xác nhận"), "tasks:proposals", ""),
    "to_receive": (_("Nhiệm vụ chờ tiếp nhận"), "tasks:list", "state=assigned"),
    "to_name": (_("Nhiệm vụ chờ phân công"), "tasks:list", "state=received"),
    "to_do": (_("Nhiệm vụ đang thực hiện"), "tasks:list", "state=in_progress"),
    "to_accept": (_("Kết quả chờ xác nhận"), "tasks:list", "state=submitted"),
    "to_decide": (_("Đề nghị chờ quyết định"), "tasks:list", ""),
}


def waiting_for(actor: Actor) -> list[Waiting]:
    """Everything that waits for this person, heap by heap; two queries for each heap."""
    heaps: list[Waiting] = []
    for key, rows in documents.waiting_for_person(actor).items():
        found = list(rows.order_by("-urgency", "arrived_at")[:SHOWN])
        if found:
            heaps.append(_heap(key, rows, found, "incoming"))
    for key, papers in documents.outgoing_waiting(actor).items():
        drafts = list(papers.order_by("id")[:SHOWN])
        if drafts:
            heaps.append(_heap(key, papers, drafts, "outgoing"))
    for key, proposals in tasks.waiting_for_person(actor).items():
        listed = list(proposals.order_by("deadline", "id")[:SHOWN])
        if listed:
            heaps.append(_heap(key, proposals, listed, "task"))
    return heaps


def _heap(key: str, rows: QuerySet[Any], first: list[Any], kind: str) -> Waiting:
    """A heap with its count, which stops one beyond COUNTED: a desk never counts a million rows."""
    title, url, query = _TITLES[key]
    count = len(first) if len(first) < SHOWN else rows.order_by()[: COUNTED + 1].count()
    return Waiting(key, title, min(count, COUNTED), first, url, query, kind, count > COUNTED)


def due_soon(actor: Actor, at: dt.datetime) -> list[Any]:
    """Open tasks that are late or end within seven days, nearest first."""
    until = at + dt.timedelta(days=7)
    since = at - dt.timedelta(days=365)
    return tasks.due_first(actor, since, until, SHOWN)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One agency on the board with what keeps it from circulating."""

    agency_id: int
    name: str
    level: str
    counts: exchange.AgencyCounts
    reasons: Sequence[str]
    phone: str


@dataclass(frozen=True, slots=True)
class Board:
    """The board at a cut: the percentages, the agencies that are missing, tasks by lead."""

    period: exchange.Period
    shares: exchange.ProvinceShares
    signed: documents.SignedShares
    rows: Sequence[BoardRow]
    missing: Sequence[BoardRow]
    tasks: Sequence[tuple[str, tasks.ClassCounts]]


def with_sight_of_province(actor: Actor, on: dt.date) -> Actor:
    """The same official with the sight of everything below his agency: for the board's numbers only.

    Below its earlier lives too: who leads the province today sees the districts of 2018.
    """
    below = {pk for own in sorted(actor.agency_ids) for pk in agencies.subtree(own, on)}
    return replace(actor, agency_ids=actor.agency_ids | below)


def board(actor: Actor, *, period: exchange.Period, at: dt.datetime, sees_all: bool) -> Board:
    """The leadership board of a period; an agency sees its own row, the province's office all."""
    day = min(period.last, local_date(at))
    obligated = agencies.obligated_agencies(day)
    alive = exchange.alive_since(at)
    rows = _rows(actor, period, at, obligated if sees_all else None)
    by_lead = tasks.counts_by_lead(actor, at=at)
    lead_names = agencies.names_of([c.agency_id for c in by_lead])
    return Board(
        period=period,
        shares=exchange.province_shares(period, obligated, at=at, alive_since=alive),
        signed=documents.signed_shares(period),
        rows=rows,
        missing=[row for row in rows if row.reasons],
        tasks=[
            (lead_names[c.agency_id].short_name, c) for c in by_lead if c.agency_id in lead_names
        ],
    )


def board_rows(actor: Actor, period: exchange.Period, at: dt.datetime) -> list[BoardRow]:
    """Each obligated agency that the actor may see: first those that do not circulate."""
    return _rows(actor, period, at, None)


def _rows(
    actor: Actor, period: exchange.Period, at: dt.datetime, wanted: Sequence[int] | None
) -> list[BoardRow]:
    day = min(period.last, local_date(at))
    if wanted is None:
        wanted = [a for a in agencies.obligated_agencies(day) if a in actor.agency_ids]
    counts = exchange.tally(actor, period, wanted, at=at, alive_since=exchange.alive_since(at))
    named = agencies.names_of(wanted, day)
    phones = _phones(wanted, day)
    rows = [
        BoardRow(
            agency_id=agency_id,
            name=named[agency_id].name if agency_id in named else str(agency_id),
            level="",
            counts=found,
            reasons=reasons_of(found),
            phone=phones.get(agency_id, ""),
        )
        for agency_id, found in counts.items()
    ]
    rows.sort(key=lambda row: (row.counts.circulates, sort_key(row.name)))
    return rows


def reasons_of(counts: exchange.AgencyCounts) -> list[str]:
    """Why an agency is named: what keeps it from circulating, and what it returned and nobody mended.

    A return is its right and leaves P1 alone, but the delivery is missing in P1b until it is sent
    again (office practice §4.1, §4.6).
    """
    found = counts.reasons()
    if counts.received.returned:
        found.append(_("bị trả lại chưa gửi lại: %(n)d") % {"n": counts.received.returned})
    return found


def _phones(agency_ids: Sequence[int], on: dt.date) -> dict[int, str]:
    held = agencies.holders(on, agency_ids=agency_ids, kinds=("clerk",))
    return {holder.agency_id: holder.contact for holder in held}
