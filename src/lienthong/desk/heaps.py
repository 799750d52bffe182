"""The heaps of the desk: what waits for a post, of each kind of thing in one question."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.db.models import Case, Count, Expression, QuerySet, TextField, Value, When, Window
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from lienthong.kernel.access import prepared
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.ui import clocks, formats, marks
from lienthong.kernel.ui.addresses import numbered, plain
from lienthong.kernel.ui.lists import Column
from lienthong.kernel.ui.lists.columns import Kind as CellKind
from lienthong.kernel.ui.lists.drawn import draw_rows
from lienthong.systems.documents import api as documents
from lienthong.systems.tasks import api as tasks

SHOWN = 12  # of each heap
MOST = 1000  # beyond, only that there are more

Heaps = Mapping[str, QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One heap: what the post must do, how many there are, the first of them, the whole list.

    `rows` are named tuples of the columns of its kind; `count` is exact.
    """

    key: str
    title: Any
    count: int
    rows: Sequence[Any]
    url_name: str
    query: str
    kind: "Kind"

    @property
    def body(self) -> SafeString:
        """The rows of its table."""
        return draw_rows(self.rows, self.kind.line)

    @property
    def url(self) -> str:
        """The address of the whole list."""
        address = plain(self.url_name)
        return f"{address}?{self.query}" if self.query else address

    @property
    def beyond(self) -> bool:
        """Whether the desk shows only the first of them."""
        return self.count > len(self.rows)

    @property
    def count_words(self) -> str:
        """The number, or "1.000+" where it says no more than that."""
        return formats.number(MOST) + "+" if self.count > MOST else formats.number(self.count)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that waits: where its heaps come from, in what order, what is fetched of
    each row, and how its line is drawn.

    `apart` are heaps whose question is long to plan: alone, PostgreSQL keeps its plan.
    """

    name: str
    heaps: Callable[[Actor], Heaps]
    order: tuple[Any, ...]
    columns: tuple[str, ...]
    line: tuple[Column, ...]
    apart: tuple[str, ...] = ()


_TITLES = {
    "to_register": (gettext_lazy("Chờ tiếp nhận"), "documents:intake", ""),
    "inherited": (
        gettext_lazy("Văn bản của cơ quan đã kết thúc, chờ nhận"),
        "documents:inherited",
        "",
    ),
    "to_pass_on": (
        gettext_lazy("Thu hồi, thay thế, đính chính chờ chuyển tiếp"),
        "documents:incoming",
        "pass_on=1",
    ),
    "to_route": (gettext_lazy("Chờ chuyển"), "documents:incoming", "state=registered"),
    "to_instruct": (
        gettext_lazy("Chờ cho ý kiến"),
        "documents:incoming",
        "state=for_instruction",
    ),
    "to_assign": (gettext_lazy("Chờ phân công"), "documents:incoming", "state=at_unit"),
    "to_handle": (gettext_lazy("Chờ xử lý"), "documents:incoming", "state=in_hand"),
    "ordered": (gettext_lazy("Được giao soạn thảo"), "documents:drafts", ""),
    "to_draft": (gettext_lazy("Đang soạn thảo"), "documents:drafts", ""),
    "to_check": (gettext_lazy("Chờ kiểm tra"), "documents:to_check", ""),
    "to_sign": (gettext_lazy("Chờ ký"), "documents:signing_book", ""),
    "to_issue": (gettext_lazy("Chờ phát hành"), "documents:to_issue", ""),
    "joint": (gettext_lazy("Văn bản liên tịch chờ ký, ký số"), "documents:joint", ""),
    "inside": (
        gettext_lazy("Văn bản nội bộ chờ ký nhận, giải quyết"),
        "documents:internal_in",
        "",
    ),
    "to_answer": (gettext_lazy("Chờ cho ý kiến phối hợp"), "documents:opinions", ""),
    "to_confirm": (gettext_lazy("Nhiệm vụ chờ xác nhận"), "tasks:proposals", ""),
    "to_receive": (gettext_lazy("Nhiệm vụ chờ tiếp nhận"), "tasks:list", "state=assigned"),
    "to_name": (gettext_lazy("Nhiệm vụ chờ phân công"), "tasks:list", "state=received"),
    "to_do": (gettext_lazy("Nhiệm vụ đang thực hiện"), "tasks:list", "state=in_progress"),
    "to_accept": (gettext_lazy("Kết quả chờ xác nhận"), "tasks:list", "state=submitted"),
    "to_decide": (gettext_lazy("Đề nghị chờ quyết định"), "tasks:list", ""),
}
_HASTE = ("timed_express", "express", "very_urgent", "urgent")


def most_urgent_first() -> Expression:
    """The rank of a paper's urgency, HOẢ TỐC before THƯỢNG KHẨN before KHẨN (PL I.III.2.b)."""
    ranks = (When(urgency=level, then=Value(rank)) for rank, level in enumerate(_HASTE))
    return Case(*ranks, default=Value(len(_HASTE)))


def _subject(row: Any) -> SafeString:
    """The subject with its urgency before it and who issued it below."""
    url = numbered("documents:incoming_one", row.pk)
    mark = f"{marks.urgency(row.urgency)} " if row.urgency != "normal" else ""
    return SafeString(
        f'{mark}<a href="{url}">{escape(row.subject or row.type_name)}</a>'
        f'<br><span class="muted">{escape(row.issuer_name)}</span>'
    )


def _linked(name: str, text: Callable[[Any], str]) -> Callable[[Any], SafeString]:
    def draw(row: Any) -> SafeString:
        return SafeString(f'<a href="{numbered(name, row.pk)}">{escape(text(row))}</a>')

    return draw


def _asked(row: Any) -> SafeString:
    return SafeString(f'<a href="{plain("documents:opinions")}">{escape(row.subject)}</a>')


def _due(due: dt.datetime | None) -> SafeString:
    return SafeString("") if due is None else marks.deadline(due, clocks.days_left(due))


def _draft_time(row: Any) -> Any:
    if row.state == "assigned" and row.draft_due_at:
        return _due(row.draft_due_at)
    return formats.moment(row.updated_at)


def _cell(key: str, draw: Callable[[Any], Any], kind: CellKind = "text") -> Column:
    return Column(key=key, label="", value=key, kind=kind, mark=draw)


KINDS = (
    Kind(
        "incoming",
        documents.waiting_for_person,
        (most_urgent_first(), "arrived_at"),
        ("reference", "urgency", "subject", "type_name", "issuer_name", "arrived_at"),
        (
            Column(key="reference", label="", value="reference", kind="reference"),
            _cell("subject", _subject, "long"),
            Column(key="at", label="", value="arrived_at", kind="moment"),
        ),
        apart=("to_pass_on",),
    ),
    Kind(
        "outgoing",
        documents.outgoing_waiting,
        ("id",),
        ("reference", "notation", "subject", "state", "draft_due_at", "updated_at"),
        (
            Column(
                key="ref", label="", value=lambda r: r.reference or r.notation, kind="reference"
            ),
            _cell("subject", _linked("documents:outgoing_one", lambda r: r.subject), "long"),
            _cell("at", _draft_time, "moment"),
        ),
    ),
    Kind(
        "joint",
        documents.joint_waiting,
        ("id",),
        ("reference", "subject", "asked_at"),
        (
            Column(key="ref", label="", value="reference", kind="reference"),
            _cell("subject", _linked("documents:joint_one", lambda r: r.subject), "long"),
            Column(key="at", label="", value="asked_at", kind="moment"),
        ),
    ),
    Kind(
        "opinion",
        documents.opinions_waiting,
        ("id",),
        ("document_id", "subject", "due_at"),
        (
            _cell("subject", _asked, "long"),
            _cell("at", lambda r: _due(r.due_at), "moment"),
        ),
    ),
    Kind(
        "task",
        tasks.waiting_for_person,
        ("deadline", "id"),
        ("source_reference", "action", "deadline"),
        (
            Column(key="ref", label="", value="source_reference", kind="reference"),
            _cell(
                "action", _linked("tasks:one", lambda r: formats.shortened(r.action, 140)), "long"
            ),
            _cell("at", lambda r: _due(r.deadline), "moment"),
        ),
    ),
)


def waiting_for(actor: Actor) -> list[Waiting]:
    """Everything that waits for this person, heap by heap.

    One question for each kind of thing, and one for each heap apart.
    """
    return [heap for kind in KINDS for heap in _heaps(kind, actor)]


def _heaps(kind: Kind, actor: Actor) -> list[Waiting]:
    found: dict[str, list[Any]] = {}
    for part in ("", *kind.apart):
        name = f"desk.{kind.name}.{part}"
        for row in prepared.named(name, actor, lambda who, part=part: _firsts(kind, part, who)):  # type: ignore[misc]
            found.setdefault(row.heap, []).append(row)
    heaps = []
    for key, rows in found.items():
        title, url, query = _TITLES[key]
        heaps.append(Waiting(key, title, rows[0].total, rows, url, query, kind))
    return heaps


def _firsts(kind: Kind, part: str, actor: Actor) -> QuerySet[Any, Any]:
    """The first rows of each heap of a kind, one heap after the other, each with its heap's number:
    of the heap `part`, or of all that are not apart.

    A heap is sorted by urgency or deadline, which no index has, so all of it is read in any case and
    its number costs nothing more.
    """
    parts: list[QuerySet[Any, Any]] = [
        rows.annotate(heap=Value(key, output_field=TextField()), total=Window(Count("*")))
        .order_by(*kind.order)
        .values_list("heap", "total", "pk", *kind.columns, named=True)[:SHOWN]
        for key, rows in kind.heaps(actor).items()
        if (key == part if part else key not in kind.apart)
    ]
    if not parts:
        nothing: QuerySet[Any, Any] = documents.OutgoingDocument.objects.none()
        return nothing.values_list("pk")
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
