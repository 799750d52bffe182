"""What is right and wrong in a series of numbers (Đ15.1, Đ16, Đ22.2 NĐ 30/2020), on plain values."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.registers import rules
from lienthong.kernel.registers.rules import Line

D = dt.date


def codes(lines: list[Line], last: int, on: dt.date | None, first: int = 1) -> list[str]:
    found = rules.check_book(lines, first_number=first, last_number=last, last_on=on)
    return [f"{problem.code}:{problem.number}" for problem in found]


def test_a_right_book_has_no_problems() -> None:
    lines = [
        Line(1, D(2026, 1, 2), "taken"),
        Line(2, D(2026, 1, 2), "cancelled", "Ký nhầm bản"),
        Line(3, D(2026, 1, 5), "reserved"),
    ]
    assert codes(lines, 3, D(2026, 1, 5)) == []
    assert codes([], 0, None) == []
    assert codes([Line(1235, D(2026, 7, 1), "taken")], 1235, D(2026, 7, 1), first=1235) == []


@pytest.mark.parametrize(
    ("lines", "last", "on", "problems"),
    [
        ([Line(1, D(2026, 1, 2), "taken"), Line(3, D(2026, 1, 2), "taken")], 3, D(2026, 1, 2),
         ["gap:2"]),
        ([Line(1, D(2026, 1, 2), "taken")] * 2, 1, D(2026, 1, 2), ["duplicate:1"]),
        ([Line(1, D(2026, 1, 3), "taken"), Line(2, D(2026, 1, 2), "taken")], 2, D(2026, 1, 3),
         ["backdated:2"]),
        ([Line(1, D(2026, 1, 2), "cancelled", "  ")], 1, D(2026, 1, 2), ["no_reason:1"]),
        ([Line(1, D(2026, 1, 2), "taken")], 2, D(2026, 1, 2), ["counter:2"]),
        ([Line(1, D(2026, 1, 2), "taken")], 1, D(2026, 1, 3), ["counter:1"]),
        ([Line(2, D(2026, 1, 2), "taken")], 2, D(2026, 1, 2), ["gap:1"]),
    ],
)  # fmt: skip
def test_each_fault_is_named(
    lines: list[Line], last: int, on: dt.date, problems: list[str]
) -> None:
    assert codes(lines, last, on) == problems


@given(st.lists(st.integers(1, 60), max_size=40))
def test_gaps_and_duplicates_are_found_whatever_the_order(numbers: list[int]) -> None:
    lines = [Line(n, D(2026, 1, 2), "taken") for n in numbers]
    last = max(numbers, default=0)
    found = rules.check_book(
        lines, first_number=1, last_number=last, last_on=D(2026, 1, 2) if numbers else None
    )
    right = sorted(numbers) == list(range(1, last + 1))
    assert (not found) is right


def test_ranges_and_pages() -> None:
    assert rules.number_ranges([7, 1, 3, 4, 5, 6]) == "01, 03 đến 07"
    assert rules.number_ranges([]) == ""
    assert [len(page) for page in rules.paged(list(range(51)), 25)] == [25, 25, 1]
    assert rules.paged([], 25) == [[]]
    with pytest.raises(ValueError, match="0"):
        rules.paged([1], 0)


def test_closing_sentence() -> None:
    assert rules.closing_sentence(
        first_number=1,
        last_number=1234,
        cancelled=[(5, "Trùng nội dung"), (17, "Sai thẩm quyền")],
        missing=[],
        closed_on=D(2026, 12, 31),
    ) == (
        "Khóa sổ ngày 31/12/2026: từ số 01 đến số 1234, cộng 1.234 (một nghìn hai trăm ba mươi bốn)"
        " số. Số đã hủy (2): 05 (Trùng nội dung); 17 (Sai thẩm quyền)."
    )
    assert "không cấp số nào" in rules.closing_sentence(
        first_number=1, last_number=0, cancelled=[], missing=[], closed_on=D(2026, 12, 31)
    )
    assert "chưa rõ nguyên nhân: 02" in rules.closing_sentence(
        first_number=1, last_number=3, cancelled=[], missing=[2], closed_on=D(2026, 12, 31)
    )
