"""Where and until when results are sent, said in a sentence of its own behind the duties it belongs to.

"Báo cáo gửi về Sở Nội vụ trước ngày 25/3/2019" is no duty beside the one before it but its time limit;
behind several duties it is the limit of the report alone, and none of theirs: what is to be handed in
is then a duty of its own, of those to whom the paper is addressed.
"""

import re
from collections.abc import Iterable
from datetime import date

from .clauses import sentences
from .deadlines import limits, rhythms
from .directory import plain
from .duty import Duty, Span
from .letters import trim
from .lexicon import TRIGGER
from .names import GROUP, Name, names_at
from .outline import Node, walk
from .page import Paper
from .sayings import IF_TROUBLE, ONLY_LIMIT

_SENDS = re.compile(
    r"(?:(?:khẩn trương|kịp thời|tổng hợp|tổng hợp kết quả|chỉ đạo|có|lập|xây dựng|và|tiến hành|nghiêm túc|thực hiện|tổ chức thực hiện"
    r"|tổ chức triển khai thực hiện|triển khai|triển khai thực hiện|đề nghị|yêu cầu)[\s,]+)*"
    r"(?:báo cáo|(?:gửi|nộp|có) (?:báo cáo|kết quả|(?:văn bản )?(?:góp )?ý kiến|văn bản|góp ý|danh sách|số liệu|thông tin|bản|hồ sơ)|văn bản|ý kiến|kết quả)(?!\w)[^.;]{0,160}?(?:về|cho|tới|đến|trước|chậm nhất)\s",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\W*(?:(?:Các |Bản )?(?:nội dung báo cáo|báo cáo|kết quả|văn bản|công văn|ý kiến|danh sách|hồ sơ|kế hoạch|số liệu|thông tin|nội dung góp ý|bản đăng ký|phiếu|góp ý|tài liệu|đề xuất)"
    r"[^.;]{0,200}?(?:gửi|báo cáo|nộp|về|trước|chậm nhất)\s|(?:Thời hạn|Thời gian|Hạn)(?: cuối| chót)? (?:gửi|nộp|báo cáo|nhận|hoàn thành|góp ý|đăng ký)"
    r"|(?:Việc|Công việc|Các nội dung|Nội dung) (?:này|trên|nêu trên)[^.;]{0,60}?(?:hoàn thành|xong|trước)\s"
    r"|(?:Định kỳ|Hằng|Hàng)[^.;:]{2,60}?,?\s(?:tổng hợp,? )?(?:báo cáo|gửi)\s"
    r"|(?:Kính |Trân trọng )?(?:Đề nghị|Yêu cầu|Nhận được)[^.;]{0,200}?(?:báo cáo|gửi|nộp|hoàn thành)\s|Trên đây [^.;]{0,220}?(?:báo cáo|gửi)\s)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?:(?:khẩn trương|nghiêm túc|tổ chức|triển khai)\s+)*(?:thực hiện|hoàn thành|triển khai)(?: xong)?(?: (?:các )?(?:nội dung|công việc|nhiệm vụ|việc)(?: (?:này|trên|nêu trên))?)?\s+(?:trước|trong|chậm nhất|xong|đến)\s[^.;]{0,60}$",
    re.IGNORECASE,
)
_HANDED_IN = re.compile(
    r"(?:(?:Các |Bản |Toàn bộ )?(?:báo cáo|kết quả|văn bản|công văn|ý kiến|danh sách|hồ sơ|kế hoạch|số liệu|thông tin|nội dung (?:góp ý|báo cáo)|đăng ký|phiếu|góp ý|tài liệu|đề xuất|bài dự thi|biểu)(?!\w)"
    r"(?:(?!đã |đang |được |cho thấy|của (?:Sở|UBND|Ủy ban|Bộ|Công an|Thanh tra|Ban)\s)[^.;:]){0,160}?(?<!\w)(?:(?:đề nghị|xin|yêu cầu|kính)\s+[^.;:]{0,60}?)?(?:gửi|nộp|báo cáo|chuyển)\s"
    r"|(?:Thời hạn|Thời gian|Hạn)(?: cuối| chót)? (?:gửi|nộp|báo cáo)\s"
    r"|(?:Định kỳ|Hằng|Hàng)[^.;:]{2,60}?,?\s(?:tổng hợp,? )?(?:báo cáo|gửi báo cáo|gửi kết quả)\s)",
    re.IGNORECASE,
)  # what is to be handed in, said without saying by whom
_DONE = re.compile(r"(?<!\w)đã (?:gửi|nộp|báo cáo|chuyển)(?!\w)")
_REPORTS = re.compile(
    r"(?:(?:khẩn trương|kịp thời|nghiêm túc|quan tâm|tiếp tục|tổng hợp,?|lập|xây dựng|gửi|có)\s+)*(?:báo cáo|tham gia ý kiến|góp ý|ý kiến|cho ý kiến|đăng ký)(?!\w)",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"(?:các |quý |thủ trưởng các )*(?:cơ quan|đơn vị|địa phương|đồng chí|ngành|cấp|sở|trường|phòng)(?:\s*(?:,|và)\s*(?:các )?(?:cơ quan|đơn vị|địa phương|tổ chức|ngành|cấp))*",
    re.IGNORECASE,
)


def settled(
    paper: Paper,
    found: list[Duty],
    root: Node,
    told: tuple[Name, ...],
    year: int | None,
    issued: date | None,
) -> list[Duty]:
    """The duties, with a sentence that only says where and when results go put to the one before it.

    Where there is no such one, it is a duty of those who are `told`.
    """
    out: list[Duty] = []
    for duty in found:
        span = (duty.begin, duty.stop)
        if (
            len(out) == 1
            and _only_sends(paper, duty, out[0])
            and limits(paper.flat, *span, year, issued)
        ):
            _give(out[0], span)
        elif out and _only_ends(paper, duty) and limits(paper.flat, *span, year, issued):
            for earlier in out:
                if not limits(paper.flat, earlier.begin, earlier.stop, year, issued):
                    _give(earlier, span)
        elif not ONLY_LIMIT.fullmatch(paper.flat[duty.start : duty.end]):
            out.append(duty)  # and not "Chi bộ: hoàn thành trước ngày …": until when, not what
    alone = len(out) == 1
    for span in _loose(paper, root, found):
        limited = limits(paper.flat, *span, year, issued)
        if alone and out[0].begin < span[0]:
            if limited:
                _give(out[0], span)
            continue
        asked = [d for d in out if d.begin < span[0] and _REPORTS.match(paper.flat, d.start, d.end)]
        if (
            limited
            and len(asked) == 1
            and not limits(paper.flat, asked[0].begin, asked[0].stop, year, issued)
        ):
            _give(asked[0], span)
        elif limited or rhythms(paper.flat, *span):
            out += _handed_in(paper, *span, told)
    return sorted(out, key=lambda duty: (duty.begin, duty.start))


def _handed_in(paper: Paper, start: int, end: int, told: tuple[Name, ...]) -> Iterable[Duty]:
    """The duty to hand something in, of those whom the sentence names, else of those who are told."""
    if not _HANDED_IN.match(paper.flat, start, end) or _DONE.search(paper.flat, start, end):
        return
    asked = TRIGGER.search(paper.flat, start, end)
    lead = (names_at(paper.flat, asked.end(), end)[0] if asked else []) or list(told)
    if lead:
        start, end = trim(paper.flat, start, end, " ;.,/")
        yield Duty(lead, [], start, end, start, None, marked=False)


def _only_sends(paper: Paper, duty: Duty, before: Duty) -> bool:
    if duty.marked or duty.tabled or not _SENDS.match(paper.flat, duty.start, duty.end):
        return False
    return _key(duty) == _key(before) or all(
        n.kind == GROUP and _VAGUE.fullmatch(n.text) for n in duty.lead
    )


def _only_ends(paper: Paper, duty: Duty) -> bool:
    """Whether the words only say until when all that was told before must be done."""
    vague = all(n.kind == GROUP and _VAGUE.fullmatch(n.text) for n in duty.lead)
    return (
        vague
        and not duty.marked
        and not duty.tabled
        and bool(_ENDS.match(paper.flat, duty.start, duty.end))
    )


def _key(duty: Duty) -> str:
    return plain(
        " ".join(re.sub(r"^(?:các|quý|thủ trưởng)\s", "", n.body.lower()) for n in duty.lead)
    )


def _give(duty: Duty, span: Span) -> None:
    duty.inherited = (span, *duty.inherited)


def _loose(paper: Paper, root: Node, found: list[Duty]) -> Iterable[Span]:
    """The sentences of this kind that are part of no duty."""
    taken = sorted((d.begin, d.stop) for d in found)
    for node in walk(root):
        for a, b in node.blocks:
            for start, stop in sentences(paper.flat, a, b):
                if any(s <= start < e for s, e in taken) or not _TELLS.match(
                    paper.flat, start, stop
                ):
                    continue
                if not IF_TROUBLE.search(paper.flat[start:stop]):
                    yield start, stop
