"""Trends and maps drawn by the server: right numbers, gaps stay gaps, light enough for a poor line."""

import itertools
import json
import re

import pytest

from lienthong.kernel.text import sort_key
from lienthong.kernel.ui import charts, maps
from tests.support.shared import shared_path


def test_a_missing_month_is_a_gap_and_a_dash_never_a_zero() -> None:
    chart = charts.trend(["1", "2", "3"], [("a", (10, None, 30))])
    assert chart.lines[0].count("M") == 2
    assert [p.words for p in chart.points] == [("10",), ("–",), ("30",)]
    assert len(chart.dots) == 2


def test_higher_values_stand_higher_and_inside_the_frame() -> None:
    chart = charts.trend(["1", "2", "3"], [("a", (0, 50, 100))], top=100)
    ys = [dot.y for dot in chart.dots]
    assert ys == sorted(ys, reverse=True)
    assert all(charts.TOP <= y <= charts.BOTTOM for y in ys)
    assert chart.ticks[-1].label == "100"


def test_bars_begin_at_zero() -> None:
    chart = charts.trend(["a", "b"], [("n", (1000, 1010))], bars=True)
    assert chart.ticks[0].label == "0"
    assert chart.bars[0].height / chart.bars[1].height == pytest.approx(1000 / 1010, rel=0.02)


@pytest.mark.parametrize("values", [(0, 0), (5, 5), (-3, 4), (0.001, 0.002), (10**9, 10**9 + 1)])
def test_any_range_can_be_drawn(values: tuple[float, float]) -> None:
    chart = charts.trend(["1", "2"], [("a", values)])
    assert len(chart.dots) == 2
    assert all(charts.TOP - 1 <= dot.y <= charts.BOTTOM + 1 for dot in chart.dots)
    assert len(chart.ticks) >= 2


def test_nothing_to_draw_and_unequal_series() -> None:
    assert charts.trend([], [("a", ())]).points == ()
    assert charts.trend(["1"], [("a", (None,))]).points == ()
    with pytest.raises(ValueError, match="2 values for 1"):
        charts.trend(["1"], [("a", (1, 2))])


def test_labels_do_not_lie_on_each_other() -> None:
    labels = [f"{month:02d}/2026" for month in range(1, 13)]
    chart = charts.trend(labels, [("a", range(12))])
    shown = [p.x for p in chart.points if p.shown]
    assert min(b - a for a, b in itertools.pairwise(shown)) >= 7 * 7
    assert chart.points[-1].shown, "the newest month is always named"


def square(code: str, west: float, kind: str = "Polygon") -> dict[str, object]:
    ring = [[west, 15], [west + 1, 15], [west + 1, 16], [west, 16], [west, 15]]
    coordinates = [ring] if kind == "Polygon" else [[ring]]
    return {
        "properties": {"code": code, "name": f"Xã {code}"},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def state(code: str) -> maps.AreaState:
    return maps.AreaState("late" if code == "1" else "s2", "quá hạn" if code == "1" else "xong")


def test_areas_are_drawn_with_words_and_counted_in_the_key() -> None:
    drawn = maps.area_map(
        maps.outlines([square("1", 108), square("2", 109, "MultiPolygon")]),
        state,
        [("late", "Quá hạn"), ("s2", "Xong"), ("none", "Không phát sinh")],
    )
    assert [(a.code, a.shade, a.words) for a in drawn.areas] == [
        ("1", "late", "quá hạn"),
        ("2", "s2", "xong"),
    ]
    assert [k.count for k in drawn.keys] == [1, 1, 0]
    assert all(a.path.startswith("M") and a.path.endswith("z") for a in drawn.areas)


def test_other_shapes_and_shades_are_refused() -> None:
    point = {"properties": {"code": "1", "name": "x"}, "geometry": {"type": "Point"}}
    with pytest.raises(maps.NotAnOutline):
        maps.outlines([point])
    with pytest.raises(ValueError, match="pink"):
        maps.area_map(maps.outlines([square("1", 1)]), lambda _c: maps.AreaState("pink", ""), [])
    assert maps.area_map(maps.outlines([]), state, []).areas == ()


def test_the_real_communes_are_drawn_whole_and_light() -> None:
    path = shared_path("data/geo/quang_ngai_communes.geojson")
    if path is None:
        pytest.skip("needs the shared reference data beside the checkout")
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    drawn = maps.area_map(maps.outlines(features, sort_key=sort_key), state, [("s2", "Xong")])
    assert len(drawn.areas) == len(features) == 96
    assert sum(len(a.path) for a in drawn.areas) < 60_000
    for area in drawn.areas:
        assert len(re.findall(r"[Ml]", area.path)) >= 3, area.name
    names = [a.name for a in drawn.areas]
    assert names == sorted(names, key=sort_key)
