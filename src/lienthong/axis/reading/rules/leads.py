"""Leads whose form no dictionary knows: groups with what narrows them, words before something to do."""

import re

from .body_words import CAP, STOP_LOWER, does_at
from .letters import squeeze, trim
from .lexicon import NARRATIVE, opens_with_verb
from .names import AGENCY, GROUP, PERSON, Name

_WORDS = re.compile(r"\S+")


_THINGS = (
    r"hành vi|nhóm|mã|nội dung|thông tin|trường hợp|quy định|chính sách|giải pháp|nhiệm vụ|dự án|công trình|hoạt động|văn bản|hồ sơ"
    r"|thủ tục|ghi chú|lược đồ|chỉ tiêu|tiêu chí|khoản|mức|loại|điểm|hình thức|biện pháp|vấn đề|lĩnh vực|khu vực|tuyến|phương tiện"
    r"|cơ chế|nguồn|hạng mục|sản phẩm|ý kiến|kiến nghị|tài liệu|báo cáo|chương trình|kế hoạch|đề án|mục tiêu|kết quả|số liệu|chỉ số"
    r"|hội nghị|cuộc|lớp|quyết định|nghị quyết|chỉ thị|công việc|yêu cầu|nguyên tắc|điều kiện|tổ hợp|khoản chi|ngày|tháng|năm|bước|đợt"
)


_MANY = re.compile(
    rf"(?:Các|Những|Toàn thể|[Tt]ất cả các)\s+(?!(?:{_THINGS})(?!\w))(?P<who>(?:\S+\s+){{1,8}}?)(?=\S)"
)


_ACTS = re.compile(
    r"(?:chủ trì|phối hợp|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|phải|cần|không được|theo chức năng|căn cứ|tiếp tục)(?!\w)"
)


def whole_group(
    text: str, names: list[Name], at: int, end: int, *, sound: bool
) -> tuple[list[Name], int]:
    """The last group with what narrows it up to something to do: "các xã có sông đi qua".

    Of a text whose marks were restored only what is sure to narrow: a wrong word is not of the name.
    """
    further, behind = steered(text, names, at, end)
    if behind > at:
        return further, behind
    tail = _COLON.match(text, at, end)
    verbs = tail and any(
        does_at(text[: tail.end()], m.start()) for m in _WORDS.finditer(text, at, tail.end())
    )
    if tail and not verbs and names and names[-1].kind == GROUP:
        last = names[-1]
        words = squeeze(text[last.start : tail.end()])
        whole = Name(words, last.start, tail.end(), GROUP, words, last.post)
        return [*names[:-1], whole], tail.end()
    if _SPEAKS.match(text, at, end) or _BESIDES.match(text, at, end):
        return names, at
    half = _HALF.match(text, at, end) if names and names[-1].kind == AGENCY else None
    syllables = (
        [half.start("half") + m.start() for m in _WORDS.finditer(half["half"])] if half else []
    )
    named = half and _OFFICE.match(names[-1].body) and not _ADVERB.search(half["half"])
    if half and named and not any(does_at(text, here) for here in syllables):
        last, stop = names[-1], half.end()
        words = squeeze(text[last.start : stop])
        return [*names[:-1], Name(words, last.start, stop, AGENCY, words, last.post)], stop
    joined = _JOINED.match(text, at, end) if sound and names else None
    if joined and names[-1].kind == AGENCY and _DEPARTMENT.match(names[-1].body):
        last, stop = names[-1], joined.end("more")
        words = squeeze(text[last.start : stop])
        return [*names[:-1], Name(words, last.start, stop, AGENCY, words, last.post)], stop
    charge = _charge(text, names, at, end)
    if charge:
        return [*names[:-1], charge], charge.end
    if not names or names[-1].kind == PERSON or not re.match(r"\s\S", text[at:end]):
        return names, at
    led = _LED.match(text, at, end) if sound else None
    if led and led["more"].count(" ") > 1 and does_at(text, at + 1) and "," in led.group():
        led = None  # "các phòng rà soát hồ sơ, chủ trì …"
    small = led and re.search(rf"(?:^|\s){STOP_LOWER.pattern}", led["more"], re.IGNORECASE)
    if led and not small and not _ACTS.match(led["more"].strip()):
        last, stop = names[-1], led.end("more")
        words = squeeze(text[last.start : stop])
        return [*names[:-1], Name(words, last.start, stop, last.kind, words, last.post)], stop
    if names[-1].kind != GROUP or re.match(rf"\s{CAP}", text[at:end]):
        return _whole_body(text, names, at, end) if sound else (names, at)
    for i, word in enumerate(_WORDS.finditer(text, at, min(end, at + 90))):
        here = word.start()
        rest = text[here : here + 60]
        if does_at(text, here) or _ACTS.match(rest):
            between = text[at:here].strip()
            if not i or (not _NARROWS.match(between) and (not sound or _ADVERB.search(between))):
                return names, at
            last = names[-1]
            words = squeeze(text[last.start : here])
            whole = Name(words, last.start, here - 1, GROUP, words, last.post)
            return [*names[:-1], whole], here
        if i > 8 or not re.fullmatch(r"[^\W\d_]+", word.group()):
            return names, at
    return names, at


_STEERS = re.compile(
    r"(?:Ban [Cc]hỉ đạo|Ban Thư ký|Ủy ban|Hội đồng|Tổ công tác)(?:\s[^\s,;:.]+){0,6}?\s(?:quốc gia|Quốc gia|Trung ương|liên ngành)$"
)
_STEERED = re.compile(
    r"\s+(?:về\s+|(?=phòng,? chống))(?:[^\s;:.]+\s+){0,9}?[^\s;:.,]+(?=\s*:|,?\s+(?:chủ trì|có trách nhiệm|chịu trách nhiệm|tổ chức|theo dõi|hướng dẫn|chỉ đạo|đôn đốc|kiểm tra|tham mưu"
    r"|tổng hợp|chuẩn bị|phối hợp|tiếp tục|khẩn trương|thường xuyên|phân công|ban hành|báo cáo|rà soát|xây dựng)\s)"
)  # what a body steers is of its name: "Ban Chỉ đạo quốc gia về phòng, chống thiên tai"


def steered(text: str, names: list[Name], at: int, end: int) -> tuple[list[Name], int]:
    """The last name with what it steers, where it is a body that steers something for the whole country."""
    last = names[-1] if names else None
    match = _STEERED.match(text, at, end) if last and _STEERS.search(last.body) else None
    if match is None or last is None:
        return names, at
    words = squeeze(text[last.start : match.end()])
    return [
        *names[:-1],
        Name(words, last.start, match.end(), last.kind, words, last.post),
    ], match.end()


_BESIDES = re.compile(r"\s+(?:(?:ngoài|bằng)\s[^,;.:]{3,110},\s|trong quá trình\s)")
STATE = re.compile(r"\s+(?:đang|chưa)\s[^.;:]{3,90}(?=\s*:)")  # "các tỉnh đang giãn cách:"
_OFFICE = re.compile(r"(?:Phòng|Ban|Vụ|Cục|Khoa)\s")
_HALF = re.compile(
    r",\s(?P<half>(?!các\s|phòng\s|ban\s|xã\s|huyện\s)[a-zà-ỹđ]+(?:\s[a-zà-ỹđ]+){0,3}?)(?=\s(?:phối hợp với|chủ trì|có trách nhiệm|tham mưu)\s)"
)  # "Phòng Chính trị, tư tưởng": the second half of a name
_DEPARTMENT = re.compile(r"(?:Sở|Phòng|Ban|Vụ|Cục|Chi cục|Trung tâm)\s")
_JOINED = re.compile(
    r"(?P<more>\s+và(?!\s+(?:các|những|đơn|cơ|địa|tổ|cá|cán|phòng|ban|sở|ngành|cấp|huyện|xã|phường|thành|lãnh|nhân)\s)"
    r"(?:\s+[a-zà-ỹđ]+){2,5}?)\s+(?=(?:chủ trì|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ)(?!\w))"
)  # "Sở Nhà đất và công trình công cộng chủ trì": the name goes on in small letters
_SPEAKS = re.compile(r"\s+có (?:ý kiến|văn bản|báo cáo|công văn)(?!\w)")
_CHARGE = re.compile(
    r"\s+(?:được (?:giao|phân công) )?(?:phụ trách|theo dõi(?! (?:sát|chặt|diễn|thường|kịp|đôn|tình|việc|công|các|nắm)))(?: (?:lĩnh vực|khối|mảng))?(?=\s)"
)


def _charge(text: str, names: list[Name], at: int, end: int) -> Name | None:
    """A deputy with the field that is his: "Phó Chánh Văn phòng phụ trách giao thông"."""
    match = _CHARGE.match(text, at, end)
    last = names[-1] if names else None
    if not match or last is None or not (last.post or last.body.startswith("Phó ")):
        return None
    for i, word in enumerate(_WORDS.finditer(text, match.end(), min(end, match.end() + 50))):
        if i and (does_at(text, word.start()) or _ACTS.match(text, word.start())):
            words = squeeze(text[last.start : word.start()])
            return Name(words, last.start, word.start() - 1, last.kind, last.body, last.post)
        if i > 4 or not re.fullmatch(r"[^\W\d_]+,?|-", word.group()):
            return None
    return None


_ADVERB = re.compile(
    r"(?<!\w)(?:đồng thời|ngay|sớm|cũng|luôn|tự|trực tiếp|nên|có thể|hiện nay|hiện|mới|thường|cùng|hết sức|tuyệt đối|đặc biệt|bước đầu"
    r"|nhất là|cơ bản|đều|chỉ|vừa|vẫn|để|và|với|theo|từ|khi|nếu|mà|thì|đến|bằng|qua|do|bị|được|như|ở|tại)(?!\w)",
    re.IGNORECASE,
)  # words between a name and its verb that belong to the verb


_LED = re.compile(
    r"(?P<more>(?:\s+[^\W\d_]+){1,7}?),?\s+(?:chủ trì|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ)(?!\w)"
)


def _whole_body(text: str, names: list[Name], at: int, end: int) -> tuple[list[Name], int]:
    """The last name with the rest of it that its form did not show: "Kho bạc Nhà nước Khánh Hòa"."""
    for i, word in enumerate(_WORDS.finditer(text, at, min(end, at + 70))):
        here = word.start()
        lower = text[here].islower()
        if lower and (does_at(text, here) or _ACTS.match(text, here)):
            between = text[at:here].strip()
            if not i or _ADVERB.search(between) or NARRATIVE.match(between):
                return names, at
            last = names[-1]
            stop = trim(text, last.start, here)[1]
            words = squeeze(text[last.start : stop])
            kind = last.kind if last.kind in (AGENCY, GROUP) else "unknown"
            return [*names[:-1], Name(words, last.start, stop, kind, words, last.post)], stop
        if (lower and STOP_LOWER.match(text, here)) or i > 6:
            return names, at
        if not re.fullmatch(r"[^\W\d_]+|-|–", word.group()):
            return names, at
    return names, at


_OF_WHOM = re.compile(
    r"(?P<who>(?:Các |Những |Riêng (?:các )?)?(?P<noun>đơn vị|cơ quan|địa phương|trường(?! hợp)|phòng|xã|phường|huyện|tổ chức|cá nhân|doanh nghiệp|cơ sở|sở|ngành)"
    r"(?:\s+(?:nào|học))?\s+(?:nào|chưa|không|có|còn|đã|thuộc|đang|nộp|bị)(?!\w)[^.;:]{0,110}?),?\s+thì\s+(?:phải |cần |đề nghị |yêu cầu )?",
    re.IGNORECASE,
)


def of_whom(text: str, at: int, end: int) -> tuple[Name | None, int]:
    """Those of whom something is true, and where what they do begins: "Đơn vị nào chưa nộp thì gửi …"."""
    match = _OF_WHOM.match(text, at, end)
    rest = text[match.end() : end][:60] if match else ""
    if match is None or not opens_with_verb(re.sub(r"^(?:chưa|không)(?: được)? ", "", rest)):
        return None, at
    words = squeeze(match["who"])
    return Name(words, match.start("who"), match.end("who"), GROUP, words), match.end()


_COLON = re.compile(r"(?:\s(?!có|chủ|phải|cần|thực|tổ|phối|và)[a-zà-ỹđ]+){1,5}(?=\s*:)")


_NARROWS = re.compile(
    r"(?:có|đang|nằm|ở|thuộc|trong|ngoài|công lập|ngoài công lập|trung học|tiểu học|mầm non|phổ thông|đại học|cao đẳng|nhà nước|tư nhân|sản xuất"
    r"|kinh doanh|khai thác|chủ|vùng|tham gia|được giao|trọng điểm|chuyên môn|cấp|hành chính|sự nghiệp|tôn giáo|nước ngoài)(?!\w)"
)


_NO_BODY = re.compile(
    r"(?:Việc|Công tác|Quá trình|Nội dung|Thời gian|Kinh phí|Nguồn|Kết quả|Mục tiêu|Mục đích|Nhiệm vụ|Nguyên tắc|Yêu cầu|Tình hình"
    r"|Địa điểm|Đối tượng|Hình thức|Trường hợp|Hồ sơ|Số|Mức|Mọi|Đây|Để|Khi|Nếu|Mà|Trước|Chậm nhất|Định kỳ|Ngay|Bắt đầu|Sau|Trên|Trong|Từ|Đến|Theo|Qua|Ngoài|Hằng|Hàng|Về|Tại)(?!\w)",
    re.IGNORECASE,
)


_CLAUSE = re.compile(
    r"^(?:[Ll]à|cũng|yêu cầu|đề nghị|đã)\s|(?<!\w)(?:mà|thì|coi như|nếu)(?!\w)|\svà$"
)


def unknown_lead(text: str, at: int, end: int) -> Name | None:
    """A lead of unknown form: the words before "chủ trì" or "có trách nhiệm", when they are few."""
    match = re.compile(
        r"(?P<who>(?:(?!giao|chủ trì|phối hợp|đồng thời|ngoài ra|bên cạnh|trong đó|sau khi|trên cơ sở|[,;.:]\s).){3,90}?)\s*,?\s+(?=chủ trì|có trách nhiệm|chịu trách nhiệm|phối hợp với|làm đầu mối|là đầu mối)",
        re.IGNORECASE,
    ).match(text, at, end)
    if match and (
        re.search(r"(?i)(?:đơn vị|cơ quan)$", match["who"])
        or _NO_BODY.match(match["who"])
        or _CLAUSE.search(match["who"])
    ):
        return None  # the head of a table, a label or a clause, not a name
    if not match or len(match["who"].split()) > 14 or opens_with_verb(match["who"]):
        return None
    words = squeeze(match["who"])
    return Name(words, match.start("who"), match.end("who"), "unknown", words)


def unknown_many(text: str, at: int, end: int) -> Name | None:
    """A group of unknown nouns: "Các chủ rừng" before something to do."""
    match = _MANY.match(text, at, end)
    while match:
        stop = match.end()
        if does_at(text, stop) or re.match(r"có trách nhiệm|chủ trì|phải\s", text[stop:]):
            words = squeeze(text[at:stop])
            return Name(words, at, trim(text, at, stop, " ,")[1], "unknown", words)
        wider = re.compile(r"(?:\S+\s+)(?=\S)").match(text, stop, end)
        if not wider or len(text[at : wider.end()].split()) > 9 or text[stop - 2] in ",;:.":
            return None
        match = re.compile(re.escape(text[at : wider.end()])).match(text, at, end)
    return None


def unknown_proper(text: str, at: int, end: int) -> Name | None:
    """A lead of unknown form that begins with a capital: the words up to something to do."""
    if not text[at : at + 1].isupper() or _NO_BODY.match(text, at, end):
        return None
    if opens_with_verb(text[at : at + 60]):
        return None
    for i, word in enumerate(_WORDS.finditer(text, at, min(end, at + 120))):
        here = word.start()
        if i and text[here].islower() and does_at(text, here):
            words = squeeze(text[at:here]).strip(" ,")
            return Name(words, at, trim(text, at, here, " ,")[1], "unknown", words)
        if i > 10 or word.group().endswith((":", ";", ".")):
            return None
    return None


def unknown_helpers(text: str, at: int, end: int) -> tuple[list[Name], int]:
    """Helpers of unknown form: the words up to the first thing to do."""
    words = list(_WORDS.finditer(text, at, min(end, at + 160)))
    for i, word in enumerate(words[1:14], 1):
        here = word.start()
        if word.group() in ("để", "nhằm"):
            return [], at  # what they do together is the act
        if (text[here].islower() and does_at(text, here)) or words[i - 1].group().endswith(
            (":", ";")
        ):
            a, b = trim(text, at, here, " ,;:")
            body = squeeze(text[a:b])
            return [Name(body, a, b, "unknown", body)], b
    return [], at


_NEXT = re.compile(r"\s*(?:,\s*và|,|;|và)\s+(?=[^\W\d_])")
_NO_NEXT = re.compile(
    r"(?:theo|trên cơ sở|căn cứ|để|nhằm|trong|trước|sau|khi|nếu|chậm|đồng thời|tại|từ|với|về|cùng|hằng|hàng|định kỳ|có|phải|cần|không|kịp"
    r"|chủ trì|phối hợp|giao|yêu cầu|đề nghị|cụ thể|trong đó|đến|vào|bằng|do|là)(?!\w)",
    re.IGNORECASE,
)


def further_leads(text: str, names: list[Name], at: int, end: int) -> tuple[list[Name], int]:
    """The names with a last one of unknown form between a comma and something to do."""
    gap = _NEXT.match(text, at, end)
    if not names or gap is None or names[-1].kind == PERSON:
        return names, at
    start = gap.end()
    body = _SMALL_BODY.match(text, start) or _LARGE_BODY.match(text, start)
    if not body and (
        does_at(text, start)
        or opens_with_verb(text[start : start + 60])
        or _NO_NEXT.match(text, start)
    ):
        return names, at
    for i, word in enumerate(_WORDS.finditer(text, start, min(end, start + 110))):
        here = word.start()
        if i > 1 and text[here].islower() and (does_at(text, here) or _ACTS.match(text, here)):
            words = squeeze(text[start:here])
            stop = trim(text, start, here, " ,")[1]
            if _ADVERB.search(words) or not _BODILY.match(words):
                return names, at
            return [*names, Name(squeeze(text[start:stop]), start, stop, "unknown", words)], stop
        if i > 12 or not re.fullmatch(r"[^\W\d_&]+,?|[-–&]|\w+&\w+", word.group()):
            return names, at
    return names, at


_BODILY = re.compile(
    rf"(?:các\s|{CAP}|(?:phòng|trung tâm|chi cục|cục|trường|bệnh viện|công ty|ban|viện|hội|trạm|sở|trung cấp|cao đẳng|đoàn)\s)"
)
_SMALL_BODY = re.compile(rf"(?:phòng|trung tâm|chi cục|cục|trường|bệnh viện|ban|viện|trạm)\s+{CAP}")
_LARGE_BODY = re.compile(r"(?:Phòng|Thanh tra|Kho|Tổ|Đội|Trạm)\s(?!chống|ngừa|việc|chức)")
