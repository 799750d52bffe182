"""Lines of a paper cut into segments where two columns stand side by side, and the marks on them."""

import re
from dataclasses import dataclass

from .letters import LETTER, LOWER, UPPER, fold, squeeze, trim
from .places import known_place

_GAP = re.compile(
    r"\s{3,}|\s*\*{1,5}\s*(?=S(?:ố|Ố)\s*:?\s*[\d._…/])|^\s*\*{1,5}\s*(?=[^\W\d_*]{2}[^\n]*,\s*ngày)|\t+|\s*\|\s*|\s*(?:[-–—]{3,}|\*{4,})\s*|(?<=[A-ZĐ])\s+(?=V/v\s*:?\s)|(?<=\S)\s{2,}(?=(?:CỘNG HÒA|Độc lập|TM\.|KT\.|TL\.|TUQ\.))"
)
_NATION = re.compile(r"cong hoa xa hoi chu nghia viet nam", re.IGNORECASE)
_NATION_WORDS = "cong hoa xa hoi chu nghia viet nam"  # cut anywhere over two lines
_NATION_BROKEN = re.compile(r"cong hoa xa hoi chu(?: nghia(?: viet)?)?\s*$")  # in a narrow column
_MOTTO = re.compile(r"doc lap\s*[^\w\s]{1,3}\s*tu do\s*[^\w\s]{1,3}\s*hanh phuc", re.IGNORECASE)
_PARTY_BEHIND = re.compile(r"dang cong san viet nam\W*$")
_PARTY = re.compile(r"^\W*dang cong san viet nam\W*$", re.IGNORECASE)


_HEAD_LINES = 45
_DAY = re.compile(r",?\s*\bngay\b[^a-z\n]{0,16}\bthang\b[^a-z\n]{0,16}\bnam\b[^a-z\n]{0,12}$")
_NAMED = rf"(?:(?:Thành phố|TP\.?|Tp\.?|Thanh pho|Huyện|Xã|Phường)\s+)?(?:[{UPPER}][a-zà-ỹđ]+(?:\s*[-–]\s*|\s+|$)){{1,5}}$"
_PLACE = re.compile(
    rf"(?:(?<=\s)|(?<=[{UPPER}gr])(?=[{UPPER}][{LOWER}]))(?!T[gr]\s){_NAMED}"
)  # also stuck to a symbol: "CT-TTgHà Nội"
_ABOUT = re.compile(r"\W{0,3}[Vv]\s?/\s?v\W|Về việc\s")
_OF_OTHERS = re.compile(
    r"(?:UBND|HĐND|tỉnh|huyện|thành phố|thị xã|(?<!cấp )xã|phường|quận|Sở|Bộ|của|tại|số \d\S*)\s*$"
)  # "… của UBND tỉnh Nam Định, ngày 3 tháng 4 năm 2012" is a paper cited
_TO = re.compile(r"(?<=\d)[.]?\s+(?=Kính gửi\s*:)")
_ALONE = re.compile(_NAMED)
_LIST = re.compile(r"^\W{0,4}(?:Nơi\s*nhận|[-–+•]\s)", re.IGNORECASE)
_SIGNING = re.compile(
    rf"(?<=[;.,:)])\s+(?=(?:[TK]/?M\.|[TK]/[MTL]|KT\.|TL\.|TUQ\.|Q\.)\s"
    rf"|(?:PHÓ|QUYỀN|CHỦ|CHÁNH|GIÁM|TRƯỞNG|BỘ|THỨ|CỤC|TỔNG|HIỆU|CHI|BÍ|THỦ|VIỆN|CHỈ|THỐNG|ỦY|UỶ)\s+[{UPPER}]{{2,}}(?:[ ,]+[{UPPER}]{{2,}})*[.,]?$"
    rf"|(?:[{UPPER}][a-zà-ỹđ]*\s+){{1,4}}[{UPPER}][a-zà-ỹđ]+(?:\s*\(mẫu\))?$)"
)


@dataclass(frozen=True)
class Segment:
    """A piece of a line with its span; `row` counts lines from 0, `side` pieces from the left."""

    text: str
    start: int
    end: int
    row: int
    side: int

    @property
    def bare(self) -> str:
        """Lower-case letters without marks."""
        return fold(self.text)

    @property
    def upper(self) -> bool:
        """Whether nearly all letters are capitals."""
        letters = [c for c in self.text if c.isalpha()]
        return bool(letters) and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


def segments(text: str, start: int = 0, end: int | None = None) -> list[Segment]:
    """The non-empty pieces of the lines of a span, the national name cut off from its neighbours."""
    end = len(text) if end is None else end
    out: list[Segment] = []
    at, foot = start, -99
    for row, line in enumerate(text[start:end].split("\n")):
        side, here = 0, 0
        foot = row if _FOOT.match(line) else foot
        cuts = [(m.start(), m.end()) for m in _GAP.finditer(line)] + [(len(line), len(line))]
        to = _TO.search(line) if row < _HEAD_LINES and "ngày" in line else None
        if to:
            cuts = sorted({*cuts, (to.start(), to.end())})
        for left, right in cuts:
            for a, b in _parts(line, here, left, head=row < _HEAD_LINES, foot=row - foot < 25):
                a, b = trim(line, a, b, "|")
                if b > a:
                    out.append(Segment(line[a:b], at + a, at + b, row, side))
                    side += 1
            here = right
        at += len(line) + 1
    return out


_FOOT = re.compile(r"^\W{0,4}Nơi\s*nhận", re.IGNORECASE)


def _parts(line: str, start: int, end: int, *, head: bool, foot: bool) -> list[tuple[int, int]]:
    """The span cut where two columns ran together with one space between them."""
    out: list[tuple[int, int]] = []
    for a, b in _without_nation(line, start, end):
        cut = _before_date(line[a:b]) if head else None
        if cut is None and foot and _LIST.match(line[a:b]):
            signing = list(_SIGNING.finditer(line[a:b]))
            cut = signing[-1].end() if signing else None
        out += [(a, b)] if cut is None else [(a, a + cut), (a + cut, b)]
    return out


def _before_date(words: str) -> int | None:
    """Where place and date begin behind the words of the left column; None where they stand alone."""
    about = _ABOUT.match(words)  # "V/v …" and place and date, one behind the other
    if len(words) > (400 if about else 120):
        return None
    day = _DAY.search(fold(words))
    if not day or _ALONE.match(words[: day.start()]):
        return None
    place = _PLACE.search(words[: day.start()])
    if not place or place.start() < 4:
        return None
    if about and _OF_OTHERS.search(words[: place.start()]):
        return None
    starts = [place.start(), *(place.start() + m.end() for m in re.finditer(r"\s+", place.group()))]
    known = [at for at in starts if known_place(words[at : day.start()])]
    return known[0] if known else place.start()


def _without_nation(line: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span cut around the national name and motto, which may share a line with the agency."""
    bare = fold(line[start:end])
    for pattern in (_NATION, _MOTTO, _PARTY_BEHIND):
        match = pattern.search(bare)
        if match and match.start() > 2:
            cut = start + match.start()
            return [(start, cut), (cut, end)]
    broken = _NATION_BROKEN.search(bare)
    if broken and broken.start() > 2 and line[start + broken.start() : end].isupper():
        return [(start, start + broken.start()), (start + broken.start(), end)]
    return [(start, end)]


def is_nation(segment: Segment) -> bool:
    """Whether the piece is the national name or the motto (also cut over two lines)."""
    bare = segment.bare
    if _NATION.search(bare) or _MOTTO.search(bare):
        return True
    if re.search(r"\d", bare):
        return False  # "năm 2024" under "V/v …"
    words = squeeze(re.sub(r"[^a-z ]", " ", bare))
    return words.startswith("cong hoa xa hoi") or (
        bool(words)
        and (
            f"{_NATION_WORDS} ".startswith(f"{words} ") or f" {_NATION_WORDS}".endswith(f" {words}")
        )
    )


def is_party(segment: Segment) -> bool:
    """Whether the piece is the heading of a Party paper."""
    return bool(_PARTY.match(segment.bare))


def is_rule(segment: Segment) -> bool:
    """Whether the piece is a drawn line, "------ o0o ------", or without letters and digits."""
    return bool(_DRAWN.fullmatch(segment.text)) or not re.search(rf"[{LETTER}\d]", segment.text)


_DRAWN = re.compile(r"[\W_]*(?:[oO0]{3}[\W_]*|(?<=\W)[a-z])")  # also the scrap of a rule: "| | i"
