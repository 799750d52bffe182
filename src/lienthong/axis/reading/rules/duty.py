"""One duty as it is gathered from a body, what a lead-in hands down, and which words are no duty."""

import re
from dataclasses import dataclass, field

from .body_words import CAP
from .headings import formal_close
from .letters import LETTER
from .names import GROUP, Name
from .page import Paper
from .sayings import (
    CONTACT,
    GENERIC,
    IF_TROUBLE,
    NO_ACTION,
    OPENS_LIST,
    PURPOSE,
    REPORTED,
    TO_KNOW,
    TROUBLED,
)

Span = tuple[int, int]


@dataclass(frozen=True)
class Inherited:
    """What a lead-in hands down."""

    lead: tuple[Name, ...] = ()
    coordinate: tuple[Name, ...] = ()
    spans: tuple[Span, ...] = ()
    verbs: bool = False  # only to what begins with something to do, and is no act of the issuer


@dataclass
class Duty:
    """One duty: names, the span of what is to be done, and what else belongs to it."""

    lead: list[Name]
    coordinate: list[Name]
    start: int
    end: int
    begin: int
    section: str | None
    details: list[Span] = field(default_factory=list)
    inherited: tuple[Span, ...] = ()
    explicit: bool = True
    marked: bool = True
    tabled: bool = False  # read from a row, or from attributes such as "Cơ quan chủ trì: …"

    @property
    def stop(self) -> int:
        """The end of everything that belongs to the duty."""
        return max([self.end, *(b for _, b in self.details)])


_ONLY_PROPER = re.compile(rf"(?:(?:{CAP}[{LETTER}]*|và|tỉnh|thành phố|-)[\s,;]*)+")


_ANSWERS = re.compile(
    r"(?:nơi|nào)\s(?:để|xảy ra|không|chưa)[^.;]{3,140}(?:chịu trách nhiệm|bị xử lý)[^.;]*|[^.;]{0,60}chịu trách nhiệm trước (?:pháp luật|Chủ tịch|Trưởng|Giám đốc|cấp trên|Thủ trưởng|Bí thư|Ban Thường vụ)[^,.;]{0,60}"
)  # for what somebody answers
_TIMED = re.compile(
    r"(?:[^:;.,]{3,50}:\s*)?(?:từ |từ ngày |ngày |lúc |hoàn thành: )?\d{1,2}(?:h\d{0,2}\s|g\d{2}|/\d{1,2}(?:/\d{4})?\s*(?:đến|-|$))"
)
_ROLE = re.compile(
    r"(?:(?:Phó )?(?:Trưởng (?:ban|đoàn)|Chủ tịch [Hh]ội đồng)(?: [Tt]hường trực)?|(?:Phó|Thường trực|Thành viên|Ủy viên|Tổ (?:trưởng|phó|viên)|Thư ký)(?: (?:ban|Ban|TT|thường trực|trực|Thường trực))*)(?:[,;] [^.]{3,40})?",
    re.IGNORECASE,
)


def is_real(paper: Paper, duty: Duty) -> bool:
    """Whether the words are something to do, and no formula, question or heading."""
    text = paper.flat[duty.start : duty.end].strip(" .;,:/")
    alone = len(duty.lead) == 1 and duty.lead[0].kind != GROUP and bool(duty.coordinate)
    if len(text) < 6 or TO_KNOW.match(text) or (formal_close(text) and not alone):
        return False
    if NO_ACTION.match(text) or CONTACT.match(text) or _ANSWERS.fullmatch(text):
        return False
    if _ONLY_PROPER.fullmatch(text):
        return False  # "Ban Chỉ huy các tỉnh: Hà Nội, Hải Phòng": who they are
    if _TIMED.match(text):
        return False  # "Lễ kỷ niệm: 7h30 ngày 20/11/2019"
    if _ROLE.fullmatch(text):
        return False  # "Bà A, Trưởng phòng X: Thành viên"
    if OPENS_LIST.search(text) and not duty.details:
        return False
    before = paper.flat[max(0, duty.begin - 160) : duty.begin]
    whole = re.split(r"[.;]\s", before)[-1] + paper.flat[duty.begin : duty.start]
    if IF_TROUBLE.search(whole):
        return False
    if alone:
        return True
    if duty.marked and not all(n.kind == GROUP for n in duty.lead):
        return True
    return not _only_told(text)


_TO_ALL = re.compile(
    r"(?:(?:phổ biến|quán triệt|thông báo|tổ chức)[\s,]+(?:và )?)*(?:triển khai|phổ biến|quán triệt|thông báo)(?:, (?:phổ biến|quán triệt))? (?:đến|tới|cho) (?:toàn thể|tất cả|các|mọi) [^;]{3,80}"
)


def _only_told(text: str) -> bool:
    """Whether the words only tell to carry out what was said, and perhaps where the result goes."""
    text = re.sub(r"\s*\([^()]*\)$", "", text)
    if GENERIC.fullmatch(text):
        return True
    if _TO_ALL.fullmatch(text):
        return True
    told = GENERIC.match(text)
    return bool(
        told and any(rest.fullmatch(text, told.end()) for rest in (REPORTED, PURPOSE, TROUBLED))
    )
