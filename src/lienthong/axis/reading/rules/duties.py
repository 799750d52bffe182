"""From the tree of a body to duties: one for each thing that somebody must do, with inherited leads.

A lead-in that ends with a colon ("Giao Sở X chủ trì, phối hợp với … các nội dung:") or a heading
that is only a name gives its lead to what stands below; a part with a lead of its own overrides it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .assignments import Assignment, helpers_at, orders
from .attributes import attributes
from .clauses import begins_duty, by_semicolon, lists_things, sentences
from .directory import plain
from .headings import formal_close, heading_names
from .letters import trim
from .names import GROUP, Name
from .outline import Node
from .page import Paper
from .sayings import (
    CLOSING,
    GENERIC,
    IF_TROUBLE,
    INTRO,
    LEAVE,
    NO_DUTY,
    OPENS_LIST,
    SECTIONS,
    SO_TOLD,
    TELLING,
    TO_KNOW,
    TOPIC,
    belongs,
    capitals,
    gives,
    lengthens,
)

Span = tuple[int, int]


@dataclass(frozen=True)
class Inherited:
    """What a lead-in hands down."""

    lead: tuple[Name, ...] = ()
    coordinate: tuple[Name, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass
class Duty:
    """One duty: names, the span of what is to be done, and what else belongs to it."""

    lead: list[Name]
    coordinate: list[Name]
    start: int
    end: int
    begin: int
    section: str | None
    details: list[Span] = field(default_factory=list)
    inherited: tuple[Span, ...] = ()
    explicit: bool = True
    marked: bool = True
    tabled: bool = False  # read from a row, or from attributes such as "Cơ quan chủ trì: …"

    @property
    def stop(self) -> int:
        """The end of everything that belongs to the duty."""
        return max([self.end, *(b for _, b in self.details)])


@dataclass(frozen=True)
class Duties:
    """Reads the duties of one paper; `issuers` are the names of the issuer itself."""

    paper: Paper
    issuers: frozenset[str]

    def read(self, root: Node) -> list[Duty]:
        """All duties of a body in the order of the text."""
        found = [d for d in self._part(root, [], Inherited()) if self._real(d)]
        return sorted(found, key=lambda duty: (duty.begin, duty.start))

    def _real(self, duty: Duty) -> bool:
        text = self.paper.flat[duty.start : duty.end].strip(" .;,:/")
        if len(text) < 6 or formal_close(text) or TO_KNOW.match(text):
            return False
        if OPENS_LIST.search(text) and not duty.details:
            return False
        before = self.paper.flat[max(0, duty.begin - 160) : duty.begin]
        whole = re.split(r"[.;]\s", before)[-1] + self.paper.flat[duty.begin : duty.start]
        if IF_TROUBLE.search(whole):
            return False
        if duty.marked and not all(n.kind == GROUP for n in duty.lead):
            return True
        return not GENERIC.fullmatch(text)

    def _part(self, node: Node, parents: list[Node], given: Inherited) -> Iterator[Duty]:
        ref = node.ref(parents)
        named = attributes(self.paper, node)
        if named:
            yield Duty(
                named.lead, named.coordinate, *named.action, named.action[0], ref, [named.span],
                tabled=True,
            )  # fmt: skip
            return
        duties, handed = self._own(node, ref, given)
        yield from duties
        if not node.children:
            return
        if duties and not self._children_are_duties(node) and handed is None:
            duties[-1].details += [(c.start, c.end) for c in node.children]
            yield from self._named_children(node, parents)
            return
        yield from self._below(node, parents, given if handed is None else handed)

    def _named_children(self, node: Node, parents: list[Node]) -> Iterator[Duty]:
        """Children that name their own lead below a duty that is only explained by the others."""
        for child in node.children:
            if child.style == "para":
                yield from self._part(child, [*parents, node], Inherited())

    def _below(self, node: Node, parents: list[Node], given: Inherited) -> Iterator[Duty]:
        local = given
        for child in node.children:
            if child.style == "para":
                names = self._heading(child)
                if names or self._is_leadin(child):
                    duties, handed = self._own(child, node.ref(parents), Inherited())
                    yield from duties
                    local = handed or Inherited(tuple(names), (), ((child.start, child.end),))
                    continue
                yield from self._part(child, [*parents, node], Inherited())
                continue
            if child.style in SECTIONS and self._tells(child):
                told = self._part(child, [*parents, node], Inherited())
                yield from (duty for duty in told if self._ordered(duty))
                continue
            yield from self._part(child, [*parents, node], local)

    def _ordered(self, duty: Duty) -> bool:
        """Whether somebody is told so in so many words, not only said to do it."""
        return bool(SO_TOLD.search(self.paper.flat, max(0, duty.begin - 40), duty.start))

    def _tells(self, node: Node) -> bool:
        """Whether a section says why and how, so that a lead-in above hands it nothing to do."""
        a, b = node.blocks[0]
        return bool(TELLING.match(self.paper.flat[a:b]))

    def _named(self, a: int, b: int) -> list[Name]:
        """The names of a heading, but for the line in capitals by which the issuer names itself."""
        names = heading_names(self.paper, a, b)
        own = any(plain(name.body) in self.issuers for name in names)
        vague = self.paper.text[a:b].isupper() and all(name.kind == GROUP for name in names)
        return [] if own or vague else names

    def _heading(self, node: Node) -> list[Name]:
        a, b = node.blocks[0]
        return self._named(a, b)

    def _is_leadin(self, node: Node) -> bool:
        a, b = node.blocks[-1]
        return self.paper.text[a:b].rstrip(" .;,").endswith(":") or self.paper.text[
            a:b
        ].rstrip().endswith(":")

    def _children_are_duties(self, node: Node) -> bool:
        """Whether most children begin with something to do or with somebody who does it."""
        count = 0
        marked = [c for c in node.children if c.style != "para"]
        for child in marked:
            a, b = child.blocks[0]
            if (
                begins_duty(self.paper.flat, a, b)
                or self._named(a, b)
                or orders(self.paper, a, b, self.issuers, marked=True)
            ):
                count += 1
        return count * 2 >= max(1, len(marked))

    def _own(
        self, node: Node, ref: str | None, given: Inherited
    ) -> tuple[list[Duty], Inherited | None]:
        """Duties in a part's own words, and what it hands to its children (None: nothing new)."""
        out: list[Duty] = []
        handed: Inherited | None = None
        marked = node.style not in ("para", "root")
        for i, (a, b) in enumerate(node.blocks):
            names = self._named(a, b)
            if names and (node.children or len(node.blocks) > 1):
                handed = Inherited(tuple(names), (), ((a, b),))
                given, marked = handed, True
                continue
            last = i == len(node.blocks) - 1
            if last and node.children and self.paper.text[a:b].rstrip(" .;,/").endswith(":"):
                handed = self._leadin(a, b, given, marked, out, ref) or handed
                continue
            inherited = (
                given
                if marked and not (i == 0 and node.children and handed is None)
                else Inherited()
            )
            out.extend(self._block(a, b, inherited, ref, marked=marked))
        for duty in out:
            duty.marked = marked
        return out, handed

    def _leadin(
        self, a: int, b: int, given: Inherited, marked: bool, out: list[Duty], ref: str | None
    ) -> Inherited | None:
        """What a lead-in hands down; orders that are complete before it become duties."""
        spans = sentences(self.paper.flat, a, b)
        for start, stop in spans[:-1]:
            out.extend(self._block(start, stop, Inherited(), ref, marked=marked))
        if not spans:
            return None
        start, stop = spans[-1]
        pieces = by_semicolon(self.paper.flat, start, stop)
        found: list[Assignment] = []
        for piece in pieces:
            found = orders(self.paper, *piece, self.issuers, marked=marked) or found
        if not found:
            return replace(given, spans=(*given.spans, (start, stop))) if given.lead else None
        last = found[-1]
        return Inherited(tuple(last.lead), tuple(last.coordinate), ((last.begin, stop),))

    def _block(
        self, a: int, b: int, given: Inherited, ref: str | None, *, marked: bool
    ) -> list[Duty]:
        """The duties of one paragraph."""
        out: list[Duty] = []
        for i, (start, stop) in enumerate(sentences(self.paper.flat, a, b)):
            self._sentence(
                start, stop, given if i == 0 else Inherited(), ref, out, marked=marked and i == 0
            )
        return out

    def _sentence(
        self,
        start: int,
        stop: int,
        given: Inherited,
        ref: str | None,
        out: list[Duty],
        *,
        marked: bool,
    ) -> None:
        text = self.paper.flat
        words = text[start:stop].strip()
        if formal_close(words) or CLOSING.fullmatch(words) or capitals(words):
            return
        if LEAVE.match(words):
            return
        listing = False
        for j, (a, b) in enumerate(by_semicolon(text, start, stop)):
            topic = TOPIC.match(text, a, b) if j == 0 and given.lead else None
            a = topic.end() if topic and begins_duty(text, topic.end(), b) else a
            found = orders(self.paper, a, b, self.issuers, marked=(marked and j == 0) or bool(out))
            if found and not (listing and not found[0].chairs):
                self._take(found, ref, out)
            elif not out and given.lead and self._is_duty(a, b, marked) and not gives(text, a, b):
                out.append(
                    Duty(
                        list(given.lead),
                        list(given.coordinate),
                        a,
                        b,
                        a,
                        ref,
                        [],
                        given.spans,
                        False,
                    )
                )
                self._helpers(out[-1])
            elif out and j == 0:
                out[-1].details.append((a, b))
            elif out and not listing and not belongs(text, a, b) and begins_duty(text, a, b):
                last = out[-1]
                out.append(
                    Duty(last.lead, list(last.coordinate), a, b, a, ref, [], last.inherited, False)
                )
                self._helpers(out[-1])
            elif out and lengthens(text, a, b) and out[-1].stop <= a and not out[-1].details:
                out[-1].end = b
            elif out:
                out[-1].details.append((a, b))
            listing = listing or lists_things(text, a, b)

    def _is_duty(self, a: int, b: int, marked: bool) -> bool:
        text = self.paper.flat
        if NO_DUTY.match(text, a, b):
            return False
        if begins_duty(text, a, b):
            return True
        words = text[a:b]
        return (
            marked
            and len(words.split()) > 6
            and not re.match(r"(?:Về|Mục tiêu|Yêu cầu:|Thực trạng|Tình hình|Kết quả)\b", words)
        )

    def _helpers(self, duty: Duty) -> None:
        """ "Chủ trì, phối hợp với …" at the head of a duty whose lead is inherited."""
        chairs = helpers_at(self.paper, duty.lead, duty.start, duty.end, duty.begin)
        if chairs and chairs.start < duty.end:
            duty.start = chairs.start
            if chairs.coordinate:
                duty.coordinate = chairs.coordinate

    def _take(self, found: list[Assignment], ref: str | None, out: list[Duty]) -> None:
        for order in found:
            if order.only_helps:
                if out:
                    out[-1].coordinate = out[-1].coordinate + order.lead
                continue
            intro = INTRO.match(self.paper.flat, order.start, order.end)
            start = intro.end() if intro and intro.end() < order.end - 5 else order.start
            start, stop = trim(self.paper.flat, start, order.end, " ;.,/")
            out.append(Duty(order.lead, order.coordinate, start, stop, order.begin, ref))
