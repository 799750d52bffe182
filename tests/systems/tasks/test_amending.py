"""A later document moves, cancels, replaces, suspends the lines it names (§5.2, §5.5): `amends_task`."""

import datetime as dt
import threading

import pytest
from django.db import connection

from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.models import Fact
from lienthong.kernel.workflow import WrongState
from lienthong.systems.tasks import queries
from lienthong.systems.tasks.models import Amendment, Request, Task
from lienthong.systems.tasks.services import amending, doing, requests

from .conftest import DUE, SOURCE, proposal

LATER = DUE + dt.timedelta(days=20)
PAPER = amending.Basis("30/UBND-TH", dt.date(2026, 11, 23))


def amend(by, now, *changes, basis=PAPER):
    with acting(by):
        return amending.amend_tasks(
            basis=basis, changes=[amending.Change(*c) for c in changes], by=by, at=now
        )


def fresh(by, task):
    with acting(by):
        return Task.objects.get(pk=task.pk)


@pytest.mark.django_db
def test_moved_by_a_paper_the_first_deadline_stays(task, chief, director, now):
    (made,) = amend(chief, now, (task.pk, "move", LATER))
    moved = fresh(director, task)
    assert (moved.deadline, moved.deadline_original) == (LATER, DUE)
    assert (made.reference, made.old_deadline, made.new_deadline) == ("30/UBND-TH", DUE, LATER)


@pytest.mark.django_db
def test_one_paper_does_different_things_with_different_lines_in_one_act(
    assigned, director, chief, now
):
    lines = [assigned(proposal(director.agency_id, action=f"Việc {n}")) for n in range(5)]
    facts = Fact.objects.count
    with acting(chief):
        before = facts()
    amend(
        chief,
        now,
        (lines[0].pk, "move", LATER),
        (lines[1].pk, "cancel"),
        (lines[2].pk, "replace", None, lines[4].pk),
        (lines[3].pk, "suspend"),
    )
    with acting(chief):
        states = dict(Task.objects.filter(pk__in=[t.pk for t in lines]).values_list("pk", "state"))
        assert [states[t.pk] for t in lines] == [
            "assigned", "cancelled", "superseded", "suspended", "assigned",
        ]  # fmt: skip
        assert Task.objects.get(pk=lines[2].pk).superseded_by_id == lines[4].pk
        assert facts() == before + 1
        assert Fact.objects.latest("id").act == "tasks.amended"
        assert Amendment.objects.count() == 4


@pytest.mark.django_db
def test_one_wrong_line_and_nothing_is_changed(assigned, director, chief, now):
    """Nothing half done."""
    first, second = (assigned(proposal(director.agency_id)) for _ in range(2))
    with pytest.raises(amending.AmendRefused, match="thời hạn mới"):
        amend(chief, now, (first.pk, "cancel"), (second.pk, "move"))
    assert fresh(chief, first).state == "assigned"
    with acting(chief):
        assert not Amendment.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([], "Chưa chọn"),
        ([("task", "cancel"), ("task", "suspend")], "một cách"),
        ([("task", "replace")], "nhiệm vụ mới"),
        ([("task", "replace", None, "task")], "nhiệm vụ mới"),
        ([("task", "move", DUE)], "trùng"),
        ([(0, "cancel")], "Không tìm thấy"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(task, chief, now, changes, words):
    named = [tuple(task.pk if v == "task" else v for v in change) for change in changes]
    with pytest.raises(amending.AmendRefused, match=words):
        amend(chief, now, *named)


@pytest.mark.django_db
def test_without_a_paper_nothing_is_suspended(task, chief, now):
    """§5.2: only by a document."""
    with pytest.raises(amending.NoBasis, match="số, ký hiệu"):
        amend(chief, now, (task.pk, "suspend"), basis=amending.Basis(" ", now.date()))
    with acting(chief):
        with pytest.raises(amending.NoBasis):
            amending.basis_of(reference="30/UBND-TH", dated=None, by=chief, at=now)
        with pytest.raises(amending.NoBasis, match="hôm nay"):
            amending.basis_of(reference="30/X", dated=dt.date(2026, 12, 1), by=chief, at=now)


@pytest.mark.django_db
def test_the_paper_is_bound_where_it_is_our_own(task, chief, paper_of, now):
    paper = paper_of(chief, notation="UBND-TH")
    with acting(chief):
        basis = amending.basis_of(
            reference=f" {paper.reference.lower()} ", dated=None, by=chief, at=now
        )
    assert basis == amending.Basis(paper.reference, paper.issue_date, paper.pk)
    (made,) = amend(chief, now, (task.pk, "cancel"), basis=basis)
    assert made.document_id == paper.pk


@pytest.mark.django_db
def test_only_the_asker_amends(task, director, stranger, now):
    with pytest.raises(Forbidden):
        amend(director, now, (task.pk, "cancel"))
    with pytest.raises(amending.AmendRefused, match="Không tìm thấy"):
        amend(stranger, now, (task.pk, "cancel"))


@pytest.mark.django_db
def test_a_pause_stops_the_clock(task, chief, director, now):
    """§5.2: the deadline moves by as long as the pause; meanwhile nothing becomes late."""
    amend(chief, now, (task.pk, "suspend"))
    with acting(chief):
        (counts,) = queries.counts_by_lead(chief, at=LATER)
        assert (counts.open_in_time, counts.open_late) == (1, 0)
    with acting(director), pytest.raises(WrongState):
        doing.receive_task(task=task, by=director, at=now)
    amend(chief, now + dt.timedelta(days=3), (task.pk, "resume"))
    back = fresh(chief, task)
    assert (back.state, back.deadline) == ("assigned", DUE + dt.timedelta(days=3))
    assert back.deadline_original == DUE


@pytest.mark.django_db
def test_a_groups_line_changes_for_every_agency_that_has_not_finished(
    assigned, director, stranger, chief, now
):
    parent = assigned(proposal(0, leads=[director.agency_id, stranger.agency_id]))
    with acting(chief):
        first, second = parent.children.order_by("pk")
    amend(chief, now, (first.pk, "cancel"))
    amend(chief, now, (parent.pk, "move", LATER))
    assert fresh(chief, second).deadline == LATER
    assert fresh(chief, first).deadline == DUE
    amend(chief, now, (parent.pk, "suspend"))
    amend(chief, now, (parent.pk, "resume"))
    assert [fresh(chief, t).state for t in (parent, first, second)] == [
        "assigned", "cancelled", "assigned",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_paper_settles_the_extension_that_was_being_asked(task, chief, director, now):
    with acting(director):
        asked = requests.ask_extension(
            task=task, new_deadline=LATER, reason="Chờ số liệu", done_so_far="", by=director, at=now
        )
    amend(chief, now, (task.pk, "move", LATER))
    with acting(chief):
        assert Request.objects.get(pk=asked.pk).state == "withdrawn"


@pytest.mark.django_db
def test_what_has_ended_is_not_amended(task, chief, now):
    amend(chief, now, (task.pk, "cancel"))
    with pytest.raises(WrongState):
        amend(chief, now, (task.pk, "move", LATER))


@pytest.mark.django_db
def test_the_doer_sees_which_paper_changed_his_task(task, chief, director, now):
    amend(chief, now, (task.pk, "move", LATER))
    with acting(director):
        assert task.amendments.get().reference == "30/UBND-TH"
        assert task.source_reference == SOURCE


def test_two_secretaries_with_two_papers(committed, assigned, director, chief, now):
    """At once, in opposite orders: both wait, neither deadlocks, exactly one wins each line."""
    lines = [assigned(proposal(director.agency_id)) for _ in range(4)]
    start, told = threading.Barrier(2), []

    def work(order, basis):
        try:
            start.wait(60)
            amend(chief, now, *[(t.pk, "cancel") for t in order], basis=basis)
            told.append("done")
        except WrongState:
            told.append("late")
        finally:
            connection.close()

    other = amending.Basis("31/UBND-TH", now.date())
    threads = [
        threading.Thread(target=work, args=(lines, PAPER)),
        threading.Thread(target=work, args=(lines[::-1], other)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sorted(told) == ["done", "late"]
    with acting(chief):
        assert Amendment.objects.count() == 4
        assert Amendment.objects.values("reference").distinct().count() == 1
