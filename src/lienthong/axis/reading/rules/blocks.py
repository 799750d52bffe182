"""The paragraphs of a body: where one begins, by its mark or because the last one was finished.

Lines that a page or a site broke anywhere belong together; points that lost their marks below a
lead-in are told by what they begin with.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .clauses import begins_duty
from .letters import trim
from .lexicon import BODY, TRIGGER, opens_with_verb
from .names import names_at
from .numbering import mark_of
from .page import Paper

_FEW = 2  # points of a list
_SOME = 4  # empty lines within sentences that are no slip
_DUTY = re.compile(
    r"chủ trì|phối hợp|giao (?!thông|lưu|dịch)|yêu cầu|đề nghị|trách nhiệm", re.IGNORECASE
)
_END = re.compile(r"[.;:!?/”)]\s*$")


@dataclass(frozen=True)
class Block:
    """A paragraph: its mark, if any, and the span of its words."""

    style: str
    rank: int
    label: str
    start: int
    end: int


def blocks(paper: Paper, start: int, end: int) -> Iterator[Block]:
    """The paragraphs of a span: a line opens one when it has a mark or the last one was finished."""
    current: Block | None = None
    expected: dict[str, int] = {}
    blank = True
    loose = _parted_by_nothing(paper.text[start:end])
    for a, b in _lines(paper.text, start, end):
        a, b = trim(paper.text, a, b)
        if a == b or not re.search(r"\w", paper.text[a:b]) or _page_number(paper, a, b):
            blank = blank or (a == b and not loose)
            continue
        mark = mark_of(
            paper.text[a:b],
            expected,
            fresh=blank
            or current is None
            or _finished(paper, current)
            or _is_title(paper, current),
        )
        if mark and current and mark[0] == "dash" and _cut_name(paper, current, a + mark[3]):
            mark = None
        if mark:
            if current:
                yield current
            style, rank, label, offset = mark
            current = Block(style, rank, label, a + offset, b)
        elif current is None or _opens(paper, current, a, blank):
            if current:
                yield current
            current = Block("para", 99, "", a, b)
        else:
            current = Block(current.style, current.rank, current.label, current.start, b)
        blank = False
    if current:
        yield current


_WITHIN = re.compile(r"[a-zà-ỹđ,]\n[ ]*\n\s*(?=[a-zà-ỹđ]{2})")  # an empty line within a sentence
_BETWEEN = re.compile(r"\n[ ]*\n")


def _parted_by_nothing(text: str) -> bool:
    """Whether empty lines stand between the lines of sentences too, and so tell nothing."""
    within = len(_WITHIN.findall(text))
    return within >= _SOME and within * 10 >= len(_BETWEEN.findall(text))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    while at <= end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        yield at, stop
        at = stop + 1


def _cut_name(paper: Paper, current: Block, at: int) -> bool:
    """Whether a dash at the start of a line belongs to a name or a range cut by the line's end."""
    if _finished(paper, current):
        return False
    rest = paper.text[at : at + 12]
    return rest[:1].islower() or rest[:1].isdigit() or rest.startswith("Thương binh")


def _page_number(paper: Paper, a: int, b: int) -> bool:
    return b - a <= 4 and paper.text[a:b].strip(" -–").isdigit()


def _is_title(paper: Paper, block: Block) -> bool:
    """Whether a block so far is one line in capitals: what follows it begins anew."""
    words = paper.text[block.start : block.end]
    return len(words) < 160 and "\n" not in words and words.isupper()


def _finished(paper: Paper, block: Block) -> bool:
    return bool(_END.search(paper.text[max(block.start, block.end - 12) : block.end]))


def _opens(paper: Paper, current: Block, at: int, blank: bool) -> bool:
    """Whether an unmarked line opens a paragraph of its own."""
    first = paper.text[at]
    if _heading_before(paper, current, at) or _title_before(paper, current, at):
        return True
    so_far = paper.text[max(current.start, current.end - 120) : current.end]
    if blank:
        return first.isupper() or first in '“"(' or bool(_END.search(so_far))
    if first.islower() or not _END.search(so_far):
        return False
    line_start = paper.text.rfind("\n", 0, current.end) + 1
    full = current.end - line_start
    if full > 110 or _AFTER_ALL.match(paper.text, at):  # lines are whole paragraphs, or a last word
        return first.isupper()
    return first.isupper() and (full < 60 or so_far.rstrip()[-1] in ":;")


_AFTER_ALL = re.compile(
    r"(?:Kết quả (?:thực hiện|triển khai)|Trên đây là|Nhận được|Trong quá trình|Yêu cầu (?:các|thủ trưởng|Thủ trưởng)|Định kỳ)\s"
)


def _title_before(paper: Paper, current: Block, at: int) -> bool:
    """Whether a title in capitals stands before a line that is none."""
    if current.end - current.start > 160:
        return False
    so_far = paper.text[current.start : current.end]
    letters = [c for c in so_far if c.isalpha()]
    if len(letters) < 5 or not all(c.isupper() for c in letters):
        return False
    stop = paper.text.find("\n", at)
    line = paper.text[at : stop if stop > 0 else len(paper.text)]
    return any(c.islower() for c in line) and not _NAMES_ON.search(so_far)


_NAMES_ON = re.compile(r"(?:UBND|HĐND|[,(–-])\s*$")


def _heading_before(paper: Paper, current: Block, at: int) -> bool:
    """Whether a line that orders something stands under a short heading without a full stop."""
    so_far = paper.text[current.start : min(current.end, current.start + 91)]
    if (
        current.style in ("para", "plus")
        or "\n" in so_far
        or len(so_far) > 90
        or not paper.text[at].isupper()
    ):
        return False
    if re.search(
        r"(?i:,|và|của|với|về|tại|cho|trong|các|chủ tịch|giám đốc|trưởng|bí thư|văn phòng|nhân dân|sở|bộ)\s*$",
        so_far,
    ) or _DUTY.search(so_far):
        return False
    stop = paper.text.find("\n", at)
    line = paper.flat[at : stop if stop > 0 else len(paper.flat)]
    trigger = TRIGGER.match(line)
    if not trigger and _only_a_name(so_far):
        return begins_duty(line, 0, len(line)) or bool(_IS_CHARGED.match(line))
    if not trigger and _short_head(current, so_far) and begins_duty(line, 0, len(line)):
        return True
    if not trigger and _goes_on(so_far):
        return False
    names, end = names_at(line, trigger.end() if trigger else 0)
    if not names:
        return False
    rest = line[end:].strip(" ,:")
    return (
        bool(trigger)
        or (not rest and current.style in _NUMBERED)
        or (line.rstrip().endswith(":") and current.style in _NUMBERED and len(line.split()) < 16)
        or rest.startswith(("chủ trì", "có trách nhiệm", "chịu trách nhiệm"))
        or opens_with_verb(rest)
    )


_IS_CHARGED = re.compile(r"(?:Là (?:cơ quan|đơn vị)|Có trách nhiệm|Có nhiệm vụ|Chịu trách nhiệm)\s")
_NUMBERED = ("decimal", "decimal2", "letter")
_ENDS_OPEN = re.compile(
    rf"(?:{BODY}|Ủy ban|phòng|đơn vị|cơ quan|công tác|hoạt động|dịch vụ|[-–])\s*$", re.IGNORECASE
)


def _short_head(current: Block, so_far: str) -> bool:
    """Whether a numbered line can be the head of what the next line begins to do."""
    words = so_far.split()
    return (
        current.style in _NUMBERED
        and 2 <= len(words) <= 12
        and len(so_far) < 76
        and so_far[0].isupper()
        and not _ENDS_OPEN.search(so_far)
        and not any(opens_with_verb(" ".join(words[i:])) for i in (0, len(words) - 1))
    )


def _only_a_name(so_far: str) -> bool:
    """Whether a heading is nothing but the name of who acts: what follows is what to do."""
    words = " ".join(so_far.split())
    asked = TRIGGER.match(words)
    names, end = names_at(words, asked.end() if asked else 0)
    return bool(names) and end == len(words)


def _goes_on(so_far: str) -> bool:
    """Whether the words before end in something to do, whose object may begin the next line."""
    if re.search(r":\s+\S+\s+\S+\s+\S", so_far):
        return True
    words = so_far.split()
    return opens_with_verb(" ".join(words[-2:])) and (len(words) > 8 or opens_with_verb(so_far))


def with_lost_marks(paper: Paper, found: list[Block]) -> list[Block]:
    """The paragraphs, those that lost their dash within a list taken as points of it."""
    out: list[Block] = []
    for i, block in enumerate(found):
        before = out[-1] if out else None
        if block.style == "para" and before and before.style in ("dash", "plus"):
            goes_on = paper.text[before.start : before.end].rstrip().endswith(";")
            between = i + 1 < len(found) and found[i + 1].style == before.style
            if (goes_on or between) and begins_duty(paper.flat, block.start, block.end):
                block = Block(before.style, before.rank, before.label, block.start, block.end)
        out.append(block)
    return _with_lost_lists(paper, out)


def _with_lost_lists(paper: Paper, found: list[Block]) -> list[Block]:
    """The paragraphs, those below a lead-in that all begin with something to do taken as its points."""
    out = list(found)
    done = 0
    for i, block in enumerate(found):
        if i < done or block.style == "plus" or paper.text[block.end - 1] != ":":
            continue
        stop = i + 1
        while stop < len(found) and _begins(paper, found[stop]):
            stop += 1
        if stop - i > _FEW:
            style, rank = ("plus", 10) if block.style == "dash" else ("dash", 9)
            for j in range(i + 1, stop):
                out[j] = Block(style, rank, "-", found[j].start, found[j].end)
            done = stop
    return out


def _begins(paper: Paper, block: Block) -> bool:
    return block.style == "para" and begins_duty(paper.flat, block.start, block.end)
