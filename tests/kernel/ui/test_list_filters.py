"""Filters: each says what it keeps as words; what cannot be read is named, never an error."""

import datetime as dt

import pytest
from django.db.models import Q
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.ui.lists import NotSortable, Period, Sort
from lienthong.kernel.ui.lists.filters import parse_day, span
from tests.kernel.ui.registers import register

ON = dt.date(2026, 11, 23)  # a Monday
CREATED = Period(key="day", label="Ngày đến", path="arrived_on", phrase="đến")


def applied(question: str, filter_: Period = CREATED) -> tuple[Q | None, list[str], str]:
    found = filter_.apply(QueryDict(question), ON)
    return found.condition, [chip.words for chip in found.chips], found.problem


@pytest.mark.parametrize(
    ("preset", "first", "last"),
    [
        ("today", ON, ON),
        ("week", ON, dt.date(2026, 11, 29)),
        ("last-week", dt.date(2026, 11, 16), dt.date(2026, 11, 22)),
        ("month", dt.date(2026, 11, 1), dt.date(2026, 11, 30)),
        ("last-month", dt.date(2026, 10, 1), dt.date(2026, 10, 31)),
        ("quarter", dt.date(2026, 10, 1), dt.date(2026, 12, 31)),
        ("year", dt.date(2026, 1, 1), ON),
    ],
)
def test_usual_spans(preset: str, first: dt.date, last: dt.date) -> None:
    assert span(preset, ON) == (first, last)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1)))
def test_every_span_begins_before_it_ends(day: dt.date) -> None:
    for preset in ("today", "week", "last-week", "month", "last-month", "quarter", "year"):
        first, last = span(preset, day)
        assert first <= last


def test_a_span_reads_as_a_sentence() -> None:
    assert applied("day=week")[1] == ["đến trong tuần này"]
    assert applied("day_from=01/11/2026&day_to=22/11/2026")[1] == [
        "đến từ ngày 01/11/2026 đến ngày 22/11/2026"
    ]
    assert applied("day_from=1/11/2026")[1] == ["đến từ ngày 01/11/2026"]
    assert applied("day_to=22-11-2026")[1] == ["đến muộn nhất 22/11/2026"]


def test_days_in_the_wrong_order_are_put_right() -> None:
    condition, _chips, problem = applied("day_from=22/11/2026&day_to=01/11/2026")
    assert problem == ""
    assert condition == Q(arrived_on__gte=dt.date(2026, 11, 1)) & Q(
        arrived_on__lte=dt.date(2026, 11, 22)
    )


@pytest.mark.parametrize(
    "question",
    [
        "day=someday",
        "day_from=32/13/2026",
        "day_from=hôm qua",
        "day_to=1/1/9999",
        "day_to=1/1/0001",
        "day_from=٢٢/١١/٢٠٢٦",
        "day_from=1/1/2026%00",
    ],
)
def test_what_is_no_day_is_named_and_left_out(question: str) -> None:
    condition, chips, problem = applied(question)
    assert condition is None
    assert chips == []
    assert "Ngày đến" in problem


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_a_day(text: str) -> None:
    day = parse_day(text)
    assert day is None or 1900 <= day.year <= 2200


@given(st.dictionaries(st.sampled_from(["asked", "kind", "open", "work"]), st.text(max_size=20)))
def test_no_question_breaks_a_register(question: dict[str, str]) -> None:
    data = QueryDict(mutable=True)
    data.update(question)
    for filter_ in register().filters:
        found = filter_.apply(data, ON)
        assert found.condition is not None or found.chips == ()


def test_an_order_that_is_not_declared_is_found_at_once() -> None:
    with pytest.raises(NotSortable):
        register(sorts=())
    with pytest.raises(NotSortable, match="total"):
        register(sorts=(Sort("asked", "", ("-asked_at",)),))
