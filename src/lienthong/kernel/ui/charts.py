"""Trends drawn by the server: a line or bars as coordinates, with the same numbers as words."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from . import formats

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 56, 624, 24, 200


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid."""

    y: float
    text_y: float
    label: str


@dataclass(frozen=True, slots=True)
class Point:
    """One place on the axis with the words of every series there."""

    x: float
    label: str
    words: tuple[str, ...]
    shown: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """A value of the first series."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A value drawn as a bar."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class LastValue:
    """The newest value, written beside its dot."""

    text_x: float
    text_y: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart; see templates/cotton/trend.html."""

    points: tuple[Point, ...]
    names: tuple[str, ...]
    axis: str
    ticks: tuple[Tick, ...] = ()
    lines: tuple[str, ...] = ()
    dots: tuple[Dot, ...] = ()
    bars: tuple[Bar, ...] = ()
    last: LastValue | None = None
    sentence: str = ""
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    tick_x: int = LEFT - 8
    label_y: int = BOTTOM + 20


Words = Callable[[float], str]


def trend(
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    *,
    axis: str = "",
    words: Words = formats.number,
    bars: bool = False,
    top: float | None = None,
) -> Chart:
    """A chart of at most two series over the same labels.

    `None` is a gap, never a zero. `words` writes a value; `top` fixes the upper end (100 for
    shares). Raises ValueError when a series is not as long as the labels.
    """
    for name, values in series:
        if len(values) != len(labels):
            raise ValueError(f"series {name!r} has {len(values)} values for {len(labels)} labels")
    known = [v for _name, values in series for v in values if v is not None]
    names = tuple(name for name, _values in series)
    if not known:
        return Chart(points=(), names=names, axis=axis)
    low, high, step = _scale(min(known), max(known), top, from_zero=bars)
    step_x = (RIGHT - LEFT) / max(len(labels), 1)
    xs = [round(LEFT + step_x * (i + 0.5), 1) for i in range(len(labels))]

    def y(value: float) -> float:
        return round(BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP), 1)

    longest = max((len(label) for label in labels), default=0)
    every = max(1, math.ceil((longest * 7 + 10) / step_x))
    points = tuple(
        Point(
            x=xs[i],
            label=label,
            words=tuple("–" if v[i] is None else words(v[i] or 0) for _n, v in series),
            shown=(len(labels) - 1 - i) % every == 0,
        )
        for i, label in enumerate(labels)
    )
    first = series[0][1]
    newest = (
        max(i for i, v in enumerate(first) if v is not None)
        if any(v is not None for v in first)
        else None
    )
    return Chart(
        points=points,
        names=names,
        axis=axis,
        ticks=tuple(_ticks(low, high, step, y, words)),
        lines=() if bars else tuple(_path(xs, values, y) for _name, values in series),
        dots=() if bars else tuple(Dot(xs[i], y(v)) for i, v in enumerate(first) if v is not None),
        bars=tuple(_bars(xs, first, y, step_x)) if bars else (),
        last=None
        if newest is None
        else LastValue(
            min(xs[newest] + 20, RIGHT), y(first[newest] or 0) - 10, points[newest].words[0]
        ),
        sentence=", ".join(f"{p.label} {p.words[0]}" for p in points),
    )


def _scale(
    low: float, high: float, top: float | None, *, from_zero: bool
) -> tuple[float, float, float]:
    if top is not None:
        high = top
    if from_zero or (low >= 0 and low < high / 2):
        low = 0.0
    span = (high - low) or max(abs(high), 1.0)
    raw = span / 4
    magnitude = 10.0 ** math.floor(math.log10(raw))
    step = next(m * magnitude for m in (1, 2, 2.5, 5, 10) if m * magnitude >= raw)
    low = math.floor(low / step) * step
    if low < 0 <= min(low + step, high) and from_zero:
        low = 0.0
    return low, top if top is not None else max(math.ceil(high / step) * step, low + step), step


def _ticks(
    low: float, high: float, step: float, y: Callable[[float], float], words: Words
) -> list[Tick]:
    count = math.floor((high - low) / step + 1e-9)
    values = [low + step * i for i in range(count + 1)]
    return [Tick(y(v), y(v) + 4, words(round(v, 6))) for v in values]


def _path(xs: Sequence[float], values: Sequence[float | None], y: Callable[[float], float]) -> str:
    parts: list[str] = []
    pen_down = False
    for x, value in zip(xs, values, strict=True):
        if value is None:
            pen_down = False
            continue
        parts.append(f"{'L' if pen_down else 'M'}{x:g} {y(value):g}")
        pen_down = True
    return "".join(parts)


def _bars(
    xs: Sequence[float], values: Sequence[float | None], y: Callable[[float], float], step_x: float
) -> list[Bar]:
    width = round(min(step_x * 0.6, 48), 1)
    return [
        Bar(round(x - width / 2, 1), y(v), width, round(BOTTOM - y(v), 1))
        for x, v in zip(xs, values, strict=True)
        if v is not None
    ]
