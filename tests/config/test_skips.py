"""Missing programs: tests skip naming Debian's package, are counted in a table, and fail in CI."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from lienthong.config.launch import places
from tests.support import report

SUITE = """
import pytest
from tests.support.needs import needs, require

@needs("no-such-program", "no-such-package")
def test_marked(): raise AssertionError("never run")

@pytest.fixture
def program(): return require("no-such-program", "no-such-package")
def test_in_a_fixture(program): raise AssertionError("never run")

@needs("sh")
def test_present(): pass

@pytest.mark.parametrize("n", range(3))
def test_other_reason(n): pytest.skip("không có thư mục shared")
"""


def run_suite(folder: Path, *argv: str, require: str = "") -> "subprocess.CompletedProcess[str]":
    (folder / "test_suite.py").write_text(SUITE)
    (folder / "pytest.ini").write_text("[pytest]\n")
    plugins = ["-p", "tests.support.needs", "-p", "tests.support.report", "-p", "no:django"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:randomly", "-c", "pytest.ini", *plugins, *argv],
        cwd=folder,
        env={
            **os.environ,
            "LIENTHONG_REQUIRE": require,
            "PYTHONPATH": f"{places.SOURCE}:{places.ROOT}",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("argv", [["-n0"], ["-n", "1"]], ids=["alone", "xdist"])
def test_the_run_ends_with_a_table_of_what_was_skipped_and_why(
    tmp_path: Path, argv: list[str]
) -> None:
    done = run_suite(tmp_path, *argv)
    assert done.returncode == 0, done.stdout
    assert "Bỏ qua 5 bài kiểm thử, vì" in done.stdout
    assert "    3  không có thư mục shared" in done.stdout
    assert "    2  thiếu chương trình no-such-program (gói Debian: no-such-package)" in done.stdout
    assert "no-install-recommends no-such-package" in done.stdout
    assert "1 passed, 5 skipped" in done.stdout.splitlines()[-1]


def test_with_require_all_a_missing_program_fails_and_other_skips_stay(tmp_path: Path) -> None:
    done = run_suite(tmp_path, require="all")
    assert done.returncode == 1
    summary = done.stdout.splitlines()[-1]
    assert "1 passed" in summary
    assert "3 skipped" in summary
    assert "LIENTHONG_REQUIRE=all không cho bỏ qua" in done.stdout
    assert "2 errors" in summary, "a test that lacks its program ends in an error of its setup"


def test_packages_are_named_once_in_order() -> None:
    reasons = Counter(
        {
            "thiếu chương trình pdfsig (gói Debian: poppler-utils)": 3,
            "thiếu chương trình pdftoppm (gói Debian: poppler-utils)": 1,
            "thiếu chương trình chromium (gói Debian: chromium)": 2,
            "không nêu lý do": 1,
        }
    )
    assert report.packages_in(reasons) == ["chromium", "poppler-utils"]
    assert report.lines(Counter({"x": 2})) == ["    2  x"]
