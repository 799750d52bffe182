"""Requests, coordination, parts, receipt by silence, reopening, what the asker sees (§5.5, §5.6)."""

import datetime as dt
import threading

import pytest
from django.db import connection

from lienthong.kernel.access.actor import Forbidden, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.workflow import WrongState
from lienthong.systems.tasks import queries
from lienthong.systems.tasks.models import Request, Task
from lienthong.systems.tasks.services import (
    clocks,
    closing,
    doing,
    proving,
    requests,
    splitting,
    working,
)
from tests.support.roles import as_role

from .conftest import DUE, handed, proposal

WEEK = dt.timedelta(days=7)


def asked(task, director, now, until=DUE + WEEK):
    with acting(director):
        return requests.ask_extension(
            task=task, new_deadline=until, reason="Chờ số liệu", done_so_far="Một nửa",
            by=director, at=now,
        )  # fmt: skip


def decided(request, by, now, grant=True, note=""):
    with acting(by):
        fresh = Request.objects.select_related("task").get(pk=request.pk)
        return requests.decide_request(request=fresh, grant=grant, note=note, by=by, at=now)


@pytest.mark.django_db
class TestExtension:
    def test_the_chief_grants_once_and_ten_working_days(self, task, chief, director, now):
        """§5.5: by chánh văn phòng within a limit; a second time, or longer, the asker decides."""
        decided(asked(task, director, now), chief, now)
        second = asked(task, director, now, DUE + 2 * WEEK)
        with pytest.raises(requests.NotNow, match="1 lần, không quá 10"):
            decided(second, chief, now)
        with acting(chief):
            assert Request.objects.get(pk=second.pk).state == "open"

    def test_what_is_beyond_the_chiefs_limit_the_chairman_grants(
        self, task, chief, chairman, director, now
    ):
        long = asked(task, director, now, DUE + 4 * WEEK)
        with pytest.raises(requests.NotNow, match="trình người giao"):
            decided(long, chief, now)
        moved = decided(long, chairman, now)
        assert (moved.deadline, moved.deadline_original) == (DUE + 4 * WEEK, DUE)
        with acting(chairman):
            assert Request.objects.get(pk=long.pk).decided_as == "assigner"

    def test_the_limit_is_a_rule_with_a_day_and_a_paper(self, task, chief, director, now):
        with acting(chief):
            working.set_rule(
                key="chief_extension_days", text="30", since=now.date(),
                source="Quy chế làm việc 5/QĐ-UBND", by=chief, at=now,
            )  # fmt: skip
        assert decided(asked(task, director, now, DUE + 4 * WEEK), chief, now).deadline > DUE

    def test_the_chief_may_refuse_what_he_may_not_grant(self, task, chief, director, now):
        long = asked(task, director, now, DUE + 4 * WEEK)
        kept = decided(long, chief, now, grant=False, note="Giữ thời hạn")
        assert kept.deadline == DUE

    def test_after_the_deadline_it_does_not_undo_the_lateness(
        self, task, chief, chairman, director, now
    ):
        late = DUE + WEEK
        request = asked(task, director, late, late + WEEK)
        assert request.after_deadline
        assert decided(request, chairman, late).deadline == DUE
        with acting(chief):
            period = queries.report_period("yearly", DUE.date(), chief.agency_id)
            (line,) = queries.report_of(chief, period, at=late).lines
        assert (line.extensions, line.open_late, line.open_in_time) == (1, 1, 0)

    def test_silence_is_no_consent(self, task, director, now):
        asked(task, director, now)
        with acting(director):
            assert Task.objects.get(pk=task.pk).deadline == DUE

    def test_both_rates_are_shown(self, task, chief, director, officer, in_hand, paper_of, now):
        """§5.3: by the current deadline on time, by the original one not."""
        in_hand(task)
        decided(asked(task, director, now), chief, now)
        day = DUE + dt.timedelta(days=4)
        paper = paper_of(officer, day.date())
        with acting(officer):
            proving.submit_result(task=task, products=[handed(paper)], by=officer, at=day)
        with acting(chief):
            closing.accept_result(task=task, by=chief, at=day)
            period = queries.report_period("yearly", (DUE + WEEK).date(), chief.agency_id)
            (line,) = queries.report_of(chief, period, at=day).lines
        assert (line.rate, line.rate_on_time, line.rate_first) == (100.0, 100.0, 0.0)


def test_two_decide_at_once_and_one_wins(committed, task, chief, chairman, director, now):
    request = asked(task, director, now)
    told, start = [], threading.Barrier(2)

    def work(by, grant):
        try:
            start.wait(60)
            decided(request, by, now, grant=grant, note="Không đồng ý")
            told.append("done")
        except requests.NotNow:
            told.append("late")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=work, args=(chief, True)),
        threading.Thread(target=work, args=(chairman, False)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sorted(told) == ["done", "late"]


@pytest.mark.django_db
class TestReturn:
    def ask(self, task, director, moment, **more):
        with acting(director):
            return requests.ask_return(
                task=task, reason_code="duplicate", reason="Trùng", by=director, at=moment, **more
            )

    def test_within_three_working_days(self, task, director, now):
        self.ask(task, director, now + dt.timedelta(days=3))

    def test_later_only_when_the_facts_changed(self, task, director, now):
        later = now + dt.timedelta(days=7)
        with pytest.raises(requests.NotNow, match="3 ngày làm việc"):
            self.ask(task, director, later)
        assert self.ask(task, director, later, facts_changed=True).details["facts_changed"]

    def test_the_clock_goes_on_until_granted(self, task, chief, director, now):
        self.ask(task, director, now)
        with acting(chief):
            (counts,) = queries.counts_by_lead(chief, at=DUE + WEEK)
        assert counts.open_late == 1


@pytest.mark.django_db
class TestCoordination:
    """Each coordinating agency has its row, deadline and answer."""

    def test_at_assignment_each_gets_a_deadline_never_after_the_tasks(
        self, assigned, director, neighbour, now
    ):
        wanted = [neighbour.agency_id]
        long = assigned(proposal(director.agency_id, coordinating=wanted))
        short = assigned(
            proposal(director.agency_id, coordinating=wanted, deadline=now + dt.timedelta(days=2))
        )
        with acting(neighbour):
            dues = [t.parties.get(role="coordinate").due_at for t in (long, short)]
        assert dues[0].date() == dt.date(2026, 12, 1)  # 24 November is a day off
        assert dues[1] == now + dt.timedelta(days=2)

    def test_unanswered_in_time_it_has_no_opinion_with_its_days(
        self, assigned, director, neighbour, now
    ):
        task = assigned(proposal(director.agency_id, coordinating=[neighbour.agency_id]))
        with acting(director):
            (early,) = queries.helpers_of(task, at=now)
            (late,) = queries.helpers_of(task, at=DUE)
        assert (early.days_late, late.days_late, late.consents) == (0, 7, False)

    def test_silence_consents_only_where_the_rules_say_so(
        self, assigned, chief, director, neighbour, now
    ):
        task = assigned(proposal(director.agency_id, coordinating=[neighbour.agency_id]))
        with acting(chief):
            working.set_rule(
                key="silence_consents", text="1", since=now.date(), source="5/QĐ-UBND",
                by=chief, at=now,
            )  # fmt: skip
        with acting(director):
            (late,) = queries.helpers_of(task, at=DUE)
        assert late.consents

    def test_answered_once_with_a_sentence(self, assigned, director, neighbour, now):
        task = assigned(proposal(director.agency_id, coordinating=[neighbour.agency_id]))
        with acting(neighbour):
            with pytest.raises(doing.NotNow, match="nội dung"):
                doing.answer_coordination(task=task, answer=" ", by=neighbour, at=now)
            doing.answer_coordination(task=task, answer="Đồng ý", by=neighbour, at=now)
            with pytest.raises(doing.NotNow, match="đã trả lời"):
                doing.answer_coordination(task=task, answer="Không", by=neighbour, at=now)
        with acting(director):
            (row,) = queries.helpers_of(task, at=DUE)
        assert (row.answer, row.days_late) == ("Đồng ý", 0)

    def test_the_lead_asks_more_agencies_with_a_sensible_day(self, task, director, neighbour, now):
        with acting(director):
            for due, words in ((now, "sau hôm nay"), (DUE + WEEK, "không được sau")):
                with pytest.raises(doing.NotNow, match=words):
                    doing.ask_coordination(
                        task=task, agency_ids=[neighbour.agency_id], due_at=due, by=director, at=now
                    )
            with pytest.raises(doing.NotNow, match="cơ quan phối hợp"):
                doing.ask_coordination(
                    task=task, agency_ids=[director.agency_id], due_at=DUE, by=director, at=now
                )
            doing.ask_coordination(
                task=task, agency_ids=[neighbour.agency_id], due_at=DUE, by=director, at=now
            )
        with acting(neighbour):
            assert queries.get_task(neighbour, task.pk)


@pytest.mark.django_db
class TestSplit:
    def test_parts_of_own_units_are_the_leads_inside(self, task, chief, director, now):
        """§5.6: the asker does not see them; children end no later than the parent."""
        with acting(director):
            splitting.split_task(
                task=task, parts=[proposal(director.agency_id), proposal(director.agency_id)],
                by=director, at=now,
            )  # fmt: skip
            assert queries.parts_of(task, director, at=now).of == 2
            with pytest.raises(splitting.TooLate):
                splitting.split_task(
                    task=task, parts=[proposal(director.agency_id, deadline=DUE + WEEK)],
                    by=director, at=now,
                )  # fmt: skip
            with pytest.raises(splitting.NotNow, match="ít nhất một"):
                splitting.split_task(task=task, parts=[], by=director, at=now)
        with acting(chief):
            assert queries.parts_of(task, chief, at=now).rows == []

    def test_another_agency_only_with_the_askers_consent(
        self, task, chief, director, neighbour, now
    ):
        with acting(director):
            with pytest.raises(Forbidden, match="người giao"):
                splitting.split_task(
                    task=task, parts=[proposal(neighbour.agency_id)], by=director, at=now
                )
            part = splitting.PartForOther("Thẩm định", neighbour.agency_id, DUE)
            with pytest.raises(splitting.TooLate):
                late = splitting.PartForOther("Thẩm định", neighbour.agency_id, DUE + WEEK)
                requests.ask_split(task=task, parts=[late], reason="x", by=director, at=now)
            request = requests.ask_split(
                task=task, parts=[part], reason="Đúng chuyên môn", by=director, at=now
            )
            with pytest.raises(requests.NotNow, match="chờ quyết định"):
                requests.ask_split(task=task, parts=[part], reason="x", by=director, at=now)
        with acting(neighbour):
            assert not Task.objects.exists()
        decided(request, chief, now)
        with acting(neighbour):
            child = Task.objects.get(parent=task)
            assert (child.lead_agency_id, child.state) == (neighbour.agency_id, "assigned")
            assert child.assigner_agency_id == chief.agency_id
        with acting(director):
            assert queries.parts_of(task, director, at=now).of == 1

    def test_refused_nothing_is_made(self, task, chief, director, neighbour, now):
        with acting(director):
            part = splitting.PartForOther("Thẩm định", neighbour.agency_id, DUE)
            request = requests.ask_split(
                task=task, parts=[part], reason="Đúng chuyên môn", by=director, at=now
            )
        decided(request, chief, now, grant=False, note="Tự làm")
        with acting(director):
            assert not Task.objects.filter(parent=task).exists()


@pytest.mark.django_db
class TestReopening:
    def done(self, task, chief, officer, in_hand, paper_of, now):
        in_hand(task)
        with acting(officer):
            proving.submit_result(
                task=task, products=[handed(paper_of(officer))], by=officer, at=now
            )
        with acting(chief):
            return closing.accept_result(task=task, by=chief, at=now)

    def test_within_thirty_days_with_a_reason(self, task, chief, officer, in_hand, paper_of, now):
        self.done(task, chief, officer, in_hand, paper_of, now)
        with acting(chief):
            with pytest.raises(closing.NotNow, match="lý do"):
                closing.reopen(task=task, note=" ", by=chief, at=now)
            with pytest.raises(closing.NotNow, match="30 ngày"):
                closing.reopen(task=task, note="Sai", by=chief, at=now + dt.timedelta(days=31))
            back = closing.reopen(
                task=task, note="Số liệu sai", by=chief, at=now + dt.timedelta(days=30)
            )
            assert (back.state, back.product_date) == ("in_progress", None)
            assert not back.products.filter(accepted_at__isnull=False).exists()


@pytest.mark.django_db
def test_given_to_another_lead_the_clocks_of_receipt_start_anew(
    task, chief, director, neighbour, now
):
    with acting(chief):
        with pytest.raises(closing.NotNow, match="đang chủ trì"):
            closing.reassign(
                task=task, lead_agency_id=director.agency_id, note="", by=chief, at=now
            )
        later = now + dt.timedelta(days=2)
        moved = closing.reassign(
            task=task, lead_agency_id=neighbour.agency_id, note="", by=chief, at=later
        )
    assert (moved.assigned_at, moved.deadline) == (later, DUE)


@pytest.mark.django_db
def test_an_ended_group_ends_for_each_agency(assigned, director, stranger, chief, now):
    parent = assigned(proposal(0, leads=[director.agency_id, stranger.agency_id]))
    with acting(chief):
        closing.cancel(task=parent, note="Không còn cần", by=chief, at=now)
        assert set(parent.children.values_list("state", flat=True)) == {"cancelled"}


def test_silence_is_receipt_after_a_working_day_and_both_clocks_race(
    committed, task, director, now
):
    """§5.2. A clerk who receives at that very moment wins or is too late; never both."""
    evening = now + dt.timedelta(days=2, hours=9)  # of the 25th: the 24th is a day off
    with as_role("lt_worker", committed), acting(system_actor(0)):
        assert clocks.take_silence_for_receipt(at=now + dt.timedelta(hours=33)) == 0
        assert clocks.take_silence_for_receipt(at=evening) == 1
        assert clocks.take_silence_for_receipt(at=evening) == 0
    with acting(director):
        row = Task.objects.get(pk=task.pk)
        assert (row.state, row.received_by_silence) == ("received", True)
        with pytest.raises(WrongState):
            doing.receive_task(task=row, by=director, at=evening)


def test_reminders_go_to_whom_the_rules_say_once_each(
    committed, task, chief, director, officer, in_hand, now
):
    """§5.7: doer before, head three days late, chánh văn phòng ten; told twice, sent once."""
    from lienthong.axis.notify.models import Notice
    from lienthong.systems.tasks.models import Reminder

    in_hand(task)
    sent = {}
    with as_role("lt_worker", committed), acting(system_actor(0)):
        for day in (3, 7, 8, 9, 10, 14, 15, 24, 25):
            moment = dt.datetime(2026, 12, day, 0, 30, tzinfo=dt.UTC)
            if day == 3:
                clocks.remind(at=moment)
            sent[day] = clocks.remind(at=moment)
        rules = set(Reminder.objects.values_list("rule", flat=True))
        told = Notice.objects.filter(kind="tasks.reminder")
        people = set(told.values_list("person_id", flat=True))
    assert sent[3] == 0
    assert {"before_5", "before_3", "before_1", "on_day", "late_head", "late_chief"} <= rules
    assert {officer.person_id, director.person_id, chief.person_id} <= people
    with as_role("lt_worker", committed), acting(system_actor(0)):
        assert Reminder.objects.filter(rule="late_head").count() == 1
