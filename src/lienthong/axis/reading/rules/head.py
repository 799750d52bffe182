"""Number and symbol of a paper.

Box 3 of Annex I of Decree 30/2020 (and of the forms before it, and of the Party's
papers). What is blank, covered or broken stays None; nothing is taken from the body.
"""

import re

from .heading_line import heading
from .headlines import stamp_line
from .letters import LOWER, UPPER, fold, squeeze
from .lines import Segment
from .page import Paper
from .reading import Field
from .symbols import symbol_of
from .types import known_part, may_be_figure, restore_symbol

SURE_NUMBER = 0.6  # below this a figure seen by recognition may be handwriting or a stamp: None
SURE_LETTERS = 0.66  # a symbol of letters that no list knows must have been read so more than once
_NUMBER_LABEL = re.compile(
    r"^\W{0,3}(?:Số|SỐ|So|Sô|SO|Sò|Sé|\$6|S6(?=\s*:)|5ố)(?:\s+(?:văn bản|tư liệu|hiệu|ký hiệu|/\s*[Kk]ý hiệu))?\s*(?P<colon>[:.])?\s*",
    re.UNICODE,
)
PART = rf"[{UPPER}][A-Za-zÀ-ỹĐđ0-9]*(?:[.&][A-Za-zÀ-ỹĐđ0-9]+)*"
# after a comma another unit ("VHTT,TT-BC"), but not the place before the day of the same line
SYMBOL = rf"{PART}(?:(?:\s?[-–/]\s?|\s?,\s?(?=[{UPPER}]{{2,}}(?![a-zà-ỹ.]))(?![^\n]*ngày))(?:{PART}|\d{{1,4}}))*"
NUMBER = re.compile(
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
_PLACE_STUCK = re.compile(
    rf"(?<=[{UPPER}gr])(?=(?!T[gr]\s)[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+){{0,3}}\s*,\s*ng[àa]y)"
)  # "CT-TTgHà Nội, ngày"
_UBND = re.compile(r"(?<=[-/ ])U ?B ?N ?D\b")  # "QĐ-UB ND"
_NUMBER_ONLY = re.compile(r"(?P<number>\d{1,6}[a-zA-Z]?)(?P<year>(?!))?\s?/(?P<symbol>)\s*$")
_FIRST_LINES = 14
NUMBER_BEFORE = re.compile(rf"^\W{{0,3}}Số\s*:\s*{NUMBER.pattern}\s+")  # one space between columns
_WITH_SYMBOL = re.compile(rf"\W{{0,3}}S[ốỐ]\s*:?\s*{NUMBER.pattern}")
_BLANK = re.compile(rf"(?P<blank>[^\w]{{0,40}}?)\s*/\s*(?P<symbol>{SYMBOL})\s*$")
_BLANK_OF_PARTY = re.compile(
    rf"[^\w/]{{0,40}}?[-–]\s?(?P<symbol>[{UPPER}]{{1,6}}[a-z]{{0,3}}/{PART}(?:-{PART})*)\s*$"
)  # "Số      -CV/ĐU"
_TORN = re.compile(
    rf"(?P<blank>[^/\n]{{1,12}}?)\s*/\s*(?P<symbol>{SYMBOL})(?=\s*$|\s+\S[^\n]{{0,30}}ng[àa]y)"
)  # a figure that nobody can read before a symbol that everybody can


def number_field(paper: Paper, pieces: list[Segment], limit: int) -> dict[str, Field]:
    """number, symbol and reference from the line "Số:" of the head, or from the heading of a telegram."""
    found = _labelled(paper, pieces, limit)
    line = heading(pieces) if found["number"].value is None else None
    if line is None or (found["number"].evidence and found["symbol"].value):
        return found
    piece, match = line
    values = _number_values(paper, pieces, piece.start, match)
    place = paper.evidence(piece.start + match.start("number"), piece.start + match.end("symbol"))
    return {key: Field(f.value, place, f.confidence, f.extra) for key, f in values.items()}


def _labelled(paper: Paper, pieces: list[Segment], limit: int) -> dict[str, Field]:
    """number, symbol and reference from the line "Số:" of the head."""
    empty = {"number": Field(), "symbol": Field(), "reference": Field()}
    for i, piece in enumerate(pieces):
        if piece.start >= limit:
            break
        if i < _FIRST_LINES and (bare := _REFERENCE.fullmatch(piece.text.strip())):
            return _number_values(paper, pieces, piece.start, bare)
        label = _NUMBER_LABEL.match(piece.text)
        if not label or _after_stamp(piece, pieces):
            continue
        start, stop = piece.start + label.end(), piece.end
        beside = pieces[i + 1] if i + 1 < len(pieces) else None
        if (
            label.end() == len(piece.text)
            and beside
            and beside.row == piece.row
            and re.match(r"[\d/.…_]|[-–]\s?[A-ZĐ]{1,6}[a-z]{0,3}/", beside.text)
        ):
            start, stop = beside.start, beside.end
        elif (
            label.end() == len(piece.text)
            and beside
            and beside.row - piece.row <= 2
            and NUMBER.fullmatch(beside.text)
        ):
            start, stop = beside.start, beside.end  # the figure stands under its label
        line = _one_line(paper.text[start : stop + 40])
        match = NUMBER.match(line) or _RUN_ON.match(line) or _NUMBER_ONLY.match(line)
        if match and (label["colon"] or match.start() == 0):
            values = _number_values(paper, pieces, start, match)
            if not match["symbol"] or _CUT.match(line, match.end()):
                values["symbol"] = values["reference"] = Field(None, values["number"].evidence, 0.0)
            return values
        rest = paper.text[start:stop]
        place = paper.evidence(piece.start, stop)
        blank = _BLANK.match(squeeze(rest)) or _BLANK_OF_PARTY.match(squeeze(rest))
        empty = {key: Field(None, place, 0.0) for key in empty}
        if blank and not re.search(r"[\[\]…]", rest) and not re.search(r"[.]{3}", blank["symbol"]):
            empty["symbol"] = Field(
                _symbol(paper, blank["symbol"], pieces), place, 0.85 * paper.trust
            )
        torn = _TORN.match(squeeze(rest)) if not blank else None
        if torn and _known_symbol(paper, torn["symbol"], pieces, stop):
            empty["symbol"] = Field(
                _symbol(paper, torn["symbol"], pieces), place, 0.75 * paper.trust
            )
        if label["colon"] and not _of_stamp(rest):
            break
    return empty


def _of_stamp(rest: str) -> bool:
    """Whether a figure alone stands behind "Số:", as clerks write it into the stamp of an incoming paper."""
    return bool(re.fullmatch(r"\s*\d{1,6}\s*(?:[,;.]?\s*ngay\W.*)?", fold(rest)))


def _one_line(text: str) -> str:
    """The text to the end of its line, or to the place of its date ("87/QĐ- Hà Nội, ngày").

    A symbol cut after - or / goes on on the next line.
    """
    line = _GOES_ON.sub("\0", text).split("\n")[0].replace("\0", "")
    line = _UBND.sub("UBND", line)
    behind = _PLACE_BEHIND.search(line) or _PLACE_STUCK.search(line)
    return line[: behind.start()] if behind else line


def _after_stamp(piece: Segment, pieces: list[Segment]) -> bool:
    """Whether the line belongs to the stamp of an incoming paper (ĐẾN, Số, Ngày), which has no symbol."""
    return not _WITH_SYMBOL.match(piece.text) and any(
        stamp_line(p) and 0 <= piece.row - p.row <= 2 and p.start < piece.start for p in pieces
    )


def _symbol(paper: Paper, raw: str, pieces: list[Segment]) -> str | None:
    """The symbol without blanks and with the strokes that recognition lost; None where that is open."""
    symbol = re.sub(r"\s+", "", raw).replace("–", "-").rstrip("-/.,")
    symbol = re.sub(r"^QĐĐ(?=-)", "QĐ", symbol)  # Ð read beside the Đ that it is
    symbol = re.sub(r"(?<=[-/])TTG$", "TTg", symbol)  # in a heading of capitals
    if paper.telegraphed:
        return symbol
    if paper.bare or paper.worn:
        return symbol_of(symbol, pieces)
    return restore_symbol(symbol)


def _known_symbol(paper: Paper, raw: str, pieces: list[Segment], stop: int) -> bool:
    """Whether every part of a symbol is one that all know, or the body cites a paper with the same."""
    known = all(map(known_part, re.split(r"[-/]", _symbol(paper, raw, pieces) or "?")))
    return known or f"/{squeeze(raw)} ng" in paper.flat[stop:]


def _number_values(
    paper: Paper, pieces: list[Segment], start: int, match: re.Match[str]
) -> dict[str, Field]:
    place = paper.evidence(start, start + match.end())
    if paper.sureness(start, start + match.end()) < SURE_NUMBER:
        return {key: Field(None, place, 0.0) for key in ("number", "symbol", "reference")}
    symbol = _symbol(paper, match["symbol"], pieces)
    number = match["number"]
    year = f"/{match['year']}" if match["year"] else ""
    joint = (
        "-"
        if "-" in paper.flat[start + match.end("number") :][:2]
        and "/" in match["symbol"]
        and not year
        else "/"
    )
    sure = 0.97 * paper.trust
    extra = {"year": int(match["year"])} if match["year"] else {}
    if re.search(r"[lIOo]$", number):  # a figure that was read as a letter
        unread = Field(None, place, 0.0)
        sign = Field(symbol, place, 0.8 * sure) if symbol else unread
        return {"number": unread, "symbol": sign, "reference": unread}
    if symbol is None or _misread(paper, start, start + match.end(), symbol):
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
    if not strange or not (paper.recognised or paper.worn):
        return False
    if not paper.recognised:
        return any(re.search(r"[IO]|\d[^\W\d]", part) for part in strange)
    return paper.sureness(start, end) < SURE_LETTERS or any(map(may_be_figure, strange))


def number_line(piece: Segment) -> bool:
    """Whether the piece opens with "Số:", or a Party paper's "Số 12-CV/TU"."""
    return bool(re.match(r"^\W*Số\s*(?::|\d{1,6}\s?-\s?[A-ZĐ])", piece.text, re.IGNORECASE))
