"""pyHanko reads a signature's value digit by digit, and again at each look at its file: a third of the time
of a verdict. Here it reads what is regular in one piece (`kernel.files.hexed`), and refuses or reads the
rest as ever."""

from typing import Any, BinaryIO

from pyhanko.pdf_utils import generic

from lienthong.kernel.files.hexed import read_regular

_PYHANKOS = generic.read_hex_string_from_stream


def read_hex_string(stream: BinaryIO) -> Any:
    """The string that begins at the stream's `<`; the stream stands behind its `>` afterwards."""
    found = read_regular(stream)
    return _PYHANKOS(stream) if found is None else generic.pdf_string(found)


def install() -> None:
    """Let pyHanko read hexadecimal strings so, in this process."""
    generic.read_hex_string_from_stream = read_hex_string
