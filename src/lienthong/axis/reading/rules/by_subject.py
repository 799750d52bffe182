"""An order whose subject is the one who must act: "Sở X chủ trì …", "Các sở, ngành rà soát …".

What only tells what the subject did, asks another, or is the issuer's own act is none.
"""

import re

from .body_words import CAP, does_at
from .circumstance import asked
from .directory import plain
from .handed_on import makes_known
from .headings import LEADIN, heading_before_colon
from .leads import further_leads, steered, unknown_lead, unknown_many, whole_group
from .letters import squeeze
from .lexicon import NARRATIVE, opens_with_verb
from .names import GROUP, PERSON, Name, names_at
from .narrowed import past_modifier
from .order_parts import DUTY, LEADS, WITH, Assignment, with_helpers
from .own_names import is_own
from .page import Paper
from .subject_forms import COLON, ROOM, SEVERAL, STRONG
from .subjects import acts_at, behind_modifier, subject_at

_ASKS = re.compile(r"\s*(?:kính |trân trọng )?(?:yêu cầu|đề nghị|kiến nghị)\s+")
_SAYS = re.compile(
    r"\s*(?:kính |trân trọng )?(?:yêu cầu|đề nghị|chỉ đạo|thông báo|hướng dẫn|lưu ý|chỉ thị)\s*:"
)
_STANDING = re.compile(r"\s*[-–(]\s*(?:cơ quan|đơn vị) (?:thường trực|đầu mối|chủ trì)(?!\w)")
_ROLE = re.compile(r"(?:(?:Phó )?Trưởng [Bb]an|Ủy viên|Thành viên|Thư ký|Tổ (?:trưởng|phó))(?!\w)")
_ATTRIBUTE = re.compile(
    r"(?:Các )?(?:Cơ quan|Đơn vị)(?: được giao)? (?:chủ trì|phối hợp|thực hiện|đầu mối|chịu trách nhiệm|tham mưu)(?: thực hiện| chính)?\s*:",
    re.IGNORECASE,
)  # a line of a table that was written out
_ALL = re.compile(r"tất cả các\s", re.IGNORECASE)
_WRITES = re.compile(
    r"\s*có văn bản (?:đôn đốc|hướng dẫn|chỉ đạo|trả lời|yêu cầu|báo cáo|đồng ý|cam kết)(?!\w)"
)
_SPOKEN = re.compile(
    r"(?:ý kiến|chỉ đạo|yêu cầu|kết luận)(?!\w)[^.;:]{0,60}:\s*(?:\d{1,2}\s*[.)]\s*)?$"
)
_GOVERNMENT = frozenset({"chính phủ", "thủ tướng chính phủ", "thủ tướng", "văn phòng chính phủ"})
_PROVINCE = frozenset({"ubnd tỉnh", "ubnd thành phố", "văn phòng ubnd tỉnh"})
_BELOW_GOVERNMENT = re.compile(
    r"(?:Bộ(?! Chính trị)|(?:Chủ tịch )?(?:UBND|Ủy ban nhân dân)|Tổng công ty|Tập đoàn)(?!\w)"
)
_BELOW_PROVINCE = re.compile(
    r"(?:Chủ tịch )?(?:UBND|Ủy ban nhân dân) (?:các |huyện|thị xã|xã|phường|đặc khu)"
)
_IN_CHARGE = re.compile(r"\s*phụ trách (?:khối|lĩnh vực|mảng|địa bàn)\s[^,;:]*")
_CHARGED = re.compile(r"(?:phụ trách|kiêm|làm|là)\s")  # "Trưởng ban: Phó Chủ tịch phụ trách …"
_PERSONS = re.compile(r"(?:các |những )?(?:đồng chí|ông|bà|ông, bà)\s*:", re.IGNORECASE)
_OWN_DUTY = re.compile(
    r"\s*,?\s*(?:có trách nhiệm|chịu trách nhiệm|chủ trì|là (?:cơ quan|đơn vị) (?:đầu mối|thường trực)|(?:tổng hợp|theo dõi|đôn đốc|tham mưu)(?:,| và)? (?:\S+\s){0,12}?(?:trước ngày|kết quả|đôn đốc|kiểm tra|trình|quyết định))(?!\w)"
)  # what the issuer takes upon itself among the points of the others
_LATE = re.compile(
    r"\s+(?:chưa|không)\s(?:gửi|nộp|có báo cáo|báo cáo|thực hiện|hoàn thành)[^,;.:]{0,60}?(?=\s(?:khẩn trương|nghiêm túc|chủ động|phải|cần|có trách nhiệm)(?!\w))"
)  # "các xã chưa gửi báo cáo khẩn trương …": those of them who are meant
_PRAISES = re.compile(
    r"\s*(?:nghiêm khắc )?(?:phê bình|biểu dương|hoan nghênh|ghi nhận)\s[^.;]{3,240}\s(?:và|;|,)\s(?:yêu cầu|đề nghị|giao)\s"
)  # the issuer speaks
_ASIDE = re.compile(r"\s*\([^()]{3,60}\)")
_NOTE = re.compile(r"\s*\([^()]{2,240}\)(?=\s*:)")
_OF = re.compile(r"\s+(?:của|thuộc|tại|trong|ở|trên|do)\s")


def by_subject(
    paper: Paper, start: int, end: int, issuer: frozenset[str], *, marked: bool
) -> Assignment | None:
    """An order whose subject is the one who must act: "Sở X chủ trì …", "Các sở, ngành rà soát …"."""
    text = paper.flat
    shift = LEADIN.match(text, start, end)
    first = shift.end() if shift else start
    if _ATTRIBUTE.match(text, first, end):
        return None
    sure = not marked and not asked(text, start)
    lead, here = names_at(text, first, end)
    if not lead:
        lead, here = whole_lead(paper, lead, first, here, end, sure=sure)
    if not lead and not marked and _ALL.match(text, first, end):
        unknown = unknown_many(text, first, end)
        lead, here = ([unknown], unknown.end) if unknown else ([], here)
    if not lead and marked:
        unknown = unknown_lead(text, first, end) or unknown_many(text, first, end)
        lead, here = ([unknown], unknown.end) if unknown else ([], here)
    if marked:
        whole = heading_before_colon(paper, first, end)
        if whole and (not lead or here < whole.end):
            note = _NOTE.match(text, whole.end, end)
            lead, here = [whole], note.end() if note else whole.end
    own = bool(lead) and _is_issuer(lead, issuer)
    own = own and not (marked and _OWN_DUTY.match(text, here, end))
    if not lead or own or _PERSONS.match(text, first, end):
        return None
    here = past_standing(text, here, end)
    late = _LATE.match(text, here, end)
    if late:
        last = lead[-1]
        words = squeeze(text[last.start : late.end()])
        lead = [*lead[:-1], Name(words, last.start, late.end(), GROUP, words, last.post)]
        here = late.end()
    lead, here = steered(text, lead, here, end)
    if _OF.match(text, here, end):
        lead, here = whole_lead(paper, lead, first, here, end, sure=sure)
    rest = text[here:end]
    if lead[-1].post and _IN_CHARGE.fullmatch(rest):
        return None
    if re.match(r"\s*(?:cùng )?thống nhất (?:ban hành|ký kết|xây dựng)(?!\w)", rest):
        return None
    if makes_known(rest) or _PRAISES.match(rest):
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
    told_by = rest.lstrip().startswith("chỉ đạo ") and _is_superior(lead)
    if not marked and told_by and not _is_below(lead, issuer):
        return None
    if re.match(
        r"\s*\(?(?:tại|nêu|của|về|số(?=\s+\d)|ngày|trong(?! thời| vòng| tháng| quý| năm))\s", rest
    ) and not re.search(r"chủ trì|trách nhiệm|nhiệm vụ", rest[:120]):
        return None
    lead, here = whole_group(text, lead, here, end, sound=not paper.restored)
    if marked:
        lead, here = further_leads(text, lead, here, end)
    lead, here = whole_lead(paper, lead, first, here, end, sure=sure)
    if not marked and not sure and _unsure(text, lead, here, end):
        return None
    past = past_modifier(text, lead, here, end, marked=marked)
    if past is None:
        return None
    lead, here = past
    if re.search(r"\s(?:không|chưa|được|nào|đã)$", lead[-1].text):
        return None  # told apart from others, not told to do
    if not marked and _asks_another(text, here, end):
        return None
    rest = text[here:end]
    value = re.match(r"\s*:\s*(?=[A-ZĐ])", rest)
    if (
        value
        and len(lead) == 1
        and (len(lead[0].text.split()) < 5 or _ROLE.match(lead[0].text))
        and _only_names(text, here + value.end(), end)
    ):
        return None
    writes = _WRITES.match(rest) and _SPOKEN.search(text[max(0, start - 90) : start])
    if NARRATIVE.match(rest.lstrip(" ,")) and not DUTY.match(rest) and not writes:
        return None
    note = _ASIDE.match(text, here, end)
    here = note.end() if note and DUTY.match(text, note.end(), end) else here
    rest = text[here:end]
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
    if not (strong or duty) and len(plain.split()) < 4:
        return None  # "Các cấp / công đoàn": a few words more of the name
    return with_helpers(paper, lead, here, end, start)


_PROPER = re.compile(rf"{CAP}\w*\s(?:.*\s)?{CAP}")  # a name with a second capital


def _unsure(text: str, lead: list[Name], here: int, end: int) -> bool:
    """Whether a lead of no known form, in a sentence that only stands below an order, may be no lead."""
    if lead[-1].kind != "unknown" or len(lead) > 1:
        return False
    rest = text[here:end].lstrip(" ,")
    if STRONG.match(rest) or SEVERAL.match(lead[0].text):
        return False
    return rest.startswith(":") or not _PROPER.match(lead[0].text) or " nơi " in lead[0].text


def whole_lead(
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
    if ROOM.match(text, after, end):
        return False
    return bool(COLON.match(text, after, end)) or acts_at(text, after, end) or after >= end


def past_standing(text: str, at: int, end: int) -> int:
    """The place after "- cơ quan thường trực Ban …" behind a name, where something to do begins."""
    match = _STANDING.match(text, at, end)
    for word in (
        re.compile(r"\S+").finditer(text, match.end(), min(end, match.end() + 90)) if match else ()
    ):
        if text[word.start()].islower() and does_at(text, word.start()):
            return word.start()
    return at


def _asks_another(text: str, at: int, end: int) -> bool:
    """Whether the name before asks somebody else: who speaks, not who is told."""
    asks = _ASKS.match(text, at, end)
    return asks is not None and (
        text[:end].rstrip().endswith(":") or bool(names_at(text, asks.end(), end)[0])
    )


def _only_names(text: str, at: int, end: int) -> bool:
    """Whether nothing but names stands there: "Chủ đầu tư: UBND huyện …" tells, it does not order."""
    names, stop = names_at(text, at, end)
    rest = text[stop:end].strip(" .;,/")
    return bool(names) and (not rest or bool(names[0].post and _CHARGED.match(rest)))


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


def _is_below(lead: list[Name], issuer: frozenset[str]) -> bool:
    """Whether a body that tells others is told itself, by a paper from above it."""
    if issuer & _GOVERNMENT:
        return bool(_BELOW_GOVERNMENT.match(lead[0].text))
    return bool(issuer & _PROVINCE) and bool(_BELOW_PROVINCE.match(lead[0].text))


def _is_superior(lead: list[Name]) -> bool:
    return len(lead) == 1 and bool(
        re.match(
            r"(?:UBND|Ủy ban nhân dân|Chủ tịch|Phó Chủ tịch|(?:đồng chí )?(?:Phó )?Thủ tướng|Thứ trưởng|Phó Bí thư|Chính phủ|Bộ|HĐND|Hội đồng nhân dân|Tổng công ty|Tập đoàn|Huyện ủy|Thành ủy|Đảng ủy|Chánh án|Viện trưởng|Thường trực|Ban Thường vụ|Tỉnh ủy)",
            lead[0].text,
        )
    )
