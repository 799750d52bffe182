"""A word with its box, and words put into lines from the top."""

from collections.abc import Iterable
from dataclasses import dataclass

from .reading import Box


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
