"""What is offered and never taken for granted: values below the line of a hint, restored diacritics.

The line is data (data/confidence.json), because it follows from measured papers, not from law.
"""

from dataclasses import dataclass
from functools import lru_cache

from .language import load
from .page import paper_of, source_from_text
from .reading import Field


@dataclass(frozen=True)
class Restored:
    """The text of a damaged paper with its diacritics as they most likely were; a suggestion only.

    `words` are the places in `text` that differ from the page, each with what the page has.
    """

    text: str
    words: tuple[tuple[int, int, str], ...]


@lru_cache(maxsize=1)
def hint_below() -> float:
    """The confidence below which a value is only a hint to whoever types it in."""
    return float(load("confidence.json")["hint_below"])


def is_hint(field: Field) -> bool:
    """Whether a field has a value that is too unsure to be filled in unasked."""
    return field.value is not None and field.confidence < hint_below()


def restored(text: str) -> Restored | None:
    """The suggestion for a whole body; None for a text that is sound or not Vietnamese."""
    paper = paper_of(source_from_text(text))
    if not paper.restored:
        return None
    out: list[tuple[int, int, str]] = []
    shown, at = paper.text, 0
    for piece in shown.split():
        start = shown.index(piece, at)
        at = start + len(piece)
        a, b = paper.search.place(start, at)
        seen = paper.source.text[a:b]
        if seen != piece:
            out.append((start, at, seen))
    return Restored(shown, tuple(out))
