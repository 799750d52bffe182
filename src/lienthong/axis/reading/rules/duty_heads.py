"""What the parts of a body are for: headings that name who acts, sections that only tell, lead-ins."""

import re
from dataclasses import dataclass

from .clauses import begins_duty
from .directory import plain
from .duty import Duty
from .headings import heading_names, sends
from .names import GROUP, Name
from .outline import Node
from .own_names import is_own
from .page import Paper
from .sayings import HEADS, LABELLED, NO_DUTY, SO_TOLD, TELLING

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

    def _named(self, a: int, b: int) -> list[Name]:
        """The names of a heading, but for the line in capitals by which the issuer names itself."""
        if sends(self.paper.text[a:b]):
            return []
        names = heading_names(self.paper, a, b)
        own = any(self._is_issuer(plain(name.body)) for name in names)
        vague = self.paper.text[a:b].isupper() and all(name.kind == GROUP for name in names)
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
        return self.paper.text[a:b].rstrip(" .;,").endswith(":") or self.paper.text[
            a:b
        ].rstrip().endswith(":")

    def _names_a_field(self, node: Node, a: int, b: int) -> bool:
        """Whether the first block only says what the blocks or points below it are about."""
        words = self.paper.text[a:b].strip()
        below = len(node.blocks) > 1 or bool(node.children)
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
        if begins_duty(text, a, b):
            return True
        words = text[a:b]
        return (
            marked
            and len(words.split()) > 6
            and not re.match(r"(?:Về|Mục tiêu|Yêu cầu:|Thực trạng|Tình hình|Kết quả)\b", words)
        )
