"""Recognition of pictures by Tesseract with the Vietnamese model, words with their boxes."""

import io
import shutil
import subprocess
from dataclasses import replace
from itertools import groupby
from statistics import median

from PIL import Image, ImageOps, UnidentifiedImageError

from ..rules.layout import Piece
from ..rules.reading import Box

SECONDS = 55
_PIXELS = 60_000_000
_SURE = 25.0


class NotAPicture(Exception):
    """The bytes are not a picture that can be opened, or one far too large."""


def available() -> bool:
    """Whether Tesseract is installed."""
    return shutil.which("tesseract") is not None


def _model() -> str:
    known = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, timeout=10, check=False
    ).stdout.split()
    return "vie" if "vie" in known else "eng"


def as_png(data: bytes) -> tuple[bytes, float]:
    """A picture turned upright, grey, at a size good for recognition; points for one of its dots."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > _PIXELS:
                raise NotAPicture
            upright = ImageOps.exif_transpose(image).convert("L")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise NotAPicture from error
    scale = min(2.0, max(1.0, 2200 / max(upright.height, 1)))
    if scale > 1.05:
        upright = upright.resize((int(upright.width * scale), int(upright.height * scale)))
    out = io.BytesIO()
    upright.save(out, "PNG", compress_level=1)
    return out.getvalue(), 842 / max(upright.height, 1)


def words(png: bytes, points: float) -> list[Piece]:
    """The words of a picture; `points` is the size of one dot in points."""
    run = subprocess.run(
        ["tesseract", "stdin", "stdout", "-l", _model(), "--psm", "3", "tsv"],
        input=png, capture_output=True, timeout=SECONDS, check=True,
    )  # fmt: skip
    out: list[tuple[tuple[str, ...], Piece]] = []
    for line in run.stdout.decode("utf-8", "replace").splitlines()[1:]:
        parts = line.split("\t")
        if len(parts) < 12 or not parts[11].strip() or float(parts[10]) < _SURE:
            continue
        left, top, width, height = (int(v) * points for v in parts[6:10])
        box = Box(left, top, left + width, top + height)
        out.append(
            (
                tuple(parts[1:5]),
                Piece(parts[11], box, "recognised", round(float(parts[10]) / 100, 2)),
            )
        )
    return _level(out)


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
        out += [replace(p, box=Box(p.box.left, top, p.box.right, bottom)) for p in line]
    return out
