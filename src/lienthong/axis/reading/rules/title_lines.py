"""Where the title of a paper ends: what stands below the name of its type and is no part of its subject."""

import re

from .head import number_line
from .headings import sends
from .headlines import ADDRESSEES, basis_line, stamp_line
from .lines import Segment, is_nation, is_rule
from .own_date import opens_date
from .page import Paper

CLUTTER = re.compile(
    r"\W*(?:co chu|luot xem|in trang|gui email|chia se|dang ngay|ngay dang|cap nhat|tai ve|xem chi tiet|file dinh kem|tac gia\W"
    r"|(?:ngay \d{1,2} thang \d{1,2} nam \d{4}|(?:ngay )?\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4})\W*$)"
)  # what a portal writes beside its texts, and a date alone on its line


def title_end(paper: Paper, pieces: list[Segment], i: int) -> int:
    """The end of a title under the name of the type: until a rule, the issuer, the basis."""
    if i >= len(pieces):
        return pieces[-1].end
    first, end = pieces[i], pieces[i].start
    last = first
    for piece in pieces[i : i + 9]:
        if piece is not first and (is_rule(piece) or piece.row - last.row > 2):
            break
        if piece is not first and (CLUTTER.match(piece.bare) or stamp_line(piece)):
            break
        goes_on = piece is not first and piece.text[:1].islower() and not sends(piece.text)
        ends = (ends_head(piece) or sends(piece.text)) and not (
            (piece is first and _may_be_title(piece)) or (goes_on and basis_line(piece))
        )
        if ends or is_rule(piece) or (_issuer_line(piece) and piece is not first):
            break
        if piece is not first and last.text.rstrip().endswith((".", ":")):
            break
        if (
            piece is not first
            and not piece.upper
            and (piece.row - last.row > 1 or len(piece.text) > 130)
        ):
            break
        if (
            piece is not first
            and first.upper
            and not piece.upper
            and not last.text.rstrip().endswith((",", "-"))
        ):
            break
        if piece is not first and not first.upper and _BY_POST.match(piece.bare) and piece.upper:
            break
        if len(piece.text) > 220:
            break
        if piece is not first and _opens_body(paper, piece) and not _last_of_title(pieces, piece):
            break
        end, last = piece.end, piece
    return end


_OPENS = re.compile(
    r"(?:Kính mời|Trân trọng|Hiện nay|Thời gian|Tình hình|Trên cơ sở|Năm \d|Từ ngày|Trong thời gian|Thời gian qua|Ngày \d|Thực hiện|Căn cứ|Để |Nhằm|Theo |Xét |Sau khi|Qua |Vừa qua"
    r"|Ủy ban nhân dân|UBND|Ban Thường vụ|Sáng ngày|Chiều ngày|Trong ngày|Vào lúc|Hồi \d|Cơ quan|Công ty|Sở |Phòng )"
)


def _opens_body(paper: Paper, piece: Segment) -> bool:
    """Whether a line opens the body: a capital, out of the middle, or words that begin a body."""
    if piece.upper or not piece.text[:1].isupper():
        return False
    if len(piece.text) > 45 and paper.aside(piece.start, piece.end):
        return True
    return len(piece.text) > 45 and bool(_OPENS.match(piece.text))


def _last_of_title(pieces: list[Segment], piece: Segment) -> bool:
    """A line without an end of its own, before the issuer in capitals, a rule or the basis."""
    if piece.text.rstrip()[-1:] in ".:;,":
        return False
    after = next((p for p in pieces if p.start > piece.start), None)
    return after is not None and (is_rule(after) or _issuer_line(after) or basis_line(after))


_BY_POST = re.compile(
    r"(?:truong ban|giam doc|tong giam doc|hieu truong|vien truong|chanh an|ban thuong vu|ban chap hanh|thu truong|ban giam doc|tong cuc truong)(?!\w)"
)  # who decides, in capitals under a title in small letters


def _may_be_title(piece: Segment) -> bool:
    """A title that begins as a basis does: "Thực hiện Nghị quyết …" under KẾ HOẠCH."""
    return bool(re.match(r"(?i)(?:thực hiện|để|triển khai)\b", piece.text)) and not re.search(
        r"(?:sau|như sau|:)\W*$|có ý kiến", piece.text
    )


def _issuer_line(piece: Segment) -> bool:
    """A line that names who decides, in capitals: CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …"""
    return piece.upper and bool(
        re.match(
            r"(?:chu tich|uy ban nhan dan|hoi dong nhan dan|bo truong|giam doc so|chinh phu|thu tuong|so |cuc truong|chanh)",
            piece.bare,
        )
    )


def ends_head(piece: Segment) -> bool:
    return bool(
        ADDRESSEES.match(piece.text)
        or number_line(piece)
        or basis_line(piece)
        or is_nation(piece)
        or opens_date(piece)
        or stamp_line(piece)
        or re.match(
            r"^(?:I|1|Điều 1|Phần I|Phần thứ nhất|Chương I)\s*(?:[.):/]|[-–]\s)", piece.text
        )
        or re.match(
            r"^(?:\S{1,3}\s+)?(?:MỤC ĐÍCH|MỤC TIÊU|ĐÁNH GIÁ|TÌNH HÌNH|ĐẶC ĐIỂM|KẾT QUẢ|PHẦN THỨ)\b",
            piece.text,
        )
        or re.match(r"^(?:KHẨN|HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN)", piece.text)
    )


def past_issuer(pieces: list[Segment], start: int) -> int:
    """The place behind the lines in capitals that name who decides, where the basis follows them."""
    behind = [p for p in pieces if p.start >= start and not is_rule(p)][:4]
    for i, piece in enumerate(behind):
        if i and basis_line(piece):
            return behind[i - 1].end
        named = _issuer_line(piece) or _BY_POST.match(piece.bare) if not i else True
        if not piece.upper or not named:
            return start
    return start
