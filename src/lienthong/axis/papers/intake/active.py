"""What a paper may not carry: programs, attachments, forms, signatures, locks, reviewers' marks."""

import io
from typing import Any, Final

MOST_OBJECTS: Final = 200_000
# Keys under which a program or a file hides, wherever they stand.
_PROGRAMS: Final = frozenset({"/JS", "/JavaScript", "/AA", "/XFA", "/RichMediaContent", "/3DD"})
_ATTACHED: Final = frozenset({"/EmbeddedFiles", "/EF", "/Collection"})
_ACTIONS: Final = frozenset({
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Movie", "/Sound",
    "/Rendition", "/RichMediaExecute", "/Hide", "/Named",
})  # fmt: skip
_HARMLESS_MARKS: Final = frozenset({"/Link", "/Popup"})


def active_content(data: bytes) -> tuple[str, str]:
    """The first fault of a PDF and what it is, or ("", "")."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            return "locked", ""
        root: Any = reader.trailer["/Root"].get_object()
        form = _plain(root.get("/AcroForm")) or {}
        if "/XFA" in form:
            return "program", "/XFA"
        fields = _plain(form.get("/Fields")) or []
        if fields:
            return "fields", str(len(fields))
        return _walk(root)
    except (
        PyPdfError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        RecursionError,
        IndexError,
    ):
        return "broken", ""


def _plain(value: Any) -> Any:
    return value.get_object() if value is not None else None


def _walk(root: Any) -> tuple[str, str]:
    """Look at every object that the catalogue leads to, each once."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [root]
    looked = 0
    while waiting:
        value = waiting.pop()
        if isinstance(value, IndirectObject):
            key = (value.idnum, value.generation)
            if key in seen:
                continue
            seen.add(key)
            value = value.get_object()
        looked += 1
        if looked > MOST_OBJECTS:
            return "broken", ""
        if isinstance(value, DictionaryObject):
            fault = _of_dictionary(value)
            if fault[0]:
                return fault
            waiting += [item for name, item in value.items() if name != "/Parent"]
        elif isinstance(value, ArrayObject):
            waiting += value
    return "", ""


def _of_dictionary(value: Any) -> tuple[str, str]:
    for key in value:
        if key in _PROGRAMS:
            return "program", str(key)
        if key in _ATTACHED:
            return "attached", str(key)
    # An action is a dictionary with /S; a structure element and a transition have one too.
    action = value.get("/S") if value.get("/Type") in {None, "/Action"} else None
    if action in _ACTIONS and ("/D" in value or "/F" in value or "/Type" in value or "/N" in value):
        return "program", str(action)
    if "/Subtype" in value and "/Rect" in value and value["/Subtype"] not in _HARMLESS_MARKS:
        return ("fields" if value["/Subtype"] == "/Widget" else "marked"), str(value["/Subtype"])
    return "", ""
