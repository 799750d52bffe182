"""The form of a document as it stood in one revision, reduced to what can be compared."""

# mypy: allow-untyped-calls
# pyHanko is typed in part only.

import hashlib
import re
from dataclasses import dataclass
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError

from lienthong.axis.signing.pades.revision import entry

SHOWING: Final = re.compile(rb"(?<![A-Za-z0-9*'\"])(?:Tj|TJ|'|\"|Do|sh|BI)(?![A-Za-z0-9*'\"])")
FORM_KEYS: Final = ("/NeedAppearances", "/DR", "/DA", "/Q", "/XFA", "/CO")
SKIPPED: Final = frozenset({"/P", "/Parent", "/StructParent", "/StructParents", "/Popup"})
CONTAINERS: Final = (list, generic.DictionaryObject, generic.IndirectObject)
MOST_NODES: Final = 20_000  # an array of plain values is one, however long
MOST_FIELDS: Final = 2_000


class TooComplex(ValueError):
    """A form with more in it than a verdict looks at."""


@dataclass(frozen=True, slots=True)
class Widget:
    """Where a field is seen."""

    reference: tuple[int, int]
    rect: tuple[float, float, float, float]

    @property
    def visible(self) -> bool:
        """Whether it has an area."""
        left, bottom, right, top = self.rect
        return right > left and top > bottom


@dataclass(frozen=True, slots=True)
class FieldState:
    """A field in one revision: `mark` changes whenever anything of it changes."""

    name: str
    signature: bool
    value_reference: tuple[int, int] | None
    text: str
    blank: bool
    mark: bytes
    widgets: tuple[Widget, ...]

    @property
    def visible(self) -> bool:
        """Whether any of its widgets has an area."""
        return any(widget.visible for widget in self.widgets)


@dataclass(frozen=True, slots=True)
class FormState:
    """All fields of one revision, and a mark of the form's own settings."""

    fields: dict[str, FieldState]
    settings: bytes


def form_state(handler: Any) -> FormState:
    """The form as one revision shows it; `handler` is a reader or a historical resolver."""
    root = handler.root
    if "/AcroForm" not in root:
        return FormState({}, b"")
    form = root["/AcroForm"]
    fields: dict[str, FieldState] = {}
    if "/Fields" in form:
        _collect(form["/Fields"], "", None, fields, set())
    settings = _mark([form.raw_get(key) for key in FORM_KEYS if key in form])
    return FormState(fields, settings)


def _collect(
    listed: Any, prefix: str, inherited: Any, found: dict[str, FieldState], seen: set[Any]
) -> None:
    for item in listed:
        if len(found) > MOST_FIELDS or item in seen:
            raise TooComplex
        seen.add(item)
        field = item.get_object()
        if not isinstance(field, generic.DictionaryObject) or "/T" not in field:
            continue
        name = f"{prefix}.{field['/T']}" if prefix else str(field["/T"])
        kind = entry(field, "/FT", inherited)
        children = [kid for kid in entry(field, "/Kids", []) if "/T" in kid.get_object()]
        if children:
            _collect(generic.ArrayObject(children), name, kind, found, seen)
        if kind is not None and not children:
            found[name] = _state(name, item, field, kind)


def _state(name: str, item: Any, field: Any, kind: Any) -> FieldState:
    raw_value = field.raw_get("/V") if "/V" in field else None
    reference = None
    if isinstance(raw_value, generic.IndirectObject):
        reference = (raw_value.idnum, raw_value.generation)
    kids = list(entry(field, "/Kids", []))
    owners = [(kid, kid.get_object()) for kid in kids] or [(item, field)]
    widgets = tuple(
        Widget((ref.idnum, ref.generation), _rect(w)) for ref, w in owners if "/Rect" in w
    )
    signature = kind == "/Sig"
    text = "" if signature else _text(raw_value)
    drawn = any(_draws(widget) for _ref, widget in owners)
    return FieldState(
        name=name,
        signature=signature,
        value_reference=reference,
        text=text,
        blank=not text and (reference is None) and not drawn,
        mark=_mark([field, *(w for _ref, w in owners)], stop_at_value=signature),
        widgets=widgets,
    )


def _text(raw: Any) -> str:
    value = raw.get_object() if raw is not None else None
    if isinstance(value, generic.TextStringObject):
        return str(value)
    if isinstance(value, generic.NameObject):
        return "" if value == "/Off" else str(value)
    if isinstance(value, generic.ByteStringObject):
        return bytes(value).decode("latin-1")
    if isinstance(value, list):
        return " ".join(str(v) for v in value)
    return ""


def _rect(widget: Any) -> tuple[float, float, float, float]:
    try:
        x1, y1, x2, y2 = (float(v) for v in widget["/Rect"])
    except (TypeError, ValueError):
        return (0.0, 0.0, 0.0, 0.0)
    return (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _draws(widget: Any) -> bool:
    """Whether the widget's normal appearance shows text or a picture."""
    try:
        normal = widget["/AP"]["/N"]
        streams = [normal] if isinstance(normal, generic.StreamObject) else list(normal.values())
        return any(SHOWING.search(stream.get_object().data) is not None for stream in streams)
    except (KeyError, TypeError, AttributeError):
        return False
    except (PdfError, ValueError):
        return True


def _mark(objects: list[Any], *, stop_at_value: bool = False) -> bytes:
    """A digest of objects with all they refer to, parents and pages left out."""
    running = hashlib.sha256()
    seen: dict[tuple[int, int], int] = {}
    stack: list[Any] = list(reversed(objects))
    nodes = 0
    while stack:
        nodes += 1
        if nodes > MOST_NODES:
            raise TooComplex
        item = stack.pop()
        if isinstance(item, generic.IndirectObject):
            key = (item.idnum, item.generation)
            if key in seen:
                running.update(b"@%d" % seen[key])
                continue
            seen[key] = len(seen)
            item = item.get_object()
        _digest_one(running, item, stack, stop_at_value)
    return running.digest()


def _digest_one(running: Any, item: Any, stack: list[Any], stop_at_value: bool) -> None:
    if isinstance(item, generic.StreamObject):
        running.update(b"S" + hashlib.sha256(item.encoded_data).digest())
    if isinstance(item, generic.DictionaryObject):
        keys = sorted(key for key in item if key not in SKIPPED)
        for key in reversed(keys):
            if key == "/Length" or (stop_at_value and key == "/V"):
                continue
            stack.append(item.raw_get(key))
        running.update(b"D" + " ".join(keys).encode())
    elif isinstance(item, list):
        if not any(isinstance(one, CONTAINERS) for one in item):
            running.update(b"L" + repr([repr(one) for one in item]).encode())  # widths of a font
            return
        stack.extend(reversed(list(item)))
        running.update(b"A%d" % len(item))
    else:
        running.update(b"V" + repr(item).encode())
