"""Reads XML from outside without entities or network, and turns parts of it into signed octets.

Only the transformations that signers of documents need are done: leaving out the signature itself,
canonical forms, base64. Everything else (XSLT, free XPath) could hide or change what is signed.
"""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from .contents import BadContents

DS: Final = "http://www.w3.org/2000/09/xmldsig#"
C14N: Final = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
C14N_11: Final = "http://www.w3.org/2006/12/xml-c14n11"
EXCLUSIVE: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"
PLAIN: Final = {  # each canonical form without comments, by its name and that of its twin with them
    C14N: C14N,
    C14N + "#WithComments": C14N,
    C14N_11: C14N_11,
    C14N_11 + "#WithComments": C14N_11,
    EXCLUSIVE: EXCLUSIVE,
    EXCLUSIVE + "WithComments": EXCLUSIVE,
}
ENVELOPED: Final = DS + "enveloped-signature"
BASE64: Final = DS + "base64"
XPATH: Final = "http://www.w3.org/TR/1999/REC-xpath-19991116"
FILTER: Final = "http://www.w3.org/2002/06/xmldsig-filter2"
WITHOUT_SIGNATURES: Final = re.compile(r"not\(\s*ancestor-or-self::\w+:Signature\s*\)")
SUBTRACTED: Final = re.compile(r"/descendant(?:-or-self)?::\w+:Signature")
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}"
IDS: Final = (
    "Id",
    "ID",
    "id",
    XML_SPACE + "id",
    "{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd}Id",
)
MOST_NODES: Final = 500_000

Node = Any


class Hostile(ValueError):
    """XML that declares entities or is too large to look at."""


def parse(data: bytes) -> Node:
    """The tree; raises `Hostile`, and `etree.XMLSyntaxError` for what is not XML."""
    declares = any(b"DOCTYPE" in part for part in (data, data.replace(b"\x00", b"")[: 1 << 16]))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=not declares,
        strip_cdata=False,
    )
    tree = etree.fromstring(data, parser).getroottree()
    if tree.docinfo.internalDTD is not None or tree.docinfo.externalDTD is not None:
        raise Hostile
    for number, node in enumerate(tree.iter()):
        if number > MOST_NODES or isinstance(node, etree._Entity):
            raise Hostile
    return tree


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reference points: an element by its order in the document, or the whole (None)."""

    order: int | None
    comments: bool = False


class Source:
    """A document whose parts are asked for; each answer is made from a tree of its own."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.tree = parse(data)
        self.nodes = list(self.tree.iter())
        self._order = {node: number for number, node in enumerate(self.nodes)}

    def order(self, node: Node) -> int:
        """The order of a node of the tree."""
        return self._order[node]

    def by_id(self, wanted: str) -> Node:
        """The one element with that identifier; raises `BadContents` for none or several."""
        found = [
            node
            for node in self.nodes
            if isinstance(node.tag, str) and any(node.get(key) == wanted for key in IDS)
        ]
        if len(found) != 1:
            raise BadContents("duplicate_id" if found else "reference_lost")
        return found[0]

    def octets(self, place: Place, transforms: list[Node], signature: Node) -> bytes:
        """What is digested for a reference into this document."""
        state: Cut | bytes = Cut(self, place, frozenset())
        for transform in transforms:
            state = _apply(transform, state, signature)
        return state if isinstance(state, bytes) else state.canonical(C14N, [])

    def fresh(self) -> tuple[Node, list[Node]]:
        """Another tree of the same document, with its nodes in the same order."""
        tree = parse(self._data)
        return tree, list(tree.iter())


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a document with elements left out."""

    source: Source
    place: Place
    left_out: frozenset[int]

    def without(self, nodes: list[Node]) -> "Cut":
        """The same with more left out."""
        return Cut(
            self.source,
            self.place,
            self.left_out | {self.source.order(node) for node in nodes},
        )

    def canonical(self, method: str, prefixes: list[str]) -> bytes:
        """The canonical octets."""
        tree, nodes = (
            self.source.fresh() if self.left_out else (self.source.tree, self.source.nodes)
        )
        apex = tree if self.place.order is None else nodes[self.place.order]
        for order in self.left_out:
            _take_out(nodes[order], apex)
        return canonical(apex, method, prefixes, comments=self.place.comments)

    def text(self) -> str:
        """All its text."""
        tree, nodes = self.source.fresh()
        apex = tree.getroot() if self.place.order is None else nodes[self.place.order]
        for order in self.left_out:
            _take_out(nodes[order], apex)
        return "".join(apex.itertext(etree.Element))


def _take_out(node: Node, apex: Node) -> None:
    """Remove an element and leave the text behind it."""
    parent = node.getparent()
    if parent is None or node is apex:
        raise BadContents("reference_empty")
    if node.tail:
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def _apply(transform: Node, state: "Cut | bytes", signature: Node) -> "Cut | bytes":
    method = transform.get("Algorithm", "")
    if method == BASE64:
        text = state.text() if isinstance(state, Cut) else state
        return base64.b64decode(text, validate=False)
    if isinstance(state, bytes):
        raise BadContents("transform_refused")
    if method == ENVELOPED:
        return state.without([signature])
    if method in (XPATH, FILTER):
        _check_expression(transform, method)
        return state.without(signatures_of(state.source.tree))
    return state.canonical(method, _prefixes(transform))


def _check_expression(transform: Node, method: str) -> None:
    """Only the two expressions that say "without the signatures"."""
    said = [child for child in transform if isinstance(child.tag, str)]
    if len(said) != 1 or len(said[0]):
        raise BadContents("transform_refused")
    text = (said[0].text or "").strip()
    if (method == XPATH and WITHOUT_SIGNATURES.fullmatch(text)) or (
        method == FILTER and said[0].get("Filter") == "subtract" and SUBTRACTED.fullmatch(text)
    ):
        prefix = text.split("::")[1].split(":")[0]
    else:
        raise BadContents("transform_refused")
    if said[0].nsmap.get(prefix) != DS:
        raise BadContents("transform_refused")


def signatures_of(tree: Node) -> list[Node]:
    """The signatures that stand in no other signature."""
    return [
        node
        for node in tree.iter(f"{{{DS}}}Signature")
        if next(node.iterancestors(f"{{{DS}}}Signature"), None) is None
    ]


def _prefixes(method: Node) -> list[str]:
    listed = method.find(f"{{{EXCLUSIVE}}}InclusiveNamespaces")
    return [] if listed is None else listed.get("PrefixList", "").split()


def canonical_by(method: Node, node: Node) -> bytes:
    """The canonical octets of an element by a CanonicalizationMethod element."""
    return canonical(node, method.get("Algorithm", ""), _prefixes(method), comments=True)


def canonical(node: Node, method: str, prefixes: list[str], *, comments: bool) -> bytes:
    """The canonical octets of an element or a whole tree; raises `BadContents`."""
    if method not in PLAIN:
        raise BadContents("transform_refused")
    plain = PLAIN[method]
    exclusive = plain == EXCLUSIVE
    inherited = {} if exclusive else _inherited(node, plain)
    for key, value in inherited.items():
        node.set(key, value)
    try:
        return etree.tostring(
            node,
            method="c14n",
            exclusive=exclusive,
            with_comments=comments and plain != method,
            inclusive_ns_prefixes=prefixes if exclusive else None,
        )
    finally:
        for key in inherited:
            del node.attrib[key]


def _inherited(node: Node, method: str) -> dict[str, str]:
    """The xml: attributes of ancestors, which count in inclusive forms and the library leaves out."""
    found: dict[str, str] = {}
    if not hasattr(node, "iterancestors"):
        return found
    for ancestor in node.iterancestors():
        for key, value in ancestor.attrib.items():
            if not key.startswith(XML_SPACE) or key in node.attrib:
                continue
            if method == C14N_11 and key == XML_SPACE + "id":
                continue
            if method == C14N_11 and key == XML_SPACE + "base":
                raise BadContents("transform_refused")
            found.setdefault(key, value)
    return found


def elements(node: Node) -> Iterator[Node]:
    """The child elements."""
    return (child for child in node if isinstance(child.tag, str))
