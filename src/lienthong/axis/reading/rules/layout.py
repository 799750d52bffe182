"""Words with boxes put into lines: the order of reading of a page, columns kept apart by a wide gap.

Annex I of Decree 30/2020 (IV) sets two columns at the head and at the foot; three spaces in a line
stand for the gap between them, which the readers of head and foot know.
"""

from collections.abc import Sequence
from dataclasses import replace

from .glue import unglued
from .grid import Head, Ruling, duty_rows, grids, is_label
from .letters import clean
from .old_fonts import decoded, raised, scheme
from .page import Placed, Source
from .piece import Piece, lines_of
from .spaced_pieces import brought_together

__all__ = ["Piece", "compose", "lines_of"]

_GAP = 1.6  # of the line's height: wider than any justified space
_COLUMN = "   "


def compose(
    pages: Sequence[Sequence[Piece]],
    notes: tuple[str, ...] = (),
    rulings: Sequence[Sequence[Ruling]] = (),
) -> Source:
    """The source made of the words of all pages; tables of duties between drawn lines row by row."""
    old = scheme(" ".join(p.text for pieces in pages[:3] for p in pieces))
    if old is None:
        return _all(pages, notes, rulings)
    pages = [[replace(p, text=decoded(p.text, old)) for p in pieces] for pieces in pages]
    read = _all(pages, (*notes, "old_font"), rulings)
    return replace(read, text=raised(read.text))


def _all(
    pages: Sequence[Sequence[Piece]], notes: tuple[str, ...], rulings: Sequence[Sequence[Ruling]]
) -> Source:
    red = [[p for p in pieces if p.origin == "stamp"] for pieces in pages[:1]]
    pages = [[p for p in pieces if p.origin != "stamp"] for pieces in pages]
    whole = _compose(pages, notes, rulings)
    if not any(red):
        return whole
    # Words in red ink stand apart at the end: no part of the print, whatever they lie on.
    stamp = _compose(red, (), ())
    at = len(whole.text) + 1
    moved = tuple(replace(w, start=w.start + at, end=w.end + at) for w in stamp.words)
    return Source(
        f"{whole.text}\n{stamp.text}", whole.page_starts, whole.words + moved, notes, stamped=at
    )


def _with_tables(
    pieces: Sequence[Piece], rulings: Sequence[Ruling], before: Head | None
) -> tuple[list[list[Piece]], Head | None]:
    """The lines of a page, its tables of duties as one line for each row."""
    lines: list[list[Piece]] = []
    head: Head | None = None
    for grid in grids(rulings):
        box = grid.box
        above = [p for p in pieces if p.middle < box.top]
        inside = [p for p in pieces if box.top <= p.middle <= box.bottom]
        rows, found = duty_rows(grid, inside, None if head or lines else before)
        if not rows or found is None:
            continue
        lines += [*lines_of(above), *rows]
        pieces = [p for p in pieces if p.middle > box.bottom]
        head = found if not any(p.middle > box.bottom + 60 for p in pieces) else None
    return [*lines, *lines_of(pieces)], head


def _compose(
    pages: Sequence[Sequence[Piece]], notes: tuple[str, ...], rulings: Sequence[Sequence[Ruling]]
) -> Source:
    text: list[str] = []
    placed: list[Placed] = []
    starts: list[int] = []
    at = 0
    head: Head | None = None
    for number, pieces in enumerate(pages, 1):
        starts.append(at)
        previous: list[Piece] = []
        drawn = rulings[number - 1] if number <= len(rulings) else ()
        lines, head = _with_tables(pieces, drawn, head) if drawn else (lines_of(pieces), None)
        for line in lines:
            row = is_label(line[0])
            if not row:
                line = brought_together(line, _GAP)
            if row or (previous and _apart(previous, line)):
                text.append("\n")
                at += 1
            for i, piece in enumerate(line):
                words = unglued(clean(piece.text).strip())
                if not words:
                    continue
                gap = _between(line[i - 1], piece) if i else ""
                if row:  # one line whatever the cells' places; a full stop stands close
                    gap = "" if i == 0 or words[:1] == "." else " "
                text.append(gap + words)
                at += len(gap)
                if not is_label(piece):
                    place = piece.place or piece.box
                    placed.append(
                        Placed(at, at + len(words), number, place, piece.origin, piece.sure)
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
