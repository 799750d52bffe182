"""Tests that need an outside program say so; without it they skip, naming the Debian package.

`@needs("chromium")` on a test, a class or `pytestmark`; `require("pdfsig")` inside a fixture.
`LIENTHONG_REQUIRE=all` turns these skips into failures, so that CI cannot pass by lacking a program.
"""

import os

import pytest

from lienthong.config.launch import programs

PREFIX = "thiếu chương trình"


def needs(program: str, package: str | None = None) -> pytest.MarkDecorator:
    """A mark: the test needs this program, found in this Debian package (known ones need no name)."""
    return pytest.mark.needs(program, package or programs.package_of(program))


def require(program: str, package: str | None = None) -> str:
    """Where the program is; where it is missing the test is skipped, or failed under REQUIRE."""
    found = programs.find(program)
    if found is not None:
        return found
    reason = f"{PREFIX} {program} (gói Debian: {package or programs.package_of(program)})"
    if strict():
        pytest.fail(f"{reason}; LIENTHONG_REQUIRE=all không cho bỏ qua", pytrace=False)
    pytest.skip(reason)


def strict() -> bool:
    """Whether a missing program fails the test."""
    return os.environ.get("LIENTHONG_REQUIRE", "") == "all"


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark."""
    config.addinivalue_line(
        "markers", "needs(program, package): skip, naming the Debian package, without the program"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Look for what the test needs before any of its fixtures is made."""
    for mark in item.iter_markers("needs"):
        require(*mark.args)
