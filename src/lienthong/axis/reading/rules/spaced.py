"""Letters set apart for looks ("Ủ Y  B A N", "Q Đ - U B N D") and tones behind a space ("quyê ́t").

Word processors space the heads of papers, and fonts without whole letters leave a tone beside its letter.
Letters are only brought together: where the space between words is no wider than that between letters, a
row is cut into words of the language, and left as it is where that cannot be done with certainty.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from .language import language
from .letters import LETTER, UPPER, fold, one_tone_style

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE_APART = re.compile(rf"([aăâeêioôơuưyAĂÂEÊIOÔƠUƯY])[ \u00a0]+([{_TONES}])")
_CODA_APART = re.compile(
    rf"([aăâeêioôơuưyAĂÂEÊIOÔƠUƯY])[ \u00a0]+([{_TONES}]) (?=(?:ch|nh|ng|[cmnptCMNPT]|CH|NH|NG)(?![{LETTER}]))"
)
_SIGN = rf"[{LETTER}\d\-–/:.,;&()]"
_RUN = re.compile(rf"(?<![^\s|])(?:{_SIGN} {{1,2}}){{2,}}{_SIGN}(?![^\s|])")
_LETTERS_APART = re.compile(rf"(?<!\S)(?:[{LETTER}] ){{2,}}[{LETTER}](?!\S)")
_GOES_ON = re.compile(rf"(?: |(?<=[-/])\n)[{UPPER}](?: [{UPPER}])+(?![{LETTER}])")
_PIECES = re.compile(rf"[{LETTER}]+|\d+|[^{LETTER}\d]")
_SYMBOL_BEGUN = re.compile(  # 12/ Q Đ - U B N D, 12/Q Đ - U B N D
    rf"(\d ?/ ?(?:\d{{4}}/)?[{UPPER}&]{{0,6}}-?[{UPPER}]{{0,3}}) ((?:[{UPPER}&\d\-–] {{1,2}}){{2,}}[{UPPER}\d])(?![^\s,;.|)])"
)
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|ch|kh|ph|th|tr|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|nh|ng|[cmnpt])?$"
)
_ALONE = frozenset("yýởô")  # words of one letter; "i" is a figure
_LETTERS = re.compile("[bcdđghklmnpqrstvx]{2,5}$")  # BCH, THPT, MTTQ
_NUMBERED = re.compile(rf"\d[/\-–][{UPPER}]")
_LONGEST = 7  # letters of a syllable
_MOST = 160
_ROWS = 400  # of a page: letters are set apart in heads
_UNSEEN = 16.0
_SURE = 4.0  # how much dearer the next best way to cut must be


def with_tones(text: str) -> str:
    """The text with each tone on the letter before the space (to be put into NFC by the caller)."""
    if not any(tone in text for tone in _TONES):
        return text
    return _TONE_APART.sub(_put_on, _CODA_APART.sub(_put_on, text))


def _put_on(match: re.Match[str]) -> str:
    whole = unicodedata.normalize("NFC", match[1] + match[2])
    return whole if len(whole) == 1 else match[0]


def closed(text: str) -> str:
    """The text with letters that were set apart brought together."""
    return _SYMBOL_BEGUN.sub(_symbol, _RUN.sub(_closed, text, count=_ROWS))


def apart(words: str) -> bool:
    """Whether letters still stand apart in words: what they say is not certain."""
    return bool(_LETTERS_APART.search(words))


def goes_on(text: str, at: int) -> bool:
    """Whether letters set apart follow what was read of a symbol: they may belong to it."""
    return bool(_GOES_ON.match(text, at))


def _closed(match: re.Match[str]) -> str:
    run = match[0]
    if sum(c.isalpha() for c in run) < 3 or len(run) > 2 * _MOST:
        return run
    if "  " in run and len(run) > 6:
        return " ".join(_word(word) for word in re.split(" {2,}", run))
    whole = run.replace(" ", "")
    if len(whole) == 3 and not language().words.get(one_tone_style(whole.lower())):
        return run  # three letters may stand in a row by chance
    return rows_of_words(whole) or run


def _symbol(match: re.Match[str]) -> str:
    begun, rest = match.groups()
    whole = begun.replace(" ", "") + rest.replace(" ", "")
    return whole if "-" in begun + rest or begun.endswith("/") else match[0]


def _word(spaced: str) -> str:
    return spaced.replace(" ", "")


def rows_of_words(whole: str) -> str | None:
    """A row of letters and signs with the spaces that stand between words; None where it is not certain."""
    out: list[str] = []
    symbol = False  # behind a number: QĐ-UBND is no words
    pieces = _PIECES.findall(whole)
    numbered = bool(_NUMBERED.search(whole))
    for piece in pieces:
        if piece[0].isalpha():
            if symbol:
                if any(a.islower() and b.islower() for a, b in pairwise(piece)):
                    return None  # the place behind it: where it ends is not to be seen
                out.append(piece)
                continue
            words = _cut(piece)
            if words is None:
                return None
            out.append((" " if out and out[-1][-1:].isdigit() else "") + " ".join(words))
        elif piece.isdigit():
            out.append((" " if not symbol and out and out[-1][-1:].isalpha() else "") + piece)
        elif piece == "/":
            symbol = (bool(out) and out[-1][-1:].isdigit()) or symbol
            out.append(piece)
        elif piece in "-–":
            symbol = symbol or (numbered and bool(out) and out[-1][-1:].isdigit())  # 14-CT/TU
            out.append(piece if symbol else f" {piece} ")
        elif piece in ":,;":
            symbol = False
            out.append(f"{piece} ")
        else:
            out.append(piece)
    return " ".join("".join(out).split())


def _cut(letters: str) -> list[str] | None:
    """The words of a row of letters, each with its own capitals."""
    out: list[str] = []
    turns = [i for i, (a, b) in enumerate(pairwise(letters), 1) if a.islower() and b.isupper()]
    for start, end in pairwise([0, *turns, len(letters)]):
        part = letters[start:end]
        lengths = _lengths(one_tone_style(part.lower()))
        if lengths is None:
            return None
        words = _parted(part, lengths)
        if any(_LETTERS.match(w.lower()) and (w.islower() or len(set(w)) < 2) for w in words):
            return None  # x x x x
        out += words
    return out


def _parted(part: str, lengths: Sequence[int]) -> list[str]:
    ends = [0, *accumulate(lengths)]
    return [part[a:b] for a, b in pairwise(ends)]


@lru_cache(maxsize=4096)
def _lengths(low: str) -> tuple[int, ...] | None:
    """How long each word is, None where two ways to cut are about as likely or none is."""
    if len(low) > _MOST:
        return None
    ways: list[dict[tuple[str, ...], float]] = [{} for _ in range(len(low) + 1)]
    ways[0][()] = 0.0
    for at in range(len(low)):
        for words, cost in ways[at].items():
            for word, more in _nexts(low, at, words[-1] if words else "^"):
                ways[at + len(word)][(*words, word)] = cost + more
        for reached in ways[at + 1 : at + 1 + _LONGEST]:
            if len(reached) > 12:
                for words in sorted(reached, key=reached.__getitem__)[12:]:
                    del reached[words]
    found = sorted(ways[-1].items(), key=lambda way: way[1])
    if not found or (len(found) > 1 and found[1][1] - found[0][1] < _SURE):
        return None
    return tuple(map(len, found[0][0]))


def _nexts(low: str, at: int, before: str) -> Iterator[tuple[str, float]]:
    known, cost = language().words, language().cost
    for length in range(1, min(_LONGEST, len(low) - at) + 1):
        word = low[at : at + length]
        if not (_SYLLABLE.match(fold(word)) or _LETTERS.match(word)):
            continue
        if length == 1 and word not in _ALONE:
            continue
        yield word, cost(before, word) if known.get(word) else _UNSEEN
