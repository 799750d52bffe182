"""The language model of official Vietnamese: which words exist and which follow which.

Counts come from law texts (data/language.json); they serve to repair damaged words, never to
write a value that the page does not carry.
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from .letters import fold

_ONSETS = frozenset(
    (*"bcdghklmnpqrstvx", "ch", "gh", "gi", "kh", "ng", "ngh", "nh", "ph", "qu", "th", "tr", "")
)
_CODAS = frozenset(("c", "ch", "m", "n", "ng", "nh", "p", "t", ""))
_UNKNOWN = 13.0
_REMEMBERED = 400_000
_ONSET_SIGNS = str.maketrans({"1": "l", "|": "l", "5": "s", "$": "s", "@": "d", "¢": "c", "€": "c"})


def load(name: str) -> Any:
    """A file of the package's data folder, parsed."""
    source = files("lienthong.axis.reading").joinpath("data", name)
    return json.loads(source.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Language:
    """Words, costs of words and of pairs, and an index of words by their consonants."""

    words: dict[str, int]
    pairs: dict[str, dict[str, int]]
    total: int
    frames: dict[tuple[str, str], tuple[str, ...]]
    memo: dict[tuple[str, str], float] = field(default_factory=dict, compare=False)

    def cost(self, left: str, right: str) -> float:
        """-log P(right | left), a mixture of pair and single counts."""
        key = (left, right)
        found = self.memo.get(key)
        if found is None:
            found = self.memo[key] = self._cost(left, right)
            if len(self.memo) > _REMEMBERED:
                self.memo.clear()
        return found

    def _cost(self, left: str, right: str) -> float:
        single = self.words.get(right, 0) / self.total
        after = self.pairs.get(left)
        pair = after.get(right, 0) / self.words[left] if after and left in self.words else 0.0
        chance = 0.8 * pair + 0.2 * single
        return -math.log(chance) if chance > 0 else _UNKNOWN

    def shaped_like(self, observed: str) -> Iterator[str]:
        """Known words that have the consonants of the observed word in the same places."""
        seen: set[str] = set()
        for onset, coda in _frames(fold(observed)):
            for word in self.frames.get((onset, coda), ()):
                if word not in seen:
                    seen.add(word)
                    yield word


@lru_cache(maxsize=1)
def language() -> Language:
    """The model of the package, loaded once."""
    raw = load("language.json")
    words: dict[str, int] = raw["words"]
    frames: dict[tuple[str, str], list[str]] = {}
    for word in words:
        if word.isalpha():
            frames.setdefault(_frame(fold(word)), []).append(word)
    total = sum(words.values())
    return Language(
        words | {"^": words.get("^", total // 20)},
        raw["pairs"],
        total,
        {k: tuple(v) for k, v in frames.items()},
    )


def _frame(folded: str) -> tuple[str, str]:
    """The consonants before and after the vowels of a sound word."""
    match = re.match(
        "(ngh|ng|nh|gh|gi(?=[aeiouy])|ch|kh|ph|th|tr|qu|[bcdghklmnprstvx])?(.*?)(ch|nh|ng|[cmnpt])?$",
        folded,
    )
    if match is None:
        return "", ""
    return match[1] or "", match[3] or ""


@lru_cache(maxsize=4096)
def _frames(folded: str) -> tuple[tuple[str, str], ...]:
    """Every way to cut a damaged word into consonants, anything, consonants."""
    head = folded.translate(_ONSET_SIGNS)
    out = []
    for i in range(min(3, len(head)) + 1):
        for j in range(len(head), max(i - 1, len(head) - 3), -1):
            onset, coda = head[:i], head[j:]
            if onset in _ONSETS and coda in _CODAS:
                out.append((onset, coda))
    return tuple(out)
