"""What `lienthong read --json` prints is what docs/reading.schema.json publishes, key by key."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from lienthong.axis.reading.api import read_text, to_json
from tests.axis.reading.corpus.papers import make_paper, side_by_side

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[3] / "docs/reading.schema.json").read_text(encoding="utf-8")
)
_TYPES: dict[str, Any] = {
    "string": str, "array": list, "object": dict, "null": type(None), "integer": int, "number": (int, float),
}  # fmt: skip


def faults(value: Any, schema: Any, at: str = "$") -> list[str]:
    """Where a value breaks the part of JSON Schema that the published file uses."""
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
    if "oneOf" in schema:
        tries = [faults(value, option, at) for option in schema["oneOf"]]
        return [] if sum(not found for found in tries) == 1 else min(tries, key=len) or [at]
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{at}: {value!r}"]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(isinstance(value, _TYPES[k]) and not isinstance(value, bool) for k in kinds):
        return [f"{at}: {type(value).__name__}"]
    out: list[str] = []
    if isinstance(value, dict):
        known = schema["properties"]
        out += [f"{at}.{key} missing" for key in schema["required"] if key not in value]
        for key, inner in value.items():
            if key in known:
                out += faults(inner, known[key], f"{at}.{key}")
            elif not schema["additionalProperties"]:
                out.append(f"{at}.{key} unknown")
    if isinstance(value, list):
        for i, inner in enumerate(value):
            out += faults(inner, schema["items"], f"{at}[{i}]")
    if isinstance(value, (int, float)) and "maximum" in schema:
        out += [] if schema["minimum"] <= value <= schema["maximum"] else [f"{at}: {value}"]
    return out


def _line(text: str) -> dict[str, Any]:
    found = to_json(read_text(text))
    return json.loads(json.dumps({"file": "a.txt"} | found))


@pytest.mark.parametrize("seed", range(0, 90, 3))
def test_readings_keep_the_schema(seed: int) -> None:
    assert faults(_line(side_by_side(make_paper(seed))), SCHEMA) == []


def test_refused_and_unreadable_keep_it_too() -> None:
    assert faults(_line("MẬT\nSố: 1/UBND-NC\n"), SCHEMA) == []
    assert faults(_line("..."), SCHEMA) == []


def test_a_changed_shape_is_noticed() -> None:
    line = _line(side_by_side(make_paper(3)))
    for spoil in (
        lambda x: x["document"].pop("number"),
        lambda x: x["document"]["date"].update(confidence=7),
        lambda x: x.update(extra=1),
        lambda x: x["document"]["level"].update(value="empire"),
    ):
        spoiled = copy.deepcopy(line)
        spoil(spoiled)
        assert faults(spoiled, SCHEMA)
