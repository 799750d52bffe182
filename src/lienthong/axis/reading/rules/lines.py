"""Lines of a paper cut into segments where two columns stand side by side, and the marks on them."""

import re
from dataclasses import dataclass

from .letters import LETTER, fold, squeeze, trim

_GAP = re.compile(r"\s{3,}|\t+|\s*\|\s*|(?<=\S)\s{2,}(?=(?:CỘNG HÒA|Độc lập|TM\.|KT\.|TL\.|TUQ\.))")
_NATION = re.compile(r"cong hoa xa hoi chu nghia viet nam", re.IGNORECASE)
_MOTTO = re.compile(r"doc lap\s*\W\s*tu do\s*\W\s*hanh phuc", re.IGNORECASE)
_PARTY = re.compile(r"^\W*dang cong san viet nam\W*$", re.IGNORECASE)


@dataclass(frozen=True)
class Segment:
    """A piece of a line with its span; `row` counts lines from 0, `side` pieces from the left."""

    text: str
    start: int
    end: int
    row: int
    side: int

    @property
    def bare(self) -> str:
        """Lower-case letters without marks."""
        return fold(self.text)

    @property
    def upper(self) -> bool:
        """Whether nearly all letters are capitals."""
        letters = [c for c in self.text if c.isalpha()]
        return bool(letters) and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


def segments(text: str, start: int = 0, end: int | None = None) -> list[Segment]:
    """The non-empty pieces of the lines of a span, the national name cut off from its neighbours."""
    end = len(text) if end is None else end
    out: list[Segment] = []
    at = start
    for row, line in enumerate(text[start:end].split("\n")):
        side, here = 0, 0
        cuts = [(m.start(), m.end()) for m in _GAP.finditer(line)] + [(len(line), len(line))]
        for left, right in cuts:
            for a, b in _without_nation(line, here, left):
                a, b = trim(line, a, b, "|")
                if b > a:
                    out.append(Segment(line[a:b], at + a, at + b, row, side))
                    side += 1
            here = right
        at += len(line) + 1
    return out


def _without_nation(line: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span cut around the national name and motto, which may share a line with the agency."""
    bare = fold(line[start:end])
    for pattern in (_NATION, _MOTTO):
        match = pattern.search(bare)
        if match and match.start() > 2:
            cut = start + match.start()
            return [(start, cut), (cut, end)]
    return [(start, end)]


def is_nation(segment: Segment) -> bool:
    """Whether the piece is the national name or the motto (also cut over two lines)."""
    bare = segment.bare
    if _NATION.search(bare) or _MOTTO.search(bare):
        return True
    words = squeeze(re.sub(r"[^a-z ]", " ", bare))
    return words.startswith("cong hoa xa hoi") or words in {
        "cong", "hoa xa hoi chu nghia viet nam", "chu nghia viet nam", "nghia viet nam", "viet nam", "nam",
    }  # fmt: skip


def is_party(segment: Segment) -> bool:
    """Whether the piece is the heading of a Party paper."""
    return bool(_PARTY.match(segment.bare))


def is_rule(segment: Segment) -> bool:
    """Whether the piece is a drawn line or otherwise without letters and digits."""
    return not re.search(rf"[{LETTER}\d]", segment.text)
