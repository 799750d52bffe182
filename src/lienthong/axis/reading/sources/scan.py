"""Recognition of pictures by Tesseract with the Vietnamese model, words with their boxes.

Red ink is taken out of the print first and read by itself; the figures of number and date are read
once more, larger and alone, because a figure that no second reading shares is no figure.
"""

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from statistics import median

from PIL import Image, ImageOps, UnidentifiedImageError

from ..rules.grid import Ruling
from ..rules.head import SURE_NUMBER
from ..rules.language import language
from ..rules.layout import Piece
from ..rules.letters import undoubled
from ..rules.reading import Box
from ..rules.repair import soundness
from ..rules.turning import one_below_the_other, placed_back
from . import engine, ink
from .covered import covered
from .drawn import lines_of_picture
from .engine import available, model
from .pdf import COARSE
from .stamped import stamps

__all__ = [
    "NotAPicture", "Recognised", "TooManyDots", "available", "confirmed", "frames", "model", "opened", "recognised", "words",
]  # fmt: skip
_PIXELS = 60_000_000
_DOTS, _DRAWING = 3600, 6000  # along the longer side, of a page and of a sheet larger than A3
_A3 = 17.4  # inches
_FRAMES = 400
_SURE = 25.0
_DOUBTED = 0.3
_SHARED = 0.7  # of figures that two more readings share
_OTHER_LETTERS = 0.62  # of a line whose figures are shared and whose letters are not
_LEGIBLE, _ENOUGH = 0.4, 20  # share of known words, and words, that tell how a page lies
_FAINT = 4.0  # a syllable of the language is kept that recognition was less sure of


class NotAPicture(Exception):
    """The bytes are not a picture that can be opened."""


class TooManyDots(Exception):
    """A picture with more dots than can be held to be read."""


def frames(data: bytes) -> int:
    """How many pages a picture has: a scanner puts several into one TIFF."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            return min(int(getattr(image, "n_frames", 1)), _FRAMES)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return 1  # said when it is opened to be read


def opened(data: bytes, frame: int = 0, *, coarse: bool = False) -> tuple[Image.Image, float]:
    """A picture turned upright at a size good for recognition; the size of a dot in points."""
    try:
        with _known_large(), Image.open(io.BytesIO(data)) as image:
            if frame:
                image.seek(frame)
            most = _most_dots(image) * (COARSE if coarse else 1.0)
            _unpack_less(image, most)
            if image.width * image.height > _PIXELS:
                raise TooManyDots
            upright = _smaller(image, most)
    except Image.DecompressionBombError as error:
        raise TooManyDots from error
    except (UnidentifiedImageError, OSError, ValueError, EOFError) as error:
        raise NotAPicture from error
    scale = min(2.0, max(1.0, 2200 / max(upright.height, 1)))
    if scale > 1.05:
        upright = upright.resize((int(upright.width * scale), int(upright.height * scale)))
    return upright, 842 / max(upright.height, 1)


@contextmanager
def _known_large() -> Iterator[None]:
    """Without the warning of a large picture: here it is told by its dots before it is unpacked."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        yield


def _most_dots(image: Image.Image) -> float:
    """How many dots along its longer side a picture keeps: more where it says that it is a drawing's."""
    try:
        inch = float(image.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        inch = 0.0
    return _DRAWING if inch >= 72 and max(image.size) / inch > _A3 else _DOTS


def _unpack_less(image: Image.Image, most: float) -> None:
    """Have JPEG and JPEG 2000 unpacked at a half or less of their dots, where that is enough."""
    if image.format == "JPEG":
        share = most / max(image.size)
        image.draft(None, (int(image.width * share) + 1, int(image.height * share) + 1))
    elif image.format == "JPEG2000":
        times = 0
        while max(image.size) >> (times + 1) >= most and times < 5:
            times += 1
        image.reduce = times  # type: ignore[method-assign,assignment] # of this format it is a number


def _smaller(image: Image.Image, most: float) -> Image.Image:
    """The picture upright in colours, with no more dots than it keeps (and a fifth)."""
    if image.mode in ("1", "LA", "I;16", "I", "F"):
        image = image.convert("L")
    share = most / max(image.size)
    if share < 0.83:
        if image.mode not in ("L", "RGB"):
            image = image.convert("RGB")
        size = (max(1, int(image.width * share)), max(1, int(image.height * share)))
        image = image.resize(size, Image.Resampling.BOX)
    return ImageOps.exif_transpose(image).convert("RGB")


def words(picture: Image.Image, points: float, *, first: bool) -> tuple[list[Piece], list[Ruling]]:
    """The words of a page and the lines of its tables; `points` is the size of one dot in points."""
    plain = ink.print_of(picture)
    drawn, clean = lines_of_picture(plain, points)
    marks = stamps(picture, plain, points) if first else []
    return _level(_read(clean, points, "3")) + marks, drawn  # the marks first: time may run out


@dataclass(frozen=True)
class Recognised:
    """What was read of a page: words and drawn lines as they are read, and the picture they were read on.

    `quarters` says how often the page had to be turned to the left to be read.
    """

    picture: Image.Image
    words: list[Piece]
    drawn: list[Ruling]
    quarters: int = 0
    size: tuple[int, int] = (0, 0)  # of the page before it was turned, in dots

    def on_the_page(self, pieces: Sequence[Piece], points: float) -> list[Piece]:
        """The words with the places where they stand on the page as it lies."""
        return placed_back(pieces, self.quarters, self.size[0] * points, self.size[1] * points)


def recognised(picture: Image.Image, points: float, *, first: bool) -> Recognised:
    """A page read as it lies, and where that gives no sense, turned; two pages on a sheet as two."""
    found, drawn = words(picture, points, first=first)
    best = Recognised(picture, found, drawn, 0, picture.size)
    for quarters in _turns(found):
        if engine.exhausted():
            break
        turned = picture.rotate(90 * quarters, expand=True)
        found, drawn = words(turned, points, first=first)
        if _sense(found) > _LEGIBLE and not _lies(found):
            best = Recognised(turned, found, drawn, quarters, picture.size)
            break
    wide, tall = (points * n for n in best.picture.size)
    two = one_below_the_other(best.words, best.drawn, wide, tall)
    return best if two is None else replace(best, words=two[0], drawn=two[1])


def _turns(found: Sequence[Piece]) -> tuple[int, ...]:
    """Quarters to the left after which a page may make sense; none for one that does."""
    if len(found) < _ENOUGH:
        return ()
    sense = _sense(found)
    if _lies(found):  # letters stand on their side: the engine reads one of the two sides by itself
        return (1, 3) if sense > _LEGIBLE else (3, 1)
    return () if sense > _LEGIBLE else (2,)


def _lies(found: Sequence[Piece]) -> bool:
    """Whether the words run up or down the page."""
    long = [p for p in found if len(p.text) > 2 and p.origin != "stamp"]
    tall = sum(p.height > 1.3 * (p.box.right - p.box.left) for p in long)
    return tall * 2 > len(long)


def _sense(found: Sequence[Piece]) -> float:
    return soundness(" ".join(p.text for p in found if p.origin != "stamp"))


def _read(image: Image.Image, points: float, mode: str) -> list[tuple[tuple[str, ...], Piece]]:
    """What Tesseract reads, each word with the keys of its line."""
    out: list[tuple[tuple[str, ...], Piece]] = []
    for line in engine.table(image, mode).splitlines():
        parts = line.split("\t")
        if len(parts) < 12 or not parts[11].strip() or float(parts[10]) < _FAINT:
            continue
        word = undoubled(parts[11])
        if float(parts[10]) < _SURE and not _syllable(word):
            continue
        left, top, width, height = (int(v) * points for v in parts[6:10])
        box = Box(left, top, left + width, top + height)
        sure = round(float(parts[10]) / 100, 2)
        out.append((tuple(parts[1:5]), Piece(word, box, "recognised", sure)))
    return out


@lru_cache(maxsize=4096)
def _syllable(word: str) -> bool:
    """Whether a word is a syllable that official papers use, and no noise of a seal."""
    bare = word.strip(".,;:()").lower()
    return len(bare) > 2 and bare.isalpha() and language().words.get(bare, 0) > 5


def confirmed(
    picture: Image.Image, points: float, pieces: Sequence[Piece], lines: Sequence[Box]
) -> list[Piece]:
    """The pieces, those of the given lines doubted whose figures a second reading does not share.

    A line over which something lies is doubted whole. Figures of which the first reading was not sure are believed when two more readings share them;
    letters of a symbol that no second reading shares are doubted, its figures not.
    """
    out = list(pieces)
    inside = [
        [i for i, p in enumerate(out) if p.origin != "stamp" and _on(line, p.place or p.box)]
        for line in lines
    ]
    open_lines = []
    for number, indices in enumerate(inside):
        figures = [i for i in indices if any(c.isdigit() for c in out[i].text)]
        pen = any(ink.coloured(picture, _dots(out[i].place or out[i].box, points)) for i in figures)
        if covered(picture, points, lines[number], out):
            _doubt(out, indices, _DOUBTED)
        elif pen:
            _doubt(out, figures, _DOUBTED)
        elif figures:
            open_lines.append(number)
    first = {n: "".join(out[i].text for i in inside[n]) for n in open_lines}
    unsure = {n for n in open_lines if min(out[i].sure for i in inside[n]) < SURE_NUMBER}
    shared = dict.fromkeys(open_lines, 0)
    letters = {n for n in open_lines if "/" not in first[n] and "-" not in first[n]}
    for margin, scale in ((4, 1.5), (8, 2.0)):
        left = [n for n in open_lines if shared[n] < (2 if n in unsure else 1) or n not in letters]
        if not left:
            break
        for n, seen in zip(
            left, _again(picture, points, [lines[n] for n in left], margin, scale), strict=True
        ):
            shared[n] += _figures([seen]) == _figures([first[n]])
            if _signs(seen) == _signs(first[n]):
                letters.add(n)
    for n in open_lines:
        if shared[n] < (2 if n in unsure else 1):
            _doubt(out, inside[n], _DOUBTED)
            continue
        if n in unsure:
            for i in inside[n]:
                out[i] = replace(out[i], sure=max(out[i].sure, _SHARED))
        if n not in letters:
            _doubt(out, inside[n], _OTHER_LETTERS)
    return out


def _doubt(pieces: list[Piece], indices: Sequence[int], sure: float) -> None:
    for i in indices:
        pieces[i] = replace(pieces[i], sure=min(pieces[i].sure, sure))


def _signs(text: str) -> str:
    """Letters and figures alone, as a symbol is compared."""
    return re.sub(r"[\W_]", "", undoubled(text)).lower()


def _on(line: Box, word: Box) -> bool:
    middle = (word.top + word.bottom) / 2
    return line.top - 2 <= middle <= line.bottom + 2 and line.left - 2 <= word.left < line.right


def _dots(box: Box, points: float, more: float = 0.0) -> ink.Box:
    return (
        max(0, int((box.left - more) / points)), max(0, int((box.top - more) / points)),
        int((box.right + more) / points) + 1, int((box.bottom + more) / points) + 1,
    )  # fmt: skip


def _again(
    picture: Image.Image, points: float, lines: Sequence[Box], margin: int, scale: float
) -> list[str]:
    """The words of each line by itself, larger and on plain paper; one run for all of them."""
    parts = []
    for line in lines:
        part = ink.print_of(picture.crop(_dots(line, points, margin)))
        if part.height > 400 or part.width < 8:
            part = Image.new("L", (8, 8), 255)
        larger = part.resize((int(part.width * scale), int(part.height * scale)))
        counts = larger.histogram()
        paper = max(64, max(range(256), key=counts.__getitem__))
        table = [min(255, value * 255 // paper) for value in range(256)]
        parts.append(ImageOps.expand(larger.point(table), 20, 255))
    sheet = Image.new("L", (max(p.width for p in parts), sum(p.height for p in parts)), 255)
    ends, at = [], 0
    for part in parts:
        sheet.paste(part, (0, at))
        at += part.height
        ends.append(at)
    found = [piece for _, piece in _read(sheet, 1.0, "7" if len(parts) == 1 else "6")]
    starts = [0, *ends[:-1]]
    return [
        "".join(p.text for p in found if a <= p.middle < b)
        for a, b in zip(starts, ends, strict=True)
    ]


def _figures(texts: Sequence[str]) -> str:
    return "".join(c for text in texts for c in text if c.isdigit())


def _level(found: list[tuple[tuple[str, ...], Piece]]) -> list[Piece]:
    """The words of a page that lay askew, brought level by the slope of its own lines."""
    slopes = []
    for _, group in groupby(found, key=lambda item: item[0]):
        line = [piece for _, piece in group]
        if len(line) > 4:
            first, last = line[0], line[-1]
            run = last.box.left - first.box.left
            if run > 100:
                slopes.append((last.box.bottom - first.box.bottom) / run)
    slope = median(slopes) if slopes else 0.0
    out: list[Piece] = []
    for _, group in groupby(found, key=lambda item: item[0]):
        line = [piece for _, piece in group]
        top = median(p.box.top - slope * p.box.left for p in line)
        bottom = median(p.box.bottom - slope * p.box.left for p in line)
        out += [
            replace(p, box=Box(p.box.left, top, p.box.right, bottom), place=p.box) for p in line
        ]
    return out
