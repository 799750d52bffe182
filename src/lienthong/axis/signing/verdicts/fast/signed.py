"""The signatures of a plain file: from the first signed revision on, one in each."""

from dataclasses import dataclass
from typing import Any, Final

from .form import LOCKED, Field
from .objects import Objects
from .strings import text
from .syntax import NotPlain, Num, Object, Ref, Segment, Str, integer

SIGNATURE_KEYS: Final = frozenset(
    {
        b"/Type",
        b"/Filter",
        b"/SubFilter",
        b"/Contents",
        b"/ByteRange",
        b"/M",
        b"/Reason",
        b"/Reference",
    }
)
CERTIFIES: Final = {
    b"/Type": b"/SigRef",
    b"/TransformMethod": b"/DocMDP",
    b"/TransformParams": {b"/Type": b"/TransformParams", b"/V": b"/1.2", b"/P": Num(b"2")},
}
LOCKS: Final = {
    b"/Type": b"/SigRef",
    b"/TransformMethod": b"/FieldMDP",
    b"/TransformParams": {
        b"/Action": b"/Include", b"/Fields": LOCKED, b"/Type": b"/TransformParams", b"/V": b"/1.2",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as its revision holds it; `gap` and `end` are what its range leaves out and ends at."""

    field: Field
    revision: int
    token: bool
    gap: tuple[int, int]
    end: int
    value: bytes
    said_at: str | None
    locks: bool


def signatures(paper: Objects, forms: list[dict[str, Field]]) -> list[Signature]:
    """The signatures in the order of their revisions; at least one."""
    found: list[Signature] = []
    for revision, segment in enumerate(paper.segments):
        made = [
            field
            for field in forms[revision].values()
            if field.signature
            and type(field.value) is Ref
            and field.value.number in segment.objects
        ]
        if not made and not found:
            if any(f.value is not None for f in forms[revision].values()):
                raise NotPlain("filled before signing")
            continue
        if len(made) != 1:
            raise NotPlain("not one signature")
        found.append(_signature(paper, made[0], revision, first=not found))
    if not found:
        raise NotPlain("no signature")
    return found


def _signature(paper: Objects, field: Field, revision: int, *, first: bool) -> Signature:
    segment, number = paper.segments[revision], field.value.number
    if any(number in earlier.objects for earlier in paper.segments[:revision]):
        raise NotPlain("old number")
    body = paper.dictionary(field.value, revision)
    kind, sub = body.get(b"/Type"), body.get(b"/SubFilter")
    token = kind == b"/DocTimeStamp"
    said, reason = body.get(b"/M"), body.get(b"/Reason")
    if (
        not set(body) <= SIGNATURE_KEYS
        or body.get(b"/Filter") != b"/Adobe.PPKLite"
        or (kind, sub)
        not in ((b"/Sig", b"/ETSI.CAdES.detached"), (b"/DocTimeStamp", b"/ETSI.RFC3161"))
        or (token and (b"/M" in body or b"/Reference" in body or field.visible))
        or (reason is not None and type(reason) is not Str)
    ):
        raise NotPlain("signature")
    gap = _gap(paper, body, segment, segment.objects[number])
    value = bytes.fromhex(paper.data[gap[0] + 1 : gap[1] - 1].decode("ascii"))
    locks = _reference(paper, body.get(b"/Reference"), field, revision, first=first)
    said_at = None if said is None else text(said)
    return Signature(
        field, revision, token, gap, segment.end, value, said_at, locks
    )  # fmt: skip


def _gap(
    paper: Objects, body: dict[bytes, Any], segment: Segment, found: Object
) -> tuple[int, int]:
    """The place of the value: the one that the range leaves out, right behind its key."""
    stated, value = body.get(b"/ByteRange"), body.get(b"/Contents")
    if type(stated) is not list or len(stated) != 4 or type(value) is not Str:
        raise NotPlain("range")
    zero, first, second, length = (integer(number) for number in stated)
    if zero != 0 or second + length != segment.end or second - first != len(value):
        raise NotPlain("range")
    inside = found.begin < first and second < found.end
    key = b"/Contents "
    if (
        not inside
        or paper.data[first:second] != value
        or value[:1] != b"<"
        or paper.data[first - len(key) : first] != key
    ):
        raise NotPlain("gap")
    return first, second


def _reference(paper: Objects, stated: Any, field: Field, revision: int, *, first: bool) -> bool:
    """Whether the signature locks number and date; the first one may certify."""
    permits = paper.dictionary(paper.root, revision).get(b"/Perms")
    certified = {b"/DocMDP": field.value} if stated == [CERTIFIES] else None
    if first and permits != certified:
        raise NotPlain("permission")
    if stated is None or (first and certified is not None):
        if field.lock is not None:
            raise NotPlain("lock not used")
        return False
    expected = [LOCKS | {b"/Data": paper.root}]
    if stated != expected or field.lock is None:
        raise NotPlain("reference")
    return True
