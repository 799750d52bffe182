"""Words that ran together ("cơquan", "SởTài chính", "năm2009"), as text taken out of files often has them.

A word is cut in two only where both halves are words of the language and the whole is neither a word
nor one syllable; what may be a name or a foreign word stays. Only spaces are put in: nothing is
taken for another letter.
"""

import re
from functools import lru_cache

from .language import language
from .letters import LETTER, SYLLABLE, UPPER, fold

_COMMON = 50
_SEEN = 8  # how often a half must have been seen in the counted texts
_WORD = re.compile(rf"[{LETTER}]{{5,16}}")
_CAPITALS_THEN_NAME = re.compile(rf"(?<=[{UPPER}]{{2}})(?=[{UPPER}][a-zà-ỹđ])")
_BEFORE_FIGURE = re.compile(r"(?<!\w)(ngày|tháng|năm|số|quý|khóa|khoá)(?=\d)", re.IGNORECASE)
_COMMA = re.compile(r"(?<=[a-zà-ỹđ]{2}),(?=[a-zà-ỹđ]{2})")
_SENTENCE = re.compile(rf"(?<=[a-zà-ỹđ]{{3}})[.](?=[{UPPER}][a-zà-ỹđ]+[ ,])")
_AFTER_FIGURE = re.compile(r"(?<=\d)(?=(?:tháng|năm|của|về|và|đến|đối|trên|tại|vào|cùng)(?![\w]))")


def unglued(text: str) -> str:
    """The text with a space between words that ran together."""
    text = _COMMA.sub(", ", text)
    text = _SENTENCE.sub(r". ", text)
    text = _AFTER_FIGURE.sub(" ", _BEFORE_FIGURE.sub(r"\1 ", text))
    return _WORD.sub(lambda match: _cut(match.group()), text)


@lru_cache(maxsize=65_536)
def _cut(word: str) -> str:
    known = language().words
    low = word.lower()
    if known.get(low, 0) or SYLLABLE.match(fold(low)):
        return word
    ways = [at for at in range(2, len(word) - 1) if _halves(word, low, at)]
    if not ways:
        name = _CAPITALS_THEN_NAME.search(word)
        if name and known.get(low[: name.start()], 0) >= _SEEN and _syllabic(low[name.start() :]):
            return _parted(word, name.start())
        return word
    cost = language().cost
    best = min(ways, key=lambda at: cost("^", low[:at]) + cost(low[:at], low[at:]))
    return _parted(word, best)


def _parted(word: str, at: int) -> str:
    """Two words; after capitals, a name or motto in small letters stood on the next line."""
    left, right = word[:at], word[at:]
    return f"{left}\n{right}" if left.isupper() and not right.isupper() else f"{left} {right}"


def _halves(word: str, low: str, at: int) -> bool:
    one, other = low[:at], low[at:]
    known = language().words
    if not (_syllabic(one) and _syllabic(other)):  # QĐUBND
        return False
    seen = sorted((known.get(one, 0), known.get(other, 0)))
    marked = not one.isascii() and not other.isascii()
    proper = marked and word[:1].isupper() and not word.isupper()  # a name beside a common word
    if seen[0] < _SEEN and not (proper and (seen[1] >= _COMMON or word[at].isupper())):
        return False
    if one.isascii() and other.isascii() and not language().pairs.get(one, {}).get(other):
        return False
    left, right = word[:at], word[at:]
    if word.isupper() or word[1:].islower():
        return True
    # SởTài, củaThủ, TỊCHNguyễn: each half in one form of its own
    return _form(left) and _form(right)


def _form(half: str) -> bool:
    return half.islower() or half.isupper() or (half[:1].isupper() and half[1:].islower())


def _syllabic(word: str) -> bool:
    return bool(SYLLABLE.match(fold(word)))
