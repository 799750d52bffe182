"""The stamp of an incoming paper (dấu ĐẾN, Annex IV of Decree 30): read, and never taken for more."""

import re

from .dates import date_at
from .headlines import stamp_line
from .letters import squeeze
from .lines import Segment, is_rule
from .page import Paper
from .reading import Field

_NUMBER = re.compile(r"Số\s*(?:đến)?\s*:?\s*(?P<n>\d{1,6})(?![\d/\-.])")
_DAY = re.compile(r"Ngày\s*(?:đến)?\s*:?\s*", re.IGNORECASE)


def incoming_stamp(paper: Paper, pieces: list[Segment]) -> Field:
    """Agency, number and date of the stamp; the value is None when the stamp cannot be read."""
    for i, piece in enumerate(pieces):
        mark = stamp_line(piece)
        if not mark:
            continue
        near = [p for p in pieces[i : i + 6] if p.row - piece.row <= 3 and _part(p, piece)]
        start, end = piece.start, near[-1].end
        number = _NUMBER.search(paper.flat, start, end)
        day = _DAY.search(paper.flat, start, end)
        made = date_at(paper.flat, day.end(), end) if day else None
        place = paper.evidence(start, end)
        if not number and not made:
            return Field(None, paper.evidence(piece.start, piece.start + mark.end()), 0.0)
        value = {
            "agency": _agency(pieces, i),
            "number": number["n"] if number else None,
            "date": made[0].isoformat() if made else None,
        }
        return Field(value, place, 0.8 * paper.trust)
    return Field()


def past_stamp(pieces: list[Segment], start: int) -> int:
    """The place behind the stamp where one stands between title and body, else the place itself."""
    for i, piece in enumerate(pieces):
        if piece.start < start or is_rule(piece):
            continue
        if not stamp_line(piece) or len(piece.text) > 100:
            return start
        near = [p for p in pieces[i + 1 : i + 6] if p.row - piece.row <= 3 and len(p.text) < 60]
        own = [piece]
        for below in near:
            if not _part(below, piece):
                break
            own.append(below)
        return own[-1].end
    return start


def _part(piece: Segment, head: Segment) -> bool:
    return piece is head or bool(
        re.match(r"^\W*(?:Số|Ngày|Chuyển|Lưu hồ sơ|Số và ký hiệu)", piece.text)
    )


def _agency(pieces: list[Segment], i: int) -> str | None:
    above = pieces[i - 1] if i else None
    if (
        above
        and above.upper
        and re.match(r"(?:UBND|ỦY BAN|SỞ|VĂN PHÒNG|BAN|CÔNG AN|TRUNG TÂM)", above.text)
    ):
        return squeeze(above.text)
    return None
