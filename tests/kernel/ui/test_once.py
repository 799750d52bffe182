"""A form acts once: second clicks, retries and races lead to the first result."""

import threading
from typing import Any

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import connection
from django.test import RequestFactory

from lienthong.kernel.access.actor import Actor, nobody
from lienthong.kernel.access.context import acting
from lienthong.kernel.ui import acts, once
from lienthong.kernel.ui.models import LongWork, UsedForm
from tests.kernel.ui.conftest import NOW, official
from tests.kernel.ui.registers import make_rows


def act_of(actor: Actor, number: list[int]) -> Any:
    def act() -> once.Outcome:
        number.append(1)
        made = make_rows(actor, 1)[0]
        return once.Outcome(f"/viec/{made.pk}/", "Đã bắt đầu.")

    return act


def test_a_second_click_leads_to_the_first_result(clerk: Actor) -> None:
    done: list[int] = []
    token = once.new_token()
    with acting(clerk):
        first = once.once(purpose="p", token=token, by=clerk, at=NOW, act=act_of(clerk, done))
        second = once.once(purpose="p", token=token, by=clerk, at=NOW, act=act_of(clerk, done))
    assert len(done) == 1
    assert second.location == first.location
    assert (first.repeated, second.repeated) == (False, True)
    assert second.message == "Đã bắt đầu."


def test_an_act_that_fails_leaves_the_form_usable_and_nothing_behind(clerk: Actor) -> None:
    token = once.new_token()

    def breaks() -> once.Outcome:
        make_rows(clerk, 1)
        raise RuntimeError("giữa chừng")

    with acting(clerk):
        with pytest.raises(RuntimeError):
            once.once(purpose="p", token=token, by=clerk, at=NOW, act=breaks)
        assert not UsedForm.objects.exists()
        assert not LongWork.objects.exists()
        done: list[int] = []
        once.once(purpose="p", token=token, by=clerk, at=NOW, act=act_of(clerk, done))
        assert len(done) == 1


def test_a_token_is_of_one_form_and_one_person(clerk: Actor, stranger: Actor) -> None:
    token = once.new_token()
    done: list[int] = []
    with acting(clerk):
        once.once(purpose="a", token=token, by=clerk, at=NOW, act=act_of(clerk, done))
        once.once(purpose="b", token=token, by=clerk, at=NOW, act=act_of(clerk, done))
    with acting(stranger):
        result = once.once(
            purpose="a", token=token, by=stranger, at=NOW, act=act_of(stranger, done)
        )
    assert len(done) == 3
    assert not result.repeated


@pytest.mark.parametrize(
    "token", ["", "short", "x" * 65, "a" * 21, "đ" * 30, "a" * 30 + "\n", "' or 1"]
)
def test_a_broken_token_does_nothing(clerk: Actor, token: str) -> None:
    with acting(clerk), pytest.raises(once.StaleForm) as refused:
        once.once(purpose="p", token=token, by=clerk, at=NOW, act=act_of(clerk, []))
    assert "chưa làm gì cả" in refused.value.message


def test_nobody_has_no_forms(db: None) -> None:
    with pytest.raises(once.StaleForm):
        once.once(
            purpose="p", token=once.new_token(), by=nobody(), at=NOW, act=act_of(nobody(), [])
        )


def test_the_browser_is_told_which_draft_is_stored() -> None:
    request = RequestFactory().post("/")
    response = once.go(request, once.Outcome("/xong/"), draft="documents.compose:7")
    assert response.status_code == 302
    assert response.cookies["draft_stored"].value == "documents.compose%3A7"
    assert "draft_stored" not in once.go(request, once.Outcome("/xong/")).cookies


def test_old_tokens_are_forgotten(clerk: Actor) -> None:
    with acting(clerk):
        once.once(purpose="p", token=once.new_token(), by=clerk, at=NOW, act=act_of(clerk, []))
        assert once.forget_used(before=NOW) == 0
        assert once.forget_used(before=NOW + once.KEEP) == 1


def test_many_clicks_at_once_act_once(committed: str) -> None:
    """Ten requests with one token on ten connections: one row, ten equal answers."""
    actor = official(0)
    token = once.new_token()
    done: list[int] = []
    answers: list[once.Outcome] = []
    faults: list[BaseException] = []
    start = threading.Barrier(10, timeout=20)

    def click() -> None:
        try:
            start.wait()
            with acting(actor):
                answers.append(
                    once.once(purpose="p", token=token, by=actor, at=NOW, act=act_of(actor, done))
                )
        except BaseException as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert faults == []
    assert len(done) == 1
    assert len({answer.location for answer in answers}) == 1
    assert sum(not answer.repeated for answer in answers) == 1
    with acting(actor):
        assert LongWork.objects.count() == 1


def test_a_refusal_leads_back_with_its_sentence_and_a_fault_is_a_fault(
    clerk: Actor, ask: Any
) -> None:
    class Refused(Exception):
        message = "Văn bản đã được thu hồi."

    def refuse() -> once.Outcome:
        raise Refused

    def break_down() -> once.Outcome:
        raise ZeroDivisionError

    request = ask(clerk, "", {"once": once.new_token()})
    request.session = {}
    request._messages = FallbackStorage(request)
    with acting(clerk):
        answer = acts.perform(request, purpose="p", act=refuse, back="/lui/")
        assert answer.status_code == 302
        assert answer["Location"] == "/lui/"
        assert [str(m) for m in request._messages] == ["Văn bản đã được thu hồi."]
        with pytest.raises(ZeroDivisionError):
            acts.perform(request, purpose="p", act=break_down, back="/lui/")
        assert not UsedForm.objects.exists()
