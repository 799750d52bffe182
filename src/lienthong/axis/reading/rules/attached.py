"""What is issued with a paper and stands behind its signature: plans, programmes, annexes with tables.

Article 21.4 of Decree 30/2020: an annex says on its second line with which paper it was issued.
"""

import re
from dataclasses import dataclass

from .letters import fold
from .lines import Segment

_KINDS = (
    "KẾ HOẠCH", "CHƯƠNG TRÌNH HÀNH ĐỘNG", "CHƯƠNG TRÌNH", "ĐỀ ÁN", "PHƯƠNG ÁN", "QUY CHẾ", "QUY ĐỊNH", "NỘI QUY", "ĐIỀU LỆ",
    "HƯỚNG DẪN", "DỰ ÁN", "QUY TRÌNH", "QUY ƯỚC", "PHỤ LỤC", "BẢNG PHÂN CÔNG", "PHÂN CÔNG NHIỆM VỤ", "DANH MỤC",
)  # fmt: skip
_BY_LETTERS = {fold(kind): kind for kind in _KINDS}
_TITLE = re.compile(
    rf"\W{{0,3}}(?P<kind>{'|'.join(_BY_LETTERS)})(?:\s+(?:so\s+)?(?:[ivxl]{{1,6}}|\d{{1,2}}))?(?:\W|$)"
)
_ISSUED_WITH = re.compile(r"\W{0,3}(?:Ban hành\s+)?[Kk]èm\s+theo\s+[QKCTNVHBĐ]", re.IGNORECASE)
_WITHIN = re.compile(
    r"\((?:Ban hành )?[Kk]èm theo \S+ \S+ số "
)  # the second line ran into the first
_TABLES = re.compile(r"PHỤ LỤC|DANH MỤC|BẢNG|PHÂN CÔNG")
_RULES = re.compile(r"QUY CHẾ|QUY ĐỊNH|NỘI QUY|ĐIỀU LỆ|QUY TRÌNH|QUY ƯỚC")


@dataclass(frozen=True)
class Attached:
    """One attached text: its kind as an official cites it, where it stands, what it may assign."""

    kind: str
    start: int
    end: int

    @property
    def tables(self) -> bool:
        """Whether only its tables of duties are read: an annex also holds forms and lists."""
        return bool(_TABLES.match(self.kind))

    @property
    def rules(self) -> bool:
        """Whether it lays down rules, which give work only where they say so."""
        return bool(_RULES.match(self.kind))

    @property
    def name(self) -> str:
        """How a task's place in it is cited."""
        return f"{self.kind.capitalize()} kèm theo"


def attached(pieces: list[Segment], after: int, end: int) -> list[Attached]:
    """The texts behind the foot that name the paper they were issued with, and annexes."""
    tail = [p for p in pieces if after <= p.start < end]
    heads: list[tuple[str, int]] = []
    last = -9
    for i, piece in enumerate(tail):
        kind = _kind(piece.text)
        if not kind:
            continue
        if piece.row - last < 4 and not any(_ISSUED_WITH.match(p.text) for p in tail[i - 3 : i]):
            continue  # the second line of the title before it
        below = tail[i + 1 : i + 10]
        if _WITHIN.search(piece.text):
            heads.append((kind, piece.start))
            last = piece.row
            continue
        with_this = any(_ISSUED_WITH.match(p.text) for p in below)
        if kind == "PHỤ LỤC" or with_this or any(_WITHIN.search(p.text) for p in below[:4]):
            heads.append((kind, piece.start))
            last = piece.row
    ends = [*(start for _, start in heads[1:]), end][: len(heads)]
    return [Attached(kind, a, b) for (kind, a), b in zip(heads, ends, strict=True)]


def _kind(line: str) -> str:
    """What a line in capitals says is attached; its marks may be lost ("CHUONG TRÌNH HÀNH ĐỘNG"), nothing else."""
    within = _WITHIN.search(line)
    line = line[: within.start()] if within else line
    title = _TITLE.match(fold(line)) if line == line.upper() else None
    kind = _BY_LETTERS[title["kind"]] if title else ""
    bare = line.strip(" *_#")
    return kind if kind and fold(bare).startswith(fold(kind)) else ""
