"""A task proved by a real letter: typeset, signed, sealed, issued; its file shown to the asker (§5.4)."""

from lienthong.axis.notify.models import Notice
from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.systems.tasks.models import Task
from lienthong.systems.tasks.services import (
    amending,
    assigning,
    closing,
    doing,
    proving,
    splitting,
)
from tests.support.facts import tell_all
from tests.support.roles import as_role
from tests.systems.documents import outgoing_kit as kit

from .conftest import SOURCE, handed, proposal


def test_the_whole_chain_from_the_drafts_first_word(committed, actor_for, now):
    """A real letter, drafted, checked, signed, sealed and issued, closes; the asker opens its file."""
    chief = actor_for(f"chanhvanphong@{kit.DOMAIN}", kind="chief_of_office")
    people = {
        key: actor_for(f"{slot}.snv@{kit.DOMAIN}", kind=kind)
        for key, slot, kind in (
            ("drafter", "chuyenvien", ""), ("head", "truongphong", ""), ("clerk", "vanthu", ""),
            ("chair", "giamdoc", "head"),
        )
    }  # fmt: skip
    house = kit.House(**people, chair_post=people["chair"].post_id)
    officer, director = house.drafter, house.chair
    with acting(chief):
        (made,) = assigning.propose_tasks(
            proposals=[proposal(director.agency_id)], source=assigning.Source(reference=SOURCE),
            by=chief, at=now,
        )  # fmt: skip
        task = assigning.assign_task(task=made, by=chief, at=now)
    with acting(director):
        doing.name_person(
            task=task, unit_id=officer.unit_id, person_id=officer.person_id, by=director, at=now
        )
    paper = kit.issued(
        house, now, "UBND tỉnh Quảng Ngãi", authority="in_own_right", notation="SNV-NV",
        text=f"Thực hiện Công văn số {SOURCE}, Sở Nội vụ báo cáo kết quả.",
    )  # fmt: skip
    with acting(officer):
        proving.submit_result(task=task, products=[handed(paper)], by=officer, at=now)
    with acting(chief):
        assert task.products.get().asker_file_id is None
    with as_role("lt_worker", committed), acting(system_actor(0)):
        tell_all(now)
    with acting(chief):
        product = task.products.select_related("asker_file").get()
        assert product.asker_file.agency_id == chief.agency_id
        assert product.details["signed"] is True
        assert closing.accept_result(task=task, by=chief, at=now).product_date == paper.issue_date


def test_what_a_lead_divided_within_ends_with_the_task_and_the_news_goes_round(
    committed, task, director, officer, chief, now
):
    """§5.6: the asker does not see the parts; the worker ends them when the task is taken back."""
    with acting(director):
        (part,) = splitting.split_task(
            task=task, parts=[proposal(director.agency_id)], by=director, at=now
        )
    with acting(chief):
        amending.amend_tasks(
            basis=amending.Basis("30/UBND-TH", now.date()),
            changes=[amending.Change(task.pk, "cancel")],
            by=chief,
            at=now,
        )
    with acting(director):
        assert Task.objects.get(pk=part.pk).state == "assigned"
    with as_role("lt_worker", committed), acting(system_actor(0)):
        tell_all(now)
        told = Notice.objects.filter(kind="tasks.amended", person_id=director.person_id)
        assert told.count() == 1
    with acting(director):
        assert Task.objects.get(pk=part.pk).state == "cancelled"
