"""A PDF of plain cross-reference tables, read whole: every byte belongs to an object, a table or a mark.

A small part of ISO 32000-1 §7.2 to 7.5, so small that no reader can take it otherwise: no name with
an escape, no nested parenthesis, no comment but the one behind the header, no compressed object, no
freed one, no key twice, no byte between two objects but blanks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple


class NotPlain(Exception):
    """The file is not one of those that the fast way knows: the full check takes its time."""


class Ref(NamedTuple):
    """A reference to an object of generation 0."""

    number: int


class Str(bytes):
    """A string as it is written, delimiters included."""


class Num(bytes):
    """A number as it is written."""


class Word(bytes):
    """`true`, `false` or `null`."""


@dataclass(slots=True)
class Object:
    """One object: its value (bytes: a name), the place of its stream's data, what it refers to.

    `uses` are the references in it, each with the innermost key that it stands under ("" in a bare
    array); `begin` and `end` are where the object stands.
    """

    value: Any
    begin: int
    end: int
    data: tuple[int, int] | None
    uses: list[tuple[bytes, int]]


@dataclass(slots=True)
class Segment:
    """What one revision appended."""

    begin: int
    end: int
    table: int
    trailer: dict[bytes, Any]
    offsets: dict[int, int]
    objects: dict[int, Object] = field(default_factory=dict)


MOST_SEGMENTS: Final = 40
MOST_OBJECTS: Final = 20_000
DEEPEST: Final = 30
HEADER: Final = re.compile(
    rb"%PDF-(?:1\.[0-7]|2\.0)[\r\n]{1,2}(?:%[\x80-\xff]{1,32}[\r\n]{1,2})?[\r\n]?"
)
OPENING: Final = re.compile(rb"(\d{1,7}) 0 obj[\r\n ]{1,2}")
CLOSING: Final = re.compile(rb"[\r\n ]{0,2}endobj[\r\n]{1,3}")
STREAM: Final = re.compile(rb"[\r\n ]{0,2}stream(?:\r\n|\n)")
STREAM_END: Final = re.compile(rb"(?:\r\n|\n|\r)?endstream")
TABLE: Final = re.compile(rb"xref(?:\r\n|\n)")
SECTION: Final = re.compile(rb"(\d{1,7}) (\d{1,7})(?:\r\n|\n)")
LINE: Final = re.compile(rb"(\d{10}) 00000 n(?: \n| \r|\r\n)")
FREE: Final = re.compile(rb"0000000000 65535 f(?: \n| \r|\r\n)")
TRAILER: Final = re.compile(rb"trailer(?:\r\n|\n)")
ENDING: Final = re.compile(
    rb"[\r\n]{1,2}startxref(?:\r\n|\n)(\d{1,10})(?:\r\n|\n)%%EOF(?:\r\n|\n|\r)?"
)
LAST: Final = 80  # bytes in which the last mark must stand
PLAIN_INTEGER: Final = re.compile(rb"0|[1-9]\d{0,9}")
TOKEN: Final = re.compile(
    rb"[ \r\n\t]*(?:"
    rb"(?P<ref>\d{1,7}) 0 R(?=[ \r\n\t/<>\[\]()])"
    rb"|(?P<num>-?(?:\d{1,10}(?:\.\d{1,20})?|\.\d{1,20}))(?=[ \r\n\t/<>\[\]()])"
    rb"|(?P<name>/[!\"$&'*+,\-.0-9:;=?@A-Z\\^_`a-z|~]{1,127})(?=[ \r\n\t/<>\[\]()])"
    rb"|(?P<open><<)|(?P<close>>>)|(?P<list>\[)|(?P<end>\])"
    rb"|(?P<text>\([^()\\]*(?:\\(?:[nrtbf()\\]|[0-3][0-7]{2})[^()\\]*)*\))"
    rb"|(?P<hex><[0-9A-Fa-f]*>)"
    rb"|(?P<word>true|false|null)(?=[ \r\n\t/<>\[\]()])"
    rb")"
)  # fmt: skip


def segments(data: bytes) -> list[Segment]:
    """The revisions from the oldest to the newest, each read whole. Raises `NotPlain`."""
    at = data.rfind(b"startxref", max(0, len(data) - LAST))
    found = ENDING.search(data, max(0, at - 2)) if at >= 0 else None
    if found is None or found.end() != len(data):
        raise NotPlain("end")
    tables, start = [], int(found[1])
    while True:
        offsets, trailer, end = _table(data, start)
        tables.append(Segment(0, end, start, trailer, offsets))
        if b"/Prev" not in trailer:
            break
        before = integer(trailer[b"/Prev"])
        if before >= start or len(tables) >= MOST_SEGMENTS:
            raise NotPlain("prev")
        start = before
    tables.reverse()
    header = HEADER.match(data)
    if header is None:
        raise NotPlain("header")
    begin = header.end()
    for segment in tables:
        segment.begin = begin
        _objects(data, segment)
        begin = segment.end
    if begin != len(data):
        raise NotPlain("rest")
    return tables


def _table(data: bytes, at: int) -> tuple[dict[int, int], dict[bytes, Any], int]:
    """The table at an offset: objects and offsets, the trailer, the end of the end mark."""
    opening = TABLE.match(data, at)
    if opening is None:
        raise NotPlain("table")
    here, offsets = opening.end(), {}
    while (section := SECTION.match(data, here)) is not None:
        first, count, here = int(section[1]), int(section[2]), section.end()
        if count > MOST_OBJECTS:
            raise NotPlain("table")
        for number in range(first, first + count):
            line = FREE.match(data, here) if number == 0 else LINE.match(data, here)
            if line is None or number in offsets:
                raise NotPlain("entry")
            if number:
                offsets[number] = int(line[1])
            here = line.end()
    closing = TRAILER.match(data, here)
    if closing is None:
        raise NotPlain("trailer")
    trailer, here = _value(data, closing.end(), [])
    ending = ENDING.match(data, here)
    if type(trailer) is not dict or ending is None or int(ending[1]) != at:
        raise NotPlain("trailer")
    return offsets, trailer, ending.end()


def _objects(data: bytes, segment: Segment) -> None:
    """Read what stands between the segment's begin and its table, which must list just that."""
    here, places = segment.begin, {at: number for number, at in segment.offsets.items()}
    if len(places) != len(segment.offsets):
        raise NotPlain("places")
    while here != segment.table:
        opening = OPENING.match(data, here)
        if opening is None or places.get(here) != int(opening[1]):
            raise NotPlain("object")
        uses: list[tuple[bytes, int]] = []
        value, after = _value(data, opening.end(), uses)
        place = None
        stream = STREAM.match(data, after)
        if stream is not None:
            if type(value) is not dict:
                raise NotPlain("stream")
            size = _length(data, segment, value.get(b"/Length"))
            place = (stream.end(), stream.end() + size)
            finish = STREAM_END.match(data, place[1])
            if finish is None:
                raise NotPlain("stream")
            after = finish.end()
        closing = CLOSING.match(data, after)
        if closing is None or closing.end() > segment.table:
            raise NotPlain("object")
        segment.objects[int(opening[1])] = Object(value, here, closing.end(), place, uses)
        here = closing.end()
    if len(segment.objects) != len(segment.offsets):
        raise NotPlain("objects")


def _length(data: bytes, segment: Segment, stated: Any) -> int:
    """The length of a stream: a number, or a number that is an object of the same revision."""
    if type(stated) is not Ref:
        return integer(stated)
    at = segment.offsets.get(stated.number)
    opening = OPENING.match(data, at) if at is not None else None
    if opening is None or int(opening[1]) != stated.number:
        raise NotPlain("length")
    value, _after = _value(data, opening.end(), [])
    return integer(value)


def integer(value: Any) -> int:
    """The value of a number that is plainly a whole one."""
    if type(value) is not Num or PLAIN_INTEGER.fullmatch(value) is None:
        raise NotPlain("integer")
    return int(value)


def _value(data: bytes, at: int, uses: list[tuple[bytes, int]]) -> tuple[Any, int]:
    """The value at an offset, and where it ends."""
    stack: list[tuple[Any, bytes]] = []  # what is open, with the key that stood before it
    key = b""  # the innermost key
    for token in _tokens(data, at):
        kind = token.lastgroup
        value: Any
        if kind == "ref":
            value = Ref(int(token["ref"]))
            uses.append((key, value.number))
        elif kind == "name":
            value = token["name"]
            if stack and type(stack[-1][0]) is dict and key == b"":
                if value in stack[-1][0]:
                    raise NotPlain("key twice")
                key = value
                continue
        elif kind == "num":
            value = Num(token["num"])
        elif kind == "open":
            stack.append(({}, key))
            key = b""
            if len(stack) > DEEPEST:
                raise NotPlain("deep")
            continue
        elif kind == "list":
            stack.append(([], key))
            if len(stack) > DEEPEST:
                raise NotPlain("deep")
            continue
        elif kind == "close" or kind == "end":
            wanted = dict if kind == "close" else list
            if not stack or type(stack[-1][0]) is not wanted or (kind == "close" and key):
                raise NotPlain("unbalanced")
            value, key = stack.pop()
        elif kind == "word":
            value = Word(token["word"])
        else:
            value = Str(token[kind])  # type: ignore[index]
            if kind == "hex" and len(value) % 2:
                raise NotPlain("odd")
        if not stack:
            return value, token.end()
        if type(stack[-1][0]) is dict:
            if not key:
                raise NotPlain("value without key")
            stack[-1][0][key] = value
            key = b""
        else:
            stack[-1][0].append(value)
    raise NotPlain("cut")


def _tokens(data: bytes, at: int) -> Iterator[re.Match[bytes]]:
    while (token := TOKEN.match(data, at)) is not None:
        yield token
        at = token.end()
