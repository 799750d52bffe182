"""Numbers in the database: in order, once, never back; interrupted acts resume; refusals speak."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.models import Fact, FactLine
from lienthong.kernel.facts.recording import act
from lienthong.kernel.registers import queries, services
from lienthong.kernel.registers.models import Book, Entry
from tests.kernel.people import agency_ids, official

YEAR = 2026
DAY = dt.date(YEAR, 11, 23)
OTHER = "'" + json.dumps({"id": 999999, "number": 7, "key": "y"}) + "'"


@pytest.fixture
def clerk(db: None) -> Iterator[Actor]:
    """A clerk at work, in a transaction that is rolled back."""
    actor = official(agency_ids(1)[0], "registers.manage")
    with acting(actor), services.reservations_join_caller():
        yield actor


@pytest.fixture
def book(clerk: Actor, now: dt.datetime) -> Book:
    return services.open_book(
        agency_id=clerk.agency_id, kind="other", code="THỬ", year=YEAR,
        title="Sổ thử (mẫu)", opens_on=dt.date(YEAR, 1, 1), by=clerk, at=now,
    )  # fmt: skip


@pytest.fixture
def take(clerk: Actor, book: Book, now: dt.datetime) -> Callable[..., Entry]:
    def one(key: str, on: dt.date = DAY, at: dt.datetime = now, **more: Any) -> Entry:
        return services.take_number(book=book, key=key, on=on, by=clerk, at=at, **more)

    return one


@pytest.fixture
def reserve(clerk: Actor, book: Book, now: dt.datetime) -> Callable[..., Entry]:
    def one(key: str, on: dt.date = DAY, **more: Any) -> Entry:
        return services.reserve_number(book=book, key=key, on=on, by=clerk, at=now, **more)

    return one


def refused(constraint: str, sql: str, *values: Any) -> None:
    """The database itself refuses the statement by that guard, inside an act."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as run:
        run.execute(sql, values)
    assert caught.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]


def test_numbers_run_from_one_in_order(take: Callable[..., Entry], book: Book) -> None:
    entries = [take(f"act-{i}") for i in range(3)]
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert [entry.agency_id for entry in entries] == [book.agency_id] * 3
    book.refresh_from_db()
    assert (book.last_number, book.last_on) == (3, DAY)
    assert queries.check(official(book.agency_id), book) == []


def test_one_act_leaves_one_fact_with_a_line_for_the_number_and_one_for_the_book(
    take: Callable[..., Entry], clerk: Actor
) -> None:
    before = Fact.objects.count()
    entry = take("act-1")
    fact = Fact.objects.order_by("-id")[0]
    assert (Fact.objects.count() - before, fact.act) == (1, "registers.number_taken")
    assert (fact.subject_type, fact.subject_id) == ("registers.entry", str(entry.pk))
    lines = FactLine.objects.filter(fact=fact).order_by("table")
    assert [(line.table, line.operation, line.agency_ids) for line in lines] == [
        ("registers_book", "update", [clerk.agency_id]),
        ("registers_entry", "insert", [clerk.agency_id]),
    ]
    assert lines[0].fields == ["last_number", "last_on"]


def test_the_same_act_gets_the_same_number(
    take: Callable[..., Entry], reserve: Callable[..., Entry]
) -> None:
    reserved = reserve("act-1")
    facts = Fact.objects.count()
    assert reserve("act-1").pk == reserved.pk
    assert Fact.objects.count() == facts  # resuming is no act of its own
    taken = take("act-1", label="Công văn (mẫu)")
    assert (taken.pk, taken.number, taken.state) == (reserved.pk, 1, "taken")
    assert (taken.taken_by, taken.subject_label) == ("Văn thư (mẫu), Văn thư", "Công văn (mẫu)")
    assert take("act-1").pk == reserved.pk
    assert take("act-2").number == 2


def test_an_act_resumed_on_the_next_day_keeps_its_date(
    reserve: Callable[..., Entry], clerk: Actor, book: Book, now: dt.datetime
) -> None:
    first = reserve("act-1")
    later = now + dt.timedelta(days=2)
    again = services.reserve_number(
        book=book, key="act-1", on=dt.date(YEAR, 11, 25), by=clerk, at=later
    )
    assert (again.pk, again.on) == (first.pk, DAY)
    assert services.confirm_number(again, by=clerk, at=later).on == DAY


def test_subject_stands_as_text(take: Callable[..., Entry], book: Book) -> None:
    entry = take("act-1", subject=book, label="V/v thử (mẫu)")
    assert (entry.subject_type, entry.subject_id) == ("registers.book", str(book.pk))


def test_cancelled_numbers_stay_with_their_reason_and_are_not_used_again(
    reserve: Callable[..., Entry], take: Callable[..., Entry], clerk: Actor, now: dt.datetime
) -> None:
    entry = reserve("act-1")
    with pytest.raises(services.NumberRefused, match="lý do"):
        services.cancel_number(entry, reason=" ", by=clerk, at=now)
    cancelled = services.cancel_number(entry, reason="Ký nhầm bản", by=clerk, at=now)
    assert (cancelled.state, cancelled.reason) == ("cancelled", "Ký nhầm bản")
    again = services.cancel_number(entry, reason="khác", by=clerk, at=now)
    assert again.reason == "Ký nhầm bản"
    for use in (reserve, take):
        with pytest.raises(services.NumberCancelled, match=r"01 .* đã hủy .Ký nhầm bản"):
            use("act-1")
    with pytest.raises(services.NumberCancelled):
        services.confirm_number(entry, by=clerk, at=now)
    assert take("act-2").number == 2
    assert queries.check(clerk, entry.book) == []


def test_a_taken_number_may_still_be_cancelled_and_is_then_final(
    take: Callable[..., Entry], clerk: Actor, now: dt.datetime
) -> None:
    entry = take("act-1")
    services.cancel_number(entry, reason="Không phát hành", by=clerk, at=now)
    with act("test.act", by=clerk, at=now):
        refused(
            "registers_state_kept",
            "UPDATE registers_entry SET state = 'taken', cancelled_at = NULL WHERE id = %s",
            entry.pk,
        )


@pytest.mark.parametrize(
    ("on", "days", "refusal", "sentence"),
    [
        (dt.date(YEAR, 11, 20), 0, services.DateGoesBack, "hôm nay là 23/11/2026"),
        (dt.date(YEAR, 11, 24), 0, services.DateRefused, "chưa tới"),
        # A clock that runs behind: the day is today's, and still before the last number's.
        (dt.date(YEAR, 11, 20), -3, services.DateGoesBack, "sớm hơn ngày của số cuối"),
        (dt.date(YEAR + 1, 1, 4), 42, services.DateRefused, "đến ngày 31/12/2026"),
    ],
)
def test_dates_that_are_refused(
    take: Callable[..., Entry], now: dt.datetime, on: dt.date, days: int,
    refusal: type[Exception], sentence: str,
) -> None:  # fmt: skip
    take("act-1")
    with pytest.raises(refusal, match=sentence):
        take("act-2", on=on, at=now + dt.timedelta(days=days))
    assert take("act-2").number == 2  # the refusal took no number


def test_the_day_is_that_of_viet_nam(take: Callable[..., Entry]) -> None:
    """23:30 UTC on Sunday is Monday morning in the office."""
    early = dt.datetime(YEAR, 11, 22, 23, 30, tzinfo=dt.UTC)
    with pytest.raises(services.DateGoesBack):
        take("act-1", on=early.date(), at=early)
    assert take("act-1", on=DAY, at=early).on == DAY


@pytest.mark.parametrize(
    ("guard", "statement"),
    [
        ("registers_number_kept", "UPDATE registers_entry SET number = 9 WHERE id = {entry}"),
        ("registers_number_kept",
         "UPDATE registers_entry SET \"on\" = '2026-01-01' WHERE id = {entry}"),
        ("registers_number_kept", "UPDATE registers_entry SET key = 'x' WHERE id = {entry}"),
        ("registers_number_kept", "DELETE FROM registers_entry WHERE id = {entry}"),
        ("registers_state_kept",
         "UPDATE registers_entry SET state = 'reserved', taken_at = NULL WHERE id = {entry}"),
        ("registers_counter_kept",
         "UPDATE registers_book SET last_number = last_number + 1 WHERE id = {book}"),
        ("registers_counter_kept",
         "UPDATE registers_book SET last_on = '2026-01-01' WHERE id = {book}"),
        ("registers_book_kept", "UPDATE registers_book SET year = 2025 WHERE id = {book}"),
        ("registers_closes_before_last",
         "UPDATE registers_book SET closes_on = '2026-11-22' WHERE id = {book}"),
        ("registers_number_given",
         ("INSERT INTO registers_entry SELECT (e).* FROM (SELECT jsonb_populate_record(e, {other})"
          " AS e FROM registers_entry e WHERE id = {entry}) x")),
        ("registers_cancelled_has_reason",
         ("UPDATE registers_entry SET state = 'cancelled', cancelled_at = now(),"
          " cancelled_by = 'x', reason = ' ' WHERE id = {entry}")),
    ],
)  # fmt: skip
def test_the_database_itself_keeps_numbers(
    take: Callable[..., Entry], clerk: Actor, book: Book, now: dt.datetime,
    guard: str, statement: str,
) -> None:  # fmt: skip
    entry = take("act-1")
    with act("test.act", by=clerk, at=now):
        refused(guard, statement.format(entry=entry.pk, book=book.pk, other=OTHER))
    assert queries.check(clerk, Book.objects.get(pk=book.pk)) == []


def test_a_number_outside_an_act_is_refused(clerk: Actor, book: Book, now: dt.datetime) -> None:
    with pytest.raises(DatabaseError, match="outside an act"), transaction.atomic():
        Entry.objects.create(
            book=book, agency_id=clerk.agency_id, on=DAY, state="reserved", key="k",
            reserved_at=now, reserved_by="x",
        )  # fmt: skip


def test_a_book_of_another_agency_gives_no_number(
    db: None, now: dt.datetime, clerk: Actor, book: Book
) -> None:
    stranger = official(agency_ids(2)[1])
    with acting(stranger):
        assert not Book.objects.filter(pk=book.pk).exists()
        with pytest.raises(services.BookUnknown, match="Không tìm thấy sổ"):
            services.take_number(book=book, key="x", on=DAY, by=stranger, at=now)
    with acting(clerk):
        assert Book.objects.get(pk=book.pk).last_number == 0
