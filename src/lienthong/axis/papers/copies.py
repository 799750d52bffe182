"""Paper copies (Đ25; Annex I, part II.II): the printed original with the block of the copy beneath."""

import io
from typing import Any, Final

from django.utils.translation import gettext as _

from .layout import copy_record
from .letters import CopyBlock
from .rendering import A4_HEIGHT, A4_WIDTH
from .rules.files import UnreadablePdf, pdfium_alone
from .texts import clean_line
from .typesetting import PART_STANDARDS, boxes_from, typeset

MM: Final = 72 / 25.4
TOP_MARGIN: Final = 20 * MM
BOTTOM_MARGIN: Final = 20 * MM
GAP: Final = 6 * MM
_SCAN_DPI: Final = 40
_WHITE: Final = 245


def print_copy(pdf: bytes, block: CopyBlock) -> bytes:
    """A file for printing: the pages of the original, seen as they are, with the block of the copy
    after the end of the text, on the last page where it has room, else on a page of its own.

    The result is a print and no signed file: its fields are flattened and it carries no signature.
    Raises UnreadablePdf, TextRefused.
    """
    from pypdf import PdfReader, PdfWriter, Transformation

    record = {
        "title": f"{block.form.value} {clean_line(block.agency, 'Cơ quan sao')}",
        "author": clean_line(block.agency, "Cơ quan sao"),
        "block": copy_record(block),
    }
    sheet = typeset("copy.typ", record, standards=PART_STANDARDS, marks=True)
    end = boxes_from(sheet.marks, A4_HEIGHT)["end"].y
    height = A4_HEIGHT - TOP_MARGIN - end
    flat, free_from = _flattened(pdf)
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(flat)))
    for key in ("/AcroForm", "/Perms", "/DSS"):
        writer.root_object.pop(key, None)
    overlay = PdfReader(io.BytesIO(sheet.pdf)).pages[0]
    last = writer.pages[-1]
    wide = float(last.mediabox.width), float(last.mediabox.height)
    upright = abs(wide[0] - A4_WIDTH) < 6 and abs(wide[1] - A4_HEIGHT) < 6 and not last.rotation
    if upright and free_from - GAP - height > BOTTOM_MARGIN:
        down = A4_HEIGHT - TOP_MARGIN - (free_from - GAP)
        last.merge_transformed_page(overlay, Transformation().translate(0, -down))
    else:
        writer.add_page(overlay)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _flattened(pdf: bytes) -> tuple[bytes, float]:
    """The file with fields drawn into its pages, and where the last page's ink ends, in points."""
    import pypdfium2
    from pypdfium2 import raw

    with pdfium_alone():
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise UnreadablePdf(_("Không đọc được tệp PDF để sao; hãy tải lại tệp gốc.")) from error
        try:
            document.init_forms()
            free_from = _lowest_ink(document[len(document) - 1])
            for index in range(len(document)):
                raw.FPDFPage_Flatten(document[index], raw.FLAT_PRINT)
            out = io.BytesIO()
            document.save(out)
        finally:
            document.close()
    return out.getvalue(), free_from


def _lowest_ink(page: Any) -> float:
    """The height in points above the lower edge at which the ink of a page ends."""
    scale = _SCAN_DPI / 72
    picture = page.render(scale=scale, may_draw_forms=True).to_pil().convert("L")
    # Point by point: whatever is darker than white counts, were it a stamp or a stroke.
    box = picture.point(lambda grey: 255 if grey < _WHITE else 0).getbbox()
    bottom = box[3] if box else 0
    return float(picture.height - bottom) / scale
