"""Thursday's call for updates and Friday's list: by the working calendar, one notice each, never twice."""

import datetime as dt
from typing import Any

import pytest

from lienthong.axis.notify.models import Notice
from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.models import Person
from lienthong.kernel.facts.recording import act
from lienthong.systems.tasks import jobs
from lienthong.systems.tasks.models import Progress, Task, WorkingRule
from lienthong.systems.tasks.rules import is_time, push_day
from lienthong.systems.tasks.services import weekly
from tests.support.roles import as_role

from .conftest import VN, proposal

MONDAY = dt.date(2026, 11, 23)
BEFORE = dt.datetime(2026, 11, 18, 9, tzinfo=VN)
THURSDAY = dt.datetime(2026, 11, 26, 16, 7, tzinfo=VN)
FRIDAY = dt.datetime(2026, 11, 27, 8, 7, tzinfo=VN)


class TestDay:
    """Pure: which day, which hour."""

    @staticmethod
    def off(*days: int) -> Any:
        return lambda day: day.weekday() < 5 and day.day not in days

    def test_the_wanted_day_where_the_office_works(self) -> None:
        assert push_day(MONDAY, 4, self.off()) == dt.date(2026, 11, 26)

    def test_else_the_working_day_before_it(self) -> None:
        assert push_day(MONDAY, 4, self.off(26)) == dt.date(2026, 11, 25)
        assert push_day(MONDAY, 5, self.off(25, 26, 27)) == dt.date(2026, 11, 24)

    def test_none_in_a_week_of_holidays(self) -> None:
        assert push_day(MONDAY, 5, self.off(23, 24, 25, 26, 27)) is None
        assert not is_time(THURSDAY, None, 16)

    @pytest.mark.parametrize(
        ("here", "due"),
        [
            (THURSDAY.replace(hour=15, minute=59), False),
            (THURSDAY.replace(hour=16, minute=0), True),
            (FRIDAY, True),  # the worker slept on Thursday
            (FRIDAY + dt.timedelta(days=2), True),  # Sunday
            (FRIDAY + dt.timedelta(days=3), False),  # the next week has its own
            (THURSDAY - dt.timedelta(days=1), False),
        ],
    )
    def test_from_its_hour_to_the_end_of_the_week(self, here: dt.datetime, due: bool) -> None:
        assert is_time(here, dt.date(2026, 11, 26), 16) is due


def run(name: str, what: Any, at: dt.datetime) -> int:
    with as_role("lt_worker", name), acting(system_actor(0)):
        sent: int = what(at=at)
    return sent


def told(name: str, kind: str) -> list[tuple[int, str]]:
    with as_role("lt_worker", name), acting(system_actor(0)):
        rows = Notice.objects.filter(kind=kind).order_by("person_id")
        return list(rows.values_list("person_id", "text"))


@pytest.fixture
def two(committed: str, assigned: Any, director: Any, officer: Any, in_hand: Any) -> list[Task]:
    """Two tasks of one officer, given last week; one is late on Friday, one is due next week."""
    made = []
    for n, due in enumerate(
        (dt.datetime(2026, 11, 25, 17, tzinfo=VN), dt.datetime(2026, 12, 3, 17, tzinfo=VN))
    ):
        task = assigned(proposal(director.agency_id, action=f"Việc {n}", deadline=due), at=BEFORE)
        made.append(in_hand(task, at=BEFORE))
    return made


def test_one_notice_for_all_that_is_quiet_and_none_on_a_retry(
    committed: str, two: list[Task], officer: Any
) -> None:
    assert run(committed, weekly.push_updates, THURSDAY.replace(hour=15)) == 0
    assert run(committed, weekly.push_updates, THURSDAY) == 1
    assert run(committed, weekly.push_updates, THURSDAY) == 0
    assert run(committed, weekly.push_updates, THURSDAY + dt.timedelta(hours=1)) == 0
    ((person, text),) = told(committed, "tasks.weekly_update")
    assert person == officer.person_id
    assert "2 nhiệm vụ" in text


def test_what_was_reported_this_week_or_given_this_week_is_not_quiet(
    committed: str, two: list[Task], officer: Any, director: Any, assigned: Any, in_hand: Any
) -> None:
    with acting(officer), act("t.progress", by=officer, at=THURSDAY):
        for task in two:
            Progress.objects.create(
                task=task, text="Đã làm", agency_id=officer.agency_id, by_id=officer.person_id,
                at=THURSDAY - dt.timedelta(days=2),
            )  # fmt: skip
    in_hand(assigned(proposal(director.agency_id), at=THURSDAY - dt.timedelta(days=1)), at=THURSDAY)
    assert run(committed, weekly.push_updates, THURSDAY) == 0


def test_fridays_list_counts_late_and_coming_once_for_each_person(
    committed: str, two: list[Task], chief: Any
) -> None:
    assert run(committed, weekly.push_lists, FRIDAY.replace(hour=7)) == 0
    assert run(committed, weekly.push_lists, FRIDAY) >= 1
    assert run(committed, weekly.push_lists, FRIDAY + dt.timedelta(hours=3)) == 0
    mine = [
        text for person, text in told(committed, "tasks.weekly_list") if person == chief.person_id
    ]
    assert len(mine) == 1
    assert "1 nhiệm vụ quá hạn, 1 nhiệm vụ đến hạn" in mine[0]


def test_a_holiday_moves_the_push_to_the_day_before(
    committed: str, two: list[Task], monkeypatch: Any
) -> None:
    real = weekly.is_working_day
    monkeypatch.setattr(
        weekly, "is_working_day", lambda day, agency: day.day != 26 and real(day, agency)
    )
    wednesday = THURSDAY - dt.timedelta(days=1)
    assert run(committed, weekly.push_updates, wednesday.replace(hour=15)) == 0
    assert run(committed, weekly.push_updates, wednesday) == 1
    assert run(committed, weekly.push_updates, THURSDAY) == 0, "not again on the holiday"


def test_a_week_of_tet_pushes_nothing(committed: str, two: list[Task], monkeypatch: Any) -> None:
    monkeypatch.setattr(weekly, "is_working_day", lambda _day, _agency: False)
    assert run(committed, weekly.push_updates, THURSDAY) == 0
    assert run(committed, weekly.push_lists, FRIDAY) == 0


def test_the_day_is_a_working_rule(committed: str, two: list[Task], director: Any) -> None:
    with acting(director), act("t.rule", by=director, at=BEFORE):
        WorkingRule.objects.create(
            agency_id=director.agency_id, key="push_update_day", value=2,
            since=BEFORE.date(), source="Quy chế", entered_by="Thử", entered_at=BEFORE,
        )  # fmt: skip
    tuesday = THURSDAY - dt.timedelta(days=2)
    assert run(committed, weekly.push_updates, tuesday) == 1


def test_the_job_does_both(committed: str, two: list[Task], monkeypatch: Any) -> None:
    from lienthong.kernel import clock

    monkeypatch.setattr(clock, "now", lambda: FRIDAY)
    with as_role("lt_worker", committed):
        jobs.push_weekly(0)
    kinds = [told(committed, kind) for kind in ("tasks.weekly_update", "tasks.weekly_list")]
    assert all(kinds)
    with as_role("lt_worker", committed), acting(system_actor(0)):
        assert Person.objects.filter(pk=kinds[0][0][0]).exists()
