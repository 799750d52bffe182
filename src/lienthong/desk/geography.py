"""The outlines of the 96 communes of 2025, from the package's own data (MIT, see docs/agencies.md)."""

import json
from functools import cache
from importlib import resources
from typing import Any

from lienthong.kernel.text import sort_key
from lienthong.kernel.ui.maps import Outlines, outlines


@cache
def commune_features() -> tuple[dict[str, Any], ...]:
    """GeoJSON features with `code` and `name`, decoded once from the stored TopoJSON."""
    text = (
        resources.files("lienthong.kernel.agencies")
        .joinpath("data/communes-2025.topojson")
        .read_text("utf-8")
    )
    topology = json.loads(text)
    arcs = [_decoded(arc, topology.get("transform")) for arc in topology["arcs"]]
    (collection,) = topology["objects"].values()
    return tuple(_feature(geometry, arcs) for geometry in collection["geometries"])


@cache
def commune_outlines() -> Outlines:
    """The same as a drawing, by name in Vietnamese order."""
    return outlines(commune_features(), sort_key=sort_key)


def _decoded(arc: list[list[float]], transform: dict[str, Any] | None) -> list[list[float]]:
    if transform is None:
        return arc
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0.0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append([x * sx + tx, y * sy + ty])
    return points


def _ring(indexes: list[int], arcs: list[list[list[float]]]) -> list[list[float]]:
    ring: list[list[float]] = []
    for index in indexes:
        points = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += points[1:] if ring else points
    return ring


def _feature(geometry: dict[str, Any], arcs: list[list[list[float]]]) -> dict[str, Any]:
    shapes = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    coordinates = [[_ring(ring, arcs) for ring in shape] for shape in shapes]
    properties = geometry.get("properties") or {}
    code = str(properties.get("code") or geometry.get("id") or "")
    return {
        "properties": {"code": code, "name": str(properties.get("name") or code)},
        "geometry": {"type": "MultiPolygon", "coordinates": coordinates},
    }
