"""A verb that still narrows who acts: "các doanh nghiệp có sử dụng 10 lao động nộp báo cáo".

The first thing to do behind a name is taken for what is to be done. Behind words that begin a clause
of the name ("có", "chưa", "thuộc"), as the second half of a word ("bán trú") or straight before
another verb ("tư vấn giám sát lập …") it is a part of the name, where something to do stands behind it.
"""

import re
from collections.abc import Iterator

from .language import language
from .letters import squeeze, trim
from .names import GROUP, PERSON, Name
from .subject_forms import MUST, TRADE
from .subjects import acts_at

_CLAUSE = re.compile(
    r"(?<!\w)(?:có|chưa|đang|là|nơi|mới|không|thuộc diện|còn|nằm trong|tham gia)\s*$"
)
_OF_TRADE = re.compile(
    r"(?:Các|Những|Mỗi) (?:cơ sở|tổ chức|doanh nghiệp|công ty|hộ|cửa hàng|đơn vị)$", re.IGNORECASE
)  # "các tổ chức kiểm định kỹ thuật … thực hiện": a trade is of the name
_OBJECT = re.compile(r"(?<!\w)(?:việc|hoạt động|công tác|các|những|theo|về|để|tốt|chặt chẽ)(?!\w)")
_WAS = re.compile(r"(?<!\w)(?:đang|đã|từng)\s*$")  # tells as often as it narrows
_KIND = re.compile(
    r"(?:Các|Những|Mọi|Tất cả|Đơn vị|Cơ quan|Nơi|Tổ(?! chức)|Đội|Đoàn|Chủ|Bộ phận|Thường trực)\s",
    re.IGNORECASE,
)  # those whom only what follows tells apart
_SHORT = 5
_BODY_OF_WORK = re.compile(
    r"(?:giám sát|kiểm tra|thẩm định|quản lý|tư vấn|thi công|bảo vệ|thanh tra|điều hành|kiểm soát|cung ứng|phục vụ|vận hành|thành lập|giúp việc)\s+"
)
_SERIAL = re.compile(
    r"(?:thực hiện|triển khai|xây dựng|rà soát|kiểm tra|hướng dẫn|tuyên truyền|quán triệt|phổ biến|thi hành|lấy ý kiến|đánh giá|tập huấn)(?!\w)"
)  # "tổ chức thực hiện": two verbs in a row that are what is to be done
_WORD = re.compile(r"\s*([^\s,;:.()\[\]]+)")
_TOLD_OF = re.compile(
    r"(?P<what>\s(?:được|đã|chưa|có|đang|thuộc|nằm|không)\s(?!trách nhiệm|nhiệm vụ)[^.;:]{3,170}?),?\s(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ)(?!\w)"
)  # "các đơn vị được phân bổ vốn … chịu trách nhiệm tổ chức"
_THEN = re.compile(r"\sthì\s")
_NEAR = 80  # letters
_FAR = 14  # words in which what is to be done must begin
_SEEN = 4  # times two syllables must have been counted together
_SHARE = 0.2  # and how often of all times that the second was seen


def past_modifier(
    text: str, lead: list[Name], here: int, end: int, *, marked: bool
) -> tuple[list[Name], int] | None:
    """The leads and the place behind a verb that only narrows the last of them; None where no other follows.

    As they are where the verb at the place is what is to be done.
    """
    space = re.compile(r"\s+").match(text, here, end)
    at = space.end() if space else here
    last = lead[-1]
    told = _TOLD_OF.match(text, here, end) if _KIND.match(last.text) else None
    if told and "thì " not in told.group():
        return _longer(text, lead, told.end("what"))
    if last.kind == PERSON or not acts_at(text, at, end) or MUST.match(text, at, end):
        return lead, here
    steers = _STEERS.search(last.text) and _steered(text, at, end)
    if steers:
        return _longer(text, lead, steers, last.kind)
    place = _next(text, at, end)
    of_trade = _OF_TRADE.match(last.text) and TRADE.match(text, at, end)
    if of_trade and place and not _OBJECT.search(text, at, place):
        return _longer(text, lead, place)
    known = _KIND.match(last.text)
    clause = known and (
        _CLAUSE.search(text, last.start, at) or (marked and _WAS.search(text, last.start, at))
    )
    work = known and len(last.text.split()) < _SHORT and _of_name(text, at, end)
    if not clause and not work and not _half(text, last.start, at):
        return lead, here
    if clause and _THEN.search(text, at, min(end, at + _NEAR)):
        return None  # "các đơn vị không bố trí trực thì …": a rule for those who do so
    if place is None:
        return None if clause and not _CLAUSE.fullmatch(last.text) else (lead, here)
    return _longer(text, lead, place)


def _longer(text: str, lead: list[Name], end: int, kind: str = GROUP) -> tuple[list[Name], int]:
    """The leads, the last of them with the words up to a place."""
    last = lead[-1]
    stop = trim(text, last.start, end, " ,")[1]
    words = squeeze(text[last.start : stop])
    return [*lead[:-1], Name(words, last.start, stop, kind, words, last.post)], stop


_STEERS = re.compile(r"(?:^|\s)(?:Ban Chỉ đạo|Ban Vận động|Tổ công tác|Tiểu ban|Tổ giúp việc)$")
_STEER_DOES = re.compile(
    r"(?:chủ trì|tổ chức(?! thực hiện)|có trách nhiệm|chỉ đạo|phối hợp|tham mưu|phân công|họp|chịu trách nhiệm)(?!\w)"
)


def _words(text: str, at: int, end: int, count: int) -> Iterator[tuple[int, int]]:
    """The first words of a clause: which, and where it begins."""
    for i in range(count):
        word = _WORD.match(text, at, end)
        if word is None or text[at : word.start(1)].strip():
            return
        yield i, word.start(1)
        at = word.end()


def _steered(text: str, at: int, end: int) -> int | None:
    """Where a body acts that is named after its work: "Ban Chỉ đạo thực hiện hỗ trợ nhà ở … tổ chức kiểm tra"."""
    for i, start in _words(text, at, end, _FAR + 6):
        if i > 2 and _STEER_DOES.match(text, start, end):
            return start
    return None


def _next(text: str, at: int, end: int) -> int | None:
    """Where the next thing to do begins behind the verb at a place, in the same clause."""
    work = _BODY_OF_WORK.match(text, at, end)
    for i, start in _words(text, at, end, _FAR):
        apart = i > 1 or (i and work and work.end() <= start)
        if apart and acts_at(text, start, end) and not _half(text, at, start):
            return start
    return None


def _half(text: str, low: int, at: int) -> bool:
    """Whether the syllable at a place is hardly seen but behind the one before it: "địa bàn", "kỳ họp"."""
    left = re.search(r"(\w+)\s$", text[max(low, at - 12) : at])
    right = re.compile(r"\w+").match(text, at)
    if left is None or right is None:
        return False
    if left[1].lower() == "ủy":
        return False  # "Tỉnh ủy ban hành": the committees are known names
    after = re.compile(r"\s(\w+)").match(text, right.end())
    syllable = right.group().lower()
    if after and _together(syllable, after[1].lower()):
        return False  # the first half of the next word
    return _together(left[1].lower(), syllable)


def _together(one: str, other: str) -> bool:
    model = language()
    times = model.pairs.get(one, {}).get(other, 0)
    return times >= _SEEN and times >= _SHARE * model.words.get(other, 1)


def _of_name(text: str, at: int, end: int) -> bool:
    """Whether the verb is work by which a body is named, straight before another verb."""
    work = _BODY_OF_WORK.match(text, at, end) or TRADE.match(text, at, end)
    if work is None:
        return False
    place = re.compile(r"\s*").match(text, work.end(), end)
    after = place.end() if place else work.end()
    return acts_at(text, after, end) and not _SERIAL.match(text, after, end)
