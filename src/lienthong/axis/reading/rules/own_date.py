"""Place and date of a paper (box 4 of Annex I, Decree 30/2020), where its place says that it is the own one.

In the head beside or below the number, or at the very end beside the signature; never one that the body
cites, that a stamp carries, or on which a portal published the paper.
"""

import re
from datetime import date

from .dates import as_date
from .head import NUMBER, NUMBER_BEFORE, SURE_NUMBER, number_line
from .heading_line import heading
from .headlines import addressees_line, body_paragraph, stamp_line, subject_line
from .letters import LETTER, UPPER, squeeze
from .lines import Segment, is_nation, is_party, is_rule
from .page import Paper
from .places import known_place as known_place_of
from .reading import Field

_NUMERIC = r"(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>\d{4})(?![\d/.-]\d)"
_SPELLED = r"(?P<d2>\d{1,2})\s+tháng\s+(?P<m2>\d{1,2})\s+năm\s+(?P<y2>\d{4})(?!\d)"
_WHOLE = rf"(?:{_NUMERIC}|{_SPELLED})"
_DATED = re.compile(
    rf"[^\w(]*(?:Công văn|CÔNG VĂN|Quyết định|QUYẾT ĐỊNH)?\s*[Ss]ố\s*:?\s*{NUMBER.pattern}\s*,?\s*"
    rf"(?P<day>[Nn]gày\s+{_WHOLE})(?!\s*(?:của|\)))"
)  # "Số: 12/SYT-NVD ngày 16/5/2022", "… ngày 2 tháng 3 năm 2015"
_TIME = r"(?:[,.]?\s*(?:hồi|lúc)\s+\d{1,2}\s*(?:giờ|g|h|:)\s*(?:\d{1,2}\s*)?(?:phút\s*)?,?)?"
_LONE = re.compile(
    rf"[^\w(]*(?:(?:(?:[Tt][Pp]\.?\s?)?[{UPPER}][{LETTER}.'-]*\s+){{0,5}}(?:[{UPPER}][{LETTER}.'-]*)?\s*,\s*(?:ngày\s+)?|[Nn]gày\s+|NGÀY\s+)?{_WHOLE}\s*\.?\W{{0,3}}",
)  # "Ngày 09 tháng 01 năm 2019", "04/11/2025", "TP. Huế, 12-5-2021" alone on a line
_PORTAL = re.compile(
    r"co chu|luot xem|dang ngay|ngay dang|cap nhat|in trang|chia se|facebook|tac gia|nguon|trang chu|gui email|binh luan|\d{1,2}:\d\d"
    r"|thu (?:hai|ba|tu|nam|sau|bay)\W|chu nhat"
)
_DAY = re.compile(
    rf"(?P<place>(?:Quận|Phường)\s+\d{{1,2}}|[{LETTER}][{LETTER} .'\-–]{{1,40}}?)\s*[,.]?{_TIME}\s*ngày(?P<d>[^\n{LETTER}]{{0,16}})tháng"
    rf"(?P<m>[^\n{LETTER}]{{0,16}})năm(?P<y>[^\n{LETTER}]{{0,12}})",
    re.IGNORECASE,
)


Dated = tuple[Field, Field, date | None, int | None]  # date, place, the day, its year
_NONE: Dated = (Field(), Field(), None, None)


def date_field(
    paper: Paper, pieces: list[Segment], limit: int, whole: list[Segment] | None = None
) -> Dated:
    """date and place of the paper; `whole` are all its pieces, where the date may stand at the end."""
    placed = _placed(paper, pieces, limit)
    if placed[0].evidence:
        return placed
    for found in (
        _date_behind_number(paper, pieces, limit),
        _in_heading(paper, pieces),
        _lone(paper, pieces, limit),
        _at_the_end(paper, whole or [], limit),
    ):
        if found[2]:
            return found
    return _NONE


def _placed(paper: Paper, pieces: list[Segment], limit: int) -> Dated:
    """date and place from the line "Quảng Ngãi, ngày … tháng … năm …" of the head."""
    for i, piece in enumerate(pieces):
        if piece.start >= limit:
            break
        if is_nation(piece) or is_party(piece) or not _may_open_date(piece):
            continue
        beside = NUMBER_BEFORE.match(piece.text)
        start = piece.start + (beside.end() if beside else 0)
        match = _DAY.match(paper.flat, start, min(len(paper.flat), piece.end + 60))
        cut = _cut_before_year(paper, piece, start, pieces[i + 1 :]) if not match else None
        if cut:
            return cut
        if not match or re.search(r"(?i)\bsố\s+\d|kèm theo|căn cứ|khóa|họp", match["place"]):
            continue
        words = paper.evidence(match.start(), match.end())
        place = squeeze(match["place"]).strip(" .,-")
        seen = paper.evidence(*match.span("place"))
        known_place = known_place_of(seen.words) if paper.restored or seen.words.isascii() else None
        where = Field(known_place or place, seen, 0.9 * paper.trust)
        year = re.fullmatch(r"\s*(\d{4})[\W_]*", match["y"])
        day = re.fullmatch(r"\s*(\d{1,2})\s*", match["d"])
        month = re.fullmatch(r"\s*(\d{1,2})\s*", match["m"])
        below = _year_below(piece, pieces[i + 1 :]) if not match["y"].strip() else None
        year = re.fullmatch(r"(\d{4})\W*", below.text) if below else year
        made = as_date(day[1], month[1], year[1]) if day and month and year else None
        known = int(year[1]) if year else None
        sure = paper.sureness(match.start("d"), match.end())
        if below:
            sure = min(sure, paper.sureness(below.start, below.end))
        if made and sure >= SURE_NUMBER:
            return Field(made.isoformat(), words, 0.97 * paper.trust), where, made, known
        extra = {"year": known} if known else {}
        return Field(None, words, 0.0, extra), where, None, known
    return _NONE


def _date_behind_number(paper: Paper, pieces: list[Segment], limit: int) -> Dated:
    """The date that stands behind the number, without its place: "Công văn Số: 1/SYT-VP, ngày 2 tháng 3 năm 2015"."""
    to = next((p.start for p in pieces if addressees_line(p)), limit)
    for piece in pieces:
        match = _DATED.match(piece.text) if piece.start < to else None
        if match and not _cited(pieces, piece):
            start, end = piece.start + match.start("day"), piece.start + match.end("day")
            if (found := _made(paper, match, start, end, 0.9))[2]:
                return found
    return _NONE


def _made(paper: Paper, match: re.Match[str], start: int, end: int, sure: float) -> Dated:
    """The date that a match of one of the two forms gives, where recognition was sure of it."""
    made = as_date(match["d"] or match["d2"], match["m"] or match["m2"], match["y"] or match["y2"])
    if made is None or paper.sureness(start, end) < SURE_NUMBER:
        return _NONE
    return (
        Field(made.isoformat(), paper.evidence(start, end), sure * paper.trust),
        Field(),
        made,
        made.year,
    )


def _in_heading(paper: Paper, pieces: list[Segment]) -> Dated:
    """The date in the one line that heads a telegram or a paper of a collection of laws."""
    line = heading(pieces)
    if line is None or not line[1]["day"]:
        return _NONE
    piece, match = line
    start, end = piece.start + match.start("day"), piece.start + match.end("day")
    figures = re.findall(r"\d+", match["day"])
    made = as_date(*figures) if len(figures) == 3 else None
    if made is None or paper.sureness(start, end) < SURE_NUMBER:
        return _NONE
    words = paper.evidence(start, end)
    return Field(made.isoformat(), words, 0.85 * paper.trust), Field(), made, made.year


def _cited(pieces: list[Segment], piece: Segment) -> bool:
    """Whether the line before says that this one names another paper: "(Ban hành kèm theo Quyết định"."""
    above = [p for p in pieces if p.row < piece.row][-1:]
    return any(re.search(r"(?:kem theo|theo|can cu|tra loi)[^.;]{0,60}$", p.bare) for p in above)


def _lone(paper: Paper, pieces: list[Segment], limit: int) -> Dated:
    """The date alone on a line of the head: below the agency, before addressees, title and body.

    One of figures only must stand below the number; the stamp of an incoming paper and what a portal
    wrote beside its texts are none.
    """
    to = next((p.start for p in pieces if addressees_line(p)), limit)
    numbered = [p.row for p in pieces if number_line(p)]
    for i, piece in enumerate(pieces):
        if piece.start >= min(to, limit) or (
            i and body_paragraph(pieces[i - 1]) and not subject_line(pieces[i - 1])
        ):
            break
        match = _LONE.fullmatch(piece.text)
        if not match or not any(p.upper and not is_rule(p) for p in pieces[:i]):
            continue
        near = [p for p in pieces if p is not piece and abs(p.row - piece.row) <= 2]
        stamped = any(stamp_line(p) and -1 <= piece.row - p.row <= 4 for p in pieces)
        figures = match["d"] and not re.match(r"\W*[^\W\d]", piece.text)
        under = any(0 < piece.row - row <= 6 for row in numbered)
        if (
            stamped
            or any(_PORTAL.search(p.bare) for p in [piece, *near])
            or (figures and not under)
        ):
            continue
        found = _made(paper, match, piece.start, piece.end, 0.85)
        if found[2]:
            return found
    return _NONE


def _at_the_end(paper: Paper, pieces: list[Segment], limit: int) -> Dated:
    """The date beside the signature, as typewritten papers and enterprises have it."""
    last = [p for p in pieces if p.start >= limit][-40:]
    if any(_COPY.match(p.text) for p in last):
        return _NONE
    for i, piece in enumerate(last):
        if not _SIGNS.match(piece.text) or not piece.upper or len(piece.text) > 70:
            continue
        for near in last[max(0, i - 4) : i + 2]:
            match = _LONE.fullmatch(near.text)
            worded = match and re.match(r"\W*[^\W\d]", near.text)
            if match and worded and -1 <= piece.row - near.row <= 4:
                return _made(paper, match, near.start, near.end, 0.8)
        return _NONE
    return _NONE


_COPY = re.compile(
    r"\W*(?:SAO Y|Sao y|SAO LỤC|Sao lục|TRÍCH SAO|Trích sao|PHỤ LỤC|Phụ lục|MẪU|Mẫu số)"
)
_SIGNS = re.compile(
    r"\W*(?:T[/.]?M[/.]?\s|K[/.]?T[/.]?\s|T[/.]?L[/.]?\s|TUQ\.|Q\.|CHỦ TỊCH|PHÓ CHỦ TỊCH|GIÁM ĐỐC|PHÓ GIÁM ĐỐC|TỔNG GIÁM ĐỐC"
    r"|CHÁNH|BỘ TRƯỞNG|THỨ TRƯỞNG|TRƯỞNG|HIỆU TRƯỞNG|CỤC TRƯỞNG|VIỆN TRƯỞNG|BÍ THƯ|THỦ TRƯỞNG)"
)


_DAY_CUT = re.compile(
    rf"(?P<place>[{UPPER}][{LETTER} .'-]{{1,40}}?)\s*,\s*ngày\s+(?P<d>\d{{1,2}})\s+tháng\s+(?P<m>\d{{1,2}})$"
)
_YEAR_ALONE = re.compile(r"năm\s+(?P<y>(?:19|20)\d\d)\W*")


def _cut_before_year(
    paper: Paper, piece: Segment, start: int, after: list[Segment]
) -> Dated | None:
    """The date whose year a narrow column carries to its next line with the word before it."""
    match = _DAY_CUT.match(paper.flat, start, piece.end)
    below = [p for p in after if p.row == piece.row + 1]
    year = _YEAR_ALONE.fullmatch(below[-1].text) if match and below else None
    made = as_date(match["d"], match["m"], year["y"]) if match and year else None
    sure = min((paper.sureness(p.start, p.end) for p in (piece, *below)), default=0.0)
    if match is None or made is None or sure < SURE_NUMBER:
        return None
    words = paper.evidence_of([(match.start(), piece.end), (below[-1].start, below[-1].end)])
    where = Field(squeeze(match["place"]), paper.evidence(*match.span("place")), 0.9 * paper.trust)
    return Field(made.isoformat(), words, 0.9 * paper.trust), where, made, made.year


def _year_below(piece: Segment, after: list[Segment]) -> Segment | None:
    """The year that a narrow column carries to its next line, beside a line of the other column."""
    if not piece.text.lower().endswith("năm"):
        return None
    below = [p for p in after if p.row == piece.row + 1]
    return below[-1] if below and re.fullmatch(r"(?:19|20)\d\d\W*", below[-1].text) else None


def _may_open_date(piece: Segment) -> bool:
    """Whether the date is on the piece itself, or it is the first half of a broken place name."""
    return "ngày" in piece.text.lower() or (len(piece.text) <= 12 and not piece.upper)


def opens_date(piece: Segment) -> bool:
    """Whether the piece opens with place and date."""
    return bool(_DAY.match(piece.text))
