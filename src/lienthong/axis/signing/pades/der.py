"""The few DER encodings that a signature needs (X.690), so that building one costs microseconds."""

from typing import Final

SEQUENCE: Final = 0x30
SET: Final = 0x31
INTEGER: Final = 0x02
OCTETS: Final = 0x04
NULL: Final = b"\x05\x00"
OBJECT_ID: Final = 0x06
GENERALIZED_TIME: Final = 0x18


def tlv(tag: int, *parts: bytes) -> bytes:
    """One value: tag, length, the parts joined."""
    body = b"".join(parts)
    size = len(body)
    if size < 0x80:
        return bytes((tag, size)) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + body


def integer(value: int) -> bytes:
    """An INTEGER; negative values do not occur in signatures."""
    return tlv(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def oid(dotted: str) -> bytes:
    """An OBJECT IDENTIFIER from its dotted form; arcs may be of any size."""
    first, second, *rest = (int(arc) for arc in dotted.split("."))
    return tlv(OBJECT_ID, *(_base128(arc) for arc in (first * 40 + second, *rest)))


def _base128(arc: int) -> bytes:
    septets = [arc & 0x7F]
    while arc := arc >> 7:
        septets.append(arc & 0x7F | 0x80)
    return bytes(reversed(septets))


def set_of(*values: bytes) -> bytes:
    """The body of a SET OF: the values in DER order, without the tag."""
    return b"".join(sorted(values))
