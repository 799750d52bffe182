"""F15 and the pains of numbering: parallel issuers, rollbacks, kills, the same act twice, dead ends.

Real commits over real connections; the checker that judges is itself shown to fail without guards.
"""

import datetime as dt
import os
import random
import threading
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, InterfaceError, connection

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.models import Fact
from lienthong.kernel.facts.recording import act
from lienthong.kernel.registers import queries, services
from lienthong.kernel.registers.models import Book, Entry
from lienthong.kernel.registers.services import own_transaction
from tests.kernel.people import agency_ids, official
from tests.support import database

ISSUERS = int(os.environ.get("LIENTHONG_ISSUERS", "200"))
ACTS = 2
KILL_EVERY = 0.15  # seconds
DAY = dt.date(2026, 11, 23)
SEED = 20260305


@pytest.fixture
def clerk(committed: str) -> Iterator[Actor]:
    yield official(agency_ids(1)[0], "registers.manage")


@pytest.fixture
def book(clerk: Actor, now: dt.datetime) -> Book:
    with acting(clerk):
        return services.open_book(
            agency_id=clerk.agency_id, kind="other", code="THỬ", year=2026,
            title="Sổ thử (mẫu)", opens_on=dt.date(2026, 1, 1), by=clerk, at=now,
        )  # fmt: skip


def together(count: int, work: Callable[[int], None]) -> None:
    """Run `work` in so many threads at once, each with its own connection; a fault fails the test."""
    faults: list[BaseException] = []
    start = threading.Barrier(count)

    def one(place: int) -> None:
        try:
            start.wait(60)
            work(place)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert not any(thread.is_alive() for thread in threads)
    if faults:
        raise faults[0]


def problems(clerk: Actor, book: Book) -> list[str]:
    with acting(clerk):
        return [f"{p.code}:{p.number}" for p in queries.check(clerk, book)]


class RolledBack(Exception):
    """The caller changed his mind after the number was given."""


class Midnight:
    """The day on which numbers are given; it turns once in the middle of the run."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def turn(self) -> None:
        self.now += dt.timedelta(days=1)


def issue(book: Book, key: str, clerk: Actor, moment: dt.datetime, way: str) -> int:
    """One issuing act by one of the two ways, or one that is rolled back."""
    on = moment.date()
    if way == "reserve":  # two transactions, as around a signature
        entry = services.reserve_number(book=book, key=key, on=on, by=clerk, at=moment)
        with acting(clerk):
            return services.confirm_number(entry, by=clerk, at=moment).number
    with acting(clerk):
        entry = services.take_number(book=book, key=key, on=on, by=clerk, at=moment)
        if way == "rollback":
            raise RolledBack
        return entry.number


def test_two_hundred_issuers_with_rollbacks_and_kills(
    committed: str, clerk: Actor, book: Book, now: dt.datetime
) -> None:
    given: dict[str, int] = {}
    calendar, done, kills, rollbacks = Midnight(now), threading.Event(), [0], [0]

    def issuer(place: int) -> None:
        dice = random.Random(SEED + place)
        for turn in range(ACTS):
            key, way = f"{place}-{turn}", dice.choice(["take", "take", "reserve", "reserve"])
            if dice.random() < 0.2:
                way = "rollback"
                rollbacks[0] += 1
            if (place, turn) == (0, ACTS - 1):
                calendar.turn()
            fault: Exception | None = None
            for _attempt in range(30):
                try:
                    given[key] = issue(book, key, clerk, calendar.now, way)
                except RolledBack:
                    way = "take"  # he tries again and means it
                    continue
                except services.DateGoesBack as error:
                    fault = error  # midnight passed between asking the time and taking the number
                    continue
                except (DatabaseError, InterfaceError) as error:
                    fault = error
                    connection.close()  # killed in the middle: the act is resumed by its key
                    continue
                break
            else:
                raise AssertionError(f"{key} never got its number") from fault

    def killer() -> None:
        dice = random.Random(SEED)
        with database.admin() as admin:
            while not done.wait(KILL_EVERY):
                pids = [
                    row[0]
                    for row in admin.execute(
                        "SELECT pid FROM pg_stat_activity WHERE datname = %s AND usename = 'lt_app'"
                        " AND state <> 'idle'",
                        [committed],
                    ).fetchall()
                ]
                if pids:
                    admin.execute("SELECT pg_terminate_backend(%s)", [dice.choice(pids)])
                    kills[0] += 1

    assassin = threading.Thread(target=killer)
    assassin.start()
    try:
        together(ISSUERS, issuer)
    finally:
        done.set()
        assassin.join(30)
    connection.close()

    assert problems(clerk, book) == []
    with acting(clerk):
        entries = {e.key: e for e in Entry.objects.filter(book=book)}
        last = Book.objects.get(pk=book.pk)
    assert len(given) == ISSUERS * ACTS == len(entries) == last.last_number
    assert {key: entry.number for key, entry in entries.items()} == given
    assert {entry.state for entry in entries.values()} == {"taken"}
    assert last.last_on == DAY + dt.timedelta(days=1)
    assert kills[0] > 0
    assert rollbacks[0] > 0


def test_each_number_left_its_facts_and_no_more(clerk: Actor, book: Book, now: dt.datetime) -> None:
    def before_and_after() -> int:
        with acting(clerk):
            return Fact.objects.filter(act__startswith="registers.number_").count()

    start = before_and_after()
    together(20, lambda place: print(issue(book, f"k{place % 5}", clerk, now, "take")))
    with acting(clerk):
        assert Entry.objects.filter(book=book).count() == 5
    assert before_and_after() - start == 5


def test_the_same_act_fifty_times_at_once_takes_one_number(
    clerk: Actor, book: Book, now: dt.datetime
) -> None:
    numbers: list[int] = []
    ways = ["take", "reserve"]
    together(50, lambda place: numbers.append(issue(book, "one act", clerk, now, ways[place % 2])))
    assert numbers == [1] * 50
    assert problems(clerk, book) == []


def test_a_reserved_number_stands_when_the_request_fails(
    clerk: Actor, book: Book, now: dt.datetime
) -> None:
    """The web request is one transaction: the reservation is kept although it is rolled back."""
    given = {"book": book, "key": "document 7", "on": DAY, "by": clerk, "at": now}
    with pytest.raises(RolledBack), acting(clerk):
        first = services.reserve_number(**given)
        assert Entry.objects.get(pk=first.pk).state == "reserved"  # and the request sees it
        services.confirm_number(first, by=clerk, at=now)
        raise RolledBack
    with acting(clerk):
        left = queries.interrupted(clerk, at=now + dt.timedelta(hours=1))
        assert [(e.key, e.number) for e in left] == [("document 7", 1)]
        resumed = services.reserve_number(**given)
        assert resumed.pk == first.pk
        assert services.confirm_number(resumed, by=clerk, at=now).number == 1
    assert problems(clerk, book) == []


def test_a_reservation_is_no_part_of_the_act_around_it(
    clerk: Actor, book: Book, now: dt.datetime
) -> None:
    """Its fact is its own: the outer act may still be rolled back."""
    with acting(clerk):
        start = Fact.objects.order_by("-id").values_list("id", flat=True).first() or 0
        with act("documents.issued", by=clerk, at=now, subject=book):
            entry = services.reserve_number(book=book, key="k", on=DAY, by=clerk, at=now)
            services.confirm_number(entry, by=clerk, at=now)
        facts = Fact.objects.filter(id__gt=start).order_by("act")
        assert [(f.act, f.includes) for f in facts] == [
            ("documents.issued", ["registers.number_taken"]),
            ("registers.number_reserved", []),
        ]


def test_a_book_opened_in_the_same_request_gives_its_number_within_it(
    clerk: Actor, now: dt.datetime
) -> None:
    """The first paper of the year: no other connection sees the book yet, so both stand or fall."""

    def first_paper(fails: bool) -> int:
        with acting(clerk):
            made = services.open_book(
                agency_id=clerk.agency_id, kind="other", code="MỚI", year=2026,
                title="Sổ thử (mẫu)", opens_on=dt.date(2026, 1, 1), by=clerk, at=now,
            )  # fmt: skip
            entry = services.reserve_number(book=made, key="first", on=DAY, by=clerk, at=now)
            if fails:
                raise RolledBack
            return services.confirm_number(entry, by=clerk, at=now).number

    with pytest.raises(RolledBack):
        first_paper(fails=True)
    with acting(clerk):
        assert not Book.objects.filter(code="MỚI").exists()
    assert first_paper(fails=False) == 1


def test_reserving_while_holding_the_book_is_an_error_and_no_standstill(
    clerk: Actor, book: Book, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The trap of the connection of its own: it waits for the caller, who waits for it."""
    monkeypatch.setattr(own_transaction, "LOCK_WAIT_MS", 300)
    with acting(clerk):
        services.take_number(book=book, key="held", on=DAY, by=clerk, at=now)
        with pytest.raises(services.BookBusy, match="thử lại"):
            services.reserve_number(book=book, key="other", on=DAY, by=clerk, at=now)
    with acting(clerk):
        assert [e.key for e in Entry.objects.filter(book=book)] == ["held"]


def test_refusals_reach_the_caller_from_the_other_connection(
    clerk: Actor, book: Book, now: dt.datetime
) -> None:
    issue(book, "a", clerk, now, "take")
    before = now - dt.timedelta(days=3)
    with acting(clerk), pytest.raises(services.DateGoesBack, match="sớm hơn ngày của số cuối"):
        services.reserve_number(book=book, key="b", on=before.date(), by=clerk, at=before)
    assert problems(clerk, book) == []


def test_two_clerks_open_the_same_book(clerk: Actor, now: dt.datetime) -> None:
    made: list[int] = []

    def one(_place: int) -> None:
        with acting(clerk):
            made.append(
                services.open_book(
                    agency_id=clerk.agency_id, kind="other", code="CÙNG LÚC", year=2026,
                    title="Sổ thử (mẫu)", opens_on=dt.date(2026, 1, 1), by=clerk, at=now,
                ).pk
            )  # fmt: skip

    together(8, one)
    assert len(made) == 8
    assert len(set(made)) == 1


def test_without_the_guards_the_checker_fails(
    committed: str, clerk: Actor, book: Book, now: dt.datetime
) -> None:
    """The negative twin: two clerks read the last number, both write the next one."""
    issue(book, "right", clerk, now, "take")
    connection.close()
    with psycopg.connect(database.url("lt_owner", committed), autocommit=True) as owner:
        owner.execute("DROP TRIGGER registers_give_number ON registers_entry")
        owner.execute("ALTER TABLE registers_entry DROP CONSTRAINT registers_number_once")
        owner.execute("DROP TRIGGER registers_keep_book ON registers_book")

    def naive(number: int, on: dt.date, key: str) -> None:
        with acting(clerk), act("test.naive", by=clerk, at=now):
            Entry.objects.create(
                book=book, agency_id=clerk.agency_id, number=number, on=on, state="taken",
                key=key, reserved_at=now, reserved_by="x", taken_at=now, taken_by="x",
            )  # fmt: skip
            Book.objects.filter(pk=book.pk).update(last_number=number, last_on=on)

    with acting(clerk):
        read_by_both = Book.objects.get(pk=book.pk).last_number
    naive(read_by_both + 1, DAY, "first clerk")
    naive(read_by_both + 1, DAY, "second clerk")
    naive(read_by_both + 3, dt.date(2026, 11, 20), "third clerk")
    assert problems(clerk, book) == ["duplicate:2", "gap:3", "backdated:4", "counter:4"]


def test_the_command_names_the_book_and_the_number(
    committed: str, clerk: Actor, book: Book, now: dt.datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    issue(book, "a", clerk, now, "take")
    with acting(clerk):
        call_command("check_books")
    assert "0 sổ có lỗi" in capsys.readouterr().out
    connection.close()
    with psycopg.connect(database.ADMIN, dbname=committed, autocommit=True) as root:
        root.execute("ALTER TABLE registers_book DISABLE TRIGGER ALL")
        root.execute("UPDATE registers_book SET last_number = 2 WHERE id = %s", [book.pk])
    with acting(clerk), pytest.raises(CommandError):
        call_command("check_books")
    out = capsys.readouterr().out
    assert "Sổ thử (mẫu) (2026)" in out
    assert "số 02: Số cuối ghi trên sổ không khớp" in out
