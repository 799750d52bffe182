"""Paragraphs that ran together on one line ("… kịp thời. 2. Sở Y tế: a) Lập …; b) Gửi …") parted again.

Portals, and text taken out of files, carry them so. A mark counts only in its order (1 then 2, a then
b), or as a dash behind the end of a sentence or a clause; a blank becomes the end of a line, nothing
moves.
"""

import bisect
import re
from collections import defaultdict
from dataclasses import dataclass, field

from .letters import LETTER, UPPER
from .lexicon import opens_with_verb
from .names import names_at
from .numbering import order_of

_LONG = 90  # letters: a shorter line is one paragraph, or a line of a head
_FAR = 40_000  # letters: how far behind the first point of a list its second may stand
_HEADING = 170  # letters of a heading without a full stop
_COLON = 110  # letters of a name before its colon
_WORDS = rf"(?=[“\"(]?[{LETTER}]{{2}})"
_MARK = re.compile(
    rf"(?:(?P<capital>[A-H])[.)/-] (?=[“\"]?[{UPPER}])"
    rf"|(?P<roman>[IVX]{{1,5}})[.)/-] (?=[“\"]?[{UPPER}])"
    rf"|Điều (?P<article>\d{{1,3}})[.:] ?(?=[“\"(]?[{UPPER}])"
    rf"|(?P<decimal3>\d{{1,2}}\.\d{{1,2}}\.\d{{1,2}})[.)]? ?(?=[“\"(]?[{UPPER}])"
    rf"|(?P<decimal2>\d{{1,2}}\.\d{{1,2}})[.)]? ?(?=[“\"(]?[{UPPER}])"
    rf"|(?P<decimal>\d{{1,2}})(?:[.)/] ?|[-–] )(?=[“\"(]?[{UPPER}])"
    rf"|(?P<letter>[a-zđ])[.)] ?{_WORDS}"
    rf"|(?P<dash>[-–—•*]) ?{_WORDS}"
    rf"|(?P<plus>\+) ?{_WORDS})"
)
_PLACE = re.compile(
    rf"(?m)(?:^[ ]*|(?<=[.;:!?…)”\"{LETTER}\d%]) )(?=[A-HIVX]{{1,5}}[.)/-] |Điều \d|\d{{1,2}}[.)/–-]|[a-zđ][.)]|[-–—•*+] ?[“\"({LETTER}])"
)
_RANKS = {
    "capital": 0, "roman": 1, "article": 2, "decimal": 3, "decimal2": 4, "decimal3": 5, "letter": 6,
    "dash": 9, "plus": 10,
}  # fmt: skip
_STOPS = ".;:!?…"
_QUOTED = re.compile(r"[.;:!?…][)”\"]$")
_COUNTED = re.compile(
    r"(?<!\w)(?<!các )(?<!, )(?<!đặc )(?:điều|khoản|điểm|mục|phần|chương|tiết|phụ lục|mẫu|biểu|bảng|số|ngày|tháng|năm|quý|tổ|nhóm|đợt|khu|phường"
    r"|quận|thôn|ấp|khóm|khu phố|vùng|cấp|loại|hạng|mức|độ|đoạn|lần|kỳ|khóa|tập|lớp|khối|vòng|đội|tuyến|thứ|và|đến|từ"
    r"|của|trên|dưới|hơn|là|hoặc|tại|ở|theo|gồm|bước|nêu|tổ dân phố)$",
    re.IGNORECASE,
)  # "tại khoản 1. …", "khu phố 2. Các …": what is counted or cited
_LETTERED = re.compile(r"(?<!\w)(?:điểm|mục|tiết|khoản|và|hoặc|tại|theo|từ|đến|ý|lớp|khối|nhóm|loại)$", re.IGNORECASE)
_HALVES = frozenset(
    """thông tin|tổng hợp|chống độc|chống nhiễm|kiểm tra|đầu tư|thống kê|giám sát|xây dựng|nghiên cứu|đào tạo|tuyên truyền
    |phát triển|thanh tra|quản lý|truyền thông|kế hoạch|kiểm soát|giao thông|tổ chức|thu ngân|dự báo|thẩm định|phục hồi
    |điều trị|xét nghiệm|kiểm nghiệm|kiểm định|quan trắc|bảo vệ|bảo trì|thi đua|khen thưởng|giáo dục|bồi dưỡng|khảo thí
    |tư vấn|huấn luyện|hỗ trợ|vận hành|giải phóng|dạy nghề|bảo hiểm|bảo tồn|dự trữ|cung ứng|công tác|thi hành|chi nhánh
    |sản xuất|tiếp dân|tiếp công|khuyến công|khuyến nông|phòng chống|phòng, chống|phòng ngừa|đăng ký|vệ sinh|khai thác|kinh doanh|thu mua|chế biến|cấp thoát|cấp nước|công trình|môi trường""".replace("\n    ", "").split("|")
)  # verbs that are as often the second half of a name: "Phòng Kế hoạch - Tổng hợp"
_TITLE = re.compile(rf"[{UPPER}]{{2,}}(?:[ ,–-]+[{UPPER}]{{1,}}(?!\w))+")  # NHIỆM VỤ, GIẢI PHÁP
_AFTER_TITLE = re.compile(rf" (?=[{UPPER}][a-zà-ỹđ])")
_UNENDED = re.compile(
    rf"(?:\s(?:và|hoặc|các|của)|(?<!UBND)(?<!HĐND)[{UPPER}]{{2}}|(?i:các|những)\s\S+)$"
)  # "Công ty TNHH MTV", "Các Viện": more of the name stands behind
_FOOT = re.compile(r"(?<=[./;:]) (?=N[ơƠ][iI] (?:nhận|NHẬN) ?:)")
_AT_FOOT = re.compile(r"[ ]*(?:N[ơƠ][iI] (?:nhận|NHẬN|gửi)|Kính gửi|KÍNH GỬI)(?!\w)")
_SENTENCE = re.compile(rf"(?<=[.;:!?…]) (?=[{UPPER}][^.;:!?\n]{{3,{_COLON}}}: ?\S)")


def run_on(text: str) -> str:
    """The text with a paragraph on a line of its own for each point that ran into the one before."""
    if max(map(len, text.split("\n")), default=0) < _LONG:
        return text
    text = _FOOT.sub("\n", text)
    cuts = _Points(text).cuts()
    out, at = [], 0
    for place in sorted(cuts):
        out.append(text[at:place])
        at = place + 1
    return "\n".join([*out, text[at:]])


@dataclass(frozen=True)
class _Mark:
    """What may open a point: its kind, its order, where it stands, whether behind a stop."""

    style: str
    label: str
    order: int
    start: int
    end: int
    first: bool  # on its line
    strong: bool


@dataclass
class _Points:
    """The points of a text in their order; `seen` are the places of each mark behind a stop."""

    text: str
    expected: dict[str, int] = field(default_factory=dict)
    number: str = ""  # of the point whose parts 2.1, 2.2 are
    seen: dict[tuple[str, int], list[int]] = field(default_factory=lambda: defaultdict(list))

    def cuts(self) -> list[int]:
        """The places of the blanks that stand before a point."""
        marks = list(self._marks())
        for mark in marks:
            if mark.strong or mark.first:
                self.seen[mark.style, mark.order].append(mark.start)
        out: list[int] = []
        opened = 0  # where the paragraph begins
        for mark in marks:
            if mark.first:
                opened = mark.start
                self._note(mark)
                continue
            line = self.text.rfind("\n", 0, mark.start) + 1
            opened = max(opened, line)
            if _AT_FOOT.match(self.text, line):
                continue
            if self._opens(mark, opened):
                out.append(mark.start - 1)
                opened = mark.start
                self._note(mark)
        return out + self._headings(out)

    def _headings(self, cuts: list[int]) -> list[int]:
        """The blanks behind headings that ran into the words below them."""
        text = self.text
        starts = [0, *(m.end() for m in re.finditer(r"\n[ ]*", text)), *(cut + 1 for cut in cuts)]
        starts.sort()
        stops = [*(at - 1 for at in starts[1:]), len(text)]
        found = (
            self._behind_heading(a, b) for a, b in zip(starts, stops, strict=True) if b - a >= _LONG
        )
        return [place for place in found if place is not None]

    def _marks(self) -> list[_Mark]:
        text, out = self.text, []
        for place in _PLACE.finditer(text):
            match = _MARK.match(text, place.end())
            if match is None:
                continue
            style = match.lastgroup or ""
            label = match[style]
            first = place.start() == 0 or text[place.start() - 1] == "\n"
            before = text[max(0, place.start() - 2) : place.start()]
            strong = before[-1:] in _STOPS or bool(_QUOTED.search(before))
            strong = strong or before[-1:] == "/" 
            order = order_of(style, label.rpartition(".")[2]) or 0
            if "|" in text[max(0, place.start() - 3) : match.end()]:
                continue
            out.append(_Mark(style, label, order, place.end(), match.end(), first, strong))
        return out

    def _opens(self, mark: _Mark, opened: int) -> bool:
        """Whether a mark within a line opens a point."""
        text, before = self.text, self.text[max(opened, mark.start - 40) : mark.start - 1]
        if mark.style in ("dash", "plus"):
            return mark.strong or self._dash_under(mark, opened)
        cited = _LETTERED if mark.style == "letter" else _COUNTED
        if not mark.style.startswith("decimal") or mark.style == "decimal":
            if cited.search(before):
                return False
        short = mark.start - opened < _HEADING
        head = short and self._heads(opened, mark)
        if mark.style in ("decimal2", "decimal3"):
            parent = mark.label.rpartition(".")[0]
            known = parent == self.number or f"{parent}." in f"{self.number}."
            next_one = mark.order == self.expected.get(mark.style, 1)
            return known and next_one and (mark.strong or head)
        if mark.style == "capital" and not (text[mark.end : mark.end + 5].isupper() or mark.strong):
            return False
        if mark.order == 1:
            if not (mark.strong or head):
                return False
            return before.endswith(":") or self._second(mark)
        wanted = self.expected.get(mark.style, 1)
        on = self.expected.get(f"{mark.style}+", 0)
        skips = mark.style == "letter" and mark.label == "e" and wanted == mark.order - 1
        if mark.order not in (wanted, on) and not skips:
            return False
        return mark.strong or head or (mark.style == "letter" and text[mark.end].isupper())

    def _second(self, mark: _Mark) -> bool:
        """Whether the second of a list that may begin here stands further on."""
        places = self.seen.get((mark.style, 2), [])
        at = bisect.bisect_right(places, mark.start)
        return at < len(places) and places[at] - mark.start < _FAR

    def _heads(self, opened: int, mark: _Mark) -> bool:
        """Whether the words before a mark are a heading without a full stop: "II. NHIỆM VỤ 1. …"."""
        words = self.text[opened : mark.start - 1]
        above = _MARK.match(words)
        if above is None or not words[above.end() :][:1].isupper() or words.endswith(","):
            return False
        return _RANKS[above.lastgroup or ""] <= _RANKS[mark.style]

    def _dash_under(self, mark: _Mark, opened: int) -> bool:
        """Whether a dash behind a heading opens something to do, and is no part of a name."""
        words = self.text[opened : mark.start - 1]
        above = _MARK.match(words)
        if len(words) > _HEADING or above is None or above.lastgroup in ("dash", "plus"):
            return False
        heading = words[above.end() :]
        if not self.text[mark.end].isupper() or any(sign in heading for sign in ".:;"):
            return False
        return heading.isupper() or self._does(mark.end)

    def _does(self, at: int) -> bool:
        """Whether something to do begins with a capital there, and no half of a name."""
        words = self.text[at : at + 60].split()[:2]
        if len(words) < 2 or words[1][0].isupper() or not words[0].isalpha():
            return False
        pair = " ".join(words).lower().strip(",;.:")
        return pair not in _HALVES and opens_with_verb(self.text[at : at + 60])

    def _behind_heading(self, start: int, stop: int) -> int | None:
        """The blank behind a heading without a full stop: "IV. BÁO CÁO Các phòng …", "2. Sở Y tế Chủ trì …"."""
        text = self.text
        above = _MARK.match(text, start, stop)
        if above is None or above.lastgroup in ("dash", "plus", "letter"):
            return None
        at = above.end()
        title = _TITLE.match(text, at, min(stop, at + _HEADING))
        if title:
            behind = _AFTER_TITLE.match(text, title.end(), stop)
            return title.end() if behind else None
        for word in list(re.finditer(rf" (?=[{UPPER}][a-zà-ỹđ])", text[at : min(stop, at + 90)]))[:12]:
            place = at + word.start()
            if not self._does(place + 1) or text[place - 1] in ",;.:-–":
                continue
            names, end = names_at(text, at, place)
            if names and end == place and not _UNENDED.search(text[at:place]):
                return place
        return None

    def _note(self, mark: _Mark) -> None:
        rank = _RANKS[mark.style]
        for style, below in _RANKS.items():
            if below > rank and style in self.expected:
                if self.expected[style] > 1:
                    self.expected[f"{style}+"] = self.expected[style]
                self.expected[style] = 1
        if mark.order:
            self.expected[mark.style] = mark.order + 1
        if mark.style.startswith("decimal"):
            self.number = mark.label
