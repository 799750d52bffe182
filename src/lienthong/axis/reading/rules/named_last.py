"""Orders that name who acts behind what is to be done.

"Lập danh mục …, giao Sở X thực hiện", "… : UBND xã chịu trách nhiệm", "Công nợ … phải được Phòng Y thu hồi",
"Việc … giao ông Chánh Văn phòng".
"""

import re

from .body_words import CAP
from .clauses import begins_duty
from .letters import squeeze, trim
from .lexicon import opens_with_verb
from .names import Name, names_at
from .order_parts import Assignment, with_helpers
from .page import Paper
from .sayings import only_does

_BEFORE = re.compile(r"[\s,;:–-]*(?:(?:do đó|vì vậy|nên|và|thì|việc này)\s*)?$")
_MATTER = re.compile(
    r"(?:Riêng )?(?:[Vv]iệc|[Cc]ông tác|[Nn]ội dung|[Nn]hiệm vụ|[Pp]hần việc|[Hh]ồ sơ|[Kk]inh phí|[Đđ]ề án|[Dd]ự án)\s"
)
_COLON = re.compile(r":\s+(?=\S)")
_ANSWERS = re.compile(
    r"\s*(?:chịu trách nhiệm|thực hiện|đảm nhận|đảm nhiệm|phụ trách|chủ trì(?: thực hiện)?|chủ trì,? phối hợp [^.;:]{3,90} thực hiện)\W*$"
)
_SHORT = 16  # letters of an act


def act_before(paper: Paper, order: Assignment, start: int, at: int) -> None:
    """The order with what stands before "giao X thực hiện" for its act, where behind the name stands none."""
    text = paper.flat
    if not only_does(text, order.start, order.end):
        return
    gap = _BEFORE.search(text, start, at)
    a, b = trim(text, start, gap.start() if gap else at, " ,;:–-")
    if b - a < _SHORT or not (begins_duty(text, a, b) or _MATTER.match(text, a, b)):
        return
    order.start, order.end, order.begin = a, b, a


def charged_last(paper: Paper, start: int, end: int) -> Assignment | None:
    """What is to be done with the one who answers for it behind a colon: "… : UBND xã chịu trách nhiệm"."""
    text = paper.flat
    if not begins_duty(text, start, end):
        return None
    for colon in _COLON.finditer(text, start + _SHORT, end):
        names, stop = names_at(text, colon.end(), end)
        if names and _ANSWERS.match(text, stop, end):
            order = with_helpers(paper, names, stop, end, start)
            if order is None:
                return None
            order.start, order.end = trim(text, start, colon.start(), " ,;:")
            return order
    return _in_brackets(paper, start, end)


_ASIDE = re.compile(r"\s\((?P<who>[^()]{5,120})\)[\s.;,/]*$")
_SENT = re.compile(
    r"(?<!\w)(?:gửi|báo cáo|về|qua|tại|của|liên hệ|theo|đến|tới|cho|với|do)\s[^.;]{0,90}$"
)


_PLACE = re.compile(rf"(?:{CAP}\w*(?:\s+|$)){{0,4}}")


def _in_brackets(paper: Paper, start: int, end: int) -> Assignment | None:
    """What is to be done with who does it in brackets behind it: "Lồng ghép … (Sở Văn hóa)"."""
    text = paper.flat
    aside = _ASIDE.search(text, max(start, end - 140), end)
    if aside is None or _SENT.search(text, max(start, aside.start() - 90), aside.start()):
        return None
    names, stop = names_at(text, aside.start("who"), aside.end("who"))
    rest = text[stop : aside.end("who")].strip(" .;,")
    if not names or not _PLACE.fullmatch(rest):
        return None
    if rest:  # "Tỉnh đoàn Quảng Ngãi"
        words = squeeze(text[names[-1].start : aside.end("who")])
        last = Name(words, names[-1].start, aside.end("who"), names[-1].kind, words)
        names = [*names[:-1], last]
    return Assignment(names, [], start, aside.start(), start)


_PASSIVE = re.compile(r"(?<!\w)(?:phải|sẽ|cần|cần phải)\s+được\s+(?=\S)")
_SPREAD = re.compile(r"(?:Nội dung|Kế hoạch|Chỉ thị|Quyết định|Công văn|Thông báo)\s[^.;]{2,40}?\s(?:này )?được\s+(?=\S)")  # fmt: skip
_SET = re.compile(
    r"(?:phê duyệt|giao|ban hành|công nhận|cho phép|chấp thuận|thông qua|quy định|phân công|cấp(?! nhật)|công bố)(?!\w)"
)


def done_to(paper: Paper, start: int, end: int) -> Assignment | None:
    """What must be done to something by somebody: "Công nợ … phải được Phòng Tài chính thu hồi"."""
    text = paper.flat
    match = _PASSIVE.search(text, start, end) or _SPREAD.match(text, start, end)
    names, stop = names_at(text, match.end(), end) if match else ([], end)
    act = text[stop:end].lstrip()
    if not names or not opens_with_verb(act[:60]) or _SET.match(act):
        return None
    return with_helpers(paper, names, stop, end, start)
