"""pypdf reads a signature's value digit by digit: two thirds of the time that measuring a signed file took.
Here it reads what is regular in one piece (`kernel.files.hexed`), and refuses or reads the rest as ever."""

from typing import Any, BinaryIO

from pypdf.generic import _data_structures, create_string_object

from lienthong.kernel.files.hexed import read_regular

reading: Any = _data_structures  # where pypdf's own reader looks the function up
_PYPDFS = reading.read_hex_string_from_stream


def read_hex_string(stream: BinaryIO, forced_encoding: Any = None) -> Any:
    """The string that begins at the stream's `<`; the stream stands behind its `>` afterwards."""
    found = read_regular(stream)
    if found is None:
        return _PYPDFS(stream, forced_encoding)
    return create_string_object(found, forced_encoding)


def install() -> None:
    """Let pypdf read hexadecimal strings so, in this process."""
    reading.read_hex_string_from_stream = read_hex_string
