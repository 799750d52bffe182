"""A circumstance before who must act: "Do phiên tòa bị hoãn, Thư ký tống đạt lại …", "Vì vậy các xã …".

Such a sentence tells as often as it orders; so it counts only below words that ask ("yêu cầu … :",
"TỔ CHỨC THỰC HIỆN"), and never where it speaks of what is past.
"""

import re

from .leads import of_whom
from .names import PERSON, names_at
from .subjects import acts_at, subject_at

_OPENS = re.compile(
    r"(?:Do|Vì|Bởi|Nhân|Nếu|Khi|Khi nào|Từ (?:ngày|tháng|quý|năm|nay)|Trong (?:tháng|quý|năm|ngày|tuần|mọi|khi|các|suốt)|Trước (?:mắt|tình hình|\d)"
    r"|Tình hình|Chậm nhất|Bắt đầu|Đến (?:hết|ngày|tháng)|Hiện nay|Hiện|Tại|(?:Các |Những )?[Tt]rường hợp|(?:Các |Những )?[Hh]ộ|Ngay|Qua|Cùng với|Trước|Sau|nếu|khi|trường hợp|do|vì|trong)(?!\w)"
)
_THEREFORE = re.compile(r",\s+(?:vì vậy|do đó|do vậy|vì thế|bởi vậy|nên)\s+(?=\S)")
_LINK = re.compile(
    r"(?:Vì vậy|Vì thế|Do vậy|Do đó|Bởi vậy|Theo đó|Sau đó|Khi đó|Ngoài ra|Đồng thời|Trước mắt|Riêng|Nhân dịp này"
    r"|(?:Việc|Nội dung|Công việc|Vấn đề|Nhiệm vụ|Phần việc) (?:này|trên|đó)),?\s+(?=\S)",
)
_PLACES = re.compile(r",\s+(?=\S)|\s(?:thì|nên|do đó|vì vậy)\s+(?=\S)")
_PAST = re.compile(
    r"(?<!\w)(?:vừa qua|thời gian qua|năm qua|tháng qua|gần đây|trước đây|những năm|(?:đã|được) (?:đạt|tổ chức|triển khai|thực hiện|hoàn thành) (?:tốt|thành công|hiệu quả))(?!\w)"
)
_ASKED = re.compile(
    r"(?:yêu cầu|đề nghị|kết luận|chỉ đạo|chỉ thị|ý kiến|điện|nhiệm vụ|như sau|sau đây|thực hiện|phân công)(?!\w)[^.;]{0,160}:"
    r"|TỔ CHỨC THỰC HIỆN|PHÂN CÔNG|Tổ chức thực hiện|QUYẾT ĐỊNH|Quyết định\s*:|NHIỆM VỤ|Điều \d",
)
_TELLS = re.compile(
    r"\s*,?\s*(?:đã|đang|sẽ|vẫn|còn|vừa|được|bị|là|có(?! trách nhiệm| nhiệm vụ)|không có|gặp|xin|trân trọng|thông báo|nhận được|nhận thấy|ban hành Kế hoạch|đạt|xây dựng kế hoạch)(?!\w)"
)
_FAR = 500  # letters of a circumstance


def subject_behind(text: str, start: int, end: int) -> int | None:
    """Where the one begins who must act behind a circumstance or a word that joins; or None."""
    link = _LINK.match(text, start, end)
    if link and _acts(text, link.end(), end):
        return link.end() if asked(text, start) else None
    if not asked(text, start):
        return None
    therefore = _THEREFORE.search(text, start, end)
    if therefore and _acts(text, therefore.end(), end):
        return therefore.end()
    if not _OPENS.match(text, start, end):
        return None
    case = _CASE.match(text, start)
    for place in _PLACES.finditer(text, start, min(end, start + _FAR)):
        if _PAST.search(text, start, place.start()):
            return None
        at = place.end()
        one = case and _ONE.match(text, at)
        listed = "," in place.group() and not text[at].isupper()
        listed = listed and not _SEVERAL.match(text, at) and not one
        if not listed and _acts(text, at, end):
            return at
    return None


_CASE = re.compile(r"(?:Trường hợp|Khi|Nếu|trường hợp|khi|nếu)\s")
_ONE = re.compile(
    r"(?:người đứng đầu|giáo viên|cơ sở|cơ quan|đơn vị|địa phương|hiệu trưởng|nhà trường|chính quyền)(?!\w)"
)  # one in small letters, whom a case concerns
_SEVERAL = re.compile(r"(?:các|tất cả các|thủ trưởng|giám đốc|đồng chí|đ/c)\s")
_CONTEXT = 6000


def asked(text: str, start: int) -> bool:
    """Whether words that ask stand before a place: what follows them orders more often than it tells."""
    return bool(_ASKED.search(text, max(0, start - _CONTEXT), start))


def _acts(text: str, at: int, end: int) -> bool:
    """Whether somebody stands here, and what he shall do behind him."""
    if of_whom(text, at, end)[0]:
        return True
    names, stop = names_at(text, at, end)
    if names and names[0].kind == PERSON:
        return False
    if not names or not acts_at(text, _past_space(text, stop, end), end):
        whole = subject_at(text, at, end)
        if whole is None and names:
            return False
        names, stop = whole or ([], at)
    if not names:
        return False
    return not _TELLS.match(text, stop, end)


def _past_space(text: str, at: int, end: int) -> int:
    match = re.compile(r"\s*,?\s*").match(text, at, end)
    return match.end() if match else at
