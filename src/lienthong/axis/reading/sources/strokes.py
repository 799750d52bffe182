"""The drawn lines of a PDF page: edges of paths that are level or upright, as borders of tables are."""

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as raw

from ..rules.grid import Ruling

_THIN = 2.5  # points: a filled stripe thinner than this is a line
_LONG = 12.0
_OBJECTS = 20_000
_SEGMENTS = 400
Point = tuple[float, float]


def rulings(page: Any, left: float, top: float) -> list[Ruling]:
    """The lines of a page in points from its top left."""
    out: list[Ruling] = []
    for i in range(min(raw.FPDFPage_CountObjects(page.raw), _OBJECTS)):
        item = raw.FPDFPage_GetObject(page.raw, i)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_PATH:
            continue
        for (x0, y0), (x1, y1) in _strokes(item):
            if abs(x1 - x0) < _THIN and abs(y1 - y0) > _LONG:
                ends = sorted((top - y0, top - y1))
                out.append(Ruling(True, (x0 + x1) / 2 - left, *ends))
            elif abs(y1 - y0) < _THIN and abs(x1 - x0) > _LONG:
                ends = sorted((x0 - left, x1 - left))
                out.append(Ruling(False, top - (y0 + y1) / 2, *ends))
    return out


def _strokes(item: Any) -> Iterator[tuple[Point, Point]]:
    """The two ends of each straight edge; a thin stripe counts as one line along its middle."""
    a, b, c, d = (ctypes.c_float() for _ in range(4))
    if raw.FPDFPageObj_GetBounds(item, a, b, c, d):
        x0, y0, x1, y1 = a.value, b.value, c.value, d.value
        if x1 - x0 < _THIN or y1 - y0 < _THIN:
            yield (x0, y0), (x1, y1)
            return
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, matrix):
        return
    last: Point | None = None
    opened: Point | None = None
    for i in range(min(raw.FPDFPath_CountSegments(item), _SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(item, i)
        x, y = ctypes.c_float(), ctypes.c_float()
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        here = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            opened = here
        elif last is not None and raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO:
            yield last, here
        if raw.FPDFPathSegment_GetClose(segment) and opened is not None:
            yield here, opened
        last = here
