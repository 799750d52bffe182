"""Recognised pages: the engine, second looks at number and symbol, marks in frames, names of agencies."""

import io
import math
import os
import tempfile
from pathlib import Path

import pytest
from PIL import Image

from lienthong.axis.reading.api import FileReader
from lienthong.axis.reading.rules.directory import default_directory
from lienthong.axis.reading.rules.layout import Piece, compose
from lienthong.axis.reading.rules.letters import undoubled
from lienthong.axis.reading.rules.reader import head_lines, read_source, secret
from lienthong.axis.reading.rules.reading import Box, Reading
from lienthong.axis.reading.sources import child, engine, pdf, scan
from lienthong.axis.reading.sources.stamped import stamps
from tests.axis.reading import hostile_files
from tests.axis.reading.corpus import pages
from tests.axis.reading.corpus.papers import make_paper
from tests.axis.reading.corpus.secret import MAKERS, MARKS, sheet

needs_ocr = pytest.mark.needs("tesseract", "tesseract-ocr-vie")


def _page(number: str, agency: str = "SỞ Y TẾ", sure: float = 0.95) -> list[Piece]:
    lines = [f"{agency}   CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", f"Số: {number}", "V/v phòng bệnh"]
    lines += ["Quảng Ngãi, ngày 05 tháng 3 năm 2024", "Kính gửi: Bệnh viện Đa khoa tỉnh"]
    return [
        Piece(word, Box(10 + 50 * i, 30.0 * row, 50 + 50 * i, 30.0 * row + 12), "recognised", value)
        for row, line in enumerate(lines)
        for i, word in enumerate(line.split())
        for value in [sure if word == number else 0.95]
    ]


def _after(
    monkeypatch: pytest.MonkeyPatch, pieces: list[Piece], *looks: str, date: str = "0532024"
) -> Reading:
    """The reading after second looks that see the number so, one after the other."""
    seen = iter(looks)
    source = compose([pieces], ("recognised",))
    lines = head_lines(source)

    def again(_: object, __: float, asked: list[Box], *___: object) -> list[str]:
        words = next(seen)
        return [words if box == lines[0] else date for box in asked]

    monkeypatch.setattr(scan, "_again", again)
    picture = Image.new("RGB", (2000, 800), "white")
    found = scan.confirmed(picture, 1.0, pieces, lines)
    return read_source(compose([found], ("recognised",)), None, None)


def _number(reading: Reading) -> tuple[object, object]:
    return reading.document["number"].value, reading.document["symbol"].value


def test_letters_that_no_second_look_shares_leave_the_number_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert _number(_after(monkeypatch, _page("45/SYT-NVX"), "45/SYT-NVX")) == ("45", "SYT-NVX")
    read = _after(monkeypatch, _page("45/SYT-NVX"), "45/SYT-NVK", "45/SYT-NVK")
    assert _number(read) == ("45", None)
    known = _after(monkeypatch, _page("45/QĐ-UBND"), "45/QD-UBND", "45/QD-UBND")
    assert _number(known) == ("45", "QĐ-UBND")  # letters that every reader knows


def test_figures_are_believed_when_two_more_looks_share_them_and_not_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    faint = _page("45/QĐ-UBND", sure=0.4)
    assert _number(_after(monkeypatch, faint, "45/QĐ-UBND", "45/QĐ-UBND"))[0] == "45"
    assert _number(_after(monkeypatch, faint, "45/QĐ-UBND", "46/QĐ-UBND")) == (None, None)
    sure = _page("45/QĐ-UBND")
    assert _number(_after(monkeypatch, sure, "46/QĐ-UBND", "46/QĐ-UBND")) == (None, None)


def test_a_symbol_with_what_may_be_a_figure_is_left_open() -> None:
    for symbol, right in (("BYT-VPBI", None), ("QĐ-ĐHON", None), ("SYT-NVY", "SYT-NVY")):
        source = compose([_page(f"45/{symbol}")], ("recognised",))
        assert read_source(source, None, None).document["symbol"].value == right
    typed = compose([_page("45/BYT-VPBI")])
    assert read_source(typed, None, None).document["symbol"].value == "BYT-VPBI"


@pytest.mark.parametrize(
    ("seen", "right"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA", "ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA"),
        ("ỦY BAN NHÂN DÂN TỈNH BÌNH THUẬN", "ỦY BAN NHÂN DÂN TỈNH BÌNH THUẬN"),
        ("UY BAN NHÂN DẨN TỈNH KHÁNH HÒA", "ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA"),
        ("HỘI ĐỒNG NHÂN DÂN BÌNH ĐỊNH", "HỘI ĐỒNG NHÂN DÂN TỈNH BÌNH ĐỊNH"),
        ("THỦ TƯỚNG CHÍNH PHỦ ˆ", "THỦ TƯỚNG CHÍNH PHỦ"),
    ],
)
def test_one_province_is_not_taken_for_another(seen: str, right: str) -> None:
    source = compose([_page("45/QĐ-UBND", agency=seen)], ("recognised",))
    assert read_source(source, None, None).document["agency"].value == right


def test_a_letter_that_stands_twice_is_one() -> None:
    assert [undoubled(w) for w in ("Đâầu", "KIỂỀM", "QĐ\u00d0-SNN")] == ["Đầu", "KIỂM", "QĐ-SNN"]
    for word in ("ưu", "hưu", "xoong", "ĐD", "boong", "Khuya"):
        assert undoubled(word) == word


@needs_ocr
def test_the_library_reads_what_the_program_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = pages.scanned(pages.printed(make_paper(5), tmp_path), 5)
    picture = pdf.picture(pdf.open_pdf(data), 0)[0].convert("L").crop((0, 0, 2400, 900))
    assert engine.library() is not None
    ours = engine.table(picture, "3")
    monkeypatch.setattr(engine, "library", lambda: None)
    assert ours.split() == engine.table(picture, "3").split()
    assert "CỘNG" in ours


@needs_ocr
@pytest.mark.parametrize("how", MAKERS)
@pytest.mark.parametrize("mark", MARKS)
def test_a_stamped_mark_of_secrecy_is_seen_on_every_kind_of_copy(how: str, mark: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        for secrecy in (mark, None):
            data = sheet(9_211 + len(mark), how, secrecy, Path(place))
            if data[:4] == b"%PDF":
                picture, points = pdf.picture(pdf.open_pdf(data), 0)
            else:
                picture, points = scan.opened(data)
            found, _ = scan.words(picture, points, first=True)
            assert secret(compose([found], ("recognised",))) is bool(secrecy)


@needs_ocr
def test_a_framed_mark_in_black_is_seen_and_other_frames_are_none() -> None:
    import typst

    def page(words: str) -> Image.Image:
        text = f'#set page(paper: "a4", margin: 20mm)\n#box(stroke: 1.2pt, inset: 4pt, text(size: 15pt, weight: "bold", "{words}"))\n\nNội dung'
        return pages.pictures(typst.compile(text.encode()), 300)[0]

    for words, seen in (("MẬT", ["MAT"]), ("PHỤ LỤC", []), ("BẢN SAO", [])):
        picture = page(words)
        found = stamps(picture, picture.convert("L"), 0.24)
        assert [p.text.upper().replace("Ạ", "A").replace("Ậ", "A") for p in found] == seen


@needs_ocr
def test_a_secret_scan_with_a_framed_mark_is_stopped_before_anything_is_kept() -> None:
    with tempfile.TemporaryDirectory() as place, FileReader() as reader:
        data = sheet(9_003, "scan", "MẬT", Path(place))
        assert reader.look(data) == (True, None)
        assert reader.plain(data, with_text=True) == {"verdict": "secret_refused"}
        assert reader.reading(data, default_directory()).text == ""


@needs_ocr
def test_a_page_that_takes_too_long_keeps_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The head stands first; what is missing is told, and a page with time is whole (the twin)."""
    with tempfile.TemporaryDirectory() as place:
        data = sheet(9_300, "scan", None, Path(place))
    found = {}
    for seconds in (60.0, 0.4):
        monkeypatch.setattr(engine, "WORKED", seconds)
        file = os.memfd_create("page")
        try:
            os.write(file, data)
            found[seconds] = child.recognise(file, page=0, image=False, begins=False)
        finally:
            os.close(file)
            monkeypatch.setattr(engine, "_until", math.inf)
    assert [found[s]["left"] for s in (60.0, 0.4)] == [False, True]
    assert 0 <= len(found[0.4]["rows"]) < len(found[60.0]["rows"])


@needs_ocr
def test_a_picture_of_many_dots_is_read_with_fewer() -> None:
    """600 dots an inch, black and white: what a copier sends by default."""
    sheet_ = Image.new("1", (4960, 7016), 1)
    file = io.BytesIO()
    sheet_.save(file, "TIFF", compression="group4", dpi=(600, 600))
    picture, points = scan.opened(file.getvalue())
    assert picture.size == (2545, 3600)
    assert points == pytest.approx(842 / 3600)
    with pytest.raises(scan.TooManyDots):
        scan.opened(hostile_files.PAGES["tiff of 100 million dots"]())
    assert scan.opened(file.getvalue(), coarse=True)[0].height == 2160
