"""Numbers, dates, shares and deadlines as an office writes them (office practice §4.5, §6.4)."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.ui import formats

HANOI = dt.timezone(dt.timedelta(hours=7))


@pytest.mark.parametrize(
    ("value", "places", "words"),
    [
        (1234567.8, None, "1.234.567,8"),
        (1234567, None, "1.234.567"),
        (Decimal("12.50"), None, "12,5"),
        (Decimal("12.50"), 2, "12,50"),
        (100, None, "100"),
        (Decimal("1E+3"), None, "1.000"),
        (0, None, "0"),
        (-5, None, "−5"),
        (None, None, "–"),
        (float("nan"), None, "–"),
        (float("inf"), None, "–"),
    ],
)
def test_numbers(value: object, places: int | None, words: str) -> None:
    assert formats.number(value, places) == words  # type: ignore[arg-type]


def test_a_share_is_rounded_down_and_never_flatters() -> None:
    assert formats.share(9996, 10000) == "99,9%"
    assert formats.share(9999, 10000) == "99,9%"
    assert formats.share(10000, 10000) == "100,0%"
    assert formats.share(1, 3) == "33,3%"


def test_nothing_to_count_is_said_in_words_never_a_percentage() -> None:
    assert formats.share(0, 0) == "không phát sinh"


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_only_the_whole_prints_as_whole(part: int, whole: int) -> None:
    printed = formats.share(min(part, whole), whole)
    assert (printed == "100,0%") == (part >= whole)


def test_a_day_is_the_office_day_even_near_midnight() -> None:
    late = dt.datetime(2026, 11, 22, 17, 30, tzinfo=dt.UTC)  # 00:30 of the 23rd in Việt Nam
    assert formats.date(late) == "23/11/2026"
    assert formats.moment(late) == "23/11/2026\u00a000:30"
    assert formats.date(dt.date(2026, 2, 1)) == "01/02/2026"
    assert formats.date(None) == formats.moment(None) == "–"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (3, "còn 3 ngày làm việc"),
        (0, "đến hạn hôm nay"),
        (-1, "quá hạn 1 ngày làm việc"),
        (-1234, "quá hạn 1.234 ngày làm việc"),
    ],
)
def test_distance_to_a_deadline(days: int, words: str) -> None:
    assert formats.days_left(days) == words


@pytest.mark.parametrize(
    ("octets", "words"),
    [(0, "0 B"), (1023, "1023 B"), (1025, "2 KB"), (5 * 1024**2, "5,0 MB"), (None, "–")],
)
def test_sizes(octets: int | None, words: str) -> None:
    assert formats.size(octets).replace(formats.NO_BREAK, " ") == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (5, "dưới 1 phút"),
        (100, "khoảng 2 phút"),
        (3600, "khoảng 1 giờ"),
        (5400, "khoảng 1 giờ 30 phút"),
    ],
)
def test_waiting_time(seconds: float, words: str) -> None:
    assert formats.duration(seconds) == words


def test_a_name_is_not_divided() -> None:
    assert " " not in formats.unbroken("Văn thư  xã Ba Tơ")
