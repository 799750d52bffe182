"""What bytes a signature covers, checked on the raw file: exactly all but its own value.

Stops gaps and overlaps, ranges that wrap a second copy, values that stand elsewhere than the range
says (signature wrapping, universal forgery), and data hidden behind the value.
"""

from dataclasses import dataclass
from typing import Any, Final

from lienthong.axis.signing.words import _

from .model import Answer, Finding, Part

HEX: Final = frozenset(b"0123456789abcdefABCDEF")
BLANK: Final = frozenset(b" \t\r\n\f\x00")
VALUE_KEY: Final = b"/Contents"
END_MARK: Final = b"%%EOF"


@dataclass(frozen=True, slots=True)
class Range:
    """A sound byte range: all up to `gap_start`, nothing to `gap_end`, all up to `end`."""

    gap_start: int
    gap_end: int
    end: int


class UnsoundRange(ValueError):
    """A byte range that does not cover all of a revision but the value; `code` says how."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def sound_range(data: bytes, stated: Any, value: bytes) -> Range:
    """The range of a signature, from its /ByteRange and its raw /Contents value.

    Raises `UnsoundRange` unless the range begins at 0, leaves out exactly one hexadecimal string,
    that string is the value itself behind its key, and it ends at an end-of-file mark.
    """
    numbers = _numbers(stated)
    if len(numbers) != 4 or numbers[0] != 0:
        raise UnsoundRange("range_shape")
    _zero, first, second, length = numbers
    end = second + length
    if first <= 0 or second <= first or length <= 0 or end > len(data):
        raise UnsoundRange("range_bounds")
    _check_gap(data, first, second, value)
    if END_MARK not in data[max(0, end - 16) : end]:
        raise UnsoundRange("range_end")
    return Range(first, second, end)


def _numbers(stated: Any) -> list[int]:
    if not isinstance(stated, list):
        raise UnsoundRange("range_shape")
    numbers = []
    for item in stated:
        if type(item).__name__ != "NumberObject" or not isinstance(item, int):
            raise UnsoundRange("range_shape")
        numbers.append(int(item))
    return numbers


def _check_gap(data: bytes, start: int, end: int, value: bytes) -> None:
    gap = data[start:end]
    if len(gap) < 4 or gap[:1] != b"<" or gap[-1:] != b">":
        raise UnsoundRange("gap_not_value")
    inside = bytes(byte for byte in gap[1:-1] if byte not in BLANK)
    if any(byte not in HEX for byte in inside):
        raise UnsoundRange("gap_not_value")
    if bytes.fromhex((inside + b"0" * (len(inside) % 2)).decode("ascii")) != value:
        raise UnsoundRange("gap_not_value")
    before = data[max(0, start - 64) : start].rstrip(bytes(BLANK))
    if not before.endswith(VALUE_KEY):
        raise UnsoundRange("gap_not_value")


def padding_is_blank(value: bytes) -> bool:
    """Whether nothing but zeros stands behind the DER of a signature value."""
    from asn1crypto import parser

    try:
        used = parser.peek(value)
    except ValueError:
        return False
    return not value[used:].strip(b"\x00")


REASONS: Final[dict[str, str]] = {
    "range_shape": _("Phạm vi ký ghi sai cách (phải từ đầu tệp và chỉ chừa đúng giá trị chữ ký)."),
    "range_bounds": _("Phạm vi ký chồng lên nhau hoặc vượt ra ngoài tệp."),
    "range_end": _("Chữ ký không phủ trọn một bản lưu của tệp."),
    "gap_not_value": _("Có nội dung nằm trong khoảng mà chữ ký không phủ."),
}


def finding(fault: UnsoundRange) -> Finding:
    """The finding for an unsound range."""
    return Finding(Part.COVERAGE, Answer.INVALID, fault.code, REASONS[fault.code])
