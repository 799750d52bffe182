"""The law of tasks on plain values (office practice §5; Đ23.2 NĐ 30/2020)."""

import datetime as dt
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.systems.tasks.choices import Recurrence, TaskClass, TaskState
from lienthong.systems.tasks.rules import (
    PERIODIC,
    Period,
    Rhythm,
    RuleRefused,
    band,
    children_fit,
    classify,
    closes_by,
    completion_rate,
    is_interim,
    judged,
    late_by_pace,
    may_ask_extension,
    may_ask_return,
    next_period,
    period_of,
    period_words,
    practice,
    reminders_due,
    within_chiefs_limit,
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
    ask = partial(may_ask_return, within=3)
    assert ask(state="assigned", working_days_since_assigned=3, facts_changed=False)
    assert not ask(state="assigned", working_days_since_assigned=4, facts_changed=False)
    assert ask(state="received", working_days_since_assigned=3, facts_changed=False)
    assert not ask(state="received", working_days_since_assigned=4, facts_changed=False)
    assert ask(state="in_progress", working_days_since_assigned=9, facts_changed=True)
    assert not ask(state="completed", working_days_since_assigned=0, facts_changed=True)


def test_children_end_no_later_than_their_parent():
    assert children_fit(DUE, [BEFORE, DUE])
    assert not children_fit(DUE, [AFTER])
    assert not children_fit(DUE, [None])
    assert children_fit(None, [AFTER, None])


PRACTICE = Rhythm(before=(5, 3, 1, 0), late_every=2, head_after=3, chief_after=10)


@pytest.mark.parametrize(
    ("days", "codes"),
    [
        (6, []),
        (5, ["before_5"]),
        (4, []),
        (0, ["on_day"]),
        (-1, []),
        (-2, ["late_each_2:2"]),
        (-3, ["late_head"]),
        (-10, ["late_each_2:10", "late_head", "late_chief"]),
    ],
)
def test_reminders_of_a_day(days, codes):
    """§5.7: 5, 3, 1 working days before, day of, every 2 after; head at 3, chief at 10."""
    assert [rule.code for rule in reminders_due(days, PRACTICE)] == codes


def test_another_offices_rhythm_is_its_own():
    rhythm = Rhythm(before=(7,), late_every=0, head_after=1, chief_after=2)
    assert [r.code for r in reminders_due(7, rhythm)] == ["before_7"]
    assert reminders_due(5, rhythm) == []
    assert [r.to for r in reminders_due(-2, rhythm)] == ["head", "chief"]


@pytest.mark.parametrize(
    ("rhythm", "day", "label", "starts", "ends"),
    [
        ("monthly", "2026-12-14", "2026-12", "2026-11-15", "2026-12-14"),
        ("monthly", "2026-12-15", "2027-01", "2026-12-15", "2027-01-14"),
        ("quarterly", "2026-12-14", "2026-Q4", "2026-09-15", "2026-12-14"),
        ("half_yearly", "2026-12-15", "2027-H1", "2026-12-15", "2027-06-14"),
        ("yearly", "2026-12-15", "2027", "2026-12-15", "2027-12-14"),
        ("weekly", "2026-11-27", "2026-W49", "2026-11-27", "2026-12-03"),
    ],
)
def test_periods_run_from_cut_to_cut(rhythm, day, label, starts, ends):
    """NĐ 09/2019 Điều 12 (second-hand): six months from 15 December to 14 June; weeks to Thursday."""
    cut = 4 if rhythm == "weekly" else 14
    period = period_of(rhythm, dt.date.fromisoformat(day), cut)
    assert period == Period(label, dt.date.fromisoformat(starts), dt.date.fromisoformat(ends))


@given(
    rhythm=st.sampled_from(sorted(PERIODIC)),
    day=st.dates(dt.date(2018, 1, 1), dt.date(2040, 1, 1)),
    cut=st.integers(0, 31),
)
def test_periods_leave_no_day_out_and_none_twice(rhythm, day, cut):
    cut = cut % 8 if rhythm == "weekly" else cut
    period = period_of(rhythm, day, cut)
    assert period.starts_on <= day <= period.ends_on
    following = next_period(rhythm, period, cut)
    assert following.starts_on == period.ends_on + dt.timedelta(days=1)
    assert following.label != period.label
    for inside in (period.starts_on, period.ends_on):
        assert period_of(rhythm, inside, cut) == period


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("2026-W49", "tuần 49 năm 2026"),
        ("2026-02", "tháng 2 năm 2026"),
        ("2026-Q4", "quý IV năm 2026"),
        ("2026-H1", "sáu tháng đầu năm 2026"),
        ("2026-H2", "sáu tháng cuối năm 2026"),
        ("2026", "năm 2026"),
    ],
)
def test_a_period_in_words(label, words):
    assert period_words(label) == words


def test_while_suspended_the_clock_stands():
    """§5.2: suspended in time it does not become late; suspended late it stays late."""
    state = {"state": "suspended", "deadline": DUE, "product_date": None, "at": AFTER}
    assert classify(**state, suspended_at=BEFORE) is TaskClass.OPEN_IN_TIME
    assert classify(**state, suspended_at=AFTER) is TaskClass.OPEN_LATE


def test_the_chiefs_limit():
    """§5.5: once, no more than ten working days; both numbers are a rule."""
    ask = partial(within_chiefs_limit, most_times=1, most_days=10)
    assert ask(granted_before=0, more_days=10)
    assert not ask(granted_before=1, more_days=1)
    assert not ask(granted_before=0, more_days=11)


def test_late_by_pace():
    """§5.7: near its deadline and nothing told for long; a fresh task is not late by its pace."""
    ask = partial(late_by_pace, ahead=15, quiet=10)
    assert ask(days_left=3, days_quiet=10, days_running=20)
    assert not ask(days_left=3, days_quiet=9, days_running=20)
    assert not ask(days_left=16, days_quiet=30, days_running=30)
    assert not ask(days_left=-1, days_quiet=30, days_running=30)
    assert not ask(days_left=3, days_quiet=10, days_running=9)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("remind_before", "7, 3,1", [7, 3, 1]),
        ("bands", "30,5", [5, 30]),
        ("reopen_days", " 45 ", 45),
        ("cut_month_day", "0", 0),
        ("silence_consents", "1", 1),
    ],
)
def test_a_working_rule_that_an_office_enters(key, text, value):
    assert judged(key, text) == value


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("remind_before", ""),
        ("remind_before", "5, ba"),
        ("bands", "500"),
        ("reopen_days", "0"),
        ("reopen_days", "-3"),
        ("cut_month_day", "31"),
        ("silence_consents", "2"),
        ("no_such_rule", "1"),
    ],
)
def test_a_working_rule_that_makes_no_sense(key, text):
    with pytest.raises(RuleRefused) as caught:
        judged(key, text)
    assert caught.value.message


def test_every_number_of_the_practice_says_where_it_comes_from():
    """Facts that are not certain are data with a date and a source, never constants."""
    for row in practice().values():
        assert row.source, row.key
        assert dt.date.fromisoformat(row.since)
        assert (
            judged(row.key, ", ".join(map(str, row.value if row.kind == "list" else [row.value])))
            == row.value
        )


@pytest.mark.parametrize(
    ("subject", "action", "expected"),
    [
        ("Báo cáo tiến độ thực hiện", "Báo cáo kết quả", True),
        ("V/v đang triển khai nhiệm vụ được giao", "Báo cáo kết quả", True),
        ("Báo cáo kết quả cải cách hành chính", "Báo cáo kết quả", False),
        ("Báo cáo tiến độ giải ngân", "Báo cáo tiến độ giải ngân hằng tháng", False),
    ],
)
def test_an_interim_letter_is_no_product(subject, action, expected):
    """§5.4; unless just that was asked for."""
    assert is_interim(subject, action) is expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"answered": "12/UBND-TH"}, "response_for"),
        ({"texts": ["Thực hiện công văn 12/UBND-TH ngày 1/11"]}, "cites"),
        ({"links": ["12/ubnd-th"]}, "cites"),
        ({"texts": ["về nhiệm vụ NV-261123-AB12CD34"]}, "task_code"),
        ({"texts": ["về nhiệm vụ VPCP-99"]}, "task_code"),
        ({"answered": "13/UBND-TH", "texts": ["việc khác"]}, ""),
    ],
)
def test_how_a_paper_closes_a_task(found, expected):
    """§5.4: by ResponseFor, by TaskCode, or by citing; another paper does not."""
    values = {"answered": "", "texts": [], "links": []} | found
    codes = ["NV-261123-AB12CD34", "VPCP-99"]
    assert closes_by(**values, source="12/UBND-TH", codes=codes) == expected
