"""The search page: one field for everything, the papers as a list with filters, export and saving."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import current_actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.ui.addresses import numbered, numberer
from lienthong.kernel.ui.lists import (
    Choice,
    Column,
    ListPage,
    Option,
    Period,
    Register,
    Sort,
    Words,
)
from lienthong.kernel.ui.lists.drawn import Count
from lienthong.kernel.ui.lists.filters import Applied, Chip, Filter
from lienthong.kernel.ui.lit import excerpt, lit
from lienthong.systems.documents import api as documents
from lienthong.systems.tasks import api as tasks

DEEPEST = 2000  # rows that one may leaf through; further on, more words say more
ALL = 1_000_000
_CHUNK = 500
SHOWN = 6  # of each kind beside the papers


class Hit:
    """One found paper as the list draws it; `row` as `documents.found_papers` gives it."""

    def __init__(self, row: Any, words: str = "", text: str = "", url: str = "") -> None:
        self.row, self.words, self.text, self.url = row, words, text, url
        self.pk: int = row.pk
        self.is_incoming = row.incoming_id is not None
        self.issued_on = row.issued_on
        self.standing = (row.incoming__state, row.outgoing__state)

    @property
    def state(self) -> documents.IncomingState | documents.OutgoingState:
        """Where the paper stands, in the words of its direction."""
        if self.is_incoming:
            return documents.IncomingState(self.row.incoming__state)
        return documents.OutgoingState(self.row.outgoing__state)

    @property
    def title(self) -> str:
        """Type, by Điều 7 or as the paper names it, and subject in one line."""
        row = self.row
        if self.is_incoming:
            parts = row.incoming__type_name, row.incoming__subject
        else:
            parts = papers.document_type(row.outgoing__type_code).name, row.outgoing__subject
        title = ": ".join(part for part in parts if part)
        gone = row.incoming__destroyed_by or row.outgoing__destroyed_by
        return f"{title} ({_('Đã hủy theo %s') % gone})" if gone else title

    @property
    def reference(self) -> str:
        """Number and symbol; of a draft its symbol."""
        row = self.row
        return str(
            row.incoming__reference or row.outgoing__reference or row.outgoing__notation or ""
        )

    @property
    def issuer(self) -> str:
        """Who issued it; empty for one's own."""
        return self.row.incoming__issuer_name or ""

    @property
    def way(self) -> str:
        """Đến or đi."""
        return _("Đến") if self.is_incoming else _("Đi")

    @property
    def found_in_text(self) -> SafeString:
        """The place in the text, where the head does not hold all the words."""
        return excerpt(self.text, self.words) if self.text and self.words else SafeString("")


class Like(Filter):
    """Papers like the given one: the address holds the id of its entry."""

    def apply(self, question: QueryDict, on: dt.date) -> Applied:
        """Keep what is like the paper; one that may not be read is not understood."""
        given = question.get(self.key, "").strip()
        if not given:
            return Applied()
        actor = current_actor()
        known = given.isascii() and given.isdigit() and len(given) < 19
        entry = documents.find_entry(actor, int(given)) if actor and known else None
        if entry is None:
            return Applied(problem=str(self.label))
        shown = documents.found_papers([entry.pk], actor) if actor else []
        reference = Hit(shown[0]).reference if shown else ""
        words = _("giống văn bản %(ref)s") % {"ref": reference or entry.pk}
        return Applied(Q(like=entry.pk), (Chip(words, {self.key: None}),))


_TYPES = tuple(Option(str(n), t.name) for n, t in enumerate(papers.document_types(), start=1))
_WAY = (
    Option("1", gettext_lazy("Văn bản đến"), gettext_lazy("văn bản đến")),
    Option("2", gettext_lazy("Văn bản đi"), gettext_lazy("văn bản đi")),
)


def _numbers(path: str) -> Any:
    return lambda values: Q(**{path: [int(v) for v in values]})


PAPERS = Register(
    name="desk.search",
    title=gettext_lazy("Tra cứu"),
    one=gettext_lazy("văn bản"),
    rows=lambda _actor: documents.SearchEntry.objects.none(),
    search=lambda query, _words, _actor: query,
    search_label=gettext_lazy("Số, ký hiệu, từ trong văn bản, cơ quan, người, mã nhiệm vụ"),
    columns=(
        Column(key="way", label=gettext_lazy("Đến, đi"), value="way", mark_by="is_incoming",
               mark=lambda hit: escape(hit.way)),
        Column(key="ref", label=gettext_lazy("Số, ký hiệu"), kind="reference", value="reference",
               mark=lambda hit: lit(hit.reference, hit.words)),
        Column(key="on", label=gettext_lazy("Ngày văn bản"), kind="date", value="issued_on"),
        Column(key="title", label=gettext_lazy("Tên loại và trích yếu"), kind="long", value="title",
               lead=True, mark=lambda hit: lit(hit.title, hit.words)),
        Column(key="text", label=gettext_lazy("Trong văn bản"), kind="long", value=lambda _hit: "",
               mark=lambda hit: hit.found_in_text, in_export=False, in_print=False),
        Column(key="from", label=gettext_lazy("Tác giả"), kind="name", value="issuer",
               mark_by="issuer", mark=lambda hit: lit(hit.issuer, hit.words)),
        Column(key="state", label=gettext_lazy("Tình trạng"),
               value=lambda hit: str(hit.state.label), mark_by="standing",
               mark=lambda hit: escape(hit.state.label)),
    ),
    sorts=(Sort("best", gettext_lazy("đúng nhất, mới nhất"), ("-at",)),),
    filters=(
        Choice(key="way", label=gettext_lazy("Đến, đi"), condition=_numbers("directions"),
               options=_WAY),
        Period(key="on", label=gettext_lazy("Ngày văn bản"), path="issued_on",
               phrase=gettext_lazy("ký")),
        Words(key="from", label=gettext_lazy("Cơ quan ban hành"), path="issuer",
              phrase=gettext_lazy("do"), hint=gettext_lazy("Sở Nội vụ")),
        Words(key="cited", label=gettext_lazy("Căn cứ, viện dẫn văn bản số"), path="cited",
              phrase=gettext_lazy("viện dẫn"), hint=gettext_lazy("139/QĐ-UBND")),
        Choice(key="type", label=gettext_lazy("Tên loại"), condition=_numbers("types"),
               options=_TYPES),
        Like(key="like", label=gettext_lazy("Văn bản giống"), template="desk/filter_like.html"),
    ),
    row_url=lambda hit: hit.url,
    row_action=None,
    empty_title=gettext_lazy("Gõ điều cần tìm"),
    empty_text=gettext_lazy(
        "Số, ký hiệu, từ trong trích yếu hay trong toàn văn (có dấu hoặc không dấu), mã nhiệm vụ, "
        "tên cơ quan cũ hoặc mới, họ tên cán bộ."
    ),
    sizes=(50, 100, 200),
    file_name="tra-cuu",
    wide_print=True,
)  # fmt: skip


class Hits(Sequence[Hit]):
    """Found papers in order, fetched piece by piece as an export reads them."""

    def __init__(self, page: "SearchPage", ids: Sequence[int]) -> None:
        self.page, self.ids = page, ids

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return Hits(self.page, self.ids[at])
        return self.page.drawn(self.ids[at : at + 1])[0]

    def __iter__(self) -> Iterator[Hit]:
        for start in range(0, len(self.ids), _CHUNK):
            yield from self.page.drawn(self.ids[start : start + _CHUNK])

    def iterator(self, chunk_size: int = _CHUNK) -> Iterator[Hit]:
        """As a queryset reads its rows."""
        return iter(self)

    def order_by(self, *_keys: str) -> "Hits":
        """They have their order."""
        return self

    def values(self, *_names: str) -> "Hits":
        """For counting alone."""
        return self

    def count(self, _value: object = None) -> int:
        """How many were found."""
        return len(self.ids)


class SearchPage(ListPage):
    """A page of found papers: the best and newest by rank, told as "more than" where more follow."""

    before_rows = "desk/beside.html"

    @cached_property
    def beside(self) -> "Beside | None":
        """What else bears the words, on the first page."""
        return beside(self.words, self.actor, self.on) if self.words and not self.place else None

    @cached_property
    def asked(self) -> documents.Asked:
        """The question as the document system takes it."""
        given = self._given
        return documents.Asked(
            words=self.words,
            directions=tuple(given.get("directions", ())),
            types=tuple(given.get("types", ())),
            since=given.get("issued_on__gte"),
            until=given.get("issued_on__lte"),
            issuer=given.get("issuer", ""),
            cited=given.get("cited", ""),
        )

    @cached_property
    def _given(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for applied in self.applied:
            if applied.condition is not None:
                found |= dict(applied.condition.children)  # type: ignore[arg-type]
        return found

    def ids(self, most: int) -> list[int]:
        """The entries of the question, best first."""
        if not self.is_narrowed:
            return []
        if "like" in self._given:
            return documents.similar(self._given["like"], self.actor, most=most)
        return documents.search(self.asked, self.actor, most=most)

    def drawn(self, ids: Sequence[int]) -> list[Hit]:
        """The found papers with what the list shows of them."""
        words = self.words
        found = documents.found_papers(ids, self.actor, texts=bool(words))
        incoming = numberer("documents:incoming_one")
        outgoing = numberer("documents:outgoing_one")
        return [
            Hit(
                row,
                words,
                (row.text or "") if words else "",
                incoming(row.incoming_id) if row.incoming_id else outgoing(row.outgoing_id),
            )
            for row in found
        ]

    @cached_property
    def place(self) -> int:
        """How many rows stand before this page."""
        asked = self.question.get("at", "")
        known = asked.isascii() and asked.isdigit() and len(asked) < 6
        return min(int(asked), DEEPEST) if known else 0

    @property
    def cursor(self) -> Any:
        """Whether this is a later page."""
        return self.place or None

    @cached_property
    def fetched(self) -> tuple[list[Any], bool]:
        """The page's papers and whether more follow."""
        ids = self.ids(self.place + self.size + 1)[self.place :]
        return self.drawn(ids[: self.size]), len(ids) > self.size

    @property
    def first_number(self) -> int:
        """The number of the first row."""
        return self.place + 1

    @cached_property
    def count(self) -> Count:
        """Exact at the end of what was found, before it "more than"."""
        found, more = self.fetched
        return Count(self.place + len(found), capped=more)

    @cached_property
    def next_url(self) -> str:
        """The following page, as far as one may leaf."""
        further = self.place + self.size
        return self.url(at=str(further)) if self.fetched[1] and further <= DEEPEST else ""

    @property
    def previous_url(self) -> str:
        """The page before."""
        if not self.place:
            return ""
        before = self.place - self.size
        return self.url(at=str(before) if before > 0 else None)

    @property
    def cut(self) -> str | Promise:
        """What to do where one cannot leaf further although more was found."""
        if self.fetched[1] and not self.next_url:
            return _(
                "Còn nhiều kết quả khác. Thêm từ hoặc điều kiện để thu hẹp, hoặc xuất CSV để lấy hết."
            )
        return ""

    @cached_property
    def query(self) -> Any:
        """All that was found, as exports count it."""
        return Hits(self, self.ids(self.register.export_cap + 1))

    def ordered(self) -> Any:
        """All that was found in order, for exports and prints."""
        return Hits(self, self.ids(ALL))


@dataclass(frozen=True, slots=True)
class Beside:
    """What else bears the words, lit: tasks, agencies, people; the first few of each."""

    tasks: Sequence[tuple[str, SafeString]] = ()  # address, content
    agencies: Sequence[tuple[SafeString, bool]] = ()  # name, whether it is alive
    people: Sequence[tuple[SafeString, str, str]] = ()  # name, title, agency


def beside(words: str, actor: Actor, on: dt.date) -> Beside:
    """Tasks that the actor may see, agencies of all times, officials of today; three queries, a fourth for people's offices."""
    people = agencies.search_people(words, on, limit=SHOWN)
    named = agencies.names_of({p.agency_id for p in people}, on) if people else {}
    return Beside(
        tasks=[
            (numbered("tasks:one", t.pk), lit(t.action, words))
            for t in tasks.found_first(words, actor, SHOWN)
        ],
        agencies=[
            (lit(a.name, words), a.alive) for a in agencies.search_agencies(words, limit=SHOWN)
        ],
        people=[
            (
                lit(p.person_name, words),
                p.shown_title,
                named[p.agency_id].short_name if p.agency_id in named else "",
            )
            for p in people
        ],
    )
