"""Tables drawn with lines: words put into their cells, and tables of duties made into lines of duties.

A table whose columns do not name who leads stays as the page has it: better no row than a wrong one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from .names import known_names
from .piece import Piece, lines_of
from .reading import Box
from .tables import Columns, columns_of

_NEAR = 3.0  # points within which two lines are one, or a line reaches another
_LABEL = "label"
_READ = 0.6  # sureness of recognition below which a row is left out


@dataclass(frozen=True)
class Ruling:
    """A drawn line: upright or level, at a place, from one end to the other (points, y downwards).

    `slope` says how askew its page lies; the place is that of the page brought level.
    """

    upright: bool
    at: float
    start: float
    end: float
    slope: float = 0.0


@dataclass
class Grid:
    """The lines of one table."""

    levels: list[Ruling] = field(default_factory=list)
    uprights: list[Ruling] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """The outer edge."""
        return Box(
            min(r.at for r in self.uprights), min(r.at for r in self.levels),
            max(r.at for r in self.uprights), max(r.at for r in self.levels),
        )  # fmt: skip

    def edges(self) -> list[float]:
        """Where the columns part, those that run along at least a third of the table."""
        tall = self.box.bottom - self.box.top
        places: dict[float, float] = {}
        for ruling in sorted(self.uprights, key=lambda r: r.at):
            near = next((x for x in places if abs(x - ruling.at) < _NEAR), None)
            key = ruling.at if near is None else near
            places[key] = places.get(key, 0.0) + ruling.end - ruling.start
        return sorted(x for x, length in places.items() if length > tall / 3)

    def steps(self, left: float, right: float) -> list[float]:
        """Where the rows of one column part."""
        out: list[float] = []
        middle = (left + right) / 2
        for ruling in sorted(self.levels, key=lambda r: r.at):
            crosses = ruling.start - _NEAR <= middle <= ruling.end + _NEAR
            if crosses and (not out or ruling.at - out[-1] > _NEAR):
                out.append(ruling.at)
        return out


Cell = list[Piece]


@dataclass(frozen=True)
class Head:
    """The columns of a table of duties, kept for its part on the next page."""

    columns: Columns
    edges: tuple[float, ...]


def grids(rulings: Iterable[Ruling]) -> list[Grid]:
    """The tables of a page: lines that touch one another, at least three each way."""
    left = list(rulings)
    out: list[Grid] = []
    while left:
        group = [left.pop()]
        grown = True
        while grown:
            touching = [r for r in left if any(_touch(r, other) for other in group)]
            grown = bool(touching)
            group += touching
            left = [r for r in left if r not in touching]
        grid = Grid([r for r in group if not r.upright], [r for r in group if r.upright])
        if len({round(r.at) for r in grid.levels}) > 2 and len(grid.uprights) > 2:
            out.append(grid)
    return sorted(out, key=lambda g: g.box.top)


def _touch(one: Ruling, other: Ruling) -> bool:
    if one.upright == other.upright:
        same = abs(one.at - other.at) < _NEAR
        return same and one.start - _NEAR <= other.end and other.start - _NEAR <= one.end
    return (
        one.start - _NEAR <= other.at <= one.end + _NEAR
        and other.start - _NEAR <= one.at <= other.end + _NEAR
    )


def rows_of(grid: Grid, pieces: Sequence[Piece]) -> list[list[Cell]]:
    """The cells of each row; a cell that spans several rows stands in each of them."""
    edges = grid.edges()
    spans = list(pairwise(edges))
    steps = [grid.steps(a, b) for a, b in spans]
    if not spans or len(spans) > 14:
        return []
    busiest = max(steps, key=len)
    filled: list[dict[tuple[float, float], Cell]] = [{} for _ in spans]
    for piece in pieces:
        if not any(c.isalnum() for c in piece.text) and piece.text not in "-–&":
            continue  # a drawn line that was taken for a letter
        middle, height = _level(piece, grid.levels[0].slope)
        for i, (a, b) in enumerate(spans):
            if a <= middle < b:
                row = _between(steps[i], height)
                if row:
                    filled[i].setdefault(row, []).append(piece)
    out = []
    for top, bottom in pairwise(busiest):
        middle = (top + bottom) / 2
        out.append([_cell(filled[i], _between(steps[i], middle)) for i in range(len(spans))])
    return out


def _level(piece: Piece, slope: float) -> tuple[float, float]:
    """The middle of a word on the page brought level as its drawn lines are."""
    place = piece.place if slope and piece.place else piece.box
    x, y = (place.left + place.right) / 2, (place.top + place.bottom) / 2
    return x + slope * y, y - slope * x


def _between(steps: Sequence[float], at: float) -> tuple[float, float] | None:
    return next(((a, b) for a, b in pairwise(steps) if a <= at < b), None)


def _cell(cells: dict[tuple[float, float], Cell], span: tuple[float, float] | None) -> Cell:
    pieces = cells.get(span, []) if span else []
    return [p for line in lines_of(pieces) for p in line]


def words(cell: Cell) -> str:
    """The words of a cell on one line."""
    return " ".join(p.text for p in cell)


def duty_rows(
    grid: Grid, pieces: Sequence[Piece], before: Head | None
) -> tuple[list[list[Piece]], Head | None]:
    """The rows of a table of duties as lines of pieces with their labels; none for other tables."""
    rows = rows_of(grid, pieces)
    edges = tuple(grid.edges())
    for depth in (1, 2):
        heads = [
            " ".join(dict.fromkeys(words(row[i]) for row in rows[:depth] if words(row[i])))
            for i in range(len(edges) - 1)
        ]
        columns = columns_of(heads)
        if columns:
            return _lines(columns, rows[depth:]), Head(columns, edges)
    if before and len(before.edges) == len(edges):
        near = all(abs(a - b) < 4 * _NEAR for a, b in zip(before.edges, edges, strict=True))
        if near:
            return _lines(before.columns, rows), before
    return [], None


def _lines(columns: Columns, rows: Iterable[list[Cell]]) -> list[list[Piece]]:
    out = []
    for row in rows:
        if len(row) != len(columns.heads) or not row[columns.lead] or not row[columns.what]:
            continue
        if words(row[columns.lead]) == words(row[columns.what]):
            continue  # a title over the whole row
        if not _sure(row[columns.lead], row[columns.what]):
            continue
        line = [*_labelled("-", row[columns.what])]
        line += _labelled(". Cơ quan chủ trì:", row[columns.lead])
        for i in columns.rest:
            line += _labelled(f". {columns.heads[i].rstrip(':')}:", row[i]) if row[i] else []
        out.append([*line, *_labelled(".", [line[-1]])[:1]])
    return out


def _sure(lead: Cell, what: Cell) -> bool:
    """Whether a recognised row may be believed: its lead a name of known form, read whole and well."""
    if all(p.origin != "recognised" for p in lead):
        return True
    if min(p.sure for p in lead) < _READ or sum(p.sure for p in what) < _READ * len(what):
        return False
    return known_names(words(lead))


def _labelled(label: str, cell: Cell) -> list[Piece]:
    """The cell behind a label that the page does not have at this place."""
    first = cell[0]
    own = [replace(p, text=p.text.rstrip(".;")) if p is cell[-1] else p for p in cell]
    return [Piece(label, first.box, _LABEL, 1.0, first.place), *own]


def is_label(piece: Piece) -> bool:
    """Whether a piece is only a label put before a cell."""
    return piece.origin == _LABEL
