"""Strings that every reader takes alike."""

import re
from typing import Any, Final

from .syntax import NotPlain, Str

OCTAL: Final = re.compile(rb"\\([0-7]{3}|[nrtbf()\\])")
ESCAPED: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text(value: Any) -> str:
    """A string's text where every reader takes it alike: printable ASCII, or UTF-16 with its mark."""
    if type(value) is not Str:
        raise NotPlain("text")
    if value[:1] == b"<":
        raw = bytes.fromhex(value[1:-1].decode("ascii"))
    else:
        raw = OCTAL.sub(_unescaped, value[1:-1])
        if value.find(b"\r") >= 0 or value.find(b"\n") >= 0:
            raise NotPlain("text")
    if raw.startswith(b"\xfe\xff"):
        try:
            return raw[2:].decode("utf-16-be")
        except UnicodeDecodeError as fault:
            raise NotPlain("text") from fault
    if not all(0x20 <= byte < 0x7F for byte in raw):
        raise NotPlain("text")
    return raw.decode("ascii")


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    if len(code) == 3:
        number = int(code, 8)
        if number > 0xFF:
            raise NotPlain("text")
        return bytes((number,))
    return ESCAPED.get(code, code)
