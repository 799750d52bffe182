"""Words with boxes put into lines: the order of reading of a page, columns kept apart by a wide gap.

Annex I of Decree 30/2020 (IV) sets two columns at the head and at the foot; three spaces in a line
stand for the gap between them, which the readers of head and foot know.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .letters import clean
from .page import Placed, Source
from .reading import Box

_GAP = 1.6  # of the line's height: wider than any justified space
_COLUMN = "   "


@dataclass(frozen=True)
class Piece:
    """A word as a page or a recognition of a picture gave it."""

    text: str
    box: Box
    origin: str = "page"
    sure: float = 1.0
    place: Box | None = None  # where it really stands, on a page whose lines were brought level

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.box.top + self.box.bottom) / 2

    @property
    def height(self) -> float:
        """The height of its box."""
        return max(1.0, self.box.bottom - self.box.top)


def lines_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The words in lines from the top, each from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.middle, p.box.left)):
        if lines:
            last = lines[-1]
            middle = sum(p.middle for p in last[-8:]) / len(last[-8:])
            tall = max(piece.height, max(p.height for p in last[-8:]))
            if abs(piece.middle - middle) < 0.4 * tall:
                last.append(piece)
                continue
        lines.append([piece])
    return [_without_echo(sorted(line, key=lambda p: p.box.left)) for line in lines]


def _without_echo(line: list[Piece]) -> list[Piece]:
    """The line without pieces drawn twice: a letter inside the word that already holds it."""
    out: list[Piece] = []
    for piece in line:
        if out and piece.box.right <= out[-1].box.right + 0.5 and piece.text in out[-1].text:
            continue
        out.append(piece)
    return out


def compose(pages: Sequence[Sequence[Piece]], notes: tuple[str, ...] = ()) -> Source:
    """The source made of the words of all pages."""
    red = [[p for p in pieces if p.origin == "stamp"] for pieces in pages[:1]]
    pages = [[p for p in pieces if p.origin != "stamp"] for pieces in pages]
    whole = _compose(pages, notes)
    if not any(red):
        return whole
    # Words in red ink stand apart at the end: no part of the print, whatever they lie on.
    stamp = _compose(red, ())
    at = len(whole.text) + 1
    moved = tuple(replace(w, start=w.start + at, end=w.end + at) for w in stamp.words)
    return Source(
        f"{whole.text}\n{stamp.text}", whole.page_starts, whole.words + moved, notes, stamped=at
    )


def _compose(pages: Sequence[Sequence[Piece]], notes: tuple[str, ...]) -> Source:
    text: list[str] = []
    placed: list[Placed] = []
    starts: list[int] = []
    at = 0
    for number, pieces in enumerate(pages, 1):
        starts.append(at)
        previous: list[Piece] = []
        for line in lines_of(pieces):
            if previous and _apart(previous, line):
                text.append("\n")
                at += 1
            for i, piece in enumerate(line):
                words = clean(piece.text).strip()
                if not words:
                    continue
                gap = _between(line[i - 1], piece) if i else ""
                text.append(gap + words)
                at += len(gap)
                placed.append(
                    Placed(
                        at,
                        at + len(words),
                        number,
                        piece.place or piece.box,
                        piece.origin,
                        piece.sure,
                    )
                )
                at += len(words)
            text.append("\n")
            at += 1
            previous = line
    return Source("".join(text), tuple(starts) or (0,), tuple(placed), notes)


def _apart(above: Sequence[Piece], below: Sequence[Piece]) -> bool:
    """Whether two lines stand so far apart that an empty line would be seen."""
    bottom = max(p.box.bottom for p in above)
    top = min(p.box.top for p in below)
    return top - bottom > 1.3 * max(below[0].height, above[0].height)


def _between(left: Piece, right: Piece) -> str:
    gap = right.box.left - left.box.right
    height = min(left.height, right.height)
    if gap > _GAP * height:
        return _COLUMN
    return " " if gap > 0.08 * height or not left.text[-1:].isdigit() else ""
