"""What will be late next week, the report, letters that urge, the working rules (§5.3, §5.7)."""

import datetime as dt
import threading

import pytest
from django.db import connection

from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.access.context import acting
from lienthong.systems.documents.models import OutgoingDocument
from lienthong.systems.tasks import queries
from lienthong.systems.tasks.models import Task, Urging, WorkingRule
from lienthong.systems.tasks.rules import RuleRefused
from lienthong.systems.tasks.services import doing, urging, working
from lienthong.systems.tasks.services.refusals import NotNow

from .conftest import DUE, proposal

LATE = DUE + dt.timedelta(days=10)


def days(count):
    return dt.timedelta(days=count)


@pytest.mark.django_db
def test_next_week_by_deadline_and_by_pace(assigned, director, chief, in_hand, now):
    """Late, due within seven working days, and due later but silent; the rest is left out."""
    make = {
        name: assigned(proposal(director.agency_id, action=name, deadline=now + days(n)))
        for name, n in (("gần", 5), ("lặng", 35), ("báo", 36), ("xa", 90))
    }
    past = assigned(proposal(director.agency_id, action="muộn", deadline=now + days(1)))
    in_hand(make["báo"])
    at = now + days(17)  # 24 November 2026 is a day off
    with acting(director):
        doing.report_progress(task=make["báo"], text="Đang làm", by=director, at=now + days(15))
    with acting(chief):
        found = queries.coming_for(chief, at=at)
    names = [[row.task.action for row in part] for part in (found.late, found.due, found.slow)]
    assert names == [["muộn", "gần"], [], ["lặng"]]
    assert found.late[0].days < 0
    with acting(chief):
        early = queries.coming_for(chief, at=now)
    assert [row.task.pk for row in early.due] == [past.pk, make["gần"].pk]
    assert early.slow == []


@pytest.mark.django_db
def test_the_list_asks_a_fixed_number_of_questions(
    assigned, director, chief, now, django_assert_num_queries
):
    for n in range(6):
        assigned(proposal(director.agency_id, deadline=now + days(n + 1)))
    with acting(chief):
        queries.coming_for(chief, at=now)  # the calendar is read once in a process
        with django_assert_num_queries(3):
            queries.coming_for(chief, at=now)


@pytest.mark.django_db
def test_the_report_is_what_a_recount_of_the_rows_says(
    assigned, director, neighbour, stranger, chief, now, django_assert_max_num_queries
):
    """Live figures equal a full recomputation; drilling down gives the same numbers."""
    leads = [a.agency_id for a in (director, neighbour, stranger)]
    for n in range(9):
        assigned(proposal(leads[n % 3], deadline=now + days(n * 4 + 1)))
    assigned(proposal(leads[0], deadline=None))
    at = now + days(12)
    with acting(chief):
        period = queries.report_period("yearly", dt.date(2026, 12, 1), chief.agency_id)
        with django_assert_max_num_queries(6):
            report = queries.report_of(chief, period, at=at)
        rows = list(queries.behind(chief, period))
        for line in report.lines:
            mine = [t for t in rows if t.lead_agency_id == line.agency_id]
            dated = [t for t in mine if t.deadline]
            assert line.open_late == sum(t.deadline < at for t in dated)
            assert line.due == len(dated)
            assert sum(line.bands) == line.open_late
        assert report.total.due == sum(line.due for line in report.lines)
        assert report.total.standing == 1


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["open_in_time", "open_late", "standing"])
def test_a_class_behind_the_number_is_the_same_law(assigned, director, chief, kind):
    """`of_class` in the database and `classify` in memory agree; by the database's own clock."""
    from django.utils import timezone

    at = timezone.now()
    for n in (-9, -1, 2, 30):
        assigned(proposal(director.agency_id, deadline=at + days(n)))
    assigned(proposal(director.agency_id, deadline=None))
    with acting(chief):
        (counts,) = queries.counts_by_lead(chief, at=at)
        listed = Task.objects.filter(queries.of_class([kind])).count()
    assert listed == getattr(counts, kind)


@pytest.mark.django_db
class TestUrging:
    """Công văn đôn đốc, drafted for each agency with overdue tasks, signed TL. by the chief."""

    def test_the_draft_names_each_overdue_task(self, task, assigned, director, chief):
        assigned(proposal(director.agency_id, action="Chưa đến hạn", deadline=LATE + days(30)))
        with acting(chief):
            Task.objects.filter(pk=task.pk)
            made = urging.draft_urging(lead_agency_id=director.agency_id, by=chief, at=LATE)
            paper = OutgoingDocument.objects.get(pk=made.document_id)
        assert (paper.state, paper.authority) == ("drafting", "by_order")
        assert paper.signatory_id == chief.person_id
        assert task.code in paper.text
        assert "10/12/2026" in paper.text
        assert "Chưa đến hạn" not in paper.text
        assert paper.addressees == ["Sở Nội vụ"]
        assert made.task_ids == [task.pk]

    def test_once_a_day_and_only_with_a_cause(self, task, director, neighbour, chief, now):
        with acting(chief):
            with pytest.raises(NotNow, match="không có nhiệm vụ quá hạn"):
                urging.draft_urging(lead_agency_id=director.agency_id, by=chief, at=now)
            urging.draft_urging(lead_agency_id=director.agency_id, by=chief, at=LATE)
            with pytest.raises(NotNow, match="đã có dự thảo"):
                urging.draft_urging(lead_agency_id=director.agency_id, by=chief, at=LATE)
            assert OutgoingDocument.objects.count() == 1

    def test_whoever_does_not_follow_tasks_drafts_none(self, task, director, officer):
        with acting(officer), pytest.raises(Forbidden):
            urging.draft_urging(lead_agency_id=director.agency_id, by=officer, at=LATE)


def test_two_secretaries_draft_one_letter(committed, task, director, chief):
    told, start = [], threading.Barrier(2)

    def work():
        try:
            start.wait(60)
            with acting(chief):
                urging.draft_urging(lead_agency_id=director.agency_id, by=chief, at=LATE)
            told.append("done")
        except NotNow:
            told.append("late")
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sorted(told) == ["done", "late"]
    with acting(chief):
        assert Urging.objects.count() == OutgoingDocument.objects.count() == 1


@pytest.mark.django_db
class TestWorkingRules:
    def set(self, by, now, **more):
        values = {"key": "reopen_days", "text": "45", "since": now.date(), "source": "5/QĐ-UBND"}
        with acting(by):
            return working.set_rule(**(values | more), by=by, at=now)

    def test_from_its_day_on_and_for_its_own_agency_alone(self, chief, director, now):
        self.set(chief, now, since=dt.date(2026, 12, 1))
        of = queries.working_rules
        with acting(chief):
            assert of(chief.agency_id, dt.date(2026, 11, 30))["reopen_days"] == 30
            assert of(chief.agency_id, dt.date(2026, 12, 1))["reopen_days"] == 45
            assert of(director.agency_id, dt.date(2026, 12, 1))["reopen_days"] == 30

    def test_entered_again_for_the_same_day_it_replaces(self, chief, now):
        self.set(chief, now)
        self.set(chief, now, text="60")
        with acting(chief):
            assert WorkingRule.objects.get().value == 60

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({"source": " "}, "căn cứ"),
            ({"since": dt.date(2026, 11, 22)}, "từ hôm nay"),
            ({"text": "nhiều"}, "một số"),
        ],
    )
    def test_without_a_paper_or_for_days_past_it_is_refused(self, chief, now, more, words):
        with pytest.raises(RuleRefused) as caught:
            self.set(chief, now, **more)
        assert words in caught.value.message

    def test_an_officer_lays_down_no_rule(self, officer, now):
        with pytest.raises(Forbidden):
            self.set(officer, now)
