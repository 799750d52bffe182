"""`./lienthong bench [NAME...]`: each figure as a ratio against its own baseline in the same run."""

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[4] / "benchmarks"


def main(argv: list[str]) -> int:
    """Run the named benchmarks, or all of them; 1 when one of them fails, 2 for an unknown name."""
    known = {path.stem: path for path in sorted(FOLDER.glob("*.py")) if path.stem != "__init__"}
    wanted = [name for name in argv if not name.startswith("-")] or list(known)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"Không có phép đo: {', '.join(unknown)}. Có: {', '.join(known)}.", file=sys.stderr)
        return 2
    failed = 0
    for name in wanted:
        try:
            found = _run(name, known[name])
        except Exception as error:  # noqa: BLE001  one that fails must not hide the others
            print(json.dumps({"bench": name, "failed": f"{type(error).__name__}: {error}"}))
            failed += 1
        else:
            print(json.dumps({"bench": name} | found, ensure_ascii=False, default=str))
    return 1 if failed else 0


def _run(name: str, path: Path) -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location(f"benchmarks.{name}", path)
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    sys.path.insert(0, str(FOLDER.parent))
    spec.loader.exec_module(module)
    found: dict[str, Any] = module.main()
    return found
