"""Letters set apart on a page ("Q", "Đ", "-", …), each a word of its own to the file, put into words again.

Where words end is seen: the gap between two words is wider than that between two letters. Where all gaps
are the same the row is cut as a row of text is (`spaced`), or left as it is.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from .language import language
from .letters import one_tone_style
from .piece import Piece
from .reading import Box
from .spaced import rows_of_words, with_tones

_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_NEAR = 0.35  # of the line's height: a tone belongs to the letter before it
_WORDS_APART = 0.2  # of the line's height, beyond the gap between letters
_FEWEST = 3
_NUMBER = re.compile(r"\d+[/\-–]\S*[A-ZĐ]")


def brought_together(line: Sequence[Piece], column: float) -> list[Piece]:
    """The pieces of a line with letters in words; `column` (of the height) is a gap between two columns."""
    out: list[Piece] = []
    run: list[Piece] = []
    for piece in _with_tones(line):
        short = len(piece.text) <= 2
        if run and (not short or _gap(run[-1], piece) > column * piece.height):
            out += _words(run)
            run = []
        if short:
            run.append(piece)
        else:
            out.append(piece)
    return out + _words(run)


def _gap(left: Piece, right: Piece) -> float:
    return right.box.left - left.box.right


def _with_tones(line: Sequence[Piece]) -> list[Piece]:
    out: list[Piece] = []
    for piece in line:
        if out and _TONE.match(piece.text) and _gap(out[-1], piece) < _NEAR * piece.height:
            out[-1] = _joined([out[-1], piece], with_tones(f"{out[-1].text} {piece.text}"))
        else:
            out.append(piece)
    return out


def _words(run: list[Piece]) -> list[Piece]:
    single = sum(len(p.text) == 1 for p in run)
    letters = sum(c.isalpha() for p in run for c in p.text)
    if len(run) < _FEWEST or single < 0.6 * len(run) or letters < 3:
        return run
    gaps = [_gap(a, b) for a, b in pairwise(run)]
    usual = sorted(gaps)[len(gaps) // 4]
    widest = usual + max(_WORDS_APART * max(p.height for p in run), usual / 2)
    groups = [[run[0]]]
    for piece, gap in zip(run[1:], gaps, strict=True):
        if gap > widest:
            groups.append([])
        groups[-1].append(piece)
    if len(groups) == 1:
        groups = _cut(run)
    words = [_joined(group, "".join(p.text for p in group)) for group in groups]
    enough = all if len(run) == _FEWEST else any  # three letters may stand in a row by chance
    return words if enough(_sense(word.text) for word in words) else run


def _cut(run: list[Piece]) -> list[list[Piece]]:
    """A row without wider gaps, cut where words of the language end; each letter by itself where it cannot be."""
    words = rows_of_words("".join(p.text for p in run))
    groups: list[list[Piece]] = []
    waiting = list(run)
    for word in (words or "").split():
        group: list[Piece] = []
        while waiting and sum(len(p.text) for p in group) < len(word):
            group.append(waiting.pop(0))
        if "".join(p.text for p in group) != word:
            return [[p] for p in run]
        groups.append(group)
    return groups if groups and not waiting else [[p] for p in run]


def _sense(word: str) -> bool:
    low = one_tone_style(word.lower())
    return bool(_NUMBER.match(word)) or (len(low) > 1 and language().words.get(low, 0) > 0)


def _joined(pieces: Sequence[Piece], text: str) -> Piece:
    if len(pieces) == 1:
        return pieces[0]
    place = None
    if all(p.place for p in pieces):
        place = _around([p.place for p in pieces if p.place])
    sure = min(p.sure for p in pieces)
    return replace(
        pieces[0], text=text, box=_around([p.box for p in pieces]), sure=sure, place=place
    )


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(b.left for b in boxes), min(b.top for b in boxes),
        max(b.right for b in boxes), max(b.bottom for b in boxes),
    )  # fmt: skip
