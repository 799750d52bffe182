"""Hexadecimal strings of a PDF read in one piece: a signature's value is one of 60,000 digits.

pyHanko reads them digit by digit, and reads a signature's value again at each look at its file: a third
of the time of a verdict. A string of nothing but digits and white space is read at once here; one with
anything else (a comment, a foreign sign, no end) is left to pyHanko from its beginning, which refuses it
or reads it as ever.
"""

import re
from typing import Any, BinaryIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PDF_WHITESPACE

_REGULAR = re.compile(rb"[0-9A-Fa-f \n\r\t\f\x00]*")
_FIRST, _NEXT = 256, 65_536
_PYHANKOS = generic.read_hex_string_from_stream


def read_hex_string(stream: BinaryIO) -> Any:
    """The string that begins at the stream's `<`; the stream stands behind its `>` afterwards."""
    begins = stream.tell()
    stream.read(1)
    read, size, ended = bytearray(), _FIRST, False
    while not ended and (chunk := stream.read(size)):
        digits, sign, _behind = chunk.partition(b">")
        if not _REGULAR.fullmatch(digits):
            break
        read += digits
        size, ended = _NEXT, bool(sign)
    if not ended:
        stream.seek(begins)
        return _PYHANKOS(stream)
    stream.seek(begins + 1 + len(read) + 1)
    digits = bytes(read).translate(None, PDF_WHITESPACE)
    return generic.pdf_string(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))


def install() -> None:
    """Let pyHanko read hexadecimal strings so, in this process."""
    generic.read_hex_string_from_stream = read_hex_string
