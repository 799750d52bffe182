"""Number and symbol, place and date of a paper.

Boxes 3 and 4 of Annex I of Decree 30/2020 (and of the forms before it, and of the Party's
papers). What is blank, covered or broken stays None; nothing is taken from the body.
"""

import re
from datetime import date

from .dates import as_date
from .headlines import addressees_line, stamp_line
from .letters import LETTER, UPPER, squeeze
from .lines import Segment, is_nation, is_party
from .page import Paper
from .places import known_place as known_place_of
from .reading import Field
from .types import known_part, may_be_figure, restore_symbol, stroke_unsure

SURE_NUMBER = 0.6  # below this a figure seen by recognition may be handwriting or a stamp: None
SURE_LETTERS = 0.66  # a symbol of letters that no list knows must have been read so more than once
_NUMBER_LABEL = re.compile(
    r"^\W{0,3}(?:Số|SỐ|So|Sô|SO|Sò|Sé|\$6|S6(?=\s*:)|5ố)(?:\s+(?:văn bản|tư liệu|hiệu|ký hiệu|/\s*[Kk]ý hiệu))?\s*(?P<colon>[:.])?\s*",
    re.UNICODE,
)
PART = rf"[{UPPER}][A-Za-zÀ-ỹĐđ0-9]*(?:[.&][A-Za-zÀ-ỹĐđ0-9]+)*"
# after a comma another unit ("VHTT,TT-BC"), but not the place before the day of the same line
SYMBOL = rf"{PART}(?:(?:\s?[-–/]\s?|\s?,\s?(?=[{UPPER}]{{2,}}(?![a-zà-ỹ.]))(?![^\n]*ngày))(?:{PART}|\d{{1,4}}))*"
_NUMBER = re.compile(
    rf"(?P<number>\d{{1,6}}[a-zA-Z]?)(?:\s?/\s?(?P<year>(?:19|20)\d\d))?\s?[/-]\s?(?P<symbol>{SYMBOL})"
)
_RUN_ON = re.compile(
    rf"(?P<number>\d{{1,5}})(?P<year>(?!))?\s?(?P<symbol>[{UPPER}]{{2,6}}/[{UPPER}]{{2,}}(?:[-/][{UPPER}]+)*)"
)  # "Số: 1728TM/XNK", as offices once wrote
_REFERENCE = re.compile(
    rf"(?P<number>\d{{1,6}})/(?:(?P<year>(?:19|20)\d\d)/)?(?P<symbol>[{UPPER}]{{2,}}[A-Za-zĐđ]*(?:-[{UPPER}][{UPPER}a-z&]*)+)"
)  # the first line of a paper, with nothing else on it
_GOES_ON = re.compile(
    r"(?<=[-/])[ ]*\n[ ]*(?=[A-ZĐ](?:[A-ZĐ0-9&]|Tg|Tr)[A-Za-zĐđ0-9&.]*(?:[-–/,][A-Za-zĐđ0-9&.]+)*"
    r"(?:\s*$|[ ]{2,}|[ ][A-ZĐ][^\n]{0,30}ng[àa]y))",
    re.MULTILINE,
)  # letters of a symbol alone on their line, or before the date: no "V/v", no place, no type
_CUT = re.compile(r"\s?[-/](?=\s|$)")  # a symbol that ends so has lost its last part
_PLACE_BEHIND = re.compile(
    rf"(?<=[-/])\s+(?!T?[Tt]g\b|T?[Tt]r\b)[{UPPER}][a-zà-ỹ]+\b(?=[^\n]*ng[àa]y)"
)
_NUMBER_ONLY = re.compile(r"(?P<number>\d{1,6}[a-zA-Z]?)(?P<year>(?!))?\s?/(?P<symbol>)\s*$")
_FIRST_LINES = 14
_NUMBER_BEFORE = re.compile(
    rf"^\W{{0,3}}Số\s*:\s*{_NUMBER.pattern}\s+"
)  # one space between columns
_BLANK = re.compile(rf"(?P<blank>[^\w]{{0,40}}?)\s*/\s*(?P<symbol>{SYMBOL})\s*$")
_TORN = re.compile(
    rf"(?P<blank>[^/\n]{{1,12}}?)\s*/\s*(?P<symbol>{SYMBOL})(?=\s*$|\s+\S[^\n]{{0,30}}ng[àa]y)"
)  # a figure that nobody can read before a symbol that everybody can
_DATED = re.compile(
    rf"\W*(?:Công văn|CÔNG VĂN|Quyết định|QUYẾT ĐỊNH)?\s*[Ss]ố\s*:?\s*{_NUMBER.pattern}\s*,?\s*"
    r"(?P<day>ngày\s+(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\s+năm\s+(?P<y>\d{4}))"
)
_DAY = re.compile(
    rf"(?P<place>(?:Quận|Phường)\s+\d{{1,2}}|[{LETTER}][{LETTER} .'\-–]{{1,40}}?)\s*[,.]?\s*ngày(?P<d>[^\n{LETTER}]{{0,16}})tháng"
    rf"(?P<m>[^\n{LETTER}]{{0,16}})năm(?P<y>[^\n{LETTER}]{{0,12}})",
    re.IGNORECASE,
)


def number_field(paper: Paper, pieces: list[Segment], limit: int) -> dict[str, Field]:
    """number, symbol and reference from the line "Số:" of the head."""
    empty = {"number": Field(), "symbol": Field(), "reference": Field()}
    for i, piece in enumerate(pieces):
        if piece.start >= limit:
            break
        if i < _FIRST_LINES and (bare := _REFERENCE.fullmatch(piece.text.strip())):
            return _number_values(paper, piece.start, bare)
        label = _NUMBER_LABEL.match(piece.text)
        if not label or _after_stamp(piece, pieces):
            continue
        start, stop = piece.start + label.end(), piece.end
        beside = pieces[i + 1] if i + 1 < len(pieces) else None
        if (
            label.end() == len(piece.text)
            and beside
            and beside.row == piece.row
            and re.match(r"[\d/.…_]", beside.text)
        ):
            start, stop = beside.start, beside.end
        elif (
            label.end() == len(piece.text)
            and beside
            and beside.row - piece.row <= 2
            and _NUMBER.fullmatch(beside.text)
        ):
            start, stop = beside.start, beside.end  # the figure stands under its label
        line = _one_line(paper.text[start : stop + 40])
        match = _NUMBER.match(line) or _RUN_ON.match(line) or _NUMBER_ONLY.match(line)
        if match and (label["colon"] or match.start() == 0):
            values = _number_values(paper, start, match)
            if not match["symbol"] or _CUT.match(line, match.end()):
                values["symbol"] = values["reference"] = Field(None, values["number"].evidence, 0.0)
            return values
        rest = paper.text[start:stop]
        place = paper.evidence(piece.start, stop)
        blank = _BLANK.match(squeeze(rest))
        empty = {key: Field(None, place, 0.0) for key in empty}
        if blank and not re.search(r"[\[\]…]", rest) and not re.search(r"[.]{3}", blank["symbol"]):
            empty["symbol"] = Field(_symbol(paper, blank["symbol"]), place, 0.85 * paper.trust)
        torn = _TORN.match(squeeze(rest)) if not blank else None
        if torn and _known_symbol(paper, torn["symbol"], stop):
            empty["symbol"] = Field(_symbol(paper, torn["symbol"]), place, 0.75 * paper.trust)
        if label["colon"]:
            break
    return empty


def _one_line(text: str) -> str:
    """The text to the end of its line, or to the place of its date ("87/QĐ- Hà Nội, ngày").

    A symbol cut after - or / goes on on the next line.
    """
    line = _GOES_ON.sub("\0", text).split("\n")[0].replace("\0", "")
    behind = _PLACE_BEHIND.search(line)
    return line[: behind.start()] if behind else line


def _after_stamp(piece: Segment, pieces: list[Segment]) -> bool:
    """Whether the line belongs to the stamp of an incoming paper (ĐẾN, Số, Ngày)."""
    return any(
        stamp_line(p) and 0 <= piece.row - p.row <= 2 and p.start < piece.start for p in pieces
    )


def _symbol(paper: Paper, raw: str) -> str:
    symbol = re.sub(r"\s+", "", raw).replace("–", "-").rstrip("-/.,")
    symbol = re.sub(r"^QĐĐ(?=-)", "QĐ", symbol)  # Ð read beside the Đ that it is
    return restore_symbol(symbol) if paper.bare or paper.recognised else symbol


def _known_symbol(paper: Paper, raw: str, stop: int) -> bool:
    """Whether every part of a symbol is one that all know, or the body cites a paper with the same."""
    known = all(map(known_part, re.split(r"[-/]", _symbol(paper, raw))))
    return known or f"/{squeeze(raw)} ng" in paper.flat[stop:]


def _number_values(paper: Paper, start: int, match: re.Match[str]) -> dict[str, Field]:
    place = paper.evidence(start, start + match.end())
    if paper.sureness(start, start + match.end()) < SURE_NUMBER:
        return {key: Field(None, place, 0.0) for key in ("number", "symbol", "reference")}
    symbol = _symbol(paper, match["symbol"])
    number = match["number"]
    year = f"/{match['year']}" if match["year"] else ""
    joint = (
        "-"
        if "-" in match.group()[len(number) + len(year) :][:2] and "/" in symbol and not year
        else "/"
    )
    sure = 0.97 * paper.trust
    extra = {"year": int(match["year"])} if match["year"] else {}
    if (paper.bare and stroke_unsure(symbol)) or _misread(
        paper, start, start + match.end(), symbol
    ):
        unsure = Field(None, place, 0.0)
        return {"number": Field(number, place, sure, extra), "symbol": unsure, "reference": unsure}
    return {
        "number": Field(number, place, sure, extra),
        "symbol": Field(symbol, place, sure),
        "reference": Field(f"{number}{year}{joint}{symbol}", place, sure),
    }


def _misread(paper: Paper, start: int, end: int, symbol: str) -> bool:
    """Whether recognition may have taken one letter of a symbol for another."""
    strange = [part for part in re.split(r"[-/]", symbol) if not known_part(part)]
    if not strange or not paper.recognised:
        return False
    return paper.sureness(start, end) < SURE_LETTERS or any(map(may_be_figure, strange))


def date_field(
    paper: Paper, pieces: list[Segment], limit: int
) -> tuple[Field, Field, date | None, int | None]:
    """date and place from the line "Quảng Ngãi, ngày … tháng … năm …" of the head."""
    for i, piece in enumerate(pieces):
        if piece.start >= limit:
            break
        if is_nation(piece) or is_party(piece) or not _may_open_date(piece):
            continue
        beside = _NUMBER_BEFORE.match(piece.text)
        start = piece.start + (beside.end() if beside else 0)
        match = _DAY.match(paper.flat, start, min(len(paper.flat), piece.end + 60))
        if not match or re.search(r"(?i)\bsố\s+\d|kèm theo|căn cứ|khóa|họp", match["place"]):
            continue
        words = paper.evidence(match.start(), match.end())
        place = squeeze(match["place"]).strip(" .,-")
        seen = paper.evidence(*match.span("place"))
        known_place = known_place_of(seen.words) if paper.restored or seen.words.isascii() else None
        where = Field(known_place or place, seen, 0.9 * paper.trust)
        year = re.fullmatch(r"\s*(\d{4})\W*", match["y"])
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
    return _date_behind_number(paper, pieces, limit)


def _date_behind_number(
    paper: Paper, pieces: list[Segment], limit: int
) -> tuple[Field, Field, date | None, int | None]:
    """The date that stands behind the number, without its place: "Công văn Số: 1/SYT-VP, ngày 2 tháng 3 năm 2015"."""
    to = next((p.start for p in pieces if addressees_line(p)), limit)
    for piece in pieces:
        match = _DATED.match(piece.text) if piece.start < to else None
        made = as_date(match["d"], match["m"], match["y"]) if match else None
        if match and made:
            start, end = piece.start + match.start("day"), piece.start + match.end("day")
            if paper.sureness(start, end) >= SURE_NUMBER:
                words = paper.evidence(start, end)
                return Field(made.isoformat(), words, 0.9 * paper.trust), Field(), made, made.year
    return Field(), Field(), None, None


def _year_below(piece: Segment, after: list[Segment]) -> Segment | None:
    """The year that a narrow column carries to its next line, beside a line of the other column."""
    if not piece.text.lower().endswith("năm"):
        return None
    below = [p for p in after if p.row == piece.row + 1]
    return below[-1] if below and re.fullmatch(r"(?:19|20)\d\d\W*", below[-1].text) else None


def _may_open_date(piece: Segment) -> bool:
    """Whether the date is on the piece itself, or it is the first half of a broken place name."""
    return "ngày" in piece.text.lower() or (len(piece.text) <= 12 and not piece.upper)


def number_line(piece: Segment) -> bool:
    """Whether the piece opens with "Số:"."""
    return bool(re.match(r"^\W*Số\s*:", piece.text, re.IGNORECASE))


def opens_date(piece: Segment) -> bool:
    """Whether the piece opens with place and date."""
    return bool(_DAY.match(piece.text))
