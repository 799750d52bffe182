"""Page by page: what is text is read as text, what is a scan or no text at all is recognised."""

from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from lienthong.axis.reading.api import FileReader, NotMade, Words, make_searchable
from lienthong.axis.reading.rules.grid import Ruling
from lienthong.axis.reading.rules.layout import compose
from lienthong.axis.reading.rules.piece import Piece
from lienthong.axis.reading.rules.reading import Box
from lienthong.axis.reading.rules.turning import (
    one_below_the_other,
    placed_back,
    turned_lines,
    turned_words,
)
from lienthong.axis.reading.sources import layer, pdf
from tests.axis.reading import mixed, papers

needs_ocr = pytest.mark.needs("tesseract", "tesseract-ocr-vie")
SAID = "tham mưu UBND tỉnh ban hành Kế hoạch cải cách hành chính"
JUNK = [
    b"UY BAN NHAN DAN TINH QUANG NGAl CONG HOA XA HOI CHU NGHTA VlET NAM",
    b"S6: 2l5NP-CCHC Qu&ng Ngfii, ngdy 20 thfing 0l n5m 2023",
    *[b"v6 vi6c xfiy dqmg Kti ho4ch cii c6ch hdnh chfnh vi cdng khai thti tgc"] * 20,
]
PLAIN = [b"The annual report of the bank on governance and public services in the province"] * 20


@pytest.fixture(scope="module")
def reader() -> Iterator[FileReader]:
    with FileReader() as opened:
        yield opened


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return papers.pdf(tmp_path_factory.mktemp("pdf"))


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return papers.pdf(tmp_path_factory.mktemp("secret"), mark="TỐI MẬT")


def _unread(data: bytes) -> list[bool]:
    return [page.unread for page in pdf.pages(pdf.open_pdf(data))]


def test_which_pages_have_to_be_recognised(letter: bytes) -> None:
    page = mixed.picture(letter, dots=60, mode="L")
    scan = mixed.scan(page, dots=60)
    curves = mixed.as_curves(["Giao Sở Nội vụ chủ trì, tham mưu Kế hoạch cải cách hành chính"] * 5)
    kinds = {
        "text": (letter, False), "scan": (scan, True), "strips": (mixed.strips(page, 12), True),
        "inline": (mixed.inline(page), True), "curves": (curves, True),
        "no letters": (mixed.without_letters(letter), True),
        "number typed over a scan": (mixed.with_text_beneath(scan, [b"215/VP-CCHC"], shown=True), True),
        "hidden text": (mixed.with_text_beneath(scan, PLAIN), True),
        "print over a picture": (mixed.with_text_beneath(scan, PLAIN, shown=True), False),
        "empty": (mixed.drawn(letter, (595, 842)), False),
    }  # fmt: skip
    found = {name: _unread(data) for name, (data, _) in kinds.items()}
    # A file with no letters at all is left to recognition as a whole, not to this question.
    assert found == {name: [right] for name, (_, right) in kinds.items()}
    behind = [mixed.with_text_beneath(scan, lines) for lines in (PLAIN, JUNK)]
    assert _unread(mixed.joined(letter, *behind)) == [False, True, True]


def test_hidden_text_of_a_later_page_is_taken_where_it_is_sound(letter: bytes) -> None:
    scan = mixed.scan(mixed.picture(letter, dots=60, mode="L"), dots=60)
    sound = [b"Giao cho ban quan nhan dan trong thu hai ba hai con khi cho con ban cho ta"] * 20
    later = mixed.with_text_beneath(scan, sound)
    assert _unread(mixed.joined(letter, later)) == [False, False]
    assert _unread(mixed.joined(later, letter)) == [True, False]  # the first page always


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("The quick brown fox jumps over the lazy dog in 2025. " * 4, False),
        ("STT 1 2 3 4 5,6 7.8 12/2020 QĐ-UBND 100% " * 10, False),
        ("ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI " * 5, False),
        ("Uy ban nhan dan tinh giao So Noi vu chu tri phoi hop " * 4, False),
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam c¸c ngµy cña nh©n d©n viÖc ®­îc " * 4, False),
        ("&Ӝ1* +Ñ$ ;­ +Ӝ, &+Ӫ 1*+Ƭ$ 9,ӊ7 1$0 ĈӝF OұS 7ӵ GR +ҥQK SK~F " * 4, True),
        ("\ue012\ue013\ue044 \ue013\ue055\ue061 " * 20, True),
        ("\ufffd\ufffd \ufffd\ufffdn" * 20, True),
    ],
)
def test_text_that_is_none(text: str, right: bool) -> None:
    assert layer.garbled(text) == right


@pytest.mark.parametrize("how", ["90", "180", "270", "drawn 90", "drawn 180"])
def test_turned_pages_of_text_are_read_and_shown_where_they_stand(letter: bytes, how: str) -> None:
    straight = pdf.page_text(pdf.open_pdf(letter), 0)
    if how.startswith("drawn"):
        degrees = int(how.split()[1])
        size = (mixed.HEIGHT, mixed.WIDTH) if degrees == 90 else (mixed.WIDTH, mixed.HEIGHT)
        data = mixed.drawn(letter, size, mixed.TURNS[degrees])
    else:
        data = mixed.rotated(letter, int(how))
    document = pdf.open_pdf(data)
    found = pdf.page_text(document, 0)
    # The foot has letters that the file draws twice.
    assert compose([found.words]).text[:650] == compose([straight.words]).text[:650]
    width, height = document[0].get_size()
    places = [p.place for p in found.words]
    assert all(
        b is not None and -1 < b.left < b.right < width + 1 and -1 < b.top < b.bottom < height + 1
        for b in places
    )


def test_two_pages_on_a_sheet_follow_each_other(letter: bytes) -> None:
    two = ((1, 0, 0, 1, 0, 0), (1, 0, 0, 1, mixed.WIDTH, 0))
    sheet = mixed.drawn(letter, (2 * mixed.WIDTH, mixed.HEIGHT), *two)
    text = compose([pdf.page_text(pdf.open_pdf(sheet), 0).words]).text
    once = compose([pdf.page_text(pdf.open_pdf(letter), 0).words]).text
    assert text.split() == once.split() * 2


def _row(left: float, top: float, count: int) -> list[Piece]:
    return [Piece("chữ", Box(left + 40 * i, top, left + 40 * i + 30, top + 12)) for i in range(count)]  # fmt: skip


def test_a_table_and_two_columns_of_a_few_words_are_no_two_pages() -> None:
    pages = [p for top in range(50, 500, 20) for x in (20, 620) for p in _row(x, top, 12)]
    found = one_below_the_other(pages, [], 1190, 842)
    assert found is not None
    assert all(p.box.right < 595 for p in found[0])
    table = [Ruling(upright=False, at=100, start=30, end=1100)]
    assert one_below_the_other(pages, table, 1190, 842) is None
    assert one_below_the_other(pages, [], 842, 1190) is None  # a page that stands upright
    head = [p for top in range(50, 500, 20) for x in (20, 620) for p in _row(x, top, 3)]
    assert one_below_the_other(head, [], 1190, 842) is None


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_what_is_turned_comes_back(quarters: int) -> None:
    words = _row(20, 50, 3)
    turned = turned_words(words, quarters, 595, 842)
    assert [p.place for p in turned] == [p.box for p in words]
    bare = [Piece(p.text, p.box) for p in turned]
    back = placed_back(bare, quarters, 595, 842)
    assert [p.place for p in back] == [p.box for p in words]
    lines = [Ruling(upright=True, at=10, start=20, end=300), Ruling(upright=False, at=50, start=5, end=90)]  # fmt: skip
    once = turned_lines(lines, quarters, 595, 842)
    assert turned_lines(once, 4 - quarters, *((842, 595) if quarters % 2 else (595, 842))) == lines


@needs_ocr
def test_every_kind_of_scanned_page_in_one_file(reader: FileReader, letter: bytes) -> None:
    page = mixed.picture(letter)
    two = Image.new("RGB", (page.width * 2, page.height), "white")
    two.paste(page, (0, 0))
    two.paste(page, (page.width, 0))
    sides = [mixed.scan(page.rotate(degrees, expand=True)) for degrees in (90, 180, 270)]
    odd = [mixed.strips(page, 20), mixed.inline(page), mixed.jpeg_2000(page), mixed.scan(two)]
    found, words = reader.plain_with_words(mixed.joined(letter, *sides, *odd))
    assert (found["verdict"], found["pages"]) == ("read", 8)
    assert found["notes"] == ["recognised_pages"]
    assert found["document"]["reference"]["value"] == "215/VP-CCHC"
    assert found["text"].count(SAID) == 9  # text once, each scan once, two on the last sheet
    assert words is not None
    assert [(p["page"], p["turned"]) for p in words.pages] == [
        (1, 3), (2, 2), (3, 1), (4, 0), (5, 0), (6, 0), (7, 0),
    ]  # fmt: skip
    assert len(found["tasks"]) >= 2


@needs_ocr
def test_a_scanned_head_is_read_though_text_follows(reader: FileReader, letter: bytes) -> None:
    scan = mixed.scan(mixed.picture(letter))
    found = reader.plain(mixed.joined(scan, mixed.with_text_beneath(letter, PLAIN, shown=True)))
    values = [found["document"][key]["value"] for key in ("reference", "date", "agency")]
    assert values == ["215/VP-CCHC", "2023-01-20", "VĂN PHÒNG"]
    assert found["document"]["number"]["evidence"]["origin"] == "recognised"
    assert found["notes"] == ["recognised", "recognised_pages"]
    assert SAID in reader.plain(mixed.joined(scan, letter), with_text=True)["text"]


@needs_ocr
def test_no_mark_hides_on_a_scanned_page(reader: FileReader, letter: bytes, secret: bytes) -> None:
    marked, open_ = (mixed.scan(mixed.picture(data)) for data in (secret, letter))
    # A scanned cover before text, a text cover before a scanned order: seen at the first look.
    for data in (mixed.joined(marked, letter), mixed.joined(letter, marked)):
        assert reader.look(data) == (True, None)
        assert reader.plain(data) == {"verdict": "secret_refused"}
    # Text that another program laid under the picture does not hide what the picture shows.
    assert reader.look(mixed.with_text_beneath(marked, PLAIN)) == (True, None)
    # A second paper behind the first scanned one: seen by the reading.
    deep = mixed.joined(open_, letter, marked)
    assert reader.plain(deep) == {"verdict": "secret_refused"}
    # Marked text behind a scanned page.
    assert reader.look(mixed.joined(open_, secret)) == (True, None)
    seen, words = reader.look(mixed.joined(letter, open_))
    assert not seen
    assert words is not None
    assert [p["page"] for p in words.pages] == [1]


@needs_ocr
def test_without_recognition_the_text_pages_are_read_and_it_is_said(
    reader: FileReader, letter: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = mixed.scan(mixed.picture(letter, dots=60), dots=60)
    monkeypatch.setattr("lienthong.axis.reading.sources.scan.available", lambda: False)
    found, words = reader.plain_with_words(mixed.joined(letter, scan))
    assert found["document"]["reference"]["value"] == "215/VP-CCHC"
    assert "pages_left" in found["notes"]
    assert words is None


@needs_ocr
@pytest.mark.needs("pdftotext")
def test_the_copy_gets_its_layer_where_the_page_is_a_scan(
    reader: FileReader, letter: bytes, tmp_path: Path
) -> None:
    side = mixed.scan(mixed.picture(letter).rotate(270, expand=True))
    data = mixed.joined(letter, side)
    words = reader.all_words(data, None, most=10)
    assert isinstance(words, Words)
    assert [p["page"] for p in words.pages] == [1]
    made = make_searchable(data, words, facts={"title": "Thử", "subject": "Thử"})
    assert made.pages == 2
    (tmp_path / "made.pdf").write_bytes(made.pdf)
    for number in (1, 2):
        assert SAID in _text(tmp_path / "made.pdf", number), number
    with pikepdf.open(tmp_path / "made.pdf") as whole:
        assert pikepdf.pdfa.check(whole, "2b").passed
        whole.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]), SigFlags=3)
        whole.save(tmp_path / "signed.pdf")
    with pytest.raises(NotMade, match="chữ ký số"):
        make_searchable((tmp_path / "signed.pdf").read_bytes(), words, facts={})


def _text(file: Path, page: int) -> str:
    import subprocess

    asked = ["pdftotext", "-f", str(page), "-l", str(page), str(file), "-"]
    return " ".join(
        subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()
    )
