"""A bad line and dying workers: what came is kept once, what did not is named, nobody is held up."""

import datetime as dt
import json
import os
import subprocess
import sys
import threading
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.access.context import acting
from lienthong.systems.documents.models import AnnouncedFile, IncomingDocument, IntakeBatch
from lienthong.systems.documents.services import intake, intake_reading
from lienthong.systems.documents.services import intake_announcing as announcing
from lienthong.systems.documents.services.incoming import Refused
from tests.support.roles import as_role

from . import outgoing_kit as kit
from .test_intake import BATCHES, added, letters_read, opened, run, secret_letter, states, upload
from .test_outgoing_screens import once_of

__all__ = ["letters_read", "secret_letter"]
D = kit.DOMAIN
JSON = {"Accept": "application/json"}


def told(house: kit.House, batch: IntakeBatch, now: dt.datetime, *names: str) -> set[str]:
    files = [announcing.Announced(name, name, 7) for name in names]
    with acting(house.clerk):
        return announcing.announce(batch=batch, files=files, by=house.clerk, at=now)


def to_come(house: kit.House, batch: IntakeBatch) -> list[str]:
    with acting(house.clerk):
        return list(batch.announced.order_by("name").values_list("name", flat=True))


@pytest.mark.django_db
def test_what_has_not_come_is_named_until_it_comes(
    house: kit.House, now: dt.datetime, letters_read: list[bytes], secret_letter: bytes
) -> None:
    batch = opened(house, now)
    assert told(house, batch, now, "a.pdf", "b.pdf", "mat.pdf", "rong.pdf") == set()
    added(house, batch, letters_read[0], now, key="a.pdf", name="a.pdf")
    assert to_come(house, batch) == ["b.pdf", "mat.pdf", "rong.pdf"]
    added(house, batch, secret_letter, now, key="mat.pdf", name="mat.pdf")
    added(house, batch, b"", now, key="rong.pdf", name="rong.pdf")
    assert to_come(house, batch) == ["b.pdf"], "a secret paper's name stays behind"
    # The page is loaded anew and all are dropped once more, one with them that is new.
    again = told(house, batch, now, "a.pdf", "b.pdf", "mat.pdf", "c.pdf")
    assert again == {"a.pdf", "mat.pdf"}
    assert to_come(house, batch) == ["b.pdf", "c.pdf"]
    with acting(house.clerk):
        assert announcing.give_up(batch=batch, by=house.clerk, at=now) == 2
    assert to_come(house, batch) == []
    with acting(house.drafter), pytest.raises(Forbidden):
        announcing.give_up(batch=batch, by=house.drafter, at=now)


@pytest.mark.django_db
def test_the_same_files_dropped_on_the_first_page_go_on_in_their_batch(
    house: kit.House, now: dt.datetime, actor_for: Any
) -> None:
    batch = opened(house, now)
    told(house, batch, now, "a.pdf", "b.pdf")

    def found(name: str, by: Any = house.clerk, at: dt.datetime = now) -> int | None:
        with acting(by):
            one = announcing.unfinished(files=[announcing.Announced(name, name, 7)], by=by, at=at)
        return one.pk if one else None

    assert found("b.pdf") == batch.pk
    assert found("khac.pdf") is None
    assert found("b.pdf", actor_for(f"vanthu.stp@{D}")) is None, "another office's batch"
    assert found("b.pdf", at=now + announcing.RESUMED_WITHIN * 2) is None
    added(house, batch, b"x", now, key="b.pdf")
    assert found("b.pdf") is None, "it has come"


@pytest.mark.django_db
def test_a_batch_takes_so_many_and_says_so_before_the_first_is_sent(
    house: kit.House, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST", 3)
    batch = opened(house, now)
    added(house, batch, b"", now, key="a")
    told(house, batch, now, "b", "c")
    assert told(house, batch, now, "a", "b", "c") == {"a"}, "the same ones again are no more"
    with pytest.raises(Refused, match="nhiều nhất 3 tệp"):
        told(house, batch, now, "a", "b", "c", "d")
    assert to_come(house, batch) == ["b", "c"]


@pytest.mark.parametrize(
    "text", ["{", "[1]", '[["a", "b"]]', '[["a", "b", "c"]]', '[["a", "b", -1]]', '[["a","b",1e400]]',
             '[["a", "b", 99999999999999999999]]', "[" * 100_000],
)  # fmt: skip
def test_a_broken_list_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        announcing.announced_of(text)
    assert announcing.announced_of("") == []
    assert announcing.announced_of('[["a|1|2", "a", 1]]') == [announcing.Announced("a|1|2", "a", 1)]


@pytest.mark.django_db
def test_by_the_script_the_names_come_first(
    client_for: Any, house: kit.House, accounts: None, letters_read: list[bytes], now: dt.datetime
) -> None:
    client = client_for(f"vanthu@{D}")
    url = reverse(BATCHES)
    names = json.dumps([["k1", "một.pdf", 5], ["k2", "hai.pdf", 6]])

    def start() -> dict[str, str]:
        values = {"once": once_of(client.get(url)), "channel": "mail", "files_secret": "no"}
        return dict(client.post(url, values | {"announced": names}, headers=JSON).json())

    made = start()
    told = client.post(made["missing"], {"announced": names}, headers=JSON).json()
    assert told == {"here": [], "known": []}
    body = {"files_secret": "no", "key": "k1", "files": upload(letters_read[0])}
    assert client.post(made["add"], body, headers=JSON).status_code == 200
    page = client.get(made["batch"]).content.decode()
    assert "hai.pdf" in page
    assert "Đã nhận 1/2 tệp, còn 1 tệp chưa nhận." in page
    assert "đã xong" not in page
    assert "còn 1 chưa nhận" in client.get(url).content.decode()
    assert "hai.pdf" in client.get(f"{made['batch']}?loc=chua-nhan").content.decode()
    assert start()["batch"] == made["batch"], "dropped on the first page again: the same batch"
    known = client.post(made["missing"], {"announced": names}, headers=JSON)
    assert known.json() == {"here": ["k1"], "known": []}
    assert client.post(made["missing"], {"announced": "{"}, headers=JSON).status_code == 422
    with acting(house.clerk):
        batch = IntakeBatch.objects.get()
    run(batch, now)
    assert states(house, batch) == ["taken"]
    token = once_of(client.get(made["batch"]))
    done = client.post(made["missing"], {"once": token}, follow=True).content.decode()
    assert "Đã bỏ 1 tệp chưa nhận." in done
    with acting(house.clerk):
        assert not AnnouncedFile.objects.exists()
    other = client_for(f"vanthu.stp@{D}")
    assert other.post(made["missing"], {"announced": names}, headers=JSON).status_code == 404


@pytest.mark.django_db
def test_what_was_set_aside_is_read_again(
    client_for: Any, house: kit.House, accounts: None, now: dt.datetime, letters_read: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from lienthong.axis.reading import api as reading

    batch = opened(house, now)
    added(house, batch, letters_read[0], now)
    kept = added(house, batch, b"", now)

    def busy(*_: Any) -> Any:
        return {"verdict": "unreadable", "reasons": ["Xử lý tệp quá thời gian"]}, None

    with monkeypatch.context() as patched:
        patched.setattr(reading.FileReader, "plain_with_words", busy)
        run(batch, now)
    assert states(house, batch) == ["set_aside", "set_aside"]
    client = client_for(f"vanthu@{D}")
    page = reverse("documents:intake_batch", args=[batch.pk])
    with acting(house.clerk):
        first = batch.items.order_by("pk")[0]
    url = reverse("documents:intake_decide", args=[first.pk])
    token = once_of(client.get(page))
    answer = client.post(url, {"once": token, "what": "again"}, follow=True)
    assert "Máy đọc lại tệp này." in answer.content.decode()
    assert states(house, batch) == ["waiting", "set_aside"]
    run(batch, now)
    assert states(house, batch) == ["taken", "set_aside"]
    with acting(house.clerk), pytest.raises(intake.NotSetAside):
        announcing.read_again(item=first, by=house.clerk, at=now)
    with acting(house.clerk), pytest.raises(intake.NotSetAside):
        announcing.read_again(item=kept, by=house.clerk, at=now)  # its bytes were not kept


_WORKER = """
import datetime as dt, os, signal, sys, django
django.setup()
from lienthong.axis.reading import api as reading
from lienthong.systems.documents.services import intake_reading
whole = reading.FileReader.plain_with_words
def deadly(self, content, known=None):
    if content.endswith(b"%deadly"):
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(self, content, known)
reading.FileReader.plain_with_words = deadly
intake_reading.read_open(now=lambda: dt.datetime.fromisoformat("{now}"))
"""


def test_a_file_that_kills_its_worker_holds_up_nobody(
    committed: str, actor_for: Any, now: dt.datetime, letters_read: list[bytes]
) -> None:
    """The first of two batches begins with it: all others are read at the second start at the latest, and
    after three deaths it is set aside with the cause."""
    from tests.support import database

    house = kit.house(actor_for)
    batch, next_one = opened(house, now), opened(house, now)
    added(house, batch, letters_read[0] + b"\n%deadly", now, name="doc.pdf")
    added(house, batch, letters_read[1], now, name="mot.pdf")
    added(house, next_one, letters_read[2], now, name="hai.pdf")
    code = _WORKER.format(now=now.isoformat())
    environment = database.environment(committed) | {"LIENTHONG_DB_ROLE": "worker"}
    seen = []
    for _start in range(intake_reading.TRIES + 1):
        ended = subprocess.run([sys.executable, "-c", code], env=environment, check=False)
        seen.append((ended.returncode, states(house, batch), states(house, next_one)))
    others = (["waiting", "taken"], ["taken"])
    assert seen[0] == (-9, ["waiting", "waiting"], ["waiting"])
    assert seen[1] == (-9, *others)
    assert seen[2] == (-9, *others)
    assert seen[3] == (0, ["set_aside", "taken"], ["taken"])
    with acting(house.clerk):
        assert "3 lần" in batch.items.get(name="doc.pdf").cause
        assert IncomingDocument.objects.filter(intake_item__isnull=False).count() == 2


def test_senders_and_workers_at_once_while_workers_die(
    committed: str, actor_for: Any, now: dt.datetime, letters_read: list[bytes]
) -> None:
    """Two windows send the same files while workers are killed in the middle: each file one paper."""
    from tests.support import database

    house = kit.house(actor_for)
    batch = opened(house, now)
    names = [f"{number}.pdf" for number in range(len(letters_read))]
    told(house, batch, now, *names)
    killed: list[int] = []
    ready = threading.Event()

    def send() -> None:
        try:
            for name, content in zip(names, letters_read, strict=True):
                added(house, batch, content, now, name=name, key=name)
                ready.set()
        finally:
            connection.close()

    def work() -> None:
        ready.wait(60)
        code = (
            "import datetime as dt, django\ndjango.setup()\n"
            "from lienthong.systems.documents.services import intake_reading\n"
            f"intake_reading.read_open(now=lambda: dt.datetime.fromisoformat('{now.isoformat()}'))\n"
        )
        environment = database.environment(committed) | {"LIENTHONG_DB_ROLE": "worker"}
        for seconds in (2.2, 2.8):
            worker = subprocess.Popen([sys.executable, "-c", code], env=environment)
            try:
                worker.wait(seconds)
            except subprocess.TimeoutExpired:
                os.kill(worker.pid, 9)
            killed.append(worker.wait())

    threads = [threading.Thread(target=one) for one in (send, send, work, work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with as_role("lt_worker", committed):
        intake_reading.read_open(now=lambda: now)
    assert len(killed) == 4
    assert states(house, batch) == ["taken"] * len(names)
    assert to_come(house, batch) == []
    with acting(house.clerk):
        papers = IncomingDocument.objects.filter(intake_item__batch=batch)
        assert sorted(papers.values_list("number", flat=True)) == ["215", "216", "217", "218"]
