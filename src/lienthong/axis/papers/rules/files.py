"""What can be measured of a PDF made elsewhere: page size, margins and fonts (Annex I, part I.I)."""

import ctypes
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from lienthong.axis.papers.choices import Severity

from .findings import Finding

MM: Final = 72 / 25.4
A4_MM: Final = (210.0, 297.0)
SIZE_TOLERANCE_MM: Final = 2.0
MARGIN_TOLERANCE_MM: Final = 1.0
MOST_PAGES: Final = 50  # measured; the rest is set like them
_TIMES: Final = re.compile(r"^times[\s-]?new[\s-]?roman", re.IGNORECASE)
_LIKE_TIMES: Final = re.compile(
    r"^(tinos|liberation[\s-]?serif|times|nimbus[\s-]?rom|tex[\s-]?gyre[\s-]?termes)", re.IGNORECASE
)
# PDFium keeps global state: only one thread may be inside it.
_pdfium = threading.Lock()


def pdfium_alone() -> AbstractContextManager[object]:
    """The lock under which every use of PDFium in this package stands."""
    return _pdfium


class UnreadablePdf(ValueError):
    """A file that is no PDF, is broken off, or is locked with a password."""


@dataclass(frozen=True, slots=True)
class Margins:
    """The least free strip on each side over all measured pages, in millimetres."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class FileForm:
    """What was measured of a file; `margins` is None where no page has text (a scan)."""

    pages: int
    sizes_mm: tuple[tuple[float, float], ...]
    margins: Margins | None
    fonts: tuple[str, ...]
    not_embedded: tuple[str, ...]
    findings: tuple[Finding, ...]


def check_file(pdf: bytes) -> FileForm:
    """Measure a PDF and compare it with Annex I. Raises UnreadablePdf."""
    return form_of(measure(pdf))


def form_of(measured: "Measured") -> FileForm:
    """What was measured, compared with Annex I."""
    margins = measured.margins()
    findings = [
        *_size_findings(measured.sizes),
        *_margin_findings(margins),
        *_font_findings(measured.fonts, measured.loose),
    ]
    return FileForm(
        pages=measured.pages,
        sizes_mm=tuple(measured.sizes),
        margins=margins,
        fonts=tuple(sorted(measured.fonts)),
        not_embedded=tuple(sorted(measured.loose)),
        findings=tuple(findings),
    )


@dataclass(slots=True)
class Measured:
    """What a file shows before it is compared with anything."""

    pages: int = 0
    sizes: list[tuple[float, float]] = field(default_factory=list)
    strips: list[tuple[float, float, float, float]] = field(default_factory=list)
    fonts: set[str] = field(default_factory=set)
    loose: set[str] = field(default_factory=set)

    def margins(self) -> Margins | None:
        """The least free strips, None where no page has text."""
        least = [min(side) / MM for side in zip(*self.strips, strict=True)]
        return Margins(*least) if least else None


def measure(pdf: bytes) -> Measured:
    """Sizes, free strips and fonts of the first pages. Raises UnreadablePdf."""
    import pypdfium2

    found = Measured()
    with pdfium_alone():
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise _unreadable() from error
        try:
            found.pages = len(document)
            for index in range(min(found.pages, MOST_PAGES)):
                page = document[index]
                width, height = page.get_size()
                found.sizes.append((round(width / MM, 1), round(height / MM, 1)))
                found.strips += _strips(page, width, height)
                _fonts(page, found)
        except pypdfium2.PdfiumError as error:
            raise _unreadable() from error
        finally:
            document.close()
    if not found.pages:
        raise _unreadable()
    return found


def _fonts(page: Any, found: Measured) -> None:
    """Add the names of the fonts of a page, without subset tags, and those that are not embedded."""
    from pypdfium2 import raw

    for text in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=5):
        font = raw.FPDFTextObj_GetFont(text.raw)
        if not font:
            continue
        size = raw.FPDFFont_GetBaseFontName(font, None, 0)
        buffer = ctypes.create_string_buffer(size)
        raw.FPDFFont_GetBaseFontName(font, buffer, size)
        name = _bare(buffer.value.decode("utf-8", "replace"))
        found.fonts.add(name)
        if not raw.FPDFFont_GetIsEmbedded(font):
            found.loose.add(name)


def _strips(page: Any, width: float, height: float) -> list[tuple[float, float, float, float]]:
    """Free strips of one page, without its number and without what stands in the top corner.

    Letter by letter, because the box of a line holds the space at its end too.
    """
    from pypdfium2 import raw

    text = page.get_textpage()
    header = height - 20 * MM
    boxes = []
    for index in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text, index))
        if letter.isspace() or ord(letter) < 32:
            continue
        left, bottom, right, top = text.get_charbox(index, loose=True)
        if bottom > header and (letter.isdigit() or right > width - 80 * MM):
            continue
        boxes.append((left, height - top, width - right, bottom))
    if not boxes:
        return []
    least = [min(side) for side in zip(*boxes, strict=True)]
    return [(least[0], least[1], least[2], least[3])]


def _bare(name: str) -> str:
    return re.sub(r"^[A-Z]{6}\+", "", name)


def _size_findings(sizes: Sequence[tuple[float, float]]) -> Iterator[Finding]:
    for number, size in enumerate(sizes, 1):
        upright = tuple(sorted(size))
        off = max(abs(got - wanted) for got, wanted in zip(upright, A4_MM, strict=True))
        if off > SIZE_TOLERANCE_MM:
            message = _("Trang %(page)s có khổ %(width)s × %(height)s mm, không phải A4.") % {
                "page": number,
                "width": size[0],
                "height": size[1],
            }
            yield Finding("file.size", "Phụ lục I, mục I.1", Severity.ERROR, message)
            return


def _margin_findings(margins: Margins | None) -> Iterator[Finding]:
    if margins is None:
        message = _("Tệp không có lớp chữ (bản quét): không đo được lề và phông chữ.")
        yield Finding("file.no_text", "Phụ lục I, mục I.3", Severity.NOTE, message)
        return
    # Only too small a margin can be judged: a short line may well end before the edge.
    limits = (
        ("left", margins.left, 30, 35, _("trái")),
        ("right", margins.right, 15, None, _("phải")),
        ("top", margins.top, 20, 25, _("trên")),
        ("bottom", margins.bottom, 20, None, _("dưới")),
    )
    for side, found, least, most, name in limits:
        small = found < least - MARGIN_TOLERANCE_MM
        large = most is not None and found > most + MARGIN_TOLERANCE_MM
        if small or large:
            message = _("Lề %(side)s đo được %(found)s mm; quy định %(wanted)s mm.") % {
                "side": name,
                "found": f"{found:.1f}".replace(".", ","),
                "wanted": f"{least}-{most or least + 5}",
            }
            severity = Severity.ERROR if small else Severity.WARNING
            yield Finding(f"file.margin_{side}", "Phụ lục I, mục I.3", severity, message)


def _font_findings(fonts: set[str], loose: set[str]) -> Iterator[Finding]:
    article = "Phụ lục I, mục I.4"
    alike = sorted(n for n in fonts if _LIKE_TIMES.match(n) and not _TIMES.match(n))
    other = sorted(n for n in fonts if not _LIKE_TIMES.match(n) and not _TIMES.match(n))
    if alike:
        message = _("Phông %(names)s tương đương về khổ chữ với Times New Roman.") % {
            "names": ", ".join(alike)
        }
        yield Finding("file.font_alike", article, Severity.NOTE, message)
    if other:
        message = _("Phông %(names)s không phải Times New Roman.") % {"names": ", ".join(other)}
        yield Finding("file.font_other", article, Severity.ERROR, message)
    if loose:
        message = _("Phông %(names)s không nhúng trong tệp; máy khác có thể hiện sai chữ.") % {
            "names": ", ".join(sorted(loose))
        }
        yield Finding("file.font_loose", article, Severity.WARNING, message)


def _unreadable() -> UnreadablePdf:
    return UnreadablePdf(
        _("Không đọc được tệp PDF: tệp hỏng, chưa tải xong hoặc có mật khẩu. Hãy tải lại tệp gốc.")
    )
