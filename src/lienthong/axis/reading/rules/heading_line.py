"""The one line in which telegrams and collections of laws put number and date of a paper.

"TỔNG CÔNG TY X - ĐIỆN SỐ 41/ĐS-VT NGÀY 17/10/2010", "CONG DIEN SO 07 CD/PCLB HOI 15 GIO NGAY 21-8-1996",
"CHỈ THỊ CỦA THỦ TƯỚNG CHÍNH PHỦ SỐ 24/1998/CT-TTG NGÀY 19 THÁNG 6 NĂM 1998". What names a paper that
another one cites, carries out or comes with is no such line.
"""

import re

from .dates import DATE
from .head_words import loose
from .headlines import addressees_line, stamp_line
from .letters import UPPER, fold, squeeze
from .lines import Segment
from .types import type_names

_FIRST = 8  # pieces among which such a line stands
_LINE = re.compile(
    rf"(?P<before>[^\d:;\n]{{2,110}}?)(?<!\w)(?:{loose('số')})\s*:?\s*(?P<number>\d{{1,6}})(?:/(?P<year>(?:19|20)\d\d))?(?:\s?[/-]\s?|\s)"
    rf"(?P<symbol>(?-i:[{UPPER}][{UPPER}0-9&]*(?:Tr|Tg|V)?)(?:[-/](?-i:[{UPPER}][{UPPER}0-9&]*(?:Tr|Tg)?))*)(?!\w)"
    rf"(?:\s*,?\s*(?:{loose('hồi')}|{loose('lúc')})\s*\d{{1,2}}\s*(?:{loose('giờ')}|h|g)(?:\s*\d{{1,2}})?(?:\s*{loose('phút')})?)?"
    rf"(?:\s*,?\s*{loose('ngày')}\s*(?P<day>{re.sub('[(][?]P<[dmy]2?>', '(?:', DATE.pattern).replace('tháng', loose('tháng')).replace('năm', loose('năm'))}))?",
    re.IGNORECASE,
)
_CITES = re.compile(
    r"(?:kem theo|ban hanh|can cu|theo|ve viec|thuc hien|trien khai|sua doi|bo sung|thay the|bai bo|dinh chinh|tra loi|phuc dap|cong van den|den)(?!\w)"
)
_AGENCY = re.compile(
    r"(?:chinh phu|thu tuong|bo|so|ty|ubnd|uy ban|hdnd|hoi dong|ban|cuc|tong cuc|tong cong ty|cong ty|cong an|tinh uy|huyen uy|thanh uy|van phong|chi cuc|trung tam|lien|dai|nha may|xi nghiep)(?!\w)"
)
_KINDS = (*map(fold, type_names()), "dien", "dien bao", "dien khan")


def heading(pieces: list[Segment]) -> tuple[Segment, re.Match[str]] | None:
    """The line of this kind among the first pieces, with its parts; None where there is none."""
    for i, piece in enumerate(pieces[:_FIRST]):
        if addressees_line(piece) or stamp_line(piece):
            return None
        match = _LINE.match(piece.text)
        if match and (match["day"] or _wire(match["before"])) and _own(match["before"], pieces[:i]):
            return piece, match
    return None


def parts(before: str) -> tuple[str, str | None]:
    """The agency in what stands before the number, and the type that it names; "" and None for none."""
    words = re.sub(r"[\s\-–—:,]+$", "", before)
    bare = fold(words)
    kind = next((k for k in _KINDS if re.search(rf"(?:^|\W){k}$", bare)), None)
    named = next((n for n in type_names() if fold(n) == kind), "Công điện" if kind else None)
    agency = re.sub(r"[\s\-–—:,]+$", "", words[: len(words) - len(kind or "")])
    return (agency if _AGENCY.match(fold(agency)) else ""), named


def _wire(before: str) -> bool:
    return bool(re.search(r"(?:^|\W)dien(?: bao| khan)?\W*$", fold(before))) and before.isupper()


def _own(before: str, above: list[Segment]) -> bool:
    """Whether what stands before the number names this paper: its type, its agency or both, in capitals."""
    words = squeeze(re.sub(r"[-–—:,]", " ", fold(before)))
    if not before.isupper() or _CITES.search(words):
        return False
    kind = next((k for k in _KINDS if words == k or words.startswith(f"{k} cua ")), None)
    if kind:
        rest = words[len(kind) :].removeprefix(" cua ").strip()
        return not _titled(above) and (not rest or bool(_AGENCY.match(rest)))
    last = next((k for k in _KINDS if words.endswith(f" {k}")), "")
    rest = words[: len(words) - len(last)].strip()
    if rest.startswith("cua "):
        return _titled(above[-1:]) and bool(_AGENCY.match(rest[4:]))
    return bool(_AGENCY.match(rest)) and not _titled(above)


def _titled(above: list[Segment]) -> bool:
    """Whether the name of a type stands alone on a line above."""
    return any(squeeze(re.sub(r"\W", " ", p.bare)) in _KINDS for p in above if p.upper)
