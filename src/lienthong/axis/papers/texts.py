"""Cleans text that goes into a paper: one form of Unicode, no hidden or reordering characters."""

import re
import unicodedata
from typing import Final

from django.utils.translation import gettext as _

from lienthong.kernel.text import nfc

LONGEST_LINE: Final = 100_000  # characters in one paragraph
# Pasted along by word processors; they are invisible and carry nothing.
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), None)
_SPACES: Final = re.compile(r"[ \t\u2000-\u200a\u202f\u3000]+")
_BREAKS: Final = re.compile(r"\r\n?|[\n\v\f\u2028\u2029\u0085]")


class TextRefused(ValueError):
    """A text with characters that have no place in an official paper."""


def clean_line(text: str, field: str) -> str:
    """The text as one line: NFC, runs of white space made one space. Raises TextRefused."""
    return " ".join(part for part in _lines(text, field) if part)


def clean_lines(text: str, field: str) -> tuple[str, ...]:
    """The text as lines, empty ones dropped, for names that the drafter breaks by hand."""
    return tuple(part for part in _lines(text, field) if part)


Piece = str | list[str]
Pieces = str | list[Piece]

# 30/2020/NĐ-CP, UBND-VP: a line break inside would tear a reference apart.
_REFERENCE: Final = re.compile(
    r"\d{1,11}/(?:\d{4}/)?[^\W\d_]{1,12}(?:[-/][^\W\d_]{1,8}){1,4}"
    r"|(?<![\w/-])[A-ZĐ]{2,8}-[A-ZĐ]{2,8}(?![\w/-])"
)
_WORD: Final = re.compile(r"[^\s/-]+")  # a line may break after a stroke or a hyphen anyway


def pieces(text: str, longest: int, *, references: bool = False) -> Pieces:
    """The text as the templates take it: a string, or its pieces where some need care.

    A word of more than `longest` characters becomes ["long", word] and may break between any two
    letters; with `references`, ["whole", reference] stays on one line.
    """
    cuts: list[tuple[int, int, str]] = []
    if len(text) > longest:
        cuts += [
            (*found.span(), "long")
            for found in _WORD.finditer(text)
            if found.end() - found.start() > longest
        ]
    if references:
        taken = [(start, end) for start, end, _kind in cuts]
        cuts += [
            (*found.span(), "whole")
            for found in _REFERENCE.finditer(text)
            if not any(start < found.end() and found.start() < end for start, end in taken)
        ]
    if not cuts:
        return text
    parts: list[Piece] = []
    done = 0
    for start, end, kind in sorted(cuts):
        parts += [text[done:start]] if start > done else []
        parts.append([kind, text[start:end]])
        done = end
    return [*parts, text[done:]] if done < len(text) else parts


def _lines(text: str, field: str) -> list[str]:
    if len(text) > LONGEST_LINE:
        raise TextRefused(
            _("%(field)s dài %(size)s ký tự, vượt quá %(limit)s; hãy chia thành nhiều đoạn.")
            % {"field": field, "size": len(text), "limit": LONGEST_LINE}
        )
    composed = nfc(text.translate(_INVISIBLE))
    lines = [_SPACES.sub(" ", line).strip() for line in _BREAKS.split(composed)]
    for line in lines:
        _refuse_bad_characters(line, field)
    return lines


# Letters of Latin scripts composed, digits, and the signs of papers: nearly every line is only these.
_USUAL: Final = re.compile("[ -~\u00a0-\u024f\u1ea0-\u1ef9\u2010-\u2027\u2030-\u205e\u20ab]*")


def _refuse_bad_characters(line: str, field: str) -> None:
    if _USUAL.fullmatch(line):
        return
    marks = 0
    for character in line:
        category = unicodedata.category(character)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        bad = (
            category in {"Cc", "Cs", "Cn"}
            # Arabic and Hebrew letters and the controls that turn the reading order round: they
            # can make a number or a name read otherwise than it is stored.
            or unicodedata.bidirectional(character) in _REORDERING
            or marks > 2
        )
        if bad:
            raise TextRefused(
                _("%(field)s có ký tự không dùng được trong văn bản (%(code)s %(name)s); hãy xóa.")
                % {
                    "field": field,
                    "code": f"U+{ord(character):04X}",
                    "name": unicodedata.name(character, ""),
                }
            )


_REORDERING: Final = frozenset(
    ["R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI", "PDF", "PDI"]
)
