"""Recurring tasks (§5.5): one task for each period, made once, whoever makes it and whatever dies."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.db.utils import IntegrityError

from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.models import Fact
from lienthong.kernel.facts.recording import act
from lienthong.systems.tasks import queries
from lienthong.systems.tasks.models import Series, Task
from lienthong.systems.tasks.services import (
    amending,
    closing,
    proving,
    requests,
    series,
    working,
)
from tests.support.roles import as_role

from .conftest import VN, handed, proposal

QUARTERLY = {"recurrence": "quarterly", "deadline": None}


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(hour=9, tzinfo=VN)


def make(task: Task, moment: dt.datetime) -> int:
    by = system_actor(task.assigner_agency_id)
    with acting(by):
        found = Series.objects.get(task=task)
        return series.make_due(found.pk, task.assigner_agency_id, at=moment)


def periods(task: Task) -> list[tuple[str, str]]:
    with acting(system_actor(task.assigner_agency_id)):
        rows = task.children.exclude(period="").order_by("deadline")
        return [(row.period, f"{row.deadline.astimezone(VN):%Y-%m-%d}") for row in rows]


@pytest.fixture
def standing(assigned, director):
    return assigned(proposal(director.agency_id, **QUARTERLY))


@pytest.mark.django_db
class TestPeriods:
    def test_a_quarter_ends_at_the_cut_of_the_working_rules(self, standing):
        """§5.7: cut-offs of periodic reports by NĐ 09/2019 Đ12, a rule: the 14th."""
        assert make(standing, at("2026-11-23")) == 1
        assert periods(standing) == [("2026-Q4", "2026-12-14")]

    def test_a_period_is_made_once(self, standing):
        make(standing, at("2026-11-23"))
        assert make(standing, at("2026-11-23")) == 0
        assert make(standing, at("2026-12-14")) == 0
        assert make(standing, at("2026-12-15")) == 1
        assert periods(standing) == [("2026-Q4", "2026-12-14"), ("2027-Q1", "2027-03-15")]

    def test_a_cut_on_a_day_off_moves_to_the_next_working_day(self, standing):
        """14 March 2027 is a Sunday (BLDS 2015 Đ148.5)."""
        make(standing, at("2026-12-15"))
        assert periods(standing)[-1] == ("2027-Q1", "2027-03-15")

    def test_what_an_outage_missed_is_made_late_with_its_own_deadline(
        self, standing, director, chief
    ):
        """§5.5: missing one period is its own lateness."""
        assert make(standing, at("2027-07-01")) == 4
        late = at("2027-07-01")
        with acting(chief):
            (counts,) = queries.counts_by_lead(chief, at=late)
        assert (counts.open_late, counts.open_in_time, counts.standing) == (3, 1, 1)

    def test_the_secretarys_terms_win_over_the_rules(self, assigned, director):
        terms = {"cut_day": 0, "due_after": 5, "starts_on": "2027-01-05"}
        task = assigned(proposal(director.agency_id, series_terms=terms, **QUARTERLY))
        assert make(task, at("2026-12-20")) == 0
        assert make(task, at("2027-01-05")) == 1
        assert periods(task) == [("2027-Q1", "2027-04-07")]

    def test_an_offices_own_cut_holds_from_its_day(self, assigned, director, chief, now):
        with acting(chief):
            working.set_rule(
                key="cut_month_day", text="20", since=dt.date(2026, 11, 24),
                source="Quy chế làm việc 5/QĐ-UBND", by=chief, at=now,
            )  # fmt: skip
        before = assigned(proposal(director.agency_id, **QUARTERLY))
        after = assigned(proposal(director.agency_id, **QUARTERLY), at=now + dt.timedelta(days=1))
        with acting(chief):
            assert [before.series.cut_day, after.series.cut_day] == [14, 20]

    def test_every_agency_of_a_group_has_its_series(self, assigned, director, stranger, now):
        leads = [director.agency_id, stranger.agency_id]
        parent = assigned(proposal(0, leads=leads, recurrence="monthly", deadline=None))
        with acting(system_actor(parent.assigner_agency_id)):
            children = list(parent.children.order_by("pk"))
            assert [child.series.rhythm for child in children] == ["monthly", "monthly"]
            assert not Series.objects.filter(task=parent).exists()
        assert [make(child, now) for child in children] == [1, 1]

    def test_what_recurs_as_needed_has_no_series(self, assigned, director):
        task = assigned(proposal(director.agency_id, recurrence="as_needed", deadline=None))
        with acting(system_actor(task.assigner_agency_id)):
            assert not Series.objects.filter(task=task).exists()

    def test_a_lead_that_took_the_series_in_need_not_take_in_each_period(
        self, standing, director, officer, in_hand
    ):
        in_hand(standing)
        make(standing, at("2026-11-23"))
        with acting(officer):
            child = Task.objects.get(parent=standing)
            assert (child.state, child.doer_id) == ("in_progress", officer.person_id)
            assert queries.get_task(officer, child.pk).lead_agency_id == director.agency_id

    def test_the_standing_row_is_not_done_by_one_report(
        self, standing, officer, in_hand, paper_of, now
    ):
        in_hand(standing)
        with acting(officer), pytest.raises(proving.NoProof, match="từng kỳ"):
            proving.submit_result(
                task=standing, products=[handed(paper_of(officer))], by=officer, at=now
            )

    def test_one_period_done_the_next_missed(
        self, standing, chief, officer, in_hand, paper_of, now
    ):
        in_hand(standing)
        make(standing, at("2026-12-15"))
        with acting(officer):
            first = standing.children.get(period="2026-Q4")
            paper = paper_of(officer, dt.date(2026, 12, 11))
            proving.submit_result(
                task=first, products=[handed(paper)], by=officer, at=at("2026-12-11")
            )
        with acting(chief):
            closing.accept_result(task=first, by=chief, at=at("2026-12-20"))
            (counts,) = queries.counts_by_lead(chief, at=at("2027-03-20"))
        assert (counts.done_on_time, counts.open_late) == (1, 1)

    def test_a_periods_deadline_may_be_extended_beyond_nothing_else(
        self, standing, director, chief, now
    ):
        make(standing, now)
        with acting(director):
            child = standing.children.get()
            asked = requests.ask_extension(
                task=child, new_deadline=at("2026-12-20"), reason="Chờ số liệu", done_so_far="",
                by=director, at=now,
            )  # fmt: skip
        with acting(chief):
            requests.decide_request(request=asked, grant=True, by=chief, at=now)
        assert periods(standing) == [("2026-Q4", "2026-12-20")]

    def test_the_database_refuses_the_same_period_twice(self, standing, chief, now):
        make(standing, now)
        with acting(chief), pytest.raises(IntegrityError, match="tasks_period_once"):
            with act("t.forced", by=chief, at=now):
                child = standing.children.get()
                child.pk, child.code = None, "NV-lần-hai"
                child.save(force_insert=True)


@pytest.mark.django_db
class TestChanges:
    """A series is ended and changed by a document (§5.5)."""

    def amend(self, task, kind, chief, moment, **more):
        with acting(chief):
            return amending.amend_tasks(
                basis=amending.Basis("30/UBND-TH", moment.date()),
                changes=[amending.Change(task.pk, kind, **more)],
                by=chief,
                at=moment,
            )

    def test_ended_it_makes_no_more_and_what_was_made_stays_due(self, standing, chief, now):
        make(standing, now)
        self.amend(standing, "end_series", chief, now)
        assert make(standing, at("2027-07-01")) == 0
        assert periods(standing) == [("2026-Q4", "2026-12-14")]
        with pytest.raises(series.SeriesRefused, match="không còn định kỳ"):
            self.amend(standing, "end_series", chief, now)

    def test_cancelled_it_ends_with_its_open_periods(self, standing, chief, now):
        make(standing, now)
        self.amend(standing, "cancel", chief, now)
        with acting(chief):
            assert standing.children.get().state == "cancelled"
            assert Series.objects.get(task=standing).next_on is None

    def test_changed_it_follows_the_new_rhythm_from_the_next_period(self, standing, chief, now):
        make(standing, now)
        terms = {"rhythm": "monthly", "cut_day": 20}
        (made,) = self.amend(standing, "change_series", chief, now, terms=terms)
        assert made.terms["old"]["rhythm"] == "quarterly"
        assert make(standing, at("2026-12-15")) == 1
        assert periods(standing)[1] == ("2026-12", "2026-12-21")
        with pytest.raises(series.SeriesRefused, match="Chưa có gì thay đổi"):
            self.amend(standing, "change_series", chief, now, terms=terms)
        with pytest.raises(series.SeriesRefused, match="theo tuần"):
            self.amend(standing, "change_series", chief, now, terms={"rhythm": "as_needed"})

    def test_suspended_it_rests_and_asks_for_no_period_of_the_pause(self, standing, chief, now):
        """§5.2: by a document; the clock stops."""
        self.amend(standing, "suspend", chief, now)
        assert make(standing, at("2027-07-01")) == 0
        self.amend(standing, "resume", chief, at("2027-07-01"))
        assert make(standing, at("2027-07-01")) == 1
        assert periods(standing) == [("2027-Q3", "2027-09-14")]

    def test_the_doer_ends_no_series(self, standing, director, now):
        from lienthong.kernel.access.actor import Forbidden

        with pytest.raises(Forbidden):
            self.amend(standing, "end_series", director, now)


def test_parallel_workers_and_a_killed_one_make_each_period_once(
    committed, assigned, director, chief
):
    """Eight workers at the same series, one of them dies in the middle: four periods, one fact each
    round, nothing half done."""
    assigned(proposal(director.agency_id, **QUARTERLY))
    moment = at("2027-07-01")
    with as_role("lt_worker", committed):
        with acting(system_actor(0)):
            (due,) = series.due_series(at=moment)

        def die(*_args):
            raise KeyboardInterrupt

        original, series._make = series._make, die
        try:
            with pytest.raises(KeyboardInterrupt):
                series.make_due(*due, at=moment)
        finally:
            series._make = original
        with acting(system_actor(0)):
            assert not Task.objects.exclude(period="").exists()
            assert series.due_series(at=moment) == [due]
        made, start = [], threading.Barrier(8)

        def work():
            try:
                start.wait(60)
                made.append(series.make_due(*due, at=moment))
            finally:
                connection.close()

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        assert sorted(made) == [0] * 7 + [4]
        with acting(system_actor(0)):
            labels = list(Task.objects.exclude(period="").values_list("period", flat=True))
            assert sorted(labels) == ["2026-Q4", "2027-Q1", "2027-Q2", "2027-Q3"]
            assert Fact.objects.filter(act="tasks.period_made").count() == 1
            assert series.due_series(at=moment) == []


def test_the_job_makes_what_is_due(committed, assigned, director, monkeypatch):
    """The worker's own call, as its schedule makes it."""
    from lienthong.kernel import clock
    from lienthong.systems.tasks import jobs

    assigned(proposal(director.agency_id, **QUARTERLY))
    monkeypatch.setattr(clock, "now", lambda: at("2026-12-15"))
    with as_role("lt_worker", committed):
        jobs.make_due_periods(0)
        jobs.make_due_periods(0)
        with acting(system_actor(0)):
            assert Task.objects.exclude(period="").count() == 2
