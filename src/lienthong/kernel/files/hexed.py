"""Hexadecimal strings of a PDF in one piece: a signature's value is one of 60,000 digits.

The libraries that read PDFs in Python take them digit by digit, which is most of their time on a signed
file. What is regular (digits and white space up to its end) is read at once here; anything else (a
comment, a foreign sign, no end) is left to the library from its beginning.
"""

import re
from typing import BinaryIO, Final

WHITE_SPACE: Final = b" \n\r\t\f\x00"
_REGULAR: Final = re.compile(rb"[0-9A-Fa-f \n\r\t\f\x00]*")
_FIRST, _NEXT = 256, 65_536


def read_regular(stream: BinaryIO) -> bytes | None:
    """The octets of the string that begins at the stream's `<`; the stream stands behind its `>` then.

    None where it is not regular: the stream stands where it stood.
    """
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
        return None
    stream.seek(begins + 1 + len(read) + 1)
    digits = bytes(read).translate(None, WHITE_SPACE)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
