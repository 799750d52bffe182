"""What the parts of a body are for: headings that name who acts, sections that only tell, lead-ins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .clauses import begins_duty, sentences
from .directory import plain
from .duty import Duty, Inherited
from .headings import heading_names, sends
from .lexicon import TRIGGER, opens_with_verb
from .names import GROUP, Name, names_at
from .outline import Node
from .own_names import is_own
from .page import Paper
from .sayings import (
    ABOUT,
    EMPTY,
    HEADS,
    ISSUERS_ACT,
    LABELLED,
    NO_DUTY,
    REPORTS_TO,
    SO_TOLD,
    SPOKEN,
    TELLING,
    WORKS,
    asks,
    leads_in,
    speaks,
)

_TAIL = 160  # letters at the end of a lead-in that say how it goes on
_HEADING = re.compile(r"\W*(?:\d{1,2}|[a-hIVX]{1,4})\s*[.)/]\s*(?:Mục đích, )?[Yy]êu cầu\W*")


@dataclass(frozen=True)
class Heads:
    """Asks of the parts of one paper; `issuers` are the names of the issuer itself."""

    paper: Paper
    issuers: frozenset[str]
    told: tuple[Name, ...] = ()  # the addressees, who are told where nobody else is named

    def _ordered(self, duty: Duty) -> bool:
        """Whether somebody is told so in so many words, not only said to do it."""
        told = SO_TOLD.search(self.paper.flat, max(0, duty.begin - 40), duty.start)
        if told is None:
            return False
        line = self.paper.text.rfind("\n", 0, told.start()) + 1  # "2. Yêu cầu": a heading, no order
        stop = self.paper.text.find("\n", told.end())
        return stop < 0 or not _HEADING.fullmatch(self.paper.text[line:stop])

    def _tells(self, node: Node) -> bool:
        """Whether a section says why and how, so that a lead-in above hands it nothing to do."""
        a, b = node.blocks[0]
        return bool(TELLING.match(self.paper.flat[a:b]))

    def _named(self, a: int, b: int, *, numbered: bool = False) -> list[Name]:
        """The names of a heading, but for the line in capitals by which the issuer names itself."""
        if sends(self.paper.text[a:b]):
            return []
        names = heading_names(self.paper, a, b)
        own = any(self._is_issuer(plain(name.body)) for name in names)
        own = own and self.paper.text[a:b].isupper()
        vague = self.paper.text[a:b].isupper() and all(name.kind == GROUP for name in names)
        vague = vague and not numbered
        return [] if own or vague else names

    def _is_issuer(self, body: str) -> bool:
        """Whether a name is the issuer's, though the head may have lost its level and place."""
        bare = {"ubnd", "hđnd"} & self.issuers
        return is_own(body, self.issuers) or (
            bool(bare)
            and any(re.match(rf"{b} (?:tỉnh|thành phố|huyện|xã|phường) ", body) for b in bare)
        )

    def _heading(self, node: Node) -> list[Name]:
        a, b = node.blocks[0]
        return self._named(a, b)

    def _is_leadin(self, node: Node) -> bool:
        a, b = node.blocks[-1]
        return leads_in(self.paper.flat[a:b])

    def _names_a_field(self, node: Node, a: int, b: int) -> bool:
        """Whether the first block only says what the blocks or points below it are about."""
        words = self.paper.text[a:b].strip()
        below = len(node.blocks) > 1 or bool(node.children)
        title = len(node.blocks) > 1 and words.endswith(":") and len(words.split()) <= 6
        if title and not TRIGGER.match(words) and not names_at(words, 0)[0]:
            return True
        return (
            below
            and bool(HEADS.match(words))
            and words[-1] not in ".;:/"
            and len(words.split()) < 25
        )

    def _is_duty(self, a: int, b: int, marked: bool) -> bool:
        text = self.paper.flat
        if NO_DUTY.match(text, a, b) or LABELLED.match(text, a, b):
            return False
        names, stop = names_at(text, a, b)
        if names and not text[stop:b].strip(" .;,/"):
            return False  # "Lãnh đạo Sở Xây dựng;" in a list of members
        if begins_duty(text, a, b):
            return True
        words = text[a:b]
        return (
            marked
            and len(words.split()) > 6
            and not re.match(r"(?:Về|Mục tiêu|Yêu cầu:|Thực trạng|Tình hình|Kết quả)\b", words)
        )

    def _labels(self, node: Node) -> bool:
        """Whether most points below only say when, where and for whom."""
        firsts = [c.blocks[0] for c in node.children if c.style != "para"]
        return 2 * sum(bool(LABELLED.match(self.paper.flat, *x)) for x in firsts) > len(firsts)

    def _about(self, start: int, stop: int, points: Sequence[Node]) -> int | None:
        """The end of a lead-in that is the duty where the points below it name things, not acts."""
        text = self.paper.flat
        tail = ABOUT.search(text, max(start, stop - _TAIL), stop)
        if tail is None or EMPTY.fullmatch(text, start, tail.start()):
            return None
        if tail.start() - start < 20 or not opens_with_verb(text[start:stop][:60]):
            return None
        firsts = [c.blocks[0] for c in points if c.style != "para"]
        acts = sum(begins_duty(text, a, b) or bool(names_at(text, a, b)[0]) for a, b in firsts)
        fields = [c for c in points if HEADS.match(text, *c.blocks[0])]
        below = [x for c in fields for x in c.children]  # "1. Về thu ngân sách: - Tăng cường …"
        acts += sum(any(begins_duty(text, *x) for x in c.blocks) for c in below)
        return tail.start() if len(firsts) > 1 and 2 * acts < len(firsts) else None

    def _works(self, points: Sequence[Node]) -> bool:
        """Whether one of the points that say when and where says what, too, with points of its own."""
        flat = self.paper.flat
        return any(
            WORKS.match(flat, *c.blocks[0])
            and c.children
            and all(begins_duty(flat, *x.blocks[0]) for x in c.children)
            for c in points
            if c.style != "para"
        )

    def _spoken(self, a: int, b: int) -> bool:
        """Whether a paragraph says that the next one is an order: "… có ý kiến như sau:", "yêu cầu:"."""
        last = sentences(self.paper.flat, a, b)[-1:]
        words = self.paper.flat[last[0][0] : b] if last else ""
        return words.rstrip().endswith(":") and bool(SPOKEN.search(words[-_TAIL:]))

    def _runs_on(self, a: int, b: int) -> bool:
        """Whether a line goes on with a list of things to do: it begins with one, and asks nobody."""
        text = self.paper.flat
        return (
            begins_duty(text, a, b)
            and not TRIGGER.match(text, a, b)
            and not names_at(text, a, b)[0]
            and not ISSUERS_ACT.match(text, a, b)
        )

    def _still(self, a: int, b: int) -> bool:
        """Whether a paragraph between points goes on with what those of the points shall do."""
        reports = self.told and REPORTS_TO.match(self.paper.flat, a, b)
        return b - a > 60 and not reports and self._runs_on(a, b)

    def _to_addressees(self, node: Node, a: int, b: int, given: Inherited) -> Inherited | None:
        """Points that nobody is named for are for the addressees: "Bộ X yêu cầu: 1. Rà soát …"."""
        last = sentences(self.paper.flat, a, b)[-1:]
        words = self.paper.flat[last[0][0] : b] if last else ""
        if not self.told or given.lead or not (asks(words) or speaks(words)):
            return None
        firsts = [c.blocks[0] for c in node.children if c.style != "para"]
        opens = [
            c
            for c in node.children
            if c.style != "para" and any(begins_duty(self.paper.flat, *x) for x in c.blocks)
        ]
        own = any(ISSUERS_ACT.match(self.paper.flat, *x) for x in firsts)
        if not asks(words) and (own or len(opens) * 4 < 3 * len(firsts) or len(firsts) < 2):
            return None
        return Inherited(self.told, (), (last[0],), verbs=True)
