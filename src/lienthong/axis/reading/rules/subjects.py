"""The whole of who must act: from where a name begins to what is to be done, lists and brackets too.

The forms of names that the dictionaries know end where their form ends; papers join them with names
of no known form, narrow them, put asides behind them. What ends a subject for certain is its
predicate, so this reads forward to the first one and takes what stands before it for names.
"""

import re

from .body_words import CAP, STOP_LOWER, UBND, does_at
from .letters import squeeze, trim
from .lexicon import BODY, GROUP_NOUNS, NARRATIVE, POST
from .names import AGENCY, GROUP, PERSON, Name, names_at

_LONGEST = 420  # letters; the addressees of a long list
_PLAIN = 9  # words in a row of no known form
_SMALL = 4

_HEAD = re.compile(
    rf"(?:(?:tất cả|toàn thể|toàn bộ)\s+)?(?:(?:các|những|mỗi|từng|quý)\s+)?"
    rf"(?:đồng chí\s+|ông(?:,? (?:và )?| \()bà\)?\s+)?(?:{GROUP_NOUNS}|{BODY}|{POST}|{UBND}|Sở|Bộ|chính quyền|Ủy ban|Đảng ủy|hộ|người đứng đầu|nhân dân(?! các cấp)|người dân|trụ sở|nơi thờ tự|nhà ở|nhà dân|nhà nước|Nhà nước"
    r"|(?-i:[A-ZĐ]{2,8})(?=\s+(?:tỉnh|huyện|quận|thị xã|thành phố|xã|phường|các|cấp|trực thuộc|cơ sở)))(?!\w)",
    re.IGNORECASE,
)
_NO_HEAD = re.compile(
    r"(?:Việc|Công tác|Quá trình|Nội dung|Thời gian|Kinh phí|Nguồn|Kết quả|Mục tiêu|Mục đích|Nhiệm vụ|Nguyên tắc|Yêu cầu|Tình hình"
    r"|Tổ chức(?!\s+(?:đoàn|chính|xã|cơ sở|có|liên quan|tín|,))|Báo cáo|Đội ngũ|Cấp(?!\s+ủy)|Tỉnh\s+(?:đã|đang|sẽ)|Hội nghị|Hội thi|Hội thảo|Hội trường|Tổ hợp|Khu vực|Ban hành|Hạt\s+(?!Kiểm)"
    r"|Thành phần|Lớp\s+(?:học|tập)|Bộ\s+(?:máy|phận\s+này|tiêu|chỉ|luật|câu|đề)|Thị trường|Ngành nghề|Trường hợp|Đảng viên|Đoàn kết|Thanh tra\s+(?:việc|công))(?!\w)",
    re.IGNORECASE,
)
_ROOM = re.compile(
    rf"[Pp]hòng\s+(?:{CAP}|các|ban|chuyên môn)|[Ll]ãnh đạo\s+(?:{CAP}|các|địa phương|cơ quan|đơn vị|phòng|tỉnh|huyện|xã|phường)"
)  # a department and not "to prevent"; those who lead and not "to lead"
_STRONG = re.compile(
    r"(?:chủ trì|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|làm (?:cơ quan |đơn vị )?đầu mối|(?:là|làm) (?:cơ quan|đơn vị) (?:chủ trì|đầu mối|thường trực|làm đầu mối)"
    r"|(?:cần )?phải|cần|không được|phối hợp|theo (?:đúng )?chức năng|căn cứ (?:vào )?(?:chức năng|nhiệm vụ|tình hình|quy định|nội dung|Kế hoạch|kế hoạch)|trên cơ sở (?:chức năng|nhiệm vụ)"
    r"|theo (?:nhiệm vụ|thẩm quyền|phân công)|khẩn trương|nghiêm túc|chủ động|tập trung|tiếp tục|trực tiếp chỉ đạo|quan tâm|kịp thời|thường xuyên|định kỳ)(?!\w)"
)
_TELLS = re.compile(
    r"(?:đã|đang|sẽ|vẫn|vừa|là(?! cơ quan| đơn vị)|gồm|bao gồm|cũng|còn|bị|nhận thấy|nhận được|xin|kính|trân trọng|thì|mà|như sau|tự)(?!\w)"
)
_WITHIN = re.compile(
    r"(?:của|thuộc|trực thuộc|tại|trên|trong|ở|có|được giao|được phân công|liên quan|từ|cùng cấp|các (?:tỉnh|huyện|quận|xã|phường|thị|thành|cấp|sở|ban|ngành|đơn vị|cơ quan|trường|địa phương|đoàn thể))(?!\w)"
)
_CHARGE = re.compile(r"(?:phụ trách|theo dõi|được phân công)\s+(?=(?:địa bàn|lĩnh vực|xã|huyện|khối|mảng|thôn|các)[\s,]|\S+\s*,)")
_TO = re.compile(r"(?:đến|tới)(?!\w)")
_SEVERAL = re.compile(r"(?:Các|Những|Tất cả|Toàn thể|Cấp ủy|Mọi)(?!\w)")
_HOLDS = re.compile(r"\scó\s")
_SAYS = re.compile(r"có (?:ý kiến|văn bản|báo cáo|công văn)(?!\w)")
COLON = re.compile(r"\s*:(?!//)")
_GAP = re.compile(r"\s*(?:,\s*(?:và\s+)?|;\s*(?:và\s+)?|\s(?:và|hoặc|cùng với|cùng)\s+(?:các\s+(?=đồng chí))?)\s*")
_BRACKET = re.compile(r"\s*\([^()]{2,160}\)|\s*\[[^\[\]]{2,160}\]")
_WORD = re.compile(r"\s*([^\s,;:.()\[\]]+)")
_ASIDE = re.compile(r"(?:đến nay |hiện nay |hiện )?(?:còn |vẫn )?chưa\s[^,;.]{3,160},\s*")


def acts_at(text: str, at: int, end: int) -> bool:
    """Whether a predicate stands at a place: something to do, or the words of a duty."""
    return text[at : at + 1].islower() and bool(
        _STRONG.match(text, at, end) or _SAYS.match(text, at, end) or does_at(text, at)
    )


def begins_subject(text: str, at: int, end: int) -> bool:
    """Whether a name of some body, group or post may begin at a place."""
    if _NO_HEAD.match(text, at, end) or (does_at(text, at) and not _ROOM.match(text, at, end)):
        return False
    return bool(_HEAD.match(text, at, end) or names_at(text, at, end)[0])


def subject_at(text: str, at: int, end: int, *, sure: bool = False) -> tuple[list[Name], int] | None:
    """The names from `at` to the predicate that follows them, and where that stands.

    None where no list of names stands there, or no predicate ends it. `sure`: only a predicate that
    can be nothing else, or several who act, where a sentence may tell as well as order.
    """
    end = min(end, at + _LONGEST)
    out: list[Name] = []
    here = at
    while True:
        item = _item(text, here, end) if out or begins_subject(text, here, end) else None
        if item is None:
            return None
        names, here = item
        out += names
        bracket = _BRACKET.match(text, here, end)
        if bracket:
            here = bracket.end()
        space = re.compile(r"\s*,?\s*").match(text, here, end)
        after = space.end() if space else here
        aside = _ASIDE.match(text, after, end)
        after = aside.end() if aside else after
        if COLON.match(text, here, end):
            return None if sure else (out, here)
        if (aside or after > here) and acts_at(text, after, end):
            comma = "," in text[here:after] or (names and _HOLDS.search(names[-1].text))
            weak = sure and not _SEVERAL.match(text, at) and len(out) < 2
            if (weak or comma) and not _STRONG.match(text, after, end):
                return None
            return out, after if aside else here
        gap = _GAP.match(text, here, end)
        if gap is None or gap.end() == here:
            return None
        here = gap.end()
        if out and not (begins_subject(text, here, end) or text[here : here + 1].isupper()):
            return None


def _item(text: str, at: int, end: int) -> tuple[list[Name], int] | None:
    """One name (or several of known forms) with what narrows it; ends before a gap or a predicate."""
    names, here = names_at(text, at, end)
    known = bool(names)
    head = None if known else _HEAD.match(text, at, end)
    here = here if known else head.end() if head else at
    plain = 0
    stop = here
    firm = known and names[-1].kind == AGENCY
    narrowed = proper = False
    small_words = 0
    while True:
        gap = _GAP.match(text, here, end)
        if _BRACKET.match(text, here, end) or (gap and not _joins(text, here, end)):
            if gap and narrowed and _lists(text, gap.end(), end):
                here = stop = gap.end()
                continue  # "các hộ có trâu, bò chủ động": what narrows it is a list
            break
        word = _WORD.match(text, here, end)
        if word is None or text[here : word.start(1)].strip():
            break
        start = word.start(1)
        charge = _CHARGE.match(text, start, end)
        if acts_at(text, start, end) and not charge:
            break
        if _ASIDE.match(text, start, end):
            break
        if _TELLS.match(text, start, end) or plain > _PLAIN or text[start].isdigit():
            return None
        more, after = names_at(text, start, end)
        if more and after > word.end():
            here = stop = after
            plain = 0
            continue
        small = STOP_LOWER.match(text, start)
        within = _WITHIN.match(text, start, end) or (
            text[:start].rstrip().endswith("liên quan") and _TO.match(text, start, end)
        )
        narrowed = narrowed or bool(within)
        if (small and not within) or (firm and not narrowed and text[start].islower()):
            return None
        here = stop = charge.end() if charge else word.end()
        small_words = 0 if within or charge or not text[start].islower() else small_words + 1
        plain += text[start].islower()
        proper = proper or text[start].isupper()
        if (proper or firm) and small_words > _SMALL:
            return None  # behind a proper name so many small words are something said of it
    start, stop = trim(text, at, stop, " ,;")
    if stop - start < 4:
        return None
    if known and names[-1].end >= stop:
        return names, stop
    last = names[-1] if known else None
    begin = last.start if last else start
    words = squeeze(text[begin:stop])
    kind = last.kind if last and last.kind in (AGENCY, GROUP) else "unknown"
    if last and last.kind == PERSON:
        return None
    whole = Name(words, begin, stop, kind, words, last.post if last else "")
    return [*names[:-1], whole], stop


def _lists(text: str, at: int, end: int) -> bool:
    """Whether a small word of no name stands behind a comma, and soon something to do."""
    words = re.compile(r"[a-zà-ỹđ]+(?:\s[a-zà-ỹđ]+)?\s").match(text, at, end)
    if words is None or begins_subject(text, at, end) or acts_at(text, at, end):
        return False
    return any(acts_at(text, at + m.start(), end) for m in re.finditer(r"\S+", text[at : at + 30]))


def _joins(text: str, at: int, end: int) -> bool:
    """Whether "và" stands inside a name: two small words, a capital on both sides of no new name."""
    gap = re.compile(rf"\s+và\s+(?={CAP})").match(text, at, end)
    return bool(gap) and not begins_subject(text, gap.end(), end) if gap else False


__all__ = ["acts_at", "begins_subject", "subject_at", "NARRATIVE"]
