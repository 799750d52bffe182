"""Tables of duties: a row with its columns "nội dung", "chủ trì", "phối hợp", "thời gian" as one line.

The line carries the parties as attributes ("Cơ quan chủ trì: …"), which is how plans write them
without a table, so both are read by the same rule.
"""

import re
from collections.abc import Sequence

LEAD = re.compile(
    r"chủ trì|(?:đơn vị|cơ quan) (?:thực hiện|đầu mối|chịu trách nhiệm)", re.IGNORECASE
)
_NUMBER = re.compile(r"(?:TT|STT|số TT)\W*", re.IGNORECASE)
_RULE = re.compile(r"[\s|:+-]*")


def lead_column(heads: Sequence[str]) -> int | None:
    """The column that names who leads; None when the table is no list of duties."""
    leads = [i for i, head in enumerate(heads) if LEAD.search(head)]
    return leads[0] if leads and len(heads) > 2 and max(map(len, heads)) < 60 else None


def duty_line(heads: Sequence[str], lead: int, cells: Sequence[str]) -> str:
    """A row of a table of duties as one line with its attributes; empty when it gives no duty."""
    if len(cells) != len(heads) or not cells[lead]:
        return ""
    rest = [i for i, head in enumerate(heads) if i != lead and not _NUMBER.fullmatch(head)]
    if not rest or not cells[rest[0]]:
        return ""
    parts = [f"- {cells[rest[0]].rstrip('.;')}", f"Cơ quan chủ trì: {cells[lead].rstrip('.;')}"]
    parts += [f"{heads[i].rstrip(':')}: {cells[i].rstrip('.;')}" for i in rest[1:] if cells[i]]
    return ". ".join(parts) + "."


def with_duties(text: str) -> str:
    """Plain text, its tables of duties (columns parted by tabs or bars) made into lines of duties."""
    if "\t" not in text and "|" not in text:
        return text
    out: list[str] = []
    heads: list[str] = []
    lead: int | None = None
    for line in text.split("\n"):
        cells = _split(line)
        if lead is None and (found := lead_column(cells)) is not None:
            heads, lead = cells, found
            out.append("")
            continue
        if lead is not None and _RULE.fullmatch(line) and line.strip():
            continue
        made = duty_line(heads, lead, cells) if lead is not None else ""
        if lead is not None and not made and len(cells) != len(heads):
            lead = None
            out.append("")
        out.append(made or line)
    return "\n".join(out)


def _split(line: str) -> list[str]:
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    if line.count("|") > 1:
        return [cell.strip() for cell in line.strip().strip("|").split("|")]
    return []
