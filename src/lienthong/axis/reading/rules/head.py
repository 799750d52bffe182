"""The head of a paper: agency, number and symbol, place and date, type and subject, addressees.

Boxes 1 to 5 and 9a of Annex I of Decree 30/2020 (and of the forms before it, and of the Party's
papers). What is blank, covered or broken stays None; nothing is taken from the body.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from .dates import as_date
from .language import load
from .letters import LETTER, UPPER, fold, squeeze
from .lines import Segment, is_nation, is_party, is_rule
from .page import Paper
from .reading import Field
from .types import restore_symbol, type_by_abbreviation, type_code, type_of_line

SURE_NUMBER = 0.6  # below this a figure seen by recognition may be handwriting or a stamp: None
_NUMBER_LABEL = re.compile(
    r"^\W{0,3}(?:Số|SỐ|So|Sô|SO|Sò|Sé)(?:\s+văn bản)?\s*(?P<colon>[:.])?\s*", re.UNICODE
)
_GROUP = rf"[{UPPER}][A-Za-zÀ-ỹĐđ0-9]*(?:[.&][A-Za-zÀ-ỹĐđ0-9]+)*"
SYMBOL = rf"{_GROUP}(?:\s?[-–/,]\s?(?:{_GROUP}|\d{{1,4}}))*"
_NUMBER = re.compile(
    rf"(?P<number>\d{{1,6}}[a-zA-Z]?)(?:\s?/\s?(?P<year>(?:19|20)\d\d))?\s?[/-]\s?(?P<symbol>{SYMBOL})"
)
_NUMBER_BEFORE = re.compile(
    rf"^\W{{0,3}}Số\s*:\s*{_NUMBER.pattern}\s+"
)  # one space between columns
_BLANK = re.compile(rf"(?P<blank>[^\w]{{0,40}}?)\s*/\s*(?P<symbol>{SYMBOL})\s*$")
_DAY = re.compile(
    rf"(?P<place>[{LETTER}][{LETTER} .'\-–]{{1,40}}?)\s*[,.]?\s*ngày(?P<d>[^\n{LETTER}]{{0,16}})tháng"
    rf"(?P<m>[^\n{LETTER}]{{0,16}})năm(?P<y>[^\n{LETTER}]{{0,12}})",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"^\W{0,3}(?:V/v|V\s*/\s*v|VV|Vlv|V/N|Viv)\W{0,2}\s*", re.IGNORECASE)
_PARTY_SUBJECT = re.compile(r"^Về việc\s")
_TO = re.compile(r"^(?P<noise>.{0,14}?)\bKính gửi\s*[:;.]?\s*", re.IGNORECASE)
_SIGNED_BY = re.compile(
    r"^(?:ky boi|nguoi ky|email|co quan:|ngay ky|thoi gian ky|signature|ngay:|digitally)",
    re.IGNORECASE,
)
_STAMP = re.compile(r"^\W*(?:CÔNG VĂN |VĂN BẢN )?(?:ĐẾN|DEN|ĐÉN)\b")
_BASIS = re.compile(
    r"^\W*(?:Căn cứ|Theo đề nghị|Xét đề nghị|Thực hiện|Xét Tờ trình|Để )", re.IGNORECASE
)


@dataclass(frozen=True)
class Head:
    """What the head holds; `issued` is the date, `year` also serves when only the year is read."""

    fields: dict[str, Field]
    body_start: int
    issued: date | None
    year: int | None


def opening(pieces: list[Segment]) -> list[Segment]:
    """The pieces from the real head on: a title or note above the national name is left out."""
    for i, piece in enumerate(pieces[:40]):
        if is_nation(piece) or is_party(piece):
            above = [p for p in pieces[:i] if p.upper and not is_rule(p)]
            near = [p for p in above if piece.row - p.row <= 6]
            return [p for p in pieces if p.start >= min([piece.start, *(q.start for q in near)])]
    return pieces


def number_field(paper: Paper, pieces: list[Segment], limit: int) -> dict[str, Field]:
    """number, symbol and reference from the line "Số:" of the head."""
    empty = {"number": Field(), "symbol": Field(), "reference": Field()}
    for i, piece in enumerate(pieces):
        if piece.start >= limit:
            break
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
        line = paper.text[start : min(len(paper.text), stop + 40)]
        match = _NUMBER.match(_one_line(line))
        if match and (label["colon"] or match.start() == 0):
            return _number_values(paper, start, match)
        rest = paper.text[start:stop]
        place = paper.evidence(piece.start, stop)
        blank = _BLANK.match(squeeze(rest))
        empty = {key: Field(None, place, 0.0) for key in empty}
        if blank and not re.search(r"[\[\]…]", rest) and not re.search(r"[.]{3}", blank["symbol"]):
            empty["symbol"] = Field(_symbol(paper, blank["symbol"]), place, 0.85 * paper.trust)
        if label["colon"]:
            break
    return empty


def _one_line(text: str) -> str:
    """The text to the end of its line; a symbol cut after - or / goes on on the next."""
    cut = re.sub(r"(?<=[-/])[ ]*\n[ ]*(?=[A-ZĐ])", "\u0000", text)
    return cut.split("\n")[0].replace("\u0000", "")


def _after_stamp(piece: Segment, pieces: list[Segment]) -> bool:
    """Whether the line belongs to the stamp of an incoming paper (ĐẾN, Số, Ngày)."""
    return any(
        _STAMP.match(p.text) and 0 <= piece.row - p.row <= 2 and p.start < piece.start
        for p in pieces
    )


def _symbol(paper: Paper, raw: str) -> str:
    symbol = re.sub(r"\s+", "", raw).replace("–", "-").rstrip("-/.,")
    return restore_symbol(symbol) if paper.restored else symbol


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
    return {
        "number": Field(number, place, sure, extra),
        "symbol": Field(symbol, place, sure),
        "reference": Field(f"{number}{year}{joint}{symbol}", place, sure),
    }


def date_field(
    paper: Paper, pieces: list[Segment], limit: int
) -> tuple[Field, Field, date | None, int | None]:
    """date and place from the line "Quảng Ngãi, ngày … tháng … năm …" of the head."""
    for piece in pieces:
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
        known_place = _known_place(seen.words) if paper.restored or seen.words.isascii() else None
        where = Field(known_place or place, seen, 0.9 * paper.trust)
        year = re.fullmatch(r"\s*(\d{4})\W*", match["y"])
        day = re.fullmatch(r"\s*(\d{1,2})\s*", match["d"])
        month = re.fullmatch(r"\s*(\d{1,2})\s*", match["m"])
        made = as_date(day[1], month[1], year[1]) if day and month and year else None
        known = int(year[1]) if year else None
        if made and paper.sureness(match.start("d"), match.end()) >= SURE_NUMBER:
            return Field(made.isoformat(), words, 0.97 * paper.trust), where, made, known
        extra = {"year": known} if known else {}
        return Field(None, words, 0.0, extra), where, None, known
    return Field(), Field(), None, None


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    units = {
        re.sub(r"^(?:Huyện|Thành phố|Thị xã|Xã|Phường|Thị trấn|Đặc khu) ", "", row["name"])
        for row in load("directory.json")["agencies"]
        if row["kind"] in ("district", "commune")
    }
    known: dict[str, str] = {}
    for name in (*sorted(units), *load("names.json")["provinces"]):
        known[fold(name)] = name
    return known


def _known_place(words: str) -> str | None:
    """The place of the dictionary whose letters, marks apart, the page shows."""
    return _places().get(fold(words.strip(" ,.")))


def _may_open_date(piece: Segment) -> bool:
    """Whether the date is on the piece itself, or it is the first half of a broken place name."""
    return "ngày" in piece.text.lower() or (len(piece.text) <= 12 and not piece.upper)


def type_and_subject(
    paper: Paper, pieces: list[Segment], symbol: str | None
) -> tuple[dict[str, Field], int]:
    """type and subject; the place where they end."""
    for i, piece in enumerate(pieces):
        mark = _SUBJECT.match(piece.text) or _PARTY_SUBJECT.match(piece.text)
        if mark:
            start = piece.start + (
                0 if piece.text[0] in "Vv" and "/" not in mark.group() else mark.end()
            )
            end = _subject_end(pieces, i)
            kind = Field(
                "Công văn", paper.evidence(piece.start, end), 0.9 * paper.trust, {"code": 18}
            )
            by_symbol = type_by_abbreviation((symbol or "").split("-")[0])
            if by_symbol and by_symbol != "Luật" and "-" in (symbol or ""):
                kind = Field(
                    by_symbol, kind.evidence, 0.8 * paper.trust, {"code": type_code(by_symbol)}
                )
            return {"type": kind, "subject": _subject(paper, start, end)}, end
        named = type_of_line(piece.text) if not is_nation(piece) else None
        if named and len(piece.text) < 90 and not re.search(r"\d{2,}", piece.text[: named[1]]):
            return _named(paper, pieces, i, named)
        if _TO.match(piece.text) or _basis(piece):
            break
    for piece in pieces:
        if _TO.match(piece.text):
            place = paper.evidence(piece.start, piece.end)
            return {
                "type": Field("Công văn", place, 0.7 * paper.trust, {"code": 18}),
                "subject": Field(),
            }, piece.start
    kind_name = type_by_abbreviation((symbol or "").split("-")[0]) if symbol else None
    if kind_name and symbol and "-" in symbol:
        return {
            "type": Field(kind_name, None, 0.7 * paper.trust, {"code": type_code(kind_name)}),
            "subject": Field(),
        }, 0
    return {"type": Field(), "subject": Field()}, 0


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
    if not rest:
        if piece.text.rstrip().endswith(":") or i + 1 >= len(pieces):
            return {"type": kind, "subject": Field()}, piece.end
        start = pieces[i + 1].start
    end = _title_end(pieces, i + (0 if rest else 1))
    if end <= start:
        return {"type": kind, "subject": Field()}, piece.end
    return {"type": kind, "subject": _subject(paper, start, end)}, end


def _subject(paper: Paper, start: int, end: int) -> Field:
    words = paper.value(start, end).strip(" .:;_-")
    if not re.search(rf"[{LETTER}]{{2}}", words):
        return Field()
    return Field(
        words, paper.evidence(start, end), 0.93 * paper.trust, {"restored": paper.restored}
    )


def _subject_end(pieces: list[Segment], i: int) -> int:
    """The end of "V/v …": its lines go on in small letters and in the same column."""
    end = pieces[i].end
    last = pieces[i]
    for piece in pieces[i + 1 : i + 9]:
        if piece.row - last.row > 1 or _ends_head(piece) or is_rule(piece):
            break
        if piece.row == last.row:
            break
        if piece.side != last.side and piece.side:
            continue
        if (piece.upper and len(piece.text) > 6) or _mostly_capitals(piece.text):
            break
        end, last = piece.end, piece
    return end


def _mostly_capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 6 and sum(c.isupper() for c in letters) > 0.6 * len(letters)


def _title_end(pieces: list[Segment], i: int) -> int:
    """The end of a title under the name of the type: until a rule, the issuer, the basis."""
    if i >= len(pieces):
        return pieces[-1].end
    first, end = pieces[i], pieces[i].start
    last = first
    for piece in pieces[i : i + 9]:
        if piece is not first and (is_rule(piece) or piece.row - last.row > 2):
            break
        if _ends_head(piece) or is_rule(piece) or (_issuer_line(piece) and piece is not first):
            break
        if piece is not first and last.text.rstrip().endswith((".", ":")):
            break
        if (
            piece is not first
            and not piece.upper
            and (piece.row - last.row > 1 or len(piece.text) > 130)
        ):
            break
        if (
            piece is not first
            and first.upper
            and not piece.upper
            and not last.text.rstrip().endswith((",", "-"))
        ):
            break
        if len(piece.text) > 220:
            break
        end, last = piece.end, piece
    return end


def _issuer_line(piece: Segment) -> bool:
    """A line that names who decides, in capitals: CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …"""
    return piece.upper and bool(
        re.match(
            r"(?:chu tich|uy ban nhan dan|hoi dong nhan dan|bo truong|giam doc so|chinh phu|thu tuong|so |cuc truong|chanh)",
            piece.bare,
        )
    )


def _ends_head(piece: Segment) -> bool:
    return bool(
        _TO.match(piece.text)
        or (_NUMBER_LABEL.match(piece.text) and re.match(r"^\W*Số\s*:", piece.text, re.IGNORECASE))
        or _basis(piece)
        or is_nation(piece)
        or _DAY.match(piece.text)
        or _STAMP.match(piece.text)
        or re.match(r"^(?:I|1|Điều 1|Phần I)\s*[.)]", piece.text)
        or re.match(r"^(?:KHẨN|HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN)", piece.text)
    )


def body_paragraph(piece: Segment) -> bool:
    """Whether the piece is surely running text of the body."""
    return (len(piece.text) > 60 and not piece.upper) or _basis(piece)


def _basis(piece: Segment) -> bool:
    """Whether the piece opens the basis of a paper, in running letters."""
    return not piece.upper and bool(_BASIS.match(piece.text))


def signed_by_line(piece: Segment) -> bool:
    """Whether the piece is what a signing program printed (Ký bởi, Email, Thời gian ký)."""
    return bool(_SIGNED_BY.match(piece.bare))


def addressees_line(piece: Segment) -> re.Match[str] | None:
    """The match of "Kính gửi:" at the head of a piece."""
    return _TO.match(piece.text)


def stamp_line(piece: Segment) -> re.Match[str] | None:
    """The match of the word that opens the stamp of an incoming paper."""
    return _STAMP.match(piece.text)


def subject_line(piece: Segment) -> bool:
    """Whether the piece opens with "V/v"."""
    return bool(_SUBJECT.match(piece.text))
