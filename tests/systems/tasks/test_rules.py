"""The law of tasks on plain values (office practice §5; Đ23.2 NĐ 30/2020)."""

import datetime as dt

import pytest

from lienthong.systems.tasks.choices import Recurrence, TaskClass, TaskState
from lienthong.systems.tasks.rules import (
    band,
    children_fit,
    classify,
    completion_rate,
    may_ask_extension,
    may_ask_return,
    next_period,
    period_of,
    reminders_due,
)

VN = dt.timezone(dt.timedelta(hours=7))
DUE = dt.datetime(2026, 11, 30, 17, 0, tzinfo=VN)
BEFORE, AFTER = DUE - dt.timedelta(days=2), DUE + dt.timedelta(days=2)


@pytest.mark.parametrize(
    ("state", "deadline", "product", "at", "expected"),
    [
        ("in_progress", DUE, None, BEFORE, TaskClass.OPEN_IN_TIME),
        ("in_progress", DUE, None, AFTER, TaskClass.OPEN_LATE),
        ("submitted", DUE, None, AFTER, TaskClass.OPEN_LATE),
        # Slow acceptance never makes the doer late: the product's own date decides (§5.3).
        ("completed", DUE, dt.date(2026, 11, 30), AFTER, TaskClass.DONE_ON_TIME),
        ("completed", DUE, dt.date(2026, 12, 1), AFTER, TaskClass.DONE_LATE),
        ("in_progress", None, None, AFTER, TaskClass.STANDING),
        ("cancelled", DUE, None, AFTER, TaskClass.NONE),
        ("proposed", DUE, None, AFTER, TaskClass.NONE),
    ],
)
def test_the_four_classes_of_the_government_office(state, deadline, product, at, expected):
    assert classify(state=state, deadline=deadline, product_date=product, at=at) is expected


def test_the_day_of_a_deadline_is_the_vietnamese_day():
    """17:00 UTC on the 30th is already the 1st in Việt Nam."""
    due = dt.datetime(2026, 11, 30, 17, 0, tzinfo=dt.UTC)
    found = classify(state="completed", deadline=due, product_date=dt.date(2026, 12, 1), at=AFTER)
    assert found is TaskClass.DONE_ON_TIME


@pytest.mark.parametrize(("days", "expected"), [(0, 0), (5, 0), (6, 1), (30, 1), (31, 2)])
def test_bands_of_lateness(days, expected):
    assert band(days) == expected


@pytest.mark.parametrize(
    ("done", "due", "expected"), [(0, 0, None), (1, 3, 33.3), (2, 3, 66.6), (3, 3, 100.0)]
)
def test_a_rate_is_rounded_down_and_nothing_is_no_hundred(done, due, expected):
    assert completion_rate(done, due) == expected


@pytest.mark.parametrize(
    ("rhythm", "day", "label", "ends"),
    [
        (Recurrence.MONTHLY, dt.date(2026, 2, 3), "2026-02", dt.date(2026, 2, 28)),
        (Recurrence.QUARTERLY, dt.date(2026, 11, 23), "2026-Q4", dt.date(2026, 12, 31)),
        (Recurrence.HALF_YEARLY, dt.date(2026, 6, 30), "2026-H1", dt.date(2026, 6, 30)),
        (Recurrence.YEARLY, dt.date(2026, 1, 1), "2026", dt.date(2026, 12, 31)),
    ],
)
def test_periods(rhythm, day, label, ends):
    period = period_of(rhythm, day)
    assert (period.label, period.ends_on) == (label, ends)
    following = next_period(rhythm, period)
    assert following.ends_on > period.ends_on


def test_what_is_done_as_needed_has_no_period():
    assert period_of(Recurrence.AS_NEEDED, dt.date(2026, 1, 1)) is None


@pytest.mark.parametrize("state", list(TaskState))
def test_an_extension_is_asked_only_in_work_and_one_at_a_time(state):
    allowed = state in {TaskState.ASSIGNED, TaskState.RECEIVED, TaskState.IN_PROGRESS}
    assert may_ask_extension(state=state, open_requests=[]) is allowed
    assert not may_ask_extension(state=state, open_requests=["extension"])


def test_a_return_is_asked_early_or_when_the_facts_changed():
    ask = may_ask_return
    assert ask(state="assigned", working_days_since_assigned=9, facts_changed=False)
    assert ask(state="received", working_days_since_assigned=3, facts_changed=False)
    assert not ask(state="received", working_days_since_assigned=4, facts_changed=False)
    assert ask(state="in_progress", working_days_since_assigned=9, facts_changed=True)
    assert not ask(state="completed", working_days_since_assigned=0, facts_changed=True)


def test_children_end_no_later_than_their_parent():
    assert children_fit(DUE, [BEFORE, DUE])
    assert not children_fit(DUE, [AFTER])
    assert not children_fit(DUE, [None])
    assert children_fit(None, [AFTER, None])


@pytest.mark.parametrize(
    ("days", "codes"),
    [
        (5, ["before_5"]),
        (4, []),
        (0, ["on_day"]),
        (-2, ["late_each_2:2"]),
        (-3, ["late_3"]),
        (-10, ["late_10", "late_each_2:10"]),
    ],
)
def test_reminders_of_a_day(days, codes):
    assert [rule.code for rule in reminders_due(days)] == codes
