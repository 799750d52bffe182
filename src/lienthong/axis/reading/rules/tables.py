"""Tables of duties: a row with its columns "nội dung", "chủ trì", "phối hợp", "thời gian" as one line.

The line carries the parties as attributes ("Cơ quan chủ trì: …"), which is how plans write them
without a table, so both are read by the same rule.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LEAD = re.compile(
    r"ch[ủúùuỉi] tr[ìíiỉ]|(?:đơn vị|cơ quan|bộ phận|người|phòng, ban|cá nhân) (?:thực hiện|đầu mối|chịu trách nhiệm|phụ trách|được giao)|phân công(?: thực hiện)?$",
    re.IGNORECASE,
)
_UNIT = re.compile(r"(?:tên )?(?:cơ quan|đơn vị)(?:,? (?:cá nhân|địa phương))?\W*", re.IGNORECASE)
_WHAT = re.compile(
    r"(?:nhiệm vụ|nội dung|công việc|hoạt động|giải pháp)(?: cụ thể| công việc| nhiệm vụ| thực hiện)?",
    re.IGNORECASE,
)
_CLOSER = re.compile(r"cụ thể|công việc|nội dung (?:nhiệm vụ|thực hiện)", re.IGNORECASE)
_WHEN = re.compile(r"thời gian|thời hạn|hoàn thành|tiến độ|thời điểm", re.IGNORECASE)
_SCHEDULE = re.compile(r"địa điểm|buổi|^giờ|^thứ|thành phần|số tiền|đơn giá", re.IGNORECASE)
_NUMBER = re.compile(r"(?:TT|STT|số TT|số thứ tự|số)\W*", re.IGNORECASE)
_CELL = 40  # letters of a cell that stands alone on a line
_RULE = re.compile(r"[\s|:+-]*")


@dataclass(frozen=True)
class Columns:
    """What the columns of a table of duties hold: who leads, what is to be done, the rest in order."""

    heads: tuple[str, ...]
    lead: int
    what: int
    rest: tuple[int, ...]


def columns_of(heads: Sequence[str]) -> Columns | None:
    """The columns of a table of duties; None for any other table, a schedule of meetings too."""
    heads = [" ".join(head.split()) for head in heads]
    if len(heads) < 3 or max(map(len, heads)) > 70 or any(_SCHEDULE.search(h) for h in heads):
        return None
    if _WHEN.match(heads[0]):
        return None  # a programme: when, what, who
    leads = [i for i, head in enumerate(heads) if _LEAD.search(head)]
    if not leads and any(_WHEN.search(h) for h in heads) and any(_WHAT.match(h) for h in heads):
        leads = [i for i, head in enumerate(heads) if _UNIT.fullmatch(head)]
    if not leads:
        return None
    lead = leads[0]
    others = [i for i, h in enumerate(heads) if i != lead and not _NUMBER.fullmatch(h)]
    named = [i for i in others if _WHAT.match(heads[i]) and i not in leads]
    close = [i for i in named if _CLOSER.search(heads[i])]
    what = (close or named or others or [-1])[0]
    if what < 0:
        return None
    return Columns(tuple(heads), lead, what, tuple(i for i in others if i != what))


def duty_line(columns: Columns, cells: Sequence[str]) -> str:
    """A row of a table of duties as one line with its attributes; empty when it gives no duty."""
    heads, lead, what = columns.heads, columns.lead, columns.what
    if len(cells) != len(heads) or not cells[lead] or not cells[what]:
        return ""
    if cells[lead] == cells[what]:
        return ""  # a title over the whole row
    parts = [f"- {cells[what].rstrip('.;')}", f"Cơ quan chủ trì: {cells[lead].rstrip('.;')}"]
    parts += [f"{heads[i].rstrip(':')}: {cells[i].rstrip('.;')}" for i in columns.rest if cells[i]]
    return ". ".join(parts) + "."


def with_duties(text: str) -> str:
    """Plain text, its tables of duties (columns parted by tabs or bars) made into lines of duties."""
    if "\t" not in text and "|" not in text:
        return text
    out: list[str] = []
    columns: Columns | None = None
    lines = text.split("\n")
    for i, line in enumerate(lines):
        if columns and not line.strip():
            out.append(line)  # the end of a page: the rows go on behind it
            continue
        cells = _split(line)
        if columns and len(cells) == len(columns.heads) - 1 and _goes_on(lines[i + 1 : i + 2]):
            cells = [*cells, lines[i + 1].strip()]  # the last cell stands on the next line
            lines[i + 1] = ""
        if columns is None and (found := columns_of(cells)):
            columns = found
            out.append("")
            continue
        if columns and _RULE.fullmatch(line) and line.strip():
            continue
        made = duty_line(columns, cells) if columns else ""
        if columns and not made and len(cells) != len(columns.heads):
            columns = None
            out.append("")
        out.append(made or line)
    return "\n".join(out)


def _goes_on(below: Sequence[str]) -> bool:
    """Whether the line below a row is the row's last cell: short, and no row itself."""
    return bool(below) and 0 < len(below[0].strip()) < _CELL and "|" not in below[0]


def _split(line: str) -> list[str]:
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    if line.count("|") > 1:
        return [cell.strip() for cell in line.strip().strip("|").split("|")]
    return []
