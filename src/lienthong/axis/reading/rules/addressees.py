"""Whom a paper is addressed to (box 9a): the lines after "Kính gửi", and where the body begins."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from .headlines import addressees_line
from .language import load
from .letters import LETTER, fold, squeeze, trim
from .lines import Segment
from .names import find_names, names_at
from .page import Paper

_DASH = re.compile(r"(?:^|\s)[-–—•+*]\s+")
_OPENS_ITEM = re.compile(r"\W{0,2}[-–—•+*]\s*")
_LIKE = 0.84
_STOPS = re.compile(r"(?<!\b[A-Z])(?<!\b[A-Z]{2})(?<!\b[A-Z]{3})\.\s*$")  # a full stop, no TP.


class Item(NamedTuple):
    """One addressee: its words as a clerk would write them, its span, how sure they are."""

    words: str
    start: int
    end: int
    score: float


def addressees(
    paper: Paper, pieces: list[Segment]
) -> tuple[list[Item], tuple[int, int] | None, int]:
    """The addressees, the span of the block, and the place after it (0 when there is no block)."""
    for i, piece in enumerate(pieces):
        match = addressees_line(piece)
        if match:
            start = piece.start + match.end()
            spans, end = _spans(paper, pieces, i, start)
            items = [item for span in spans for item in _items(paper, *span)]
            return items, (piece.start + len(match["noise"]), end), end
    return [], None, 0


def _spans(
    paper: Paper, pieces: list[Segment], i: int, start: int
) -> tuple[list[tuple[int, int]], int]:
    """The spans of the lines that name addressees: on the line itself, or dashed lines below."""
    spans: list[tuple[int, int]] = []
    last = pieces[i]
    if _meaningful(paper.text[start : last.end]):
        spans.append((start, last.end))
        if _STOPS.search(paper.text[start : last.end]):
            return spans, last.end
    for piece in pieces[i + 1 : i + 40]:
        if piece.row - last.row > 2 and spans:
            break
        noisy = paper.recognised or paper.restored
        dash = _last_dash(piece.text) if noisy else _first_dash(piece.text)
        if dash is not None:
            spans.append((piece.start + dash, piece.end))
        elif not spans:
            if not _meaningful(piece.text):
                last = piece
                continue
            if len(piece.text) > 120 or not names_at(paper.flat, piece.start, piece.end)[0]:
                break
            spans.append((piece.start, piece.end))
        elif piece.row - last.row == 1 and _goes_on(paper.text[spans[-1][0] : spans[-1][1]], piece):
            spans[-1] = (spans[-1][0], piece.end)
        else:
            break
        last = piece
        if _STOPS.search(piece.text):
            break
    return spans, (spans[-1][1] if spans else pieces[i].end)


def _meaningful(text: str) -> bool:
    return len(re.findall(rf"[{LETTER}]", text)) > 3 and bool(re.search(rf"[{LETTER}]{{2}}", text))


def _first_dash(text: str) -> int | None:
    """The place after the dash that a line opens with; sound text has no noise before it."""
    match = _OPENS_ITEM.match(text)
    return match.end() if match and _meaningful(text[match.end() :]) else None


def _last_dash(text: str) -> int | None:
    """The place after the dash that opens the addressee; noise of a stamp may stand before it."""
    found = None
    for match in _DASH.finditer(text):
        rest = text[match.end() :]
        before = text[: match.start()]
        inner = bool(before) and (
            len(before) > 40 or not re.search(r"[^\w\s\-]|\d|[A-Z]{2,}", before)
        )
        if (
            _meaningful(rest)
            and not (found is not None and inner)
            and not (found is None and inner)
        ):
            found = match.end()
    return found


_OPENS_BODY = re.compile(
    r"\(?(?:Đ/c|Địa chỉ|Mã số thuế|MST|Điện thoại)\s*:|(?:Trả lời|Phúc đáp|Căn cứ|Thực hiện|Xét|Ngày \d|Vừa qua|Hiện nay)\s"
)


def _goes_on(so_far: str, piece: Segment) -> bool:
    """Whether the line continues an unfinished addressee."""
    if re.search(r"[.;:]\s*$", so_far) or _OPENS_BODY.match(piece.text):
        return False
    return (
        piece.text[:1].islower()
        or bool(re.search(r"(?:,|và|-)\s*$", so_far))
        or len(piece.text) < 25
        or (len(piece.text) < 60 and bool(names_at(piece.text, 0)[0] or _PLACE.search(so_far)))
    )


_PLACE = re.compile(
    r"(?:tỉnh|huyện|thành phố|thị xã|quận|xã|phường|Sở|Ban|Hội|các|của|thuộc|liên quan|Cục|Trung ương|Việt)\s*$"
)


def _items(paper: Paper, start: int, end: int) -> list[Item]:
    out = []
    at = start
    for match in [*re.finditer(r";", paper.text[start:end]), None]:
        stop = start + match.start() if match else end
        basis = _BASIS.search(paper.flat, at, stop)
        a, b = trim(paper.text, at, basis.start() if basis else stop, " .;,-–_")
        if _meaningful(paper.text[a:b]):
            out.append(_item(paper, a, b))
        at = stop + 1
    return out


_BASIS = re.compile(
    r"\s(?=(?:Căn cứ|Thực hiện|Xét|Theo)\s+(?:Luật|Thông tư|Nghị|Quyết|Chỉ thị|Công văn|Kế hoạch|Tờ trình|Điều)\s)"
)


def _item(paper: Paper, start: int, end: int) -> Item:
    words = paper.value(start, end)
    if not paper.restored:
        return Item(words, start, end, 1.0)
    best = max(load("recipients.json")["phrases"], key=lambda p: _alike(words, p))
    score = _alike(words, best)
    if score >= _LIKE:
        return Item(best, start, end, score)
    inside = find_names(paper.flat, start, end)
    if len(inside) == 1 and inside[0].end == end and inside[0].start - start <= 4:
        return Item(squeeze(inside[0].text), start, end, 0.7)
    return Item(words, start, end, 0.6)


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, fold(one), fold(other), autojunk=False).ratio()
