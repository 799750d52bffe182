"""Tasks from proposal to acceptance as one shared row, with what is refused (§5)."""

import datetime as dt

import pytest
from django.db.utils import IntegrityError

from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.models import Fact
from lienthong.kernel.facts.recording import act
from lienthong.kernel.workflow import NotFound, WrongState
from lienthong.systems.tasks import queries
from lienthong.systems.tasks.models import Request, Task
from lienthong.systems.tasks.services import assigning, closing, doing, proving, requests
from lienthong.systems.tasks.workflow import TASK

from .conftest import DUE, handed, proposal

pytestmark = pytest.mark.django_db


def test_a_proposal_is_seen_by_nobody_but_its_own_office(chief, director, now):
    with acting(chief):
        (made,) = assigning.propose_tasks(
            proposals=[proposal(director.agency_id)], source=assigning.Source(), by=chief, at=now
        )
        assert queries.proposals_for(chief).count() == 1
    with acting(director):
        assert not Task.objects.filter(pk=made.pk).exists()


def test_one_row_for_the_one_who_asks_and_the_one_who_does(task, chief, director):
    with acting(director):
        assert queries.get_task(director, task.pk).action == task.action
    with acting(chief):
        assert queries.get_task(chief, task.pk).lead_agency_id == director.agency_id


def test_a_stranger_sees_no_task(task, stranger):
    with acting(stranger):
        with pytest.raises(queries.NotSeen):
            queries.get_task(stranger, task.pk)
        assert not queries.tasks_for(stranger).exists()


def test_without_a_lead_nothing_is_assigned(chief, now):
    with acting(chief):
        (made,) = assigning.propose_tasks(
            proposals=[proposal(0, leads=[])], source=assigning.Source(), by=chief, at=now
        )
        with pytest.raises(assigning.NoLead, match="chủ trì"):
            assigning.assign_task(task=made, by=chief, at=now)


def test_a_group_as_lead_makes_one_child_for_each_agency(chief, director, stranger, now):
    leads = [director.agency_id, stranger.agency_id]
    with acting(chief):
        (made,) = assigning.propose_tasks(
            proposals=[proposal(0, leads=leads, lead_phrase="Thủ trưởng các sở, ban, ngành")],
            source=assigning.Source(),
            by=chief,
            at=now,
        )
        parent = assigning.assign_task(task=made, by=chief, at=now)
        assert sorted(parent.children.values_list("lead_agency_id", flat=True)) == sorted(leads)
    with acting(stranger):
        mine = Task.objects.filter(parent=parent, lead_agency_id=stranger.agency_id)
        assert mine.count() == 1
        assert not Task.objects.filter(lead_agency_id=director.agency_id).exists()


def test_the_whole_way_on_time(task, chief, officer, in_hand, paper_of, now):
    in_hand(task)
    paper = paper_of(officer)
    with acting(officer):
        doing.report_progress(task=task, text="Đang tổng hợp", percent=40, by=officer, at=now)
        proving.submit_result(task=task, products=[handed(paper)], by=officer, at=now)
    late = DUE + dt.timedelta(days=5)
    with acting(chief):
        done = closing.accept_result(task=task, by=chief, at=late)
    assert (done.state, done.product_date) == ("completed", dt.date(2026, 11, 23))
    with acting(chief):
        (counts,) = queries.counts_by_lead(chief, at=late)
    assert (counts.done_on_time, counts.done_late) == (1, 0)


def test_each_act_leaves_one_fact(task, director, now):
    with acting(director):
        before = Fact.objects.count()
        doing.receive_task(task=task, by=director, at=now)
        assert Fact.objects.count() == before + 1
        assert Fact.objects.latest("id").act == "tasks.received"


def test_a_product_sent_back_does_not_stop_the_clock(task, chief, officer, in_hand, paper_of, now):
    in_hand(task)
    with acting(officer):
        proving.submit_result(task=task, products=[handed(paper_of(officer))], by=officer, at=now)
    with acting(chief):
        back = closing.ask_more(task=task, note="Thiếu số liệu cấp xã", by=chief, at=now)
    assert (back.state, back.deadline) == ("in_progress", DUE)
    later = DUE + dt.timedelta(days=2)
    second = paper_of(officer, later.date())
    with acting(officer):
        proving.submit_result(task=task, products=[handed(second)], by=officer, at=later)
    with acting(chief):
        done = closing.accept_result(task=task, by=chief, at=later)
        assert done.products.filter(accepted_at__isnull=False).count() == 1
        assert done.product_date == later.date()
        (counts,) = queries.counts_by_lead(chief, at=later)
    assert (counts.done_on_time, counts.done_late) == (0, 1)


def test_an_extension_moves_the_deadline_and_keeps_the_first(task, chief, director, now):
    later = DUE + dt.timedelta(days=7)
    with acting(director):
        asked = requests.ask_extension(
            task=task,
            new_deadline=later,
            reason="Chờ số liệu",
            done_so_far="80%",
            by=director,
            at=now,
        )
        with pytest.raises(requests.NotNow):
            requests.ask_extension(
                task=task, new_deadline=later, reason="x", done_so_far="", by=director, at=now
            )
        with pytest.raises(Forbidden):
            requests.decide_request(request=asked, grant=True, by=director, at=now)
    with acting(chief):
        moved = requests.decide_request(
            request=Request.objects.get(pk=asked.pk), grant=True, by=chief, at=now
        )
        assert (moved.deadline, moved.deadline_original) == (later, DUE)
        with pytest.raises(requests.NotNow, match="đã được quyết định"):
            requests.decide_request(
                request=Request.objects.get(pk=asked.pk), grant=True, by=chief, at=now
            )


def test_a_refused_return_leaves_the_task_as_it_was(task, chief, director, now):
    with acting(director):
        doing.receive_task(task=task, by=director, at=now)
        asked = requests.ask_return(
            task=task, reason_code="unclear", reason="Chưa rõ phạm vi", by=director, at=now
        )
    with acting(chief):
        with pytest.raises(requests.NotNow, match="lý do"):
            requests.decide_request(
                request=Request.objects.get(pk=asked.pk), grant=False, by=chief, at=now
            )
        kept = requests.decide_request(
            request=Request.objects.get(pk=asked.pk),
            grant=False,
            note="Phạm vi đã nêu rõ",
            by=chief,
            at=now,
        )
    assert kept.state == "received"


def test_a_task_given_to_another_lead_takes_its_story_along(task, chief, director, stranger, now):
    with acting(director):
        requests.ask_return(
            task=task, reason_code="not_our_function", reason="Thuộc xã", by=director, at=now
        )
    with acting(chief):
        moved = closing.reassign(
            task=task, lead_agency_id=stranger.agency_id, note="", by=chief, at=now
        )
    assert (moved.state, moved.deadline) == ("assigned", DUE)
    with acting(stranger):
        assert queries.get_task(stranger, task.pk).lead_agency_id == stranger.agency_id


def test_the_lead_names_nobody_in_a_foreign_task(task, stranger, now):
    with acting(stranger), pytest.raises(NotFound):
        doing.receive_task(task=task, by=stranger, at=now)


def test_the_doers_inside_is_not_the_askers(task, chief, director, officer, now):
    with acting(director):
        doing.name_person(
            task=task,
            unit_id=None,
            person_id=officer.person_id,
            note="Ưu tiên số liệu quý III",
            by=director,
            at=now,
        )
        assert task.inside_notes.count() == 1
    with acting(chief):
        assert task.inside_notes.count() == 0


def test_a_second_receipt_is_refused(task, director, now):
    with acting(director):
        doing.receive_task(task=task, by=director, at=now)
        with pytest.raises(WrongState):
            doing.receive_task(task=task, by=director, at=now)


def test_the_database_keeps_one_lead_and_a_product_with_each_completion(task, chief, now):
    with acting(chief), act("t.forced", by=chief, at=now):
        with pytest.raises(IntegrityError, match="tasks_one_lead"):
            from django.db import transaction

            with transaction.atomic():
                Task.objects.filter(pk=task.pk).update(lead_agency=None)
        with pytest.raises(IntegrityError, match="tasks_completed"):
            with transaction.atomic():
                Task.objects.filter(pk=task.pk).update(state="completed")


def test_every_transition_has_a_label_and_a_recorded_name():
    from lienthong.systems.tasks.events import LABELS

    assert {t.event for t in TASK.transitions} <= set(LABELS)
    assert all(str(t.label) for t in TASK.transitions)
