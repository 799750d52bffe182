"""What is handed on or made known, and what those who get it shall do with it.

"Chuyển đơn đến Sở X để xem xét, giải quyết" gives work; "thông báo để các phòng biết, thực hiện" only
tells, unless something of its own is to be done ("… biết và niêm yết tại trụ sở").
"""

import re

from .letters import UPPER
from .lexicon import opens_with_verb
from .names import GROUP, Name, names_at
from .order_parts import DUTY, Assignment, with_helpers
from .page import Paper
from .sayings import only_does
from .subjects import subject_at

_KNOWS = re.compile(
    r"(?<!\w)(?:thông báo|kính báo|trả lời|báo)(?!\w)[^.;:]{0,300}?(?<!\w)(?:được )?biết(?!\w)(?:\s*(?:,|và|để)(?=\s))*\s*",
    re.IGNORECASE,
)  # "thông báo để Sở X biết, thực hiện"
_WHOM = re.compile(r"(?<!\w)(?:để|cho|đến|tới|thông báo)\s+(?=\S)", re.IGNORECASE)
_STEPS = re.compile(
    r"triển khai (?:các )?(?:bước|công việc) tiếp theo|(?:theo dõi|phối hợp|liên hệ|chủ động)(?!\w)"
)
_TOLD_ON = re.compile(rf"(?<!\w)thông báo để\s+(?=[{UPPER}]|các\s)")

_SAYS_SO = re.compile(r"\s*(?:xin |kính |trân trọng )*" + _KNOWS.pattern, re.IGNORECASE)


def makes_known(words: str) -> bool:
    """Whether the words behind a name say that it makes something known: who speaks, not who is told."""
    return bool(_TOLD_ON.match(words.lstrip()) or _SAYS_SO.match(words))


_PASSES = re.compile(
    rf"(?<!\w)(?:kính )?chuyển\s+(?:(?!đổi|giao|biến)[^.;:,]{{0,80}}?\s)?(?:đến|tới|cho)\s+(?=[{UPPER}]|các\s)"
)


_TOLD = re.compile(
    r"(?<!\w)(?:sẽ|đã|đang)(?!\w)[^.;]*$"
)  # what becomes of something is told, nobody is asked
_LATE = re.compile(
    r"\s(?!để\s)[^.;:]{3,240}?(?=\s(?:để|đề nghị|nhằm)\s+(?!biết))"
)  # what is passed on
_SENT_TO = re.compile(
    r"(?<!đã )(?<!vừa )(?:xin gửi|gửi|chuyển)(?!\w)[^.;]{0,200}?\s(?:để|đề nghị)\s+(?=(?:quý|các|[A-ZĐ]))",
    re.IGNORECASE,
)  # "xin gửi dự thảo để quý Bộ có ý kiến"
_HANDS_ON = re.compile(rf"Chuyển\s+(?=[{UPPER}])")  # "Chuyển Bộ X nghiên cứu, xử lý"


_THING = re.compile(
    r"(?:Riêng )?(?:các |những |toàn bộ )?(?:việc|công tác|số liệu|chi phí|văn bản|tài liệu|biên bản|kinh phí|hồ sơ|nội dung|phần việc|nhiệm vụ|dự toán|thủ tục|phương án|báo cáo)(?!\w)",
    re.IGNORECASE,
)
_BY = re.compile(r"\sdo\s+(?=[^\W\d_])")
_MADE = re.compile(
    r"(?:ban hành|quy định|phát hành|làm chủ đầu tư|cấp|công bố|chủ trì biên soạn)(?!\w)"
)


def done_by(paper: Paper, start: int, end: int) -> Assignment | None:
    """What is to be done by somebody: "Việc cho vay … do Ngân hàng X xem xét, quyết định"."""
    text = paper.flat
    if not _THING.match(text, start, end):
        return None
    for place in reversed(list(_BY.finditer(text, start, min(end, start + 600)))):
        names, stop = names_at(text, place.end(), end)
        act = text[stop:end].lstrip()
        if not names or not opens_with_verb(act[:60]):
            names, stop = subject_at(text, place.end(), end) or (names, stop)
            act = text[stop:end].lstrip()
        if not names or not opens_with_verb(act[:60]) or _MADE.match(act):
            continue
        order = with_helpers(paper, names, stop, end, start)
        if order and only_does(text, order.start, order.end):
            order.start, order.end = start, place.start()  # "… do Chi cục X thực hiện"
        return order
    return None


def passed_on(paper: Paper, start: int, end: int) -> list[Assignment]:
    """What is passed on to be dealt with: "chuyển đơn đến Sở X để xem xét, giải quyết"."""
    text = paper.flat
    told = _TOLD_ON.search(text, start, end)
    whom, after = names_at(text, told.end(), end) if told else ([], end)
    if told and whom and DUTY.match(text, after, end):
        order = with_helpers(paper, whom, after, end, told.start())
        return [order] if order else []
    order = _made_known(paper, start, end)
    if order:
        return [order]
    sent = _SENT_TO.search(text, start, end)
    whom, after = names_at(text, sent.end(), end) if sent else ([], end)
    opinion = re.compile(r"\s*(?:có|cho|tham gia) ý kiến(?!\w)").match(text, after, end)
    if sent and whom and (opinion or opens_with_verb(text[after:end].lstrip()[:60])):
        order = with_helpers(paper, whom, after, end, sent.start())
        return [order] if order else []
    match = _HANDS_ON.match(text, start, end) or _PASSES.search(text, start, end)
    if match and _TOLD.search(text, start, match.start()):
        return []
    lead, here = names_at(text, match.end(), end) if match else ([], end)
    if match and lead and (late := _LATE.match(text, here, end)):
        here = late.end()
    to_do = re.compile(r"\s*,?\s*(?:để|đề nghị|nhằm)?\s*(?=\S)").match(text, here, end)
    if not match or not lead or to_do is None or not opens_with_verb(text[to_do.end() : end][:60]):
        return []
    order = with_helpers(paper, lead, to_do.end(), end, match.start())
    return [order] if order else []


def _made_known(paper: Paper, start: int, end: int) -> Assignment | None:
    """What those who are told shall do besides knowing: "thông báo để các phòng biết và niêm yết …"."""
    text = paper.flat
    known = _KNOWS.search(text, start, end)
    if not known or _STEPS.match(text, known.end(), end):
        return None
    if not opens_with_verb(text[known.end() : end][:60]):
        return None
    know = text.rfind("biết", start, known.end())
    for place in _WHOM.finditer(text, known.start(), know):
        names, stop = names_at(text, place.end(), know)
        between = text[place.end() : know].strip().removesuffix(" được")
        if names and not text[stop:know].strip().removesuffix("được").strip():
            return with_helpers(paper, names, known.end(), end, known.start())
        if between.startswith(("các ", "quý ", "Quý ")) and len(between.split()) < 9:
            stop = place.end() + len(between)
            many = Name(between, place.end(), stop, GROUP, between)
            return with_helpers(paper, [many], known.end(), end, known.start())
    return None
