"""The code of a task travels with the report on it (edXML TaskCode) and binds it at the asker."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from lienthong.axis.exchange import api as exchange
from lienthong.axis.exchange.rules import reading, writing
from lienthong.axis.notify.models import Notice
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act as record
from lienthong.kernel.facts.subscribers import Event
from lienthong.systems.documents.models import IncomingDocument
from lienthong.systems.documents.rules import task_codes_of
from lienthong.systems.documents.services import incoming
from lienthong.systems.tasks.models import Task, TaskReport
from lienthong.systems.tasks.services import doing, proving, reports
from tests.support.facts import tell_all
from tests.support.roles import as_role
from tests.systems.documents import outgoing_kit as kit
from tests.systems.documents.conftest import accounts  # noqa: F401

from .conftest import handed, proposal

STEP = dt.timedelta(minutes=1)


def test_a_report_goes_out_with_the_code_and_is_bound(
    committed: str, actor_for: Any, assigned: Any, chief: Any, now: dt.datetime
) -> None:
    """From the draft's field over the real envelope to the asker's page, registered by its clerk."""
    people = {
        key: actor_for(f"{slot}.snv@{kit.DOMAIN}", kind=kind)
        for key, slot, kind in (
            ("drafter", "chuyenvien", ""), ("head", "truongphong", ""), ("clerk", "vanthu", ""),
            ("chair", "giamdoc", "head"),
        )
    }  # fmt: skip
    house = kit.House(**people, chair_post=people["chair"].post_id)
    task = assigned(proposal(house.chair.agency_id))
    with acting(house.chair):
        doing.name_person(
            task=task, unit_id=house.drafter.unit_id, person_id=house.drafter.person_id,
            by=house.chair, at=now,
        )  # fmt: skip
    paper = kit.issued(
        house, now, "UBND tỉnh Quảng Ngãi", authority="in_own_right", notation="SNV-NV",
        text="Sở Nội vụ báo cáo kết quả thực hiện.", task_codes=(task.code, "  ", task.code),
    )  # fmt: skip
    assert paper.task_codes == [task.code]
    with acting(house.clerk):
        message = exchange.message_of(paper.package)
        assert message.task_codes == (task.code,)
        assert message.steering_type == exchange.SteeringType.REPORT
        whole = replace(message, receivers=(message.sender,), enclosures=())
        again = reading.read(writing.write(whole)).message
        assert (again.task_codes, again.steering_type) == ((task.code,), 3)
    with as_role("lt_worker", committed):
        exchange.carry_all(lambda: now + STEP)
        tell_all(now + STEP)
    clerk = actor_for(f"vanthu@{kit.DOMAIN}")
    with acting(clerk):
        came = IncomingDocument.objects.get(agency_id=clerk.agency_id)
        assert (came.task_codes, came.steering_type) == ([task.code], 3)
        assert not TaskReport.objects.exists(), "not registered, so nobody's duty yet (Đ22.1)"
        incoming.register_incoming(
            document=came, trust_note="Chứng thư mẫu", by=clerk, at=now + 2 * STEP
        )
    with as_role("lt_worker", committed):
        tell_all(now + 3 * STEP)
        tell_all(now + 3 * STEP)
    with acting(chief):
        assert task.reports.get().incoming_id == came.pk
        told = Notice.objects.filter(kind="tasks.report_came", person_id=chief.person_id)
        assert told.count() == 1
    with acting(house.drafter):
        assert not TaskReport.objects.exists(), "the asker's own row"
        # The code in the message is how the paper closes the task, where its text says neither.
        done = proving.submit_result(task=task, products=[handed(paper)], by=house.drafter, at=now)
        assert done.products.get().details["closes_by"] == "task_code"


@pytest.mark.django_db
class TestWhoseCode:
    """A code that somebody else writes into his message binds nothing."""

    def came(self, actor_for: Any, issuer_id: int | None, *codes: str) -> IncomingDocument:
        from lienthong.systems.documents.choices import Channel

        clerk = actor_for(f"vanthu@{kit.DOMAIN}")
        now = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
        with acting(clerk):
            fields = {"issuer_name": "Sở", "issuer_id": issuer_id, "number": "9", "notation": "S"}
            row = incoming.take_in(
                paper=incoming.Paper(channel=Channel.PAPER, fields=fields), by=clerk, at=now
            )
            row = incoming.register_incoming(document=row, by=clerk, at=now)
            with record("documents.arrived", by=clerk, at=now):
                IncomingDocument.objects.filter(pk=row.pk).update(task_codes=list(codes))
        return row

    def told(self, chief: Any, row: IncomingDocument, now: dt.datetime) -> int:
        event = Event(
            0, 0, 1, "documents.registered", row.agency_id, None, now,
            "documents.incomingdocument", str(row.pk), [], None,
        )  # fmt: skip
        with acting(chief):
            reports.bind_registered(event)
            reports.bind_registered(event)
            return TaskReport.objects.filter(incoming=row).count()

    def test_the_lead_is_heard_once(
        self, actor_for: Any, task: Task, director: Any, chief: Any, now: dt.datetime
    ) -> None:
        row = self.came(actor_for, director.agency_id, task.code, task.code)
        assert self.told(chief, row, now) == 1

    @pytest.mark.parametrize("who", ["neighbour", "nobody"])
    def test_another_is_not(
        self, actor_for: Any, task: Task, neighbour: Any, chief: Any, now: dt.datetime, who: str
    ) -> None:
        issuer = neighbour.agency_id if who == "neighbour" else None
        assert self.told(chief, self.came(actor_for, issuer, task.code), now) == 0

    def test_an_empty_outside_code_is_no_code(
        self, actor_for: Any, task: Task, director: Any, chief: Any, now: dt.datetime
    ) -> None:
        assert task.outside_code == ""
        assert self.told(chief, self.came(actor_for, director.agency_id, "", "NV-0"), now) == 0

    def test_the_page_of_the_task_leads_to_the_report_and_to_a_draft(
        self, client_for: Any, actor_for: Any, task: Task, director: Any, in_hand: Any,
        chief: Any, now: dt.datetime, accounts: None,  # noqa: F811
    ) -> None:  # fmt: skip
        from lienthong.axis.identity.models import Account

        row = self.came(actor_for, director.agency_id, task.code)
        self.told(chief, row, now)
        in_hand(task)
        for slot in ("chutich", "chuyenvien.snv"):
            person = actor_for(f"{slot}@{kit.DOMAIN}")
            Account.objects.get_or_create(
                person_id=person.person_id,
                defaults={"email": f"{slot}@{kit.DOMAIN}", "password": "!"},
            )
        url = reverse("tasks:one", args=[task.pk])
        client = client_for(f"chutich@{kit.DOMAIN}")
        assert "Văn bản báo cáo đã đến" in client.get(url).content.decode()
        client = client_for(f"chuyenvien.snv@{kit.DOMAIN}")
        page = client.get(url).content.decode()
        assert "Văn bản báo cáo đã đến" not in page
        draft = f"{reverse('documents:compose')}?nhiem-vu={task.code}"
        assert draft in page
        assert f'value="{task.code}"' in client.get(draft).content.decode()


@pytest.mark.parametrize(
    "said",
    ["", "  ", "NV 1", "x" * 51, "NV\x001", "<b>NV</b>", "';--", "NV-1\nNV-2", "‮NV", "-NV"],
)
def test_what_cannot_be_a_code_is_left_out(said: str) -> None:
    assert task_codes_of([said]) == ()


@given(st.lists(st.text(max_size=60), max_size=60))
def test_whatever_a_message_says(said: list[str]) -> None:
    kept = task_codes_of(said)
    assert len(kept) <= 20
    assert all(0 < len(code) <= 50 and " " not in code for code in kept)
    assert len(set(kept)) == len(kept)


def test_a_code_of_ours_and_of_another_system() -> None:
    assert task_codes_of(["NV-261123-0AF3B21C.2", "VPCP/2026/12345", "G22.NV:7"]) == (
        "NV-261123-0AF3B21C.2", "VPCP/2026/12345", "G22.NV:7",
    )  # fmt: skip
