"""Lit words: where the words that were looked for stand in a text, marked for the eye.

Compared as search compares them, without marks and in either spelling of the tone; the text keeps
its own letters.
"""

import re
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString

from lienthong.kernel.text import fold

_WORD = re.compile(r"[^\W_]+")
_AROUND = 110
_MOST_PIECES = 20_000
# Vietnamese has some seven thousand syllables, and a page of results thousands of words.
_folded = lru_cache(maxsize=20_000)(fold)


def words_of(text: str) -> list[str]:
    """The words of a text in order, folded."""
    return [_folded(found.group()) for found in _WORD.finditer(text)]


class _Place(NamedTuple):
    """What a piece of text without a space holds of the words that are looked for."""

    lit: tuple[
        tuple[int, int], ...
    ]  # where lit words begin and end, neighbours as one; none: no word at all
    first: bool  # whether its first word is lit, so that it goes on with the piece before
    last: bool


class _Looked(dict[str, _Place | None]):
    """The pieces of texts seen so far for one question; None: it has words, and none of them is lit.

    Texts of a page say the same few hundred pieces again and again, and to cut each text at its
    words by a pattern takes ten times as long as to cut it at its spaces.
    """

    def __init__(self, words: str) -> None:
        self.wanted = frozenset(words_of(words))

    def __missing__(self, piece: str) -> _Place | None:
        if len(self) >= _MOST_PIECES:
            self.clear()
        found = self[piece] = self._place(piece)
        return found

    def _place(self, piece: str) -> _Place | None:
        words = [
            (m.start(), m.end(), _folded(m.group()) in self.wanted) for m in _WORD.finditer(piece)
        ]
        runs: list[tuple[int, int]] = []
        joined = False
        for begin, end, looked_for in words:
            if looked_for:
                runs[-1:] = [(runs[-1][0], end)] if joined else [*runs[-1:], (begin, end)]
            joined = looked_for
        if words and not runs:
            return None
        return _Place(tuple(runs), not words or words[0][2], not words or words[-1][2])


_looked_for = lru_cache(maxsize=64)(_Looked)  # of questions asked lately


def _runs(text: str, words: str) -> list[tuple[int, int]]:
    """Where in the text lit words begin and end; with no other word between them they are one run."""
    looked_for = _looked_for(words)
    pieces = text.split(" ")
    found = [(n, at) for n, piece in enumerate(pieces) if (at := looked_for[piece]) is not None]
    runs: list[tuple[int, int]] = []
    begin = done = 0  # where the piece begins, and its number
    goes_on = -2  # the number of the piece with which a run may go on
    for n, (lit, first, last) in found:
        begin += sum(map(len, pieces[done:n])) + n - done
        done = n
        joined = first and goes_on == n - 1
        for start, end in lit:
            if joined:
                runs[-1] = (runs[-1][0], begin + end)
            else:
                runs.append((begin + start, begin + end))
            joined = False
        if lit:
            goes_on = n if last else -2
        elif goes_on == n - 1:
            goes_on = n
    return runs


def lit(text: str, words: str) -> SafeString:
    """The text, escaped, with every looked-for word in <mark>; neighbours share one mark."""
    whole = escape(text)
    if not (runs := _runs(text, words)):
        return SafeString(whole)
    safe = (lambda part: part) if whole == text else escape  # mostly there is nothing to escape
    drawn: list[str] = []
    done = 0
    for begin, end in runs:
        drawn.append(f"{safe(text[done:begin])}<mark>{safe(text[begin:end])}</mark>")
        done = end
    drawn.append(safe(text[done:]))
    return SafeString("".join(drawn))  # every part is escaped above


def excerpt(text: str, words: str) -> SafeString:
    """The place of a long text where most of the words stand together, lit; empty without any."""
    runs = _runs(text, words)
    if not runs:
        return SafeString("")
    start, end = max(runs, key=lambda run: (run[1] - run[0], -run[0]))
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    if first:
        first = text.find(" ", first, start) + 1 or start
    if last < len(text):
        last = max(text.rfind(" ", end, last), end)
    inner = " ".join(text[first:last].split())
    before, after = ("… " if first else ""), (" …" if last < len(text) else "")
    return SafeString(f"{before}{lit(inner, words)}{after}")  # `lit` escapes
