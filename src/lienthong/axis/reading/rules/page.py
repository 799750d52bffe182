"""The text of a paper with the place of its words, and evidence cut from it."""

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from .accents import worn
from .broken_words import mended
from .furniture import without_furniture
from .glue import unglued
from .head_words import head_mended
from .letters import LETTER, UPPER, clean, squeeze, trim
from .misread_marks import with_marks
from .old_fonts import decoded, raised, scheme
from .reading import Box, Evidence
from .repair import Repaired, repair
from .run_on import run_on
from .spaced import closed, with_tones
from .tables import with_duties
from .unfold import addressed, marked, parted, unfolded, unlisted

_MARK_UP = re.compile(r"\*\*(?=\S)|(?<=\S)\*\*|^#{1,6}[ ]+", re.MULTILINE)  # bold, headings
_LINE_END = re.compile(r"(?<=[^\s])[ \t]+\n")  # text layers end each line with a blank
_LINE_BREAK = re.compile(r"(?:(?<![ ])[ ]+)?<br[ ]*/?>[ ]*", re.IGNORECASE)
_PAGE_MARK = re.compile(rf"\A\s*Trang \d{{1,3}}(?=[{UPPER}]{{2}})")  # run into the first words
_TWO_SPACES = re.compile(
    rf"(?<=[{LETTER}])(?<![{UPPER}]) {{2}}(?=[{LETTER}])(?![{UPPER}]{{2}})"
)  # within a line that was set wide; two columns stand further apart
_LONE_FIGURE = re.compile(r"\n[ \n]*\d{1,3}[ ]*\n")  # the number of a page within a sentence
_PAGE_WITHIN = re.compile(r"(?<=[^\s.;:!?/])\n[ \n]*\d{1,3}[ ]*\n[ \n]*(?=[a-zà-ỹđ])")
_OFF_CENTRE = 16.0  # points between the two sides of a line that is not centred
_STUCK_ON = re.compile(
    r"(?m)^[ ]*(?:(?:Scanned (?:by|with) )?CamScanner|(?:Ký bởi|Người ký|Signed by|Digitally signed by)(?!\w)[^\n]{0,80})[ ]*$"
)  # what scanners and signatures write over a page
_LOOSE_SIGN = re.compile(rf"(?<=[{LETTER}\d)]) (?=[,;:.](?:\s|$))")
_FEW = 3  # blanks before signs that may be somebody's slip; more are recognition's
_HEAD = 1500  # letters: where the head of a paper stands
_ENOUGH = 8000  # letters that tell whether a text lost marks
TEXT_LIMIT = 1_000_000  # letters; some four hundred pages


def _one_space(line: str) -> str:
    """A line without the second space within its words; where columns may stand apart, as it is."""
    if "  " not in line or "   " in line.strip() or "|" in line:
        return line
    count = line.strip().count("  ")
    if count > 1 or len(line.split()) <= 3:
        return re.sub(r"(?<=\S)  (?=\S)", " ", line)
    return _TWO_SPACES.sub(" ", line)


@dataclass(frozen=True)
class Placed:
    """A word's span in the text, its page (from 1), its box, and whether a page, form field,
    annotation or recognition of a picture gave it; how sure recognition was of it."""

    start: int
    end: int
    page: int
    box: Box
    origin: str = "page"
    sure: float = 1.0


@dataclass(frozen=True)
class Source:
    """Clean text of a whole paper, where its pages begin, and its placed words where known."""

    text: str
    page_starts: tuple[int, ...] = (0,)
    words: tuple[Placed, ...] = ()
    notes: tuple[str, ...] = ()
    stamped: int | None = None  # where the words in red ink begin, all of them of page 1

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self.words]

    def page(self, at: int) -> int:
        """The page (from 1) of a place in the text."""
        if self.stamped is not None and at >= self.stamped:
            return 1
        return max(1, bisect.bisect_right(self.page_starts, at))

    def evidence(self, start: int, end: int) -> Evidence:
        """The words of a span, with the box around them where words are placed."""
        start, end = trim(self.text, start, end)
        page = self.page(start)
        inside = self._inside(start, end, page)
        box = None
        if inside:
            box = Box(
                min(w.box.left for w in inside), min(w.box.top for w in inside),
                max(w.box.right for w in inside), max(w.box.bottom for w in inside),
            )  # fmt: skip
        origin = inside[0].origin if inside else "page"
        return Evidence(page, squeeze(self.text[start:end]), start, end, box, origin)

    def sureness(self, start: int, end: int) -> float:
        """How sure the least sure word of a span is; 1.0 for text that was not recognised."""
        inside = self._inside(start, end, self.page(start))
        return min((word.sure for word in inside), default=1.0)

    def margins(self, page: int) -> tuple[float, float] | None:
        """Where the words of a page begin on the left and end on the right; None without boxes."""
        if page not in self._margins:
            boxes = [w.box for w in self.words if w.page == page]
            lefts = sorted(b.left for b in boxes)
            rights = sorted(b.right for b in boxes)
            few = len(boxes) // 50  # a word or two beyond the margin is a stamp or a note
            known = (lefts[few], rights[-1 - few]) if len(boxes) > 20 else None
            self._margins[page] = known
        return self._margins[page]

    @cached_property
    def _margins(self) -> dict[int, tuple[float, float] | None]:
        return {}

    def _inside(self, start: int, end: int, page: int) -> Sequence[Placed]:
        first = max(0, bisect.bisect_right(self._starts, start) - 1)
        last = bisect.bisect_left(self._starts, end)
        return [w for w in self.words[first:last] if w.end > start and w.page == page]


@dataclass(frozen=True)
class Paper:
    """A source with its searchable text; spans of the search are brought back to the source."""

    source: Source
    search: Repaired
    flat: str = field(init=False)

    def __post_init__(self) -> None:
        flat = re.sub(r"[\n\t]", " ", self.search.text)
        object.__setattr__(self, "flat", flat)

    @property
    def text(self) -> str:
        """The text to search."""
        return self.search.text

    @property
    def restored(self) -> bool:
        """Whether damaged words were repaired for the search."""
        return self.search.changed

    def sureness(self, start: int, end: int) -> float:
        """How sure recognition was of the least sure word of a span of the searched text."""
        return self.source.sureness(*self.search.place(start, end))

    def evidence(self, start: int, end: int) -> Evidence:
        """Evidence for a span of the searched text."""
        return self.source.evidence(*self.search.place(start, end))

    def evidence_of(self, spans: Sequence[tuple[int, int]]) -> Evidence:
        """Evidence for words that stand in several pieces, such as the lines of one column."""
        parts = [self.evidence(a, b) for a, b in spans]
        boxes = [p.box for p in parts if p.box and p.page == parts[0].page]
        box = None
        if boxes:
            box = Box(
                min(b.left for b in boxes), min(b.top for b in boxes),
                max(b.right for b in boxes), max(b.bottom for b in boxes),
            )  # fmt: skip
        words = " ".join(p.words for p in parts)
        return Evidence(parts[0].page, words, parts[0].start, parts[-1].end, box, parts[0].origin)

    def aside(self, start: int, end: int) -> bool:
        """Whether a line surely does not stand in the middle of its page; False without boxes."""
        a, b = self.search.place(start, end)
        box = self.source.evidence(a, b).box
        margins = self.source.margins(self.source.page(a))
        if box is None or margins is None:
            return False
        return abs((box.left - margins[0]) - (margins[1] - box.right)) > _OFF_CENTRE

    @cached_property
    def bare(self) -> bool:
        """Whether the head has none of the marks of Vietnamese, so that a D may have been a Đ."""
        return self.restored or self.source.text[:_HEAD].isascii()

    @cached_property
    def worn(self) -> bool:
        """Whether the text shows that recognition lost marks of its words."""
        return self.restored or worn(self.source.text[:_ENOUGH])

    @cached_property
    def telegraphed(self) -> bool:
        """Whether the text is all capitals without marks, as telegraphs print: it lost none."""
        letters = [c for c in self.source.text[:_HEAD] if c.isalpha()]
        return sum("A" <= c <= "Z" for c in letters) > 0.9 * len(letters)

    @property
    def recognised(self) -> bool:
        """Whether the text comes from a picture."""
        return "recognised" in self.source.notes

    def value(self, start: int, end: int) -> str:
        """The words of a span, on one line: as the page has them when it was sound."""
        if self.restored:
            return join_broken(self.text[start:end])
        return join_broken(self.source.text[start:end])

    @property
    def trust(self) -> float:
        """A factor for confidence: repaired text is believed less."""
        return 0.8 if self.restored else 1.0


def join_broken(words: str) -> str:
    """The words on one line; a symbol cut at the end of a line is put together again."""
    words = _LONE_FIGURE.sub("\n", words)
    words = re.sub(r"(?<=[A-ZĐ\d])([-/])\s*\n\s*(?=[A-ZĐ\d])", r"\1", words)
    return squeeze(words)


def source_from_text(text: str, notes: tuple[str, ...] = ()) -> Source:
    """A source from plain text; form feeds part the pages; what is beyond the limit is left out."""
    pieces, starts, at = [], [], 0
    if len(text) > TEXT_LIMIT:
        notes = (*notes, "cut")
    text = text[:TEXT_LIMIT]
    old = scheme(text)
    if old:
        text, notes = raised(decoded(text, old)), tuple(dict.fromkeys((*notes, "old_font")))
    for page in with_duties(text).split("\f"):
        words = closed(clean(with_tones(_LINE_BREAK.sub("\n", page))))
        words = _LINE_END.sub("\n", words)
        words = _PAGE_MARK.sub("", _MARK_UP.sub("", words))
        words = _PAGE_WITHIN.sub("\n", _STUCK_ON.sub("", words))
        if len(_LOOSE_SIGN.findall(words)) > _FEW:
            words = _LOOSE_SIGN.sub("", words)
        words = "\n".join(map(_one_space, words.split("\n"))) if "  " in words else words
        piece = run_on(unlisted(marked(addressed(parted(unfolded(unglued(mended(words))))))))
        starts.append(at)
        pieces.append(piece)
        at += len(piece) + 1
    return Source("\n".join(pieces), tuple(starts), (), notes)


def paper_of(source: Source) -> Paper:
    """The source made ready to be searched."""
    source = replace(source, text=with_marks(without_furniture(source.text)))
    search = repair(source.text, recognised="recognised" in source.notes)
    return Paper(source, replace(search, text=head_mended(search.text)))
