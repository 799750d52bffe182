"""A signed file taken apart and put together again after a change, every signature made anew.

The strongest forger there is: he holds every key, and all tables, lengths, ranges and digests are
right. What is wrong with such a file is only what it does.
"""

import hashlib
import random
import re
from dataclasses import dataclass, field

from lienthong.axis.signing.pades import cms
from lienthong.axis.signing.verdicts.fast.syntax import segments

RANGE = re.compile(rb"/ByteRange ?\[[^\]]*\] *")
NAMES = re.compile(rb"/[A-Za-z]+")
REFERENCES = re.compile(rb"(\d+) 0 R")
NUMBERS = re.compile(rb"(?<![\w.])\d{1,3}(?:\.\d+)?(?![\w.])")
ADDED = (
    b"/AA << /O << /S /JavaScript /JS (app.alert) >> >>", b"/OpenAction << /S /JavaScript >>",
    b"/Kids [ %d 0 R ]", b"/Foo %d 0 R", b"/Parent %d 0 R", b"/V (9)", b"/V %d 0 R", b"/FT /Tx",
    b"/NeedAppearances true", b"/Perms << /DocMDP %d 0 R >>", b"/Ff 0", b"/F 2", b"/Rect [ 0 0 9 9 ]",
    b"/AcroForm %d 0 R", b"/Annots [ %d 0 R ]", b"/Annots %d 0 R", b"/DSS << /Certs [ %d 0 R ] >>",
    b"/XFA (x)", b"/Lock %d 0 R", b"/MK << >>", b"/Type /Foo", b"/Length 3", b"/K %d 0 R",
    b"/Names << /JavaScript %d 0 R >>", b"/StructTreeRoot %d 0 R", b"/Metadata %d 0 R", b"/Pages %d 0 R",
    b"/P %d 0 R", b"/P 3", b"/AP << /N %d 0 R >>", b"/AP << /D %d 0 R >>", b"/Version /1.3",
    b"/Extensions << >>", b"/MarkInfo %d 0 R", b"/Extends %d 0 R", b"/SigFlags 1", b"/DR << /F %d 0 R >>",
)  # fmt: skip


@dataclass
class Part:
    """One revision: bodies by number in their order, and its trailer with the end mark."""

    bodies: list[tuple[int, bytes]]
    trailer: dict[bytes, bytes]
    extra: bytes = b""


@dataclass
class Rebuilt:
    """The parts of a file, and the keys by which each of its signatures is made again."""

    header: bytes
    parts: list[Part]
    makers: list[object] = field(default_factory=list)

    @classmethod
    def of(cls, pdf: bytes) -> "Rebuilt":
        """Take a plain file apart."""
        found = segments(pdf)
        parts = []
        for one in found:
            bodies = []
            for number, thing in one.objects.items():
                raw = pdf[thing.begin : thing.end]
                body = raw[raw.index(b"obj") + 3 : raw.rindex(b"endobj")].strip(b"\r\n ")
                bodies.append((number, body))
            text = pdf[one.table : one.end]
            kept = re.search(rb"trailer\s*<<(.*)>>\s*startxref", text, re.DOTALL)
            assert kept is not None
            root = re.search(rb"/Root \d+ 0 R", kept[1])
            info = re.search(rb"/Info \d+ 0 R", kept[1])
            identity = re.search(rb"/ID ?\[.*?\]", kept[1], re.DOTALL)
            size = re.search(rb"/Size \d+", kept[1])
            said = {
                k: m.group() for k, m in
                {b"root": root, b"info": info, b"id": identity, b"size": size}.items() if m
            }  # fmt: skip
            parts.append(Part(bodies, said))
        return cls(pdf[: found[0].begin], parts)

    def written(self, make: "Maker") -> bytes:
        """The file with tables, ranges and values of what the parts hold now."""
        out = bytearray(self.header)
        before = 0
        for part in self.parts:
            ranged: list[int] = []
            offsets: dict[int, int] = {}
            for number, body in part.bodies:
                offsets[number] = len(out)
                if b"/ByteRange" in body:
                    ranged.append(len(out))
                out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
            out += part.extra
            start = len(out)
            out += b"xref\n0 1\n0000000000 65535 f \n"
            for number in sorted(offsets):
                out += b"%d 1\n%010d 00000 n \n" % (number, offsets[number])
            said = b"\n".join(part.trailer.values())
            out += b"trailer\n<<\n%s\n" % said
            if before:
                out += b"/Prev %d\n" % before
            out += b">>\nstartxref\n%d\n%%%%EOF\n" % start
            before = start
            for at in ranged:
                _sign(out, at, make)
        return bytes(out)


class Maker:
    """Makes the value of the n-th signature over a digest."""

    def __init__(self, keys: list[object], stamper: object) -> None:
        self.keys, self.stamper, self.turn = keys, stamper, 0

    def __call__(self, digest: bytes, *, token: bool) -> bytes:
        if token:
            return self.stamper.token(digest)  # type: ignore[attr-defined,no-any-return]
        key = self.keys[min(self.turn, len(self.keys) - 1)]
        self.turn += 1
        return cms.detached(key, digest, self.stamper)  # type: ignore[arg-type]


def _sign(out: bytearray, at: int, make: Maker) -> None:
    """State the range of the signature object at an offset, and fill in its value."""
    gap = re.compile(rb"/Contents <([0-9A-Fa-f]*)>").search(out, at)
    stated = RANGE.search(out, at)
    if gap is None or stated is None:
        return
    first, second = gap.start(1) - 1, gap.end(1) + 1
    numbers = b"/ByteRange [0 %d %d %d]" % (first, second, len(out) - second)
    room = stated.end() - stated.start()
    if len(numbers) > room:
        return
    out[stated.start() : stated.end()] = numbers.ljust(room)
    digest = hashlib.sha256(bytes(out[:first]) + bytes(out[second:])).digest()
    token = b"/DocTimeStamp" in out[at : at + 40] or b"/DocTimeStamp" in out[second : second + 400]
    value = make(digest, token=token).hex().encode()
    if len(value) <= second - first - 2:
        out[first + 1 : second - 1] = value.ljust(second - first - 2, b"0")


def mutated(original: Rebuilt, chance: random.Random) -> tuple[str, Rebuilt]:
    """A copy with one thing done to it, and what that was."""
    parts = [Part(list(p.bodies), dict(p.trailer)) for p in original.parts]
    changed = Rebuilt(original.header, parts)
    place = chance.randrange(len(parts))
    part = parts[place]
    highest = max(number for p in parts for number, _b in p.bodies)
    deed = chance.choice(DEEDS)
    said = deed(part, parts, place, highest, chance)
    return f"revision {place}: {said}", changed


def _pick(part: Part, chance: random.Random) -> int:
    plain = [n for n, (_number, b) in enumerate(part.bodies) if len(b) < 40_000]
    return chance.choice(plain)


def _add_key(part: Part, parts: list[Part], place: int, highest: int, chance: random.Random) -> str:
    index = _pick(part, chance)
    number, body = part.bodies[index]
    added = chance.choice(ADDED)
    if b"%d" in added:
        added %= chance.randrange(1, highest + 3)
    at = body.find(b"<<")
    if at < 0:
        return "nothing"
    part.bodies[index] = (number, body[: at + 2] + b"\n" + added + b"\n" + body[at + 2 :])
    return f"{number}: added {added!r}"


def _replace(pattern: re.Pattern[bytes], chance: random.Random, part: Part, made: object) -> str:
    index = _pick(part, chance)
    number, body = part.bodies[index]
    head = body.split(b"stream", 1)[0]
    found = list(pattern.finditer(head))
    if not found:
        return "nothing"
    one = chance.choice(found)
    new = made(one)  # type: ignore[operator]
    part.bodies[index] = (number, body[: one.start()] + new + body[one.end() :])
    return f"{number}: {one.group()!r} became {new!r}"


def _turn_reference(
    part: Part, parts: list[Part], place: int, highest: int, chance: random.Random
) -> str:
    return _replace(
        REFERENCES, chance, part, lambda m: b"%d 0 R" % chance.randrange(1, highest + 3)
    )


def _turn_name(
    part: Part, parts: list[Part], place: int, highest: int, chance: random.Random
) -> str:
    words = [m.group() for p in parts for _n, b in p.bodies for m in NAMES.finditer(b[:600])]
    return _replace(NAMES, chance, part, lambda m: chance.choice(words))


def _turn_number(
    part: Part, parts: list[Part], place: int, highest: int, chance: random.Random
) -> str:
    return _replace(
        NUMBERS, chance, part, lambda m: chance.choice([b"0", b"1", b"2", b"3", b"700"])
    )


def _drop_key(
    part: Part, parts: list[Part], place: int, highest: int, chance: random.Random
) -> str:
    line = re.compile(rb"\n/[A-Za-z]+ [^\n]*(?=\n/|\n>>)")
    return _replace(line, chance, part, lambda m: b"")


def _drop_object(
    part: Part, parts: list[Part], place: int, highest: int, chance: random.Random
) -> str:
    number, _body = part.bodies.pop(_pick(part, chance))
    return f"dropped {number}"


def _new_object(
    part: Part, parts: list[Part], place: int, highest: int, chance: random.Random
) -> str:
    number = highest + chance.randrange(1, 3)
    part.bodies.append((number, chance.choice([b"<<\n/A 1\n>>", b"[ 1 0 R ]", b"(x)", b"null"])))
    part.trailer[b"size"] = b"/Size %d" % (number + 1)
    for later in parts[place + 1 :]:
        later.trailer[b"size"] = b"/Size %d" % (number + 1)
    return f"new object {number}"


def _bring_here(
    part: Part, parts: list[Part], place: int, highest: int, chance: random.Random
) -> str:
    """An object of another revision written again here, changed or not."""
    other = chance.choice(parts)
    number, body = other.bodies[_pick(other, chance)]
    if any(n == number for n, _b in part.bodies) or b"/ByteRange" in body:
        return "nothing"
    if chance.random() < 0.6:
        body = body.replace(b"<<", b"<<\n/X 1", 1)
    part.bodies.append((number, body))
    return f"{number} written again"


def _swap(part: Part, parts: list[Part], place: int, highest: int, chance: random.Random) -> str:
    """Bodies of two objects change places."""
    one, other = _pick(part, chance), _pick(part, chance)
    (n1, b1), (n2, b2) = part.bodies[one], part.bodies[other]
    if b"/ByteRange" in b1 + b2:
        return "nothing"
    part.bodies[one], part.bodies[other] = (n1, b2), (n2, b1)
    return f"swapped {n1} and {n2}"


def _drop_revision(
    part: Part, parts: list[Part], place: int, highest: int, chance: random.Random
) -> str:
    if len(parts) < 3 or place == 0:
        return "nothing"
    parts.pop(place)
    return "revision dropped"


def _turn_trailer(
    part: Part, parts: list[Part], place: int, highest: int, chance: random.Random
) -> str:
    key = chance.choice(sorted(part.trailer))
    if chance.random() < 0.4:
        del part.trailer[key]
        return f"trailer without {key!r}"
    part.trailer[key] = re.sub(
        rb"\d+ 0 R|\d+$", lambda m: m.group().replace(m.group().split()[0], b"1"), part.trailer[key]
    )
    return f"trailer {part.trailer[key]!r}"


def _turn_bytes(
    part: Part, parts: list[Part], place: int, highest: int, chance: random.Random
) -> str:
    """A byte of a body, in a stream or before it; never in a value, which is made anew anyway."""
    index = _pick(part, chance)
    number, body = part.bodies[index]
    if b"/ByteRange" in body:
        return "nothing"
    at, new = chance.randrange(len(body)), bytes([chance.choice(b"/<>[]() 019\n%AR\\#\x00\xff")])
    part.bodies[index] = (number, body[:at] + new + body[at + 1 :])
    return f"{number}: byte {at} became {new!r}"


def _put_in_array(
    part: Part, parts: list[Part], place: int, highest: int, chance: random.Random
) -> str:
    """One more reference, or one twice, in an array: kids, notes, fields, children."""
    array = re.compile(rb"/(?:Kids|Annots|Fields|K|Nums) ?\[")
    return _replace(
        array, chance, part, lambda m: m.group() + b" %d 0 R" % chance.randrange(1, highest + 1)
    )


DEEDS = (
    _turn_bytes, _turn_bytes, _put_in_array,
    _add_key, _add_key, _add_key, _turn_reference, _turn_reference, _turn_name, _turn_number, _drop_key,
    _drop_object, _new_object, _bring_here, _bring_here, _swap, _drop_revision, _turn_trailer,
)  # fmt: skip
