"""Scans on which a bar covers a part of number or date: `python -m tests.axis.reading.corpus.covered N`.

Black ink of a redaction, correction fluid, grey tape, a stroke of a pen; and twins on which something
stands near the figures and covers nothing: an underline, a frame, a line of a table, an open blank.
"""

import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from lienthong.axis.reading.api import FileReader
from tests.axis.reading.corpus import pages
from tests.axis.reading.corpus.papers import Made, make_paper

FIRST, DOTS = 9_700, 200
INKS = {
    "black": (12, 12, 14),
    "grey": (150, 150, 152),
    "white": (255, 255, 255),
    "cream": (250, 246, 232),
}
# what a bar covers: the field, and which share of its signs
PARTS = {
    "number, end": ("number", 0.5, 1.0),
    "number, begin": ("number", 0.0, 0.5),
    "number, last": ("number", 0.75, 1.0),
    "number": ("number", 0.0, 1.0),
    "symbol, end": ("symbol", 0.6, 1.0),
    "symbol, begin": ("symbol", 0.0, 0.4),
    "day": ("day", 0.0, 0.5),
    "month": ("month", 0.0, 1.0),
    "year": ("year", 0.75, 1.0),
}
TWINS = ("plain", "underline", "frame", "table")
Span = tuple[float, float, float, float]


def _where(data: bytes, made: Made, field: str) -> Span:
    """The place of a field's words on the first page, in points from its top left."""
    page = pypdfium2.PdfDocument(data)[0]
    text = page.get_textpage()
    if field in ("number", "symbol"):
        start, length = _found(text, made.number_line), len(made.number_line)
        at = (
            made.number_line.index(made.number)
            if field == "number"
            else made.number_line.rindex(made.symbol)
        )
        size = len(made.number if field == "number" else made.symbol)
    else:
        start, length = _found(text, made.date_line), len(made.date_line)
        word = {"day": "ngày ", "month": "tháng ", "year": "năm "}[field]
        at = made.date_line.index(word) + len(word)
        size = len(made.date_line[at:].split()[0].rstrip(".,"))
    assert at + size <= length
    boxes = [text.get_charbox(start + at + i) for i in range(size)]
    height = page.get_height()
    return (
        min(b[0] for b in boxes), height - max(b[3] for b in boxes),
        max(b[2] for b in boxes), height - min(b[1] for b in boxes),
    )  # fmt: skip


def _found(text: pypdfium2.PdfTextPage, words: str) -> int:
    found = text.search(words, match_case=True).get_next()
    assert found is not None, words
    return int(found[0])


def covered(
    data: bytes, made: Made, part: str, ink: str, seed: int, *, tall: float = 1.6, grain: int = 30
) -> bytes:
    """A scan on which a bar lies over a part of a field; `tall` in heights of its figures."""
    field, start, end = PARTS[part]
    left, top, right, bottom = _where(data, made, field)
    width, middle, high = right - left, (top + bottom) / 2, (bottom - top) * tall / 2
    near = 1.2 if end == 1.0 else 0.2
    box = (
        left + width * start - (1.2 if start == 0.0 else 0.2), middle - high,
        left + width * end + near, middle + high,
    )  # fmt: skip

    def draw(page: Image.Image) -> None:
        ImageDraw.Draw(page).rectangle([v * DOTS / 72 for v in box], fill=INKS[ink])

    return _scan(data, draw, seed, grain, after=ink in ("white", "cream"))


def twin(data: bytes, made: Made, how: str, field: str, seed: int, *, grain: int = 30) -> bytes:
    """A scan on which something stands near a field and covers nothing."""
    left, top, right, bottom = _where(data, made, field)
    scale = DOTS / 72

    def draw(page: Image.Image) -> None:
        pen = ImageDraw.Draw(page)
        x0, y0, x1, y1 = (v * scale for v in (left - 3, top - 3, right + 3, bottom + 2.5))
        if how == "underline":
            pen.line((x0, y1, x1, y1), fill=(20, 20, 20), width=3)
        elif how == "frame":
            whole = _where(data, made, "symbol" if field == "number" else "year")
            x0, x1 = x0 - 34 * scale, whole[2] * scale + 8
            pen.rectangle((x0 - 4, y0 - 6, x1 + 4, y1 + 6), outline=(20, 20, 20), width=3)
        elif how == "table":
            pen.line(
                (0.08 * page.width, y1 + 5, 0.92 * page.width, y1 + 5), fill=(20, 20, 20), width=4
            )

    return _scan(data, draw, seed, grain)


def _scan(
    data: bytes, draw: Callable[[Image.Image], None], seed: int, grain: int, *, after: bool = False
) -> bytes:
    """Printed pages drawn on, laid askew and grainy; what lies on the paper after its grain stays smooth."""
    rng = random.Random(seed)
    out = []
    for number, page in enumerate(pages.pictures(data, DOTS)):
        if grain and after:
            page = pages._noisy(page, rng, grain)
        if number == 0:
            draw(page)
        page = page.rotate(
            rng.uniform(-0.4, 0.4), Image.Resampling.BICUBIC, fillcolor=(255, 255, 255)
        )
        if grain and not after:
            page = pages._noisy(page, rng, grain)
        out.append(page)
    return pages.as_pdf(out, DOTS)


def shown(document: dict[str, dict[str, object]], field: str) -> object:
    """What was read of the field that a bar lies over."""
    return document[field if field in ("number", "symbol") else "date"]["value"]


def main(count: int) -> None:
    """Print what was read under every bar, and which twins were not read."""
    wrong = right = read_ = unread = 0
    with tempfile.TemporaryDirectory() as place, FileReader() as reader:
        for seed in range(FIRST, FIRST + count):
            made = make_paper(seed)
            data = pages.printed(made, Path(place))
            truth = {"number": made.number, "symbol": made.symbol, "date": made.date}
            for i, part in enumerate(PARTS):
                field = PARTS[part][0]
                if field == "number" and len(made.number) < 3:
                    continue
                for ink, tall, grain in (
                    ("black", 1.6, 30),
                    ("black", 1.0, 30),
                    ("black", 0.5, 0),
                    ("grey", 1.6, 30),
                    ("white", 1.6, 30),
                    ("white", 1.6, 0),
                    ("cream", 1.6, 30),
                )[(seed + i) % 2 :: 2]:
                    file = covered(data, made, part, ink, seed, tall=tall, grain=grain)
                    read = reader.plain(file).get("document")
                    seen = shown(read, field) if read else "unread"
                    if seen is not None:
                        wrong += 1
                        print(
                            "covered:",
                            seed,
                            part,
                            ink,
                            tall,
                            grain,
                            "->",
                            seen,
                            "of",
                            truth.get(field, made.date),
                            made.number_line,
                            flush=True,
                        )
                    else:
                        right += 1
            for how in TWINS:
                for field in ("number", "day"):
                    read = reader.plain(twin(data, made, how, field, seed)).get("document", {})
                    for key, value in truth.items():
                        seen = read[key]["value"] if read else "unread"
                        read_, unread = read_ + (seen == value), unread + (seen != value)
                        if seen != value:
                            print("twin:", seed, how, field, key, seen, "of", value, flush=True)
    print(f"{right} of {right + wrong} covered values are null; twins {read_} read, {unread} not")


if __name__ == "__main__":
    main(int(sys.argv[1]))
