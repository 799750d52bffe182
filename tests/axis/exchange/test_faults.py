"""Kills, crowds, poison and damage on real commits: what was acknowledged arrives once, or is shown.

Rows F1-F5, F8, F9, F12-F14 and F18 of the fault matrix as they apply inside one installation. Fixed
seeds. The checker after every run: accepted = delivered + dead + pending, and nothing twice.
"""

import contextlib
import multiprocessing
import os
import random
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from django.db import OperationalError, connection, connections

from lienthong.axis.exchange import api as exchange
from lienthong.axis.exchange.models import Delivery, Line, Outbox, Package, StatusReport
from lienthong.axis.exchange.services import carrying, handlers
from lienthong.kernel.access.context import acting
from lienthong.kernel.files import vault
from tests.support import database
from tests.support.roles import as_role

from .station import NOW, Inbox, Station

fork = multiprocessing.get_context("fork")


@pytest.fixture(scope="module")
def inbox_table(station: Station) -> Iterator[None]:
    """A table that a receiving system writes in the worker's transaction, without any guard
    against doubles of its own."""
    with database.admin(station.name) as admin:
        admin.execute("CREATE TABLE test_inbox (id bigserial, delivery_id bigint, worker integer)")
        admin.execute("GRANT ALL ON test_inbox, test_inbox_id_seq TO lt_worker")
    yield


def into_table(arrivals: Sequence[handlers.Arrival]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO test_inbox (delivery_id, worker) VALUES (%s, %s)",
            [[a.delivery.pk, os.getpid()] for a in arrivals],
        )


def work(name: str, progress: Connection | None, lines: int, rows: int) -> None:
    """A worker process: carries until nothing is left, saying each step to whoever may kill it."""

    def take(arrivals: Sequence[handlers.Arrival], *, at: object) -> None:
        for arrival in arrivals:
            into_table([arrival])
            if progress is not None:
                progress.send(arrival.delivery.pk)

    with as_role("lt_worker", name), handlers.only([take]):
        while carrying.carry_round(at=NOW, lines=lines, rows=rows).touched:
            if progress is not None:
                progress.send("committed")
    os._exit(0)  # no teardown of pytest in the child


def start(
    station: Station, *, watched: bool, lines: int = 20, rows: int = 60
) -> tuple[multiprocessing.Process, Connection | None]:
    connections.close_all()  # a child must not share a socket with its parent
    hears, says = fork.Pipe(duplex=False) if watched else (None, None)
    process = fork.Process(target=work, args=(station.name, says, lines, rows))
    process.start()
    if says is not None:
        says.close()
    return process, hears


def drain(station: Station) -> None:
    process, _hears = start(station, watched=False, lines=50, rows=200)
    process.join(120)
    assert process.exitcode == 0


def check(station: Station, packages: Sequence[Package], dead: int = 0) -> None:
    """accepted = delivered + dead + pending; one arrival, one report, one row for each."""
    with as_role("lt_worker", station.name):
        mine = Delivery.objects.filter(package__in=packages)
        arrived = set(mine.filter(arrived_at__isnull=False).values_list("pk", flat=True))
        waiting = Outbox.objects.filter(delivery__in=mine, kind="envelope")
        pending = waiting.filter(state="waiting").count()
        given_up = waiting.filter(state="dead").count()
        assert mine.count() == len(arrived) + given_up + pending
        assert (pending, given_up) == (0, dead)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT delivery_id FROM test_inbox WHERE delivery_id = ANY(%s)",
                [list(mine.values_list("pk", flat=True))],
            )
            taken = [row[0] for row in cursor.fetchall()]
        assert len(taken) == len(set(taken)), "an envelope was taken twice"
        assert set(taken) == arrived
        reports = StatusReport.objects.filter(delivery__in=mine, code="01")
        assert reports.count() == len(arrived)


def test_killed_again_and_again_in_the_middle_nothing_is_lost_and_nothing_comes_twice(
    station: Station, inbox_table: None
) -> None:
    """F1-F4: 1,000 deliveries, a worker killed wherever it happens to be (25 times, or as often
    as LIENTHONG_KILLS says)."""
    chance = random.Random(1_000)
    packages = [station.document(station.receivers[:100]) for _number in range(10)]
    kills = 0
    while kills < int(os.environ.get("LIENTHONG_KILLS", "25")):
        process, hears = start(station, watched=True)
        assert hears is not None
        steps = chance.randint(1, 45)
        with contextlib.suppress(EOFError):
            for _step in range(steps):
                hears.recv()
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join(10)
        hears.close()
        kills += 1
    drain(station)
    check(station, packages)


def test_a_lost_delivery_would_be_seen(station: Station, inbox_table: None) -> None:
    """The negative twin of the checker: take one row out of the outbox, or hand one over twice."""
    lost = station.document(station.receivers[:3])
    with as_role("lt_worker", station.name):
        Outbox.objects.filter(delivery__package=lost)[0].delete()
    drain(station)
    with pytest.raises(AssertionError):
        check(station, [lost])
    doubled = station.document(station.receivers[:3])
    drain(station)
    check(station, [doubled])
    with as_role("lt_worker", station.name), connection.cursor() as cursor:
        cursor.execute("INSERT INTO test_inbox SELECT * FROM test_inbox ORDER BY id DESC LIMIT 1")
    with pytest.raises(AssertionError, match="taken twice"):
        check(station, [doubled])


def test_two_workers_share_the_lines_and_keep_the_order_of_each(
    station: Station, inbox_table: None
) -> None:
    """F14: each envelope by one worker at a time; the papers of one office in their order."""
    packages = [station.document(station.receivers[:60]) for _number in range(5)]
    workers = [start(station, watched=False, lines=7, rows=21)[0] for _number in range(2)]
    for worker in workers:
        worker.join(120)
        assert worker.exitcode == 0
    check(station, packages)
    with as_role("lt_worker", station.name), connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.receiver_id, array_agg(d.id ORDER BY i.id) FROM test_inbox i"
            " JOIN exchange_delivery d ON d.id = i.delivery_id WHERE d.package_id = ANY(%s)"
            " GROUP BY d.receiver_id",
            [[package.pk for package in packages]],
        )
        orders = cursor.fetchall()
    assert [len(order) for _receiver, order in orders] == [len(packages)] * 60
    for receiver, order in orders:
        assert order == sorted(order), receiver


def crowd(count: int, act: Callable[[int], object]) -> list[object]:
    """So many threads doing the same at the same moment, each with its own connection."""
    gate = threading.Barrier(count)
    results: list[object] = [None] * count

    def one(number: int) -> None:
        try:
            gate.wait(60)
            results[number] = act(number)
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return results


def test_the_same_document_fifty_times_at_once_is_sent_once(
    station: Station, inbox_table: None
) -> None:
    """F5: one package, one delivery for each receiver, one arrival."""
    receivers = station.receivers[:3]

    def send(_number: int) -> int:
        return station.document(receivers, number="F5", content=b"%PDF fifty").pk

    found = crowd(50, send)
    assert len(set(found)) == 1, found
    package = Package(pk=found[0])
    drain(station)
    check(station, [package])
    with station.eyes() as deliveries:
        assert deliveries.filter(package=package).count() == 3


def test_the_same_registration_twenty_times_at_once_is_one(station: Station) -> None:
    package = station.document([station.receivers[0]])
    station.carry()
    delivery = station.sent(package)

    def register(number: int) -> object:
        by = station.official(station.receivers[0])
        with acting(by):
            report = exchange.report_status(
                delivery=delivery, code="03", by=by, at=NOW, arrival_number=str(number + 1)
            )
            return report.pk

    assert len(set(crowd(20, register))) == 1
    assert station.sent(package).status == "03"


def test_recall_and_refusal_at_the_same_moment_end_in_one_state(station: Station) -> None:
    """F18: whichever comes first, both sides read the same row."""
    outcomes = set()
    for _round in range(6):
        package = station.document([station.receivers[0]])
        station.carry()
        delivery = station.sent(package)

        def act(number: int, delivery: Delivery = delivery) -> str:
            if number:
                station.report(delivery, "13", reason="nhầm")
            else:
                station.report(delivery, "02", refusal_reason="wrong_addressee")
            return "done"

        results = crowd(2, act)
        refused = [r for r in results if isinstance(r, exchange.TransitionRefused)]
        assert len(refused) + results.count("done") == 2, results
        end = station.sent(package)
        outcomes.add((end.status, end.retract, len(refused)))
    assert outcomes <= {("02", "", 1), ("02", "13", 0)}


def test_a_poisoned_envelope_among_three_hundred_is_set_aside_and_replayed(
    station: Station,
) -> None:
    """F8: the others pass, the cause is shown, after the fix it goes."""
    station.carry()  # what other tests left
    packages = [station.document(station.receivers[:100]) for _number in range(3)]
    bad = station.document([station.receivers[50]])
    inbox = Inbox()
    inbox.poison = {bad.pk}
    at, rounds = NOW, 0
    done = station.carry(inbox, at=at)
    assert done.carried == 300
    assert done.failed == 1
    while not (done := station.carry(inbox, at=at)).dead:
        at += exchange.RETRY_CEILING
        rounds += 1
        assert rounds < 10
    assert rounds == 4
    by = station.official()
    with acting(by):
        dead = exchange.list_dead(by).get(delivery__package=bad)
        assert "gói tin hỏng (mẫu)" in dead.cause
        assert dead.tries == 5
    assert station.sent(bad).status == ""
    with acting(by):
        exchange.replay(carriage=dead, by=by, at=at)
    after = Inbox()
    station.carry(after, at=at)
    assert after.arrivals == [station.sent(bad).pk]
    with station.eyes() as deliveries:
        assert deliveries.filter(package__in=packages, status="01").count() == 300


def test_a_receiver_that_is_down_for_a_day_loses_nothing_and_drains_in_order(
    station: Station,
) -> None:
    """F9: the pause has a ceiling, the line waits as a whole, no try is counted."""
    down, up = station.receivers[80:82]
    inbox = Inbox()
    inbox.down = {down}
    at, attempts, packages = NOW, 0, []
    for hour in range(24):
        if hour % 6 == 0:
            packages.append(station.document([down, up], at=at))
        done = station.carry(inbox, at=at)
        attempts += done.held
        at += exchange.RETRY_CEILING * 8  # about an hour
    assert attempts <= 24
    with as_role("lt_worker", station.name):
        line = Line.objects.get(pk=down)
        assert line.failures >= 10
        assert line.retry_at is not None
        assert line.retry_at - at <= exchange.RETRY_CEILING
        assert "ngắt" in line.cause
        assert Outbox.objects.filter(target=down, state="waiting", tries=0).count() == 4
    inbox.down = set()
    station.carry(inbox, at=at)
    expected = [station.sent(package, down).pk for package in packages]
    assert [pk for pk in inbox.arrivals if pk in expected] == expected
    with as_role("lt_worker", station.name):
        assert Line.objects.get(pk=down).failures == 0


def test_damaged_bytes_never_arrive_and_the_others_do(station: Station) -> None:
    """F13, F17: the stored file no longer has the digest that was handed over."""
    good = station.document(station.receivers[:5])
    bad = station.document(station.receivers[:5], content=b"%PDF to be damaged")
    with station.eyes():
        sha256 = bad.files.get().sha256
    place = Path(vault.storage().path(vault.place_of(sha256)))
    kept = place.read_bytes()
    place.chmod(0o640)
    place.write_bytes(kept[:-3])
    at = NOW
    try:
        for _round in range(6):
            station.carry(at=at)
            at += exchange.RETRY_CEILING
    finally:
        place.write_bytes(kept)
    by = station.official()
    with acting(by):
        dead = list(exchange.list_dead(by).filter(delivery__package=bad))
    assert len(dead) == 5
    assert all("không còn nguyên vẹn" in row.cause for row in dead)
    with station.eyes() as deliveries:
        assert deliveries.filter(package=good, status="01").count() == 5
        assert not deliveries.filter(package=bad).exclude(status="").exists()
    with acting(by):
        for row in dead:
            exchange.replay(carriage=row, by=by, at=at)
    station.carry(at=at)
    with station.eyes() as deliveries:
        assert deliveries.filter(package=bad, status="01").count() == 5


def test_a_backend_terminated_in_the_middle_undoes_the_round_only(
    station: Station, inbox_table: None
) -> None:
    """F12: the round raises, nothing of it stays, the next one on a new connection does it all."""
    package = station.document(station.receivers[:30])

    def cut(arrivals: Sequence[handlers.Arrival], *, at: object) -> None:
        into_table(arrivals)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
        with database.admin(station.name) as admin:
            admin.execute("SELECT pg_terminate_backend(%s)", [pid])
        into_table(arrivals)

    with (
        as_role("lt_worker", station.name),
        handlers.only([cut]),
        pytest.raises(OperationalError),
    ):
        carrying.carry_round(at=NOW)
    assert station.sent(package, station.receivers[0]).status == ""
    drain(station)
    check(station, [package])


def test_a_line_that_another_worker_holds_does_not_stop_the_rest(station: Station) -> None:
    held, free = station.receivers[:2]
    package = station.document([held, free])
    with database.admin(station.name) as admin, admin.transaction():
        admin.execute("SELECT 1 FROM exchange_line WHERE agency_id = %s FOR UPDATE", [held])
        station.carry()
        assert station.sent(package, free).status == "01"
        assert station.sent(package, held).status == ""
    station.carry()
    assert station.sent(package, held).status == "01"


def test_a_sending_that_is_rolled_back_sends_nothing(station: Station) -> None:
    """What was not acknowledged does not arrive: deliveries, outbox and job fall together."""

    def jobs() -> int:
        with database.admin(station.name) as admin:
            row = admin.execute("SELECT count(*) FROM procrastinate_jobs").fetchone()
            return int(row[0]) if row else 0

    before = jobs()
    with pytest.raises(RuntimeError), acting(station.official()):
        station.document([station.receivers[0]], number="RB")
        raise RuntimeError("the caller fails")
    assert jobs() == before
    with station.eyes() as deliveries:
        assert not deliveries.filter(package__reference="RB/UBND-NC").exists()


def test_a_senders_broken_system_does_not_keep_the_paper_from_its_receiver(
    station: Station,
) -> None:
    package = station.document([station.receivers[0]])

    def broken(news: Sequence[handlers.StatusNews], *, at: object) -> None:
        raise ValueError("hệ thống bên gửi hỏng (mẫu)")

    with as_role("lt_worker", station.name), handlers.only([Inbox().take], [broken]):
        carrying.carry_all(lambda: NOW)
    delivery = station.sent(package)
    assert delivery.status == "01"
    inbox = Inbox()
    station.carry(inbox, at=NOW + exchange.RETRY_CEILING)
    assert (delivery.pk, "01", station.sender) in inbox.news


def test_the_jobs_of_the_worker_do_the_same(station: Station) -> None:
    """The job that an act defers has the name that the worker knows; a lost one is made up for."""
    from procrastinate.contrib.django import app

    from lienthong.axis.exchange import jobs
    from lienthong.axis.exchange.services.posting import CARRY_TASK

    assert CARRY_TASK in app.tasks
    names = set()
    for job in (jobs.carry, lambda: jobs.look_again(0)):
        package = station.document([station.receivers[0]])
        with as_role("lt_worker", station.name), handlers.only([Inbox().take]):
            job()
            jobs.fold_counts(0)
        names.add(station.sent(package).status)
    assert names == {"01"}
    with database.admin(station.name) as admin:
        row = admin.execute("SELECT DISTINCT task_name FROM procrastinate_jobs").fetchall()
    assert (CARRY_TASK,) in row
