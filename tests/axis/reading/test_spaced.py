"""Letters set apart for looks, tones behind a space: the head is right or open, never wrong."""

import time
import unicodedata
from pathlib import Path

import pytest
import typst

from lienthong.axis.reading.api import FileReader, Verdict, read_text
from lienthong.axis.reading.rules.layout import compose
from lienthong.axis.reading.rules.letters import clean
from lienthong.axis.reading.rules.piece import Piece
from lienthong.axis.reading.rules.reading import Box
from lienthong.axis.reading.rules.spaced import closed, with_tones
from tests.axis.reading.fresh_papers import SETS, SPOILT, Result, papers

READ = {"wide": 0, "apart": 0, "tight": 4}  # how many of some hundred papers may leave a field open


@pytest.mark.parametrize("how", READ)
def test_heads_of_all_fresh_papers(how: str) -> None:
    """Each paper that is not spoilt in another way, spoilt in this one."""
    found, count = Result(), 0
    for paper in (p for which in SETS for p in papers(which) if not p.spoilt):
        spoilt = SPOILT[how](paper.text)
        assert spoilt != paper.text
        paper.text, count = spoilt, count + 1
        found.add(paper, read_text(spoilt))
    assert count > 100
    for field, (right, unread, wrong) in found.fields.items():
        assert (wrong, unread <= READ[how]) == (0, True), (field, right, unread, found.notes)
    assert found.recall >= 0.95, found.notes
    assert found.precision >= 0.95, found.notes


@pytest.mark.parametrize(
    ("spaced", "together"),
    [
        ("Q Đ - U B N D", "Q Đ - U B N D"),  # no number before it: no words, so it stays
        ("S ố : 1 2 / Q Đ - U B N D", "Số: 12/QĐ-UBND"),
        ("Số: 12/ Q Đ - U B N D", "Số: 12/QĐ-UBND"),
        ("số 12/2023/Q Đ - U B N D, ngày", "số 12/2023/QĐ-UBND, ngày"),
        ("Số: 12/QĐ-U B N D", "Số: 12/QĐ-UBND"),
        ("S ố  1 4 - C T / T U", "Số 14-CT/TU"),
        ("S ố 1 4 - C T / T U", "Số 14-CT/TU"),
        ("C Ộ N G  H Ò A  X Ã  H Ộ I", "CỘNG HÒA XÃ HỘI"),
        ("C Ộ N G H Ò A X Ã H Ộ I", "CỘNG HÒA XÃ HỘI"),
        ("Ủ Y  B A N   T Ỉ N H  Ủ Y", "ỦY BAN   TỈNH ỦY"),  # three spaces part two columns
        ("T R Ư Ờ N G T H P T", "TRƯỜNG THPT"),
        ("Đ ộ c l ậ p - T ự d o - H ạ n h p h ú c", "Độc lập - Tự do - Hạnh phúc"),
        ("Q u ả n g N g ã i , n g à y 2 0 t h á n g 0 1 n ă m 2 0 2 3", "Quảng Ngãi, ngày 20 tháng 01 năm 2023"),
    ],
)  # fmt: skip
def test_rows_are_brought_together(spaced: str, together: str) -> None:
    assert closed(spaced) == together


@pytest.mark.parametrize(
    "words",
    ["A B C D", "1 2 3 4 5 6 7", "x x x x x", "a b c", "Tổ A B C họp", "I V X", "X X X X X", "ngày 12/3 A B C", "Điều 1 2 3", "(1) (2) (3) A",
     "có ý gì ở đó", "Nguyễn Văn A và B C D", "K R Ô N G P Ắ C Q Z W"],
)  # fmt: skip
def test_what_is_no_row_of_letters_stays(words: str) -> None:
    assert closed(words) == words


def test_a_row_that_cannot_be_cut_leaves_its_field_open() -> None:
    head = "C O V I D X Z Q Ư\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/QĐ-UBND\n"
    found = read_text(
        f"{head}Hà Tĩnh, ngày 03 tháng 02 năm 2023\nQUYẾT ĐỊNH\nVề việc A\nĐiều 1. B."
    )
    assert found.document["agency"].value is None
    assert found.document["reference"].value == "12/QĐ-UBND"


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("quyê ́t định", "quyết định"), ("quyê ́ t định", "quyết định"), ("thu ̉ tục", "thủ tục"),
        ("U ̉ Y BAN", "Ủ Y BAN"), ("\u0301 lẻ", " lẻ"), ("à ́ b", "à  b"), ("ban ́ hành", "ban  hành"),
    ],
)  # fmt: skip
def test_tones_behind_a_space(broken: str, whole: str) -> None:
    """On the vowel before it, where one more tone can stand there; else it is dropped as before."""
    broken = "".join(
        c if unicodedata.combining(c) else unicodedata.normalize("NFC", c) for c in broken
    )
    assert " ".join(clean(with_tones(broken)).split()) == " ".join(whole.split())


def test_a_mark_of_secrecy_set_apart_stops_the_paper() -> None:
    head = "ỦY BAN NHÂN DÂN\nTỈNH X\nSố: 12/QĐ-UBND\n{}\nHà Tĩnh, ngày 03 tháng 02 năm 2023\nQUYẾT ĐỊNH\nVề việc A"
    for mark in ("M Ậ T", "T Ố I  M Ậ T", "T Ố I M Ậ T", "T U Y Ệ T  M Ậ T"):
        assert read_text(head.format(mark)).verdict is Verdict.SECRET_REFUSED, mark
    for word in ("K H Ẩ N", "BẢN SAO"):
        assert read_text(head.format(word)).verdict is Verdict.READ, word


PAGE = """#set page(paper: "a4", margin: (left: 30mm, rest: 20mm))
#set text(font: "Liberation Serif", size: 13pt, lang: "vi")
#let t(x) = text(tracking: %s, x)
#grid(columns: (40%%, 60%%), align: center,
  [#t[ỦY BAN NHÂN DÂN]\\ #t[TỈNH QUẢNG NGÃI]\\ #t[Số: 15/QĐ-UBND]],
  [#text(size: 11pt, t[CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM])\\ Độc lập - Tự do - Hạnh phúc\\
   _Quảng Ngãi, ngày 20 tháng 01 năm 2023_])
#align(center)[*#t[QUYẾT ĐỊNH]*\\ *Về việc ban hành Kế hoạch cải cách hành chính năm 2023*]
#align(center)[*#t[CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH]*]
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
#align(center)[*#t[QUYẾT ĐỊNH:]*]
*Điều 1.* Giao Sở Nội vụ chủ trì, tham mưu UBND tỉnh ban hành Kế hoạch trước ngày 30 tháng 3 năm 2023.
"""


def test_letters_set_apart_on_a_page(tmp_path: Path) -> None:
    """Each letter is a word of its own to the file; words end where the gap is wider."""
    with FileReader() as reader:
        for tracking in ("0pt", "1.5pt", "3pt"):
            source = tmp_path / "trang.typ"
            source.write_text(PAGE % tracking, encoding="utf-8")
            document = reader.plain(typst.compile(str(source)))["document"]
            assert document["reference"]["value"] == "15/QĐ-UBND", tracking
            assert document["agency"]["value"] == "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", tracking
            assert document["type"]["value"] == "Quyết định", tracking
            assert document["date"]["value"] == "2023-01-20", tracking
            box = document["reference"]["evidence"]["box"]
            assert box[2] - box[0] > 60, "evidence is the whole row"


def test_a_national_name_that_runs_through_an_agency_leaves_it_open(tmp_path: Path) -> None:
    """Letters so wide apart that both columns break over each other; such words in a name are none of its lines."""
    source = tmp_path / "trang.typ"
    source.write_text((PAGE % "8pt").replace("11pt", "13pt"), encoding="utf-8")
    with FileReader() as reader:
        document = reader.plain(typst.compile(str(source)))["document"]
    assert document["agency"]["value"] in (None, "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI")
    assert document["reference"]["value"] in (None, "15/QĐ-UBND")
    broken = read_text(
        "Số: 12/QĐ-\nU B N D\nHà Nội, ngày 03 tháng 02 năm 2023\nQUYẾT ĐỊNH\nVề việc A"
    )
    assert broken.document["symbol"].value in (None, "QĐ-UBND")
    assert broken.document["number"].value in (None, "12")
    rest = "\n\nSố: 12/QĐ-VKH\nHà Nội, ngày 03 tháng 02 năm 2023\nQUYẾT ĐỊNH\nVề việc A\nĐiều 1. B."
    whole = "VIỆN CHỦ NGHĨA XÃ HỘI KHOA HỌC"
    assert read_text(f"{whole}{rest}").document["agency"].value == whole, "the twin"


def test_single_letters_of_a_table_stay_apart() -> None:
    def line(*words: str, gap: float) -> list[Piece]:
        return [
            Piece(w, Box(50 + i * (8 + gap), 100, 58 + i * (8 + gap), 112))
            for i, w in enumerate(words)
        ]

    assert compose([line("A", "B", "C", "D", "E", gap=4)]).text.split() == ["A", "B", "C", "D", "E"]
    assert compose([line(*"CỘNGHÒAXÃHỘI", gap=3)]).text.strip() == "CỘNG HÒA XÃ HỘI"
    assert compose([line(*"CỘNGHÒA", gap=40)]).text.split() == list("CỘNGHÒA"), "columns"
    assert compose([line("quyê", "\u0301t", "định", gap=3)]).text.strip() == "quyết định"


def test_rows_without_end_take_no_time() -> None:
    began = time.monotonic()
    for text in (
        "a " * 400_000,
        "\n".join(" ".join("ộngiahàn"[i % 8 :] * 12) + f" {i}" for i in range(3000)),
    ):
        closed(text)
    assert time.monotonic() - began < 8
