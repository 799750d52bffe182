"""Paragraphs that ran together on one line ("… kịp thời. 2. Sở Y tế: a) Lập …; b) Gửi …") parted again.

Portals, and text taken out of files, carry them so. A mark counts only in its order (1 then 2, a then
b), or as a dash behind the end of a sentence or a clause; a blank becomes the end of a line, nothing
moves.
"""

import bisect
import re
from collections import defaultdict
from dataclasses import dataclass, field

from .body_words import departments
from .letters import UPPER
from .lexicon import VERBS, opens_with_verb
from .names import names_at
from .numbering import order_of
from .run_on_words import (
    AFTER_TITLE,
    AT_FOOT,
    CHARGED,
    COUNTED,
    FAR,
    FOOT,
    HALVES,
    HEADING,
    LETTERED,
    LONG,
    MARK,
    OFFICE,
    PLACE,
    RANKS,
    SECONDS,
    SHORT,
    STOP,
    TITLE,
    UNENDED,
    WHOLE,
)


def run_on(text: str) -> str:
    """The text with a paragraph on a line of its own for each point that ran into the one before."""
    if max(map(len, text.split("\n")), default=0) < LONG:
        return text
    text = FOOT.sub("\n", text)
    cuts = _Points(text).cuts()
    out, at = [], 0
    for place in sorted(cuts):
        out.append(text[at:place])
        at = place + 1
    return "\n".join([*out, text[at:]])


@dataclass(frozen=True)
class _Mark:
    """What may open a point: its kind, its order, where it stands, whether behind a stop."""

    style: str
    label: str
    order: int
    start: int
    end: int
    first: bool  # on its line
    strong: bool


@dataclass
class _Points:
    """The points of a text in their order; `seen` are the places of each mark behind a stop."""

    text: str
    expected: dict[str, int] = field(default_factory=dict)
    number: str = ""  # of the point whose parts 2.1, 2.2 are
    seen: dict[tuple[str, int], list[int]] = field(default_factory=lambda: defaultdict(list))

    def cuts(self) -> list[int]:
        """The places of the blanks that stand before a point."""
        marks = list(self._marks())
        for mark in marks:
            if mark.strong or mark.first:
                self.seen[mark.style, mark.order].append(mark.start)
        out: list[int] = []
        opened = 0  # where the paragraph begins
        line, below = 0, self.text.find("\n")
        after = [*marks[1:], None]
        for mark, following in zip(marks, after, strict=False):
            if mark.first:
                opened = mark.start
                self._note(mark)
                continue
            while 0 <= below < mark.start:
                line, below = below + 1, self.text.find("\n", below + 1)
            opened = max(opened, line)
            if AT_FOOT.match(self.text, line):
                continue
            if self._opens(mark, opened, following):
                out.append(mark.start - 1)
                opened = mark.start
                self._note(mark)
        return out + self._headings(out)

    def _headings(self, cuts: list[int]) -> list[int]:
        """The blanks behind headings that ran into the words below them."""
        text = self.text
        starts = [0, *(m.end() for m in re.finditer(r"\n[ ]*", text)), *(cut + 1 for cut in cuts)]
        starts.sort()
        stops = [*(at - 1 for at in starts[1:]), len(text)]
        found = (
            self._behind_heading(a, b) for a, b in zip(starts, stops, strict=True) if b - a >= SHORT
        )
        return [place for place in found if place is not None]

    def _marks(self) -> list[_Mark]:
        text, out = self.text, []
        for place in PLACE.finditer(text):
            match = MARK.match(text, place.end())
            if match is None:
                continue
            style = match.lastgroup or ""
            label = match[style]
            first = place.start() == 0 or text[place.start() - 1] == "\n"
            strong = bool(STOP.search(text[max(0, place.start() - 6) : place.start()]))
            order = order_of(style, label.rpartition(".")[2]) or 0
            if "|" in text[max(0, place.start() - 3) : match.end()]:
                continue
            out.append(_Mark(style, label, order, place.end(), match.end(), first, strong))
        return out

    def _opens(self, mark: _Mark, opened: int, following: _Mark | None) -> bool:
        """Whether a mark within a line opens a point."""
        text, before = self.text, self.text[max(opened, mark.start - 40) : mark.start - 1]
        if mark.style in ("dash", "plus"):
            return mark.strong or self._dash_under(mark, opened, following)
        cited = LETTERED if mark.style == "letter" else COUNTED
        if mark.style not in ("decimal2", "decimal3") and cited.search(before):
            return False
        short = mark.start - opened < HEADING
        head = short and self._heads(opened, mark)
        if mark.style in ("decimal2", "decimal3"):
            parent = mark.label.rpartition(".")[0]
            known = parent == self.number or f"{parent}." in f"{self.number}."
            next_one = mark.order == self.expected.get(mark.style, 1)
            return known and next_one and (mark.strong or head)
        if mark.style == "capital" and not (text[mark.end : mark.end + 5].isupper() or mark.strong):
            return False
        if mark.order == 1:
            if not (mark.strong or head):
                return False
            return before.endswith(":") or self._second(mark)
        wanted = self.expected.get(mark.style, 1)
        on = self.expected.get(f"{mark.style}+", 0)
        skips = mark.style == "letter" and mark.label == "e" and wanted == mark.order - 1
        if mark.order not in (wanted, on) and not skips:
            return False
        return mark.strong or head or (mark.style == "letter" and text[mark.end].isupper())

    def _second(self, mark: _Mark) -> bool:
        """Whether the second of a list that may begin here stands further on."""
        places = self.seen.get((mark.style, 2), [])
        at = bisect.bisect_right(places, mark.start)
        return at < len(places) and places[at] - mark.start < FAR

    def _heads(self, opened: int, mark: _Mark) -> bool:
        """Whether the words before a mark are a heading without a full stop: "II. NHIỆM VỤ 1. …"."""
        words = self.text[opened : mark.start - 1]
        above = MARK.match(words)
        if above is None or not words[above.end() :][:1].isupper() or words.endswith(","):
            return False
        return RANKS[above.lastgroup or ""] <= RANKS[mark.style]

    def _dash_under(self, mark: _Mark, opened: int, following: _Mark | None) -> bool:
        """Whether a dash behind a heading opens a point, and is no part of a name."""
        words = self.text[opened : min(mark.start - 1, opened + HEADING + 1)]
        above = MARK.match(words)
        if len(words) > HEADING or above is None or above.lastgroup in ("dash", "plus"):
            return False
        heading = words[above.end() :]
        if not self.text[mark.end].isupper() or any(sign in heading for sign in ".:;"):
            return False
        pair = self._pair(mark.end)
        if heading.isupper() or WHOLE.search(heading):
            return True
        listed = following is not None and following.style == mark.style and following.strong
        if listed and following and (following.first or self.text[following.start - 2] == ":"):
            listed = False  # that one is the first of its list
        if listed and pair not in SECONDS:
            return True  # a list needs its first dash
        return pair not in HALVES and self._does(mark.end)

    def _pair(self, at: int) -> str:
        return " ".join(self.text[at : at + 60].split()[:2]).lower().strip(",;.:")

    def _does(self, at: int) -> bool:
        """Whether something to do begins with a capital there."""
        words = self.text[at : at + 60].split()[:2]
        if words[:1] == ["Giao"] or CHARGED.match(self.text, at):
            return True
        if len(words) < 2 or not words[1][0].islower() or not words[0].isalpha():
            return False
        return opens_with_verb(self.text[at : at + 60])

    def _behind_heading(self, start: int, stop: int) -> int | None:
        """The blank behind a heading without a full stop: "IV. BÁO CÁO Các phòng …", "2. Sở Y tế Chủ trì …"."""
        text = self.text
        above = MARK.match(text, start, stop)
        if above is None or above.lastgroup in ("dash", "plus", "letter"):
            return None
        at = above.end()
        title = TITLE.match(text, at, min(stop, at + HEADING))
        if title:
            behind = AFTER_TITLE.match(text, title.end(), stop)
            return title.end() if behind else None
        for word in list(re.finditer(rf" (?=[{UPPER}][a-zà-ỹđ])", text[at : min(stop, at + 90)]))[
            :12
        ]:
            place = at + word.start()
            if not self._does(place + 1) or text[place - 1] in ",;.:-–":
                continue
            names, end = names_at(text, at, place)
            whole = WHOLE.search(text[at:place]) or self._department(at, place)
            pair = self._pair(place + 1)
            if not whole and (pair in HALVES or pair not in VERBS):
                continue  # "Phòng Quản lý Thu …", "xã Tân Lập chỉ đạo": more of the name
            if names and end == place and not UNENDED.search(text[at:place]):
                return place
        return None

    def _department(self, at: int, place: int) -> bool:
        """Whether the words are the whole name of a known department: "Sở Công Thương"."""
        head = OFFICE.match(self.text, at, place)
        known = departments()[0].match(self.text, head.end(), place) if head else None
        return known is not None and known.end() == place

    def _note(self, mark: _Mark) -> None:
        rank = RANKS[mark.style]
        for style, below in RANKS.items():
            if below > rank and style in self.expected:
                if self.expected[style] > 1:
                    self.expected[f"{style}+"] = self.expected[style]
                self.expected[style] = 1
        if mark.order:
            self.expected[mark.style] = mark.order + 1
        if mark.style.startswith("decimal"):
            self.number = mark.label
