"""Duties of plans: a line of work followed by "Cơ quan chủ trì: …", "Cơ quan phối hợp: …", "Thời gian: …"."""

import re
from dataclasses import dataclass

from .letters import squeeze, trim
from .names import Name, find_names, names_at
from .outline import Node
from .page import Paper

_LEAD = re.compile(
    r"(?:(?:cơ quan|đơn vị|các cơ quan|các đơn vị)\s+)?(?:chủ trì|thực hiện|đầu mối)(?:\s+(?:thực hiện|triển khai|tham mưu|chính))?\s*:\s*",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"(?:(?:cơ quan|đơn vị|các cơ quan|các đơn vị)\s+)?phối hợp(?:\s+thực hiện)?\s*:\s*",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"(?:cơ quan|đơn vị)\s+(?:chủ trì|thực hiện|đầu mối)|(?:^|[.;(\n]\s*[-+*]?\s*)chủ trì(?: thực hiện)?\s*:",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Attributed:
    """A duty whose parties are given as attributes."""

    lead: list[Name]
    coordinate: list[Name]
    action: tuple[int, int]
    span: tuple[int, int]


def attributes(paper: Paper, node: Node) -> Attributed | None:
    """The duty of a part that carries its parties as attributes; None for any other part."""
    if node.style in ("root", "part", "roman") or not node.blocks:
        return None
    nested = [c for c in node.children if c.style not in ("dash", "plus", "para")]
    if nested:
        return None
    start, end = node.blocks[0][0], node.end
    if (
        sum(
            bool(_HEAD.search(paper.text, *c.blocks[0])) and _says_more(paper, c)
            for c in node.children
        )
        > 1
    ):
        return None  # a table below it: each of its rows is a duty
    aside = _aside(paper, node)
    if aside:
        return aside
    head = _HEAD.search(paper.text, start, end)
    lead_at = _LEAD.search(paper.flat, start, end)
    if not head or not lead_at or head.start() > lead_at.end():
        return None
    lead, _ = names_at(paper.flat, lead_at.end(), end)
    near = find_names(paper.flat, lead_at.end(), min(end, lead_at.end() + 80))[:1]
    lead = lead or [n for n in near if n.start - lead_at.end() <= 3]
    lead = lead or _unknown(paper, lead_at.end(), end)
    if not lead:
        return None
    helper = _HELP.search(paper.flat, lead_at.end(), end)
    coordinate = names_at(paper.flat, helper.end(), end)[0] if helper else []
    own = paper.text[start : head.start()]
    a, b = trim(paper.text, start, head.start(), " .;:(-+*,\n")
    if len(own.split()) < 3:
        return None
    return Attributed(lead, coordinate, (a, b), (head.start(), end))


_ASIDE = re.compile(
    r"\((?:giao |do |đơn vị thực hiện: )?(?P<who>[^\W\d_][^()]{3,120}?)(?P<does>\s+(?:chủ trì|tham mưu|chịu trách nhiệm|phụ trách)(?:,? (?:triển khai |tổ chức )?thực hiện|, tham mưu)?| thực hiện)\)\W*$"
)  # "Hỗ trợ phát triển sản xuất (Sở X chủ trì thực hiện)."


def _aside(paper: Paper, node: Node) -> Attributed | None:
    """A line of work whose last words, in brackets, say who does it."""
    a, b = node.blocks[0]
    match = _ASIDE.search(paper.flat, a, b) if len(node.blocks) == 1 and not node.children else None
    if match is None or names_at(paper.flat, a, b)[0]:
        return None
    lead, stop = names_at(paper.flat, match.start("who"), match.end("who"))
    start, end = trim(paper.flat, a, match.start(), " .;:(-+*,")
    label = _LABEL.match(paper.flat, start, end)
    start = label.end() if label else start
    if not lead or stop < match.end("who") or end - start < 12:
        return None
    return Attributed(lead, [], (start, end), (match.start(), match.end()))


_LABEL = re.compile(r"(?:Tiểu dự án|Dự án|Nội dung|Nhiệm vụ|Hoạt động)(?: thành phần)? \d+\s*:\s*")


def _says_more(paper: Paper, node: Node) -> bool:
    """Whether a part says what is to be done before it says by whom, and is no attribute of the part above."""
    start, end = node.blocks[0]
    head = _HEAD.search(paper.text, start, end)
    return head is not None and len(paper.text[start : head.start()].split()) > 2


_VALUE = re.compile(r"[^\W\d_][^.;:\n]{2,110}(?=[.;\n]|$)")


def _unknown(paper: Paper, at: int, end: int) -> list[Name]:
    """A lead of unknown form: all that the attribute says, when it is short and begins as names do."""
    value = _VALUE.match(paper.text, at, end)
    if not value or not value.group()[0].isupper() or len(value.group().split()) > 14:
        return []
    a, b = trim(paper.flat, *value.span(), " ,;.")
    words = squeeze(paper.flat[a:b])
    return [Name(words, a, b, "unknown", words)]
