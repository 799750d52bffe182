"""Half a number is no number: a bar over a part of it leaves it open, what stands near it does not."""

import tempfile
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from lienthong.axis.reading.api import FileReader
from lienthong.axis.reading.sources.covered import _parted
from tests.axis.reading.corpus import covered, pages
from tests.axis.reading.corpus.papers import make_paper

pytestmark = pytest.mark.needs("tesseract", "tesseract-ocr-vie")
SEED = 9_702  # Số: 1115/BC-UBND, ngày 24 tháng 4 năm 2021


def _read(how: str, part: str, ink: str | None, grain: int = 30) -> dict[str, object]:
    made = make_paper(SEED)
    with tempfile.TemporaryDirectory() as place, FileReader() as reader:
        data = pages.printed(made, Path(place))
        file = (
            covered.covered(data, made, part, ink, SEED, grain=grain)
            if ink
            else covered.twin(data, made, how, part, SEED)
        )
        document = reader.plain(file)["document"]
        return {key: document[key] for key in ("number", "symbol", "date")}


@pytest.mark.parametrize(
    ("part", "ink", "grain"),
    [
        ("number, end", "white", 30),
        ("number, begin", "white", 0),
        ("number, end", "black", 30),
        ("day", "white", 30),
    ],
)
def test_what_is_half_covered_is_left_open_with_its_place(part: str, ink: str, grain: int) -> None:
    read = _read("", part, ink, grain)
    field = read["date" if part == "day" else "number"]
    assert isinstance(field, dict)
    assert field["value"] is None
    assert field["evidence"]["box"]


@pytest.mark.parametrize("how", ["plain", "underline", "frame", "table"])
def test_what_stands_near_a_number_covers_nothing(how: str) -> None:
    values = {k: v["value"] for k, v in _read(how, "number", None).items() if isinstance(v, dict)}
    assert values == {"number": "1115", "symbol": "BC-UBND", "date": "2021-04-24"}


@pytest.mark.parametrize(
    ("gaps", "labelled", "parted"),
    [
        ((26, 4, 4), True, False),  # "Số:   1115": three spaces behind the label
        ((36, 4, 4), True, True),  # two figures are missing there
        ((26, 4, 4), False, True),  # no label stands before the gap
        ((8, 26, 4), True, True),  # between figures
        ((8, 4, 4), True, False),
    ],
)
def test_spaces_behind_the_label_cover_nothing(
    gaps: tuple[int, ...], labelled: bool, parted: bool
) -> None:
    dark = Image.new("L", (160, 30), 0)
    pen, at = ImageDraw.Draw(dark), 2
    for gap, width in zip((*gaps, 0), (26, 12, 12, 12), strict=True):
        pen.rectangle((at, 5, at + width, 24), fill=255)
        at += width + 1 + gap
    assert _parted(dark, 20, labelled=labelled) is parted
