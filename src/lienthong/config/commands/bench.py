"""`./lienthong bench [NAME...]`: each figure as a ratio against its own baseline in the same run.

PostgreSQL is a throw-away cluster on a disk with every commit synced, or the one named by
LIENTHONG_PG_ADMIN_URL. A table is printed, with `--json` one object with all that was measured.
"""

import importlib.util
import json
import os
import platform
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from lienthong.config.launch import assets, places, runs, throwaway
from lienthong.config.launch.progress import Progress
from lienthong.config.launch.refusal import Refused
from lienthong.config.launch.stopping import stop_requests

FOLDER = places.ROOT / "benchmarks"
ADMIN = "LIENTHONG_PG_ADMIN_URL"
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "lienthong.config.settings",
    "LIENTHONG_MODE": "sample",
    "LIENTHONG_SECRET_KEY": "only-in-benchmarks-only-in-benchmarks",
}
HEAD = ("Phép đo", "Kết quả", "Mốc cùng lần chạy", "Tỷ lệ", "Mục tiêu", "")
Found = dict[str, Any]


def main(argv: list[str]) -> int:
    """Run the named benchmarks, or all of them; 1 when one of them fails, 2 for an unknown name."""
    known = {path.stem: path for path in sorted(FOLDER.glob("*.py")) if path.stem != "__init__"}
    as_json = "--json" in argv
    wanted = [name for name in argv if not name.startswith("-")] or list(known)
    unknown = [word for word in argv if word != "--json" and word not in known]
    if unknown:
        print(f"Không có phép đo: {', '.join(unknown)}. Có: {', '.join(known)}.", file=sys.stderr)
        return 2
    progress = Progress(sys.stderr)
    with stop_requests(), ready(progress):
        found = [_tried(name, known[name], progress) for name in wanted]
    if as_json:
        whole = {"at": datetime.now().astimezone().isoformat("T", "seconds"), **machine()}
        print(json.dumps(whole | {"benchmarks": found}, ensure_ascii=False, default=str))
    else:
        print(table(found))
    return 1 if any("failed" in one for one in found) else 0


@contextmanager
def ready(progress: Progress) -> Iterator[None]:
    """What the benchmarks need, in this process' environment: fonts, a data folder, a database.

    Without the front-end packages (no network) the letters are left out and say so.
    """
    os.environ.update({name: os.environ.get(name, value) for name, value in SETTINGS.items()})
    try:
        with progress.step("Gói giao diện và phông chữ (npm ci)"):
            os.environ["LIENTHONG_ASSETS"] = str(assets.ensure())
    except (Refused, runs.StepFailed) as missing:
        progress.say(f"  {missing}")
    with tempfile.TemporaryDirectory(prefix="lienthong-bench-") as data:
        os.environ["LIENTHONG_DATA"] = data
        if os.environ.get(ADMIN):
            yield
            return
        with throwaway.cluster(progress, durable=True) as made:
            os.environ[ADMIN] = str(made.admin_url())
            try:
                yield
            finally:
                del os.environ[ADMIN]


def machine() -> Found:
    """What the figures were measured on."""
    return {"cores": os.cpu_count(), "python": platform.python_version(), "os": platform.system()}


def _tried(name: str, path: Path, progress: Progress) -> Found:
    """What a benchmark found; one that fails must not hide the others."""
    try:
        with progress.step(f"Đo {name}"):
            return {"bench": name} | _run(name, path)
    except Exception as error:  # noqa: BLE001  said in the table and by the exit code
        return {"bench": name, "failed": f"{type(error).__name__}: {error}"}


def _run(name: str, path: Path) -> Found:
    spec = importlib.util.spec_from_file_location(f"benchmarks.{name}", path)
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    sys.path.insert(0, str(FOLDER.parent))
    spec.loader.exec_module(module)
    found: Found = module.main()
    return found


def table(found: Sequence[Found]) -> str:
    """The figures as lines of a table, one for each row that a benchmark gives (`rows`, or itself)."""
    lines: list[tuple[str, ...]] = [HEAD]
    notes = []
    for one in found:
        if "failed" in one or "skipped" in one:
            word = "lỗi" if "failed" in one else "bỏ qua"
            lines.append((one["bench"], word, "", "", "", ""))
            notes.append(f"{one['bench']}: {one.get('failed') or one['skipped']}")
            continue
        lines += [_line(one["bench"], row) for row in one.get("rows") or [one]]
    widths = [max(_width(line[place]) for line in lines) for place in range(len(HEAD))]
    rule = "  ".join("─" * width for width in widths)
    shown = ["  ".join(map(_padded, line, widths)).rstrip() for line in lines]
    return "\n".join([shown[0], rule, *shown[1:], *notes])


def _line(bench: str, row: Found) -> tuple[str, ...]:
    met = row.get("met")
    return (
        f"{bench}: {row.get('title') or row.get('what', '')}",
        f"{_said(row.get('figure'))} {row.get('unit', '')}".strip(),
        f"{_said(row.get('baseline'))} {row.get('unit', '')}".strip(),
        _said(row.get("ratio")),
        str(row.get("aim") or _said(row.get("target"))),
        "" if met is None else "đạt" if met else "CHƯA ĐẠT",
    )


def _said(value: object) -> str:
    """A number as people here write it."""
    return "" if value is None else str(value).replace(".", ",")


def _width(text: str) -> int:
    return sum(
        1 for letter in unicodedata.normalize("NFC", text) if not unicodedata.combining(letter)
    )


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
