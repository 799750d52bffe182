"""The form of a plain file in one revision: fields exactly as `pades.fields` makes them."""

import re
from dataclasses import dataclass
from typing import Any, Final

from lienthong.axis.signing.places import DATE_FIELD, NUMBER_FIELD

from .objects import Objects
from .strings import text
from .syntax import NotPlain, Num, Ref, Str

FILLED: Final = {NUMBER_FIELD, DATE_FIELD}
TITLE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,60}")
FORM_KEYS: Final = frozenset({b"/Fields", b"/SigFlags", b"/DA"})
FIELD_KEYS: Final = frozenset(
    {
        b"/Type", b"/Subtype", b"/T", b"/TU", b"/F", b"/Rect", b"/P", b"/AP", b"/FT", b"/Ff",
        b"/Lock", b"/StructParent", b"/V",
    }
)  # fmt: skip
DRAWN_KEYS: Final = frozenset({b"/Type", b"/Subtype", b"/BBox", b"/Resources", b"/Length"})
LOCKED: Final = [Str(b"(LTNumber)"), Str(b"(LTDate)")]
LOCK: Final = {b"/Action": b"/Include", b"/Fields": LOCKED, b"/Type": b"/SigFieldLock"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form as one revision shows it."""

    number: int
    title: str
    signature: bool
    visible: bool
    page: int
    drawn: int | None
    lock: int | None
    value: Any


def form_at(paper: Objects, revision: int) -> dict[str, Field]:
    """The fields by their titles, as one revision shows them."""
    catalog = paper.dictionary(paper.root, revision)
    if b"/AcroForm" not in catalog:
        return {}
    form = paper.dictionary(catalog[b"/AcroForm"], revision)
    listed = form.get(b"/Fields")
    if set(form) != FORM_KEYS or type(listed) is not list:
        raise NotPlain("form")
    if form[b"/SigFlags"] != Num(b"3") or form[b"/DA"] != Str(b"(0 g)"):
        raise NotPlain("form")
    fields = [_field(paper, reference, revision) for reference in listed]
    by_title = {field.title: field for field in fields}
    if len(by_title) != len(fields) or len({f.number for f in fields}) != len(fields):
        raise NotPlain("field twice")
    return by_title


def _field(paper: Objects, reference: Any, revision: int) -> Field:
    body = paper.dictionary(reference, revision)
    kind, box, page = body.get(b"/FT"), body.get(b"/Rect"), body.get(b"/P")
    title = text(body.get(b"/T"))
    if (
        not set(body) <= FIELD_KEYS
        or (body.get(b"/Type"), body.get(b"/Subtype")) != (b"/Annot", b"/Widget")
        or body.get(b"/F") != Num(b"132")
        or type(body.get(b"/TU")) is not Str
        or type(body.get(b"/StructParent", Num(b"0"))) is not Num
        or TITLE.fullmatch(title) is None
        or kind not in (b"/Sig", b"/Tx")
        or (kind == b"/Tx") != (title in FILLED)
        or (body.get(b"/Ff") == Num(b"1")) != (kind == b"/Tx")
        or (b"/Ff" in body) != (kind == b"/Tx")
        or type(page) is not Ref
        or type(box) is not list
        or len(box) != 4
        or any(type(side) is not Num for side in box)
    ):
        raise NotPlain("field")
    left, bottom, right, top = (float(side) for side in box)
    visible = right > left and top > bottom
    if not visible and (left, bottom, right, top) != (0, 0, 0, 0):
        raise NotPlain("box")
    lock, value = body.get(b"/Lock"), body.get(b"/V")
    if lock is not None and paper.dictionary(lock, revision) != LOCK:
        raise NotPlain("lock")
    return Field(
        reference.number,
        title,
        kind == b"/Sig",
        visible,
        page.number,
        _drawn(paper, body.get(b"/AP"), revision, visible),
        None if lock is None else lock.number,
        value,
    )


def _drawn(paper: Objects, appearance: Any, revision: int, visible: bool) -> int | None:
    if appearance is None and not visible:
        return None
    if type(appearance) is not dict or set(appearance) != {b"/N"}:
        raise NotPlain("appearance")
    drawn = appearance[b"/N"]
    found = paper.at(drawn, revision)
    if found.data is None or not set(found.value) <= DRAWN_KEYS:
        raise NotPlain("appearance")
    if (found.value.get(b"/Type"), found.value.get(b"/Subtype")) != (b"/XObject", b"/Form"):
        raise NotPlain("appearance")
    number: int = drawn.number
    return number


def blank(paper: Objects, field: Field, revision: int) -> bool:
    """Whether a field holds and shows nothing at all."""
    if field.drawn is None:
        return field.value is None
    place = paper.at(Ref(field.drawn), revision).data
    return field.value is None and place is not None and place[0] == place[1]
