"""Marks stamped on the head of a page, in red or in a frame: secrecy, urgency, receipt.

Recognition passes over a few letters in a frame. So each mark is cut out, its frame taken off, and read
alone and larger; of such a look only what is one of the known marks counts.
"""

import re
import time
from collections.abc import Iterable, Iterator

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from ..rules.layout import Piece
from ..rules.marks import known_mark
from ..rules.reading import Box
from . import engine, ink

_HEAD = 0.45  # share of the first page in which stamps of receipt and marks of urgency stand
_CELL = 12  # dots; ink in neighbouring cells belongs to one mark
_FINE = 6  # the same for a frame, which hangs together by itself and may stand close to words
_DARK = 150
_INKED = 12  # of 255: a cell with more ink than that is part of something
_RUN = re.compile(rb"\xff+")
_LETTERS = (64, 44)  # heights in dots to which a mark is brought: what recognition reads best
_SURE = 0.5
_SECONDS = 2.0  # of work for marks of one kind: a page of a hundred frames is a form or a drawing
_ROW = 40  # dots

Dots = tuple[int, int, int, int]


def stamps(picture: Image.Image, print_: Image.Image, points: float) -> list[Piece]:
    """The words of stamps over the head of a first page."""
    height = int(picture.height * _HEAD)
    found: list[Piece] = []
    red = ink.red_marks(picture.crop((0, 0, picture.width, height)))
    if red is not None and red[0].width >= 40 and red[0].height >= 16:
        image, (left, top, _, _) = red
        found += _words(image, left, top, points)
        _alone(found, _marks(image, left, top, points, framed=False))
    level = _level(print_.crop((0, 0, print_.width, height)))
    _alone(found, _marks(level, 0, 0, points, framed=True))
    return found


def _alone(found: list[Piece], marks: Iterable[Piece]) -> None:
    """Put marks in the place of the words that were read of them before."""
    for mark in marks:
        box = mark.box
        found[:] = [
            p
            for p in found
            if not (
                box.left - 2 < (p.box.left + p.box.right) / 2 < box.right + 2
                and box.top - 2 < p.middle < box.bottom + 2
            )
        ]
        found.append(mark)


def _level(image: Image.Image) -> Image.Image:
    """The print on white paper, whatever shade lay on it: ink by how far it is below the paper near it."""
    paper = image.reduce(16).filter(ImageFilter.MaxFilter(7)).filter(ImageFilter.GaussianBlur(2))
    ink_ = ImageChops.subtract(paper.resize(image.size, Image.Resampling.BILINEAR), image)
    return ink_.point(lambda v: max(0, 255 - v * 2))


def _words(image: Image.Image, left: int, top: int, points: float) -> Iterator[Piece]:
    """What is read of all red ink together."""
    for line in engine.table(ImageOps.expand(image, 12, 255), "11").splitlines():
        parts = line.split("\t")
        if len(parts) < 12 or len(re.sub(r"\W", "", parts[11])) < 2:
            continue
        sure = float(parts[10]) / 100
        if sure > _SURE or known_mark(parts[11]):
            x, y, width, height = (int(v) for v in parts[6:10])
            dots = (left + x - 12, top + y - 12, left + x - 12 + width, top + y - 12 + height)
            yield _piece(parts[11], dots, points, sure)


def _marks(
    image: Image.Image, left: int, top: int, points: float, *, framed: bool
) -> Iterator[Piece]:
    """Known marks, each cut out and read alone, from the top on as long as there is time."""
    until = time.process_time() + _SECONDS
    for box in sorted(_places(image, points, framed=framed), key=lambda b: b[1] // _ROW):
        if time.process_time() > until:
            return
        words = _read_alone(image.crop(box))
        if known_mark(words):
            x0, y0, x1, y1 = box
            yield _piece(words, (left + x0, top + y0, left + x1, top + y1), points, 0.8)


def _piece(words: str, dots: Dots, points: float, sure: float) -> Piece:
    box = Box(*(value * points for value in dots))
    return Piece(words, box, "stamp", round(sure, 2), box)


def _places(image: Image.Image, points: float, *, framed: bool) -> Iterator[Dots]:
    """Where ink of the size of a mark stands together: 12 to 75 mm by 4 to 22 mm."""
    dark = image.point(lambda v: 255 if v < _DARK else 0)
    cell = _FINE if framed else _CELL
    mm = 72 / 25.4 / points  # dots in a millimetre
    for x0, y0, x1, y1 in groups(dark.reduce(cell)):
        box = (x0 * cell, y0 * cell, min(x1 * cell, image.width), min(y1 * cell, image.height))
        width, height = box[2] - box[0], box[3] - box[1]
        sized = 9 * mm <= width <= 75 * mm and 4 * mm <= height <= 22 * mm
        if sized and width > 1.1 * height and (not framed or _has_frame(dark.crop(box))):
            yield box


def groups(cells: Image.Image) -> list[Dots]:
    """The boxes of what hangs together in a picture of cells, by its runs from the left to the right."""
    shades, width = cells.point(lambda v: 255 if v > _INKED else 0).tobytes(), cells.width
    boxes: list[list[int]] = []
    above: list[tuple[int, int, int]] = []  # runs of the row above: from, to, whose box
    for y in range(cells.height):
        row: list[tuple[int, int, int]] = []
        past = 0
        for run in _RUN.finditer(shades, y * width, (y + 1) * width):
            x0, x1 = run.start() - y * width, run.end() - y * width
            while past < len(above) and above[past][1] < x0:
                past += 1
            near: set[int] = set()
            at = past
            while at < len(above) and above[at][0] <= x1:
                near.add(above[at][2])
                at += 1
            if not near:
                boxes.append([x0, y, x1, y + 1])
                row.append((x0, x1, len(boxes) - 1))
                continue
            first = min(near)
            for other in near - {first}:
                _into(boxes[first], *boxes[other])
                boxes[other] = []
                above = [(a, b, first if of == other else of) for a, b, of in above]
                row = [(a, b, first if of == other else of) for a, b, of in row]
            _into(boxes[first], x0, y, x1, y + 1)
            row.append((x0, x1, first))
        above = row
    return [(x0, y0, x1, y1) for x0, y0, x1, y1 in filter(None, boxes)]


def _into(box: list[int], x0: int, y0: int, x1: int, y1: int) -> None:
    """Widen a box by another."""
    box[:] = min(box[0], x0), min(box[1], y0), max(box[2], x1), max(box[3], y1)


def _has_frame(dark: Image.Image) -> bool:
    """Whether ink runs along the upper and the lower edge: a frame, and no word."""
    band = max(6, dark.height // 4)
    for part in (
        dark.crop((0, 0, dark.width, band)),
        dark.crop((0, dark.height - band, *dark.size)),
    ):
        narrow = part.resize((max(1, part.width // 4), part.height), Image.Resampling.BOX)
        shades, width = narrow.tobytes(), narrow.width
        rows = [shades[x::width] for x in range(width)]
        if sum(max(row) > 120 for row in rows) < 0.8 * len(rows):
            return False
    return True


def _read_alone(part: Image.Image) -> str:
    """The words of a mark without its frame, brought to a good size; several ways to take it off."""
    part = ImageOps.autocontrast(part, cutoff=1)
    words = ""
    for bare in _ways(part):
        box = bare.point(lambda v: 255 if v < _DARK else 0).getbbox()
        if box is None or box[3] - box[1] < 8:
            continue
        letters = bare.crop(box)
        for height in _LETTERS:
            size = (max(8, letters.width * height // letters.height), height)
            sheet = ImageOps.expand(letters.resize(size, Image.Resampling.BICUBIC), 30, 255)
            rows = [line.split("\t") for line in engine.table(sheet, "7").splitlines()]
            words = " ".join(row[11] for row in rows if len(row) > 11 and row[11].strip())
            if known_mark(words):
                return words
    return words


def _ways(part: Image.Image) -> Iterator[Image.Image]:
    """A mark without its frame: by what hangs together with the edges, by cutting the edges off."""
    yield _frameless(part, _DARK)
    for share in (0.12, 0.17, 0.22):
        cut = int(part.height * share)
        yield part.crop((cut, cut, part.width - cut, part.height - cut))
    yield _frameless(part, 200)
    yield part


def _frameless(part: Image.Image, ink_below: int) -> Image.Image:
    """The part without the ink that touches its edges and what hangs together with it."""
    clear = ImageOps.expand(part.point(lambda v: 0 if v < ink_below else 255), 1, 0)
    ImageDraw.floodfill(clear, (0, 0), 255, thresh=0)
    inside = clear.crop((1, 1, clear.width - 1, clear.height - 1))
    dark = inside.point(lambda v: 255 if v < _DARK else 0)
    out = Image.new("L", part.size, 255)
    out.paste(part, mask=dark)
    return out
