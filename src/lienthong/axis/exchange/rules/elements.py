"""Finding elements by name in a tree from outside: any order, any prefix, one where one is due."""

import datetime as dt
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import etree

from .clocks import VIETNAM
from .conformance import NotConforming
from .writing import NAMESPACE

Node = etree._Element
DATE_FORMS = ("%Y/%m/%d", "%Y-%m-%d", "%d/%m/%Y")
TIME_FORMS = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M:%S")


def name_of(node: Node) -> str:
    """The local name of an element of the standard's namespace or of none; else empty."""
    if not isinstance(node.tag, str):
        return ""
    name = etree.QName(node)
    return name.localname if name.namespace in (NAMESPACE, None) else ""


def children(node: Node | None, name: str) -> Iterator[Node]:
    """The children of that name, in order."""
    if node is not None:
        yield from (child for child in node if name_of(child) == name)


def child(node: Node | None, name: str) -> Node | None:
    """The one child of that name, or None; two of what must be one cannot be told apart."""
    found = list(children(node, name))
    if len(found) > 1:
        raise NotConforming([_("Phần tử %(name)s xuất hiện nhiều lần.") % {"name": name}])
    return found[0] if found else None


def clean(text: str | None) -> str:
    """Text without surrounding space, in the composed form in which it is compared."""
    return unicodedata.normalize("NFC", (text or "").strip())


def text(node: Node | None, name: str) -> str:
    """The text of the one child of that name, or empty."""
    found = child(node, name)
    return "" if found is None else clean("".join(str(part) for part in found.itertext()))


def content_key(value: str) -> str:
    """The identifier of a file, which comes with or without `cid:`."""
    return value.removeprefix("cid:")


def texts(node: Node | None, name: str) -> tuple[str, ...]:
    """The texts of all children of that name, empty ones left out."""
    return tuple(
        value
        for found in children(node, name)
        if (value := clean("".join(str(part) for part in found.itertext())))
    )


def moment(value: str, forms: tuple[str, ...]) -> dt.datetime | None:
    """The time in Vietnam that the value says in one of the forms, or None."""
    for form in forms:
        try:
            return dt.datetime.strptime(value, form).replace(tzinfo=VIETNAM)
        except ValueError:
            continue
    return None
