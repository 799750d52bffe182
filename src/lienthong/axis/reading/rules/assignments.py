"""Who is told to do something: "Giao X chủ trì, phối hợp với Y …", "X có trách nhiệm …", "X:".

The forms are those of official papers; a sentence that only tells what was done, or what the issuer
itself does, assigns nothing.
"""

import re
from dataclasses import dataclass

from .directory import plain
from .letters import squeeze, trim
from .lexicon import NARRATIVE, NOT_ORDER, TRIGGER, opens_with_verb
from .names import GROUP, Name, names_at
from .page import Paper

_LEADIN = re.compile(
    r"(?:trách nhiệm (?:của )?|đối với |nhiệm vụ của |tổ chức thực hiện của |về phía |riêng |tại )?(?=\S)",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"\s*,?\s*(?P<what>có trách nhiệm(?: trong việc)?|có nhiệm vụ|chịu trách nhiệm(?= (?:chủ trì|tham mưu|tổ chức|phối hợp|thực hiện|triển khai|xây dựng|hướng dẫn|theo dõi|kiểm tra|đôn đốc|tổng hợp|rà soát|báo cáo|chính|toàn diện trong việc))(?: chính| toàn diện trong việc)?"
    r"|làm (?:cơ quan |đơn vị )?đầu mối(?: chủ trì)?|(?:là|làm) (?:cơ quan|đơn vị)(?: chủ trì| đầu mối| thường trực| làm đầu mối)+|giúp UBND tỉnh(?= (?:theo dõi|chủ trì)))"
    r"(?!\w)\s*[,:]?\s*",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"\s*,?\s*(?:chủ động )?chủ trì(?!\w)\s*(?:thực hiện(?=\s*,?\s*phối hợp))?\s*[,:]?\s*(?:và (?=phối hợp|cùng))?",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"\s*,?\s*(?:và )?(?:(?:chủ động|thường xuyên|tiếp tục|tăng cường)\s*,?\s+)?(?:phối hợp(?:\s*(?:chặt chẽ|cùng|đồng bộ|thường xuyên))?(?:\s*,?\s*(?:với|cùng với|cùng|của))|cùng với|cùng)\s+",
    re.IGNORECASE,
)
_BARE_WITH = re.compile(
    r"\s*,?\s*phối hợp\s+(?=(?:các\s|Sở\s|UBND\s|Công an|Văn phòng))", re.IGNORECASE
)
_BARE = re.compile(r"\s*,?\s*phối hợp\s+(?=[A-ZĐ])")


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
_THIS = (
    r"(?:Quyết định|Nghị quyết|Chỉ thị|Kế hoạch|Thông tư|Quy định|Quy chế|Công văn|Công điện|Thông báo|Hướng dẫn|Chương trình"
    r"|Đề án|Phương án|Kết luận|văn bản|Văn bản|Nghị định|Luật|nội dung) (?:này|trên)"
)
_FORMAL = re.compile(
    rf"(?:chịu trách nhiệm|có trách nhiệm|trách nhiệm|căn cứ (?:Quyết định|Nghị quyết|Chỉ thị|Kế hoạch)(?: này)?,?(?: chịu trách nhiệm)?)"
    rf"\s+(?:tổ chức |hướng dẫn )?(?:triển khai )?(?:thi hành|thực hiện)(?:\s+{_THIS}| các nội dung [^.;]{{0,30}})?\W*$",
    re.IGNORECASE,
)
_FORMAL_ALONE = re.compile(
    rf"(?:nghiêm túc |khẩn trương |phối hợp )?(?:tổ chức |triển khai |chịu trách nhiệm )*(?:thi hành|thực hiện)\s+(?:nghiêm |tốt |nghiêm túc |có hiệu quả )?{_THIS}\W*",
    re.IGNORECASE,
)
_GOAL = re.compile(r"\s*(?:để|nhằm)\s", re.IGNORECASE)
_WORDS = re.compile(r"\S+")
_TITLE = re.compile(r"(?!Giao|Yêu cầu|Đề nghị)[^:.;]{3,70}:\s+")
_BY_ISSUER = re.compile(
    r"(?:UBND|Ủy ban nhân dân|Thủ tướng Chính phủ|Chính phủ|Tỉnh ủy)(?: \w+){0,4}\s*$"
)
_THINGS = (
    r"hành vi|nhóm|mã|nội dung|thông tin|trường hợp|quy định|chính sách|giải pháp|nhiệm vụ|dự án|công trình|hoạt động|văn bản|hồ sơ"
    r"|thủ tục|ghi chú|lược đồ|chỉ tiêu|tiêu chí|khoản|mức|loại|điểm|hình thức|biện pháp|vấn đề|lĩnh vực|khu vực|tuyến|phương tiện"
    r"|cơ chế|nguồn|hạng mục|sản phẩm|ý kiến|kiến nghị|tài liệu|báo cáo|chương trình|kế hoạch|đề án|mục tiêu|kết quả|số liệu|chỉ số"
    r"|hội nghị|cuộc|lớp|quyết định|nghị quyết|chỉ thị|công việc|yêu cầu|nguyên tắc|điều kiện|tổ hợp|khoản chi|ngày|tháng|năm|bước|đợt"
)
_MANY = re.compile(
    rf"(?:Các|Những|Toàn thể|Tất cả các)\s+(?!(?:{_THINGS})(?!\w))(?P<who>(?:\S+\s+){{1,8}}?)(?=\S)"
)


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


def orders(
    paper: Paper, start: int, end: int, issuer: frozenset[str], *, marked: bool
) -> list[Assignment]:
    """The orders of one sentence (or clause), in order; empty when it orders nothing."""
    text = paper.flat
    subject = _by_subject(paper, start, end, issuer, marked=marked)
    if subject is None and marked:
        title = _TITLE.match(text, start, end)
        if title and names_at(text, title.end(), end)[0]:
            subject = _by_subject(paper, title.end(), end, issuer, marked=False)
    if subject:
        return [subject]
    found: list[Assignment] = []
    at = start
    while match := TRIGGER.search(text, at, end):
        at = match.end()
        if match["verb"].lower() == "chỉ đạo" and not _BY_ISSUER.search(
            text[max(start, match.start() - 80) : match.start()]
        ):
            continue
        if NOT_ORDER.search(text[max(start, match.start() - 24) : match.start()]):
            continue
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
    return found


def _without_also(text: str, start: int, end: int) -> int:
    low = max(start, end - 30)
    match = re.search(r"[,;\s]*(?:đồng thời|và)\s*$", text[low:end])
    return low + match.start() if match else end


def _after_trigger(paper: Paper, match: re.Match[str], end: int) -> Assignment | None:
    text = paper.flat
    lead, here = names_at(text, match.end(), end)
    if not lead:
        unknown = _unknown_lead(text, match.end(), end) or _unknown_proper(text, match.end(), end)
        if not unknown:
            return None
        lead, here = [unknown], unknown.end
    lead, here = _whole_group(text, lead, here, end)
    verb = match["verb"].lower()
    if verb in ("đề nghị", "yêu cầu", "chỉ đạo") and re.match(
        r"\s*(?:tại|nêu tại|đã|của)\s", text[here:end]
    ):
        return None
    return _with_helpers(paper, lead, here, end, match.start("verb"))


_ACTS = re.compile(
    r"(?:chủ trì|phối hợp|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|phải|cần|không được|theo chức năng|căn cứ|tiếp tục)(?!\w)"
)


def _whole_group(text: str, names: list[Name], at: int, end: int) -> tuple[list[Name], int]:
    """The last group with what narrows it up to something to do: "các xã có sông đi qua"."""
    tail = _COLON.match(text, at, end)
    verbs = tail and any(
        opens_with_verb(text[m.start() : tail.end()]) for m in _WORDS.finditer(text, at, tail.end())
    )
    if tail and not verbs and names and names[-1].kind == GROUP:
        last = names[-1]
        words = squeeze(text[last.start : tail.end()])
        whole = Name(words, last.start, tail.end(), GROUP, words, last.post)
        return [*names[:-1], whole], tail.end()
    if not names or names[-1].kind != GROUP or not re.match(r"\s[a-zà-ỹđ]", text[at:end]):
        return names, at
    for i, word in enumerate(_WORDS.finditer(text, at, min(end, at + 90))):
        here = word.start()
        rest = text[here : here + 60]
        if opens_with_verb(rest) or _ACTS.match(rest):
            if not i or not _NARROWS.match(text[at:here].strip()):
                return names, at
            last = names[-1]
            words = squeeze(text[last.start : here])
            whole = Name(words, last.start, here - 1, GROUP, words, last.post)
            return [*names[:-1], whole], here
        if i > 8 or not re.fullmatch(r"[^\W\d_]+", word.group()):
            return names, at
    return names, at


_COLON = re.compile(r"(?:\s(?!có|chủ|phải|cần|thực|tổ|phối|và)[a-zà-ỹđ]+){1,5}(?=\s*:)")
_NARROWS = re.compile(
    r"(?:có|đang|nằm|ở|thuộc|trong|ngoài|công lập|ngoài công lập|trung học|tiểu học|mầm non|phổ thông|đại học|cao đẳng|nhà nước|tư nhân|sản xuất"
    r"|kinh doanh|khai thác|chủ|vùng|tham gia|được giao|trọng điểm|chuyên môn|cấp|hành chính|sự nghiệp|tôn giáo|nước ngoài)(?!\w)"
)


def _unknown_lead(text: str, at: int, end: int) -> Name | None:
    """A lead of unknown form: the words before "chủ trì" or "có trách nhiệm", when they are few."""
    match = re.compile(
        r"(?P<who>(?:(?!giao|chủ trì|phối hợp|đồng thời|ngoài ra|bên cạnh|trong đó|sau khi|trên cơ sở|[,;.:]\s).){3,90}?)\s*,?\s+(?=chủ trì|có trách nhiệm|chịu trách nhiệm|phối hợp với|làm đầu mối|là đầu mối)",
        re.IGNORECASE,
    ).match(text, at, end)
    if not match or len(match["who"].split()) > 14 or opens_with_verb(match["who"]):
        return None
    words = squeeze(match["who"])
    return Name(words, match.start("who"), match.end("who"), "unknown", words)


def _unknown_many(text: str, at: int, end: int) -> Name | None:
    """A group of unknown nouns: "Các chủ rừng" before something to do."""
    match = _MANY.match(text, at, end)
    while match:
        stop = match.end()
        if opens_with_verb(text[stop : stop + 60]) or re.match(
            r"có trách nhiệm|chủ trì|phải\s", text[stop:]
        ):
            words = squeeze(text[at:stop])
            return Name(words, at, trim(text, at, stop, " ,")[1], "unknown", words)
        wider = re.compile(r"(?:\S+\s+)(?=\S)").match(text, stop, end)
        if not wider or len(text[at : wider.end()].split()) > 9 or text[stop - 2] in ",;:.":
            return None
        match = re.compile(re.escape(text[at : wider.end()])).match(text, at, end)
    return None


def _unknown_proper(text: str, at: int, end: int) -> Name | None:
    """A lead of unknown form that begins with a capital: the words up to something to do."""
    if not text[at : at + 1].isupper():
        return None
    for i, word in enumerate(_WORDS.finditer(text, at, min(end, at + 120))):
        here = word.start()
        if i and text[here].islower() and opens_with_verb(text[here : here + 60]):
            words = squeeze(text[at:here]).strip(" ,")
            return Name(words, at, trim(text, at, here, " ,")[1], "unknown", words)
        if i > 10 or word.group().endswith((":", ";", ".")):
            return None
    return None


def _by_subject(
    paper: Paper, start: int, end: int, issuer: frozenset[str], *, marked: bool
) -> Assignment | None:
    """An order whose subject is the one who must act: "Sở X chủ trì …", "Các sở, ngành rà soát …"."""
    text = paper.flat
    shift = _LEADIN.match(text, start, end)
    first = shift.end() if shift else start
    lead, here = names_at(text, first, end)
    if not lead and marked:
        unknown = _unknown_lead(text, first, end) or _unknown_many(text, first, end)
        lead, here = ([unknown], unknown.end) if unknown else ([], here)
    if not lead or _is_issuer(lead, issuer):
        return None
    rest = text[here:end]
    if re.match(
        r"\s*(?:yêu cầu|đề nghị|giao|thống nhất|có ý kiến|ban hành (?:Kế hoạch|Chỉ thị|Quyết định))\s",
        rest,
    ) and _is_superior(lead):
        return None
    if not marked and rest.lstrip().startswith("chỉ đạo ") and _is_superior(lead):
        return None
    if re.match(
        r"\s*\(?(?:tại|nêu|của|về|số(?=\s+\d)|ngày|trong(?! thời| vòng| tháng| quý| năm))\s", rest
    ) and not re.search(r"chủ trì|trách nhiệm", rest[:120]):
        return None
    lead, here = _whole_group(text, lead, here, end)
    rest = text[here:end]
    value = re.match(r"\s*:\s*(?=[A-ZĐ])", rest)
    if (
        value
        and len(lead) == 1
        and len(lead[0].text.split()) < 5
        and _only_names(text, here + value.end(), end)
    ):
        return None
    if NARRATIVE.match(rest.lstrip(" ,")) and not _DUTY.match(rest):
        return None
    strong = bool(
        _DUTY.match(rest)
        or _LEADS.match(rest)
        or _WITH.match(rest)
        or rest.lstrip().startswith(":")
    )
    plain = rest.lstrip(" ,")
    duty = opens_with_verb(plain[:60]) or bool(re.match(r"(?:phải|cần|không được|tự)\s", plain))
    if not (
        strong
        or duty
        or (marked and plain and not plain.startswith((".", ";")) and not _is_noun_tail(plain))
    ):
        return None
    if not plain.strip(" .:;"):
        return None
    return _with_helpers(paper, lead, here, end, start)


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
    return len(lead) == 1 and lead[0].kind != GROUP and plain(lead[0].body) in issuer


def _is_superior(lead: list[Name]) -> bool:
    return len(lead) == 1 and bool(
        re.match(
            r"(?:UBND|Ủy ban nhân dân|Chủ tịch|Phó Chủ tịch|Thủ tướng|Chính phủ|Bộ|HĐND|Thường trực|Ban Thường vụ|Tỉnh ủy)",
            lead[0].text,
        )
    )


def _with_helpers(
    paper: Paper, lead: list[Name], at: int, end: int, begin: int
) -> Assignment | None:
    """The order after its lead: duty words, "chủ trì", helpers, and the start of the action."""
    text = paper.flat
    here, chairs = at, False
    helpers: list[Name] = []
    colon = re.compile(r"\s*:\s*").match(text, here, end)
    if colon:
        here = colon.end()
    if _ONLY_WITH.match(text[here:end]):
        return Assignment(lead, [], end, end, begin, only_helps=True)
    for _ in range(5):
        duty = _DUTY.match(text, here, end)
        chair = _LEADS.match(text, here, end)
        helper = _WITH.match(text, here, end) or _bare_with(text, here, end)
        if duty:
            here = duty.end()
        elif chair and _chair_alone(text, chair.end(), end):
            here, chairs = chair.end(), True
        elif helper:
            found, after = names_at(text, helper.end(), end)
            if not found:
                found, after = _unknown_helpers(text, helper.end(), end)
            if not found:
                break
            helpers += found
            here = after
        else:
            break
    comma = re.compile(r"\s*,\s*").match(text, here, end)
    here = comma.end() if comma else here
    start, stop = trim(text, here, end, " ;.,:/")
    return Assignment(lead, helpers, start, max(start, stop), begin, chairs)


def helpers_at(
    paper: Paper, lead: list[Name], start: int, end: int, begin: int
) -> Assignment | None:
    """The order of an inherited lead whose words open with "Chủ trì, phối hợp với …"."""
    return _with_helpers(paper, lead, start, end, begin)


def _chair_alone(text: str, at: int, end: int) -> bool:
    """Whether "chủ trì" only marks the lead; before a noun ("chủ trì cuộc họp") it is the action."""
    rest = text[at:end].lstrip(" ,:")
    if not rest or opens_with_verb(rest[:60]) or _WITH.match(rest) or _BARE_WITH.match(rest):
        return True
    return bool(
        re.match(
            r"(?:việc|công tác|nội dung|phối hợp|theo|căn cứ|trong|trước|các nội dung|nhiệm vụ)\b",
            rest,
        )
    )


def _unknown_helpers(text: str, at: int, end: int) -> tuple[list[Name], int]:
    """Helpers of unknown form: the words up to the first thing to do."""
    words = list(_WORDS.finditer(text, at, min(end, at + 160)))
    for i, word in enumerate(words[1:14], 1):
        here = word.start()
        if (text[here].islower() and opens_with_verb(text[here : here + 60])) or words[
            i - 1
        ].group().endswith((":", ";")):
            a, b = trim(text, at, here, " ,;:")
            body = squeeze(text[a:b])
            return [Name(body, a, b, "unknown", body)], b
    return [], at


def heading_names(paper: Paper, start: int, end: int) -> list[Name]:
    """The names of a heading that holds nothing else: "1. Sở Nội vụ:", "Giao Sở Nội vụ:"."""
    text = paper.flat
    a, b = trim(text, start, end, " .:;,*_")
    trigger = TRIGGER.match(text, a, b)
    if trigger:
        a = trigger.end()
    else:
        lead = _LEADIN.match(text, a, b)
        a = lead.end() if lead else a
    names, here = names_at(text, a, b)
    note = re.compile(r"\s*\([^()]{3,160}\)").match(text, here, b)
    rest = text[note.end() if note else here : b].strip(" .:;,*_()")
    if names and (
        not rest
        or re.fullmatch(
            r"(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|chủ trì|thực hiện)(?: (?:thực hiện|triển khai))?(?: các (?:nội dung|nhiệm vụ|công việc)(?: sau(?: đây)?)?)?",
            rest,
        )
    ):
        return names
    return []


def formal_close(text: str) -> bool:
    """Whether the words are only the formula of execution ("chịu trách nhiệm thi hành Quyết định này")."""
    return bool(_FORMAL.search(text) or _FORMAL_ALONE.fullmatch(text.strip(" .;,:/")))
