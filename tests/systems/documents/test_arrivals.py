"""Arrivals in their receivers' queues: a batch at a time, each once, one at fault alone set aside."""

import contextlib
import datetime as dt
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from lienthong.axis.exchange.models import Delivery, Outbox, Package
from lienthong.axis.exchange.services import carrying, handlers
from lienthong.kernel import clock
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.models import Fact, FactLine
from lienthong.kernel.files.models import StoredFile
from lienthong.systems.documents.models import IncomingDocument
from lienthong.systems.documents.services import judging
from lienthong.systems.documents.services.arriving import take_arrivals
from tests.axis.exchange.station import DAY, NOW, Station, opened
from tests.support import database
from tests.support.roles import as_role

fork = multiprocessing.get_context("fork")


@pytest.fixture(scope="module")
def station(django_db_setup: None, database_name: str, django_db_blocker: Any) -> Iterator[Station]:
    with django_db_blocker.unblock(), opened(database_name) as made:
        yield made


@contextlib.contextmanager
def worker(station: Station) -> Iterator[None]:
    """The worker with the queue of incoming papers as the one receiving system."""
    with as_role("lt_worker", station.name), handlers.only([take_arrivals]):
        yield


def rows_of(package: Package) -> list[IncomingDocument]:
    mine = IncomingDocument.objects.filter(delivery__package=package)
    return list(mine.select_related("file", "delivery").order_by("pk"))


def test_the_number_of_statements_is_the_same_for_three_and_for_a_hundred(
    station: Station,
) -> None:
    counts = []
    with worker(station):
        carrying.carry_all(lambda: NOW)
    for receivers in (station.receivers[:2], station.receivers[:3], station.receivers[:100]):
        station.document(receivers)
        with worker(station):
            with CaptureQueriesContext(connection) as asked:
                assert carrying.carry_round(at=NOW).carried == len(receivers)
        counts.append(len(asked))
    assert counts[1] == counts[2], counts
    assert counts[2] <= 50  # ten of them read calendars over a fresh connection


def test_one_fact_with_a_line_for_each_row_and_each_office_in_its_own_lines(
    station: Station,
) -> None:
    package = station.document(station.receivers[:40])
    with worker(station):
        assert carrying.carry_round(at=NOW).carried == 40
        fact = Fact.objects.filter(act="exchange.carried").order_by("-pk")[0]
        assert fact.includes == ["documents.arrived", "files.shared"]
        for table in ("documents_incomingdocument", "files_storedfile"):
            lines = FactLine.objects.filter(fact=fact, table=table, operation="insert")
            named = [tuple(line.agency_ids) for line in lines]
            assert sorted(named) == sorted((pk,) for pk in station.receivers[:40]), table
        rows = rows_of(package)
        for row in rows:
            assert row.delivery is not None and row.file is not None
            assert row.agency_id == row.delivery.receiver_id == row.file.agency_id
            assert row.delivery.status == "01"
            assert (row.reference, row.state) == (package.reference, "arrived")
            assert row.register_due_at > NOW and row.calendar_version
        assert [row.agency_id for row in rows] == [d.receiver_id for d in _sent(package)]
    by = station.official(station.receivers[0])
    with acting(by):  # the wall stands between the rows of one batch
        assert {row.agency_id for row in rows_of(package)} == {by.agency_id}


def _sent(package: Package) -> list[Delivery]:
    return list(Delivery.objects.filter(package=package).order_by("pk"))


def test_a_receiver_that_cannot_take_it_holds_nobody_else_up(station: Station) -> None:
    bad = station.receivers[17]
    package = station.document(station.receivers[:60])
    with database.admin(station.name) as admin:
        admin.execute(
            "CREATE FUNCTION test_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'hàng đợi hỏng (mẫu)'; END $$;"
            "CREATE TRIGGER test_refuse BEFORE INSERT ON documents_incomingdocument FOR EACH ROW"
            f" WHEN (NEW.agency_id = {bad}) EXECUTE FUNCTION test_refuse()"
        )
    try:
        with worker(station):
            done = carrying.carry_round(at=NOW)
    finally:
        with database.admin(station.name) as admin:
            admin.execute("DROP FUNCTION test_refuse CASCADE")
    assert (done.carried, done.failed) == (59, 1)
    with worker(station):
        assert bad not in {row.agency_id for row in rows_of(package)}
        assert StoredFile.objects.filter(agency=bad, name="cv.pdf", stored_at=NOW).count() == (
            IncomingDocument.objects.filter(agency=bad).count()
        )
        waits = Outbox.objects.get(delivery__package=package)
        assert (waits.target_id, waits.tries) == (bad, 1)
        assert "hàng đợi hỏng" in waits.cause
        assert waits.retry_at is not None
        carrying.carry_all(lambda: waits.retry_at)
        assert [row.agency_id for row in rows_of(package)].count(bad) == 1
        assert len(rows_of(package)) == 60


def test_the_second_paper_of_a_batch_is_named_as_a_duplicate_of_the_first(
    station: Station,
) -> None:
    office = station.receivers[3]
    first = station.document([office], number="TRUNG-1", document_id="mau,trung,1")
    second = station.document(
        [office], number="TRUNG-1", document_id="mau,trung,2", content=b"%PDF khac (mau)"
    )
    other = station.document([office], number="RIENG-1")
    with worker(station):
        assert carrying.carry_round(at=NOW).carried == 3
        (one,), (two,), (alone,) = rows_of(first), rows_of(second), rows_of(other)
    assert one.duplicate_of_id is None
    assert two.duplicate_of_id == one.pk
    assert alone.duplicate_of_id is None


def test_a_batch_is_found_by_the_same_words_as_papers_indexed_one_by_one(station: Station) -> None:
    package = station.document(station.receivers[:5], number="TIM-1")
    with worker(station):
        assert carrying.carry_round(at=NOW).carried == 5
        keys = [row.pk for row in rows_of(package)]
    words = "SELECT incoming_id, lexemes FROM documents_searchentry WHERE incoming_id = ANY (%s)"
    with database.admin(station.name) as admin:
        found = admin.execute(words + " ORDER BY 1", [keys]).fetchall()
        assert [pk for pk, _lexemes in found] == keys
        assert all("'htim'" in lexemes for _pk, lexemes in found)
        admin.execute("SELECT documents_index_incoming(%s, %s)", [keys[0], keys[-1]])
        assert admin.execute(words + " ORDER BY 1", [keys]).fetchall() == found


def work(name: str, lines: int, rows: int) -> None:
    with as_role("lt_worker", name), handlers.only([take_arrivals]):
        while carrying.carry_round(at=NOW, lines=lines, rows=rows).touched:
            pass
    os._exit(0)  # no teardown of pytest in the child


def start(station: Station, lines: int = 30, rows: int = 30) -> multiprocessing.Process:
    connections.close_all()  # a child must not share a socket with its parent
    process = fork.Process(target=work, args=(station.name, lines, rows))
    process.start()
    return process


def check(packages: list[Package], count: int) -> None:
    """Every delivery arrived, in exactly one queue and with one reference to its bytes."""
    for package in packages:
        rows = rows_of(package)
        assert len(rows) == count
        assert {row.delivery_id for row in rows} == {d.pk for d in _sent(package)}
        assert all(d.status == "01" for d in _sent(package))
        assert len({row.file_id for row in rows}) == count
    files = StoredFile.objects.filter(sha256__in=[p.files.get().sha256 for p in packages])
    assert files.count() == len(packages) * (count + 1)  # the sender's own, and one for each


def test_killed_in_the_middle_each_paper_stands_in_its_queue_once(station: Station) -> None:
    """F1-F4 through the real queue: whenever the worker dies, the batch is there whole or not."""
    chance = random.Random(38)
    packages = [station.document(station.receivers[:60]) for _number in range(4)]
    for _kill in range(8):
        process = start(station)
        time.sleep(chance.uniform(0.05, 0.6))
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join(10)
    workers = [start(station), start(station)]
    for process in workers:
        process.join(120)
        assert process.exitcode == 0
    with worker(station):
        carrying.carry_all(lambda: NOW)  # what a line held by the other worker left
        check(packages, 60)
    with pytest.raises(AssertionError), worker(station):
        check(packages, 61)  # the checker sees a paper too few


SAID = {"said": "when it was issued"}


def _answer(sha256: str) -> dict[str, Any]:
    answer = judging.Judged("valid", SAID)
    return judging.at_issue(answer, sha256=sha256, on=DAY, at=clock.now())


def test_what_was_judged_when_it_was_issued_is_not_judged_again(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judge(*_args: object, **_more: object) -> None:
        raise AssertionError("judged again")

    monkeypatch.setattr(judging, "_judged", judge)
    package = station.document(station.receivers[:3], judged=_answer)
    with worker(station):
        assert carrying.carry_round(at=NOW).carried == 3
        assert [(r.verdict, r.verdict_details) for r in rows_of(package)] == [("valid", SAID)] * 3


@pytest.mark.parametrize(
    "changes",
    [
        {"sha256": "0" * 64},
        {"on": "2018-01-01"},
        {"annex_of": "1/UBND"},
        {"trusted": "another list"},
        {"language": "en"},
        {"at": (clock.now() - judging.ISSUED - dt.timedelta(minutes=1)).isoformat()},
        {"at": (clock.now() + dt.timedelta(hours=1)).isoformat()},
    ],
    ids=["bytes", "day", "annex", "trust", "language", "old", "future"],
)
def test_an_answer_on_anything_else_is_not_believed(
    station: Station, changes: dict[str, Any]
) -> None:
    package = station.document(
        station.receivers[:2], judged=lambda sha256: _answer(sha256) | changes
    )
    with worker(station):
        assert carrying.carry_round(at=NOW).carried == 2
        assert {row.verdict for row in rows_of(package)} == {"unreadable"}


def test_the_trust_that_an_answer_stands_on_changes_with_its_files(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(judging.signing, "trust_folder", lambda: tmp_path)
    before = judging._fingerprint()
    (tmp_path / "revoked.crl").write_bytes(b"crl")
    assert judging._fingerprint() != before
