"""Type and subject of a paper (boxes 5a and 5b of Annex I, Decree 30/2020)."""

import re

from .head import number_line
from .heading_line import heading
from .heading_line import parts as parts_of
from .headlines import ADDRESSEES, SUBJECT, basis_line, body_paragraph
from .letters import LETTER, squeeze
from .lines import Segment, is_nation, is_rule
from .own_date import opens_date
from .page import Paper
from .reading import Field
from .title_lines import CLUTTER, ends_head, title_end
from .types import type_by_abbreviation, type_code, type_names, type_of_line

_PARTY_SUBJECT = re.compile(r"^Về việc\s")


def type_and_subject(
    paper: Paper, pieces: list[Segment], symbol: str | None
) -> tuple[dict[str, Field], int]:
    """type and subject; the place where they end."""
    line = heading(pieces)
    wired = parts_of(line[1]["before"])[1] if line else None
    if line and wired and type_of_line(line[0].text) is None:
        place = paper.evidence(line[0].start, line[0].start + line[1].end("before"))
        kind = Field(wired, place, 0.85 * paper.trust, {"code": type_code(wired)})
        return {"type": kind, "subject": Field()}, line[0].end
    for i, piece in enumerate(pieces):
        mark = SUBJECT.match(piece.text)
        if not mark and not any(map(body_paragraph, pieces[:i])):
            mark = _PARTY_SUBJECT.match(piece.text)
        if mark:
            start = piece.start + (
                0 if piece.text[0] in "Vv" and "/" not in mark.group() else mark.end()
            )
            spans = _subject_spans(pieces, i, start)
            end = spans[-1][1]
            kind = Field(
                "Công văn", paper.evidence(piece.start, end), 0.9 * paper.trust, {"code": 18}
            )
            by_symbol = _told_by_symbol(symbol)
            if by_symbol:
                kind = Field(
                    by_symbol, kind.evidence, 0.8 * paper.trust, {"code": type_code(by_symbol)}
                )
            return {"type": kind, "subject": _subject(paper, spans)}, end
        if _bare_subject(pieces, i):
            about = _ABOUT.match(piece.text)
            spans = _subject_spans(pieces, i, piece.start + (about.end() if about else 0))
            place = paper.evidence(piece.start, spans[-1][1])
            kind = Field("Công văn", place, 0.85 * paper.trust, {"code": 18})
            return {"type": kind, "subject": _subject(paper, spans)}, spans[-1][1]
        named = type_of_line(piece.text) if not is_nation(piece) else None
        if named and len(piece.text) < 90 and not re.search(r"\d{2,}", piece.text[: named[1]]):
            return _named(paper, pieces, i, named)
        if ADDRESSEES.match(piece.text) or basis_line(piece):
            break
    told = _told_by_symbol(symbol)
    for i, piece in enumerate(pieces):
        if ADDRESSEES.match(piece.text) and not told:
            place = paper.evidence(piece.start, piece.end)
            name = (_opening_type(pieces[0].text) if i else None) or "Công văn"
            return {
                "type": Field(name, place, 0.7 * paper.trust, {"code": type_code(name)}),
                "subject": Field(),
            }, piece.start
    parts = re.split(r"[-/]", symbol or "")
    kind_name = type_by_abbreviation(parts[0]) if len(parts) > 1 else None
    if kind_name:
        return {
            "type": Field(kind_name, None, 0.7 * paper.trust, {"code": type_code(kind_name)}),
            "subject": Field(),
        }, 0
    return {"type": Field(), "subject": Field()}, 0


def _opening_type(line: str) -> str | None:
    """The type by which the first line calls the paper, in small letters: "Thông báo khẩn ngày …"."""
    words = line.strip()
    if len(words) > 80 or not words[:1].isupper():
        return None
    return next((n for n in type_names() if words.startswith(n) and n in _CALLED), None)


_CALLED = frozenset(
    ("Thông báo", "Kế hoạch", "Hướng dẫn", "Công điện", "Chỉ thị", "Giấy mời", "Báo cáo")
)
_ABOUT_BEHIND = re.compile(r"\s(?P<about>(?:VỀ|Về|về|V/v)\s)")  # "CHỈ THỊ CỦA … SỐ … VỀ …"
_ABOUT = re.compile(r"(?:Về(?:\s+việc)?\s*:?\s+)?")


def _bare_subject(pieces: list[Segment], i: int) -> bool:
    """Whether words in small letters under "Số:" of a letter are its subject without "V/v"."""
    piece, above = pieces[i], pieces[max(0, i - 2) : i]
    if not any(number_line(p) and 1 <= piece.row - p.row <= 2 for p in above):
        return False
    if piece.upper or len(piece.text) < 12 or opens_date(piece) or ends_head(piece):
        return False
    below = pieces[i + 1 : i + 9]
    return any(map(opens_date, [*above, *below])) and any(ADDRESSEES.match(p.text) for p in below)


_TELLING = frozenset(("NQ", "QĐ", "TB", "KH", "BC", "TTr", "CTr", "GM", "CĐ", "ĐA", "PA", "BB"))


def _told_by_symbol(symbol: str | None) -> str | None:
    """The type that a symbol names; CT, TT, HD and the like may be an office's own letters."""
    first, _, rest = (symbol or "").partition("-")
    return type_by_abbreviation(first) if first in _TELLING and rest else None


_OF_ISSUER = re.compile(r"(?:CỦA|của)\s")
_ABOUT_WORD = re.compile(r"(?:về|v/v)(?!\w)", re.IGNORECASE)
_OF_TYPE = frozenset(("HÀNH ĐỘNG", "CÔNG TÁC", "PHỐI HỢP", "THANH TRA", "LIÊN TỊCH"))
_INVITES = re.compile(r"(?:trân trọng )?kính mời", re.IGNORECASE)


def _named(
    paper: Paper, pieces: list[Segment], i: int, named: tuple[str, int]
) -> tuple[dict[str, Field], int]:
    piece = pieces[i]
    kind = Field(
        named[0],
        paper.evidence(piece.start, piece.start + named[1]),
        0.97 * paper.trust,
        {"code": type_code(named[0])},
    )
    start = piece.start + named[1]
    rest = piece.text[named[1] :].strip(" :.")
    about = _ABOUT_BEHIND.search(piece.text, named[1]) if _OF_ISSUER.match(rest) else None
    start = piece.start + about.start("about") if about else start
    behind = pieces[i + 1] if i + 1 < len(pieces) else None
    if rest in _OF_TYPE or (
        behind and not about and _OF_ISSUER.match(rest) and _ABOUT_WORD.match(behind.text)
    ):
        rest = ""  # "CHƯƠNG TRÌNH HÀNH ĐỘNG"; "CHỈ THỊ CỦA THỦ TƯỚNG CHÍNH PHỦ", then "Về việc …"
    if not rest:
        if piece.text.rstrip().endswith(":") or i + 1 >= len(pieces):
            return {"type": kind, "subject": Field()}, piece.end
        if i + 2 < len(pieces) and _OF_ISSUER.match(pieces[i + 1].text):
            i += bool(_ABOUT_WORD.match(pieces[i + 2].text))  # "CỦA BAN THƯỜNG VỤ …", then "về …"
        start = pieces[i + 1].start
        below = pieces[i + 1].text
        about = _ABOUT_BEHIND.search(below) if _OF_ISSUER.match(below) else None
        start += about.start("about") if about else 0
    end = title_end(paper, pieces, i + (0 if rest else 1))
    if end <= start or (named[0] == "Giấy mời" and _INVITES.search(paper.flat, start, end)):
        return {"type": kind, "subject": Field()}, piece.end
    return {"type": kind, "subject": _subject(paper, [(start, end)])}, end


def _subject(paper: Paper, spans: list[tuple[int, int]]) -> Field:
    words = squeeze(" ".join(paper.value(a, b) for a, b in spans)).strip(" .:;_-")
    if (
        words.endswith(('"', "”"))
        and words.count('"') % 2 + words.count("”") - words.count("“") == 1
    ):
        words = words[:-1].rstrip()  # the whole stood in quotes, "V/v" too
    if not re.search(rf"[{LETTER}]{{2}}", words):
        return Field()
    return Field(words, paper.evidence_of(spans), 0.93 * paper.trust, {"restored": paper.restored})


def _subject_spans(pieces: list[Segment], i: int, start: int) -> list[tuple[int, int]]:
    """The lines of "V/v …": they go on in small letters and in the same column."""
    last = pieces[i]
    spans = [(start, last.end)]
    passed = 0  # rows taken by the other column, where pieces come one by one
    for piece in pieces[i + 1 : i + 12]:
        if opens_date(piece) or is_nation(piece) or _PLACED.search(piece.text):
            passed = piece.row - last.row
            continue
        apart = piece.row - last.row - passed
        if CLUTTER.match(piece.bare):
            break
        if apart > (3 if piece.text[:1].islower() else 1) or ends_head(piece) or is_rule(piece):
            break
        if piece.row == last.row or (piece.side != last.side and piece.side):
            continue
        capitals = (piece.upper and len(piece.text) > 6) or _mostly_capitals(piece.text)
        if capitals and not (last.text.rstrip().endswith(",") and len(piece.text) < 30):
            break  # but a list of abbreviations goes on: "… BHXH, / BHYT, BHTN"
        spans.append((piece.start, piece.end))
        last, passed = piece, 0
    return spans


_PLACED = re.compile(r",\s*ngày(?:\s|$)")  # place and date whose day is still open


def _mostly_capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 6 and sum(c.isupper() for c in letters) > 0.6 * len(letters)
