"""Typed text into paragraphs and back, letters stored and read, numbers and dates in words."""

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.axis.papers import api as papers
from lienthong.axis.papers.api import Paragraph, ParagraphKind, Table
from lienthong.axis.papers.wording import POINT_LETTERS, month_text, roman_value
from lienthong.kernel.text import number_in_words, roman
from tests.support.shared import shared_path

from .kit import AT, decision, letter, plain

pytestmark = pytest.mark.without_font
KIND = ParagraphKind

TYPED = """Căn cứ Luật Tổ chức chính quyền địa phương;
Căn cứ Nghị định số 30/2020/NĐ-CP;
Theo đề nghị của Chánh Văn phòng.
QUYẾT ĐỊNH:
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
1. Quy định này áp dụng cho các sở.
a) Sở Nội vụ;
đ) Sở Tài chính.
- Gạch đầu dòng.
+ Cộng.
• Chấm tròn của Word.
II. KẾT QUẢ
2. Về cải cách hành chính
Lời của khoản.
Điều 2. Chánh Văn phòng thi hành./.
"""


def test_typed_text_becomes_structured_paragraphs() -> None:
    """Annex I, II.6."""
    found = papers.paragraphs_from_text(TYPED)
    assert [(each.kind.value, each.number, each.title) for each in found] == [
        ("basis", "", ""),
        ("basis", "", ""),
        ("basis", "", ""),
        ("enacting", "", ""),
        ("chapter", "I", "QUY ĐỊNH CHUNG"),
        ("article", "1", "Phạm vi điều chỉnh"),
        ("clause", "1", ""),
        ("point", "a", ""),
        ("point", "đ", ""),
        ("dash", "", ""),
        ("plus", "", ""),
        ("dash", "", ""),
        ("roman", "II", "KẾT QUẢ"),
        ("clause", "2", "Về cải cách hành chính"),
        ("plain", "", ""),
        ("article", "2", ""),
    ]
    assert found[-1].text == "Chánh Văn phòng thi hành./."


def test_structured_paragraphs_read_back_from_their_text() -> None:
    found = papers.paragraphs_from_text(TYPED)
    assert papers.paragraphs_from_text(papers.text_from_paragraphs(found)) == found


@given(st.text(max_size=400))
def test_no_typed_text_is_lost(text: str) -> None:
    found = papers.paragraphs_from_text(text)
    letters = sorted(c for c in papers.text_from_paragraphs(found).lower() if c.isalnum())
    if text.isascii():
        assert letters == sorted(c for c in text.lower() if c.isalnum())


def test_the_real_directive_is_structured() -> None:
    path = shared_path("directive/directive.md")
    if path is None:
        pytest.skip("không có thư mục shared")
    body = papers.paragraphs_from_text(path.read_text("utf-8").split("như sau:")[1])
    headings = [each for each in body if each.kind is KIND.CLAUSE]
    assert [each.number for each in headings] == ["1", "2", "3", "4"]
    assert all(each.title for each in headings)
    assert [each.number for each in body if each.kind is KIND.POINT] == ["a", "b", "c", "a", "b"]
    assert body[-1].text.endswith("./.")
    today = papers.rule_set_for(dt.date(2026, 1, 5))
    assert papers.check_form(letter(body=body), today) == []


def full_letter() -> papers.LetterData:
    table = Table((("1", "x"),), (("TT", "Việc"),), (1, 3), (papers.Align.CENTRE,), 11)
    annex = papers.Annex("Danh mục", (Paragraph(KIND.TABLE, table=table),), landscape=True)
    block = papers.CopyBlock(
        papers.CopyForm.EXTRACT, "UBND xã", "UBND", "03", "Ba Tơ", dt.date(2026, 1, 7), 2026,
        papers.Signatory("Lê C", "Chủ tịch"),
    )  # fmt: skip
    return decision(
        annexes=(annex,),
        copy_block=block,
        urgency=papers.Urgency.EXPRESS,
        issue_date=dt.date(2026, 1, 5),
        number="05",
        further_signatories=(papers.Signatory("Trần B", "Thư ký", sealed=False),),
    )


def test_a_letter_is_stored_as_json_and_read_back() -> None:
    for data in (letter(), decision(), full_letter()):
        stored = json.loads(json.dumps(papers.letter_to_dict(data)))
        assert papers.letter_from_dict(stored) == data


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"unknown": 1},
        {"type_code": "18"},
        {"type_code": True},
        {"agency": None},
        {"body": "text"},
        {"body": [{"kind": "strange"}]},
        {"body": [{"kind": "plain", "more": 1}]},
        {"issue_date": "05/01/2026"},
        {"urgency": "HOẢ TỐC HẸN GIỜ"},
        {"signatory": None},
    ],
)
def test_wrongly_stored_letters_are_refused(change: dict[str, Any]) -> None:
    stored = {**papers.letter_to_dict(letter()), **change}
    with pytest.raises(papers.StoredLetterRefused, match="Bản thảo"):
        papers.letter_from_dict(stored)
    missing = papers.letter_to_dict(letter())
    del missing["signatory"]
    with pytest.raises(papers.StoredLetterRefused):
        papers.letter_from_dict(missing)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (25, "hai mươi lăm"),
        (105, "một trăm linh năm"),
        (1005, "một nghìn không trăm linh năm"),
        (1_000_000_000, "một tỷ"),
    ],
)
def test_numbers_in_words(number: int, words: str) -> None:
    """Closing records of books say their totals in words."""
    assert number_in_words(number) == words


def test_numbers_and_dates_as_annex_i_writes_them() -> None:
    """Annex I, II.3.c and II.4.b: zeros before numbers and days below 10 and months 1 and 2."""
    assert [papers.number_text(n) for n in (1, 9, 10, 1234)] == ["01", "09", "10", "1234"]
    with pytest.raises(papers.NumberOutOfRange):
        papers.number_text(0)
    assert [month_text(n) for n in (1, 2, 3, 9, 10)] == ["01", "02", "3", "9", "10"]
    assert (
        papers.place_and_date_text("Quảng Ngãi", dt.date(2020, 1, 5))
        == "Quảng Ngãi, ngày 05 tháng 01 năm 2020"
    )
    assert papers.signing_time_text(AT) == "05/01/2026 15:30:00 +07:00"


@given(st.integers(1, 399))
def test_roman_numerals_read_back(number: int) -> None:
    assert roman_value(roman(number)) == number


def test_numerals_that_are_none() -> None:
    assert [roman_value(each) for each in ("", "IIII", "1", "ABC", "i")] == [None] * 5
    assert len(POINT_LETTERS) == 23
    assert plain("x").kind is KIND.PLAIN
