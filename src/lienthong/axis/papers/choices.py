"""The closed lists of official papers: kinds of paragraph, authorities to sign, urgency, copies."""

from enum import IntEnum, StrEnum
from typing import Final


class ParagraphKind(StrEnum):
    """How a paragraph of the text is set (Annex I, part I, II.6)."""

    BASIS = "basis"  # căn cứ ban hành, italic
    PLAIN = "plain"
    PART = "part"  # Phần I, its title beneath
    CHAPTER = "chapter"  # Chương I
    SECTION = "section"  # Mục 1
    SUBSECTION = "subsection"  # Tiểu mục 1
    ROMAN = "roman"  # I. NHỮNG KẾT QUẢ …
    ARTICLE = "article"  # Điều 1.
    CLAUSE = "clause"  # khoản: 1.
    POINT = "point"  # điểm: a)
    DASH = "dash"  # - …
    PLUS = "plus"  # + …
    ENACTING = "enacting"  # QUYẾT ĐỊNH:
    CENTRED = "centred"
    UNINDENTED = "unindented"
    TABLE = "table"


class Align(StrEnum):
    """How the cells of a table's column are set."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Authority(StrEnum):
    """The right by which somebody signs, as it is printed (Đ13; Annex I, II.7.b)."""

    FOR_COLLECTIVE = "TM."
    ACTING_HEAD = "Q."
    FOR_HEAD = "KT."
    BY_ORDER = "TL."
    BY_DELEGATION = "TUQ."
    NONE = ""


class Urgency(StrEnum):
    """The three stamps of urgency (Annex I, III.2.b); "hỏa tốc hẹn giờ" is none of the decree's."""

    NORMAL = ""
    URGENT = "KHẨN"
    VERY_URGENT = "THƯỢNG KHẨN"
    EXPRESS = "HOẢ TỐC"


URGENCY_FRAME_MM: Final = {
    Urgency.EXPRESS: 30,
    Urgency.VERY_URGENT: 40,
    Urgency.URGENT: 20,
}  # all 8 mm high

CIRCULATION_LIMITS: Final = ("XEM XONG TRẢ LẠI", "LƯU HÀNH NỘI BỘ")
SECRECY_MARKS: Final = ("TUYỆT MẬT", "TỐI MẬT", "MẬT")


class CopyForm(StrEnum):
    """The three forms of copies (Đ25)."""

    TRUE_COPY = "SAO Y"
    COPY_OF_COPY = "SAO LỤC"
    EXTRACT = "TRÍCH SAO"


class Medium(StrEnum):
    """What a copy is made from and made into (Đ25)."""

    PAPER = "giấy"
    ELECTRONIC = "điện tử"


class Purpose(StrEnum):
    """Why somebody stands under Nơi nhận (Annex I, II.9.a)."""

    ACT = "act"  # để thực hiện
    INFORM = "inform"  # để kiểm tra, giám sát, báo cáo, trao đổi, để biết


class Severity(IntEnum):
    """How much a finding of the form check weighs."""

    NOTE = 0  # worth knowing
    WARNING = 1  # against custom, or not certain
    ERROR = 2  # against the decree
    STOP = 3  # must not go on at all


class SnippetStyle(StrEnum):
    """The style of a text drawn into a field."""

    UPRIGHT = "upright"
    ITALIC = "italic"
    BOLD = "bold"


class BookKind(StrEnum):
    """The books of Annex IV."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"
    FOLLOW_UP = "follow_up"
    POSTAL = "postal"
    FILE_COPY_USE = "file_copy_use"
