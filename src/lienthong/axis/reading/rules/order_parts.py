"""What follows the name of who leads: duty words, "chủ trì", helpers, and the start of the action."""

import re
from dataclasses import dataclass

from .body_words import CAP, does_at
from .leads import unknown_helpers
from .letters import squeeze, trim
from .lexicon import opens_with_verb
from .names import Name, names_at
from .page import Paper
from .sayings import within_house_at

DUTY = re.compile(
    r"\s*,?\s*(?P<what>có trách nhiệm(?: trong việc)?|có nhiệm vụ|chịu trách nhiệm(?= (?:chủ trì|tham mưu|tổ chức|phối hợp|thực hiện|triển khai|xây dựng|hướng dẫn|theo dõi|kiểm tra|đôn đốc|tổng hợp|rà soát|báo cáo|chính|toàn diện trong việc))(?: chính| toàn diện trong việc)?"
    r"|làm (?:cơ quan |đơn vị )?đầu mối(?: chủ trì)?|là đầu mối|(?:là|làm) (?:cơ quan|đơn vị)(?: chủ trì| đầu mối| thường trực| làm đầu mối)+|giúp UBND tỉnh(?= (?:theo dõi|chủ trì)))"
    r"(?!\w)\s*[,:]?\s*",
    re.IGNORECASE,
)


LEADS = re.compile(
    r"\s*,?\s*(?:chủ động )?chủ trì(?!\w)\s*(?:thực hiện(?=\s*,?\s*phối hợp))?\s*[,:]?\s*(?:và (?=phối hợp|cùng))?",
    re.IGNORECASE,
)


WITH = re.compile(
    r"\s*,?\s*(?:và )?(?:(?:chủ động|thường xuyên|tiếp tục|tăng cường|khẩn trương|kịp thời|tích cực|tập trung|nghiêm túc|đồng thời)\s*,?\s+){0,2}(?:phối hợp(?:\s*(?:chặt chẽ|cùng|đồng bộ|thường xuyên))?(?:\s*,?\s*(?:với|cùng với|cùng|của))|cùng với|cùng)\s+",
    re.IGNORECASE,
)


_BARE_WITH = re.compile(
    r"\s*,?\s*phối hợp\s+(?=(?:các\s|Sở\s|UBND\s|Công an|Văn phòng))", re.IGNORECASE
)


_BARE = re.compile(rf"\s*,?\s*phối hợp\s+(?={CAP})")


def _bare_with(text: str, at: int, end: int) -> re.Match[str] | None:
    """ "Phối hợp" straight before a name, without its "với"."""
    named = _BARE.match(text, at, end)
    if named and names_at(text, named.end(), end)[0]:
        return named
    return _BARE_WITH.match(text, at, end)


_ONLY_WITH = re.compile(
    r"\s*,?\s*(?:có trách nhiệm )?phối hợp(?:\s+(?:chặt chẽ|thực hiện|triển khai|tham gia|triển khai thực hiện|tổ chức thực hiện|cùng thực hiện))*\s*[.;/]*\s*$",
    re.IGNORECASE,
)


_BY_OFFICE = re.compile(
    r"\s*,?\s*(?:theo|căn cứ) (?:chức năng|nhiệm vụ)(?:, (?:chức năng|nhiệm vụ|quyền hạn))*(?: (?:được giao|được phân công|của mình))?,?\s+(?=(?:chủ trì|phối hợp)(?!\w))"
)  # "theo chức năng, nhiệm vụ, phối hợp với Sở X …"


_NO_ACT = re.compile(r"\s*trong\s(?!(?:việc|công tác|tháng|quý|năm|thời gian)(?!\w))")


@dataclass
class Assignment:
    """One order found in a sentence: who leads, who helps, where the duty's words are."""

    lead: list[Name]
    coordinate: list[Name]
    start: int
    end: int
    begin: int
    chairs: bool = False
    only_helps: bool = False
    behind: bool = False  # a circumstance stands before the one who acts


def with_helpers(
    paper: Paper, lead: list[Name], at: int, end: int, begin: int
) -> Assignment | None:
    """The order after its lead: duty words, "chủ trì", helpers, and the start of the action."""
    text = paper.flat
    here, chairs = at, False
    helpers: list[Name] = []
    helpers_at = at
    aside = _ASIDE.match(text, here, end)
    if aside and _does(text, aside.end(), end):
        here = aside.end()
    colon = re.compile(r"\s*:\s*").match(text, here, end)
    if colon:
        here = colon.end()
    if _ONLY_WITH.match(text[here:end]):
        return Assignment(lead, [], end, end, begin, only_helps=True)
    by_office = _BY_OFFICE.match(text, here, end)
    here = by_office.end() if by_office else here
    for _ in range(5):
        duty = DUTY.match(text, here, end)
        chair = LEADS.match(text, here, end)
        helper = WITH.match(text, here, end) or _bare_with(text, here, end)
        if duty:
            here = _past_owner(text, duty.end(), end)
        elif chair and _chair_alone(text, chair.end(), end):
            here, chairs = chair.end(), True
        elif helper:
            found, after = names_at(text, helper.end(), end)
            if not found:
                found, after = unknown_helpers(text, helper.end(), end)
            if not found:
                break
            helpers_at = helpers_at if helpers else trim(text, helper.start(), end, " ,")[0]
            helpers += found
            here = after
            more = _HALF_NAME.match(text, here, end)
            if more and not does_at(text, more.start("more")):
                last = helpers[-1]
                words = squeeze(text[last.start : more.end()])
                helpers[-1] = Name(words, last.start, more.end(), last.kind, words, last.post)
                here = more.end()
        else:
            break
    comma = re.compile(r"\s*,\s*").match(text, here, end)
    here = comma.end() if comma else here
    matter = _MATTER.match(text, here, end) if helpers else None
    if matter and opens_with_verb(text[matter.end() : end][:60]):
        here = matter.end()
    if helpers and _NO_ACT.match(text, here, end):
        here = helpers_at  # "phối hợp với UBND xã trong kiểm đếm": what they do together is all
    start, stop = trim(text, here, end, " ;.,:/")
    return Assignment(lead, helpers, start, max(start, stop), begin, chairs)


_HALF_NAME = re.compile(
    r"\s+và\s+(?P<more>[a-zà-ỹđ]+(?:\s+[a-zà-ỹđ]+){1,4}?)(?=\s+(?:để|trong việc|và các)\s)"
)  # "Sở Nhà đất và công trình công cộng để …"
_MATTER = re.compile(
    r"\s*(?:trong|về) (?:việc|công tác)\s+"
)  # "phối hợp với Bộ X trong việc cung cấp"

# "Sở X (Cơ quan thường trực …) chủ trì", "các huyện đến nay chưa có báo cáo, khẩn trương gửi"
_ASIDE = re.compile(
    r"\s*(?:\([^()]{3,120}\)\s*,?|(?:đến nay |hiện nay |hiện )(?:còn |vẫn )?chưa\s[^,;.]{3,160},)\s*"
)


def _does(text: str, at: int, end: int) -> bool:
    """Whether something to do, or who leads or helps, stands here."""
    return bool(
        opens_with_verb(text[at:end][:60])
        or WITH.match(text, at, end)
        or LEADS.match(text, at, end)
        or DUTY.match(text, at, end)
    )


_OWNER = re.compile(r"của [^.;,:]{3,70},\s*(?=\S)")


def _past_owner(text: str, at: int, end: int) -> int:
    """The place behind "(là cơ quan thường trực) của Ban …," where something to do follows."""
    owner = _OWNER.match(text, at, end)
    return owner.end() if owner and _does(text, owner.end(), end) else at


def _chair_alone(text: str, at: int, end: int) -> bool:
    """Whether "chủ trì" only marks the lead; before a noun ("chủ trì cuộc họp") it is the action."""
    rest = text[at:end].lstrip(" ,:")
    if not rest or opens_with_verb(rest[:60]) or WITH.match(rest) or _BARE_WITH.match(rest):
        return True
    return bool(
        re.match(
            r"(?:việc|công tác|nội dung|phối hợp|theo|căn cứ|trong|trước|các nội dung|nhiệm vụ)\b",
            rest,
        )
    )


def within_house(order: Assignment, text: str) -> bool:
    """Whether the one who is told is the lead's own: "phân công công chức làm đầu mối"."""
    return within_house_at(text, order.begin, order.end)
