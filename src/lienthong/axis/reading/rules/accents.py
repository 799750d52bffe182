"""Marks that recognition of a sound page mistook: "kiêm tra" for "kiểm tra", "chỉ nhánh" for "chi nhánh".

A word is put right only by a word of the same letters, in the same place, so that every span stays
where it is; it serves to find names and formulas, the evidence keeps what the page says.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from .language import language
from .letters import LETTER, SYLLABLE, fold, one_tone_style

_WORD = re.compile(rf"[{LETTER}]+")
_OFTEN = 60  # times two words must have been seen together to outweigh two that never were
_SELDOM = 8  # the same, for a word that does not exist
_RATE = 0.008  # share of such words from which a text is known to come from a picture
_FEW = 4


@lru_cache(maxsize=1)
def _twins() -> dict[str, tuple[str, ...]]:
    """Words by their letters without marks, where there are several."""
    out: dict[str, list[str]] = {}
    for word in language().words:
        if word.isalpha():
            out.setdefault(fold(word), []).append(word)
    return {key: tuple(words) for key, words in out.items()}


def accents_mended(text: str) -> str:
    """The text with its mistaken marks put right, of the same length; a sound text as it is."""
    words = list(_WORD.finditer(text))
    found = list(_mistaken(text, words))
    if len(found) < max(_FEW, _RATE * len(words)):
        return text
    out, at = [], 0
    for start, word in found:
        out.append(text[at:start])
        out.append(word)
        at = start + len(word)
    return "".join([*out, text[at:]])


def _mistaken(text: str, words: list[re.Match[str]]) -> Iterator[tuple[int, str]]:
    """Where a word of small letters, or with its first one large, stands for another, and which."""
    model, twins = language(), _twins()
    pairs = model.pairs
    none: dict[str, int] = {}
    for i, match in enumerate(words):
        seen = match.group()
        word = seen.lower()
        if not seen[1:].islower() or len(word) < 2:
            continue
        alike = twins.get(fold(word), ())
        if len(alike) < 2 and word in alike:
            continue
        left = _beside(text, words, i - 1, i)
        right = _beside(text, words, i, i + 1, second=True)
        if seen[0].isupper() and not _opens_words(words, i, left, right):
            continue
        before = pairs.get(left, none)
        here = max(before.get(word, 0), pairs.get(word, none).get(right, 0))
        if here > 1:
            continue
        best, count = word, _OFTEN if word in model.words else _SELDOM
        for other in alike:
            times = max(before.get(other, 0), pairs.get(other, none).get(right, 0))
            if times >= count and len(other) == len(word):
                best, count = other, times + 1
        if best != word:
            yield match.start(), best.capitalize() if seen[0].isupper() else best


def _beside(text: str, words: list[re.Match[str]], i: int, j: int, *, second: bool = False) -> str:
    """The neighbour of a word, where nothing but a blank parts them; else nothing."""
    if i < 0 or j >= len(words) or text[words[i].end() : words[j].start()].strip():
        return ""
    return words[j if second else i].group().lower()


def _opens_words(words: list[re.Match[str]], i: int, left: str, right: str) -> bool:
    """Whether a capital opens words in small letters, and is no part of a proper name, which the page alone knows."""
    before = words[i - 1].group() if left else ""
    return bool(right) and words[i + 1].group().islower() and not before[:1].isupper()


_STOPPED = re.compile(r"(?<!\w)[^\W\d_]{1,6}[cptCPT]h?(?!\w)")


def worn(text: str) -> bool:
    """Whether recognition lost marks of the text: a syllable that ends in c, ch, p, t has no tone but two."""
    even = one_tone_style(text)
    lost = [
        m.group() for m in _STOPPED.finditer(even) if m.group().islower() and _toneless(m.group())
    ]
    if len(lost) > 1 or any(not word.isascii() for word in lost):
        return True
    words = list(_WORD.finditer(even))
    return len(list(_mistaken(even, words))) >= max(_FEW, _RATE * len(words))


def _toneless(word: str) -> bool:
    """Whether a syllable that must bear the acute or the dot bears neither."""
    marks = unicodedata.normalize("NFD", word)
    return not ("\u0301" in marks or "\u0323" in marks) and bool(SYLLABLE.fullmatch(fold(word)))
