"""Words broken by the end of a line ("tho / ng báo", "Lao độ / ng", "nư- / ớc"), as text cut at a width has them.

Two halves are one word only where that word is a common one and one of the halves hardly ever
stands alone; an abbreviation ("UB / ND") must stand whole elsewhere in the paper.
"""

import re

from .language import language
from .letters import LETTER, SYLLABLE, UPPER, fold

_CUT = re.compile(
    rf"(?<![{LETTER}\d])(?P<left>[{LETTER}]{{1,6}})-?[ ]*\n[ ]*(?P<right>[a-zà-ỹđ]{{1,6}})(?![{LETTER}\d])(?P<sign>[,;:.]*)[ ]?"
)
_CUT_CAPITALS = re.compile(
    rf"(?<![{LETTER}\d])(?P<left>[{UPPER}]{{1,4}})[ ]*\n[ ]*(?P<right>[{UPPER}]{{1,4}})(?![{LETTER}\d])(?P<sign>[,;:.]*)[ ]?"
)
_COMMON = 20  # times a word must have been seen in the counted texts
_RARER = 50  # times rarer is a half that is no word


def mended(text: str) -> str:
    """The text with the second half of a broken word on the line of its first."""
    text = _CUT.sub(_whole, text)
    if _CUT_CAPITALS.search(text):
        seen = set(re.findall(rf"(?<!\w)[{UPPER}]{{3,8}}(?!\w)", text))
        text = _CUT_CAPITALS.sub(lambda m: _abbreviation(m, seen), text)
    return text


def _whole(match: re.Match[str]) -> str:
    known = language().words
    left, right = match["left"].lower(), match["right"]
    count = known.get(left + right, 0)
    rare = min(known.get(half, 0) if SYLLABLE.match(fold(half)) else 0 for half in (left, right))
    if count < _COMMON or rare * _RARER > count or not SYLLABLE.match(fold(left + right)):
        return match.group()
    return f"{match['left']}{right}{match['sign']}\n"


def _abbreviation(match: re.Match[str], seen: set[str]) -> str:
    whole = match["left"] + match["right"]
    if whole not in seen or match["left"] in seen or match["right"] in seen:
        return match.group()
    return f"{whole}{match['sign']}\n"
