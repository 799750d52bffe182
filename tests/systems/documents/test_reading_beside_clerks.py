"""The job that reads papers for search meets the clerk who registers the same paper: both end well."""

import contextlib
import io
import multiprocessing
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections

from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.access.queries import actor_for
from lienthong.kernel.agencies.models import Person
from lienthong.kernel.files.services import store
from lienthong.systems.documents.models import DocumentText, IncomingDocument, SearchEntry
from lienthong.systems.documents.services import incoming, indexing
from tests.axis.exchange.station import NOW, Station, opened
from tests.support import database
from tests.support.roles import as_role

fork = multiprocessing.get_context("fork")
TEXT = "Kế hoạch khắc phục hậu quả mưa lũ năm 2026 (mẫu)"


@pytest.fixture(scope="module")
def station(django_db_setup: None, database_name: str, django_db_blocker: Any) -> Iterator[Station]:
    with django_db_blocker.unblock(), opened(database_name) as made:
        yield made


@pytest.fixture(scope="module")
def clerk(station: Station) -> Actor:
    """The clerk of an office of the sample province."""
    person = Person.objects.get(email="vanthu.snv@mau.lienthong.example")
    found = actor_for(person.pk, on=NOW.date())
    assert found is not None
    return found


def came(clerk: Actor, name: str) -> IncomingDocument:
    with acting(clerk):
        stored = store(
            io.BytesIO(f"{TEXT} {name}".encode()), name=f"{name}.txt",
            agency_id=clerk.agency_id, by=clerk, at=NOW,
        )  # fmt: skip
        fields = {"issuer_name": "UBND tỉnh", "subject": f"V/v gửi {name}", "issued_on": NOW.date()}
        paper = incoming.Paper(channel="paper", fields=fields, file_id=stored.pk)
        return incoming.take_in(paper=paper, by=clerk, at=NOW)


def registered(clerk: Actor, paper: IncomingDocument, subject: str) -> None:
    incoming.register_incoming(document=paper, fields={"subject": subject}, by=clerk, at=NOW)


def read(name: str, go: Any) -> None:
    go.wait(60)
    with as_role("lt_worker", name):
        while indexing.read_waiting(by=system_actor(0), at=NOW):
            pass


@contextlib.contextmanager
def reader(station: Station) -> Iterator[Callable[[], None]]:
    """The job in a process of its own, forked while no connection is open; the call lets it go and
    comes back when it stands before a lock."""
    connections.close_all()
    go = fork.Event()
    job = fork.Process(target=read, args=(station.name, go))
    job.start()

    def start() -> None:
        go.set()
        until = time.monotonic() + 60
        while not waits_for_a_lock(station.name):
            assert job.is_alive() and time.monotonic() < until, "the job should wait for the clerk"
            time.sleep(0.05)

    try:
        yield start
        job.join(60)
        assert job.exitcode == 0
    finally:
        job.kill()


def waits_for_a_lock(name: str) -> bool:
    with database.admin(name) as admin:
        asked = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
        )
        row = admin.execute(asked, [name]).fetchone()
    return bool(row and row[0])


def test_neither_waits_for_what_the_other_holds(station: Station, clerk: Actor) -> None:
    """The clerk holds the paper and will write its entry; the job writes both. In the other order
    (entry first, then the paper by its foreign key) the database ends one of them as a deadlock."""
    paper = came(clerk, "gap-nhau")
    with reader(station) as start, acting(clerk):
        IncomingDocument.objects.select_for_update().get(pk=paper.pk)
        start()
        registered(clerk, paper, "V/v khắc phục (mẫu)")
    with acting(clerk):
        assert DocumentText.objects.get(incoming=paper).text.startswith(TEXT)
        entry = SearchEntry.objects.get(incoming=paper)
        assert entry.read_at == NOW
        assert "'hkhac'" in str(entry.lexemes), "the words of the clerk and those of the file"
        assert "'tlu'" in str(entry.lexemes)


def test_a_round_holds_no_paper_while_it_reads_another(station: Station, clerk: Actor) -> None:
    """A clerk registers a paper of a round that stands still at the next one."""
    first, second = came(clerk, "truoc"), came(clerk, "sau")
    with reader(station) as start, acting(clerk):
        IncomingDocument.objects.select_for_update().get(pk=second.pk)
        start()
        IncomingDocument.objects.select_for_update(nowait=True).get(pk=first.pk)
        registered(clerk, first, "V/v đã đọc xong (mẫu)")
        assert SearchEntry.objects.get(incoming=first).read_at == NOW
