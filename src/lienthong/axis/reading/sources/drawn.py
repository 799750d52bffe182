"""The drawn lines of a scanned page: long dark runs, level or upright, a little askew or broken.

A run is looked for in stripes: where a stripe of the page is mostly dark over its whole width, a line
crosses it; stripes side by side whose dark places follow one another make one line.
"""

import re
from statistics import median

from PIL import Image, ImageDraw

from ..rules.grid import Ruling, grids

_STRIPE = 32  # dots; a line askew by a degree stays within its own thickness over this
_DARK = 150
_MOST = 0.62  # share of a stripe that is dark
_SHADOW = 0.25
_STEP = 3  # dots that a line may climb from one stripe to the next
_LEAST = 5  # stripes
_PEN = 7  # dots painted over a line
_ASKEW = 0.012  # two thirds of a degree
_CROWD = 80  # dark places in one stripe beyond which it is a shadow or a picture


def lines_of_picture(print_: Image.Image, points: float) -> tuple[list[Ruling], Image.Image]:
    """The lines of a page's tables in points from its top left, and its print without them.

    The lines are brought level as the page's words are. None for a page without a table, or one that
    lies so askew that words could be taken for those of the next cell; its print comes back as it is.
    """
    ink = print_.point(lambda v: 255 if v < _DARK else 0)
    if ink.histogram()[255] > _SHADOW * ink.width * ink.height:
        return [], print_  # a photograph whose paper is darker than ink
    level = _runs(ink)
    if len(level) < 3:
        return [], print_
    slope = median([(r[-1][1] - r[0][1]) / (r[-1][0] - r[0][0]) for r in level]) / _STRIPE
    upright = _runs(ink.transpose(Image.Transpose.TRANSPOSE))
    found = [_ruling(run, False, slope, points) for run in level]
    found += [_ruling(run, True, slope, points) for run in upright]
    if abs(slope) > _ASKEW or not grids(found):
        return [], print_
    clean = print_.copy()
    draw = ImageDraw.Draw(clean)
    for turned, runs in ((False, level), (True, upright)):
        for run in runs:
            middle = [((c + 0.5) * _STRIPE, at) for c, at in run]
            ends = [
                (middle[0][0] - _STRIPE / 2, middle[0][1]),
                *middle,
                (middle[-1][0] + _STRIPE / 2, middle[-1][1]),
            ]
            draw.line([(y, x) if turned else (x, y) for x, y in ends], fill=255, width=_PEN)
    return found, clean


def _ruling(run: list[tuple[int, float]], turned: bool, slope: float, points: float) -> Ruling:
    start, end = run[0][0] * _STRIPE, (run[-1][0] + 1) * _STRIPE
    at = sum(place for _, place in run) / len(run)
    at += (slope if turned else -slope) * (start + end) / 2
    return Ruling(turned, at * points, start * points, end * points, slope)


def _runs(ink: Image.Image) -> list[list[tuple[int, float]]]:
    """Each level run: the stripes that it crosses, and its place in each."""
    narrow = ink.reduce((_STRIPE, 1))
    data, width = narrow.tobytes(), narrow.width
    pattern = re.compile(b"[\\x%02x-\\xff]{1,12}" % int(255 * _MOST))
    open_: list[list[tuple[int, float]]] = []
    done: list[list[tuple[int, float]]] = []
    for column in range(width):
        places = [(m.start() + m.end() - 1) / 2 for m in pattern.finditer(data[column::width])]
        if len(places) > _CROWD:
            places = []
        going = []
        for run in open_:
            near = min(places, key=lambda y: abs(y - run[-1][1]), default=None)
            if near is not None and abs(near - run[-1][1]) <= _STEP:
                run.append((column, near))
                places.remove(near)
                going.append(run)
            elif column - run[-1][0] < 2:
                going.append(run)  # one stripe without ink is a break of the print
            else:
                done.append(run)
        open_ = [*going, *([(column, y)] for y in places)]
    return [run for run in [*done, *open_] if len(run) >= _LEAST]
