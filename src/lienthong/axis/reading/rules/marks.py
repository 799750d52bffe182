"""Marks of secrecy, urgency and circulation (Decree 30, Annex I, III.2), told from running text.

A mark stands alone in capitals. A secrecy mark ends the reading before anything else is looked at:
state secrets must not enter this system.
"""

import re
from difflib import SequenceMatcher

from ..choices import Urgency
from .letters import fold, squeeze
from .lines import Segment
from .page import Paper
from .reading import Field

_LOOKALIKE = str.maketrans({"0": "o", "1": "i", "!": "i", "|": "i", "4": "a", "@": "a"})
_SECRET = {"mat", "toi mat", "tuyet mat", "tuyetmat", "toimat"}
_SECRET_LINE = re.compile(r"^\W*do mat\W+(?:toi mat|tuyet mat|mat)\W*$")
_URGENT = {
    "hoa toc hen gio": Urgency.EXPRESS_TIMED,
    "hoa toc": Urgency.EXPRESS,
    "thuong khan": Urgency.VERY_URGENT,
    "khan": Urgency.URGENT,
}
_LIMITS = {"luu hanh noi bo": "LƯU HÀNH NỘI BỘ", "xem xong tra lai": "XEM XONG TRẢ LẠI"}
HEAD_ROWS = 45
_LIKE = 0.86


def _bare(segment: Segment) -> str:
    """The letters of a piece that may be a mark; letters set apart are brought together."""
    words = squeeze(re.sub(r"[^a-z ]", " ", fold(segment.text).translate(_LOOKALIKE)))
    single = words.split()
    if len(single) > 2 and all(len(word) == 1 for word in single):
        words = "".join(single)
    return re.sub(r"^[il] | [il]$", "", words)


def is_secret(pieces: list[Segment]) -> bool:
    """Whether a secrecy mark stands alone on one of the pieces of a page's head."""
    for piece in pieces:
        if _SECRET_LINE.match(fold(piece.text)) and len(piece.text) < 40:
            return True
        letters = [c for c in piece.text if c.isalpha()]
        if letters and len(piece.text) < 24 and all(c.isupper() for c in letters):
            words = _bare(piece)
            tight = words.replace(" ", "")
            if words in _SECRET or any(
                _near(words, mark) or _near(tight, mark.replace(" ", ""))
                for mark in ("toi mat", "tuyet mat")
            ):
                return True
    return False


def _near(words: str, mark: str) -> bool:
    """Whether the words are the mark with a letter or two mistaken by recognition."""
    if abs(len(words) - len(mark)) > 2 or not words.startswith("t"):
        return False
    return SequenceMatcher(None, words, mark, autojunk=False).ratio() >= _LIKE


def known_mark(words: str) -> bool:
    """Whether the words are a mark of secrecy, urgency or circulation, read well enough to be told."""
    bare = squeeze(re.sub(r"[^a-z ]", " ", fold(words).translate(_LOOKALIKE)))
    tight = bare.replace(" ", "")
    if bare in _URGENT or bare in _LIMITS or bare in _SECRET or tight in _SECRET:
        return True
    return any(_near(bare, mark) or _near(tight, mark.replace(" ", "")) for mark in _SECRET)


def urgency(paper: Paper, pieces: list[Segment]) -> Field:
    """The urgency mark, None where there is none to be read."""
    for piece in pieces:
        if piece.upper and len(piece.text) < 40:
            words = _bare(piece)
            for key, value in _URGENT.items():
                if words == key or words == f"cong dien {key}":
                    return Field(str(value), paper.evidence(piece.start, piece.end), 0.97)
                if key == "hoa toc hen gio" and words.startswith(key):
                    return Field(str(value), paper.evidence(piece.start, piece.end), 0.9)
    return Field()


def circulation(paper: Paper, pieces: list[Segment]) -> Field:
    """The limit of circulation; not a secrecy mark."""
    for piece in pieces:
        value = _LIMITS.get(_bare(piece)) if piece.upper else None
        if value:
            return Field(value, paper.evidence(piece.start, piece.end), 0.97)
    return Field()
