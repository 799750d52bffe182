"""Names made into parties: what each means in the directory at the date, and who gets the report."""

import re
from dataclasses import dataclass
from datetime import date

from .directory import AgencyDirectory, Group
from .letters import trim
from .names import GROUP, PERSON, POST_OF, Name, name_at, names_at
from .page import Paper
from .reading import Party

_TELLS = r"(?:báo cáo|tham mưu|trình|đề xuất|xin ý kiến|gửi báo cáo|gửi kết quả|gửi về|gửi|nộp)"
_FILL = (
    r"(?:\s*,?\s*(?:báo cáo|tham mưu|đề xuất|trình|tổng hợp|giúp|cho|lên|với|về|tới|đến|gửi|xin ý kiến|kịp thời|và|bằng văn bản"
    r"|kết quả(?: (?:thực hiện|triển khai|rà soát|kiểm tra|giải quyết|xử lý|triển khai thực hiện))?|việc thực hiện|định kỳ"
    r"|tình hình(?: và kết quả)?(?: thực hiện)?|danh sách|văn bản|hằng (?:tháng|quý|năm)|hàng (?:tháng|quý|năm)))*"
)
_REPORT = re.compile(rf"(?<!\w){_TELLS}{_FILL}\s+", re.IGNORECASE)
_FAR = re.compile(
    r"(?<!\w)(?:báo cáo|gửi|nộp|kết quả|trình|tổng hợp)\b[^;:]{0,140}?\s(?:về|cho|gửi về|đến|tới)\s+",
    re.IGNORECASE,
)
_VIA = re.compile(r"(?:\(\s*|,\s*|\s)(?:thông\s+)?qua:?\s+", re.IGNORECASE)
_ABOVE = re.compile(
    r"(?:UBND|Ủy ban nhân dân|Chủ tịch|Phó Chủ tịch|HĐND|Hội đồng nhân dân|Thường trực|Ban Thường vụ|Tỉnh ủy|Huyện ủy|Thành ủy|Thủ tướng|Chính phủ|Bộ|Văn phòng|Sở|Ban|Phòng|Cục|Chi cục|Thanh tra|Lãnh đạo|Trung tâm|Công an)",
)


@dataclass(frozen=True)
class Register:
    """The directory asked for one paper: on its date, and only when it is of the paper's province."""

    directory: AgencyDirectory | None
    on: date | None
    groups: bool = True  # groups of the province's own papers; a district's "các xã" are its own

    def party(self, paper: Paper, name: Name) -> Party:
        """The party of a name, with the agencies it means."""
        place = paper.evidence(name.start, name.end)
        sure = (0.6 if name.kind == "unknown" else 0.95) * paper.trust
        post = name.post if name.kind in (POST_OF, PERSON, GROUP) else ""
        agencies, official, score = self._resolve(name)
        return Party(name.text, name.kind, place, sure * score, official, agencies, post)

    def _resolve(self, name: Name) -> tuple[tuple[tuple[str, str], ...], str | None, float]:
        if self.directory is None or self.on is None or name.kind == "unknown":
            return (), None, 1.0
        if name.kind == GROUP:
            group = self.group(name.body)
            members = group.members if group else ()
            return tuple((m.id, m.name) for m in members), None, 1.0
        matches = list(self.directory.find(name.body, self.on))
        if len(matches) == 1:
            return ((matches[0].id, matches[0].name),), matches[0].name, matches[0].score
        return tuple((m.id, m.name) for m in matches), None, 0.7 if matches else 0.9

    def group(self, phrase: str) -> Group | None:
        """The members of a group phrase on the date of the paper."""
        if self.directory is None or self.on is None or not self.groups:
            return None
        return self.directory.group(phrase, self.on)


def reported_to(
    paper: Paper, spans: list[tuple[int, int]], lead: list[Name]
) -> tuple[list[Name], list[Name]]:
    """Whom a duty is reported or submitted to, and through whom ("báo cáo X (qua Y)")."""
    to: list[Name] = []
    via: list[Name] = []
    for start, end in spans:
        for pattern in (_REPORT, _FAR):
            for match in pattern.finditer(paper.flat, start, end):
                names, _ = names_at(paper.flat, match.end(), end)
                to += [n for n in names if _may_hear(n, match.group(), paper, end)]
        for match in _VIA.finditer(paper.flat, start, end):
            name = name_at(paper.flat, match.end(), end)
            if name and name.kind != GROUP:
                via.append(name)
    leads = {name.body.lower() for name in lead}
    return _once([n for n in to if n.body.lower() not in leads]), _once(via)


def _may_hear(name: Name, words: str, paper: Paper, end: int) -> bool:
    """Whether the name hears a report; one who is sent papers to appraise does not."""
    if not _ABOVE.match(name.text):
        return False
    if not re.search(r"(?i)báo cáo|tham mưu|trình|đề xuất|kết quả|tổng hợp", words):
        after = paper.flat[name.end : min(end, name.end + 40)]
        return bool(
            re.match(
                r"(?i)\s*(?:\([^)]*\)\s*)?(?:để\s+)?(?:tổng hợp|theo dõi|báo cáo|trước)", after
            )
        )
    return True


def _once(names: list[Name]) -> list[Name]:
    seen: set[str] = set()
    out = []
    for name in names:
        if name.text.lower() not in seen:
            seen.add(name.text.lower())
            out.append(name)
    return out


def span_without_end(paper: Paper, start: int, end: int) -> tuple[int, int]:
    """A span without the signs that close a sentence or a paper ("./.")."""
    return trim(paper.flat, start, end, " ;.,:/")
