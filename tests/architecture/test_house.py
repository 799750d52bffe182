"""The house holds: foreign keys follow the floors, no signals, no save() overrides, no dead contracts."""

import ast
import functools
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2] / "src" / "lienthong"
FLOORS = ["kernel", "axis", "systems", "desk", "config"]
# Which system may point at which; adding a line is a reviewed decision (docs/decisions/0001).
ALLOWED = {
    ("systems.documents", "axis.exchange"),
    ("systems.tasks", "systems.documents"),
}


def place(module: str) -> tuple[str, str]:
    parts = module.split(".")
    floor = parts[1]
    return floor, ".".join(parts[1:3]) if floor in {"kernel", "axis", "systems"} else floor


def own_models():
    return [m for m in apps.get_models() if m.__module__.startswith("lienthong.")]


def test_foreign_keys_point_down_or_where_it_was_decided():
    wrong = []
    for model in own_models():
        floor, home = place(model.__module__)
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and field.concrete else None
            if target is None or not target.__module__.startswith("lienthong."):
                continue
            other_floor, other = place(target.__module__)
            if home == other or FLOORS.index(other_floor) < FLOORS.index(floor):
                continue
            if floor == other_floor == "kernel" or (home, other) in ALLOWED:
                continue
            wrong.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert wrong == []


def modules():
    return [p for p in ROOT.rglob("*.py") if "migrations" not in p.parts]


@functools.cache
def tree_of(path: Path) -> ast.Module:
    """A module parsed once for all looks at it."""
    return ast.parse(path.read_text("utf-8"))


def test_no_signals_and_no_save_overrides():
    wrong = []
    for path in modules():
        tree = tree_of(path)
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                ("django.db.models.signals", "django.dispatch")
            ):
                wrong.append(f"{path}: signals")
            if isinstance(node, ast.ClassDef):
                bases = {ast.unparse(base) for base in node.bases}
                if bases & {"models.Model", "Model"}:
                    wrong += [
                        f"{path}: {node.name}.{item.name}"
                        for item in node.body
                        if isinstance(item, ast.FunctionDef) and item.name in {"save", "delete"}
                    ]
    assert wrong == []


def test_every_module_says_what_it_is_for():
    silent = [
        str(path.relative_to(ROOT))
        for path in modules()
        if path.stat().st_size and not ast.get_docstring(tree_of(path))
    ]
    assert silent == []


def test_no_file_is_a_god():
    """The tail is the style: a file past 500 lines says why in docs/decisions or is split."""
    long = {
        str(path.relative_to(ROOT)): lines
        for path in modules()
        if (lines := len(path.read_text("utf-8").splitlines())) > 500
    }
    assert long == {}


@pytest.mark.parametrize("where", ["checkout", "home"])
def test_nothing_names_the_machine_it_was_made_on(where):
    root = ROOT.parents[1]
    folder_of = {"checkout": root, "home": Path.home()}[where]
    if folder_of == Path("/"):
        pytest.skip("no folder of its own to look for")
    word = f"{folder_of}/"
    hits = [
        str(path.relative_to(root))
        for folder in ("src", "docs", "benchmarks", "tools")
        for path in (root / folder).rglob("*")
        if path.is_file()
        and path.suffix in {".py", ".md", ".toml", ".html", ".json", ".css", ".js"}
        and word in path.read_text("utf-8", errors="ignore")
    ]
    assert hits == []
