"""The order to draft (Đ10.1): who may give it to whom, how it reaches the desk, how it is handed on."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.access.context import acting
from lienthong.systems.documents.models import OutgoingDocument
from lienthong.systems.documents.queries import outgoing as queries
from lienthong.systems.documents.services import drafting, ordering

from . import outgoing_kit as kit
from .test_outgoing_screens import once_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts")]
D = kit.DOMAIN


def order_of(house: kit.House, now: dt.datetime, **more: Any) -> ordering.Order:
    return replace(
        ordering.Order(
            subject="Trả lời kiến nghị (mẫu)",
            text="Rà soát và dự thảo công văn trả lời.",
            due_at=now + dt.timedelta(days=3),
            unit_id=house.head.unit_id,
        ),
        **more,
    )


def test_to_a_unit_then_to_a_person(house: kit.House, now: dt.datetime) -> None:
    """The head of the unit receives it and names the officer, on whose desk it then waits."""
    with acting(house.chair):
        document = ordering.order_draft(order=order_of(house, now), by=house.chair, at=now)
    assert document.state == "assigned"
    assert document.drafter_id == house.head.person_id
    assert document.ordered_by_id == house.chair.person_id
    with acting(house.head):
        document = ordering.hand_on(
            document=document, person_id=house.drafter.person_id or 0, by=house.head, at=now
        )
        assert queries.waiting_for_person(house.head)["ordered"].count() == 0
    with acting(house.drafter):
        assert queries.waiting_for_person(house.drafter)["ordered"].get() == document
        assert queries.waiting_for_person(house.drafter)["to_draft"].count() == 0
        draft = kit.draft_of(house, "Sở Tư pháp")
        document = drafting.save_draft(document=document, draft=draft, by=house.drafter, at=now)
    assert document.state == "drafting"
    assert document.order_text


def test_what_is_refused(house: kit.House, now: dt.datetime, actor_for: Any) -> None:
    outside = actor_for(f"vanthu.stp@{D}")
    with acting(house.drafter), pytest.raises(Forbidden):
        ordering.order_draft(order=order_of(house, now), by=house.drafter, at=now)
    with acting(house.chair):
        for more, words in (
            ({"unit_id": None}, "chọn đơn vị"),
            ({"person_id": outside.person_id}, "không giữ chức vụ"),
            ({"due_at": now}, "Thời hạn"),
            ({"text": " "}, "yêu cầu"),
        ):
            with kit.refused(ordering.OrderRefused, words):
                ordering.order_draft(order=order_of(house, now, **more), by=house.chair, at=now)
        with kit.refused(drafting.SecrecyMarked):
            ordering.order_draft(order=order_of(house, now, text="MẬT"), by=house.chair, at=now)
    with acting(house.head), kit.refused(ordering.OrderRefused, "đơn vị mình"):
        person = house.clerk.person_id
        if house.clerk.unit_id == house.head.unit_id:
            person = house.chair.person_id
        ordering.order_draft(
            order=order_of(house, now, unit_id=None, person_id=person), by=house.head, at=now
        )
    with acting(house.drafter):
        assert not OutgoingDocument.objects.exists()


def test_screens(client_for: Any, house: kit.House, now: dt.datetime) -> None:
    chair = client_for(f"chutich@{D}")
    assert "Chưa giao soạn thảo" in chair.get(reverse("documents:orders")).content.decode()
    url = reverse("documents:order")
    values = {
        "once": once_of(chair.get(url)), "subject": "Trả lời kiến nghị (mẫu)", "type_code": "18",
        "order": "Dự thảo công văn trả lời.", "unit": str(house.head.unit_id), "person": "",
        "due_on": "30/12/2026", "urgency": "urgent",
    }  # fmt: skip
    wrong = chair.post(url, values | {"unit": "", "due_on": "01/01/2020"})
    assert wrong.status_code == 422
    assert "từ hôm nay" in wrong.content.decode()
    done = chair.post(url, values)
    assert done.status_code == 302, done.content.decode()[:2000]
    assert "Trả lời kiến nghị (mẫu)" in chair.get(done["Location"]).content.decode()
    assert chair.post(url, values)["Location"] == done["Location"]
    with acting(house.head):
        document = OutgoingDocument.objects.get()
    head = client_for(f"truongphong.tonghop@{D}")
    target = reverse("documents:hand_on", args=[document.pk])
    page = head.get(target)
    done = head.post(target, {"once": once_of(page), "person": str(house.drafter.person_id)})
    assert "soạn thảo" in head.get(done["Location"]).content.decode()
    officer = client_for(f"chuyenvien.tonghop@{D}")
    desk = officer.get(reverse("desk:home")).content.decode()
    assert "Được giao soạn thảo" in desk
    assert "Trả lời kiến nghị (mẫu)" in desk
    shown = officer.get(reverse("documents:outgoing_one", args=[document.pk])).content.decode()
    assert "Dự thảo công văn trả lời." in shown
    clerk = client_for(f"vanthu@{D}")
    assert clerk.get(url).status_code == 403
    assert clerk.get(reverse("documents:hand_on", args=[document.pk])).status_code in {403, 404}
