"""Papers in the fonts before Unicode (TCVN3, VNI): told by their words, read as others, marks found."""

import pytest

from lienthong.axis.reading.api import Verdict, read_text
from lienthong.axis.reading.rules.layout import Piece, compose
from lienthong.axis.reading.rules.old_fonts import decoded, raised, scheme
from lienthong.axis.reading.rules.reading import Box
from tests.axis.reading import old_fonts

HEAD = """ủy ban nhân dân            Cộng hòa xã hội chủ nghĩa việt nam
tỉnh quảng ngãi                 Độc lập - Tự do - Hạnh phúc
{mark}
Số: 45/QĐ-UBND             Quảng Ngãi, ngày 18 tháng 3 năm 2008

                         Quyết định
          Về việc phân công nhiệm vụ các cơ quan

Căn cứ Luật Tổ chức Hội đồng nhân dân và Ủy ban nhân dân ngày 26/11/2003;
Điều 1. Giao Sở Nội vụ hướng dẫn việc thực hiện quy chế của các cơ quan.
"""


@pytest.mark.parametrize(
    ("name", "words", "right"),
    [
        ("tcvn3", "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("tcvn3", "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        ("tcvn3", "®­îc h­ëng chÕ ®é", "được hưởng chế độ"),
        ("vni", "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("vni", "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
    ],
)
def test_known_lines_come_out_as_everybody_knows_them(name: str, words: str, right: str) -> None:
    assert decoded(words, name) == right
    assert decoded(right, name) == right  # what is Unicode stays


def test_every_syllable_comes_back() -> None:
    words = "ấm ầm ẩm ẫm ậm ắn ằn ẳn ẵn ặn én èn ẻn ẽn ẹn ếu ều ểu ễu ệu ít ìn ỉn ĩn ị đó ổi ỗi ợ ưỡn ỳ ỷ ỹ ỵ ý"
    assert decoded(old_fonts.tcvn3(words), "tcvn3") == words
    assert decoded(old_fonts.vni(words), "vni") == words


def test_a_text_in_unicode_or_in_french_is_none_of_them() -> None:
    assert scheme(HEAD) is None
    assert scheme("Le décret du 5 mars règle la manière de rédiger les procès-verbaux.") is None


@pytest.mark.parametrize("spoil", [old_fonts.tcvn3, old_fonts.vni])
def test_such_a_paper_is_read_and_a_mark_of_secrecy_on_it_seen(spoil: object) -> None:
    assert callable(spoil)
    reading = read_text(spoil(HEAD.format(mark="")))
    values = [reading.document[k].value for k in ("reference", "date", "type", "agency")]
    assert values == ["45/QĐ-UBND", "2008-03-18", "Quyết định", "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI"]
    assert [t.lead[0].value for t in reading.tasks] == ["Sở Nội vụ"]
    assert "old_font" in reading.notes
    assert read_text(spoil(HEAD.format(mark="tối mật"))).verdict is Verdict.SECRET_REFUSED


def test_words_of_a_pdf_are_decoded_with_their_places() -> None:
    lines = old_fonts.tcvn3(HEAD.format(mark="")).split("\n")
    pieces = [
        Piece(word, Box(10 + 60 * i, 20.0 * row, 60 + 60 * i, 20.0 * row + 12))
        for row, line in enumerate(lines)
        for i, word in enumerate(line.split())
    ]
    source = compose([pieces])
    assert "Căn cứ Luật Tổ chức" in source.text and "QUYẾT ĐỊNH" in source.text
    word = next(w for w in source.words if source.text[w.start : w.end] == "Luật")
    assert word.box.left == 130


def test_capitals_are_raised_only_where_a_font_of_capitals_was() -> None:
    assert "QUYẾT ĐỊNH" in raised(HEAD)
    sound = HEAD.replace("Cộng hòa xã hội chủ nghĩa việt nam", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert raised(sound) == sound
