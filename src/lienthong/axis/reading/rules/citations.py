"""Other papers named in a text: number, date, kind, issuer, and why they are named.

Annex I, II.6 of Decree 30/2020: a basis names type, number, date, issuer and subject; laws have no
number. The date of a cited paper is never a date of the paper itself.
"""

import re
from functools import lru_cache

from ..choices import Role
from .dates import date_at
from .head import PART
from .letters import UPPER, squeeze
from .names import name_at
from .page import Paper
from .reading import Cited
from .types import restore_symbol, type_by_abbreviation, type_names

_MORE = (
    "Công văn", "Văn bản", "Thư mời", "Kết luận", "Tờ trình", "Thông báo", "Quy chế", "Công điện",
    "Giấy mời", "Phiếu trình", "Biên bản",
)  # fmt: skip
_ROLES = (
    (
        Role.PROPOSAL,
        r"(?:xét|theo) (?:đề nghị|báo cáo|tờ trình|đề xuất)|xét (?:tờ trình|báo cáo|đề nghị|nội dung)|tại (?:tờ trình|báo cáo) số",
    ),
    (Role.REPLIES, r"phúc đáp|trả lời|đáp lại"),
    (Role.REPLACES, r"thay thế|bãi bỏ|hủy bỏ"),
    (Role.AMENDS, r"sửa đổi, bổ sung|sửa đổi|bổ sung|điều chỉnh|đính chính|gia hạn"),
    (Role.BASIS, r"căn cứ(?! vào (?:tình hình|chức năng))"),
    (Role.IMPLEMENTS, r"thực hiện|triển khai|tiếp theo|theo (?:chỉ đạo|ý kiến|tinh thần|quy định)"),
    (Role.ATTACHED, r"kèm theo|ban hành kèm"),
)

# In running text a symbol may be cut at the end of a line, and a comma ends it.
_SYMBOL = rf"{PART}(?:\s{{0,2}}[-–/]\s{{0,2}}(?:{PART}|\d{{1,4}}))*"


_AFTER_BASIS = re.compile(r"(?:căn cứ|;|,|và)\s*$", re.IGNORECASE)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    kinds = "|".join(re.escape(k) for k in sorted({*type_names(), *_MORE}, key=len, reverse=True))
    numbered = re.compile(
        rf"(?:(?P<kind>{kinds})\s+(?:liên tịch\s+)?)?(?P<label>số\s*:?\s*)?(?<![\w/])"
        rf"(?P<number>\d{{1,6}}[a-zA-Z]?(?:\s?/\s?(?:19|20)\d\d)?\s?[-/]\s?{_SYMBOL})",
        re.IGNORECASE,
    )
    laws = re.compile(
        rf"(?<!\w)(?P<kind>Luật|Bộ luật|Pháp lệnh|Hiến pháp)\s+(?P<title>[{UPPER}][^;.()]{{3,160}}?)"
        r"(?=\s+(?:ngày|năm|số)\s+\d|\s*[;.(]|$)"
    )
    return numbered, laws


def citations(
    paper: Paper, start: int, end: int, preamble_end: int
) -> list[tuple[Cited, int, int]]:
    """The papers cited in a span with their own spans, in order; duplicates are kept."""
    numbered, laws = _patterns()
    numbers = numbered.finditer(paper.flat, start, end)
    found = [item for m in numbers if (item := _numbered(paper, m, end, preamble_end))]
    found += [
        _law(paper, match, end)
        for match in laws.finditer(paper.flat, start, min(end, preamble_end))
        if _AFTER_BASIS.search(paper.flat[max(start, match.start() - 12) : match.start()])
    ]
    return sorted(found, key=lambda item: item[1])


def _numbered(
    paper: Paper, match: re.Match[str], end: int, preamble_end: int
) -> tuple[Cited, int, int] | None:
    raw = re.sub(r"\s+", "", match["number"]).replace("–", "-").rstrip(".-/,")
    symbol = re.split(r"[-/]", raw, maxsplit=1)[-1]
    if not _is_reference(raw, symbol, bool(match["kind"] or match["label"])):
        return None
    number = restore_symbol(raw) if paper.restored else raw
    kind = squeeze(match["kind"]).capitalize() if match["kind"] else _kind_of(number)
    stop = match.start("number") + len(match["number"].rstrip(" .-/,"))
    made, stop = _date_after(paper.flat, stop, end)
    issuer, stop_issuer = _issuer(paper, match.start(), stop, end)
    role = _role(paper.flat, match.start(), preamble_end)
    sure = 0.95 if match["kind"] and made else 0.85
    cited = Cited(
        number,
        made,
        kind,
        issuer,
        str(role),
        paper.evidence(match.start(), max(stop, stop_issuer)),
        sure * paper.trust,
    )
    return cited, match.start(), stop


def _is_reference(raw: str, symbol: str, labelled: bool) -> bool:
    """Whether it has the shape of a number and symbol, and is no fraction, date or size."""
    letters = [c for c in symbol if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    if len(letters) < 2 or capitals < max(1, len(letters) // 2):
        return False
    shaped = re.match(r"\d{1,6}[a-zA-Z]?(?:/(?:19|20)\d\d)?[/-][A-ZĐ]", raw)
    return bool(shaped) and (labelled or "-" in symbol or "/" in symbol)


def _kind_of(number: str) -> str | None:
    pieces = re.split(r"[/-]", number)
    for piece in pieces[1:3]:
        kind = type_by_abbreviation(piece)
        if kind:
            return kind
    return None


def _date_after(text: str, at: int, end: int) -> tuple[str | None, int]:
    gap = re.compile(r"\s*,?\s*(?:ngày|ký ngày)\s+").match(text, at, end)
    if gap:
        found = date_at(text, gap.end(), end)
        if found:
            return found[0].isoformat(), found[1]
    return None, at


def _issuer(paper: Paper, start: int, at: int, end: int) -> tuple[str | None, int]:
    """The issuer: "… của UBND tỉnh" after, or "đã được UBND tỉnh ban hành tại …" before."""
    after = re.compile(r"\s*,?\s*của\s+").match(paper.flat, at, end)
    if after:
        name = name_at(paper.flat, after.end(), end)
        if name:
            return name.text, name.end
    before = paper.flat[max(0, start - 90) : start]
    match = re.search(
        r"(?:được|do)\s+((?:(?!được|do ).){3,60}?)\s+(?:ban hành|phê duyệt|thông qua|ký ban hành)\s+(?:kèm theo|tại|theo)\s*$",
        before,
    )
    if match:
        name = name_at(match[1], 0)
        if name:
            return name.text, at
    match = re.search(r"(?:đề nghị|ý kiến|chỉ đạo|đề xuất) (?:của )?(.{3,80}?) tại\s*$", before)
    if match:
        name = name_at(match[1], 0)
        if name and name.end >= len(match[1]) - 1:
            return name.text, at
    return None, at


def _before(text: str, at: int, start: int) -> str:
    """The words of the same sentence before a place."""
    words = text[max(start, at - 160) : at]
    cut = max(words.rfind("; "), words.rfind(". "), words.rfind(": "))
    return words[cut + 1 :] if cut >= 0 else words


def _role(text: str, at: int, preamble_end: int) -> Role:
    words = _before(text, at, 0).lower()
    best, place = Role.CITED, -1
    for role, pattern in _ROLES:
        for match in re.finditer(pattern, words):
            if match.start() > place:
                best, place = role, match.start()
    if best is Role.BASIS or best is Role.PROPOSAL:
        return best if at < preamble_end else Role.CITED
    if best is Role.IMPLEMENTS and (at >= preamble_end or len(words) - place > 60):
        return Role.CITED
    if (
        best in (Role.AMENDS, Role.REPLACES, Role.REPLIES, Role.ATTACHED)
        and len(words) - place > 40
    ):
        return Role.CITED
    return best


def _law(paper: Paper, match: re.Match[str], end: int) -> tuple[Cited, int, int]:
    made, stop = _date_after(paper.flat, match.end(), end)
    title = squeeze(match["title"])
    cited = Cited(
        None,
        made,
        match["kind"],
        "Quốc hội" if match["kind"] == "Luật" else None,
        str(Role.BASIS),
        paper.evidence(match.start(), stop),
        0.85 * paper.trust,
        title,
    )
    return cited, match.start(), stop
