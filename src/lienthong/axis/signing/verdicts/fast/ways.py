"""That the full check gets through the file: no ring and no thicket in what it has to follow.

pyHanko's analysis goes every way through a document. A file in which it would lose its way, or run into
Python's limit of depth, is unreadable by the full check, so the fast way must not call it right. The
same walk is made here, with a limit of steps and of depth that honest letters stay far below.
"""

from typing import Any, Final

from .paper import Paper
from .syntax import NotPlain, Ref

MOST_STEPS: Final = 60_000
DEEPEST: Final = 250


def check_ways(paper: Paper) -> None:
    """Raises `NotPlain` unless the last revision can be walked through; it holds all earlier ways."""
    elements = _elements(paper)
    walk = _Walk(paper, elements)
    trailer = paper.segments[0].trailer
    walk.go(paper.root, b"/Root", (), 0, canonical=True, in_tree=False)
    walk.go(trailer.get(b"/Info"), b"/Info", (), 0, canonical=False, in_tree=False)


def _elements(paper: Paper) -> set[int]:
    """The elements of the structure tree, each of which must be met once."""
    top = paper.dictionary(paper.root, paper.last).get(b"/StructTreeRoot")
    found: set[int] = set()
    ahead = [(paper.dictionary(top, paper.last), 0)] if top is not None else []
    while ahead:
        element, depth = ahead.pop()
        children = element.get(b"/K", [])
        if type(children) is Ref:
            held = paper.at(children, paper.last).value
            children = held if type(held) is list else [children]
        for child in children if type(children) is list else [children]:
            value = child
            if type(child) is Ref:
                value = paper.at(child, paper.last).value
            if type(value) is not dict or value.get(b"/Type", b"/StructElem") != b"/StructElem":
                continue
            if type(child) is Ref:
                if child.number in found:
                    raise NotPlain("element twice")
                found.add(child.number)
            if depth > DEEPEST:
                raise NotPlain("deep tree")
            ahead.append((value, depth + 1))
    return found


class _Walk:
    """The walk from the trailer along every way, as pyHanko makes it."""

    def __init__(self, paper: Paper, elements: set[int]) -> None:
        self._state = paper.state(paper.last)
        self._nodes = paper.page_nodes
        self._elements = elements
        self._steps = 0

    def go(
        self,
        value: Any,
        key: bytes,
        passed: tuple[int, ...],
        depth: int,
        *,
        canonical: bool,
        in_tree: bool,
    ) -> None:
        """Follow one value; `canonical` while the way leads down the page tree from its root."""
        self._steps += 1
        if self._steps > MOST_STEPS or depth > DEEPEST:
            raise NotPlain("thicket")
        kind = type(value)
        if kind is Ref:
            number = value.number
            if number in passed or (number in self._nodes and not canonical):
                return
            if not in_tree and number in self._elements:
                return
            passed = (*passed, number)
            value = self._state[number].value
            kind = type(value)
        if kind is dict:
            under_root, node = key == b"/Root", canonical and key in (b"/Pages", b"/Kids")
            for name, one in value.items():
                if name == b"/Parent" or (in_tree and name == b"/P"):
                    continue
                self.go(
                    one,
                    name,
                    passed,
                    depth + 1,
                    canonical=(canonical and under_root and name == b"/Pages")
                    or (node and name == b"/Kids"),
                    in_tree=in_tree or (key == b"/StructTreeRoot" and name == b"/K"),
                )
        elif kind is list:
            for one in value:
                self.go(one, key, passed, depth + 1, canonical=canonical, in_tree=in_tree)
