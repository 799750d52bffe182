"""Files through the sandbox: PDF with boxes and fields, Word, scans, and everything broken."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from lienthong.axis.reading.api import FileReader, Reading, Verdict, default_directory, read_file
from tests.axis.reading import papers


@pytest.fixture(scope="module")
def reader() -> Iterator[FileReader]:
    with FileReader() as opened:
        yield opened


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return papers.pdf(tmp_path_factory.mktemp("pdf"))


def _values(reading: Reading, *keys: str) -> list[object]:
    return [reading.document[key].value for key in keys]


def _check_letter(reading: Reading, *, scanned: bool = False) -> None:
    assert reading.verdict is Verdict.READ
    assert _values(reading, "reference", "date", "agency", "parent_agency", "place", "type") == [
        "215/VP-CCHC", "2023-01-20", "VĂN PHÒNG", "UBND TỈNH QUẢNG NGÃI", "Quảng Ngãi", "Công văn",
    ]  # fmt: skip
    assert reading.document["subject"].value == "cải cách hành chính và công khai thủ tục năm 2023"
    assert reading.document["recipients_to"].value == [
        "Các sở, ban, ngành tỉnh",
        "UBND các huyện, thị xã, thành phố",
    ]
    if not scanned:  # small print: (b/c) may come as (b/€)
        assert reading.document["recipients_cc"].value == ["Thường trực Tỉnh ủy (b/c)"]
    assert reading.document["filed_at"].value == "VT, CCHC"
    assert reading.document["signer"].value == {
        "name": "Nguyễn Văn An (mẫu)", "post": "CHÁNH VĂN PHÒNG", "authority": "TL.",
    }  # fmt: skip
    assert reading.document["on_behalf_of"].value == "CHỦ TỊCH"
    leads = [
        (t.section, t.lead[0].value, t.deadline.value, t.recurrence.value) for t in reading.tasks
    ]
    assert leads == [
        ("1", "Sở Nội vụ", "2023-03-15", None),
        ("2", "UBND các huyện, thị xã, thành phố", None, "quarter"),
    ]
    assert [p.value for p in reading.tasks[0].coordinate] == [
        "Sở Tài chính",
        "các cơ quan, đơn vị liên quan",
    ]
    assert [p.value for p in reading.tasks[1].via] == ["Sở Nội vụ"]


def test_a_letter_with_a_text_layer(reader: FileReader, letter: bytes) -> None:
    _check_letter(reader.reading(letter, default_directory()))


def test_boxes_show_where_the_words_stand(reader: FileReader, letter: bytes) -> None:
    reading = reader.reading(letter, default_directory())
    number, day, signer = (reading.document[k].evidence for k in ("number", "date", "signer"))
    assert number is not None
    assert day is not None
    assert signer is not None
    assert number.box is not None
    assert day.box is not None
    assert signer.box is not None
    assert number.box.right < 300 < day.box.left  # left and right columns of the head
    assert number.box.top < 200 < 300 < signer.box.top < 842
    task = reading.tasks[0].action.evidence
    assert task is not None
    assert task.box is not None
    assert task.box.bottom - task.box.top > 15  # two lines of print


@pytest.mark.parametrize("kind", ["Tx", "Sig"])
def test_number_from_a_field_or_a_signature(reader: FileReader, tmp_path: Path, kind: str) -> None:
    blank = papers.pdf(tmp_path, number="#h(30mm)")
    assert reader.reading(blank, default_directory()).document["number"].value is None
    read = reader.reading(blank, default_directory()).document["number"].evidence
    assert read is not None
    assert read.box is not None
    y = 842 - read.box.bottom
    filled = papers.with_field(
        blank, "4321/UBND-NC", (read.box.right + 4, y, read.box.right + 90, y + 14), kind=kind
    )
    number = reader.reading(filled, default_directory()).document["number"]
    assert number.value == "4321"
    assert number.evidence is not None
    assert number.evidence.origin == {"Tx": "field", "Sig": "signature"}[kind]


def test_a_secret_paper_leaves_nothing(reader: FileReader, tmp_path: Path) -> None:
    data = papers.pdf(tmp_path, mark="TỐI MẬT")
    assert reader.plain(data, with_text=True) == {"verdict": "secret_refused"}
    assert reader.reading(data, default_directory()) == Reading(Verdict.SECRET_REFUSED)


def test_a_word_letter_with_automatic_numbers(reader: FileReader) -> None:
    reading = reader.reading(papers.word(), default_directory())
    assert _values(reading, "reference", "date", "agency", "subject") == [
        "77/UBND-NC", "2023-02-09", "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "công khai thủ tục",
    ]  # fmt: skip
    assert [(t.section, t.lead[0].value) for t in reading.tasks] == [
        ("1", "Sở Nội vụ"),
        ("2", "Sở Tư pháp"),
    ]
    assert reading.tasks[0].deadline.value == "2023-03-01"


def test_duties_in_a_table(reader: FileReader) -> None:
    reading = reader.reading(papers.word_with_table(), default_directory())
    assert [(t.lead[0].value, t.action.value) for t in reading.tasks] == [
        ("Sở Nội vụ", "Rà soát danh mục thủ tục hành chính"),
        ("Sở Thông tin và Truyền thông", "Nâng cấp cổng dịch vụ công của tỉnh"),
    ]
    assert [t.deadline.value for t in reading.tasks] == ["2023-03-31", "2023-06-30"]
    assert [p.value for p in reading.tasks[0].coordinate] == ["Các sở, ban, ngành"]


needs_ocr = pytest.mark.needs("tesseract", "tesseract-ocr-vie")


def _scan(data: bytes, *, turn: float = 0.5) -> bytes:
    import pypdfium2

    page = pypdfium2.PdfDocument(data)[0]
    image = page.render(scale=200 / 72, grayscale=True).to_pil().rotate(turn, fillcolor=255)
    out = io.BytesIO()
    image.save(out, "PDF", resolution=200)
    return out.getvalue()


@needs_ocr
def test_a_scan_laid_askew(reader: FileReader, letter: bytes) -> None:
    reading = reader.reading(_scan(letter), default_directory())
    assert "recognised" in reading.notes
    _check_letter(reading, scanned=True)


@needs_ocr
def test_a_secret_scan_leaves_nothing(reader: FileReader, tmp_path: Path) -> None:
    data = _scan(papers.pdf(tmp_path, mark="TUYỆT MẬT"), turn=0)
    assert reader.plain(data, with_text=True) == {"verdict": "secret_refused"}


def test_without_tesseract_a_scan_says_what_is_missing(
    reader: FileReader, letter: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    found = reader.plain(_scan(letter))
    assert found["verdict"] == "unreadable"
    assert "tesseract-ocr-vie" in found["reasons"][0]


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("word/document.xml", b"0" * (201 * 1024 * 1024))
    return out.getvalue()


def _bitmap() -> bytes:
    out = io.BytesIO()
    Image.new("1", (12000, 12000)).save(out, "PNG")
    return out.getvalue()


def _entities() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
    return out.getvalue()


BROKEN = {
    "empty": b"", "spaces": b"  \n ", "pdf_head": b"%PDF-1.7\nrubbish", "zip": b"PK\x03\x04rubbish",
    "old_word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "bytes": bytes(range(256)) * 40,
    "png": b"\x89PNG\r\n\x1a\nrubbish", "jpeg": b"\xff\xd8\xff\xe0rubbish", "signs": b"--- ... ---",
    "entities": _entities(),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files_give_a_reason(reader: FileReader, name: str) -> None:
    found = reader.plain(BROKEN[name])
    assert found["verdict"] == "unreadable", found
    assert len(found["reasons"][0]) > 8
    assert reader.reading(BROKEN[name], default_directory()).verdict is Verdict.UNREADABLE


def test_bombs_and_giants_give_a_reason(reader: FileReader) -> None:
    assert reader.plain(_bomb())["verdict"] == "unreadable"
    assert reader.plain(_bitmap())["verdict"] == "unreadable"


def test_a_password_is_named(reader: FileReader, letter: bytes) -> None:
    assert "mật khẩu" in reader.plain(papers.locked(letter))["reasons"][0]


def test_a_cut_pdf_does_not_stop_the_reader(reader: FileReader, letter: bytes) -> None:
    for share in (0.3, 0.7, 0.95):
        assert reader.plain(letter[: int(len(letter) * share)])["verdict"] in ("read", "unreadable")
    _check_letter(reader.reading(letter, default_directory()))


def test_old_encodings_of_plain_text(reader: FileReader) -> None:
    text = (
        "Kính gửi: Sở Nội vụ\n\nGiao Sở Nội vụ rà soát, thống kê hồ sơ lưu trữ của các cơ quan./.\n"
    )
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        found = reader.plain(text.encode(encoding))
        assert found["tasks"][0]["lead"][0]["value"] == "Sở Nội vụ", encoding


def test_missing_folder_and_device(tmp_path: Path) -> None:
    for path in (tmp_path / "không-có.pdf", tmp_path, Path("/dev/zero")):
        assert read_file(path).verdict is Verdict.UNREADABLE
