"""`./lienthong check`: everything but the tests that a change must pass; `.ci/run` calls the same."""

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass

from lienthong.config.launch import places
from lienthong.config.launch.progress import Progress, seconds
from lienthong.config.launch.stopping import stop_requests

LIMIT_SECONDS = 1200


@dataclass(frozen=True)
class Check:
    """One check: its name and its command, run at the root of the checkout."""

    name: str
    argv: tuple[str, ...]


def checks() -> tuple[Check, ...]:
    """All checks in the order in which they are run: the quick ones first."""
    python = (sys.executable, "-m")
    beside = os.path.dirname(sys.executable)
    return (
        Check("ruff check", (*python, "ruff", "check", ".")),
        Check("ruff format", (*python, "ruff", "format", "--check", ".")),
        Check("lint-imports", (os.path.join(beside, "lint-imports"), "--no-cache")),
        Check(
            "migrations",
            (*python, "django", "makemigrations", "--check", "--dry-run", "--skip-checks"),
        ),
        Check("mypy", (*python, "mypy", "--strict", "src")),
    )


def main(argv: list[str]) -> int:
    """Run the checks, all of them even when one fails, and show a table; 1 when one failed."""
    parser = argparse.ArgumentParser(
        prog="./lienthong check", description="Kiểm tra mã nguồn, trừ các bài kiểm thử."
    )
    parser.add_argument("only", nargs="*", help="tên các mục cần kiểm tra (mặc định: tất cả)")
    options = parser.parse_args(argv)
    wanted = [c for c in checks() if not options.only or set(c.name.split()) & set(options.only)]
    if not wanted:
        parser.error("các mục có thể chọn: " + ", ".join(check.name for check in checks()))
    progress = Progress()
    with stop_requests():
        results = [(check, *_run(check, progress)) for check in wanted]
    progress.say("\nKết quả kiểm tra mã nguồn")
    for check, code, took in results:
        progress.say(f"  {'✓' if code == 0 else '✗'} {check.name:<14} {seconds(took)}")
    return 1 if any(code for _, code, _ in results) else 0


def _run(check: Check, progress: Progress) -> tuple[int, float]:
    progress.say(f"→ {check.name}")
    began = time.monotonic()
    try:
        code = subprocess.run(
            check.argv, cwd=places.ROOT, env=environment(), timeout=LIMIT_SECONDS, check=False
        ).returncode
    except (OSError, subprocess.TimeoutExpired) as error:
        progress.say(f"  ✗ {error}")
        code = 1
    return code, time.monotonic() - began


def environment() -> dict[str, str]:
    """The environment of the checks: settings that build without a database or a secret."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lienthong.config.settings",
        "LIENTHONG_BUILD": "1",
        "PYTHONPATH": str(places.SOURCE),
    }
