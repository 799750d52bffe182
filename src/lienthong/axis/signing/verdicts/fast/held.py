"""Where the parts of a plain form hang, and that what hangs there stays."""

from collections import Counter
from typing import Any, Final

from .changes import array
from .form import FILLED, Field
from .paper import Paper
from .syntax import NotPlain, Object, Ref

ACTIVE: Final = frozenset({b"/AA", b"/DSS", b"/Collection", b"/Requirements"})
IN_TREE: Final = frozenset(
    {b"/P", b"/Nums", b""}
)  # keys under which structure is pointed at, not held

Held = dict[int, list[tuple[bytes, int, int]]]  # object: key, holder and times of each use


def check_catalog(paper: Paper) -> None:
    begin = paper.signatures[0].revision
    catalog = paper.dictionary(paper.root, begin)
    opens = catalog.get(b"/OpenAction", [])  # a list: the place that is shown first
    if (
        type(opens) is not list
        or ACTIVE & set(catalog)
        or any(paper.root.number in s.objects for s in paper.segments[begin + 1 :])
    ):
        raise NotPlain("catalog")
    names = catalog.get(b"/Names", {})
    names = paper.dictionary(names, begin) if type(names) is Ref else names
    if type(names) is not dict or b"/JavaScript" in names:
        raise NotPlain("names")
    information = paper.segments[0].trailer.get(b"/Info")
    if information is not None:
        paper.dictionary(information, begin)
    if b"/Metadata" in catalog:
        _check_metadata(paper, paper.at(catalog[b"/Metadata"], begin))


def _check_metadata(paper: Paper, found: Object) -> None:
    """The metadata are XMP in plain sight, as pyHanko's analysis asks of them."""
    from lxml import etree

    if found.data is None or not set(found.value) <= {b"/Type", b"/Subtype", b"/Length"}:
        raise NotPlain("metadata")
    reader = etree.XMLParser(resolve_entities=False, encoding="utf-8", no_network=True)
    try:
        root = etree.fromstring(paper.data[found.data[0] : found.data[1]], reader)
    except etree.XMLSyntaxError as fault:
        raise NotPlain("metadata") from fault
    if root.tag != "{adobe:ns:meta/}xmpmeta" or any(True for _one in root.iter(etree.Entity)):
        raise NotPlain("metadata")


def pages(paper: Paper) -> tuple[set[int], set[int]]:
    """The pages of the first signed revision, and with them the nodes above; the tree must be plain, and
    so must the notes."""
    begin = paper.signatures[0].revision
    top = paper.dictionary(paper.root, begin).get(b"/Pages")
    pages: set[int] = set()
    seen: set[int] = set()
    ahead: list[Any] = [top]
    while ahead:
        reference = ahead.pop()
        node = paper.dictionary(reference, begin)
        if reference.number in seen:
            raise NotPlain("page twice")
        seen.add(reference.number)
        if node.get(b"/Type") == b"/Pages":
            ahead += array(node.get(b"/Kids"))
        elif node.get(b"/Type") == b"/Page":
            pages.add(reference.number)
            notes = node.get(b"/Annots", [])
            notes = paper.at(notes, begin).value if type(notes) is Ref else notes
            if any(type(note) is not Ref for note in array(notes)):
                raise NotPlain("notes")
        else:
            raise NotPlain("page")
    return pages, seen


def check_places(paper: Paper) -> None:
    """The form hangs on the catalog alone; a field on the form, its page and one element."""
    state = paper.state(paper.last)
    uses = Counter(
        (number, key, holder) for holder, one in state.items() for key, number in one.uses
    )
    held: Held = {}
    for (number, key, holder), times in uses.items():
        held.setdefault(number, []).append((key, holder, times))
    form = paper.dictionary(paper.root, paper.last)[b"/AcroForm"].number
    if held.get(form) != [(b"/AcroForm", paper.root.number, 1)]:
        raise NotPlain("form used")
    _check_drawn(paper, form)
    for field in paper.forms[paper.last].values():
        if field.page not in paper.pages:
            raise NotPlain("page of field")
        _check_place(paper, field, form, held)


def _check_drawn(paper: Paper, form: int) -> None:
    """What shows a field uses nothing that a later revision writes otherwise."""
    moving = {form, paper.root.number, *paper.pages}
    begin = paper.signatures[0].revision
    moving |= {f.number for fields in paper.forms[begin:] for f in fields.values()}
    for revision in range(begin, paper.last + 1):
        state = paper.state(revision)
        ahead = [f.drawn for f in paper.forms[revision].values() if f.drawn is not None]
        seen: set[int] = set()
        while ahead:
            number = ahead.pop()
            if number in moving:
                raise NotPlain("drawn of what moves")
            if number not in seen:
                seen.add(number)
                ahead += [use for _key, use in state[number].uses]


def _check_place(paper: Paper, field: Field, form: int, held: Held) -> None:
    expected = {(b"/Fields", form, 1), (b"/Annots", field.page, 1)}
    elements = set(held.get(field.number, ())) - expected
    if not expected <= set(held.get(field.number, ())) or len(elements) > 1:
        raise NotPlain("field used")
    for key, holder, times in elements:
        element = paper.dictionary(Ref(holder), paper.last)
        stated = {
            b"/Type": b"/OBJR", b"/Obj": Ref(field.number), b"/Pg": Ref(field.page)
        }  # fmt: skip
        if (key, times) != (b"/Obj", 1) or element.get(b"/K") != stated:
            raise NotPlain("field used")
        _check_element(paper, holder, held)


def _check_element(paper: Paper, number: int, held: Held) -> None:
    """One way leads from the root of the structure tree to an element."""
    top = paper.dictionary(paper.root, paper.last).get(b"/StructTreeRoot")
    for _step in range(20):
        element = paper.dictionary(Ref(number), paper.last)
        above = element.get(b"/P")
        if element.get(b"/Type") != b"/StructElem" or type(above) is not Ref:
            raise NotPlain("element")
        parts = [(k, h, t) for k, h, t in held.get(number, []) if k not in IN_TREE]
        arrays = {h for k, h, _t in held.get(number, []) if k == b""}
        if parts != [(b"/K", above.number, 1)] or any(
            key == b"/K" for array in arrays for key, _h, _t in held.get(array, [])
        ):
            raise NotPlain("element used")
        if above == top:
            return
        number = above.number
    raise NotPlain("deep tree")


def check_locks(paper: Paper) -> None:
    """Number and date stay as a lock found them; what shows them belongs to its revision."""
    for signature in paper.signatures:
        if not signature.locks or signature.revision == paper.last:
            continue
        segment = paper.segments[signature.revision]
        for title in FILLED & set(paper.forms[signature.revision]):
            now, final = paper.forms[signature.revision][title], paper.forms[paper.last][title]
            if now != final or now.drawn not in segment.objects:
                raise NotPlain("locked")
            if any(
                now.drawn in later.objects for later in paper.segments[signature.revision + 1 :]
            ):
                raise NotPlain("locked")
