"""Dates as official papers write them; a date is whole and possible, or it is none."""

import re
from datetime import date

_SEP = r"\s*[/.\-]\s*"
NUMERIC = rf"(?P<d>\d{{1,2}}){_SEP}(?P<m>\d{{1,2}}){_SEP}(?P<y>\d{{4}})(?!\d)"
SPELLED = r"(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\s+năm\s+(?P<y>\d{4})(?!\d)"
DATE = re.compile(
    rf"(?:{NUMERIC})|(?:{SPELLED.replace('<d>', '<d2>').replace('<m>', '<m2>').replace('<y>', '<y2>')})",
    re.IGNORECASE,
)


def as_date(day: str | int, month: str | int, year: str | int) -> date | None:
    """The date, or None when there is no such day or the year cannot be a paper's."""
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return made if 1945 <= made.year <= 2100 else None


def date_at(text: str, at: int, end: int | None = None) -> tuple[date, int] | None:
    """The date that stands at a place, and the place after it."""
    match = DATE.match(text, at, len(text) if end is None else end)
    if not match:
        return None
    groups = match.groupdict()
    made = as_date(
        groups["d"] or groups["d2"], groups["m"] or groups["m2"], groups["y"] or groups["y2"]
    )
    return (made, match.end()) if made else None
