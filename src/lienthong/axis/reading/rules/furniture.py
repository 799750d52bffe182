"""What stands between the lines of a body and is none of its words: numbers of pages, the path of a file,
the words of a signing program, a law site's name, a portal's buttons, the specks that recognition read.

They are blanked letter by letter, with the end of their line, so that the lines above and below stand
together as if nothing had been between them; no place moves.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

_BODY = re.compile(
    r"(?m)^[ ]*(?:Kính gửi\s*:?|Căn cứ |Thực hiện |Theo |(?:[1I][.]|Điều 1[.]) |[^\n]{70})[^\n]*\n"
)
_PAGE = re.compile(
    r"(?:[-–—~•. ]{0,4}(?:Trang|TRANG|Page)?[ ]?\d{1,3}(?:[ ]?(?:/|of|trên)[ ]?\d{1,3})?[-–—~•.'` ]{0,4}|\[\d{1,3}\])"
)  # "2", "- 2 -", "Trang 2/5"
_ODD = frozenset("~|^\\¬¦`=_§†'\"“”—ˆ«»°¢")  # what recognition makes of a speck: "x ~", "- = 4 ;"
_RULE = re.compile(r"[-*_.…=]{3,}|[./]+/[./]*|[-–+•*]")  # a drawn line, an end, a mark set apart
_PRINTED = re.compile(
    r"(?:[A-Z]:\\\S[^\n]*|(?:file:///|https?://|www\.)\S+[^\n]{0,60}|\S{0,60}\.(?:docx?|pdf|xlsx?|odt)"
    r"|(?:Ký bởi|Người ký|Ngày ký|Thời gian ký|Ký ngày|Giờ ký|Signed by|Digitally signed|Signature|Email)(?: ?:| by| Not)[^\n]{0,120}"
    r"|Signature Not Verified|-{2,3} ?PAGE BREAK ?-{2,3}|(?:Scanned (?:by|with) )?CamScanner|\d{1,2}[/-]\d{1,2}[/-]\d{4} \d{1,2}:\d{2}(?::\d{2})?(?: ?\+07:00)?"
    r"|\d{0,3} ?CÔNG BÁO ?/ ?Số [\d +&/-]+(?:/ ?Ngày [\d/-]+)? {0,60}\d{0,3}|CÔNG BÁO"
    r"|(?:\W{0,3}(?:LuatVietnam|LuậtViệtnam|LUATVIETNAM|Luật Việt Nam|THƯ VIỆN PHÁP LUẬT|ThuVienPhapLuat|Thư viện pháp luật|Hệ thống pháp luật|HETHONGPHAPLUAT|vbpl)(?:\.\w{2,6}){0,2}(?:[ ]*[-–|:*(/®][^\n]{0,80})?)"
    r")",
    re.IGNORECASE,
)  # D:\TDC\cong van\cv.docx; Ký bởi: …; CÔNG BÁO/Số 331 + 332/Ngày 15-03-2015
_PORTAL = re.compile(
    r"(?:\([A-ZĐ]{2,6}\)"
    r"|(?:Chia sẻ|Cỡ chữ|Lượt xem|Số lượt (?:xem|truy cập|đọc)|Lượt truy cập|Tags?|Từ khóa|Nguồn tin|Đã xem|Views?|Chuyên mục|Font chữ)(?: ?:|\s*$)[^\n]{0,90}"
    r"|(?:Cập nhật(?: lần cuối)?|Đăng lúc|Ngày đăng)(?: ngày| lúc)? ?:? ?\d[^\n]{0,40}"
    r"|(?:Chia sẻ|Share|Like|Tweet|Thích)(?:[ ,|]+(?:lên|qua|Facebook|Zalo|Twitter|Email|Google\+?|bài viết|LinkedIn|Gmail))*"
    r"|(?:Facebook|Zalo|Twitter)(?:[ ,|]+(?:Facebook|Zalo|Twitter|Email|YouTube|Instagram))*"
    r"|(?:In|Gửi|Lưu|Nghe|Tải|Tải về|Xem|Sao chép) (?:bài viết|trang này|bài này|bản in|cho bạn bè|email|liên kết|tệp đính kèm|file|toàn văn|trang|văn bản (?:này|gốc|đính kèm))\W*"
    r"|(?:Các tin|Các bài|Tin|Bài viết|Tin tức|Văn bản) (?:(?:đã |mới |cũ )?(?:đưa|đăng|khác|hơn|liên quan|mới nhất|cùng chuyên mục|nổi bật|đọc nhiều))(?: (?:khác|hơn|nhất))?\W*"
    r"|(?:®|©)?\s*(?:Ghi rõ nguồn|Bản quyền thuộc|Bản quyền ©|Copyright|Vui lòng ghi rõ nguồn|Đề nghị ghi rõ nguồn)(?!\w)[^\n]{0,110}"
    r"|(?:Để được (?:giải đáp|tư vấn|hỗ trợ)(?: (?:thắc mắc|miễn phí|trực tuyến))?[^\n]{0,20}(?:vui lòng|xin) (?:gọi|liên hệ)|Vui lòng (?:gọi|đăng nhập|bật)|Mời (?:quý )?(?:bạn|độc giả|quý vị) (?:đọc|xem|theo dõi|click)|Bạn (?:đọc|có thể) (?:xem|tải))(?!\w)[^\n]{0,110}"
    r"|(?:Xem thêm|Đọc tiếp|Đọc thêm|Quay lại|Về đầu trang|Lên đầu trang|Về trang trước|Trang trước|Trang sau|Gửi ý kiến|Gửi phản hồi|Bình luận|Ý kiến bạn đọc|Đánh giá bài viết|Trang chủ|Click để xem)(?:\W[^\n]{0,60})?"
    r"|A[-+]? A A ?[-+]{1,2}|(?:\d{1,6} )?lượt xem\W*|Tổng số điểm (?:của bài viết)?[^\n]{0,60}|\d{1,2} đánh giá[^\n]{0,40})\s*",
    re.IGNORECASE,
)  # the buttons and notes of a portal
_ENDED = re.compile(r"[.;:!?…/][)”\"]?\s*\Z")
_MARK = re.compile(
    r"[ ]*(?:[-–—+•*]|\d{1,2}(?:\.\d{1,2})*[.)/]|[a-zđ][.)]|[IVX]{1,5}[.)]|Điều \d|\(\d\))"
)
_WIDE = 50  # letters of a line that was filled, so that the next may go on with it
_NARROW = 70  # letters: what a page carries at its head or foot is no longer
_FOOT = re.compile(r"N[ơƠ][iI] (?:nhận|NHẬN|gửi)")
_FOOT_LINES = 25
_OFTEN = 2  # how often a line must have parted a sentence to be the page's own


class _Line(NamedTuple):
    """A line without the blanks around its words, and its span."""

    words: str
    start: int
    end: int


def without_furniture(text: str) -> str:
    """The text with what stands between the lines of its body blanked; every place stays."""
    body = _BODY.search(text)
    if body is None:
        return text
    lines = _lines(text, body.start())
    odd = _repeated(lines, _furniture(lines))
    out, at = [], 0
    for first, last in _gaps(lines, odd):
        for start, end in _blanked(lines, odd, first, last, len(text)):
            out += [text[at:start], " " * (end - start)]
            at = end
    return "".join([*out, text[at:]])


def _lines(text: str, start: int) -> list[_Line]:
    out, at = [], start
    for words in text[start:].split("\n"):
        out.append(_Line(words.strip(), at, at + len(words)))
        at += len(words) + 1
    return out


def _furniture(lines: list[_Line]) -> list[bool]:
    """Which lines are none of the paper's words, whatever stands around them."""
    out, foot = [], -_FOOT_LINES
    for i, line in enumerate(lines):
        foot = i if _FOOT.match(line.words) else foot
        own = i - foot < _FOOT_LINES  # two columns, where a speck may be a signature
        words = line.words
        short = len(words) <= 2 * _NARROW
        odd = short and bool(_PRINTED.fullmatch(words) or _PORTAL.fullmatch(words))
        out.append(i > 0 and (odd or (not own and bool(_PAGE.fullmatch(words) or _speck(words)))))
    return out


def _speck(words: str) -> bool:
    if not words or len(words) > 10 or _RULE.fullmatch(words) or "---" in words:
        return False
    letters = sum(c.isalnum() for c in words)
    return not letters or (letters <= 2 and any(c in _ODD for c in words))


def _repeated(lines: list[_Line], odd: list[bool]) -> list[bool]:
    """The same with the short lines that part sentences again and again: the head of every page."""
    parted: Counter[str] = Counter()
    alike: dict[str, list[int]] = defaultdict(list)
    words = [i for i, line in enumerate(lines) if line.words and not odd[i]]
    for above, here, below in zip(words, words[1:], words[2:], strict=False):
        line = lines[here].words
        if len(line) > _NARROW or _MARK.match(line):
            continue
        key = re.sub(r"\d+", "0", line)
        alike[key].append(here)
        parts = lines[below].words[0].islower() and not _ENDED.search(lines[above].words)
        parted[key] += parts and not line[0].islower()
    out = list(odd)
    for key, count in parted.items():
        if count >= _OFTEN and count * 2 >= len(alike[key]):
            for i in alike[key]:
                out[i] = True
    return out


def _gaps(lines: list[_Line], odd: list[bool]) -> Iterator[tuple[int, int]]:
    """The runs of lines without words that hold something odd: the first of them, and the one behind."""
    first = None
    for i, line in enumerate(lines):
        if line.words and not odd[i]:
            if first is not None and any(odd[first:i]):
                yield first, i
            first = i + 1
    if first is not None and any(odd[first:]):
        yield first, len(lines)


def _blanked(
    lines: list[_Line], odd: list[bool], first: int, last: int, end: int
) -> Iterator[tuple[int, int]]:
    """The spans to blank in a run of lines, with the ends of these lines."""
    if last < len(lines) and _goes_on(lines[first - 1].words, lines[last].words):
        yield lines[first].start, lines[last].start
        return
    for i in range(first, last):
        if odd[i]:
            yield lines[i].start, min(lines[i].end + 1, end)


def _goes_on(above: str, below: str) -> bool:
    """Whether a sentence goes on behind what parted it."""
    if _ENDED.search(above) or _MARK.match(below):
        return False
    return below[0].islower() or (len(above) >= _WIDE and not above.isupper())
