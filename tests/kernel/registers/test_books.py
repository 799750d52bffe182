"""Books: opened once for a life and a year, closed with a record, seen and printed with their gaps."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.models import Agency
from lienthong.kernel.facts.recording import act
from lienthong.kernel.registers import jobs, queries, services
from lienthong.kernel.registers.models import Book, Closing, Entry
from lienthong.kernel.registers.services.books import _record
from tests.kernel.people import agency_ids, official

D = dt.date
YEAR = 2026
EVE = dt.datetime(2026, 12, 31, 9, tzinfo=dt.UTC)


@pytest.fixture
def clerk(db: None) -> Iterator[Actor]:
    actor = official(agency_ids(1)[0], "registers.manage")
    with acting(actor), services.reservations_join_caller():
        yield actor


@pytest.fixture
def opened(clerk: Actor, now: dt.datetime) -> Callable[..., Book]:
    def one(**more: Any) -> Book:
        given: dict[str, Any] = {
            "agency_id": clerk.agency_id, "kind": "other", "code": "THỬ", "year": YEAR,
            "title": "Sổ thử (mẫu)", "opens_on": D(YEAR, 1, 1), "by": clerk, "at": now,
        }  # fmt: skip
        return services.open_book(**given | more)

    return one


def fill(book: Book, by: Actor, days: list[dt.date], cancel: dict[int, str] | None = None) -> None:
    """Numbers on these days, each at nine o'clock; some cancelled."""
    for place, day in enumerate(days):
        at = nine(day)
        entry = services.take_number(
            book=book, key=f"{book.pk}-{place}", on=day, by=by, at=at, label=f"Văn bản {place}"
        )
        if cancel and entry.number in cancel:
            services.cancel_number(entry, reason=cancel[entry.number], by=by, at=at)


def test_opening_twice_is_opening_once(opened: Callable[..., Book]) -> None:
    first = opened()
    assert opened(title="Tên khác").pk == first.pk
    assert (first.last_number, first.last_on, first.closes_on) == (0, None, D(YEAR, 12, 31))


def test_who_may_not_manage_books_is_told(now: dt.datetime, clerk: Actor) -> None:
    nobody = official(clerk.agency_id)
    with pytest.raises(Forbidden):
        services.open_book(
            agency_id=clerk.agency_id, kind="other", year=YEAR, title="x",
            opens_on=D(YEAR, 1, 1), by=nobody, at=now,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"opens_on": D(2025, 12, 31)}, "trong năm 2026"),
        ({"closes_on": D(2025, 12, 31)}, "trong năm 2026"),
        ({"opens_on": D(2026, 7, 1), "closes_on": D(2026, 6, 30)}, "trong năm 2026"),
        ({"first_number": 1235}, "tiếp theo sổ nào"),
        ({"first_number": 0}, "tiếp theo sổ nào"),
    ],
)
def test_books_that_are_refused(
    opened: Callable[..., Book], given: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(services.BookRefused, match=sentence):
        opened(**given)


def test_a_series_carried_on_from_another_book(opened: Callable[..., Book], clerk: Actor) -> None:
    book = opened(first_number=1235, note="Tiếp theo sổ giấy năm 2026, đến số 1234")
    fill(book, clerk, [D(YEAR, 11, 20)])
    assert [e.number for e in queries.last_entries(clerk, book)] == [1235]
    assert queries.check(clerk, book) == []


def nine(day: dt.date) -> dt.datetime:
    """Nine o'clock in Việt Nam."""
    return dt.datetime(day.year, day.month, day.day, 2, tzinfo=dt.UTC)


def test_a_new_legal_life_starts_at_one_in_mid_year(db: None) -> None:
    """Đ15.1: from 01; each life has its own series, also within one year."""
    born = Agency.objects.filter(period__startswith=D(2025, 7, 1)).order_by("id")[0]
    actor = official(born.pk, "registers.manage")
    first = D(2025, 7, 1)
    given: dict[str, Any] = {
        "agency_id": born.pk, "kind": "other", "code": "THỬ", "year": 2025,
        "title": "Sổ thử (mẫu)", "by": actor, "at": nine(first),
    }  # fmt: skip
    with acting(actor):
        with pytest.raises(services.BookRefused, match="thời gian hoạt động"):
            services.open_book(opens_on=D(2025, 1, 1), **given)
        book = services.open_book(opens_on=first, **given)
        for on, number in ((D(2025, 6, 30), None), (first, 1)):
            take = {"book": book, "key": "a", "on": on, "by": actor, "at": nine(on)}
            if number is None:
                with pytest.raises(services.DateRefused):
                    services.take_number(**take)
            else:
                assert services.take_number(**take).number == number


def test_a_life_that_ended_closes_its_books_on_its_last_day(db: None) -> None:
    dead = Agency.objects.filter(period__endswith=D(2025, 7, 1)).order_by("id")[0]
    actor = official(dead.pk, "registers.manage")
    with acting(actor):
        book = services.open_book(
            agency_id=dead.pk, kind="other", code="THỬ", year=2025, title="Sổ thử (mẫu)",
            opens_on=D(2025, 1, 1), by=actor, at=nine(D(2025, 1, 2)),
        )  # fmt: skip
        assert book.closes_on == D(2025, 6, 30)
        late = D(2025, 7, 1)
        with pytest.raises(services.DateRefused):
            services.take_number(book=book, key="a", on=late, by=actor, at=nine(late))


def test_closing_writes_a_record_and_nothing_follows(
    opened: Callable[..., Book], clerk: Actor
) -> None:
    book = opened()
    fill(book, clerk, [D(YEAR, 1, 5), D(YEAR, 1, 5), D(YEAR, 3, 9)], {2: "Trùng số trên giấy"})
    closing = services.close_book(book=book, by=clerk, at=EVE)
    assert (closing.first_number, closing.last_number, closing.taken) == (1, 3, 2)
    assert closing.cancelled == [[2, "2026-01-05", "Trùng số trên giấy"]]
    assert closing.missing == []
    assert services.close_book(book=book, by=clerk, at=EVE).pk == closing.pk
    assert "Số đã hủy (1): 02" in queries.closing_text(clerk, book)
    with pytest.raises(services.BookClosed, match="đã khóa"):
        services.take_number(book=book, key="late", on=D(YEAR, 12, 31), by=clerk, at=EVE)
    entry = queries.last_entries(clerk, book, 1)[0]
    with pytest.raises(services.BookClosed):
        services.cancel_number(entry, reason="muộn", by=clerk, at=EVE)


def test_a_book_is_closed_on_its_last_day_or_by_a_decision(
    opened: Callable[..., Book], clerk: Actor, now: dt.datetime
) -> None:
    book = opened()
    fill(book, clerk, [D(YEAR, 11, 20)])
    with pytest.raises(services.BookRefused, match="chưa khóa được"):
        services.close_book(book=book, by=clerk, at=now)
    with pytest.raises(services.BookRefused, match="quyết định"):
        services.close_book(book=book, closes_on=D(YEAR, 11, 23), by=clerk, at=now)
    with pytest.raises(services.BookRefused, match="sau ngày của số cuối"):
        services.close_book(
            book=book, closes_on=D(YEAR, 11, 19), decision="QĐ (mẫu)", by=clerk, at=now
        )
    closing = services.close_book(
        book=book, closes_on=D(YEAR, 11, 22), decision="QĐ (mẫu)", by=clerk, at=now
    )
    assert closing.closed_on == Book.objects.get(pk=book.pk).closes_on == D(YEAR, 11, 22)


def test_a_book_with_interrupted_acts_is_not_closed(
    opened: Callable[..., Book], clerk: Actor
) -> None:
    book = opened()
    entry = services.reserve_number(book=book, key="a", on=D(YEAR, 12, 31), by=clerk, at=EVE)
    with pytest.raises(services.BookNotEmptyToClose, match="01"):
        services.close_book(book=book, by=clerk, at=EVE)
    services.confirm_number(entry, by=clerk, at=EVE)
    services.close_book(book=book, by=clerk, at=EVE)


def test_missing_numbers_need_an_explanation(opened: Callable[..., Book], clerk: Actor) -> None:
    """A gap cannot come about here; one brought in by a repair must be explained to be closed."""
    book = opened()
    fill(book, clerk, [D(YEAR, 1, 5)] * 3)
    book.refresh_from_db()
    with act("test.repair", by=clerk, at=EVE):
        entries = list(Entry.objects.filter(book=book).exclude(number=2).order_by("number"))
        with pytest.raises(services.BookRefused, match="thiếu số 02"):
            _record(book, entries, D(YEAR, 12, 31), "", "", clerk, EVE)
        closing = _record(book, entries, D(YEAR, 12, 31), "", "Mất trang sổ cũ", clerk, EVE)
    assert (closing.missing, closing.explanation) == ([2], "Mất trang sổ cũ")


def test_closing_records_never_change(opened: Callable[..., Book], clerk: Actor) -> None:
    book = opened()
    services.close_book(book=book, by=clerk, at=EVE)
    with act("test.act", by=clerk, at=EVE):
        for change in ("UPDATE registers_closing SET taken = 9", "DELETE FROM registers_closing",
                       "UPDATE registers_book SET closed_at = NULL"):  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic():
                connection.cursor().execute(change)
    assert Closing.objects.get(book=book).taken == 0


def test_next_year_opens_by_itself_once(opened: Callable[..., Book], clerk: Actor) -> None:
    book = opened()
    following = services.open_next_year(book=book, by=clerk, at=EVE)
    assert (following.year, following.opens_on, following.last_number) == (2027, D(2027, 1, 1), 0)
    assert services.open_next_year(book=book, by=clerk, at=EVE).pk == following.pk
    assert not Book.objects.filter(year=2028).exists()


def test_the_job_of_december_opens_what_runs_on_once_and_nothing_closed(
    opened: Callable[..., Book], clerk: Actor
) -> None:
    """As this role it sees the books of its own agency."""

    def codes() -> list[str]:
        return sorted(Book.objects.filter(year=YEAR + 1).values_list("code", flat=True))

    opened()
    services.close_book(book=opened(code="KẾT"), by=clerk, at=EVE)
    opened(code="NỬA", closes_on=D(YEAR, 6, 30))
    services.open_next_year(book=opened(code="CÓ"), by=clerk, at=EVE)
    before = codes()
    assert "CÓ" in before
    assert jobs.open_books_of_next_year(EVE) == len(codes()) - len(before) > 0
    assert {"THỬ", "KẾT", "NỬA", "CÓ"} & set(codes()) == {"THỬ", "CÓ"}
    assert jobs.open_books_of_next_year(EVE) == 0


def test_the_book_of_a_day(opened: Callable[..., Book], clerk: Actor) -> None:
    book = opened()
    wanted: dict[str, Any] = {"agency_id": clerk.agency_id, "kind": "other", "code": "THỬ"}
    assert queries.book_on(clerk, on=D(YEAR, 5, 5), **wanted).pk == book.pk
    with pytest.raises(queries.NoBook, match="Chưa mở Sổ khác cho ngày 05/05/2027"):
        queries.book_on(clerk, on=D(2027, 5, 5), **wanted)


def test_a_book_is_seen_page_by_page_with_cancelled_ones_and_gaps(
    opened: Callable[..., Book], clerk: Actor
) -> None:
    book = opened()
    fill(book, clerk, [D(YEAR, 1, 5)] * 7, {4: "Hủy"})
    book.refresh_from_db()
    page = queries.book_page(clerk, book, page=2, per_page=3)
    assert [e.number for e in page.entries] == [4, 5, 6]
    assert (page.entries[0].state, page.missing, page.page, page.pages) == ("cancelled", [], 2, 3)
    assert queries.book_page(clerk, book, page=99, per_page=3).page == 3
    assert queries.book_page(clerk, opened(code="TRỐNG")).entries == []
    book.last_number = 8
    assert queries.book_page(clerk, book, page=3, per_page=3).missing == [8]


def test_last_five_stand_beside_the_next_number(opened: Callable[..., Book], clerk: Actor) -> None:
    book = opened()
    fill(book, clerk, [D(YEAR, 1, 5)] * 7)
    assert [e.number for e in queries.last_entries(clerk, book)] == [7, 6, 5, 4, 3]


def test_print_of_a_day_and_of_the_book(opened: Callable[..., Book], clerk: Actor) -> None:
    """Đ16.2.b, 22.3.b: printed with all fields, paged; the columns come from who registers."""
    book = opened()
    fill(book, clerk, [D(YEAR, 1, 5), D(YEAR, 1, 6), D(YEAR, 1, 6), D(YEAR, 1, 7)], {3: "Hủy"})
    services.close_book(book=book, by=clerk, at=EVE)
    day = queries.print_book(clerk, book, since=D(YEAR, 1, 6), until=D(YEAR, 1, 6))
    assert (day.first_number, day.last_number, len(day.pages)) == (2, 3, 1)
    assert [(row.cells, row.note) for row in day.pages[0].rows] == [
        (("Văn bản 1",), ""), (("Văn bản 2",), "Số đã hủy: Hủy"),
    ]  # fmt: skip
    whole = queries.print_book(
        clerk, book, per_page=3, describe=lambda es: {e.pk: [f"{e.number}/THỬ"] for e in es}
    )
    assert [page.number for page in whole.pages] == [1, 2]
    assert whole.pages[1].rows[0].cells == ["4/THỬ"]
    assert whole.closing.startswith("Khóa sổ ngày 31/12/2026: từ số 01 đến số 04")
    assert (whole.since, whole.until) == (D(YEAR, 1, 1), D(YEAR, 12, 31))


def test_interrupted_acts_are_listed_until_resumed(
    opened: Callable[..., Book], clerk: Actor, now: dt.datetime
) -> None:
    book = opened()
    entry = services.reserve_number(book=book, key="a", on=D(YEAR, 11, 23), by=clerk, at=now)
    assert queries.interrupted(clerk, at=now + dt.timedelta(minutes=14)) == []
    assert queries.interrupted(clerk, at=now + dt.timedelta(minutes=15)) == [entry]
    services.confirm_number(entry, by=clerk, at=now)
    assert queries.interrupted(clerk, at=now + dt.timedelta(days=1)) == []


def test_a_stranger_sees_nothing(opened: Callable[..., Book], clerk: Actor) -> None:
    book = opened()
    fill(book, clerk, [D(YEAR, 1, 5)])
    stranger = official(agency_ids(2)[1])
    assert list(queries.list_books(stranger).filter(pk=book.pk)) == []
    assert queries.last_entries(stranger, book) == []
    with pytest.raises(Book.DoesNotExist):
        queries.get_book(stranger, book.pk)
    assert [b.pk for b in queries.list_books(clerk, year=YEAR).filter(code="THỬ")] == [book.pk]
