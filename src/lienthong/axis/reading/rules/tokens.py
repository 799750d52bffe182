"""Tokens of the language model: lower-case words and the three signs that carry meaning between them."""

import re

from .letters import LETTER

_TOKEN = re.compile(rf"[{LETTER}]+|[,;:.]|\d[\d./-]*|[^\s]")
_WORD = re.compile(rf"[{LETTER}]+\Z")
NUMBER = "#"


def learnable(line: str) -> list[str]:
    """Lower-case tokens of a clean line; numbers as one sign, other signs left out."""
    out = []
    for piece in _TOKEN.findall(line):
        if _WORD.match(piece):
            out.append(piece.lower())
        elif piece[0].isdigit():
            out.append(NUMBER)
        elif piece in ",;:.":
            out.append(piece)
    return out
