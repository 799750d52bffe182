"""Clauses before an order or its subject: purpose, basis, time; and what others asked for before."""

import re

from .body_words import does_at
from .leads import unknown_many
from .letters import UPPER
from .lexicon import TRIGGER, opens_with_verb
from .names import GROUP, PERSON, names_at
from .subjects import begins_subject, subject_at

_OPENS = re.compile(
    r"(?:Để|Nhằm|Trong khi|Trong lúc|Trong phạm vi|Theo chức năng|Trên tinh thần|Căn cứ|Trên cơ sở|Sau (?:khi|kỳ|dịp|đợt|thời gian|ngày|mỗi)|Trước mắt|Ngoài ra|Đồng thời|Bên cạnh đó|Riêng|Trong thời gian|Trong quá trình|Khi có"
    r"|Trường hợp|Trong trường hợp|Thực hiện|Tuy nhiên|Vì vậy|Do đó|Do vậy|Theo đó|Trước khi|Sau đó|Thời gian tới|Trong thời gian tới|Về|Liên quan(?: đến)?|Đối với|Hằng (?:tháng|quý|năm)|Hàng (?:tháng|quý|năm)|Định kỳ|Trước ngày|Từ nay đến|Ngay sau khi|Ngay sau|Trong dịp|Trước, trong và sau|Trong những ngày|Cùng với đó"
    r"|(?:Chỉ thị|Công điện|Công văn|Văn bản|Thông báo|Kế hoạch|Quyết định|Nghị quyết)(?: cũng)? (?:nêu rõ|nêu|ghi rõ|chỉ rõ|quy định|xác định))(?!\w)",
    re.IGNORECASE,
)
_RECITAL = re.compile(
    r"(?:Căn cứ|Trên cơ sở) (?:vào )?(?:Hiến pháp|Luật|Bộ luật|Pháp lệnh|Nghị định|Thông tư)"
)
_AGREED = re.compile(r"(?:Đồng ý|Chấp thuận|Thống nhất|Nhất trí|Thỏa thuận)\s")
_AND_THEN = re.compile(rf"(?:\svà|;|,)\s+(?=[{UPPER}])")
_CARRIES_OUT = re.compile(r"Thực hiện(?!\w)")  # tells as often as it orders: only with a time limit
_UNTIL = re.compile(r"(?<!\w)(?:trước ngày|chậm nhất|trước \d|xong trước)(?!\w)")
_HEARD = re.compile(
    r"Sau khi (?:nghe|thảo luận|trao đổi|làm việc)(?!\w)"
)  # what came before a word
_PAST = re.compile(
    r"(?:vừa |đã |thời gian |năm |tháng )qua(?!\w)|gần đây|trước đây|(?:Trong )?những năm"
)
_PLACES = re.compile(
    rf",\s+(?=\S)|(?:thực tế|được giao|được phân công|nêu trên|hiện hành|địa phương|đơn vị),?\s+(?=[{UPPER}])"
)
_TITLE = re.compile(rf":\s+(?=[{UPPER}])")
_ON_THIS = re.compile(r"(?:Về|Liên quan)\s", re.IGNORECASE)
_OF_ANOTHER = re.compile(r"(?:của|do|tại|cho|với|thuộc|về|và|từ|theo|giữa|các)\s+$", re.IGNORECASE)
_SPEAKS = re.compile(
    r"\W*(?:yêu cầu|đề nghị|kính đề nghị|giao|chỉ đạo|thông báo|hướng dẫn(?= (?:việc|một số|thực hiện|như|cụ thể))|ban hành|có ý kiến|trân trọng|xin|kính|trả lời|đã|đang|sẽ|là|chỉ thị)\s",
    re.IGNORECASE,
)


def subject_after(text: str, start: int, end: int) -> int | None:
    """Where the subject of an order stands behind "Để …,", "Căn cứ …," and the like; or None."""
    if not _OPENS.match(text, start, end) or _RECITAL.match(text, start, end):
        return None
    if _HEARD.match(text, start, end):
        return None
    if text[start:end].rstrip().endswith(":"):
        return None
    until = _CARRIES_OUT.match(text, start, end) is None or _UNTIL.search(text, start, end)
    for place in _PLACES.finditer(text, start, min(end, start + 700)):
        at = place.end()
        if _OF_ANOTHER.search(text, max(start, at - 12), at):
            continue
        names, stop = names_at(text, at, end)
        if (
            not names
            and text.startswith("tất cả các ", at)
            and (many := unknown_many(text, at, end))
        ):
            return many.start
        if names and not opens_with_verb(text[stop:end].lstrip(" ,")[:60]):
            whole = subject_at(text, at, end)
            names, stop = whole if whole else (names, stop)
        rest = text[stop : stop + 90]
        if not names or names[0].kind == PERSON or _SPEAKS.match(rest) or not until:
            continue
        if _PAST.search(text, start, at):
            return None
        if _ON_THIS.match(text, start, end) and _orders(text, start, at):
            return None  # "Về việc này, Chủ tịch giao Công an tỉnh chủ trì, phối hợp với Sở X, Y …"
        if any(begins_subject(text, m.end(), at) for m in _TITLE.finditer(text, start, at)):
            return None  # "Đối với việc …: Các tổ chức, cá nhân, các cơ sở …": behind the colon
        acts = rest.lstrip(" ,")
        sure = re.match(
            r"(?:chủ trì|có trách nhiệm|chịu trách nhiệm|phải|cần|khẩn trương|chủ động)\s", acts
        )
        if sure or (
            rest.startswith(" ")
            and does_at(text, stop + len(rest) - len(acts))
            and _may_lead(names[-1].kind, text, at)
        ):
            return None if _ordered_before(text, start, at, end) else at
    return None


def _orders(text: str, start: int, at: int) -> bool:
    """Whether somebody is told before a place."""
    return any(names_at(text, m.end(), at)[0] for m in TRIGGER.finditer(text, start, at))


def _ordered_before(text: str, start: int, at: int, end: int) -> bool:
    """Whether a name stands in a list of those whom the words before it order: "yêu cầu X, Y …"."""
    for match in TRIGGER.finditer(text, start, at):
        whole = subject_at(text, match.end(), end)
        names, stop = whole if whole else names_at(text, match.end(), end)
        if names and match.end() < at < stop:
            return True
    return False


def _may_lead(kind: str, text: str, at: int) -> bool:
    """Whether the words are a subject of their own: a group in small letters after a comma may be listed."""
    return (
        kind != GROUP
        or text[at].isupper()
        or text.startswith(("các ", "tất cả các ", "thủ trưởng"), at)
    )


def subject_of_agreed(text: str, start: int, end: int) -> int | None:
    """Where somebody begins who acts on what was agreed: "Đồng ý chủ trương …, Sở X bố trí vốn"."""
    if not _AGREED.match(text, start, end):
        return None
    for place in _AND_THEN.finditer(text, start + 8, end):
        names, stop = names_at(text, place.end(), end)
        acts = text[stop:end].lstrip(" ,")
        if names and names[0].kind != PERSON and opens_with_verb(acts[:60]):
            return place.end() if not _OTHERS.search(text, start, place.start()) else None
    return None


_OTHERS = re.compile(r"(?:giữa|của|do|gồm|cho|giao|để)\s[^,;]{0,60}(?:,[^,;]{0,60}){0,3}$")
_REPORTS_ORDER = re.compile(
    r"(?<!\w)(?:(?:đã|vừa) (?:có|ban hành|gửi|ký|chuyển|phát hành|nhận được)|nhận được"
    r"|(?:có|ban hành|gửi) (?:Công văn|công văn|Văn bản|văn bản|Quyết định|Chỉ thị|Thông báo|Kế hoạch|Công điện)(?: hỏa tốc)? số)(?!\w)"
)
_SUBJECT = re.compile(rf",\s+(?=[{UPPER}])")


_IN_WHICH = re.compile(
    r"(?:Thực hiện|Căn cứ|Theo|Tại|Triển khai)\s[^.;]{10,400},?\s(?:trong đó|theo đó|có nội dung|về việc)(?: có)?\s(?:nội dung )?$",
    re.IGNORECASE,
)  # "Thực hiện Nghị quyết số …, trong đó giao các địa phương …": what that paper said
_ABOVE = re.compile(
    r"(?:Quốc hội|(?<!Văn phòng )Chính phủ|(?:Phó )?Thủ tướng(?: Chính phủ)?(?: [A-ZĐ]\w*){0,4}|Bộ Chính trị|Ban Bí thư|Ban Chấp hành Trung ương)(?: (?:đã|cũng|tiếp tục|luôn|cũng đã))?\s$"
)
_DID = re.compile(
    r"(?:Chủ tịch|Thủ tướng|Bí thư|UBND|Ủy ban nhân dân|Bộ|Sở|Phòng|Tỉnh ủy|Huyện ủy|Chính phủ)(?:\s[^.;,:]{1,60})?\sđã\s(?!có ý kiến|thống nhất)[^.;:]{3,160}[,;]\s$"
)  # "Thủ tướng đã đến thôn …, yêu cầu tỉnh …"
_GOVERNMENT = (
    "chính phủ",
    "thủ tướng",
    "văn phòng chính phủ",
    "quốc hội",
    "ban chấp hành trung ương",
    "bộ chính trị",
    "ban bí thư",
    "văn phòng trung ương",
)


def told_of_above(text: str, start: int, at: int, issuer: frozenset[str]) -> bool:
    """Whether an order only tells what the Government or a paper cited asked, in a paper of somebody else."""
    clause = max(start, text.rfind(". ", start, at) + 1)
    low = max(clause, at - 460)
    if _IN_WHICH.search(text, low, at) or _DID.search(text, max(clause, at - 240), at):
        return True
    if not issuer or any(own.startswith(_GOVERNMENT) for own in issuer):
        return False
    part = max(clause, text.rfind(";", start, at) + 1)
    return bool(_ABOVE.search(text, max(part, at - 90), at))


def told_before(text: str, start: int, at: int) -> bool:
    """Whether an order only tells what some paper asked for: "Bộ X đã có Công văn số … đề nghị Y …"."""
    clause = max(start, text.rfind(";", start, at) + 1, text.rfind(". ", start, at) + 1)
    found = None
    for match in _REPORTS_ORDER.finditer(text, clause, at):
        found = match
    if found is None:
        return False
    for comma in _SUBJECT.finditer(text, found.end(), at):
        names, stop = names_at(text, comma.end(), at)
        if names and at - stop < 40:
            return False
    return True


_BASIS = re.compile(r"(?:căn cứ|trên cơ sở|để|nhằm)\s", re.IGNORECASE)
_WORD = re.compile(r"\S+")


def without_basis(text: str, start: int, end: int) -> int:
    """The start of what is to be done behind a basis that outweighs it; behind a loose "để", "yêu cầu"."""
    loose = re.compile(r"(?:để|nhằm|yêu cầu)\s+", re.IGNORECASE).match(text, start, end)
    if (
        loose
        and "," not in text[loose.end() : end]
        and opens_with_verb(text[loose.end() : end][:60])
    ):
        return loose.end()
    if not _BASIS.match(text, start, end):
        return start
    for word in _WORD.finditer(text, start + 8, end):
        here = word.start()
        before = text[max(start, here - 5) : here].rstrip()
        if before.endswith(("này", "trên", "giao", "mình")) and does_at(text, here):
            return start  # "căn cứ Kế hoạch này xây dựng …": the act stands before the first comma
        if not before.endswith((",", ")", " để")) or not text[here].islower():
            continue
        if opens_with_verb(text[here : here + 60]):
            return here if here - start > 1.2 * (end - here) else start
    return start
