"""Finishing a kept message for one receiver: its address, the hops it took, its signed digests."""

from lxml import etree

from .elements import Node, child, children
from .hardening import Unreadable
from .messages import Hop, Party
from .writing import NAMESPACE, OURS, add, party_node


def header_of(root: Node, name: str) -> Node:
    """A part of the header of a kept message, made where it is missing."""
    header = child(child(root, "edXMLEnvelope"), "edXMLHeader")
    if header is None:
        raise Unreadable("edXMLHeader")
    found = child(header, name)
    return add(header, name) if found is None else found


def address(root: Node, receiver: Party) -> None:
    """Put the receiver in, after the sender, where the message names it not yet."""
    header = header_of(root, "MessageHeader")
    named = {
        (organ.text or "").strip()
        for to in children(header, "To")
        for organ in children(to, "OrganId")
    }
    if receiver.organ_id in named:
        return
    node = party_node(header, "To", receiver)
    before = [*children(header, "From"), *children(header, "To")]
    places = [header.index(each) for each in before if each is not node]
    header.insert(max(places, default=-1) + 1, node)


def trace(root: Node, hops: list[Hop]) -> None:
    """Add the hops to those that the message came with, before what it does (Bussiness)."""
    node = header_of(root, "TraceHeaderList")
    known = len(list(children(node, "TraceHeader")))
    for place, hop in enumerate(hops, start=known):
        header = add(node, "TraceHeader")
        add(header, "OrganId", hop.organ_id)
        add(header, "Timestamp", hop.at)
        node.insert(place, header)


def drop_digests(root: Node) -> None:
    """Take our own attribute out of an envelope that is not signed: validators may not know it."""
    for node in root.iter(f"{{{NAMESPACE}}}Reference"):
        node.attrib.pop(f"{{{OURS}}}sha256", "")
    etree.cleanup_namespaces(root, keep_ns_prefixes=["edXML"])
