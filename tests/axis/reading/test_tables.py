"""Tables of duties between drawn lines: in PDFs row by row with their places, other tables not at all."""

import subprocess
import tempfile
from difflib import SequenceMatcher
from pathlib import Path

import docx
import pytest
import typst

from lienthong.axis.reading.api import FileReader, Reading
from tests.axis.reading.accuracy import scanned
from tests.support.needs import needs

HEAD = """#set page(paper: "a4", margin: 20mm{flipped})
#set text(font: "Libertinus Serif", size: 12pt, lang: "vi")
#grid(columns: (1fr, 1.3fr), align: center, [ỦY BAN NHÂN DÂN], [CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM])
#grid(columns: (1fr, 1.3fr), align: center, [TỈNH LÀO CAI], [Độc lập - Tự do - Hạnh phúc])
#grid(columns: (1fr, 1.3fr), align: center, [Số: 88/KH-UBND], [Lào Cai, ngày 04 tháng 3 năm 2024])
#align(center)[KẾ HOẠCH \\ Chuyển đổi số năm 2024]
UBND tỉnh ban hành Kế hoạch chuyển đổi số năm 2024, các nhiệm vụ tại Phụ lục kèm theo./.

Nơi nhận:

\\- Các sở, ngành;

\\- Lưu: VT.
#align(right)[TM. ỦY BAN NHÂN DÂN \\ CHỦ TỊCH \\ Trần Văn Mẫu]
"""
ANNEX = """#pagebreak()
#align(center)[PHỤ LỤC \\ PHÂN CÔNG NHIỆM VỤ \\ (Kèm theo Kế hoạch số 88/KH-UBND ngày 04/3/2024 của UBND tỉnh)]
"""
ROWS = [
    ("1", "Nâng cấp nền tảng tích hợp, chia sẻ dữ liệu của tỉnh", "Sở Thông tin và Truyền thông", "Các sở, ban, ngành", "Trước ngày 30/6/2024"),
    ("2", "Số hóa 100% hồ sơ hộ tịch còn lại", "Sở Tư pháp", "UBND các huyện, thị xã, thành phố", "Quý III/2024"),
    ("3", "Bố trí kinh phí thực hiện các nhiệm vụ chuyển đổi số", "Sở Tài chính", "", "Năm 2024"),
    ("4", "Tập huấn kỹ năng số cho cán bộ cấp xã", "Trường Chính trị tỉnh", "Sở Nội vụ", "Tháng 9/2024"),
]  # fmt: skip
COLUMNS = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành")


def _cells(rows: list[tuple[str, ...]]) -> str:
    return ", ".join(f"[{cell}]" for row in rows for cell in row)


def _read(source: str) -> Reading:
    with tempfile.TemporaryDirectory() as folder, FileReader() as reader:
        page = Path(folder) / "page.typ"
        page.write_text(source, encoding="utf-8")
        return reader.reading(typst.compile(str(page)), None)


def _table(rows: list[tuple[str, ...]], heads: tuple[str, ...] = COLUMNS) -> str:
    widths = "(auto, 3fr, 2fr, 2fr, 2fr)"
    return f"#table(columns: {widths}, {_cells([heads, *rows])})"


def _found(reading: Reading) -> list[tuple[str, str]]:
    return [("; ".join(p.value for p in t.lead), str(t.action.value)) for t in reading.tasks]


WANTED = [(row[2], row[1]) for row in ROWS]


def test_rows_of_a_table_in_a_pdf_are_tasks_with_their_places() -> None:
    reading = _read(HEAD.format(flipped="") + ANNEX + _table(ROWS))
    assert _found(reading) == WANTED
    first = reading.tasks[0]
    assert [p.value for p in first.coordinate] == ["Các sở, ban, ngành"]
    assert first.deadline.value == "2024-06-30"
    assert reading.tasks[1].targets[0].value == "100%"
    assert first.section == "Phụ lục kèm theo"
    action, lead = first.action.evidence, first.lead[0].evidence
    assert action and lead and action.box and lead.box and action.page == 2
    assert action.box.right <= lead.box.left  # each in its own cell
    assert "Cơ quan chủ trì" not in action.words


def test_a_table_goes_on_over_the_page_without_its_head() -> None:
    many = [(str(i), f"Rà soát quy trình nội bộ thứ {i} của tỉnh", "Sở Nội vụ", "", "Năm 2024") for i in range(1, 60)]  # fmt: skip
    reading = _read(HEAD.format(flipped="") + ANNEX + _table(many))
    assert len(reading.tasks) == 59
    assert {t.action.evidence.page for t in reading.tasks if t.action.evidence} >= {2, 3}


def test_titles_over_a_row_and_cells_over_rows() -> None:
    """A title row gives nothing; a lead that spans two rows leads both."""
    cells = _cells([COLUMNS])
    body = (
        ", table.cell(colspan: 5)[I. HẠ TẦNG SỐ], [1], [Phủ sóng băng rộng đến 100% thôn, bản], "
        "table.cell(rowspan: 2)[Sở Thông tin và Truyền thông], [], [Năm 2024], "
        "[2], [Xây dựng trung tâm dữ liệu của tỉnh], [], [Quý IV/2024]"
    )
    table = f"#table(columns: (auto, 3fr, 2fr, 2fr, 2fr), {cells}{body})"
    reading = _read(HEAD.format(flipped=", flipped: true") + ANNEX + table)
    assert _found(reading) == [
        ("Sở Thông tin và Truyền thông", "Phủ sóng băng rộng đến 100% thôn, bản"),
        ("Sở Thông tin và Truyền thông", "Xây dựng trung tâm dữ liệu của tỉnh"),
    ]


@pytest.mark.parametrize(
    "heads",
    [
        ("TT", "Nội dung", "Lãnh đạo chủ trì", "Thành phần", "Địa điểm"),
        ("TT", "Tên chỉ tiêu", "Đơn vị tính", "Kế hoạch", "Thực hiện"),
        ("TT", "Họ và tên", "Chức vụ", "Đơn vị", "Ghi chú"),
    ],
)
def test_other_tables_give_no_task(heads: tuple[str, ...]) -> None:
    """Schedules of meetings, figures and lists of persons name nobody who must do something."""
    assert _found(_read(HEAD.format(flipped="") + ANNEX + _table(ROWS, heads))) == []


def test_a_table_without_lines_gives_no_wrong_task() -> None:
    """Without drawn lines no cell is sure: rather none than one with a wrong lead."""
    table = _table(ROWS).replace("#table(", "#table(stroke: none, ")
    for lead, action in _found(_read(HEAD.format(flipped="") + ANNEX + table)):
        assert (lead, action) in WANTED


@needs("soffice", "libreoffice-writer-nogui")
def test_a_table_that_an_office_program_printed(tmp_path: Path) -> None:
    """The same table from a Word file, as Word file and as the PDF that LibreOffice makes of it."""
    file = docx.Document()
    for line in (
        "ỦY BAN NHÂN DÂN\t\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TỈNH LÀO CAI\t\tĐộc lập - Tự do - Hạnh phúc",
        "Số: 88/KH-UBND\t\tLào Cai, ngày 04 tháng 3 năm 2024",
        "KẾ HOẠCH",
        "Chuyển đổi số năm 2024",
        "Giao các cơ quan thực hiện nhiệm vụ theo bảng sau:",
    ):
        file.add_paragraph(line)
    table = file.add_table(rows=0, cols=5, style="Table Grid")
    for row in [COLUMNS, *ROWS]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    source = tmp_path / "bang.docx"
    file.save(str(source))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    with FileReader() as reader:
        assert _found(reader.reading(source, None)) == WANTED
        assert _found(reader.reading(tmp_path / "bang.pdf", None)) == WANTED


@needs("tesseract", "tesseract-ocr-vie")
@pytest.mark.parametrize(("turn", "least"), [(0.0, 2), (0.4, 1), (1.5, 0)])
def test_a_scanned_table_gives_rows_that_are_sure_or_none(
    turn: float, least: int, tmp_path: Path
) -> None:
    """A lead is a name read whole or the row is left out; a page that lies askew gives no row."""
    source = tmp_path / "page.typ"
    source.write_text(HEAD.format(flipped="") + ANNEX + _table(ROWS), encoding="utf-8")
    with FileReader() as reader:
        found = _found(reader.reading(scanned(typst.compile(str(source)), turn=turn), None))
    assert len(found) >= least
    wanted = dict(WANTED)
    for lead, action in found:
        assert SequenceMatcher(None, wanted[lead], action, autojunk=False).ratio() > 0.75
