"""Rounds before the signature: serial, side by side, mixed; opinions, reminders, a return (D5)."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.workflow import WrongState
from lienthong.systems.documents.models import OutgoingDocument
from lienthong.systems.documents.queries import outgoing as queries
from lienthong.systems.documents.services import checking, drafting, rounds, signing

from . import outgoing_kit as kit
from .test_outgoing_screens import once_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letters", "accounts")]
D = kit.DOMAIN


@pytest.fixture
def deputy(actor_for: Any) -> Any:
    return actor_for(f"phochutich@{D}")


def laid_out(
    house: kit.House, deputy: Any, now: dt.datetime, *, due: dt.datetime | None = None
) -> OutgoingDocument:
    """Content by the head and an opinion of the deputy side by side, then the form, then approval."""
    document = kit.drafted(house, now)
    steps = [
        rounds.StepIn(1, "content", house.head.person_id or 0),
        rounds.StepIn(1, "opinion", deputy.person_id, due),
        rounds.StepIn(2, "form", house.clerk.person_id or 0),
        rounds.StepIn(3, "approval", house.chair.person_id or 0),
    ]
    with acting(house.drafter):
        document = rounds.lay_out(document=document, steps=steps, by=house.drafter, at=now)
        return drafting.submit(document=document, by=house.drafter, at=now)


def waits_for(actor: Any) -> bool:
    with acting(actor):
        return queries.to_check(actor).exists()


def test_stages_open_in_their_order(house: kit.House, deputy: Any, now: dt.datetime) -> None:
    document = laid_out(house, deputy, now)
    assert waits_for(house.head)
    assert waits_for(deputy)
    with acting(house.clerk), kit.refused(rounds.RoundRefused, "Chưa đến lượt"):
        checking.check_form(document=document, by=house.clerk, at=now)
    with acting(house.chair), kit.refused(rounds.RoundRefused, "Chưa đến lượt"):
        checking.approve(document=document, by=house.chair, at=now)
    with acting(house.head):
        checking.check_content(document=document, by=house.head, at=now)
    with acting(house.clerk), kit.refused(rounds.RoundRefused, "cho ý kiến"):
        checking.check_form(document=document, by=house.clerk, at=now)
    with acting(deputy):
        with kit.refused(rounds.RoundRefused, "ghi ý kiến"):
            checking.give_opinion(document=document, note=" ", by=deputy, at=now)
        checking.give_opinion(document=document, note="Nhất trí", by=deputy, at=now)
    assert not waits_for(deputy)
    with acting(house.clerk):
        checking.check_form(document=document, by=house.clerk, at=now)
    with acting(house.chair):
        document = checking.approve(document=document, by=house.chair, at=now)
        assert document.state == "approved"
        document = signing.sign_document(document=document, by=house.chair, at=now)
    assert document.state == "signed", "the round ends at the personal signature: no seal by itself"
    assert document.sealed_at is None


def test_another_than_the_named_one_is_refused(
    house: kit.House, deputy: Any, now: dt.datetime
) -> None:
    document = kit.drafted(house, now)
    steps = [rounds.StepIn(1, "content", deputy.person_id)]
    with acting(house.drafter):
        document = rounds.lay_out(document=document, steps=steps, by=house.drafter, at=now)
        document = drafting.submit(document=document, by=house.drafter, at=now)
    with acting(house.head), kit.refused(rounds.RoundRefused, "Luồng trình giao việc này cho"):
        checking.check_content(document=document, by=house.head, at=now)
    with acting(deputy):
        checking.check_content(document=document, by=deputy, at=now)


def test_a_return_starts_the_round_again(house: kit.House, deputy: Any, now: dt.datetime) -> None:
    document = laid_out(house, deputy, now)
    with acting(house.head):
        checking.check_content(document=document, by=house.head, at=now)
    with acting(house.clerk):
        document = checking.return_draft(document=document, reason="Sửa", by=house.clerk, at=now)
    with acting(deputy), pytest.raises(WrongState):
        checking.give_opinion(document=document, note="Muộn", by=deputy, at=now)
    with acting(house.drafter):
        document = drafting.submit(document=document, by=house.drafter, at=now)
        assert len(rounds.open_steps(document)) == 4


def test_reminders_once_a_day_and_only_whose_turn_it_is(
    house: kit.House, deputy: Any, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(rounds.notify, "tell", lambda **what: told.append(what))
    document = laid_out(house, deputy, now, due=now + dt.timedelta(hours=2))
    with acting(system_actor(document.agency_id)):
        assert rounds.remind(at=now) == 1
        assert rounds.remind(at=now) == 0
    assert [one["people"] for one in told] == [[deputy.person_id]]
    assert document.subject in told[0]["text"]


def test_what_a_round_refuses(house: kit.House, deputy: Any, now: dt.datetime) -> None:
    document = kit.drafted(house, now)
    head = house.head.person_id or 0
    with acting(house.drafter):
        for steps, words in (
            ([rounds.StepIn(1, "approval", head)], "thẩm quyền ký"),
            ([rounds.StepIn(1, "content", 1_000_000)], "giữ chức vụ"),
            ([rounds.StepIn(1, "content", head), rounds.StepIn(2, "content", head)], "một lần"),
            ([rounds.StepIn(1, "content", head, now)], "Thời hạn"),
        ):
            with kit.refused(rounds.RoundRefused, words):
                rounds.lay_out(document=document, steps=steps, by=house.drafter, at=now)


def test_screen(client_for: Any, house: kit.House, deputy: Any, now: dt.datetime) -> None:
    document = kit.drafted(house, now)
    client = client_for(f"chuyenvien.tonghop@{D}")
    url = reverse("documents:round", args=[document.pk])
    values = {
        "once": once_of(client.get(url)), "form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0",
        "form-0-stage": "1", "form-0-kind": "opinion", "form-0-person": str(deputy.person_id),
        "form-0-due_on": "30/12/2026", "form-1-person": "", "form-1-kind": "content",
    }  # fmt: skip
    done = client.post(url, values)
    assert done.status_code == 302, done.content.decode()[:2000]
    assert "Cho ý kiến" in client.get(done["Location"]).content.decode()
    assert client_for(f"vanthu.stp@{D}").get(url).status_code == 404
