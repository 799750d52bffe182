"""What is seen of a signature, a number or a date: pictures and typeset snippets as form XObjects.

Only the picture of the signature or seal is drawn, no text beside it (PL I.II.7.d, 8.a); text for
number and date comes typeset, with its own embedded fonts, so that PDF/A is kept.
"""

# mypy: allow-untyped-calls
# pyHanko is typed in part only.

import io
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from PIL import Image, UnidentifiedImageError
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.rw_common import find_inherited_value_in_tree

from lienthong.axis.signing.words import _

from .revision import name, open_reader

MAX_PIXELS: Final = 4_000_000
SLACK: Final = 0.75  # points by which a snippet may exceed its field before it is refused


class BadPicture(ValueError):
    """A signature or seal image that is no PNG with a transparent background."""


class SnippetTooLarge(ValueError):
    """A typeset number or date that does not fit in its field."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG ready for a PDF: compressed once, used for every signature of its owner."""

    width: int
    height: int
    colour: bytes
    alpha: bytes

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.width / self.height


@lru_cache(maxsize=64)
def load_picture(png: bytes) -> Picture:
    """Decode and compress a PNG with a transparent background; raises `BadPicture`."""
    try:
        with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise BadPicture(_("Hình chữ ký hoặc dấu quá lớn; hãy dùng ảnh dưới 4 triệu điểm."))
            rgba = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as fault:
        raise BadPicture(_("Hình chữ ký hoặc dấu phải là tệp PNG nền trong suốt.")) from fault
    alpha = rgba.getchannel("A")
    if alpha.getextrema()[0] == 255:
        raise BadPicture(
            _("Hình chữ ký hoặc dấu không có nền trong suốt (PL I NĐ 30/2020); hãy tách nền.")
        )
    # Hidden colours under full transparency only cost bytes.
    colour = Image.new("RGB", rgba.size, (255, 255, 255))
    colour.paste(rgba.convert("RGB"), mask=alpha.point(lambda level: 255 if level else 0))
    return Picture(
        rgba.width,
        rgba.height,
        zlib.compress(colour.tobytes(), 9),
        zlib.compress(alpha.tobytes(), 9),
    )


def form_xobject(
    content: bytes, width: float, height: float, resources: generic.DictionaryObject | None = None
) -> generic.StreamObject:
    """A form XObject whose lower left corner is the origin."""
    bounds = (0, 0, width, height)
    return generic.StreamObject(
        {
            name("/Type"): name("/XObject"),
            name("/Subtype"): name("/Form"),
            name("/BBox"): generic.ArrayObject(generic.FloatObject(f"{v:.3f}") for v in bounds),
            name("/Resources"): resources or generic.DictionaryObject(),
        },
        stream_data=content,
    )


def _image_xobject(picture: Picture, space: str, data: bytes) -> generic.StreamObject:
    return generic.StreamObject(
        {
            name("/Type"): name("/XObject"),
            name("/Subtype"): name("/Image"),
            name("/Width"): generic.NumberObject(picture.width),
            name("/Height"): generic.NumberObject(picture.height),
            name("/ColorSpace"): name(space),
            name("/BitsPerComponent"): generic.NumberObject(8),
            name("/Filter"): name("/FlateDecode"),
        },
        encoded_data=data,
    )


def draw_picture(
    writer: IncrementalPdfFileWriter, picture: Picture, width: float, height: float
) -> Any:
    """A reference to a form XObject of the given size with the picture centred, undistorted."""
    image = _image_xobject(picture, "/DeviceRGB", picture.colour)
    image[name("/SMask")] = writer.add_object(_image_xobject(picture, "/DeviceGray", picture.alpha))
    across = min(width, height * picture.aspect)
    up = across / picture.aspect
    content = b"q %.3f 0 0 %.3f %.3f %.3f cm /Picture Do Q" % (
        across,
        up,
        (width - across) / 2,
        (height - up) / 2,
    )
    return writer.add_object(
        form_xobject(content, width, height, _xobjects("/Picture", writer.add_object(image)))
    )


def draw_snippet(
    writer: IncrementalPdfFileWriter, snippet: bytes, width: float, height: float
) -> Any:
    """A reference to a form XObject with the first page of a one-page PDF at its upper left.

    The snippet is drawn in its own size: number and date keep the letter's font size. Raises
    `SnippetTooLarge`, and `NotSignable` for a snippet that is no PDF.
    """
    reader = open_reader(snippet)
    wide, high = _page_size(reader)
    if wide > width + SLACK or high > height + SLACK:
        raise SnippetTooLarge(
            _("Số hoặc ngày tháng dài hơn ô dành sẵn trên văn bản; hãy dàn lại văn bản rồi ký lại.")
        )
    inner = writer.import_page_as_xobject(reader)
    content = b"q 1 0 0 1 0 %.3f cm /Snippet Do Q" % (height - high)
    return writer.add_object(form_xobject(content, width, height, _xobjects("/Snippet", inner)))


def _page_size(reader: PdfFileReader) -> tuple[float, float]:
    reference, _resources = reader.find_page_for_modification(0)
    media = find_inherited_value_in_tree(reference.get_object(), "/MediaBox", "/Parent")
    left, bottom, right, top = (float(v) for v in media)
    return right - left, top - bottom


def _xobjects(key: str, reference: Any) -> generic.DictionaryObject:
    inner = generic.DictionaryObject({name(key): reference})
    return generic.DictionaryObject({name("/XObject"): inner})
