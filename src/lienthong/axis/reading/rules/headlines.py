"""Lines of a head told by how they open: addressees, subject, stamp, basis, a signing program."""

import re

from .letters import UPPER
from .lines import Segment, is_nation, is_party, is_rule

SUBJECT = re.compile(
    r"^\W{0,3}(?:(?:Công văn|CÔNG VĂN)\s+(?:Số\s*:?[^\n]{3,70}?\s+)?(?=V/v|Về việc))?(?:V/v|(?<=[nN] )Về việc\s|(?<=\d )Về việc\s|V\s*/\s*v|VV|Vlv|V/N|Viv)\W{0,2}\s*",
    re.IGNORECASE,
)
ADDRESSEES = re.compile(r"^(?P<noise>.{0,14}?)\bKính gửi\s*[:;.]?\s*", re.IGNORECASE)
_WIRE = re.compile(r"^(?P<noise>[^:]{0,90}?)\b(?:ĐIỆN|điện)\s*:\s*")  # "CHỦ TỊCH UBND TỈNH ĐIỆN:"
_SIGNED_BY = re.compile(
    r"^(?:ky boi|nguoi ky|email|co quan:|ngay ky|thoi gian ky|signature|ngay:|digitally)",
    re.IGNORECASE,
)
STAMP = re.compile(
    r"^\W*(?:CÔNG VĂN |VĂN BẢN )?[ĐD][EÉÈẺẼẸÊẾỀỂỄỆ]N\b"
    rf"|^\W*[{UPPER}][{UPPER} .,-]{{3,60}}\s[ĐD][EÉÈẺẼẸÊẾỀỂỄỆ]N\s*:?\s*(?:Số|Ngày|Giờ)(?!\w)"
)  # also behind the agency that stamped: "UBND TỈNH HÀ NAM ĐẾN Số: 1744"
_NUMBER = re.compile(r"^\W*Số\s*:")
_BASIS = re.compile(
    r"^[^\w:]*(?:Căn cứ|Theo đề nghị|Xét đề nghị|Thực hiện|Xét Tờ trình|Để )", re.IGNORECASE
)


def opening(pieces: list[Segment]) -> list[Segment]:
    """The pieces from the real head on: a title or note above the national name is left out."""
    for i, piece in enumerate(pieces[:40]):
        if is_nation(piece) and any(addressees_line(p) for p in pieces[:i]):
            return pieces  # the nation is named in the body
        if is_nation(piece) or is_party(piece):
            above = [p for p in pieces[:i] if p.upper and not is_rule(p)]
            number = next((p.row for p in pieces[:i] if _NUMBER.match(p.text)), piece.row)
            near = [p for p in above if number - p.row <= 6]
            return [p for p in pieces if p.start >= min([piece.start, *(q.start for q in near)])]
    return pieces


def body_paragraph(piece: Segment) -> bool:
    """Whether the piece is surely running text of the body."""
    return (len(piece.text) > 60 and not piece.upper) or basis_line(piece)


def basis_line(piece: Segment) -> bool:
    """Whether the piece opens the basis of a paper, in running letters."""
    return not piece.upper and bool(_BASIS.match(piece.text))


def signed_by_line(piece: Segment) -> bool:
    """Whether the piece is what a signing program printed (Ký bởi, Email, Thời gian ký)."""
    return bool(_SIGNED_BY.match(piece.bare))


def addressees_line(piece: Segment) -> re.Match[str] | None:
    """The match of "Kính gửi:", or of the "… ĐIỆN:" of a telegram, at the head of a piece."""
    wire = _WIRE.match(piece.text)
    sender = wire["noise"] if wire else "?"
    return ADDRESSEES.match(piece.text) or (wire if sender == sender.upper() else None)


def stamp_line(piece: Segment) -> re.Match[str] | None:
    """The match of the word that opens the stamp of an incoming paper."""
    return STAMP.match(piece.text)


def subject_line(piece: Segment) -> bool:
    """Whether the piece opens with "V/v"."""
    return bool(SUBJECT.match(piece.text))
