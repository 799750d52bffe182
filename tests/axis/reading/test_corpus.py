"""Papers of fifty kinds of office in four layouts, as text, as pages and as scans: how much is read right."""

from pathlib import Path

import pytest

from lienthong.axis.reading.api import FileReader, Verdict, default_directory, read_text
from tests.axis.reading.corpus import pages
from tests.axis.reading.corpus.measure import Tally
from tests.axis.reading.corpus.papers import LAYOUTS, Made, make_paper
from tests.support.needs import needs

PAPERS = 60
CERTAIN = ("number", "symbol", "date", "type")
BLUE, BLACK = (35, 50, 160), (20, 20, 25)


@pytest.fixture(scope="module")
def reader() -> FileReader:
    with FileReader() as warm:
        yield warm


@pytest.mark.parametrize("layout", LAYOUTS)
def test_text_in_every_layout(layout: str) -> None:
    tally = Tally(layout)
    for seed in range(PAPERS):
        made = make_paper(seed)
        tally.add(seed, made, read_text(LAYOUTS[layout](made)))
    for name in CERTAIN:
        assert tally.count[f"{name} wrong"] == 0, tally.notes
        assert tally.rate(name) >= 0.97, tally.notes
    assert tally.rate("agency") >= 0.97, tally.notes
    assert tally.rate("level") >= 0.95, tally.notes
    assert tally.median_error <= 0.02, tally.notes
    assert tally.recall >= 0.93, tally.notes
    assert tally.precision >= 0.93, tally.notes


def test_pages_with_a_text_layer(reader: FileReader, tmp_path: Path) -> None:
    tally = Tally("pages")
    for seed in range(200, 212):
        made = make_paper(seed)
        found = reader.reading(pages.printed(made, tmp_path), default_directory())
        tally.add(seed, made, found)
    for name in (*CERTAIN, "agency", "signer"):
        assert tally.count[f"{name} right"] == 12, tally.notes
    assert tally.recall >= 0.9, tally.notes
    assert tally.precision >= 0.9, tally.notes


def _short(seed: int) -> Made:
    """A paper of one page or so: a letter."""
    while (made := make_paper(seed)).kind != "Công văn" or len(made.tasks) > 3:
        seed += 1
    return made


@needs("tesseract")
def test_a_scan_under_a_seal(reader: FileReader, tmp_path: Path) -> None:
    made = _short(300)
    found = reader.reading(pages.scanned(pages.printed(made, tmp_path), 5), default_directory())
    tally = Tally("scan")
    tally.add(300, made, found)
    for name in (*CERTAIN, "agency"):
        assert tally.count[f"{name} wrong"] == 0, tally.notes
    assert tally.count["date right"] == tally.count["type right"] == 1, tally.notes
    assert "recognised" in found.notes


@needs("tesseract")
@pytest.mark.parametrize("colour", [BLUE, BLACK])
def test_a_number_written_by_pen_stays_unread(
    reader: FileReader, tmp_path: Path, colour: tuple[int, int, int]
) -> None:
    made = _short(340)
    blank = pages.printed(made, tmp_path, number=False)
    found = reader.reading(pages.handwritten(blank, 3, colour), default_directory())
    assert found.verdict is Verdict.READ
    assert found.document["number"].value is None
    assert found.document["date"].value in (None, made.date)
    assert found.document["type"].value == "Công văn"


@needs("tesseract")
def test_the_second_look_finds_the_figures_on_grey_paper(
    reader: FileReader, tmp_path: Path
) -> None:
    """Paper of two shades on one sheet once made every second reading fail."""
    made = make_paper(5001)
    copy = pages.aged(pages.printed(made, tmp_path), 5001)
    found = reader.reading(copy, default_directory())
    assert found.document["number"].value == made.number
    assert found.document["date"].value == made.date
