"""Opening and closing books: a series begins and ends by a dated act (Đ15.1, 16.2.b, 22.3.b)."""

import datetime as dt
import hashlib
import json

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.agencies.models import Agency
from lienthong.kernel.facts.recording import act
from lienthong.kernel.text import format_date
from lienthong.kernel.worktime.rules import local_date

from .. import events, rules
from ..choices import EntryState, Verb
from ..models import Book, Closing, Entry


class BookRefused(Exception):
    """A book cannot be opened or closed so; the message says why and what to do."""


class BookNotEmptyToClose(BookRefused):
    """Numbers of interrupted acts are still reserved; complete or cancel them first."""


def open_book(
    *,
    agency_id: int,
    kind: str,
    year: int,
    title: str,
    opens_on: dt.date,
    by: Actor,
    at: dt.datetime,
    code: str = "",
    closes_on: dt.date | None = None,
    decision: str = "",
    first_number: int = 1,
    note: str = "",
) -> Book:
    """Open a book of an agency for a year, from 01; the same one again is returned unchanged.

    A new legal life opens its own in mid-year (`opens_on`, `decision`). `first_number` above 1 only
    carries on another book and needs a `note` that names it. Raises `Forbidden`, `BookRefused`.
    """
    _may_manage(by)
    life = Agency.objects.get(pk=agency_id).period
    if closes_on is None:
        closes_on = dt.date(year, 12, 31)
        if life.upper is not None and life.upper <= closes_on:
            closes_on = life.upper - dt.timedelta(days=1)  # the life ends within the year
    if not _within(life, opens_on, closes_on):
        raise BookRefused(
            _("Sổ phải nằm trong thời gian hoạt động của cơ quan. Hãy xem lại ngày mở sổ.")
        )
    if opens_on.year != year or closes_on.year != year or closes_on < opens_on:
        raise BookRefused(_("Ngày mở và ngày khóa sổ phải nằm trong năm %s.") % year)
    if first_number < 1 or (first_number > 1 and not note.strip()):
        raise BookRefused(_("Số đầu khác 01 phải ghi rõ tiếp theo sổ nào."))
    same = {"agency_id": agency_id, "kind": kind, "code": code, "year": year}
    known = Book.objects.filter(**same).first()
    if known is not None:
        return known
    try:
        with (
            transaction.atomic(),
            act(events.BOOK_OPENED, by=by, at=at, agency_id=agency_id) as fact,
        ):
            book = Book.objects.create(
                **same, title=title, opens_on=opens_on, closes_on=closes_on, decision=decision,
                first_number=first_number, last_number=first_number - 1, note=note,
                opened_at=at, opened_by=by.name,
            )  # fmt: skip
            fact.about(book)
    except IntegrityError:
        known = Book.objects.filter(**same).first()  # opened by another at the same moment
        if known is None:
            raise
        return known
    return book


def _within(life: DateRange, first: dt.date, last: dt.date) -> bool:
    begins = life.lower is None or life.lower <= first
    return begins and (life.upper is None or last < life.upper)


def open_next_year(*, book: Book, by: Actor, at: dt.datetime) -> Book:
    """Open the same book for the next year, from 01 on 1 January (Đ15.1); idempotent."""
    year = book.year + 1
    return open_book(
        agency_id=book.agency_id,
        kind=book.kind,
        code=book.code,
        year=year,
        title=book.title,
        opens_on=dt.date(year, 1, 1),
        by=by,
        at=at,
    )


def close_book(
    *,
    book: Book,
    by: Actor,
    at: dt.datetime,
    closes_on: dt.date | None = None,
    decision: str = "",
    explanation: str = "",
) -> Closing:
    """Close a book for ever and write its closing record; closing it again returns the record.

    Before its last day only with `closes_on` and the `decision` that ends the agency or the series.
    Numbers that are missing need an `explanation`. Raises `Forbidden`, `BookNotEmptyToClose`,
    `BookRefused`.
    """
    _may_manage(by)
    with act(events.BOOK_CLOSED, by=by, at=at, agency_id=book.agency_id, subject=book):
        locked = Book.objects.select_for_update().get(pk=book.pk)
        if locked.closed_at is not None:
            return Closing.objects.get(book=locked)
        last_day = _last_day(locked, closes_on, decision, local_date(at))
        entries = list(Entry.objects.filter(book=locked).order_by("number"))
        _refuse_reserved(entries)
        closing = _record(locked, entries, last_day, decision, explanation, by, at)
        locked.closes_on, locked.closed_at = last_day, at
        locked.save(update_fields=["closes_on", "closed_at"])
    return closing


def _last_day(book: Book, closes_on: dt.date | None, decision: str, today: dt.date) -> dt.date:
    day = closes_on or book.closes_on
    if day > today:
        raise BookRefused(
            _("Sổ “%(title)s” dùng đến ngày %(day)s, chưa khóa được.")
            % {"title": book.title, "day": format_date(day)}
        )
    if day < book.closes_on and not decision.strip():
        raise BookRefused(_("Khóa sổ trước hạn phải ghi quyết định làm căn cứ."))
    if day < book.opens_on or day > book.closes_on or (book.last_on and day < book.last_on):
        raise BookRefused(_("Ngày khóa sổ phải sau ngày của số cuối cùng và trong kỳ của sổ."))
    return day


def _refuse_reserved(entries: list[Entry]) -> None:
    reserved = [e.number for e in entries if e.state == EntryState.RESERVED]
    if reserved:
        raise BookNotEmptyToClose(
            _("Còn số đang cấp dở: %s. Hãy hoàn tất hoặc hủy (ghi lý do) trước khi khóa sổ.")
            % rules.number_ranges(reserved)
        )


def _record(
    book: Book,
    entries: list[Entry],
    last_day: dt.date,
    decision: str,
    explanation: str,
    by: Actor,
    at: dt.datetime,
) -> Closing:
    numbers = {entry.number for entry in entries}
    missing = [n for n in range(book.first_number, book.last_number + 1) if n not in numbers]
    if missing and not explanation.strip():
        raise BookRefused(
            _("Sổ thiếu số %s. Hãy ghi rõ nguyên nhân trước khi khóa sổ.")
            % rules.number_ranges(missing)
        )
    cancelled = [e for e in entries if e.state == EntryState.CANCELLED]
    return Closing.objects.create(
        book=book,
        agency_id=book.agency_id,
        closed_on=last_day,
        first_number=book.first_number,
        last_number=book.last_number,
        taken=len(entries) - len(cancelled),
        cancelled=[[e.number, e.on.isoformat(), e.reason] for e in cancelled],
        missing=missing,
        explanation=explanation,
        decision=decision,
        digest=lines_digest(entries),
        closed_at=at,
        closed_by=by.name,
    )


def lines_digest(entries: list[Entry]) -> str:
    """SHA-256 in hex over the lines of a book in order of numbers, as the closing record keeps it."""
    lines = [
        [e.number, e.on.isoformat(), e.state, e.reason, e.subject_type, e.subject_id]
        for e in sorted(entries, key=lambda each: each.number)
    ]
    text = json.dumps(lines, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _may_manage(by: Actor) -> None:
    if not by.is_system:
        require(by, Verb.MANAGE)
