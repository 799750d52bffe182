"""Vietnamese text: order against PostgreSQL's ICU, search forms, and how numbers are written."""

import datetime as dt
import os
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

import psycopg
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lienthong.kernel import text

LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
)
ALPHABET = (
    LETTERS + LETTERS.upper() + "0123456789" + " _-–—,;:!?.…·'‘’\"“”«»()[]{}@*/\\&#%•`^°+<=>|~$"
)
vietnamese = st.text(alphabet=ALPHABET, max_size=12)


@pytest.fixture(scope="module")
def icu() -> Iterator[psycopg.Connection]:
    url = os.environ.get("LIENTHONG_PG_ADMIN_URL")
    if not url:
        pytest.skip("LIENTHONG_PG_ADMIN_URL is not set: run ./lienthong test")
    with psycopg.connect(url) as server:
        known = server.execute("SELECT 1 FROM pg_collation WHERE collname = 'vi-x-icu'").fetchone()
        if known is None:
            pytest.skip("this PostgreSQL has no ICU: vi-x-icu is missing")
        yield server


def by_icu(server: psycopg.Connection, values: list[str]) -> list[str]:
    rows = server.execute(
        'SELECT v FROM unnest(%s::text[]) v ORDER BY v COLLATE "vi-x-icu"', [values]
    )
    return [row[0] for row in rows]


@settings(max_examples=300, deadline=None)
@given(values=st.lists(vietnamese, min_size=2, max_size=40))
@example(values=["Đà", "Dũng", "An", "ẵm", "Ăn", "Ân", "Ấn", "Bình", "Đức"])
@example(values=["hoà", "hòa", "Hòa", "hoa", "hoả", "hỏa"])
@example(values=["a b", "ab", "a-b", "á b", "à c", "ba", "Ba Tơ", "Ba Động", "ba tô"])
def test_key_sorts_as_icu_does(icu: psycopg.Connection, values: list[str]) -> None:
    assert sorted(values, key=text.sort_key) == by_icu(icu, values)


@settings(max_examples=50, deadline=None)
@given(values=st.lists(vietnamese, min_size=2, max_size=30))
def test_stored_key_sorts_bytewise(icu: psycopg.Connection, values: list[str]) -> None:
    rows = icu.execute(
        'SELECT v FROM unnest(%s::text[], %s::text[]) x(v, k) ORDER BY k COLLATE "C"',
        [values, [text.sort_key(value) for value in values]],
    )
    assert [row[0] for row in rows] == by_icu(icu, values)


def test_code_points_alone_would_sort_wrong(icu: psycopg.Connection) -> None:
    """The negative twin: without the key, Đà would stand behind everything."""
    names = ["Đà", "Dũng", "Ân", "Bình"]
    assert sorted(names) != by_icu(icu, names)


def test_key_is_blind_to_the_normal_form() -> None:
    assert text.sort_key("Tịnh Ấn") == text.sort_key(unicodedata.normalize("NFD", "Tịnh Ấn"))


@pytest.mark.parametrize(
    ("given_", "folded"),
    [
        ("Hoả tốc", "hoa toc"),
        ("HỎA TỐC", "hoa toc"),
        ("uỷ ban", "uy ban"),
        ("Ủy ban", "uy ban"),
        ("Đường Đỗ", "duong do"),
        ("Quảng Ngãi – “Ba Tơ”", 'quang ngai - "ba to"'),
        ("", ""),
    ],
)
def test_fold(given_: str, folded: str) -> None:
    assert text.fold(given_) == folded


@given(value=st.text(max_size=60))
def test_fold_is_stable_and_blind_to_form(value: str) -> None:
    assert text.fold(text.fold(value)) == text.fold(value)
    assert text.fold(unicodedata.normalize("NFD", value)) == text.fold(text.nfc(value))


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("hoả tốc", "hỏa tốc"),
        ("UỶ BAN", "ỦY BAN"),
        ("Uỷ ban", "Ủy ban"),
        ("xoè", "xòe"),
        ("thuỷ", "thủy"),
        ("khoẻ.", "khỏe."),
        ("quý", "quý"),
        ("Quỳ Hợp", "Quỳ Hợp"),
        ("hoàn", "hoàn"),
        ("toán", "toán"),
        ("thuỳ", "thùy"),
        ("quả", "quả"),
        ("tuỳ quỹ", "tùy quỹ"),
    ],
)
def test_one_spelling(typed: str, same: str) -> None:
    assert text.one_spelling(typed) == same
    assert text.one_spelling(same) == same


@given(value=vietnamese)
def test_one_spelling_keeps_letters(value: str) -> None:
    assert text.fold(text.one_spelling(value)) == text.fold(value)


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (1234567, None, "1.234.567"),
        (0, None, "0"),
        (-0.04, 1, "0,0"),
        (Decimal("1234.5"), None, "1.234,5"),
        (Decimal("2.345"), 2, "2,35"),
        (-1000, None, "-1.000"),
        (1e6, 0, "1.000.000"),
    ],
)
def test_format_number(value: int | float | Decimal, places: int | None, written: str) -> None:
    assert text.format_number(value, places) == written


@given(st.integers(-(10**12), 10**12))
def test_numbers_read_back(value: int) -> None:
    assert text.parse_number(text.format_number(value)) == value


@pytest.mark.parametrize("bad", ["", "1.23", "12.3456", "1,2,3", "mười", "1 000", "1.000.00"])
def test_what_is_no_number_is_refused(bad: str) -> None:
    with pytest.raises(text.NotANumber):
        text.parse_number(bad)


def test_percent() -> None:
    assert text.format_percent(197, 200) == "98,5%"
    assert text.format_percent(1, 3, 2) == "33,33%"
    assert text.format_percent(0, 0) == "–"


def test_dates_and_document_numbers_as_annex_i_writes_them() -> None:
    assert text.long_date(dt.date(2020, 1, 5)) == "ngày 05 tháng 01 năm 2020"
    assert text.long_date(dt.date(2020, 3, 15)) == "ngày 15 tháng 3 năm 2020"
    assert text.format_date(dt.date(2020, 3, 5)) == "05/03/2020"
    assert [text.document_number(n) for n in (1, 9, 10, 7816)] == ["01", "09", "10", "7816"]


@pytest.mark.parametrize(("n", "written"), [(1, "I"), (4, "IV"), (19, "XIX"), (2024, "MMXXIV")])
def test_roman(n: int, written: str) -> None:
    assert text.roman(n) == written


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (55, "năm mươi lăm"),
        (101, "một trăm linh một"),
        (111, "một trăm mười một"),
        (1005, "một nghìn không trăm linh năm"),
        (1_234_567, "một triệu hai trăm ba mươi bốn nghìn năm trăm sáu mươi bảy"),
        (2_000_000_001, "hai tỷ không trăm linh một"),
    ],
)
def test_number_in_words(n: int, words: str) -> None:
    assert text.number_in_words(n) == words


@pytest.mark.parametrize("bad", [-1, 10**15])
def test_number_in_words_refuses(bad: int) -> None:
    with pytest.raises(ValueError, match=str(bad)):
        text.number_in_words(bad)
