"""Messages with papers that share bytes: long looks, marks seen late, requests that cross."""

import datetime as dt
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, connections
from django.urls import reverse

from lienthong.axis.reading import api as reading
from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files import vault
from lienthong.kernel.files.models import Blob
from lienthong.systems.documents.models import IncomingMail, IntakeItem, IntakeMailbox, SearchEntry
from lienthong.systems.documents.services import (
    indexing,
    intake,
    intake_known,
    mailbox_intake,
    mails,
)
from lienthong.systems.documents.views import intake_told
from tests.support.roles import as_role

from . import outgoing_kit as kit
from .test_dropped_mails import dropped
from .test_intake import added, letters_read, opened, run, secret_letter
from .test_intake_known import found, of
from .test_mailbox import letter

__all__ = ["letters_read", "secret_letter"]
D = kit.DOMAIN


@pytest.mark.parametrize("way", ["dropped", "mailbox"])
def test_a_message_that_is_looked_at_for_long_keeps_its_connection(
    way: str, committed: str, actor_for: Any, now: dt.datetime, letters_read: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """PostgreSQL ends a transaction that says nothing for two minutes; a few scans take longer."""
    house = kit.house(actor_for)
    batch = opened(house, now)

    def slow(_self: Any, _data: bytes) -> tuple[bool, None]:
        time.sleep(0.5)
        return False, None

    monkeypatch.setattr(reading.FileReader, "look", slow)
    raw = letter("a", *((f"{n}.pdf", one) for n, one in enumerate(letters_read)))
    with connection.cursor() as cursor:
        cursor.execute("SET idle_in_transaction_session_timeout = '1s'")
    if way == "dropped":
        assert dropped(house, batch, raw, now).state == "opened"
    else:
        with reading.FileReader(now.date()) as reader:
            mailbox_intake._take(house.clerk.agency_id, raw, reader, lambda: now, large=False)
    with acting(house.clerk):
        assert IntakeItem.objects.filter(state="waiting").count() == 4


@pytest.mark.django_db
@pytest.mark.parametrize("secret", [True, False], ids=["secret", "the twin"])
def test_a_mark_seen_late_takes_away_every_message_with_the_same_paper(
    secret: bool, house: kit.House, now: dt.datetime, letters_read: list[bytes],
    secret_letter: bytes, monkeypatch: pytest.MonkeyPatch, client_for: Any, accounts: None,
) -> None:  # fmt: skip
    first, second = opened(house, now), opened(house, now)
    paper, blobs = secret_letter if secret else letters_read[1], Blob.objects.count()
    with monkeypatch.context() as patched:
        patched.setattr(reading.FileReader, "look", lambda _self, _data: (False, None))
        dropped(house, first, letter("a", ("mat.pdf", paper)), now, "a.eml")
        again = letter("b", ("lai.pdf", paper), ("lanh.pdf", letters_read[0]))
        dropped(house, second, again, now, "b.eml")
        added(house, second, paper, now, name="roi.pdf")
    run(first, now)
    run(second, now)
    with acting(house.clerk):
        said = list(IncomingMail.objects.order_by("pk").values_list("state", "subject"))
        rows = list(IntakeItem.objects.order_by("pk").values_list("name", "state"))
        kept = list(IncomingMail.objects.filter(file__isnull=False))
        digests = set(IntakeItem.objects.values_list("sha256", flat=True))
    if secret:
        assert said == [("secret", ""), ("secret", "")], "the second message holds the paper yet"
        assert kept == []
        assert rows == [
            ("", "secret"), ("", "secret"), ("", "secret"), ("", "secret"), ("lanh.pdf", "taken"),
            ("", "secret"),
        ]  # fmt: skip
        assert len(digests) == 2, "a digest of a secret paper stays"
        assert Blob.objects.count() == blobs + 1, "the clean one"
    else:
        assert [state for state, _subject in said] == ["taken", "taken"]
        assert [name for name, _state in rows] == [
            "a.eml", "mat.pdf", "b.eml", "lai.pdf", "lanh.pdf", "roi.pdf",
        ]  # fmt: skip
    client = client_for(f"vanthu@{D}")
    for one in (first, second):
        page = client.get(reverse("documents:intake_batch", args=[one.pk]))
        assert page.status_code == 200
        assert ("roi.pdf" in page.content.decode()) is (not secret and one == second)


def test_two_messages_with_the_same_papers_crosswise(
    committed: str, actor_for: Any, now: dt.datetime, letters_read: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """As a browser sends them, two at a time: neither ends the other's request."""
    house = kit.house(actor_for)
    batch = opened(house, now)
    x, y = (("x.pdf", letters_read[0]), ("y.pdf", letters_read[1]))
    meeting, real, faults = threading.Barrier(2), intake._store, list[Exception]()

    def store(*given: Any) -> None:
        real(*given)
        try:
            meeting.wait(1.5)
        except threading.BrokenBarrierError:
            return

    monkeypatch.setattr(intake, "_store", store)

    def send(name: str, *files: tuple[str, bytes]) -> None:
        try:
            dropped(house, batch, letter(name, *files), now, f"{name}.eml")
        except Exception as fault:
            faults.append(fault)
        finally:
            connections["default"].close()

    lanes = [threading.Thread(target=send, args=one) for one in (("a", x, y), ("b", y, x))]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    assert faults == []
    with acting(house.clerk):
        states = sorted(IntakeItem.objects.values_list("state", flat=True))
    assert states == ["duplicate", "duplicate", "opened", "opened", "waiting", "waiting"]


@pytest.mark.django_db
def test_a_message_of_which_nothing_was_kept_comes_again(
    house: kit.House, now: dt.datetime, letters_read: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where its bytes were refused it is no double of itself: its papers would be nowhere."""
    raw = letter("a", ("x.pdf", letters_read[0]))
    first, second = opened(house, now), opened(house, now)

    def refused(*_given: Any, **_more: Any) -> Any:
        raise vault.FileTooLarge("Tệp quá lớn")

    with monkeypatch.context() as patched:
        patched.setattr(mails, "store", refused)
        assert dropped(house, first, raw, now).state == "set_aside"
    assert dropped(house, second, raw, now).state == "opened"
    with acting(house.clerk):
        assert second.items.get(is_mail=False).state == "waiting"
    assert dropped(house, opened(house, now), raw, now).state == "duplicate", "the twin"


@pytest.mark.django_db
def test_a_double_of_what_is_gone_is_not_known_by_its_mark(
    house: kit.House, now: dt.datetime, letters_read: list[bytes]
) -> None:
    """On a page without TLS as with it: what a clerk gave up may be dropped again and is taken in."""
    first, second = opened(house, now), opened(house, now)
    broken = b"%PDF-1.7\nx"
    held = added(house, first, broken, now, name="x.pdf", key="x.pdf|10|1")
    run(first, now)
    assert added(house, second, broken, now, name="x.pdf", key="x.pdf|10|2").state == "duplicate"
    plain = of("x.pdf", broken, "x.pdf|10|2", counted=False)
    assert found(house, now, plain) == [("x.pdf", second.pk)], "the twin: its first is held"
    with acting(house.clerk):
        held.refresh_from_db()
        intake.drop(item=held, reason="Tệp rác", by=house.clerk, at=now)
    assert found(house, now, of("x.pdf", broken, "x.pdf|10|2")) == []
    assert found(house, now, plain) == []


@pytest.mark.django_db
def test_what_was_stopped_is_not_told_as_received(
    house: kit.House, now: dt.datetime, letters_read: list[bytes], secret_letter: bytes
) -> None:
    batch = opened(house, now)
    added(house, batch, secret_letter, now, name="mat.pdf", key="mat.pdf")
    added(house, batch, letters_read[0], now, name="a.pdf", key="a.pdf")
    files = [of("mat.pdf", secret_letter), of("a.pdf", letters_read[0])]
    with acting(house.clerk):
        lines = intake_told.told(intake_known.known(files=files, by=house.clerk, at=now))
    told = {line["names"]: line["words"] for line in lines}
    assert "Đã chặn: có dấu mật" in told["mat.pdf"]
    assert "Đã chặn" not in told["a.pdf"]


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["dropped", "mailbox"])
@pytest.mark.parametrize("head", ["Message-ID: <a\0b@gui.mau.vn>", "Message-ID: <a\x01\x7fb@x>"])
def test_letters_that_no_database_takes(
    head: str, way: str, house: kit.House, now: dt.datetime, letters_read: list[bytes]
) -> None:
    raw = letter("a", ("x.pdf", letters_read[0]))
    raw = raw.replace(b"Message-ID: <a@gui.mau.vn>", head.encode())
    if way == "dropped":
        assert dropped(house, opened(house, now), raw, now).state == "opened"
    else:
        with reading.FileReader(now.date()) as reader:
            mailbox_intake._take(house.clerk.agency_id, raw, reader, lambda: now, large=False)
    with acting(house.clerk):
        assert IncomingMail.objects.get().state == "taken"


def test_a_mailbox_at_fault_holds_up_no_other_agencys(
    committed: str, actor_for: Any, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerks = [actor_for(f"{name}@{D}") for name in ("vanthu", "vanthu.stp")]
    for clerk in clerks:
        with acting(clerk), act("t.box", by=clerk, at=now):
            IntakeMailbox.objects.create(
                agency_id=clerk.agency_id, address="b@x.vn", host="x", username="b", password="",
                enabled=True, changed_at=now,
            )  # fmt: skip
    asked: list[int] = []

    def fails(agency_id: int, **_more: Any) -> int:
        asked.append(agency_id)
        raise ValueError("at fault")

    monkeypatch.setattr(mailbox_intake, "look", fails)
    with as_role("lt_worker", committed), pytest.raises(ValueError, match="at fault"):
        mailbox_intake.look_at_all(by=system_actor(0), now=lambda: now)
    assert sorted(asked) == sorted(clerk.agency_id for clerk in clerks)


@pytest.mark.django_db
def test_reading_for_search_waits_once_for_a_file_that_is_read_apart(
    house: kit.House, now: dt.datetime, letters_read: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not once for each of fifty papers: the job would stand in its lane for hours."""
    batch = opened(house, now)
    for n in range(3):
        added(house, batch, letters_read[n], now, name=f"{n}.pdf")
    run(batch, now)
    with acting(house.clerk):
        SearchEntry.objects.update(read_at=None)
    waited: list[bool] = []

    @contextmanager
    def taken(*, apart: bool) -> Iterator[bool]:
        waited.append(apart)
        yield False

    with monkeypatch.context() as patched:
        patched.setattr(indexing, "beside", taken)
        assert indexing.read_waiting(by=house.clerk, at=now) == 0
    assert waited == [False]
    assert indexing.read_waiting(by=house.clerk, at=now) == 3, "the twin: nobody reads apart"
