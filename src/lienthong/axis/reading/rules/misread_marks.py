"""Marks of points that recognition misread ("« Sở Y tế …", "l. …", "S- …", "b} …", "2, …").

A sign or a lone letter counts as a dash only where a line was finished before it and it stands so
more than once, or beside a dash; a number or letter only in its order. One sign is put for another:
no place moves.
"""

import re
from collections import Counter
from typing import NamedTuple

from .letters import LETTER, UPPER
from .numbering import ALPHABET

_SIGN = re.compile(rf"(?P<sign>[«»~†¢=©®°º¤§¬›‹^`¡¦>#]|[-–]?[•·]) ?(?=[“\"(]?[{LETTER}\d]{{2}})")
_LETTER = re.compile(rf"(?P<sign>[a-zA-Z]) (?=[“\"(]?[{LETTER}]{{2}})")  # "e Cục Quản lý Dược …"
_PLUS = re.compile(rf"(?P<sign>[†4t]) (?=[{UPPER}][{LETTER}])")  # for "+"
_NUMBER = re.compile(
    rf"(?P<label>[lI|!SsZz]|\d{{1,2}}|\d?[lI|SOo]\d?)(?P<close>[.,;:) -]|-)(?P<gap> ?)(?=[“\"(]?[{UPPER}][{LETTER}])"
)
_POINT = re.compile(
    rf"(?P<label>[a-zđ])(?P<close>[}}\]>|,;:.) ])(?P<gap> ?)(?=[“\"(]?[{LETTER}]{{2}})"
)
_FIGURES = str.maketrans("lI|!SsZzOo", "1111552200")
_DASH = re.compile(r"[-–—]\s?(?=\S)")
_TRUE_PLUS = re.compile(r"\+\s?(?=\S)")
_TRUE_NUMBER = re.compile(r"(?P<label>\d{1,2})(?:[.)/] ?|[-–] )(?=\D)")
_TRUE_POINT = re.compile(r"(?P<label>[a-zđ])\) ?(?=\S)")
_ROMAN = re.compile(r"[IVX]{1,5}[.)/-] ")
_ENDED = re.compile(r"[.;:!?/,][)”\"]?\Z")
_OPENED = re.compile(r"[;:]\Z")
_FEW = 2
_NEAR = 80  # lines: how far behind a first point the second may stand
_HEADING = 90  # letters of a line that may end without a stop
_WORDS_OF_ONE = frozenset("yoaeiu")  # letters that stand alone in running words too: "y tế", "a lô"
_GATE = re.compile(r"(?m)^[ ]*(?:Kính gửi|KÍNH GỬI|[^\n]{60})")


class _Line(NamedTuple):
    """The words of a line, their place, and the last line with words before it."""

    words: str
    start: int
    above: str


def with_marks(text: str) -> str:
    """The text with the marks of points that recognition misread; every place stays."""
    gate = _GATE.search(text)
    if gate is None:
        return text
    lines = _lines(text, gate.start())
    changed: dict[int, str] = {}
    _numbers(lines, changed)
    _points(lines, changed)
    _signs([line for line in lines if line.start not in changed], changed)
    if not changed:
        return text
    out, at = [], 0
    for place in sorted(changed):
        out += [text[at:place], changed[place]]
        at = place + len(changed[place])
    return "".join([*out, text[at:]])


def _lines(text: str, start: int) -> list[_Line]:
    out: list[_Line] = []
    at, above = start, ""
    for line in text[start:].split("\n"):
        words = line.strip()
        if words:
            out.append(_Line(words, at + line.index(words[0]), above))
            above = words
        at += len(line) + 1
    return out


def _fresh(line: _Line) -> bool:
    """Whether a point may open a line: the one above was finished, or is a short heading."""
    return not line.above or bool(_ENDED.search(line.above)) or len(line.above) < _HEADING // 2


def _numbers(lines: list[_Line], changed: dict[int, str]) -> None:
    """Puts "1." for "l.", "5-" for "S-", "2." for "2," where the number is the next one."""
    last = 0
    for i, line in enumerate(lines):
        if _ROMAN.match(line.words) and not _second(lines, i, last):
            last = 0
            continue
        true = _TRUE_NUMBER.match(line.words)
        if true:
            last = int(true["label"])
            continue
        match = _NUMBER.match(line.words)
        if match is None or not _fresh(line):
            continue
        if not match["label"].isdigit() and match["close"] == ")":
            continue  # "l)" behind "k)"
        label = match["label"].translate(_FIGURES)
        close = match["close"]
        lone = close == " " and not (match["label"].isdigit() and _ENDED.search(line.above))
        if not label.isdigit() or lone or (close == " " and match["gap"]):
            continue
        number = int(label)
        if number != last + 1 and not (number == 1 and _second(lines, i, 0)):
            continue
        if number == 1 and not _second(lines, i, last):
            continue
        if close in ", ;:" and number != 1 and not _ENDED.search(line.above):
            continue
        mark = close if close in ".)-" else "."
        changed[line.start] = str(number).rjust(len(match["label"]), "0") + mark
        last = number


def _second(lines: list[_Line], i: int, last: int) -> bool:
    """Whether the second point of a list that may begin on a line stands further on."""
    for line in lines[i + 1 : i + _NEAR]:
        true = _TRUE_NUMBER.match(line.words)
        if true or re.match(r"(?:2|Z)[,. ] ?[^\W\d]", line.words):
            return line.words[0] in "2Z"
        if _ROMAN.match(line.words):
            return False
    return False


def _points(lines: list[_Line], changed: dict[int, str]) -> None:
    """Puts "b)" for "b}", "đ)" for "đ]" where the letter is the next one."""
    wanted = ""
    for line in lines:
        true = _TRUE_POINT.match(line.words)
        if true:
            wanted = _next(true["label"])
            continue
        if _TRUE_NUMBER.match(line.words) or _ROMAN.match(line.words):
            wanted = ""
            continue
        match = _POINT.match(line.words)
        if match is None or match["close"] in ".)" or not _fresh(line):
            continue
        label = match["label"]
        if match["close"] in " ,;:" and label != wanted:
            continue
        if label == wanted or (label == "a" and match["close"] in "}]>|"):
            changed[line.start] = f"{label})"
            wanted = _next(label)


def _next(label: str) -> str:
    at = ALPHABET.find(label)
    return ALPHABET[at + 1] if 0 <= at < len(ALPHABET) - 1 else ""


def _signs(lines: list[_Line], changed: dict[int, str]) -> None:
    """Puts a dash, or a plus, for a sign or a lone letter that opens several points."""
    found: list[tuple[_Line, str]] = []
    for line in lines:
        match = _SIGN.match(line.words) or _LETTER.match(line.words) or _PLUS.match(line.words)
        if match and _fresh(line) and not (match["sign"] == "«" and "»" in line.words):
            found.append((line, match["sign"]))
    counts = Counter(sign for _, sign in found)
    beside = _beside(lines)
    for line, sign in found:
        plus = _PLUS.match(line.words)
        if plus and line.start in beside and beside[line.start] == "+":
            changed[line.start] = "+"
            continue
        if sign == "4":
            continue
        letter = sign.isalnum()
        often = counts[sign] >= (_FEW if sign in "eo" or not letter else _FEW + 1)
        near = line.start in beside
        if sign in _WORDS_OF_ONE and letter and line.words[2].islower() and sign not in "eo":
            continue
        if (often or near) if not letter else (often and bool(_ENDED.search(line.above))):
            changed[line.start] = "-" + sign[1:].replace("•", " ").replace("·", " ")


def _beside(lines: list[_Line]) -> dict[int, str]:
    """The lines that have a true dash or plus as the point before or behind them."""
    out: dict[int, str] = {}
    marks: list[tuple[int, str]] = []
    for line in lines:
        if _DASH.match(line.words):
            marks.append((line.start, "-"))
        elif _TRUE_PLUS.match(line.words):
            marks.append((line.start, "+"))
        elif _SIGN.match(line.words) or _PLUS.match(line.words):
            marks.append((line.start, ""))
        elif _TRUE_NUMBER.match(line.words) or _ROMAN.match(line.words):
            marks.append((line.start, "#"))
    for here, (place, mark) in enumerate(marks):
        if mark:
            continue
        around = [m for _, m in marks[max(0, here - 1) : here + 2]]
        if "+" in around:
            out[place] = "+"
        elif "-" in around:
            out[place] = "-"
    return out
