"""Vietnamese letters: one Unicode form, one place for tone marks, folding, and words with their place.

Decree 30/2020 (Annex I, I.4) prescribes Unicode by TCVN 6909:2001; files in use carry decomposed
letters, both styles of tone marks and invisible characters, which would break every comparison.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

LETTER = "A-Za-zÀ-ỹĐđ"
UPPER = "A-Z" + "".join(
    chr(c)
    for c in range(0xC0, 0x1EFA)
    if chr(c).isupper() and (c < 0x180 or c in (0x1A0, 0x1AF) or c >= 0x1EA0)
)  # capitals of Vietnamese, for use inside brackets: a range À-Ỹ would take small letters too
LOWER = "a-z" + "".join(
    chr(c)
    for c in range(0xE0, 0x1EFA)
    if chr(c).islower() and (c < 0x180 or c in (0x1A1, 0x1B0) or c >= 0x1EA0)
)  # and its small letters
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_HYPHEN = re.compile(  # a font may show every hyphen as a soft one: QĐ-UBND, Độc lập - Tự do
    "(?<=[\\w/])\u00ad(?=[A-ZĐ\\d])|(?<=[ \u00a0])\u00ad(?=[ \u00a0])"
)
_LOOSE = re.compile(
    "(?:(?<=\\s)|^)[\u0300-\u036f]+(?: [\u0300-\u036f]+)*(?=\\s|$)"
)  # marks without letter
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
_SPACE = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_OLD_TONE = re.compile(
    rf"(?:([oO])([àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ])|(?<![qQ])([uU])([ỳýỷỹỵỲÝỶỸỴ]))(?![{LETTER}])"
)
_TONES = {"\u0300": 0, "\u0301": 1, "\u0309": 2, "\u0303": 3, "\u0323": 4}
_MOVED = {
    "o": "òóỏõọ",
    "O": "ÒÓỎÕỌ",
    "u": "ùúủũụ",
    "U": "ÙÚỦŨỤ",
}


class Word(NamedTuple):
    """A run of letters, digits or odd signs and its place in the text."""

    text: str
    start: int
    end: int


def clean(text: str) -> str:
    """The text in NFC with plain spaces and line ends, without invisible characters."""
    text = (
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").replace("\x0b", "\n")
    )
    text = _CONTROL.sub(" ", _INVISIBLE.sub("", _HYPHEN.sub("-", text)))
    text = _LOOSE.sub("", unicodedata.normalize("NFC", text)).replace("\u00d0", "Đ")  # of Icelandic
    return _SPACE.sub(" ", text).replace("\u2028", "\n")


def one_tone_style(text: str) -> str:
    """The text with hoà, uỷ written hòa, ủy; every character keeps its place."""
    return _OLD_TONE.sub(_move_tone, text)


def _move_tone(match: re.Match[str]) -> str:
    glide = match[1] or match[3]
    marked = match[2] or match[4]
    parts = unicodedata.normalize("NFD", marked)
    return _MOVED[glide][_TONES[parts[1]]] + parts[0]


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


def fold(text: str) -> str:
    """The text in lower case without marks; every character keeps its place (NFC input)."""
    return "".join(map(_fold_char, text))


_TWICE = re.compile(
    "|".join(
        f"[{group}]{{2}}"
        for group in (
            "aàáảãạăằắẳẵặâầấẩẫậ", "AÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬ", "eèéẻẽẹêềếểễệ", "EÈÉẺẼẸÊỀẾỂỄỆ", "iìíỉĩị", "IÌÍỈĨỊ",
            "oòóỏõọôồốổỗộơờớởỡợ", "OÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢ", "Đ", "đ",
        )
    )
)  # fmt: skip


def undoubled(word: str) -> str:
    """A recognised word in which a letter with marks stands twice ("Đâầu", "KIỂỀM", "QĐÐ") put right.

    No Vietnamese syllable has the same vowel twice with a mark on it; "oo" and plain letters stay.
    """
    word = word.replace("\u00d0", "Đ").replace("\u00f0", "đ")
    return _TWICE.sub(_one_of_two, word)


def _one_of_two(match: re.Match[str]) -> str:
    one, other = match.group()[0], match.group()[1]
    if one.isascii() and other.isascii():
        return match.group()
    marks = [len(unicodedata.normalize("NFD", letter)) for letter in (one, other)]
    return other if marks[1] > marks[0] else one


def squeeze(text: str) -> str:
    """The text with every run of white space as one space, trimmed."""
    return " ".join(text.split())


SYLLABLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|ch|kh|ph|th|tr|qu|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|nh|ng|[cmnpt])?$"
)  # one syllable of Vietnamese, of letters folded


_WORD = re.compile(r"[^\s,;:.()\[\]{}“”\"'!?…–—-]+")


def words(text: str) -> list[Word]:
    """The words of the text, without punctuation and dashes, with their places."""
    return [Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]


def trim(text: str, start: int, end: int, also: str = "") -> tuple[int, int]:
    """The span without white space (and the signs in `also`) at both ends."""
    while start < end and (text[start].isspace() or text[start] in also):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in also):
        end -= 1
    return start, end
