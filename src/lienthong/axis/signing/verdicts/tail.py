"""Reads what stands behind a signature, byte by byte, without trusting any cross-reference.

A reader that follows the cross-reference table sees one document; a viewer that repairs files may
see another. So every byte behind the first signature must belong to an object, a table, a trailer
or an end mark, and `revisions` compares what was found with what the tables say.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

BLANK: Final = b" \t\r\n\f\x00"
DELIMITERS: Final = b"()<>[]{}/%"
OBJECT: Final = re.compile(rb"(\d{1,10})[ \t\r\n\f\x00]+(\d{1,5})[ \t\r\n\f\x00]+obj")
START: Final = re.compile(rb"startxref[ \t\r\n\f\x00]+(\d{1,15})[ \t\r\n\f\x00]+%%EOF")
SUBSECTION: Final = re.compile(rb"(\d{1,10}) (\d{1,10})[ \t]*(?:\r\n|\r|\n)")
ENTRY: Final = re.compile(rb"\d{10} \d{5} [nf][ \t]{0,2}[\r\n]{1,2}")
LINE: Final = re.compile(rb"\d{10} \d{5} [nf](?: \n| \r|\r\n)")  # ISO 32000-1, 7.5.4: 20 bytes
HEADING: Final = re.compile(rb"xref[ \t]?(?:\r\n|\r|\n)")
COMMENT: Final = re.compile(rb"%[^\r\n]{0,1000}[\r\n]")
MISLEADING: Final = re.compile(rb"startxref|xref|obj|trailer|stream")
REFERENCE_REST: Final = re.compile(rb"[ \t\r\n\f\x00]+\d{1,5}[ \t\r\n\f\x00]+R")
NUMBER: Final = re.compile(rb"[+-]?\d+")
REGULAR: Final = re.compile(rb"[^ \t\r\n\f\x00()<>\[\]{}/%]+")
MAX_OBJECTS: Final = 200_000
MAX_DEPTH: Final = 200

LengthOf = Callable[[int, int, int], int]


class Unexplained(ValueError):
    """Bytes behind the signature that belong to no revision; `position` says where."""

    def __init__(self, position: int) -> None:
        super().__init__(f"at {position}")
        self.position = position


@dataclass(slots=True)
class Found:
    """What stands behind the signature: objects by offset, and where each table is said to start."""

    objects: dict[int, tuple[int, int]] = field(default_factory=dict)
    table_offsets: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)


class TailReader:
    """Reads the file from an offset to its end.

    `length_of` gives the length of a stream whose /Length is a reference: number, generation and
    offset of the stream's object. With `plain` the lines of tables must be as the standard has them,
    and object 0 free: readers that refuse another line look for objects by themselves.
    """

    def __init__(
        self, data: bytes, start: int, length_of: LengthOf, *, plain: bool = False
    ) -> None:
        self._data = data
        self._at = start
        self._length_of = length_of
        self._plain = plain

    def read(self) -> Found:
        """Everything to the end of the file; raises `Unexplained`."""
        found = Found()
        while self._skip_blank():
            if (match := OBJECT.match(self._data, self._at)) is not None:
                self._object(found, match)
            elif self._data.startswith(b"xref", self._at):
                found.table_offsets.append(self._at)
                self._table()
            elif (match := START.match(self._data, self._at)) is not None:
                found.starts.append(int(match.group(1)))
                self._at = match.end()
            elif (match := COMMENT.match(self._data, self._at)) is not None:
                if MISLEADING.search(match.group()):
                    raise Unexplained(self._at)
                self._at = match.end()
            else:
                raise Unexplained(self._at)
            if len(found.objects) > MAX_OBJECTS:
                raise Unexplained(self._at)
        return found

    def _skip_blank(self) -> bool:
        data, end = self._data, len(self._data)
        while self._at < end and data[self._at] in BLANK:
            self._at += 1
        return self._at < end

    def _object(self, found: Found, match: re.Match[bytes]) -> None:
        number, generation = int(match.group(1)), int(match.group(2))
        offset = self._at
        if offset in found.objects:
            raise Unexplained(offset)
        found.objects[offset] = (number, generation)
        self._at = match.end()
        length = self._value(0)
        self._skip_blank_and_comments()
        if self._data.startswith(b"stream", self._at):
            self._stream(length, number, generation, offset)
            self._skip_blank_and_comments()
        self._expect(b"endobj")

    def _stream(self, length: int | None, number: int, generation: int, offset: int) -> None:
        self._at += len(b"stream")
        if self._data.startswith(b"\r\n", self._at):
            self._at += 2
        elif self._data.startswith(b"\n", self._at):
            self._at += 1
        else:
            raise Unexplained(self._at)
        size = self._length_of(number, generation, offset) if length is None else length
        if size < 0 or self._at + size > len(self._data):
            raise Unexplained(self._at)
        self._at += size
        self._skip_blank()
        self._expect(b"endstream")

    def _expect(self, word: bytes) -> None:
        if not self._data.startswith(word, self._at):
            raise Unexplained(self._at)
        self._at += len(word)

    def _skip_blank_and_comments(self) -> None:
        while self._skip_blank() and self._data[self._at] == 0x25:
            ends = [e for e in (self._data.find(b, self._at) for b in (b"\r", b"\n")) if e >= 0]
            self._at = min(ends) if ends else len(self._data)

    def _value(self, depth: int) -> int | None:
        """Pass over one value; the direct /Length of a dictionary is returned."""
        self._skip_blank_and_comments()
        if depth > MAX_DEPTH or self._at >= len(self._data):
            raise Unexplained(self._at)
        two = self._data[self._at : self._at + 2]
        if two == b"<<":
            return self._dictionary(depth)
        if two[:1] == b"<":
            self._at = self._after(b">")
        elif two[:1] == b"(":
            self._string()
        elif two[:1] == b"[":
            self._array(depth)
        elif two[:1] == b"/":
            self._name()
        elif (match := REGULAR.match(self._data, self._at)) is not None:
            self._at = match.end()
            self._reference(match.group())
        else:
            raise Unexplained(self._at)
        return None

    def _after(self, mark: bytes) -> int:
        end = self._data.find(mark, self._at)
        if end < 0:
            raise Unexplained(self._at)
        return end + len(mark)

    def _name(self) -> bytes:
        match = REGULAR.match(self._data, self._at + 1)
        begin, self._at = self._at, match.end() if match else self._at + 1
        return self._data[begin : self._at]

    def _reference(self, first: bytes) -> None:
        """Pass over the rest of `12 0 R` when a number begins one."""
        if first.isdigit() and (match := REFERENCE_REST.match(self._data, self._at)):
            self._at = match.end()

    def _string(self) -> None:
        depth = 0
        while self._at < len(self._data):
            byte = self._data[self._at]
            self._at += 1
            if byte == 0x5C:
                self._at += 1
            elif byte == 0x28:
                depth += 1
            elif byte == 0x29:
                depth -= 1
                if depth == 0:
                    return
        raise Unexplained(self._at)

    def _array(self, depth: int) -> None:
        self._at += 1
        while True:
            self._skip_blank_and_comments()
            if self._data.startswith(b"]", self._at):
                self._at += 1
                return
            self._value(depth + 1)

    def _dictionary(self, depth: int) -> int | None:
        self._at += 2
        length: int | None = None
        seen: set[bytes] = set()
        while True:
            self._skip_blank_and_comments()
            if self._data.startswith(b">>", self._at):
                self._at += 2
                return length
            if not self._data.startswith(b"/", self._at):
                raise Unexplained(self._at)
            key = self._name()
            if key in seen:  # two values for one key are two documents for two readers
                raise Unexplained(self._at)
            seen.add(key)
            self._skip_blank_and_comments()
            begin = self._at
            self._value(depth + 1)
            if key == b"/Length" and NUMBER.fullmatch(self._data[begin : self._at].strip(BLANK)):
                length = int(self._data[begin : self._at])

    def _table(self) -> None:
        if self._plain and HEADING.match(self._data, self._at) is None:
            raise Unexplained(self._at)
        self._at += len(b"xref")
        self._skip_blank()
        while (match := SUBSECTION.match(self._data, self._at)) is not None:
            self._at = match.end()
            for number in range(min(int(match.group(2)), MAX_OBJECTS)):
                entry = (LINE if self._plain else ENTRY).match(self._data, self._at)
                first = number == 0 and int(match.group(1)) == 0
                if entry is None or (self._plain and first and b"n" in entry.group()):
                    raise Unexplained(self._at)
                self._at = entry.end()
        self._skip_blank()
        self._expect(b"trailer")
        self._value(0)
