"""From the tree of a body to duties: one for each thing that somebody must do, with inherited leads.

A lead-in that ends with a colon ("Giao Sở X chủ trì, phối hợp với … các nội dung:") or a heading
that is only a name gives its lead to what stands below; a part with a lead of its own overrides it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .antecedents import resolved
from .assignments import orders
from .attributes import attributes
from .clauses import begins_duty, by_semicolon, sentences
from .duty import Duty, Inherited, is_real
from .headings import sends
from .letters import trim
from .names import Name
from .order_parts import Assignment
from .outline import Node
from .paragraphs import Paragraphs
from .preamble import without_basis
from .sayings import (
    AS_FOLLOWS,
    EMPTY,
    HONOUR,
    SECTIONS,
    asks,
    leads_in,
    to_hand_in,
    whole_in_itself,
)

_NUMBERED = frozenset({"decimal", "letter"})


@dataclass(frozen=True)
class Duties(Paragraphs):
    """Reads the duties of one paper; `issuers` are the names of the issuer itself."""

    def read(self, root: Node) -> list[Duty]:
        """All duties of a body in the order of the text."""
        found = list(self._part(root, [], Inherited()))
        for duty in found:
            duty.lead = resolved(self.paper, duty.lead, duty.begin)
            if not duty.tabled:
                duty.start = without_basis(self.paper.flat, duty.start, duty.end)
                duty.start = to_hand_in(self.paper.flat, duty.start, duty.end)
        found = [d for d in found if is_real(self.paper, d)]
        return sorted(found, key=lambda duty: (duty.begin, duty.start))

    def _part(self, node: Node, parents: list[Node], given: Inherited) -> Iterator[Duty]:
        ref = node.ref(parents)
        named = attributes(self.paper, node)
        if named:
            yield Duty(
                named.lead, named.coordinate, *named.action, named.action[0], ref, [named.span],
                tabled=True,
            )  # fmt: skip
            return
        duties, handed = self._own(node, ref, given)
        yield from duties
        if not node.children:
            return
        parted = any(child.style in SECTIONS for child in node.children)
        if duties and not parted and not self._children_are_duties(node) and handed is None:
            duties[-1].details += [
                (c.start, c.blocks[0][1] if len(c.blocks) > 1 and not c.children else c.end)
                for c in node.children
            ]
            yield from self._named_children(node, parents)
            return
        yield from self._below(node, parents, given if handed is None else handed)

    def _named_children(self, node: Node, parents: list[Node]) -> Iterator[Duty]:
        """Children that name their own lead below a duty that is only explained by the others."""
        for child in node.children:
            if child.style == "para":
                yield from self._part(child, [*parents, node], Inherited())
                continue
            for a, b in child.blocks[1:]:  # what stands behind the last point
                yield from self._block(a, b, Inherited(), None, marked=False)

    def _below(self, node: Node, parents: list[Node], given: Inherited) -> Iterator[Duty]:
        local = given
        sent = bool(node.blocks) and sends(self.paper.text[slice(*node.blocks[-1])])
        after = [*(c.style for c in node.children[1:]), ""]
        for child, following in zip(node.children, after, strict=True):
            sent = sent and child.style == "dash"
            if sent:  # those to whom the paper is sent; the body may have run into the last of them
                for a, b in sentences(self.paper.flat, child.start, child.end)[1:]:
                    yield from self._block(a, b, Inherited(), None, marked=False)
                continue
            opens = child.style == "dash" and not child.children and following in _NUMBERED
            if child.style == "para" or (opens and self._is_leadin(child)):
                names = self._heading(child)
                if names or self._is_leadin(child):
                    duties, handed = self._before_points(child, node.ref(parents), names)
                    yield from duties
                    local = handed or Inherited(tuple(names), (), ((child.start, child.end),))
                    continue
                goes_on = local.lead and child.style == "para" and self._still(*child.blocks[0])
                still = replace(local, verbs=True) if goes_on else Inherited()
                yield from self._part(child, [*parents, node], still)
                continue
            if child.style in SECTIONS and self._tells(child):
                told = self._part(child, [*parents, node], Inherited())
                yield from (duty for duty in told if self._ordered(duty))
                continue
            yield from self._part(child, [*parents, node], local)

    def _before_points(
        self, child: Node, ref: str | None, names: list[Name]
    ) -> tuple[list[Duty], Inherited | None]:
        """What a paragraph between points gives, and what it hands to the points after it."""
        if names or len(child.blocks) > 1:
            return self._own(child, ref, Inherited())
        duties: list[Duty] = []
        handed = self._leadin(*child.blocks[0], Inherited(), False, duties, ref)
        return (duties, handed) if handed else self._own(child, ref, Inherited())

    def _children_are_duties(self, node: Node) -> bool:
        """Whether most children begin with something to do or with somebody who does it."""
        count = 0
        marked = [c for c in node.children if c.style != "para"]
        for child in marked:
            a, b = child.blocks[0]
            if (
                begins_duty(self.paper.flat, a, b)
                or self._named(a, b)
                or orders(self.paper, a, b, self.issuers, marked=True)
            ):
                count += 1
        return count * 2 >= max(1, len(marked))

    def _own(
        self, node: Node, ref: str | None, given: Inherited
    ) -> tuple[list[Duty], Inherited | None]:
        """Duties in a part's own words, and what it hands to its children (None: nothing new)."""
        out: list[Duty] = []
        handed: Inherited | None = None
        runs = Inherited()  # what a lead-in hands to lines below it that lost their marks
        marked = node.style not in ("para", "root")
        for i, (a, b) in enumerate(node.blocks):
            names = self._named(a, b, numbered=i == 0 and node.style in SECTIONS)
            if names and (node.children or len(node.blocks) > 1):
                handed = Inherited(tuple(names), (), ((a, b),))
                given, marked = handed, True
                continue
            if i == 0 and marked and self._names_a_field(node, a, b):
                continue
            last = i == len(node.blocks) - 1
            if last and node.children and leads_in(self.paper.flat[a:b]):
                led = self._leadin(
                    a, b, given, marked, out, ref,
                    labels=self._labels(node), points=node.children,
                )  # fmt: skip
                handed = led or handed or self._to_addressees(node, a, b, given)
                continue
            if runs.lead:
                runs = runs if self._runs_on(a, b) else Inherited()
            if not last and not given.lead and (led := self._running(node, i)):
                self._leadin(a, b, given, marked, out, ref)  # what is whole before it
                runs = led
                continue
            inherited = (
                runs
                if runs.lead
                else (
                    given
                    if (marked or given.verbs) and not (i == 0 and node.children and handed is None)
                    else Inherited()
                )
            )
            first = marked and (i == 0 or handed is not None)
            first = first or (i > 0 and self._spoken(*node.blocks[i - 1]))
            out.extend(self._block(a, b, inherited, ref, marked=first, before=out[-1:]))
        for duty in out:
            duty.marked = marked
        return out, handed

    def _leadin(
        self,
        a: int,
        b: int,
        given: Inherited,
        marked: bool,
        out: list[Duty],
        ref: str | None,
        *,
        labels: bool = False,
        points: Sequence[Node] = (),
    ) -> Inherited | None:
        """What a lead-in hands down; orders that are complete before it become duties."""
        if sends(self.paper.text[a:b]):
            return None
        spans = sentences(self.paper.flat, a, b)
        for start, stop in spans[:-1]:
            out.extend(self._block(start, stop, Inherited(), ref, marked=marked))
        if not spans:
            return None
        start, stop = spans[-1]
        pieces = by_semicolon(self.paper.flat, start, stop)
        found: list[Assignment] = []
        for piece in pieces:
            found = orders(self.paper, *piece, self.issuers, marked=marked) or found
        if not found:
            return replace(given, spans=(*given.spans, (start, stop))) if given.lead else None
        last = found[-1]
        whole = whole_in_itself(self.paper.flat, last.start, stop)
        whole = whole or self._about(last.start, stop, points)
        follows = AS_FOLLOWS.search(self.paper.flat, last.start, stop) if labels else None
        if follows and not EMPTY.fullmatch(self.paper.flat, last.start, follows.start()):
            whole = whole or follows.start()
        if whole:
            self._take([last], ref, out)
            out[-1].end = trim(self.paper.flat, out[-1].start, whole, " ;.,:/")[1]
            if self._works(points):  # "3. Nội dung: - Tổ chức …": still theirs
                return Inherited(tuple(last.lead), tuple(last.coordinate), (), verbs=True)
            return Inherited((), (), ((last.begin, stop),))
        if self.told and all(HONOUR.fullmatch(name.text) for name in last.lead):
            last.lead = list(self.told)  # "yêu cầu các đồng chí": those to whom it is addressed
        if len(last.lead) == 1 and last.lead[0].text.endswith("sau đây"):
            return Inherited((), (), ((last.begin, stop),))  # the names stand in the points below
        return Inherited(tuple(last.lead), tuple(last.coordinate), ((last.begin, stop),))

    def _running(self, node: Node, i: int) -> Inherited | None:
        """What a lead-in hands to the lines below it, where these lost the marks of their list."""
        (a, b), below = node.blocks[i], node.blocks[i + 1]
        if not self.paper.text[a:b].rstrip().endswith(":") or not self._runs_on(*below):
            return None
        led = self._leadin(a, b, Inherited(), False, [], None)
        if led is not None:
            return replace(led, verbs=True) if led.lead else None
        last = sentences(self.paper.flat, a, b)[-1:]
        if last and self.told and asks(self.paper.flat[last[0][0] : b]):
            return Inherited(self.told, (), (last[0],), verbs=True)
        return None
