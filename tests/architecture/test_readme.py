"""The README's map from each article of the directive is true: folder, screen and test exist."""

import re
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, reverse

ROOT = Path(__file__).resolve().parents[2]


def rows():
    text = (ROOT / "README.md").read_text("utf-8")
    table = text.split("## From each article", 1)[1].split("\n\n", 2)[1]
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in table.splitlines()[2:]
        if line.startswith("|")
    ]


def test_the_map_has_every_article_that_is_built():
    assert {row[0] for row in rows()} >= {"1.a", "1.b", "1.c"}


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[0]} {row[1][:30]}")
def test_each_line_names_what_exists(row):
    _article, _orders, folder, screen, test = row
    assert (ROOT / folder.strip("`")).exists()
    assert (ROOT / test.strip("`")).exists()
    name = screen.strip("`")
    if name != "–":
        assert reverse(name)


def dead(text: str) -> list[str]:
    """The files that a text links to and that are not there."""
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    return [target for target in targets if not (ROOT / target).exists()]


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_links_lead_somewhere(page):
    assert dead((ROOT / page).read_text("utf-8")) == []


def test_the_check_would_notice():
    with pytest.raises(NoReverseMatch):
        reverse("documents:no_such_screen")
    assert dead("[a](README.md), [b](docs/none.md#c) and [d](https://e.example)") == [
        "docs/none.md"
    ]
