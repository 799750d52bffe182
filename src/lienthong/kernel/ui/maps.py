"""A map of areas as one drawing made by the server from outlines (GeoJSON), no tiles, no script.

The outlines are passed in: this floor knows no commune. Words and a pattern carry each state.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

SHADES = ("none", "s0", "s1", "s2", "s3", "late")
_PRECISION = 1
Ring = list[tuple[float, float]]


class AreaState(NamedTuple):
    """What is known of one area: `shade` one of SHADES, `words` the same in words, `url` its list."""

    shade: str
    words: str
    url: str = ""


class Area(NamedTuple):
    """One drawn area."""

    code: str
    name: str
    path: str
    shade: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend with how many areas it covers."""

    shade: str
    label: str
    count: int


class AreaMap(NamedTuple):
    """A drawn map; see templates/cotton/map.html."""

    areas: tuple[Area, ...]
    keys: tuple[Key, ...]
    width: int
    height: int


class NotAnOutline(ValueError):
    """The given GeoJSON holds something else than polygons."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """Areas as (code, name, path) on a drawing of this size: worked out once, they never change."""

    areas: tuple[tuple[str, str, str], ...]
    width: int
    height: int


def outlines(
    features: Iterable[Mapping[str, Any]],
    *,
    width: int = 560,
    tolerance: float = 0.6,
    sort_key: Callable[[str], Any] = str,
) -> Outlines:
    """The features (properties code and name) as paths, in the order of their names.

    `tolerance` is how many drawing units a border may move so that the page stays light on a poor
    line. Raises `NotAnOutline`.
    """
    kept = [(f["properties"], _rings(f["geometry"])) for f in features]
    if not kept:
        return Outlines((), width, width)
    project, height = _projection([ring for _p, rings in kept for ring in rings], width)
    drawn = [
        (
            str(properties["code"]),
            str(properties["name"]),
            "".join(_draw([project(p) for p in ring], tolerance) for ring in rings),
        )
        for properties, rings in kept
    ]
    drawn.sort(key=lambda area: sort_key(area[1]))
    return Outlines(tuple(drawn), width, height)


def area_map(
    drawn: Outlines, state_of: Callable[[str], AreaState], labels: Sequence[tuple[str, str]]
) -> AreaMap:
    """The outlines with the state of each; `labels` are (shade, words) of the legend in order."""
    areas = []
    for code, name, path in drawn.areas:
        state = state_of(code)
        if state.shade not in SHADES:
            raise ValueError(f"shade {state.shade!r}")
        areas.append(Area(code, name, path, state.shade, state.words, state.url))
    keys = [Key(s, label, sum(a.shade == s for a in areas)) for s, label in labels]
    return AreaMap(tuple(areas), tuple(keys), drawn.width, drawn.height)


def _rings(geometry: Mapping[str, Any]) -> list[Ring]:
    kind: Any = geometry.get("type")
    coordinates: Any = geometry.get("coordinates")
    if kind == "Polygon":
        polygons = [coordinates]
    elif kind == "MultiPolygon":
        polygons = coordinates
    else:
        raise NotAnOutline(str(kind))
    return [[(float(p[0]), float(p[1])) for p in ring] for polygon in polygons for ring in polygon]


def _projection(
    rings: list[Ring], width: int
) -> tuple[Callable[[tuple[float, float]], tuple[float, float]], int]:
    """Plain degrees with the length of a degree of longitude at the middle latitude."""
    xs = [x for ring in rings for x, _y in ring]
    ys = [y for ring in rings for _x, y in ring]
    west, east, south, north = min(xs), max(xs), min(ys), max(ys)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = width / ((east - west) * squeeze or 1.0)

    def project(point: tuple[float, float]) -> tuple[float, float]:
        return (point[0] - west) * squeeze * scale, (north - point[1]) * scale

    return project, math.ceil((north - south) * scale)


def _draw(ring: Ring, tolerance: float) -> str:
    points = _simplify(ring, tolerance)
    if len(points) < 4:
        points = ring
    start, *rest = [(round(x, _PRECISION), round(y, _PRECISION)) for x, y in points[:-1]]
    steps = [f"M{start[0]:g} {start[1]:g}"]
    previous = start
    for x, y in rest:
        steps.append(f"l{round(x - previous[0], 1):g} {round(y - previous[1], 1):g}")
        previous = (x, y)
    return "".join(steps) + "z"


def _simplify(points: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker without recursion: what moves a border less than the tolerance goes."""
    if len(points) < 3:
        return points
    keep = [False] * len(points)
    keep[0] = keep[-1] = keep[len(points) // 2] = True
    spans = [(0, len(points) // 2), (len(points) // 2, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        far, index = 0.0, 0
        for i in range(first + 1, last):
            distance = _distance(points[i], points[first], points[last])
            if distance > far:
                far, index = distance, i
        if far > tolerance:
            keep[index] = True
            spans += [(first, index), (index, last)]
    return [point for point, kept in zip(points, keep, strict=True) if kept]


def _distance(
    point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]
) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    if length == 0:
        return math.hypot(point[0] - start[0], point[1] - start[1])
    return abs(dx * (start[1] - point[1]) - dy * (start[0] - point[0])) / length
