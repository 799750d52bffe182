"""The letters of a page with their boxes, and words found among them whatever the spaces."""

import unicodedata
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Letter:
    """One printed sign: folded (no case, no tone), and its box in points from below."""

    sign: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class PageLetters:
    """The letters of a page in the order of its text; `folded` is one sign for each."""

    index: int
    width: float
    height: float
    letters: tuple[Letter, ...]
    folded: str

    def find(self, words: str, start: int = 0) -> int:
        """Where words stand from a place on, -1 where they do not; spaces and tones count nothing."""
        return self.folded.find(fold(words), start)

    def last(self, words: str) -> int:
        """The last place where words stand, -1 where they do not."""
        return self.folded.rfind(fold(words)) if fold(words) else -1


def fold(text: str) -> str:
    """A text without spaces, tones, marks and case."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign) and not sign.isspace())


def page_letters(page: Any, index: int) -> PageLetters:
    """All letters of a PDFium page."""
    from pypdfium2 import raw

    width, height = page.get_size()
    text = page.get_textpage()
    letters = []
    for place in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, place)
        if code < 33 or raw.FPDFText_IsGenerated(text, place) == 1:
            continue
        folded = fold(chr(code))
        if len(folded) != 1:
            continue  # a tone printed by itself belongs to the letter before it
        letters.append(Letter(folded, *text.get_charbox(place, loose=True)))
    return PageLetters(index, width, height, tuple(letters), "".join(one.sign for one in letters))
