"""The parts of a body: sections, articles, points and dashes as a tree of spans.

Annex I, II.6.đ of Decree 30/2020 orders the marks (Phần, Mục I, Điều, 1., a), -); marks that a scan
has broken are taken when they come in their order.
"""

import re
from dataclasses import dataclass, field

from .blocks import Block, blocks, with_lost_marks
from .page import Paper
from .reading import Section

_CLOSING = re.compile(
    r"(?:Trong quá trình|Trên đây|Nhận được|Căn cứ|Yêu cầu|Giao|Đề nghị|UBND|Ủy ban nhân dân|Chủ tịch|Chỉ thị này|Công văn này"
    r"|Kế hoạch này|Thừa lệnh|Rất mong|Văn phòng|Quyết định này|Các nội dung|Để |Định kỳ|Kết quả|Báo cáo)"
)


@dataclass
class Node:
    """A part of the body: its own blocks of text before its children."""

    style: str
    rank: int
    label: str
    start: int
    end: int
    blocks: list[tuple[int, int]] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    def ref(self, parents: list["Node"]) -> str | None:
        """How an official cites the part: "1.b", "Điều 2", "II.1.a"; dashes count with their parent."""
        labels = [n for n in [*parents, self] if n.style not in ("root", "dash", "plus", "para")]
        if not labels:
            return None
        out = ""
        for node in labels:
            if node.style.startswith("decimal") and "." in node.label:
                out = node.label
                continue
            name = f"Điều {node.label}" if node.style == "article" else node.label
            name = f"Phần {node.label}" if node.style == "part" else name
            out = f"{out}.{name}" if out else name
        return out


def outline(paper: Paper, start: int, end: int) -> Node:
    """The tree of a body; unmarked paragraphs stay with the part they follow."""
    root = Node("root", -1, "", start, end)
    path = [root]
    for block in with_lost_marks(paper, list(blocks(paper, start, end))):
        if block.style == "para":
            _attach(paper, path, block)
            continue
        lead = _leads_anew(paper, path, block)
        while path[-1].rank >= block.rank:
            path.pop()
        if lead:
            path[-1].children.append(Node("para", 98, "", *lead, [lead]))
        node = Node(
            block.style, block.rank, block.label, block.start, block.end, [(block.start, block.end)]
        )
        path[-1].children.append(node)
        path.append(node)
    _close(root)
    return root


def _leads_anew(paper: Paper, path: list[Node], block: Block) -> tuple[int, int] | None:
    """A paragraph that ends with a colon after finished points, where the count begins again below
    it: taken from the point before, it leads what follows."""
    if block.label not in ("1", "a", "I"):
        return None
    for node in path:
        if node.rank == block.rank and node.label != block.label and len(node.blocks) > 1:
            a, b = node.blocks[-1]
            if paper.text[a:b].rstrip().endswith(":") and not node.children:
                return node.blocks.pop()
    return None


def _attach(paper: Paper, path: list[Node], block: Block) -> None:
    """An unmarked paragraph goes to the open part; after finished points it goes to their parent."""
    node = path[-1]
    ended = bool(node.blocks) and paper.text[: node.blocks[-1][1]].rstrip().endswith(
        (".", ";", "./.")
    )
    if ended and node.rank >= 2 and _CLOSING.match(paper.text, block.start):
        while len(path) > 1:
            path.pop()
        node = path[-1]
    elif _only_head(paper, node):
        pass  # "b) Bộ Tài chính:", and what it does on the next line
    elif node.rank >= 6 and len(path) > 1 and paper.text[block.start].isupper():
        while len(path) > 1 and path[-1].rank >= 6:
            path.pop()
        node = path[-1]
    if node.children:
        node.children.append(
            Node("para", 98, "", block.start, block.end, [(block.start, block.end)])
        )
    else:
        node.blocks.append((block.start, block.end))


def _only_head(paper: Paper, node: Node) -> bool:
    """Whether a point is so far no more than a short line that ends with a colon."""
    if len(node.blocks) != 1 or node.children or node.style == "root":
        return False
    words = paper.text[node.blocks[0][0] : node.blocks[0][1]].rstrip()
    return words.endswith(":") and len(words) < _HEAD


_HEAD = 120  # letters


def _close(node: Node) -> None:
    for child in node.children:
        _close(child)
    last = [node.blocks[-1][1]] if node.blocks else []
    ends = last + [child.end for child in node.children]
    node.end = max(ends, default=node.end) if node.style != "root" else node.end


def walk(node: Node) -> list[Node]:
    """A part and all parts within it, in order."""
    return [node, *(inner for child in node.children for inner in walk(child))]


def sections(paper: Paper, root: Node) -> list[Section]:
    """The numbered parts in order, with the first line of each as its heading."""
    out: list[Section] = []

    def each(node: Node, parents: list[Node]) -> None:
        ref = node.ref(parents)
        if node.style not in ("root", "para", "dash", "plus") and ref:
            a, b = node.blocks[0]
            start, stop = paper.search.place(a, node.end)
            heading = paper.value(a, b)
            cut = heading if len(heading) <= 200 else heading[:200].rsplit(" ", 1)[0] + "…"
            out.append(Section(ref, len(parents), cut, start, stop, paper.source.page(start)))
        for child in node.children:
            each(child, [*parents, node])

    each(root, [])
    return out
