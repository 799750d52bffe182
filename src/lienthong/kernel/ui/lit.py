"""Lit words: where the words that were looked for stand in a text, marked for the eye.

Compared as search compares them, without marks and in either spelling of the tone; the text keeps
its own letters.
"""

import re
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from lienthong.kernel.text import fold

_WORD = re.compile(r"[^\W_]+")
_CUT = re.compile(r"([^\W_]+)")
_AROUND = 110
# Vietnamese has some seven thousand syllables, and a page of results thousands of words.
_folded = lru_cache(maxsize=20_000)(fold)


def words_of(text: str) -> list[str]:
    """The words of a text in order, folded."""
    return [_folded(found.group()) for found in _WORD.finditer(text)]


class _Lighter:
    """What lights the words of one question: a page lights the same few words in hundreds of texts."""

    def __init__(self, words: str) -> None:
        self.wanted = frozenset(words_of(words))
        self._seen: dict[str, bool] = {}

    def runs(self, parts: list[str]) -> list[tuple[int, int]]:
        """Which parts of a text cut at its words are lit, first to last; neighbours are one run.

        Words stand at the odd places of `parts`, what is between them at the even ones.
        """
        seen = self._seen
        runs: list[tuple[int, int]] = []
        for place in range(1, len(parts), 2):
            word = parts[place]
            looked_for = seen.get(word)
            if looked_for is None:
                looked_for = seen[word] = _folded(word) in self.wanted
            if not looked_for:
                continue
            if runs and runs[-1][1] == place - 2:
                runs[-1] = (runs[-1][0], place)
            else:
                runs.append((place, place))
        return runs


_lighter = lru_cache(maxsize=64)(
    _Lighter
)  # of questions asked lately; each knows some thousand words


def lit(text: str, words: str) -> SafeString:
    """The text, escaped, with every looked-for word in <mark>; neighbours share one mark."""
    parts = _CUT.split(text)
    runs = _lighter(words).runs(parts)
    if not runs:
        return SafeString(escape(text))
    drawn: list[str] = []
    done = 0
    for first, last in runs:
        before, inside = "".join(parts[done:first]), "".join(parts[first : last + 1])
        drawn.append(f"{escape(before)}<mark>{escape(inside)}</mark>")
        done = last + 1
    drawn.append(escape("".join(parts[done:])))
    return mark_safe("".join(drawn))  # noqa: S308  every part is escaped above


def _runs(text: str, words: str) -> list[tuple[int, int]]:
    """Where in the text the lit runs begin and end."""
    parts = _CUT.split(text)
    found, place, done = [], 0, 0
    for first, last in _lighter(words).runs(parts):
        place += sum(map(len, parts[done:first]))
        begin, done = place, last + 1
        place += sum(map(len, parts[first:done]))
        found.append((begin, place))
    return found


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
    return mark_safe(f"{before}{lit(inner, words)}{after}")  # noqa: S308  `lit` escapes
