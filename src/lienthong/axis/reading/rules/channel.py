"""The noisy channel: what it costs to read one letter where another was printed.

The costs follow what optical recognition without Vietnamese did to a scanned paper of 2018: marks
are lost, a marked vowel becomes é, d, 6, & or two letters (chức, chirc), consonants mostly stay.
"""

from functools import lru_cache

from .letters import fold

_PLAIN = set("abcdefghijklmnopqrstuvwxyz")
_VOWELS = set("aeiouy")
_TWINS = {
    ("l", "1"): 0.4,
    ("i", "1"): 0.5,
    ("l", "i"): 0.7,
    ("i", "l"): 0.7,
    ("i", "j"): 0.5,
    ("c", "e"): 0.6,
    ("c", "¢"): 0.4,
    ("n", "m"): 0.8,
    ("n", "ñ"): 0.3,
    ("s", "5"): 0.5,
    ("o", "0"): 0.3,
    ("đ", "@"): 0.3,
    ("đ", "d"): 0.1,
    ("h", "b"): 0.8,
    ("u", "v"): 0.8,
}
_ODD = set("é6480&¢@€¥gbdtlrs1i§")


@lru_cache(maxsize=65536)
def swap(true: str, seen: str) -> float:
    """The cost of seeing one letter for another, 0 (certain) to about 1.4."""
    if true == seen:
        return 0.0
    twin = _TWINS.get((true, seen))
    if twin is not None:
        return twin
    bare_true, bare_seen = fold(true), fold(seen)
    marked = true != bare_true
    if bare_true == bare_seen:
        return 0.15 if marked and seen == bare_seen else 0.4
    if not marked or bare_true not in _VOWELS:
        return 1.4
    if seen == "é":
        return 0.45
    if seen in _ODD or seen not in _PLAIN:
        return 0.7
    return 0.8 if bare_seen in _VOWELS else 1.2


@lru_cache(maxsize=65536)
def spread(true: str, seen: str) -> float:
    """The cost of seeing two letters for one (ứ as ir, ủ as ui, ô as oé)."""
    bare = fold(true)
    first = 0.2 if fold(seen[0]) == bare else 0.5 if seen[0] in "ic" else 0.8
    return first + (0.4 if seen[1] in "ritl1é6" or fold(seen[1]) == bare else 1.0)


@lru_cache(maxsize=8192)
def _letters(word: str) -> tuple[tuple[str, bool], ...]:
    """The letters of a printed word, and which of them are vowels with marks."""
    return tuple((c, fold(c) != c and fold(c) in _VOWELS) for c in word)


@lru_cache(maxsize=262144)
def distance(true: str, seen: str, limit: float = 9.0) -> float:
    """The cheapest way from the printed word to the seen one; `limit` or more means too far."""
    width = len(seen)
    previous = [1.2 * j for j in range(width + 1)]
    pairs = [seen[j - 1 : j + 1] for j in range(1, width)]
    for letter, marked in _letters(true):
        gap = 0.9 if marked else 1.2
        cost = previous[0] + gap
        row = [cost]
        lowest = cost
        for j, sign in enumerate(seen):
            best = previous[j] if letter == sign else previous[j] + swap(letter, sign)
            other = previous[j + 1] + gap
            if other < best:
                best = other
            other = cost + 1.2
            if other < best:
                best = other
            if marked and j:
                other = previous[j - 1] + spread(letter, pairs[j - 1])
                if other < best:
                    best = other
            cost = best
            row.append(best)
            if best < lowest:
                lowest = best
        if lowest >= limit:
            return limit
        previous = row
    return min(previous[-1], limit)
