"""Text of PDF pages with the box of every word, what form fields, notes and signatures show included.

Number and date of issued papers often stand only in the appearance of the agency's signature
(Decree 30, Annex I, III); flattening a page in memory brings what appears on it into its text.
"""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from ..rules.grid import Ruling
from ..rules.layout import Piece
from ..rules.reading import Box
from ..rules.turning import one_below_the_other, turned_lines, turned_words
from . import layer
from .strokes import rulings

PAGE_LIMIT = 400
COARSE = 0.6  # of the dots along a side: what is left of a page that needs too much memory
_SCALE = 300 / 72
_A3, _DOTS, _DRAWING = 1250, 3600, 6000  # the longer side in points, and in dots of its picture
_LETTERS = 16  # that tell how the text of a page lies
_WIDGET = raw.FPDF_ANNOT_WIDGET
_SHOWN = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP)


class PasswordNeeded(Exception):
    """The PDF cannot be opened without a password."""


def open_pdf(data: bytes) -> Any:
    """The opened document; raises PasswordNeeded, or pdfium's error when it cannot be read."""
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise PasswordNeeded from error
        raise


class PageText(NamedTuple):
    """The words and drawn lines of a page, and whether the page has to be recognised instead."""

    words: list[Piece]
    drawn: list[Ruling]
    unread: bool


def pages(document: Any) -> Iterator[PageText]:
    """What each page says; a page that cannot be read says nothing."""
    for number in range(min(len(document), PAGE_LIMIT)):
        try:
            yield page_text(document, number)
        except pdfium.PdfiumError:
            yield PageText([], [], unread=False)


def page_text(document: Any, number: int) -> PageText:
    """What one page says, its words laid as they are read."""
    page = document[number]
    shown = _annotations(page)
    if shown:
        raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
        page.close()
        page = document[number]
    frame = left, bottom, right, top = page.get_cropbox()
    text = page.get_textpage()
    try:
        words = [_placed(p, left, top, shown) for p in _words(text)]
        unread = layer.unread(page, words, frame, first=number == 0)
        drawn = [] if unread else rulings(page, left, top)
        lies = -page.get_rotation() // 90 % 4
        reads = _reads(text) if words else 0
    finally:
        text.close()
        page.close()
    width, height = right - left, top - bottom
    if lies:  # boxes are those of the page as it is shown
        words = [replace(p, place=None) for p in turned_words(words, lies, width, height)]
        drawn = turned_lines(drawn, lies, width, height)
        width, height = (height, width) if lies % 2 else (width, height)
    if further := (reads - lies) % 4:
        words = turned_words(words, further, width, height)
        drawn = turned_lines(drawn, further, width, height)
        width, height = (height, width) if further % 2 else (width, height)
    words, drawn = one_below_the_other(words, drawn, width, height) or (words, drawn)
    return PageText(words, drawn, unread)


def over_the_page(document: Any, number: int) -> list[Piece]:
    """What fields, signatures and notes write over a page that is a scan: exact, where it is legible."""
    try:
        words = page_text(document, number).words
    except pdfium.PdfiumError:
        return []
    over = [p for p in words if p.origin != "page" and p.place is None]
    return [] if layer.garbled(" ".join(p.text for p in over)) else over


def _reads(text: Any) -> int:
    """How many quarters to the left a page has to be turned for most of its letters to stand upright."""
    count = text.count_chars()
    votes = [0, 0, 0, 0]
    for i in range(0, count, max(1, count // _LETTERS)):
        angle = raw.FPDFText_GetCharAngle(text.raw, i)
        if angle >= 0:
            votes[round(angle / (math.pi / 2)) % 4] += 1
    return votes.index(max(votes))


def _annotations(page: Any) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Kind and rectangle of what is shown over a page: fields, signatures, notes."""
    out = []
    for i in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, i)
        if not annotation:
            continue
        subtype = raw.FPDFAnnot_GetSubtype(annotation)
        rect = raw.FS_RECTF()
        if subtype in _SHOWN and raw.FPDFAnnot_GetRect(annotation, rect):
            kind = "annotation" if subtype != _WIDGET else _widget_kind(annotation)
            out.append((kind, (rect.left, rect.bottom, rect.right, rect.top)))
        raw.FPDFPage_CloseAnnot(annotation)
    return out


def _widget_kind(annotation: Any) -> str:
    """Field or signature, told by the key FT; a field that inherits it counts as a field."""
    size = raw.FPDFAnnot_GetStringValue(annotation, b"FT", None, 0)
    if size <= 2:
        return "field"
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(
        annotation, b"FT", ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
    )
    return "signature" if "Sig" in buffer.raw.decode("utf-16-le", "ignore") else "field"


def _words(text: Any) -> Iterator[tuple[str, float, float, float, float]]:
    """The words of a text page with their rectangle in page coordinates (y upwards)."""
    count = text.count_chars()
    whole = text.get_text_range(0, count) if count else ""
    if len(whole) != count:  # characters beyond the first plane: give up exact places
        whole = whole[:count].ljust(count)
    rect = raw.FS_RECTF()
    start = None
    for i in range(count + 1):
        space = i == count or whole[i].isspace() or whole[i] in "\x00\ufffe\uffff"
        if not space and start is None:
            start = i
        elif space and start is not None:
            box = _span(text, rect, start, i - 1)
            if box:
                yield (whole[start:i], *box)
            start = None


def _span(text: Any, rect: Any, first: int, last: int) -> tuple[float, float, float, float] | None:
    if not raw.FPDFText_GetLooseCharBox(text.raw, first, rect):
        return None
    left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
    if last > first and raw.FPDFText_GetLooseCharBox(text.raw, last, rect):
        right, bottom, top = max(right, rect.right), min(bottom, rect.bottom), max(top, rect.top)
        left = min(left, rect.left)
    return left, bottom, right, top


def _placed(
    word: tuple[str, float, float, float, float],
    left: float,
    top: float,
    shown: list[tuple[str, tuple[float, float, float, float]]],
) -> Piece:
    words, x0, y0, x1, y1 = word
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    origin = next((k for k, (a, b, c, d) in shown if a <= x <= c and b <= y <= d), "page")
    return Piece(words, Box(x0 - left, top - y1, x1 - left, top - y0), origin)


def picture(document: Any, number: int, *, coarse: bool = False) -> tuple[Image.Image, float]:
    """A page as a picture of 300 dots per inch, and the size of a dot in points.

    A drawing has more dots than a page of a book, as many as recognition has time for; a `coarse`
    picture has a third of the dots.
    """
    page = document[number]
    width, height = page.get_size()
    most = _DOTS if max(width, height) <= _A3 else _DRAWING
    scale = min(_SCALE, most / max(width, height, 1)) * (COARSE if coarse else 1.0)
    image: Image.Image = page.render(scale=scale).to_pil()
    return image if image.mode == "RGB" else image.convert("RGB"), 1 / scale
