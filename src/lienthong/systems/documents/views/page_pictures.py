"""Pages of PDF files and pictures as images for the eye: whole, with places lit, or one place cut out."""

import io
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw, ImageOps

from lienthong.axis.papers import api as papers

SCALE = 1.6  # 115 dots per inch: readable at the width of the paper's column
LARGER = 2.6  # for a place that is cut out, to be read and typed from
MOST_PAGES = 60
MOST_PLACES = 60
PICTURES = frozenset({"image/png", "image/jpeg", "image/tiff"})
SHOWN = PICTURES | {"application/pdf"}
PAGE_HEIGHT = 842.0  # points that the reader gives to the height of a picture (A4)
_PIXELS = 60_000_000
_ON_ITS_SIDE = (5, 6, 7, 8)  # EXIF
_LIGHT = (255, 233, 120)
Place = tuple[float, float, float, float]


class NoPicture(Exception):
    """There is no such page, or the file cannot be drawn."""


def boxes(text: str) -> list[Place]:
    """Places written as `l,t,r,b;l,t,r,b` in points; whatever is not one is passed over."""
    found = []
    for part in text.split(";")[:MOST_PLACES]:
        if re.fullmatch(r"-?\d{1,5}(?:\.\d{1,2})?(?:,-?\d{1,5}(?:\.\d{1,2})?){3}", part):
            left, top, right, bottom = map(float, part.split(","))
            if left < right and top < bottom:
                found.append((left, top, right, bottom))
    return found


def written(places: Sequence[Place]) -> str:
    """The places as `boxes` reads them."""
    return ";".join(",".join(f"{value:.1f}" for value in place) for place in places)


def sizes(content: bytes, media_type: str) -> tuple[tuple[int, int], ...]:
    """Width and height of each page's image. Raises `NoPicture`."""
    if media_type in PICTURES:
        return tuple(
            (max(1, round(width * PAGE_HEIGHT * SCALE / height)), round(PAGE_HEIGHT * SCALE))
            for width, height in _frames(content)
        )
    with _document(content) as document:
        pages = range(min(len(document), MOST_PAGES))
        return tuple(
            (round(w * SCALE), round(h * SCALE))
            for w, h in (document.get_page_size(number) for number in pages)
        )


def picture(
    content: bytes,
    media_type: str,
    number: int,
    *,
    lit: Sequence[Place] = (),
    cut: Place | None = None,
) -> Image.Image:
    """The image of a page, from 1. Raises `NoPicture`."""
    scale = LARGER if cut else SCALE
    if media_type in PICTURES:
        image = _opened(content, number)
        scale = min(scale, 3 * image.height / PAGE_HEIGHT)
        factor = PAGE_HEIGHT * scale / image.height
        wanted = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
        image = image.resize(wanted)
    else:
        with _document(content) as document:
            if not 1 <= number <= len(document):
                raise NoPicture
            document.init_forms()  # number, date, signature and seal are fields of the form
            page = document[number - 1]
            if page.get_width() * page.get_height() * scale * scale > _PIXELS:
                raise NoPicture
            image = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    if lit:
        image = _lighted(image, lit, scale)
    return _cut(image, cut, scale) if cut else image


@contextmanager
def _document(content: bytes) -> Iterator[pdfium.PdfDocument]:
    with papers.pdfium_alone():  # pdfium serves one thread at a time
        try:
            document = pdfium.PdfDocument(content)
        except pdfium.PdfiumError as error:
            raise NoPicture from error
        try:
            yield document
        except pdfium.PdfiumError as error:
            raise NoPicture from error
        finally:
            document.close()


def _frames(content: bytes) -> list[tuple[int, int]]:
    """Width and height of each page: a scanner puts several into one TIFF."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            found = []
            for number in range(min(getattr(image, "n_frames", 1), MOST_PAGES)):
                image.seek(number)
                turned = image.getexif().get(0x0112, 1) in _ON_ITS_SIDE
                found.append(image.size[::-1] if turned else image.size)
            return found
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise NoPicture from error


def _opened(content: bytes, number: int) -> Image.Image:
    if not 1 <= number <= MOST_PAGES:
        raise NoPicture
    try:
        with Image.open(io.BytesIO(content)) as image:
            if number > 1:
                image.seek(number - 1)
            if image.width * image.height > _PIXELS:
                raise NoPicture
            return ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise NoPicture from error


def _lighted(image: Image.Image, places: Sequence[Place], scale: float) -> Image.Image:
    """The image as if a marker had gone over the places: the ink stays as dark as it was."""
    marker = Image.new("RGB", image.size, "white")
    pen = ImageDraw.Draw(marker)
    for left, top, right, bottom in places:
        area = (left * scale - 2, top * scale - 2, right * scale + 2, bottom * scale + 2)
        pen.rectangle(area, fill=_LIGHT)
    return ImageChops.multiply(image, marker)


def _cut(image: Image.Image, place: Place, scale: float) -> Image.Image:
    left, top, right, bottom = place
    around = max(6.0, (bottom - top) * 0.6)
    area = (
        max(0, math.floor((left - around) * scale)), max(0, math.floor((top - around) * scale)),
        min(image.width, math.ceil((right + around) * scale)),
        min(image.height, math.ceil((bottom + around) * scale)),
    )  # fmt: skip
    if area[0] >= area[2] or area[1] >= area[3]:
        raise NoPicture
    return image.crop(area)
