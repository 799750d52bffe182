"""The stamp “ĐẾN” on the picture of paper mail or of a print-out (Đ21.1.b; Annex IV, V).

It is never written into a signed file: what comes out is a picture.
"""

import io
import math
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from lienthong.kernel.text import document_number, format_date

from .layout import agency_record
from .rules.files import UnreadablePdf, pdfium_alone
from .texts import clean_line, pieces
from .typesetting import draw

STAMP_MM: Final = (50.0, 35.0)
MM_PER_INCH: Final = 25.4
MOST_PIXELS: Final = 60_000_000  # an A3 page at 300 dpi has 17 million
# Under number and subject on the left, where Annex I leaves room on most papers.
USUAL_PLACE_MM: Final = (28.0, 68.0)
_EDGE_MM: Final = 4
_PAPER: Final = 225  # lighter than this is paper, on a scan too


class PageImageRefused(ValueError):
    """A page image that cannot be read, is too large, or too small for the stamp."""


@dataclass(frozen=True, slots=True)
class ArrivalStamp:
    """What stands in the stamp; whom it went to and the file may still be open."""

    agency: str
    number: int
    on: date
    passed_to: str = ""
    file_reference: str = ""


def arrival_stamp(stamp: ArrivalStamp, *, dpi: float = 200) -> bytes:
    """The stamp as a transparent PNG of 50 × 35 mm. Raises TextRefused, FontsMissing."""
    record = {
        "agency": agency_record("", stamp.agency)["agency"],
        "number": document_number(stamp.number),
        "day": format_date(stamp.on),
        "passed_to": pieces(clean_line(stamp.passed_to, "Chuyển"), 18),
        "file_reference": pieces(clean_line(stamp.file_reference, "Số và ký hiệu HS"), 14),
    }
    return draw("stamp.typ", record, dpi=dpi)


def stamp_page(
    page: bytes,
    stamp: ArrivalStamp,
    *,
    dpi: float = 200,
    place_mm: tuple[float, float] | None = None,
) -> bytes:
    """A page image (PNG, JPEG, TIFF of `dpi`) with the stamp laid on it, as PNG.

    `place_mm` is the stamp's upper left corner from the page's; without it the free place nearest
    to the usual one is taken, so that no text is covered where that can be. Raises
    PageImageRefused.
    """
    mark = Image.open(io.BytesIO(arrival_stamp(stamp, dpi=dpi)))
    try:
        with Image.open(io.BytesIO(page), formats=("PNG", "JPEG", "TIFF")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise PageImageRefused(
                    _("Ảnh trang quá lớn; hãy quét lại ở độ phân giải 200 đến 300 dpi.")
                )
            ground = opened.convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise PageImageRefused(
            _("Không đọc được ảnh trang; cần tệp PNG, JPEG hoặc TIFF nguyên vẹn.")
        ) from error
    if mark.width > ground.width or mark.height > ground.height:
        raise PageImageRefused(
            _("Ảnh trang nhỏ hơn dấu “ĐẾN” (50 × 35 mm); hãy quét lại cả trang.")
        )
    place = place_mm if place_mm is not None else _free_place(ground, dpi)
    x, y = (round(each / MM_PER_INCH * dpi) for each in place)
    # A place beyond the edge is moved inside: the stamp is never cut.
    x = max(0, min(x, ground.width - mark.width))
    y = max(0, min(y, ground.height - mark.height))
    ground.paste(mark, (x, y), mark)
    out = io.BytesIO()
    ground.save(out, "PNG", dpi=(dpi, dpi), optimize=False, compress_level=3)
    return out.getvalue()


def _free_place(page: Image.Image, dpi: float) -> tuple[float, float]:
    """The place in millimetres nearest to the usual one where the page is blank, or least full."""
    size = (round(page.width / dpi * MM_PER_INCH), round(page.height / dpi * MM_PER_INCH))
    # One point for each millimetre; BOX keeps thin strokes visible as grey.
    ink = page.convert("L").resize(size, Image.Resampling.BOX)
    ink = ink.point(lambda grey: 255 if grey < _PAPER else 0)
    wide, high = (round(each) for each in STAMP_MM)
    spots = [
        (x, y)
        for y in range(_EDGE_MM, size[1] - high - _EDGE_MM + 1, 2)
        for x in range(_EDGE_MM, size[0] - wide - _EDGE_MM + 1, 2)
    ]
    if not spots:
        return (0.0, 0.0)
    spots.sort(key=lambda spot: math.dist(spot, USUAL_PLACE_MM))
    covered = {}
    for x, y in spots:
        under = ink.crop((x, y, x + wide, y + high))
        if under.getbbox() is None:
            return (float(x), float(y))
        covered[(x, y)] = under.histogram()[255]
    x, y = min(covered, key=lambda spot: covered[spot])
    return (float(x), float(y))


def stamp_print(
    pdf: bytes,
    stamp: ArrivalStamp,
    *,
    dpi: float = 200,
    place_mm: tuple[float, float] | None = None,
) -> bytes:
    """Page one of a PDF drawn as a picture with the stamp, for printing; the file stays as it is.

    Raises UnreadablePdf, PageImageRefused.
    """
    import pypdfium2

    with pdfium_alone():
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise UnreadablePdf(_("Không đọc được tệp PDF; hãy tải lại tệp gốc.")) from error
        try:
            page = document[0]
            width, height = page.get_size()
            if width * height * (dpi / 72) ** 2 > MOST_PIXELS:
                raise PageImageRefused(_("Trang PDF quá lớn để in dấu “ĐẾN”."))
            document.init_forms()  # what stands in fields is seen too
            picture = page.render(scale=dpi / 72, may_draw_forms=True).to_pil().convert("RGB")
        finally:
            document.close()
    out = io.BytesIO()
    picture.save(out, "PNG")
    return stamp_page(out.getvalue(), stamp, dpi=dpi, place_mm=place_mm)
