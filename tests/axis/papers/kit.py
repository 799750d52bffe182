"""Sample letters, and rulers: what stands where on a page, in which size and face."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from lienthong.axis.papers import api as papers
from lienthong.axis.papers.api import (
    Authority,
    AuthorityLine,
    LetterData,
    Paragraph,
    ParagraphKind,
    Purpose,
    Recipient,
    Signatory,
)

MM = 72 / 25.4
AT = dt.datetime(2026, 1, 5, 8, 30, tzinfo=dt.UTC)
CHAIRMAN = Signatory(
    "Nguyễn Văn A (mẫu)",
    "Chủ tịch",
    (AuthorityLine(Authority.FOR_COLLECTIVE, "Ủy ban nhân dân"),),
)
DEPUTY = Signatory(
    "Nguyễn Văn A (mẫu)",
    "Phó Chủ tịch",
    (
        AuthorityLine(Authority.FOR_COLLECTIVE, "Ủy ban nhân dân"),
        AuthorityLine(Authority.FOR_HEAD, "Chủ tịch"),
    ),
)
LONG_NAME = "Ban Quản lý Khu kinh tế Dung Quất và các Khu công nghiệp Quảng Ngãi"


def plain(text: str) -> Paragraph:
    return Paragraph(ParagraphKind.PLAIN, text)


def letter(**changes: Any) -> LetterData:
    """A công văn without a fault, number and date still open."""
    values: dict[str, Any] = {
        "type_code": 18,
        "agency": "Ủy ban nhân dân\ntỉnh Quảng Ngãi",
        "notation": "UBND-TTHC",
        "place": "Quảng Ngãi",
        "subject": "triển khai kết quả học tập kinh nghiệm",
        "body": (
            plain("Để triển khai kết quả học tập kinh nghiệm, UBND tỉnh yêu cầu các cơ quan:"),
            Paragraph(ParagraphKind.CLAUSE, "Sở Nội vụ chủ trì, tham mưu kế hoạch.", "1"),
            Paragraph(ParagraphKind.CLAUSE, "Các địa phương báo cáo trước ngày 25/01/2026./.", "2"),
        ),
        "signatory": DEPUTY,
        "year": 2026,
        "addressees": ("Các sở, ban, ngành tỉnh", "UBND các xã, phường, đặc khu"),
        "recipients": (
            Recipient("Như trên", Purpose.ACT),
            Recipient("Chủ tịch, các PCT UBND tỉnh"),
        ),
        "filed_at": "VT, TTHC",
    }
    return LetterData(**{**values, **changes})


def decision(**changes: Any) -> LetterData:
    """A quyết định without a fault."""
    kind = ParagraphKind
    values: dict[str, Any] = {
        "type_code": 2,
        "notation": "QĐ-UBND",
        "subject": "Về việc ban hành Quy chế làm việc",
        "issuing_authority": "Ủy ban nhân dân tỉnh Quảng Ngãi",
        "addressees": (),
        "recipients": (Recipient("Như Điều 2", Purpose.ACT), Recipient("Sở Nội vụ")),
        "body": (
            Paragraph(kind.BASIS, "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020;"),
            Paragraph(kind.BASIS, "Theo đề nghị của Chánh Văn phòng."),
            Paragraph(kind.ENACTING, "QUYẾT ĐỊNH:"),
            Paragraph(kind.ARTICLE, "Ban hành kèm theo Quyết định này Quy chế làm việc.", "1"),
            Paragraph(kind.ARTICLE, "Chánh Văn phòng chịu trách nhiệm thi hành./.", "2"),
        ),
    }
    return letter(**{**values, **changes})


@dataclass(frozen=True)
class Found:
    """A text on a page: its box in points from the lower left, size and face of its first letter."""

    left: float
    bottom: float
    right: float
    top: float
    size: float
    face: str
    colour: tuple[int, int, int]


class Page:
    """One page of a PDF with its letters."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.width, self.height = page.get_size()
        self.letters = page.get_textpage()
        self.text = "".join(
            chr(raw.FPDFText_GetUnicode(self.letters, i)) for i in range(self.letters.count_chars())
        )

    def find(self, words: str, nth: int = 0) -> Found:
        """Where these words stand on one line; fails the test when they do not."""
        start = -1
        for _time in range(nth + 1):
            start = self.text.find(words, start + 1)
            assert start >= 0, f"{words!r} is not on the page:\n{self.text}"
        boxes = [
            self.letters.get_charbox(i, loose=True)
            for i in range(start, start + len(words))
            if not self.text[i].isspace()
        ]
        return Found(
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
            round(raw.FPDFText_GetFontSize(self.letters, start), 2),
            self._face(start),
            self._colour(start),
        )

    def _face(self, index: int) -> str:
        import ctypes

        buffer = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        size = raw.FPDFText_GetFontInfo(self.letters, index, buffer, 128, flags)
        return bytes(buffer.raw[: size - 1]).decode().split("+")[-1]

    def _colour(self, index: int) -> tuple[int, int, int]:
        import ctypes

        parts = [ctypes.c_uint() for _ in range(4)]
        raw.FPDFText_GetFillColor(self.letters, index, *parts)
        return (parts[0].value, parts[1].value, parts[2].value)

    def edges(self) -> tuple[float, float, float, float]:
        """The extreme edges of all letters: left, bottom, right, top, in points."""
        boxes = [
            self.letters.get_charbox(i, loose=True)
            for i in range(len(self.text))
            if not self.text[i].isspace()
        ]
        return (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )

    def picture(self, dpi: float = 100) -> Image.Image:
        image: Image.Image = self.page.render(scale=dpi / 72).to_pil().convert("RGB")
        return image


@contextmanager
def opened(pdf: bytes) -> Iterator[list[Page]]:
    """All pages of a file."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield [Page(document[i]) for i in range(len(document))]
    finally:
        document.close()


def text_of(pdf: bytes) -> str:
    """All text of a file, white space made one."""
    with opened(pdf) as pages:
        return " ".join(" ".join(page.text for page in pages).split())


def centre(found: Found | papers.Box) -> float:
    """The middle of a box across."""
    if isinstance(found, Found):
        return (found.left + found.right) / 2
    return found.x + found.w / 2
