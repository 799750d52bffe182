"""At the end of a test run: a table of what was skipped and why, and what to install for it."""

from collections import Counter

import pytest

from tests.support.needs import PREFIX

INSTALL = "sudo apt-get install --no-install-recommends"


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Why a test or a module was skipped, without pytest's own first word."""
    words = report.longrepr
    text = words[2] if isinstance(words, tuple) else str(words)
    return text.removeprefix("Skipped: ").strip() or "không nêu lý do"


def count_reasons(reports: list[pytest.TestReport | pytest.CollectReport]) -> Counter[str]:
    """How many tests were skipped for each reason; expected failures are not skips."""
    return Counter(reason_of(report) for report in reports if not hasattr(report, "wasxfail"))


def packages_in(reasons: Counter[str]) -> list[str]:
    """The Debian packages that the skipped tests named."""
    named = [reason for reason in reasons if reason.startswith(PREFIX)]
    return sorted({reason.rpartition("gói Debian: ")[2].rstrip(")") for reason in named})


def lines(reasons: Counter[str]) -> list[str]:
    """The table: number and reason, the most frequent first, and the line that installs the rest."""
    rows = [f"{count:>5}  {reason}" for reason, count in reasons.most_common()]
    packages = packages_in(reasons)
    if packages:
        rows += ["", f"Cài để chạy đủ: {INSTALL} {' '.join(packages)}"]
    return rows


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write the table on the controller (workers of xdist have no terminal); nothing when none."""
    reasons = count_reasons(terminalreporter.stats.get("skipped", []))
    if not reasons:
        return
    terminalreporter.section(f"Bỏ qua {reasons.total()} bài kiểm thử, vì")
    for line in lines(reasons):
        terminalreporter.write_line(line)
