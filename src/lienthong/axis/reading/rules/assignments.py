"""Who is told to do something: "Giao X chủ trì, phối hợp với Y …", "X có trách nhiệm …", "X:".

The forms are those of official papers; a sentence that only tells what was done, or what the issuer
itself does, assigns nothing.
"""

import re

from .body_words import does_at
from .by_subject import by_subject, past_standing, whole_lead
from .circumstance import subject_behind
from .directory import plain
from .handed_on import done_by, passed_on
from .leads import further_leads, of_whom, unknown_lead, unknown_proper, whole_group
from .letters import squeeze, trim
from .lexicon import NOT_ORDER, TRIGGER
from .named_last import act_before, charged_last, done_to
from .names import GROUP, PERSON, Name, names_at
from .narrowed import past_modifier
from .order_parts import Assignment, with_helpers
from .own_names import is_own
from .page import Paper
from .preamble import subject_after, subject_of_agreed, told_before, told_of_above
from .subjects import acts_at, begins_subject

_BACK = 2000  # letters of a sentence before an order that may say that it is only told

_TITLE = re.compile(r"(?!Giao|Yêu cầu|Đề nghị)[^:.;]{3,70}:\s+")

_ABOUT = re.compile(r"[^:.;]{3,140}:\s+")

_LABEL = re.compile(
    r"(?:Hình thức|Phương thức|Cách thức|Tên|Quy mô|Loại|Cấp|Địa điểm|Diện tích|Tổng mức|Đối tượng|Trình tự|Thành phần|Cơ cấu|Chức danh|Nhóm)(?!\w)"
)

_LISTED = re.compile(r"\s*:\s+(?=[A-ZĐ])")
_HEADS_OF = re.compile(r"(?:Giám đốc|Thủ trưởng|Chủ tịch|Bộ trưởng|Cục trưởng|Trưởng phòng)\s*:\s+")
_AGREES = re.compile(
    r"(?:đồng ý|chấp thuận|thống nhất|nhất trí|phê bình|biểu dương|ghi nhận)[^.;]{0,240}\s(?:và|;|,)\s*$",
    re.IGNORECASE,
)

_WAS_GIVEN = re.compile(
    r"(?:nhiệm vụ|nội dung|công việc|việc|chỉ tiêu)(?: (?:do|được|mà|đã))?(?:[\s,]+(?:và )?(?:Chính phủ|Thủ tướng(?: Chính phủ)?|(?:Chủ tịch )?(?:UBND|Ủy ban nhân dân)(?: (?:tỉnh|huyện|thành phố))?"
    r"|Tỉnh ủy|Bộ trưởng|(?:Ban )?Thường (?:vụ|trực)(?: \S+ ủy)?|[Ll]ãnh đạo \S+(?: \S+)?|cấp trên))+\s*$"
)  # "các nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao các bộ": whose they are, no order
_BY_ISSUER = re.compile(
    r"(?:UBND|Ủy ban nhân dân|Thủ tướng Chính phủ|Chính phủ|Tỉnh ủy)(?: \w+){0,4}\s*$"
)


def orders(
    paper: Paper, start: int, end: int, issuer: frozenset[str], *, marked: bool
) -> list[Assignment]:
    """The orders of one sentence (or clause), in order; empty when it orders nothing."""
    text = paper.flat
    whom, act = of_whom(text, start, end)
    if whom:
        order = with_helpers(paper, [whom], act, end, start)
        return [order] if order else []
    concerned, act = _for_whom(text, start, end)
    if concerned and not paper.restored:
        order = with_helpers(paper, concerned, act, end, start)
        return [order] if order else []
    last = done_to(paper, start, end) or charged_last(paper, start, end)
    if last:
        return [] if any(is_own(plain(n.body), issuer) for n in last.lead) else [last]
    apart: int | None = None
    subject = by_subject(paper, start, end, issuer, marked=marked)
    about = text.startswith(("Về ", "Đối với "), start)
    if subject is None and (marked or about):
        title = (_ABOUT if about else _TITLE).match(text, start, end)
        if title and not _LABEL.match(text, start) and names_at(text, title.end(), end)[0]:
            subject = by_subject(paper, title.end(), end, issuer, marked=False)
    if subject is None:
        behind = subject_of_agreed(text, start, end)
        behind = behind or (None if marked else subject_after(text, start, end))
        apart = None if behind else subject_behind(text, start, end)
        behind = behind or apart
        subject = by_subject(paper, behind, end, issuer, marked=False) if behind else None
        if subject is None and apart:
            subject = by_subject(paper, apart, end, issuer, marked=True)
    if subject:
        subject.behind = apart is not None
        return [subject]
    found: list[Assignment] = []
    at, told = start, False
    while match := TRIGGER.search(text, at, end):
        at = match.end()
        low = max(start, match.start() - _BACK)
        if match["verb"].lower() == "chỉ đạo" and not _BY_ISSUER.search(
            text[max(start, match.start() - 80) : match.start()]
        ):
            continue
        agreed = match["verb"].lower() in ("giao", "đề nghị", "yêu cầu") and _AGREES.search(
            text[max(start, match.start() - 300) : match.start()]
        )
        if not agreed and NOT_ORDER.search(text[max(start, match.start() - 24) : match.start()]):
            continue
        if told_before(text, low, match.start()):
            continue
        if told or told_of_above(text, low, match.start(), issuer):
            told = not found  # and what the same sentence goes on with
            continue
        if _WAS_GIVEN.search(text[max(start, match.start() - 110) : match.start()]):
            continue
        if text.count('"', low, match.start()) % 2:
            continue
        if text.count("“", low, match.start()) > text.count("”", low, match.start()):
            continue  # what somebody else asked for, quoted
        if found and not re.search(
            r"[,;:]\s*(?:đồng thời,?\s*|và\s*)?$",
            text[max(start, match.start() - 40) : match.start()],
        ):
            continue
        if found and match["verb"].lower() not in ("giao", "yêu cầu", "đề nghị"):
            continue
        order = _after_trigger(paper, match, end)
        if order:
            if not found:
                act_before(paper, order, start, match.start())
            if found:
                found[-1].end = trim(text, found[-1].start, match.start(), ",; ")[1]
                found[-1].end = _without_also(text, found[-1].start, found[-1].end)
            found.append(order)
            at = max(at, order.start)
    if found or told:
        return found
    passive = done_by(paper, start, end)
    if passive and not any(is_own(plain(n.body), issuer) for n in passive.lead):
        return [passive]
    return passed_on(paper, start, end)


_CONCERNS = re.compile(r"(?:Riêng )?[Đđ]ối với\s+(?=\S)")
_ASKS = re.compile(r"(?<!\w)(?:yêu cầu|đề nghị|giao|phải|cần|có trách nhiệm|chủ trì)(?!\w)")
_ASKED = re.compile(r"\s*,?\s*(?:(?:thì\s+)?(?:yêu cầu|đề nghị|cần|phải)\s+)?(?=[a-zà-ỹđ])")


def about_only(text: str, start: int, end: int) -> bool:
    """Whether those concerned are named and not asked: "Đối với X, …", without "yêu cầu"."""
    words = text[start:end]
    return bool(_CONCERNS.match(text, start, end)) and ":" not in words and not _ASKS.search(words)


def _for_whom(text: str, start: int, end: int) -> tuple[list[Name], int]:
    """Those concerned and what is asked of them: "Đối với các xã ven biển, yêu cầu di dời …"."""
    match = _CONCERNS.match(text, start, end)
    comma = text.find(",", start, min(end, start + 300)) if match else -1
    while match and comma > 0:
        asked = _ASKED.match(text, comma, end)
        body = begins_subject(text, match.end(), comma)
        if asked and body and asked.group().strip(" ,") and acts_at(text, asked.end(), end):
            words = squeeze(text[match.end() : comma])
            if len(words.split()) > 14:
                break
            return [Name(words, match.end(), comma, GROUP, words)], asked.end()
        comma = text.find(",", comma + 1, min(end, start + 300))
    return [], start


def _without_also(text: str, start: int, end: int) -> int:
    low = max(start, end - 30)
    match = re.search(r"[,;\s]*(?:đồng thời|và)\s*$", text[low:end])
    return low + match.start() if match else end


def _after_trigger(paper: Paper, match: re.Match[str], end: int) -> Assignment | None:
    text = paper.flat
    heads = _HEADS_OF.match(text, match.end(), end)
    first = heads.end() if heads else match.end()
    lead, here = names_at(text, first, end)
    gap = _LISTED.match(text, here, end) if len(lead) == 1 and lead[0].kind == GROUP else None
    if gap:
        more, after = names_at(text, gap.end(), end)
        if more and acts_at(text, _behind(text, after, end), end):
            lead, here = more, after  # "yêu cầu các đơn vị: Cục A; Cục B chuẩn bị …"
    if not lead:
        unknown = unknown_lead(text, match.end(), end) or unknown_proper(text, match.end(), end)
        lead, here = (
            ([unknown], unknown.end) if unknown else whole_lead(paper, [], first, here, end)
        )
    if not lead or lead[0].text == "Nhà nước":
        return None
    if not _NOT_YET.match(text, here, end):
        lead, here = whole_group(text, lead, here, end, sound=not paper.restored)
    lead, here = further_leads(text, lead, here, end)
    lead, here = whole_lead(paper, lead, first, here, end)
    lead, here = past_modifier(text, lead, here, end, marked=True) or (lead, here)
    here = past_standing(text, here, end)
    verb = match["verb"].lower()
    if verb.endswith("giao") and _QUOTA.match(text, here, end):
        return None
    if verb.startswith("ủy quyền") and lead[0].kind == PERSON:
        return None  # an authority handed on, not work
    if verb in ("đề nghị", "yêu cầu", "chỉ đạo") and re.match(
        r"\s*(?:tại|nêu tại|đã|của)\s", text[here:end]
    ):
        return None
    order = with_helpers(paper, lead, here, end, match.start("verb"))
    listed = order and text[here:end].lstrip().startswith(":") and _names_things(text, order)
    return None if listed else order


def _behind(text: str, at: int, end: int) -> int:
    """The place behind the blanks, and a colon, at a place."""
    gap = re.compile(r"\s*[:,]?\s*").match(text, at, end)
    return gap.end() if gap else at


def _names_things(text: str, order: Assignment) -> bool:
    """Whether what stands behind the colon names or lists something and says nothing to do."""
    if order.end - order.start < 12:
        return False
    words = re.compile(r"\S+").finditer(text, order.start, min(order.end, order.start + 260))
    return not any(
        does_at(text, word.start())
        and (text[word.start()].islower() or word.start() == order.start)
        and not _NOUN_BEFORE.search(text[max(0, word.start() - 8) : word.start()])
        and word.group() != "đối"
        for word in words
    )


_QUOTA = re.compile(
    r"\s*:?\s*(?:(?:các|những|chi tiết|tổng số|bổ sung|điều chỉnh|thêm|lại)\s+)*(?:chỉ tiêu|dự toán|biên chế|kinh phí|số người|kế hoạch vốn|vốn|đất|diện tích|tài sản|mặt bằng|\d)(?!\w)"
)  # what is allotted to somebody is no work
_NOT_YET = re.compile(r"\s+(?:đến nay |hiện |còn |vẫn )*chưa\s[^,;.]{3,160},")
_NOUN_BEFORE = re.compile(r"(?:các|những|của|về|việc|vực)\s+$")
