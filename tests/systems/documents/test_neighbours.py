"""Two jobs of one process: who only stood beside a file that killed it is not set aside for it."""

import datetime as dt
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from lienthong.axis.reading import api as reading
from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.systems.documents.models import IntakeItem, ScanLayer
from lienthong.systems.documents.services import alone, intake_reading, layers
from tests.support import database
from tests.support.roles import as_role

from . import outgoing_kit as kit
from .test_intake import added, letters_read, opened

__all__ = ["letters_read"]

# Two jobs side by side, as the worker runs them. The deadly file waits until the slow one is being read,
# the slow one lasts until the deadly one has killed them both, or two seconds.
_WORKER = """
import datetime as dt, os, signal, threading, time, django
django.setup()
from contextlib import contextmanager
from django.db import connection
from lienthong.axis.reading import api as reading
from lienthong.systems.documents.services import intake_reading
whole, deadly, slow = reading.FileReader.plain_with_words, threading.Event(), threading.Event()
def read(self, content, known=None):
    if content.endswith(b"%deadly"):
        deadly.set()
        slow.wait(2)
        time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGKILL)
    if content.endswith(b"%slow"):
        slow.set()
        if deadly.wait(2):
            time.sleep(20)
    return whole(self, content, known)
reading.FileReader.plain_with_words = read
@contextmanager
def together(*, apart):
    yield True
if not {apart}:
    intake_reading.beside = together
def job(batch):
    try:
        intake_reading.read_batch(batch, {agency}, now=lambda: dt.datetime.fromisoformat("{now}"))
    finally:
        connection.close()
jobs = [threading.Thread(target=job, args=(batch,)) for batch in {batches}]
for one in jobs:
    one.start()
for one in jobs:
    one.join()
"""


@pytest.mark.parametrize("apart", [True, False], ids=["apart", "the twin: side by side"])
def test_the_innocent_neighbour_of_a_deadly_file_is_read(
    apart: bool, committed: str, actor_for: Any, now: dt.datetime, letters_read: list[bytes]
) -> None:
    house = kit.house(actor_for)
    first, second = opened(house, now), opened(house, now)
    added(house, first, letters_read[0] + b"\n%deadly", now, name="doc.pdf")
    added(house, second, letters_read[1] + b"\n%slow", now, name="cham.pdf")
    code = _WORKER.format(
        apart=apart, agency=first.agency_id, now=now.isoformat(), batches=[first.pk, second.pk]
    )
    environment = database.environment(committed) | {"LIENTHONG_DB_ROLE": "worker"}
    deaths, tries = 0, []
    for _start in range(8):
        ended = subprocess.run(
            [sys.executable, "-c", code], env=environment, check=False, timeout=90
        )
        deaths += ended.returncode == -9
        with acting(house.clerk):
            rows = dict(IntakeItem.objects.values_list("name", "state"))
            tries.append(dict(IntakeItem.objects.values_list("name", "tries")))
        if "waiting" not in rows.values():
            break
    assert tries[0] == {"doc.pdf": 1, "cham.pdf": 1}, "both were under way when the process died"
    assert deaths == 3
    assert rows["doc.pdf"] == "set_aside"
    if apart:
        assert rows["cham.pdf"] == "taken"
        assert tries[-1] == {"doc.pdf": 3, "cham.pdf": 2}
    else:
        assert rows["cham.pdf"] == "set_aside", "this proof would see nothing"


@contextmanager
def others_read(name: str, *, apart: bool) -> Iterator[None]:
    """Another process of the installation reads a file."""
    kind = "" if apart else "_shared"
    with psycopg.connect(database.url("lt_worker", name), autocommit=True) as line:
        line.execute(f"SELECT pg_advisory_lock{kind}(%s)", [alone._BESIDE])
        yield


def test_what_was_begun_before_waits_for_others_and_others_for_it(
    committed: str, actor_for: Any, now: dt.datetime, letters_read: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(alone, "_AMONG", 1.0)
    monkeypatch.setattr(alone, "_APART", 1.0)
    house = kit.house(actor_for)
    batch = opened(house, now)
    begun = added(house, batch, letters_read[0], now, name="a.pdf")
    with acting(house.clerk), act("t.begun", by=house.clerk, at=now):
        IntakeItem.objects.filter(pk=begun.pk).update(tries=1)

    def after(count: int = 1) -> list[tuple[str, int]]:
        with as_role("lt_worker", committed):
            intake_reading.read_open(now=lambda: now)
        with acting(house.clerk):
            rows = IntakeItem.objects.order_by("pk").values_list("state", "tries")
            return list(rows)[-count:]

    with others_read(committed, apart=False):
        assert after() == [("waiting", 1)], "a try was counted beside another"
    fresh = added(house, batch, letters_read[1], now, name="b.pdf")
    with others_read(committed, apart=True):
        assert after(2) == [("waiting", 1), ("waiting", 0)], "begun beside one that is read apart"
    with others_read(committed, apart=False):
        assert after(2) == [("waiting", 1), ("taken", 1)], "among others a new one is read"
    assert after(2) == [("taken", 2), ("taken", 1)]
    assert fresh.pk > begun.pk


def test_what_was_begun_oftener_waits_for_what_was_begun_less(
    committed: str, actor_for: Any, now: dt.datetime, letters_read: list[bytes]
) -> None:
    """Across batches: the one that may be innocent is read before the one that ended two workers."""
    house = kit.house(actor_for)
    first, second = opened(house, now), opened(house, now)
    twice = added(house, first, letters_read[0], now, name="hai.pdf")
    once = added(house, second, letters_read[1], now, name="mot.pdf")
    with acting(house.clerk), act("t.begun", by=house.clerk, at=now):
        IntakeItem.objects.filter(pk=twice.pk).update(tries=2)
        IntakeItem.objects.filter(pk=once.pk).update(tries=1)
    with as_role("lt_worker", committed):
        assert intake_reading._waiting(first.pk, first.agency_id) == []
        assert intake_reading._waiting(second.pk, second.agency_id) == [once.pk]
        intake_reading.read_open(now=lambda: now)
    with acting(house.clerk):
        assert set(IntakeItem.objects.values_list("state", flat=True)) == {"taken"}


def test_a_searchable_copy_that_was_begun_before_is_made_apart(
    committed: str, actor_for: Any, now: dt.datetime, letters_read: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """And only when nothing waits to be read; one that is new is made among others."""
    monkeypatch.setattr(alone, "_APART", 1.0)
    tried: list[int] = []

    def made(row: ScanLayer, *_rest: Any) -> Any:
        tried.append(row.pk)
        raise reading.NotMade("x")

    monkeypatch.setattr(layers, "_made", made)
    house = kit.house(actor_for)
    batch = opened(house, now)
    files = [added(house, batch, one, now, name="a.pdf").file for one in letters_read[:2]]
    with as_role("lt_worker", committed):
        intake_reading.read_open(now=lambda: now)
    with acting(system_actor(batch.agency_id)):
        begun, new = (
            ScanLayer.objects.create(
                original=file, agency_id=batch.agency_id, words=None, added_at=now, state="waiting",
                tries=count,
            )
            for file, count in zip(files, (1, 0), strict=True)
        )  # fmt: skip

    def make() -> list[int]:
        tried.clear()
        with as_role("lt_worker", committed):
            layers.make_open(by=system_actor(0), now=lambda: now)
        return list(tried)

    with others_read(committed, apart=False):
        assert make() == [new.pk]
    waiting = added(house, batch, letters_read[2], now, name="c.pdf")
    assert make() == [], "something waits to be read"
    with as_role("lt_worker", committed):
        intake_reading.read_open(now=lambda: now)
    with acting(house.clerk):
        waiting.refresh_from_db()
        assert waiting.state == "taken"
    assert make() == [begun.pk]


def test_leave_ends_with_its_holder(committed: str) -> None:
    """Also where the reading raises; several among others hold it at once."""
    with others_read(committed, apart=False), as_role("lt_worker", committed):
        with alone.beside(apart=False) as free:
            assert free
    with as_role("lt_worker", committed):
        with pytest.raises(MemoryError), alone.beside(apart=True) as free:
            assert free
            raise MemoryError
    got: list[bool] = []

    def other() -> None:
        with others_read(committed, apart=True):
            got.append(True)

    thread = threading.Thread(target=other)
    thread.start()
    thread.join(20)
    assert got == [True]
