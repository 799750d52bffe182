"""The state diagrams in the READMEs are those of the transition tables."""

from pathlib import Path

import pytest

from lienthong.systems.documents.workflow import DISPOSAL, INCOMING, INTERNAL, OUTGOING
from lienthong.systems.tasks.workflow import TASK

ROOT = Path(__file__).resolve().parents[2] / "src" / "lienthong" / "systems"


@pytest.mark.parametrize(
    ("system", "flow"),
    [
        ("documents", OUTGOING),
        ("documents", INCOMING),
        ("documents", INTERNAL),
        ("documents", DISPOSAL),
        ("tasks", TASK),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_the_readme_shows_the_table(system, flow):
    text = (ROOT / system / "README.md").read_text("utf-8")
    assert flow.diagram() in text
    for row in flow.transitions:
        assert f"`{row.verb}`" in text
        assert f"`{row.event}`" in text
