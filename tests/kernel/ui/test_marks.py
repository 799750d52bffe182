"""Marks that look alike everywhere: words first, nothing that a name could smuggle in."""

import datetime as dt

import pytest

from lienthong.kernel.ui import marks

EVIL = '<script>alert("x")</script>'


def test_urgency_bears_the_words_of_the_stamps() -> None:
    """PL I.III.2.b NĐ 30/2020: HOẢ TỐC, THƯỢNG KHẨN, KHẨN."""
    assert [str(marks.URGENCY[k]) for k in ("express", "very_urgent", "urgent")] == [
        "HOẢ TỐC",
        "THƯỢNG KHẨN",
        "KHẨN",
    ]
    assert "HOẢ TỐC" in marks.urgency("express")
    assert marks.urgency("normal") == ""


def test_an_unknown_mark_is_refused() -> None:
    with pytest.raises(marks.UnknownMark):
        marks.urgency("timed_express")  # "hỏa tốc hẹn giờ" is not in NĐ 30


def test_an_unknown_stage_is_found_in_tests_and_harmless_in_service(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert marks.strict, "tests run as while developing"
    with pytest.raises(marks.UnknownMark, match="returned"):
        marks.status("Đã giao", "flying")
    monkeypatch.setattr(marks, "strict", False)
    assert marks.status("Đã giao", "flying") == marks.status("Đã giao", "none")


def test_words_are_escaped() -> None:
    assert "<script>" not in marks.status(EVIL, "done")
    assert "<script>" not in marks.reference(EVIL)


@pytest.mark.parametrize(
    ("days", "kind", "words"),
    [
        (-2, "late", "quá hạn 2 ngày làm việc"),
        (0, "today", "đến hạn hôm nay"),
        (5, "ahead", "còn 5 ngày làm việc"),
        (None, "open", "không có thời hạn"),
    ],
)
def test_lateness_is_always_a_number_of_days(days: int | None, kind: str, words: str) -> None:
    assert f"due--{kind}" in marks.lateness(days)
    assert words in marks.lateness(days)


def test_a_deadline_gives_date_and_distance() -> None:
    drawn = marks.deadline(dt.date(2026, 11, 22), -1)
    assert 'datetime="2026-11-22"' in drawn
    assert "22/11/2026" in drawn
    assert "quá hạn 1 ngày làm việc" in drawn
    assert "không có thời hạn" in marks.deadline(None, None)
