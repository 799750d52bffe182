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
_AROUND = 110
# Vietnamese has some seven thousand syllables, and a page of results thousands of words.
_folded = lru_cache(maxsize=20_000)(fold)


def words_of(text: str) -> list[str]:
    """The words of a text in order, folded."""
    return [_folded(found.group()) for found in _WORD.finditer(text)]


def lit(text: str, words: str) -> SafeString:
    """The text, escaped, with every looked-for word in <mark>; neighbours share one mark."""
    wanted = set(words_of(words))
    parts: list[str] = []
    done = 0
    for start, end in _runs(text, wanted):
        parts += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    parts.append(escape(text[done:]))
    return mark_safe("".join(parts))  # noqa: S308  every part is escaped above


def _runs(text: str, wanted: set[str]) -> list[tuple[int, int]]:
    """Where looked-for words stand; those with nothing but a space or sign between are one."""
    runs: list[tuple[int, int]] = []
    for found in _WORD.finditer(text):
        if _folded(found.group()) not in wanted:
            continue
        if runs and not _WORD.search(text[runs[-1][1] : found.start()]):
            runs[-1] = (runs[-1][0], found.end())
        else:
            runs.append((found.start(), found.end()))
    return runs


def excerpt(text: str, words: str) -> SafeString:
    """The place of a long text where most of the words stand together, lit; empty without any."""
    runs = _runs(text, set(words_of(words)))
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
