"""Repair of damaged Vietnamese: the most likely words behind what recognition left on the page.

The repaired text serves to find formulas, names and clauses; every span keeps its place in the
text as the page has it, so that evidence always shows the damaged words themselves.
"""

import re
from dataclasses import dataclass

from .accents import accents_mended
from .channel import distance
from .language import Language, language
from .letters import LETTER, SYLLABLE, fold, one_tone_style
from .tokens import NUMBER

_RATE = 4.0  # what one unit of channel cost weighs against the language
_KEEP = 10  # candidates kept for a word
_SOUND = 0.88  # share of known words above which a text is left alone
_FOREIGN = 9.5  # cost of a word, on average, above which the text is not damaged Vietnamese
_PIECE = re.compile(r"[,;:.]|[^\s,;:.()\[\]{}“”\"'‘’!?…–—_/-]+(?:'[a-z]+)?|[/-]")
_LIKE_BAN = re.compile(r"\s*,\s*b\S{1,2}n\b")  # "56, ban" was "sở, ban"


@dataclass(frozen=True)
class Repaired:
    """A text to search, and for each of its characters the place in the text of the page."""

    text: str
    begins: list[int] | None = None
    ends: list[int] | None = None

    @property
    def changed(self) -> bool:
        """Whether words were repaired."""
        return self.begins is not None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The span of the page behind a span of the searched text."""
        if self.begins is None or self.ends is None:
            return start, end
        if start >= end:
            at = self.begins[start] if start < len(self.begins) else len(self.begins)
            return at, at
        return self.begins[start], self.ends[end - 1]


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int
    fixed: str  # what the language model sees when the token is not a word; empty for words


def soundness(text: str, *, syllables: bool = False) -> float:
    """The share of the text's words that exist, 1.0 for a text without words.

    With `syllables` every whole syllable with its marks counts too: so a sound text of everyday words
    is known from one that lost its marks. A page read upside down has such syllables by chance.
    """
    known = language().words
    seen = [m for m in re.findall(rf"[{LETTER}]{{2,}}", text) if not (m.isupper() and len(m) < 7)]
    if not seen:
        return 1.0
    return sum(
        word.lower() in known or (syllables and _marked_syllable(word)) for word in seen
    ) / len(seen)


def is_syllable(word: str) -> bool:
    """Whether a word, its marks aside, is one syllable of Vietnamese: no figure, no sign, no torn letter."""
    return bool(SYLLABLE.fullmatch(fold(word.strip("().,"))))


def _marked_syllable(word: str) -> bool:
    """Whether a word that law texts do not have ("pháo", "Xuân") is a whole syllable with its marks."""
    return not word.isascii() and bool(SYLLABLE.fullmatch(fold(word)))


_LEVEL_WORD = re.compile(
    r"(?P<before>\b(?:UBND|HĐND|Công an|nhân dân|Quân sự|Biên phòng|Truyền hình|ngành|đoàn thể|Thuế|Thanh tra|địa bàn|Kho bạc Nhà nước|xã hội|Dân)\s)"
    r"(?:tính|tĩnh|tinh|tình)(?=[ ,.;:)\n])"
)


def _level_words(text: str) -> str:
    """The text with the province's word put right where recognition mistook its mark (UBND tính)."""
    return _LEVEL_WORD.sub(r"\g<before>tỉnh", text)


def repair(text: str, *, recognised: bool = False) -> Repaired:
    """The text with damaged words replaced by likely ones; a sound text comes back as it is."""
    even = one_tone_style(text)
    if recognised:
        even = _level_words(even)
    if soundness(even, syllables=True) >= _SOUND:
        return Repaired(accents_mended(even))
    tokens = list(_tokens(even))
    chosen, cost = _best_path(tokens, language())
    count = sum(not token.fixed for token in tokens)
    if not count or cost / count > _FOREIGN:
        return Repaired(even)
    return _rebuild(even, tokens, chosen)


def _tokens(text: str) -> list[_Token]:
    out = []
    for match in _PIECE.finditer(text):
        word = match.group()
        fixed = ""
        if word in ",;:.":
            fixed = word
        elif word in "/-":
            fixed = "-"
        elif _is_code(text, match):
            fixed = NUMBER
        out.append(_Token(word, match.start(), match.end(), fixed))
    return out


def _is_code(text: str, match: re.Match[str]) -> bool:
    """Numbers, percentages, symbols of papers and abbreviations: never repaired."""
    word = match.group()
    after = text[match.end() : match.end() + 8]
    if re.fullmatch(r"\d+%?", word):
        return not (word[0] == "5" and len(word) == 2 and _LIKE_BAN.match(after))
    if len(word) == 1 and after[:1] == ")":
        return True
    around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    if "/" in around and (word.isupper() or any(c.isdigit() for c in word)):
        return True
    mixed = sum(c.isupper() for c in word) > 1 and not word.isupper()
    if mixed and ("/" in around or "-" in around):
        return True  # TTr, CTr, TrS beside a stroke
    if "-" in around and word.isupper() and len(word) <= 6:
        return True
    if len(word) == 1:
        return word.lower() != "y" and (not word.isalpha() or word.isupper())
    return word.isupper() and len(word) <= 7 and word.isalpha() and not SYLLABLE.match(fold(word))


def _candidates(word: str, model: Language) -> list[tuple[str, float]]:
    """Known words with the cost of their damage, and the word itself."""
    lower = word.lower()
    limit = 0.6 + 0.45 * len(lower)
    found = [(lower, 0.0)]
    for known in model.shaped_like(lower):
        if known != lower and abs(len(known) - len(lower)) <= 2:
            cost = distance(known, lower, limit)
            if cost < limit:
                found.append((known, cost))
    found.sort(key=lambda item: item[1] * _RATE + model.cost("", item[0]) / 4)
    if (lower, 0.0) not in found[:_KEEP]:
        return [*found[: _KEEP - 1], (lower, 0.0)]
    return found[:_KEEP]


def _best_path(tokens: list[_Token], model: Language) -> tuple[list[str], float]:
    """The cheapest sequence of words (Viterbi), and the cost of its words."""
    memo: dict[str, list[tuple[str, float]]] = {}
    paths: dict[str, float] = {"^": 0.0}
    history: list[dict[str, str]] = []
    for token in tokens:
        if token.fixed:
            options = [(token.fixed, 0.0)]
        else:
            options = memo.get(token.text.lower(), [])
            if not options:
                options = memo[token.text.lower()] = _candidates(token.text, model)
        step: dict[str, str] = {}
        reached: dict[str, float] = {}
        for word, damage in options:
            costs = ((cost + model.cost(left, word), left) for left, cost in paths.items())
            cost, left = min(costs)
            reached[word] = cost + (damage * _RATE if not token.fixed else 0.0)
            step[word] = left
        paths = reached
        history.append(step)
    if not paths or not history:
        return [], 0.0
    word, total = min(paths.items(), key=lambda item: item[1])
    chosen = []
    for step in reversed(history):
        chosen.append(word)
        word = step[word]
    return chosen[::-1], total


def _rebuild(text: str, tokens: list[_Token], chosen: list[str]) -> Repaired:
    pieces: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    at = 0
    for token, word in zip(tokens, chosen, strict=True):
        for i in range(at, token.start):
            begins.append(i)
            ends.append(i + 1)
        pieces.append(text[at : token.start])
        at = token.end
        new = token.text if token.fixed or word == token.text.lower() else _cased(word, token.text)
        pieces.append(new)
        if len(new) == len(token.text):
            begins.extend(range(token.start, token.end))
            ends.extend(range(token.start + 1, token.end + 1))
        else:
            begins.extend([token.start] * len(new))
            ends.extend([token.end] * len(new))
    begins.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    pieces.append(text[at:])
    return Repaired("".join(pieces), begins, ends)


def _cased(word: str, seen: str) -> str:
    letters = [c for c in seen if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return word.upper()
    return word.capitalize() if seen[:1].isupper() else word
