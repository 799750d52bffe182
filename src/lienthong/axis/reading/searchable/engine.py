"""ocrmypdf's recognition, by words that are known already: nothing is recognised twice.

A plug-in of ocrmypdf (its `generate_ocr` interface); it lives in a process that makes one file.
"""

from pathlib import Path
from statistics import median
from typing import Any

from ocrmypdf import hookimpl
from ocrmypdf.hocrtransform import BoundingBox, OcrClass, OcrElement
from ocrmypdf.models.ocr_element import Baseline
from ocrmypdf.pluginspec import OcrEngine, OrientationConfidence
from PIL import Image

from ..rules.layout import Piece, lines_of
from ..rules.reading import Box
from ..sources.child import pieces_of

_APART = 1.6  # of a line's height: words further apart are parts of two columns
_BELOW = 0.215  # share of a line below its base, by the measures of the layer's font
# Rise of a line that counts as none: its ends lie less than half a line off, and programs that put
# text in order by its height (poppler) keep it whole; a larger one is followed.
_LEVEL = 0.025
_LONG = 100.0  # points

# The rows of each page that is a scan, and how often it had to be turned to the left to be read.
known: dict[int, tuple[list[list[Any]], int]] = {}


def lines(rows: list[list[Any]]) -> list[list[Piece]]:
    """The words of a page in lines, one for each column; what is stamped in red comes last."""
    pieces = pieces_of(rows)
    printed = lines_of(p for p in pieces if p.origin != "stamp")
    stamped = lines_of(p for p in pieces if p.origin == "stamp")
    return [part for line in [*printed, *stamped] for part in _columns(line)]


def _columns(line: list[Piece]) -> list[list[Piece]]:
    parts: list[list[Piece]] = []
    wide = _APART * max(piece.height for piece in line)
    for piece in line:
        if parts and piece.box.left - parts[-1][-1].box.right < wide:
            parts[-1].append(piece)
        else:
            parts.append([piece])
    return parts


def slope_of(found: list[list[Piece]]) -> float:
    """How far the page lies askew, by its long lines; 0.0 for one that lies level."""
    slopes = []
    for line in found:
        first, last = (p.place or p.box for p in (line[0], line[-1]))
        if len(line) > 4 and last.left - first.left > _LONG:
            slopes.append((last.bottom - first.bottom) / (last.left - first.left))
    slope = median(slopes) if slopes else 0.0
    return slope if abs(slope) >= _LEVEL else 0.0


def element(line: list[Piece], slope: float, dots: float) -> OcrElement:
    """A line where it really stands on the page, askew as the page lies there."""
    places = [p.place or p.box for p in line]
    first, last = places[0], places[-1]
    bottom = median(p.bottom - slope * (p.left - first.left) for p in places)
    height = max(4.0, median(p.bottom - p.top for p in places))
    box = BoundingBox(
        first.left * dots, (bottom - height) * dots, max(last.right, first.left + 1) * dots, bottom * dots
    )  # fmt: skip
    words = [
        OcrElement(
            OcrClass.WORD,
            bbox=_bounding(p, dots),
            text=piece.text,
        )
        for piece, p in zip(line, places, strict=True)
    ]
    base = Baseline(slope, -_BELOW * height * dots) if slope else None
    return OcrElement(OcrClass.LINE, bbox=box, children=words, baseline=base)


def turned_element(line: list[Piece], quarters: int, dots: float) -> OcrElement:
    """A line of a page that lies on its side or upside down, in the direction in which it is read."""
    boxes = [_bounding(p.place or p.box, dots) for p in line]
    whole = BoundingBox(
        min(b.left for b in boxes), min(b.top for b in boxes),
        max(b.right for b in boxes), max(b.bottom for b in boxes),
    )  # fmt: skip
    words = [
        OcrElement(OcrClass.WORD, bbox=box, text=piece.text)
        for piece, box in zip(line, boxes, strict=True)
    ]
    return OcrElement(OcrClass.LINE, bbox=whole, children=words, textangle=-90.0 * quarters)


def _bounding(box: Box, dots: float) -> BoundingBox:
    return BoundingBox(box.left * dots, box.top * dots, box.right * dots, box.bottom * dots)


class KnownWords(OcrEngine):
    """Answers with the words of `known`."""

    @staticmethod
    def version() -> str:
        return "1"

    @staticmethod
    def creator_tag(options: Any) -> str:
        return "Liên Thông"

    def __str__(self) -> str:
        return "Liên Thông"

    @staticmethod
    def languages(options: Any) -> set[str]:
        return set(options.languages)

    @staticmethod
    def get_orientation(input_file: Path, options: Any) -> OrientationConfidence:
        return OrientationConfidence(angle=0, confidence=0.0)

    @staticmethod
    def get_deskew(input_file: Path, options: Any) -> float:
        return 0.0

    @staticmethod
    def supports_generate_ocr() -> bool:
        return True

    @staticmethod
    def generate_ocr(
        input_file: Path, options: Any, page_number: int = 0
    ) -> tuple[OcrElement, str]:
        """The page's words in dots of the picture that ocrmypdf drew of it."""
        with Image.open(input_file) as picture:
            width, height = picture.size
            dpi = float(picture.info["dpi"][0])
        rows, quarters = known.get(page_number, ([], 0))
        whole = BoundingBox(0, 0, width, height)
        parted = lines(rows)
        slope = 0.0 if quarters else slope_of(parted)
        found = [
            turned_element(line, quarters, dpi / 72) if quarters else element(line, slope, dpi / 72)
            for line in parted
        ]
        body = OcrElement(OcrClass.PARAGRAPH, bbox=whole, children=found, language="vie")
        page = OcrElement(
            OcrClass.PAGE, bbox=whole, dpi=dpi, page_number=page_number, children=[body]
        )
        return page, ""

    @staticmethod
    def generate_hocr(*arguments: Any) -> None:
        """Never asked: whoever supports `generate_ocr` gives elements and no file."""
        raise NotImplementedError

    @staticmethod
    def generate_pdf(*arguments: Any) -> None:
        """Never asked: whoever supports `generate_ocr` gives elements and no file."""
        raise NotImplementedError


@hookimpl(tryfirst=True)
def get_ocr_engine(options: Any) -> OcrEngine:
    """Ours, whatever the options say."""
    return KnownWords()
