"""The data that come with the platform: the map, its decisions, staffing, groups and shapes.

Each file names its source; what is not certain is marked and can be edited once loaded.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"


def _read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def staffing_templates() -> dict[str, Any]:
    """Templates of units and posts by kind of agency, and the domain of sample addresses."""
    return _read("staffing.json")  # type: ignore[no-any-return]


def opening() -> dict[str, Any]:
    """The state of 2018 as a decision with its plan."""
    return _read("opening.json")  # type: ignore[no-any-return]


def decisions() -> list[dict[str, Any]]:
    """Every decision since, in the order of their effective dates."""
    return _read("decisions.json")  # type: ignore[no-any-return]


def groups() -> dict[str, Any]:
    """Recipient groups and their keeper."""
    return _read("groups.json")  # type: ignore[no-any-return]


def commune_shapes() -> str:
    """TopoJSON of the 96 communes of 1 July 2025; the id of a shape is its code of that time."""
    return (DATA / "communes-2025.topojson").read_text(encoding="utf-8")


# A small but whole province for quick trials: these districts with their communes.
SMALL_DISTRICTS = ("525", "526", "534", "535", "536")
_SMALL_BODIES = {
    "vp-ubnd", "so-noi-vu", "so-ldtbxh", "so-tttt", "so-khcn", "ban-dan-toc", "so-ngoai-vu",
    "so-noi-vu@2025", "so-khcn@2025", "so-dttg@2025", "tinh-uy",
}  # fmt: skip


def small(files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same timeline for the small province: what its agencies do not need falls away."""
    kept: set[str] = set()
    result = []
    for decision in files:
        plan = decision["plan"]
        opened = [e for e in plan["open"] if _is_small(e, kept, plan)]
        kept |= {e["key"] for e in opened}
        result.append({**decision, "plan": _without_strangers(plan, opened, kept)})
    return result


def _is_small(entry: dict[str, Any], kept: set[str], plan: dict[str, Any]) -> bool:
    key, place = entry["key"], entry.get("place")
    if place is None:
        return str(key) in _SMALL_BODIES
    if place["level"] == "province":
        return str(place["gso"]) == "51"
    if place["level"] == "district":
        return str(place["gso"]) in SMALL_DISTRICTS
    if entry["parent"] in kept and "ubnd:51" not in entry["parent"]:
        return True
    if "succeed" not in plan:
        return str(entry["parent"]) in {f"ubnd:{code}" for code in SMALL_DISTRICTS}
    heirs_of = [s["from"] for s in plan["succeed"] if s["to"] == key]
    return bool(heirs_of) and all(old in kept for old in heirs_of)


def _without_strangers(
    plan: dict[str, Any], opened: list[dict[str, Any]], kept: set[str]
) -> dict[str, Any]:
    succeed = [s for s in plan.get("succeed", []) if s["from"] in kept and s["to"] in kept]
    return {
        "open": opened,
        "close": [key for key in plan.get("close", []) if key in kept],
        "move": [m for m in plan.get("move", []) if {m["agency"], m["parent"]} <= kept],
        "rename": [r for r in plan.get("rename", []) if r["agency"] in kept],
        "recode": [r for r in plan.get("recode", []) if r["agency"] in kept],
        "succeed": succeed,
    }
