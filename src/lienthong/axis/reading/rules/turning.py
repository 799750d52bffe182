"""Pages that lie on their side or upside down, and sheets with two pages: words laid as they are read.

A word keeps where it really stands in its `place`, so that evidence and the layer of text lie on the
page as it is.
"""

from collections.abc import Sequence
from dataclasses import replace

from .grid import Ruling
from .piece import Piece
from .reading import Box

_WIDE = 1.2  # width over height of a sheet that may hold two pages
_GUTTER = 0.02  # of the sheet's width that no word may cross in its middle
_LINES, _LONG = 8, 5  # lines of so many words that make a page
_OVER = 10.0  # points between a page and the one laid below it


def turned(box: Box, quarters: int, width: float, height: float) -> Box:
    """The box after the page (of this width and height) was turned to the left by quarters."""
    for _ in range(quarters % 4):
        box = Box(box.top, width - box.right, box.bottom, width - box.left)
        width, height = height, width
    return box


def turned_words(
    pieces: Sequence[Piece], quarters: int, width: float, height: float
) -> list[Piece]:
    """The words of a page turned to the left by quarters, their places as they were."""
    if not quarters % 4:
        return list(pieces)
    return [
        replace(p, box=turned(p.box, quarters, width, height), place=p.place or p.box)
        for p in pieces
    ]


def turned_lines(
    drawn: Sequence[Ruling], quarters: int, width: float, height: float
) -> list[Ruling]:
    """Drawn lines of a page turned to the left by quarters."""
    if not quarters % 4:
        return list(drawn)
    out = []
    for line in drawn:
        box = Box(line.at, line.start, line.at, line.end)
        if not line.upright:
            box = Box(line.start, line.at, line.end, line.at)
        box = turned(box, quarters, width, height)
        upright = line.upright == (quarters % 2 == 0)
        ends = (box.top, box.bottom) if upright else (box.left, box.right)
        out.append(Ruling(upright, box.left if upright else box.top, *ends, line.slope))
    return out


def placed_back(pieces: Sequence[Piece], quarters: int, width: float, height: float) -> list[Piece]:
    """Words of a picture that was turned to the left: where they stand on the page before that.

    Width and height are those of the page before it was turned.
    """
    if not quarters % 4:
        return list(pieces)
    wide, tall = (height, width) if quarters % 2 else (width, height)
    return [replace(p, place=turned(p.place or p.box, -quarters % 4, wide, tall)) for p in pieces]


def one_below_the_other(
    pieces: Sequence[Piece], drawn: Sequence[Ruling], width: float, height: float
) -> tuple[list[Piece], list[Ruling]] | None:
    """The two pages of a sheet, the right one laid below the left one; None for a sheet of one page.

    Two pages stand apart along the whole height, each with lines of running text; a table that goes
    over the middle, or columns of a few words, make no two pages.
    """
    middle, reach = width / 2, width * _GUTTER / 2
    if width < height * _WIDE or any(_crosses(line, middle) for line in drawn):
        return None
    printed = [p for p in pieces if p.origin != "stamp"]
    if any(p.box.left < middle + reach and p.box.right > middle - reach for p in printed):
        return None
    if not all(_is_page([p for p in printed if (p.box.left > middle) == side]) for side in (False, True)):  # fmt: skip
        return None
    words = [
        p
        if p.box.right < middle or p.origin == "stamp"
        else replace(p, box=_below(p.box, middle, height), place=p.place or p.box)
        for p in pieces
    ]
    lines = [
        line
        if (line.at if line.upright else line.end) < middle
        else _line_below(line, middle, height)
        for line in drawn
    ]
    return words, lines


def _crosses(line: Ruling, middle: float) -> bool:
    return not line.upright and line.start < middle - 2 and line.end > middle + 2


def _is_page(pieces: Sequence[Piece]) -> bool:
    """Whether words make lines of running text, by the words that stand at one height."""
    heights: dict[int, int] = {}
    for piece in pieces:
        key = int(piece.middle // max(4.0, piece.height))
        heights[key] = heights.get(key, 0) + 1
    return sum(count >= _LONG for count in heights.values()) >= _LINES


def _below(box: Box, middle: float, height: float) -> Box:
    down = height + _OVER
    return Box(box.left - middle, box.top + down, box.right - middle, box.bottom + down)


def _line_below(line: Ruling, middle: float, height: float) -> Ruling:
    down = height + _OVER
    if line.upright:
        return replace(line, at=line.at - middle, start=line.start + down, end=line.end + down)
    return replace(line, at=line.at + down, start=line.start - middle, end=line.end - middle)
