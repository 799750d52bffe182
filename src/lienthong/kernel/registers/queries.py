"""Reads of registers for a person: books, their pages, the last numbers, interrupted acts, print data."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.text import format_date

from . import rules
from .choices import BookKind, EntryState
from .models import Book, Closing, Entry

INTERRUPTED_AFTER = dt.timedelta(minutes=15)
Describe = Callable[[Sequence[Entry]], Mapping[int, Sequence[str]]]


class NoBook(Exception):
    """No book of that kind is open on that day."""


def list_books(actor: Actor, *, year: int | None = None) -> QuerySet[Book]:
    """The books that the actor may see, newest year first."""
    books = limit(Book.objects.select_related("agency"), actor)
    if year is not None:
        books = books.filter(year=year)
    return books.order_by("-year", "agency_id", "kind", "code", "id")


def get_book(actor: Actor, book_id: int) -> Book:
    """One book; raises `Book.DoesNotExist` for a stranger as for a number that never was."""
    return limit(Book.objects.all(), actor).get(pk=book_id)


def book_on(actor: Actor, *, agency_id: int, kind: str, on: dt.date, code: str = "") -> Book:
    """The book of an agency that takes numbers on that day; raises `NoBook`."""
    book = (
        limit(Book.objects.all(), actor)
        .filter(agency_id=agency_id, kind=kind, code=code, closed_at=None)
        .filter(opens_on__lte=on, closes_on__gte=on)
        .first()
    )
    if book is None:
        raise NoBook(
            _("Chưa mở %(book)s cho ngày %(day)s. Hãy mở sổ tại Quản trị, mục Sổ văn bản.")
            % {"book": BookKind(kind).label, "day": format_date(on)}
        )
    return book


def last_entries(actor: Actor, book: Book, count: int = 5) -> list[Entry]:
    """The last numbers of a book, highest first: shown beside the number that the system gives."""
    return list(limit(Entry.objects.filter(book=book), actor).order_by("-number")[:count])


def entries_of(
    actor: Actor, book: Book, *, since: dt.date | None = None, until: dt.date | None = None
) -> QuerySet[Entry]:
    """The numbers of a book in their order, cancelled ones included, of a period [since, until]."""
    entries = limit(Entry.objects.filter(book=book), actor)
    if since is not None:
        entries = entries.filter(on__gte=since)
    if until is not None:
        entries = entries.filter(on__lte=until)
    return entries.order_by("number")


@dataclass(frozen=True, slots=True)
class BookPage:
    """One page of a book on screen: its numbers, gaps before them, and how many pages there are."""

    entries: list[Entry]
    missing: list[int]
    page: int
    pages: int


def book_page(actor: Actor, book: Book, page: int = 1, per_page: int = 50) -> BookPage:
    """A page of a book by number, so that a gap shows as a gap. Page 1 has the lowest numbers."""
    total = max(book.last_number - book.first_number + 1, 0)
    pages = max(-(-total // per_page), 1)
    page = min(max(page, 1), pages)
    first = book.first_number + (page - 1) * per_page
    last = min(first + per_page - 1, book.last_number)
    entries = list(entries_of(actor, book).filter(number__gte=first, number__lte=last))
    there = {entry.number for entry in entries}
    missing = [number for number in range(first, last + 1) if number not in there]
    return BookPage(entries, missing, page, pages)


def interrupted(
    actor: Actor, *, at: dt.datetime, after: dt.timedelta = INTERRUPTED_AFTER
) -> list[Entry]:
    """Numbers whose act was interrupted: reserved for longer than an act lasts; resume or cancel."""
    return list(
        limit(Entry.objects.select_related("book"), actor)
        .filter(state=EntryState.RESERVED, reserved_at__lte=at - after)
        .order_by("reserved_at", "id")
    )


def check(actor: Actor, book: Book) -> list[rules.Problem]:
    """All problems of a book as it stands; an empty list when it is right."""
    book = get_book(actor, book.pk)  # the counter as it is now
    lines = [
        rules.Line(*row)
        for row in entries_of(actor, book).values_list("number", "on", "state", "reason")
    ]
    return rules.check_book(
        lines,
        first_number=book.first_number,
        last_number=book.last_number,
        last_on=book.last_on,
    )


def check_every_book() -> Iterator[tuple[Book, list[rules.Problem]]]:
    """Each book that has problems, with them; for the administrator, as a role that reads all rows."""
    for book in Book.objects.order_by("agency_id", "year", "kind", "code").iterator():
        lines = Entry.objects.filter(book=book).values_list("number", "on", "state", "reason")
        problems = rules.check_book(
            [rules.Line(*row) for row in lines],
            first_number=book.first_number,
            last_number=book.last_number,
            last_on=book.last_on,
        )
        if problems:
            yield book, problems


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A line of the printed book: the number, its cells, and a note for a cancelled one."""

    entry: Entry
    cells: Sequence[str]
    note: str


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page of the printed book with its page number."""

    number: int
    rows: Sequence[PrintedRow]


@dataclass(frozen=True, slots=True)
class PrintedBook:
    """A book or a part of it as it is printed, signed for and bound (Đ16.2.b, 22.3.b, PL IV)."""

    book: Book
    since: dt.date
    until: dt.date
    first_number: int | None
    last_number: int | None
    pages: Sequence[PrintedPage]
    closing: str


def print_book(
    actor: Actor,
    book: Book,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    describe: Describe | None = None,
    per_page: int = 25,
) -> PrintedBook:
    """The data of a printed book, of one day or of a period.

    `describe` gives the cells of each entry by its id: the ten columns of Annex IV are known to the
    system that registers. A cancelled number keeps its line with the reason.
    """
    entries = list(entries_of(actor, book, since=since, until=until))
    cells = describe(entries) if describe else {}
    rows = [
        PrintedRow(entry, cells.get(entry.pk, (entry.subject_label,)), _note(entry))
        for entry in entries
    ]
    pages = [PrintedPage(n, page) for n, page in enumerate(rules.paged(rows, per_page), start=1)]
    return PrintedBook(
        book=book,
        since=since or book.opens_on,
        until=until or book.closes_on,
        first_number=entries[0].number if entries else None,
        last_number=entries[-1].number if entries else None,
        pages=pages,
        closing=closing_text(actor, book),
    )


def closing_text(actor: Actor, book: Book) -> str:
    """The closing record of a closed book as a sentence; empty while the book is open."""
    closing = limit(Closing.objects.filter(book=book), actor).first()
    if closing is None:
        return ""
    return rules.closing_sentence(
        first_number=closing.first_number,
        last_number=closing.last_number,
        cancelled=[(number, reason) for number, _on, reason in closing.cancelled],
        missing=closing.missing,
        closed_on=closing.closed_on,
    )


def _note(entry: Entry) -> str:
    if entry.state == EntryState.CANCELLED:
        return _("Số đã hủy: %s") % entry.reason
    return _("Đang cấp") if entry.state == EntryState.RESERVED else ""
