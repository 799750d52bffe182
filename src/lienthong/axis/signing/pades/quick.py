"""The same acts on papers whose fields this platform made, without parsing the whole file.

Everything that a signature needs stands in revisions that `fields` and `signing` wrote themselves,
in a form that is known to the byte. What is not exactly so is `NotQuick`, and pyHanko takes its time
over it: the quick way refuses nothing and decides nothing. Tests compare both ways.
"""

import datetime as dt
import hashlib
import os
import re
from dataclasses import dataclass
from typing import Final

from lienthong.axis.signing.places import FILLED_FIELDS, seal_field, signature_field

from . import cms
from .appearances import load_picture
from .cms import SigningKey, Stamper

STRING: Final = rb"\((?:[^()\\]|\\.)*\)"
TAIL: Final = re.compile(
    rb"trailer\n<<\n/Size (\d+)\n/Root (\d+) 0 R\n((?:/Info \d+ 0 R\n)?)"
    rb"/ID \[ (<[0-9a-f]*>) <[0-9a-f]*> \]\n/Prev (\d+)\n>>\nstartxref\n(\d+)\n%%EOF\n"
)
SECTION: Final = re.compile(rb"(\d+) (\d+)\n")
FIELD: Final = re.compile(
    rb"<<\n/Type /Annot\n/Subtype /Widget\n/T \((\w+)\)\n/TU " + STRING + rb"\n/F 132\n"
    rb"/Rect \[ ([-\d. ]+) \]\n/P \d+ 0 R\n/AP <<\n/N (\d+) 0 R\n>>\n/FT /(Sig|Tx)\n(?:/Ff 1\n)?"
    rb"((?:/Lock \d+ 0 R\n)?)(?:/StructParent \d+\n)?(?:/V (\d+ 0 R|" + STRING + rb")\n)?>>"
)
FORM: Final = re.compile(rb"\n/AcroForm (\d+) 0 R\n")
FORM_SHAPE: Final = re.compile(rb"<<\n/Fields \[ ((?:\d+ 0 R )+)\]\n/SigFlags 3\n/DA \(0 g\)\n>>")
LOCK: Final = b"<<\n/Action /Include\n/Fields [ (LTNumber) (LTDate) ]\n/Type /SigFieldLock\n>>"
DRAWN: Final = re.compile(
    rb"<<\n/Type /XObject\n/Subtype /Form\n/BBox \[ [-\d. ]+ \]\n/Resources <<\n/XObject <<\n"
    rb"/Snippet \d+ 0 R\n>>\n>>\n/Length (\d+)\n>>\nstream\n"
)
LAST_TRAILER: Final = 400  # bytes in which a trailer of ours must stand
MOST_TABLES: Final = 30
RANGE_WIDTH: Final = 48
CERTIFIES: Final = (
    b"/Reference [ <<\n/Type /SigRef\n/TransformMethod /DocMDP\n/TransformParams <<\n"
    b"/Type /TransformParams\n/V /1.2\n/P 2\n>>\n>> ]\n"
)
LOCKS: Final = (
    b"/Reference [ <<\n/Type /SigRef\n/TransformMethod /FieldMDP\n/Data %d 0 R\n"
    b"/TransformParams <<\n/Action /Include\n/Fields [ (LTNumber) (LTDate) ]\n"
    b"/Type /TransformParams\n/V /1.2\n>>\n>> ]\n"
)


class NotQuick(Exception):
    """The file is not in the form that this platform writes, or the act is not due: ask pyHanko."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of ours as its object stands in the file."""

    number: int
    body: bytes
    title: str
    rect: tuple[float, float, float, float]
    appearance: int
    locks: bool
    filled: bool


class Paper:
    """A PDF whose last revisions are ours: objects by number, newest first, tables read as needed."""

    def __init__(self, pdf: bytes) -> None:
        self.data = pdf
        at = pdf.rfind(b"trailer\n", max(0, len(pdf) - LAST_TRAILER))
        found = TAIL.fullmatch(pdf, at) if at >= 0 else None
        if found is None:
            raise NotQuick
        self.size, self.root, self.start = (int(found[n]) for n in (1, 2, 6))
        self.information, self.identity = found[3], found[4]
        self._tables: list[dict[int, int]] = []
        self._next: int | None = self.start
        self.catalog = self.plain(self.root)
        form = FORM.findall(self.catalog)
        if len(form) != 1 or b"/Perms" in self.catalog.replace(b"\n/Perms <<\n/DocMDP ", b"", 1):
            raise NotQuick
        listed = FORM_SHAPE.fullmatch(self.plain(int(form[0])))
        if listed is None:
            raise NotQuick
        numbers = [int(n) for n in listed[1].split()[::3]]
        self.fields = {field.title: field for field in map(self._field, numbers)}
        if len(self.fields) != len(numbers):
            raise NotQuick

    def _offset(self, number: int) -> int:
        for table in self._tables:
            if number in table:
                return table[number]
        while self._next is not None and len(self._tables) < MOST_TABLES:
            self._read_table(self._next)
            if number in self._tables[-1]:
                return self._tables[-1][number]
        raise NotQuick

    def _read_table(self, at: int) -> None:
        data, entries = self.data, {}
        if not data.startswith(b"xref\n", at):
            raise NotQuick
        at += 5
        while (section := SECTION.match(data, at)) is not None:
            first, count, at = int(section[1]), int(section[2]), section.end()
            lines = data[at : at + 20 * count].split(b" \n")[:-1]
            if len(lines) != count:
                raise NotQuick
            for number, line in enumerate(lines, start=first):
                if len(line) != 18 or line[10:] not in (b" 00000 n", b" 65535 f"):
                    raise NotQuick
                entries[number] = int(line[:10])
            at += 20 * count
        trailer = TAIL.match(data, at)
        if trailer is None or int(trailer[2]) != self.root or int(trailer[6]) != self._next:
            raise NotQuick
        previous = int(trailer[5])
        if previous >= int(trailer[6]):
            raise NotQuick
        self._next = previous
        self._tables.append(entries)

    def plain(self, number: int) -> bytes:
        """The body of an object that is no stream."""
        begin = self._offset(number)
        head = b"%d 0 obj\n" % number
        end = self.data.find(b"\nendobj\n", begin)
        if end < 0 or not self.data.startswith(head, begin):
            raise NotQuick
        body = self.data[begin + len(head) : end]
        if b"stream" in body or not body.startswith(b"<<\n") or not body.endswith(b"\n>>"):
            raise NotQuick
        return body

    def drawn(self, number: int) -> bytes:
        """The body of an appearance that draws a snippet."""
        begin = self._offset(number)
        head = b"%d 0 obj\n" % number
        if not self.data.startswith(head, begin):
            raise NotQuick
        begin += len(head)
        found = DRAWN.match(self.data, begin)
        end = found.end() + int(found[1]) if found is not None else 0
        if found is None or not self.data.startswith(b"\nendstream\nendobj\n", end):
            raise NotQuick
        return self.data[begin : end + len(b"\nendstream")]

    def _field(self, number: int) -> Field:
        body = self.plain(number)
        found = FIELD.fullmatch(body)
        if found is None:
            raise NotQuick
        values = [float(v) for v in found[2].split()]
        if len(values) != 4:
            raise NotQuick
        x1, y1, x2, y2 = values
        if found[5] and self.plain(int(found[5].split()[1])) != LOCK:
            raise NotQuick
        return Field(
            number,
            body,
            found[1].decode(),
            (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)),
            int(found[3]),
            bool(found[5]),
            found[6] is not None,
        )


class Revision:
    """One revision to append: objects in their order, then the table and the trailer."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.objects: dict[int, bytes] = {}
        self._next = paper.size

    def add(self, body: bytes) -> int:
        """A new object; returns its number."""
        number = self._next
        self._next += 1
        self.objects[number] = body
        return number

    def appear(self, field: Field, picture: bytes, value: int) -> None:
        """Give a field its picture and its value."""
        drawn = self._picture(field, picture)
        before = b"/AP <<\n/N %d 0 R\n>>\n" % field.appearance
        body = field.body.replace(before, b"/AP <<\n/N %d 0 R\n>>\n" % drawn, 1)
        self.objects[field.number] = body[:-2] + b"/V %d 0 R\n>>" % value

    def _picture(self, field: Field, png: bytes) -> int:
        picture = load_picture(png)
        left, bottom, right, top = field.rect
        width, height = right - left, top - bottom
        across = min(width, height * picture.aspect)
        up = across / picture.aspect
        size = (picture.width, picture.height)
        alpha = self.add(_image(*size, b"/DeviceGray", picture.alpha, b""))
        mask = b"/SMask %d 0 R\n" % alpha
        image = self.add(_image(*size, b"/DeviceRGB", picture.colour, mask))
        shown = b"q %.3f 0 0 %.3f %.3f %.3f cm /Picture Do Q" % (
            across,
            up,
            (width - across) / 2,
            (height - up) / 2,
        )
        return self.add(
            b"<<\n/Type /XObject\n/Subtype /Form\n/BBox [ 0 0 %s %s ]\n/Resources <<\n/XObject <<\n"
            b"/Picture %d 0 R\n>>\n>>\n/Length %d\n>>\nstream\n%s\nendstream"
            % (_number(width), _number(height), image, len(shown), shown)
        )

    def signed(
        self,
        number: int,
        key: SigningKey,
        at: dt.datetime,
        reference: bytes,
        reason: str,
        stamper: Stamper | None,
    ) -> bytes:
        """The file with this revision, the signature object `number` in it filled in."""
        room = 2 * cms.room_for(key, stamper)
        moment = f"{at:D:%Y%m%d%H%M%S%z}".encode()
        said = b"/Reason " + _text(reason) + b"\n" if reason else b""
        head = b"<<\n/Contents "
        rest = (
            b"/Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.CAdES.detached\n%s/M (%s'%s')\n"
        )
        rest = rest % (said, moment[:-2], moment[-2:])
        body = b"%s<%s>\n/ByteRange [%s]\n%s%s>>" % (
            head,
            b"0" * room,
            b" " * RANGE_WIDTH,
            rest,
            reference,
        )
        self.objects[number] = body
        tail, offsets = self._written()
        base = len(self.paper.data)
        first = offsets[number] + len(b"%d 0 obj\n" % number) + len(head)
        second = first + room + 2
        stated = b"0 %d %d %d" % (first, second, base + len(tail) - second)
        place = second - base + len(b"\n/ByteRange [")
        # The closing bracket moves up to the numbers; blanks follow it.
        tail[place : place + RANGE_WIDTH + 1] = (stated + b"]").ljust(RANGE_WIDTH + 1)
        running = hashlib.sha256(self.paper.data)
        with memoryview(tail) as view:
            running.update(view[: first - base])
            running.update(view[second - base :])
        value = cms.detached(key, running.digest(), stamper).hex().encode()
        if len(value) > room:
            raise NotQuick
        tail[first - base + 1 : first - base + 1 + len(value)] = value
        return self.paper.data + tail

    def _written(self) -> tuple[bytearray, dict[int, int]]:
        base, tail, offsets = len(self.paper.data), bytearray(), {}
        for number in sorted(self.objects):
            offsets[number] = base + len(tail)
            tail += b"%d 0 obj\n%s\nendobj\n" % (number, self.objects[number])
        start = base + len(tail)
        tail += b"xref\n0 1\n0000000000 65535 f \n"
        for first, offset_list in _sections(offsets):
            tail += b"%d %d\n" % (first, len(offset_list))
            for offset in offset_list:
                tail += b"%010d 00000 n \n" % offset
        paper = self.paper
        tail += b"trailer\n<<\n/Size %d\n/Root %d 0 R\n%s/ID [ %s <%s> ]\n/Prev %d\n>>\n" % (
            self._next,
            paper.root,
            paper.information,
            paper.identity,
            os.urandom(16).hex().encode(),
            paper.start,
        )
        tail += b"startxref\n%d\n%%%%EOF\n" % start
        return tail, offsets


def _sections(offsets: dict[int, int]) -> list[tuple[int, list[int]]]:
    found: list[tuple[int, list[int]]] = []
    for number in sorted(offsets):
        if found and number == found[-1][0] + len(found[-1][1]):
            found[-1][1].append(offsets[number])
        else:
            found.append((number, [offsets[number]]))
    return found


def _image(width: int, height: int, space: bytes, data: bytes, mask: bytes) -> bytes:
    return (
        b"<<\n/Type /XObject\n/Subtype /Image\n/Width %d\n/Height %d\n/ColorSpace %s\n"
        b"/BitsPerComponent 8\n/Filter /FlateDecode\n%s/Length %d\n>>\nstream\n%s\nendstream"
        % (width, height, space, mask, len(data), data)
    )


def _number(value: float) -> bytes:
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return text.encode()


def _text(words: str) -> bytes:
    """A text string in hexadecimal UTF-16, which no delimiter can end early."""
    return b"<FEFF" + words.encode("utf-16-be").hex().upper().encode() + b">"


def sign_person(
    pdf: bytes,
    key: SigningKey,
    picture: bytes,
    at: dt.datetime,
    *,
    index: int,
    reason: str,
    stamper: Stamper | None,
) -> bytes:
    """As `signing.sign_person`; raises `NotQuick`, `BadPicture`, `NoTimestamp`."""
    paper = Paper(pdf)
    field = paper.fields.get(signature_field(index))
    signed = [f.title for f in paper.fields.values() if f.filled and f.title not in FILLED_FIELDS]
    if field is None or field.filled or any(t.startswith(seal_field(1)[:-1]) for t in signed):
        raise NotQuick
    if index > 1 and signature_field(index - 1) not in signed:
        raise NotQuick
    revision = Revision(paper)
    value = revision.add(b"")
    revision.appear(field, picture, value)
    if signed:
        return revision.signed(value, key, at, b"", reason, stamper)
    if b"/Perms" in paper.catalog:
        raise NotQuick
    permission = b"/Perms <<\n/DocMDP %d 0 R\n>>\n>>" % value
    revision.objects[paper.root] = paper.catalog[:-2] + permission
    return revision.signed(value, key, at, CERTIFIES, reason, stamper)


def seal(
    pdf: bytes,
    key: SigningKey,
    picture: bytes,
    at: dt.datetime,
    *,
    index: int,
    reason: str,
    stamper: Stamper | None,
) -> bytes:
    """As `signing.seal`; raises `NotQuick`, `BadPicture`, `NoTimestamp`."""
    paper = Paper(pdf)
    field = paper.fields.get(seal_field(index))
    people = [f for t, f in paper.fields.items() if t.startswith(signature_field(1)[:-1])]
    numbers = [f for t, f in paper.fields.items() if t in FILLED_FIELDS]
    if field is None or field.filled or not people:
        raise NotQuick
    if not all(f.filled for f in (*people, *numbers)):
        raise NotQuick
    revision = Revision(paper)
    value = revision.add(b"")
    revision.appear(field, picture, value)
    if index == 1:
        for number in numbers:
            revision.objects[number.appearance] = paper.drawn(number.appearance)
    reference = LOCKS % paper.root if field.locks else b""
    return revision.signed(value, key, at, reference, reason, stamper)
