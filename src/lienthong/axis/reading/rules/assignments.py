"""Who is told to do something: "Giao X chủ trì, phối hợp với Y …", "X có trách nhiệm …", "X:".

The forms are those of official papers; a sentence that only tells what was done, or what the issuer
itself does, assigns nothing.
"""

import re

from .body_words import does_at
from .directory import plain
from .handed_on import makes_known, passed_on
from .headings import LEADIN, heading_before_colon
from .leads import further_leads, of_whom, unknown_lead, unknown_many, unknown_proper, whole_group
from .letters import squeeze, trim
from .lexicon import NARRATIVE, NOT_ORDER, TRIGGER, opens_with_verb
from .names import GROUP, PERSON, Name, names_at
from .order_parts import DUTY, LEADS, WITH, Assignment, with_helpers
from .own_names import is_own
from .page import Paper
from .preamble import subject_after, subject_of_agreed, told_before
from .subject_forms import COLON
from .subjects import acts_at, begins_subject, behind_modifier, subject_at

_ASKS = re.compile(r"\s*(?:kính |trân trọng )?(?:yêu cầu|đề nghị|kiến nghị)\s+")

_SAYS = re.compile(
    r"\s*(?:kính |trân trọng )?(?:yêu cầu|đề nghị|chỉ đạo|thông báo|hướng dẫn|lưu ý|chỉ thị)\s*:"
)

_BACK = 2000  # letters of a sentence before an order that may say that it is only told

_TITLE = re.compile(r"(?!Giao|Yêu cầu|Đề nghị)[^:.;]{3,70}:\s+")

_ABOUT = re.compile(r"[^:.;]{3,140}:\s+")

_LABEL = re.compile(
    r"(?:Hình thức|Phương thức|Cách thức|Tên|Quy mô|Loại|Cấp|Địa điểm|Diện tích|Tổng mức|Đối tượng|Trình tự|Thành phần|Cơ cấu|Chức danh|Nhóm)(?!\w)"
)

_HEADS_OF = re.compile(r"(?:Giám đốc|Thủ trưởng|Chủ tịch|Bộ trưởng|Cục trưởng|Trưởng phòng)\s*:\s+")
_STANDING = re.compile(r"\s*[-–(]\s*(?:cơ quan|đơn vị) (?:thường trực|đầu mối|chủ trì)(?!\w)")
_AGREES = re.compile(
    r"(?:đồng ý|chấp thuận|thống nhất|nhất trí)[^.;]{0,240}\s(?:và|;|,)\s*$", re.IGNORECASE
)
_ALL = re.compile(r"tất cả các\s", re.IGNORECASE)
_WRITES = re.compile(
    r"\s*có văn bản (?:đôn đốc|hướng dẫn|chỉ đạo|trả lời|yêu cầu|báo cáo|đồng ý|cam kết)(?!\w)"
)
_SPOKEN = re.compile(
    r"(?:ý kiến|chỉ đạo|yêu cầu|kết luận)(?!\w)[^.;:]{0,60}:\s*(?:\d{1,2}\s*[.)]\s*)?$"
)
_PERSONS = re.compile(r"(?:các |những )?(?:đồng chí|ông|bà|ông, bà)\s*:", re.IGNORECASE)

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
    subject = _by_subject(paper, start, end, issuer, marked=marked)
    about = text.startswith(("Về ", "Đối với "), start)
    if subject is None and (marked or about):
        title = (_ABOUT if about else _TITLE).match(text, start, end)
        if title and not _LABEL.match(text, start) and names_at(text, title.end(), end)[0]:
            subject = _by_subject(paper, title.end(), end, issuer, marked=False)
    if subject is None:
        behind = subject_of_agreed(text, start, end)
        behind = behind or (None if marked else subject_after(text, start, end))
        subject = _by_subject(paper, behind, end, issuer, marked=False) if behind else None
    if subject:
        return [subject]
    found: list[Assignment] = []
    at = start
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
            if found:
                found[-1].end = trim(text, found[-1].start, match.start(), ",; ")[1]
                found[-1].end = _without_also(text, found[-1].start, found[-1].end)
            found.append(order)
            at = max(at, order.start)
    return found or passed_on(paper, start, end)


_CONCERNS = re.compile(r"(?:Riêng )?[Đđ]ối với\s+(?=\S)")
_ASKED = re.compile(r"\s*,?\s*(?:(?:thì\s+)?(?:yêu cầu|đề nghị|cần|phải)\s+)?(?=[a-zà-ỹđ])")


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
    if not lead:
        unknown = unknown_lead(text, match.end(), end) or unknown_proper(text, match.end(), end)
        lead, here = ([unknown], unknown.end) if unknown else _whole(paper, [], first, here, end)
    if not lead:
        return None
    if not _NOT_YET.match(text, here, end):
        lead, here = whole_group(text, lead, here, end, sound=not paper.restored)
    lead, here = further_leads(text, lead, here, end)
    lead, here = _whole(paper, lead, first, here, end)
    here = _past_standing(text, here, end)
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


def _whole(
    paper: Paper, lead: list[Name], first: int, here: int, end: int, *, sure: bool = False
) -> tuple[list[Name], int]:
    """The lead as it was found, or up to the predicate where none stands behind what was found."""
    text = paper.flat
    place = re.compile(r"\s*").match(text, here, end)
    modified = lead and place and behind_modifier(text, place.end(), end)
    if lead and _does(text, here, end) and not modified:
        return lead, here
    return subject_at(text, first, end, sure=sure) or (lead, here)


def _does(text: str, at: int, end: int) -> bool:
    """Whether something to do, or a list of it, stands behind a name."""
    place = re.compile(r"\s*,?\s*").match(text, at, end)
    after = place.end() if place else at
    return bool(COLON.match(text, after, end)) or acts_at(text, after, end) or after >= end


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
_OF = re.compile(r"\s+(?:của|thuộc|tại|trong|ở|trên|do)\s")
_NOT_YET = re.compile(r"\s+(?:đến nay |hiện |còn |vẫn )*chưa\s[^,;.]{3,160},")
_NOUN_BEFORE = re.compile(r"(?:các|những|của|về|việc|vực)\s+$")


def _past_standing(text: str, at: int, end: int) -> int:
    """The place after "- cơ quan thường trực Ban …" behind a name, where something to do begins."""
    match = _STANDING.match(text, at, end)
    for word in (
        re.compile(r"\S+").finditer(text, match.end(), min(end, match.end() + 90)) if match else ()
    ):
        if text[word.start()].islower() and does_at(text, word.start()):
            return word.start()
    return at


def _by_subject(
    paper: Paper, start: int, end: int, issuer: frozenset[str], *, marked: bool
) -> Assignment | None:
    """An order whose subject is the one who must act: "Sở X chủ trì …", "Các sở, ngành rà soát …"."""
    text = paper.flat
    shift = LEADIN.match(text, start, end)
    first = shift.end() if shift else start
    lead, here = names_at(text, first, end)
    if not lead:
        lead, here = _whole(paper, lead, first, here, end, sure=not marked)
    if not lead and not marked and _ALL.match(text, first, end):
        unknown = unknown_many(text, first, end)
        lead, here = ([unknown], unknown.end) if unknown else ([], here)
    if not lead and marked:
        unknown = unknown_lead(text, first, end) or unknown_many(text, first, end)
        lead, here = ([unknown], unknown.end) if unknown else ([], here)
    if marked:
        whole = heading_before_colon(paper, first, end)
        if whole and (not lead or here < whole.end):
            lead, here = [whole], whole.end
    if not lead or _is_issuer(lead, issuer) or _PERSONS.match(text, first, end):
        return None
    here = _past_standing(text, here, end)
    if _OF.match(text, here, end):
        lead, here = _whole(paper, lead, first, here, end, sure=not marked)
    rest = text[here:end]
    if re.match(r"\s*(?:cùng )?thống nhất (?:ban hành|ký kết|xây dựng)(?!\w)", rest):
        return None
    if makes_known(rest):
        return None
    if re.match(
        r"\s*(?:yêu cầu|đề nghị|giao|thống nhất|có ý kiến|ban hành (?:Kế hoạch|Chỉ thị|Quyết định))\s",
        rest,
    ) and _is_superior(lead):
        return None
    if _SAYS.match(rest):
        return None
    if not marked and _asks_another(text, here, end):
        return None
    if not marked and rest.lstrip().startswith("chỉ đạo ") and _is_superior(lead):
        return None
    if re.match(
        r"\s*\(?(?:tại|nêu|của|về|số(?=\s+\d)|ngày|trong(?! thời| vòng| tháng| quý| năm))\s", rest
    ) and not re.search(r"chủ trì|trách nhiệm|nhiệm vụ", rest[:120]):
        return None
    lead, here = whole_group(text, lead, here, end, sound=not paper.restored)
    if marked:
        lead, here = further_leads(text, lead, here, end)
    lead, here = _whole(paper, lead, first, here, end, sure=not marked)
    if re.search(r"\s(?:không|chưa|được|nào|đã)$", lead[-1].text):
        return None  # told apart from others, not told to do
    if not marked and _asks_another(text, here, end):
        return None
    rest = text[here:end]
    value = re.match(r"\s*:\s*(?=[A-ZĐ])", rest)
    if (
        value
        and len(lead) == 1
        and len(lead[0].text.split()) < 5
        and _only_names(text, here + value.end(), end)
    ):
        return None
    writes = _WRITES.match(rest) and _SPOKEN.search(text[max(0, start - 90) : start])
    if NARRATIVE.match(rest.lstrip(" ,")) and not DUTY.match(rest) and not writes:
        return None
    strong = bool(
        DUTY.match(rest) or LEADS.match(rest) or WITH.match(rest) or rest.lstrip().startswith(":")
    )
    plain = rest.lstrip(" ,")
    duty = (
        opens_with_verb(plain[:60])
        or bool(writes)
        or bool(re.match(r"(?:phải|cần|không được|tự|hãy)\s", plain))
    )
    if not (
        strong
        or duty
        or (
            marked
            and lead[-1].kind != PERSON
            and plain
            and not plain.startswith((".", ";"))
            and not _is_noun_tail(plain)
        )
    ):
        return None
    if not plain.strip(" .:;"):
        return None
    return with_helpers(paper, lead, here, end, start)


def _asks_another(text: str, at: int, end: int) -> bool:
    """Whether the name before asks somebody else: who speaks, not who is told."""
    asks = _ASKS.match(text, at, end)
    return asks is not None and (
        text[:end].rstrip().endswith(":") or bool(names_at(text, asks.end(), end)[0])
    )


def _only_names(text: str, at: int, end: int) -> bool:
    """Whether nothing but names stands there: "Chủ đầu tư: UBND huyện …" tells, it does not order."""
    names, stop = names_at(text, at, end)
    return bool(names) and not text[stop:end].strip(" .;,/")


def _is_noun_tail(rest: str) -> bool:
    """Words after a name that still belong to a noun phrase or tell, not order."""
    return bool(
        re.match(
            r"(?:và|hoặc|thuộc|có\s(?!trách|kế|giải|biện|phương)|tại|trên|từ|với|–|-|\(|\d|trong|ở)",
            rest,
            re.IGNORECASE,
        )
    )


def _is_issuer(lead: list[Name], issuer: frozenset[str]) -> bool:
    return len(lead) == 1 and lead[0].kind != GROUP and is_own(plain(lead[0].body), issuer)


def _is_superior(lead: list[Name]) -> bool:
    return len(lead) == 1 and bool(
        re.match(
            r"(?:UBND|Ủy ban nhân dân|Chủ tịch|Phó Chủ tịch|(?:đồng chí )?(?:Phó )?Thủ tướng|Thứ trưởng|Phó Bí thư|Chính phủ|Bộ|HĐND|Hội đồng nhân dân|Tổng công ty|Tập đoàn|Huyện ủy|Thành ủy|Đảng ủy|Chánh án|Viện trưởng|Thường trực|Ban Thường vụ|Tỉnh ủy)",
            lead[0].text,
        )
    )
