"""Reads a whole paper: marks first, then head, foot, citations, outline and tasks.

A secrecy mark ends the reading before anything else is looked at. No input raises: what cannot be
read is None.
"""

import bisect
import re
from datetime import date

from ..choices import Level, Verdict
from .addressees import Item, addressees
from .assigning import Assigning
from .citations import citations
from .directory import AgencyDirectory
from .foot import Foot, read_foot
from .head import number_field
from .headlines import basis_line, body_paragraph, opening, subject_line
from .issuer import issuer_fields, province_of
from .letters import LETTER, fold
from .lines import Segment, segments
from .marks import HEAD_ROWS, circulation, is_secret, urgency
from .names import Name, find_names, knowing, names_at
from .outline import Node, outline, sections, walk
from .own_date import date_field, opens_date
from .own_names import addressed
from .page import Paper, Source, paper_of
from .parties import Register
from .reading import Box, Cited, Evidence, Field, Party, Reading
from .spaced import apart, goes_on
from .stamps import incoming_stamp, past_stamp
from .tasks import TaskReader
from .title import type_and_subject
from .title_lines import past_issuer

_SPEAKER = re.compile(
    rf"(?P<who>(?:(?:Phó )?Chủ tịch |Ban Thường vụ |Thường trực )?(?:UBND|Ủy ban nhân dân|HĐND|Tỉnh ủy|Huyện ủy)[{LETTER} ]{{0,60}}?)\s+"
    r"(?:có|thống nhất)\s+(?:\S{1,2}\s+)?kiến\b(?:\s+chỉ đạo)?[^.;:\n]{0,30}?như\s+sau",
)
_TORN = re.compile("hoa xa hoi|chu nghia viet")  # of the national name
RULE_SETS = (
    (date(2020, 3, 5), "NĐ 30/2020/NĐ-CP"),
    (date(2011, 3, 5), "TT 01/2011/TT-BNV"),
    (date(2005, 6, 1), "TTLT 55/2005/TTLT-BNV-VPCP"),
)


def secret(source: Source) -> bool:
    """Whether a secrecy mark stands in the head of any page."""
    starts = [*source.page_starts, len(source.text)]
    for i, start in enumerate(starts[:-1]):
        pieces = segments(source.text, start, max(start, starts[i + 1]))
        rows = HEAD_ROWS if i == 0 else 8
        if (
            i == 0
            and source.stamped is not None
            and is_secret(segments(source.text, source.stamped))
        ):
            return True
        if is_secret([p for p in pieces if p.row < rows or (i == 0 and p.row < 2 * HEAD_ROWS)]):
            return True
    return False


def head_lines(source: Source) -> list[Box]:
    """The places of number and date on the first page of a recognised paper, to be looked at again."""
    reader = _Reader(paper_of(source), None, None)
    limit = reader.head_limit()
    number = number_field(reader.paper, reader.pieces, limit)["number"]
    day, _, _, _ = date_field(reader.paper, reader.pieces, limit)
    return [
        f.evidence.box
        for f in (number, day)
        if f.evidence and f.evidence.box and (f.value or re.search(r"\d", f.evidence.words))
    ]


def read_source(source: Source, directory: AgencyDirectory | None, on: date | None) -> Reading:
    """The reading of a source; `on` is the day to resolve names at when the paper has no date."""
    if secret(source):
        return Reading(Verdict.SECRET_REFUSED)
    if not re.search(rf"[{LETTER}]{{2}}", source.text):
        reason = "Không đọc được chữ nào trong văn bản."
        return Reading(Verdict.UNREADABLE, (reason,), notes=source.notes)
    return _Reader(paper_of(source), directory, on).read()


class _Reader:
    """One reading in progress."""

    def __init__(self, paper: Paper, directory: AgencyDirectory | None, on: date | None) -> None:
        self.paper = paper
        ends = paper.search.begins
        red = paper.source.stamped
        cut = red if red is None or ends is None else bisect.bisect_left(ends, red)
        self.pieces = opening(segments(paper.text, 0, cut))
        self.red = segments(paper.text, cut) if cut is not None else []
        self.fields: dict[str, Field] = {}
        self.issued: date | None = None
        self.year: int | None = None
        self.on = on
        self.directory = directory

    def read(self) -> Reading:
        """The whole reading."""
        paper, fields = self.paper, self.fields
        limit = self.head_limit()
        head = (
            [p for p in self.pieces if p.row - self.pieces[0].row <= HEAD_ROWS]
            if self.pieces
            else []
        )
        items, block, after = addressees(paper, head)
        fields |= number_field(paper, head, limit)
        dated = date_field(paper, head, limit, self.pieces)
        fields["date"], fields["place"], self.issued, self.year = dated
        named, title_end = type_and_subject(paper, head, fields["symbol"].value)
        fields |= named
        fields |= issuer_fields(paper, head, min(limit, block[0] if block else limit))
        self._without_letters_apart()
        self._where_the_number_belongs()
        fields["urgency"] = urgency(paper, [*head, *self.red])
        fields["circulation_limit"] = circulation(paper, [*self.pieces, *self.red])
        in_red = incoming_stamp(paper, self.red)
        fields["incoming_stamp"] = in_red if in_red.evidence else incoming_stamp(paper, head)
        body_start = max(after, title_end, self._head_end(head, limit) if not after else 0)
        body_start = past_issuer(self.pieces, past_stamp(self.pieces, body_start))
        foot = read_foot(paper, self.pieces, body_start)
        fields |= foot.fields
        body_end = max(body_start, min(foot.start, self._closing(body_start, foot.start)))
        root = outline(paper, body_start, body_end)
        preamble = self._preamble_end(root)
        cited = citations(paper, body_start, body_end, preamble)
        self._against_time(cited)
        self._speaker(body_start, body_end)
        register = self._register(cited)
        with knowing(addressed(items)):
            self._recipients(items, block, foot, root, register)
        fields["rule_set"] = self._rule_set()
        assigning = Assigning(paper, self.pieces, self.red, fields, (self.year, self.issued))
        duties = assigning.duties(items, root, foot.start)
        tasks = TaskReader(paper, register, self.year, self.issued, cited)
        listed = [c for c, _, _ in cited]
        notes = [*paper.source.notes, *(["restored"] if paper.restored else [])]
        return Reading(
            Verdict.READ, (), fields, tuple(c for c in listed if c.role in ("basis", "proposal", "implements", "replies")),
            tuple(listed), tuple(sections(paper, root)), tuple(tasks.task(d) for d in duties),
            tuple(tasks.other_limits(body_start, body_end, duties)), paper.source.text,
            len(paper.source.page_starts), tuple(notes), register.on,
        )  # fmt: skip

    def _without_letters_apart(self) -> None:
        """Nothing is taken from a row of letters set apart that could not be brought together, nor from
        columns so wide that lines of the national name run through a name."""
        for key in ("agency", "parent_agency", "subject", "reference", "symbol"):
            field = self.fields[key]
            if not isinstance(field.value, str):
                continue
            torn = key.endswith("agency") and _TORN.search(fold(field.value))
            place = field.evidence
            more = (
                place
                and key in ("reference", "symbol")
                and goes_on(self.paper.source.text, place.end)
            )
            if torn or more or apart(field.value):
                self.fields[key] = Field(None, field.evidence, 0.0)

    def head_limit(self) -> int:
        """Where running text surely begins: number and date are looked for before it."""
        for i, piece in enumerate(self.pieces):
            if body_paragraph(piece) and piece.row - self.pieces[0].row > 1:
                # a subject in one long line stands above place and date
                below = self.pieces[i + 1 : i + 5]
                if not basis_line(piece) and any(opens_date(p) for p in below):
                    continue
                if subject_line(piece):
                    continue
                return piece.start
        return self.pieces[-1].end if self.pieces else 0

    def _head_end(self, head: list[Segment], limit: int) -> int:
        """The end of the head of a paper without addressees."""
        found = [self.fields[k].evidence for k in ("number", "date") if k in self.fields]
        ends = [p.end for p in head if any(e and p.start <= e.start < p.end for e in found)]
        return min(max(ends, default=0), limit)

    def _closing(self, start: int, end: int) -> int:
        """The end of the body: after its "./." when only the foot follows."""
        at = self.paper.text.rfind("./.", start, end)
        return at + 3 if at >= 0 else end

    def _preamble_end(self, root: Node) -> int:
        marked = [c.start for c in root.children if c.style != "para"]
        return min(marked, default=root.end)

    def _where_the_number_belongs(self) -> None:
        """The place under the agency's name, to be looked at where no number could be made out."""
        above = self.fields["agency"].evidence
        if self.fields["number"].evidence or above is None or above.box is None:
            return
        box = above.box
        under = Box(box.left - 10, box.bottom + 2, box.right + 30, box.bottom + 44)
        place = Evidence(above.page, "", above.end, above.end, under, above.origin)
        for key in ("number", "symbol", "reference"):
            self.fields[key] = Field(self.fields[key].value, place, self.fields[key].confidence)

    def _against_time(self, cited: list[tuple[Cited, int, int]]) -> None:
        """A recognised date before that of a paper which this one cites was misread: None."""
        latest = max((c.date for c, _, _ in cited if c.date), default="")
        if self.paper.recognised and self.issued and latest > self.issued.isoformat():
            self.fields["date"] = Field(None, self.fields["date"].evidence, 0.0)
            self.issued = self.year = None

    def _speaker(self, start: int, end: int) -> None:
        """Whose word the paper carries, where the foot does not say it."""
        if self.fields["on_behalf_of"].value is not None:
            return
        match = _SPEAKER.search(self.paper.flat, start, min(end, start + 4000))
        if match:
            a, b = match.span("who")
            place = self.paper.evidence(a, match.end())
            self.fields["on_behalf_of"] = Field(
                self.paper.value(a, b), place, 0.75 * self.paper.trust
            )

    def _register(self, cited: list[tuple[Cited, int, int]]) -> Register:
        """The directory at the best known day of the paper, or none for another province."""
        covers = getattr(self.directory, "covers", None)
        agency = str(self.fields["agency"].value or "")
        province = province_of(agency, str(self.fields["parent_agency"].value or ""))
        directory = None if covers and not covers(province) else self.directory
        own = self.fields["level"].value in (
            None,
            Level.PROVINCE,
            Level.PROVINCIAL_BODY,
            Level.OTHER,
        )
        return Register(directory, self._day(cited), groups=own)

    def _day(self, cited: list[tuple[Cited, int, int]]) -> date | None:
        """The day at which names are looked up: the paper's own, else the best that is known of it."""
        if self.issued:
            return self.issued
        latest = max((c.date for c, _, _ in cited if c.date), default=None)
        floor = date.fromisoformat(latest) if latest else None
        if self.year and not (floor and floor.year == self.year):
            return date(self.year, 7, 1)
        return floor or self.on

    def _recipients(
        self,
        items: list[Item],
        block: tuple[int, int] | None,
        foot: Foot,
        root: Node,
        register: Register,
    ) -> None:
        paper = self.paper
        to = [self._item_party(item, register) for item in items]
        place = paper.evidence(*block) if block and to else None
        if not to and foot.article:
            names = self._article(root, foot.article)
            to = [register.party(paper, n) for n in names]
            place = paper.evidence(names[0].start, names[-1].end) if names else None
        cc = [self._item_party(Item(paper.value(a, b), a, b, 1.0), register) for a, b in foot.cc]
        self.fields["recipients_to"] = _people(to, place)
        span = paper.evidence(*foot.recipients_span) if foot.recipients_span and cc else None
        self.fields["recipients_cc"] = _people(cc, span)

    def _item_party(self, item: Item, register: Register) -> Party:
        names, stop = names_at(item.words, 0)
        place = self.paper.evidence(item.start, item.end)
        sure = 0.95 * self.paper.trust * item.score
        if len(names) == 1 and stop >= len(item.words) - 2:
            party = register.party(self.paper, names[0])
            return Party(
                item.words, party.kind, place, sure, party.name, party.agencies, party.post
            )
        return Party(item.words, "text", place, sure * 0.9)

    def _article(self, root: Node, label: str) -> list[Name]:
        """The names in an article that carries the formula of execution ("Như Điều n")."""
        for node in walk(root):
            if node.style == "article" and node.label == label:
                start, stop = node.blocks[0]
                text = self.paper.flat[start:stop]
                cut = re.search(r"(?:chịu trách nhiệm|căn cứ|có trách nhiệm)\b", text)
                return find_names(self.paper.flat, start, start + cut.start() if cut else stop)
        return []

    def _rule_set(self) -> Field:
        known = self.issued or (
            date(self.year, 12, 31) if self.year and self.year != 2020 else None
        )
        place = self.fields["date"].evidence
        for since, name in RULE_SETS:
            if known and known >= since:
                certain = 0.95 if name.startswith("NĐ") else 0.8
                return Field(name, place, certain)
        return Field()


def _people(parties: list[Party], place: Evidence | None) -> Field:
    if not parties:
        return Field()
    sure = min(p.confidence for p in parties)
    return Field([p.value for p in parties], place, sure, {"parties": tuple(parties)})
