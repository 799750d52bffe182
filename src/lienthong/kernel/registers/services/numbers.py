"""Taking numbers: one writer at a time on a book, each number once, in the order of issue (Đ15).

`reserve_number` stands even when the caller fails (commits by itself) and is completed by
`confirm_number`; `take_number` lives and dies with the caller's transaction. PDF, signature,
time-stamp and HTTP belong between reserve and confirm, never after take: while a transaction that
took a number is open, every other clerk on that book waits.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.db.models import Model
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act, join
from lienthong.kernel.text import document_number, format_date
from lienthong.kernel.worktime.rules import local_date

from .. import events
from ..choices import EntryState
from ..models import Book, Entry
from .own_transaction import in_own_transaction


class NumberRefused(Exception):
    """A number cannot be given or changed; the message says why and what to do."""


class BookClosed(NumberRefused):
    """The book has been closed."""


class DateGoesBack(NumberRefused):
    """An earlier date than that of the last number (no back-dating, Đ15.1)."""


class DateRefused(NumberRefused):
    """A date that lies ahead, or outside the book's period."""


class BookUnknown(NumberRefused):
    """No such book, or one of an agency that the actor does not act for."""


class NumberCancelled(NumberRefused):
    """The act's number was cancelled; a new number needs a new key."""


class NumberFinal(NumberRefused):
    """The number's state allows this no more."""


class BookBusy(NumberRefused):
    """Another act holds the book for longer than is right; try again."""


_REFUSALS: dict[str, type[NumberRefused]] = {
    "registers_book_closed": BookClosed,
    "registers_date_goes_back": DateGoesBack,
    "registers_outside_period": DateRefused,
    "registers_state_kept": NumberFinal,
    "registers_no_book": BookUnknown,
}
_join_caller: ContextVar[bool] = ContextVar("registers_join_caller", default=False)


@contextmanager
def reservations_join_caller() -> Iterator[None]:
    """Let `reserve_number` work in the caller's transaction: for a test that is rolled back."""
    token = _join_caller.set(True)
    try:
        yield
    finally:
        _join_caller.reset(token)


def reserve_number(
    *,
    book: Book,
    key: str,
    on: dt.date,
    by: Actor,
    at: dt.datetime,
    subject: Model | None = None,
    label: str = "",
) -> Entry:
    """Give the act named `key` its number, kept at once and whatever happens to the caller.

    The same key again returns the same entry, taken or not, with its first date: an interrupted
    act resumes. `on` is the day of `at` in Việt Nam. Raises `BookClosed`, `DateGoesBack`,
    `DateRefused`, `NumberCancelled`, `BookBusy`, `BookUnknown`. The trap: see `own_transaction`;
    reserve before the transaction touches the book otherwise. A book that the caller has opened
    in the same transaction is not yet seen by any other: then the number lives and dies with it.
    """

    def give() -> int:
        return _give(book, key, on, by, at, subject, label, EntryState.RESERVED).pk

    _check_date(book, on, at)
    found = Entry.objects.filter(book=book, key=key).first() if _inside() else None
    if found is None:
        if _join_caller.get():
            entry_id = give()
        elif _inside():
            try:
                entry_id = in_own_transaction(give, by=by)
            except BookUnknown:
                entry_id = give()  # opened by the caller a moment ago, or refused again
        else:
            with acting(by):
                return _usable(Entry.objects.get(pk=give()))
        found = Entry.objects.get(pk=entry_id)
    return _usable(found)


def take_number(
    *,
    book: Book,
    key: str,
    on: dt.date,
    by: Actor,
    at: dt.datetime,
    subject: Model | None = None,
    label: str = "",
) -> Entry:
    """Give and confirm in the caller's transaction, which holds the book until it ends.

    For short transactions without slow work, as registering an incoming document (Đ22.2). A
    reserved number of the same key is confirmed, a taken one returned. Raises as `reserve_number`.
    """
    _check_date(book, on, at)
    entry = _give(book, key, on, by, at, subject, label, EntryState.TAKEN)
    if _usable(entry).state == EntryState.RESERVED:
        return confirm_number(entry, by=by, at=at, subject=subject, label=label)
    return entry


def confirm_number(
    entry: Entry, *, by: Actor, at: dt.datetime, subject: Model | None = None, label: str = ""
) -> Entry:
    """Make a reserved number final, in the caller's transaction; a taken one stays as it is.

    Raises `NumberCancelled`, `BookClosed`.
    """
    with act(events.NUMBER_TAKEN, by=by, at=at, subject=entry), _saying(entry.book):
        locked = _usable(Entry.objects.select_for_update().get(pk=entry.pk))
        if locked.state == EntryState.TAKEN:
            return locked
        locked.state, locked.taken_at, locked.taken_by = EntryState.TAKEN, at, _name(by)
        _describe(locked, subject, label)
        locked.save()
    return locked


def cancel_number(entry: Entry, *, reason: str, by: Actor, at: dt.datetime) -> Entry:
    """Cancel a number that cannot be used: it stays in the book with its reason, never re-used.

    Cancelling a cancelled one again changes nothing. Raises `NumberRefused` without a reason,
    `BookClosed`.
    """
    if not reason.strip():
        raise NumberRefused(_("Hãy ghi lý do hủy số."))
    with act(events.NUMBER_CANCELLED, by=by, at=at, subject=entry), _saying(entry.book):
        locked = Entry.objects.select_for_update().get(pk=entry.pk)
        if locked.state == EntryState.CANCELLED:
            return locked
        locked.state, locked.reason = EntryState.CANCELLED, reason.strip()
        locked.cancelled_at, locked.cancelled_by = at, _name(by)
        locked.save()
    return locked


def _give(
    book: Book,
    key: str,
    on: dt.date,
    by: Actor,
    at: dt.datetime,
    subject: Model | None,
    label: str,
    state: EntryState,
) -> Entry:
    """The entry that the database makes in one call, its fact with it, or the one of the same key."""
    entry = Entry(
        book=book, agency_id=book.agency_id, on=on, state=state, key=key,
        reserved_at=at, reserved_by=_name(by),
    )  # fmt: skip
    if state == EntryState.TAKEN:
        entry.taken_at, entry.taken_by = at, _name(by)
    _describe(entry, subject, label)
    name = events.NUMBER_TAKEN if state == EntryState.TAKEN else events.NUMBER_RESERVED
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entry, given, refused FROM registers_give("
            "%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                book.pk, book.agency_id, on, state.value, key, entry.subject_type,
                entry.subject_id, entry.subject_label, at, entry.reserved_by, name,
                by.person_id, by.post_id, by.stands_in_for, by.request_id, by.channel,
            ],
        )  # fmt: skip
        entry.pk, entry.number, refused = cursor.fetchone()
    if refused == "registers_key_once":
        return Entry.objects.get(book=book, key=key)
    if refused == "registers_busy":
        raise BookBusy(_busy(book))
    if refused:
        raise _REFUSALS[refused](_sentence(refused, book))
    entry._state.adding, entry._state.db = False, connection.alias
    outer = join(name, at)
    if outer is not None:
        outer.about(entry)
    return entry


@contextmanager
def _saying(book: Book) -> Iterator[None]:
    """Turn the database's refusals into sentences for the clerk."""
    try:
        yield
    except IntegrityError as error:
        constraint = _constraint(error)
        if constraint in _REFUSALS:
            raise _REFUSALS[constraint](_sentence(constraint, book)) from error
        raise
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == "55P03":
            raise BookBusy(_busy(book)) from error
        raise


def _busy(book: Book) -> str:
    return _("Sổ “%s” đang được cấp số ở nơi khác. Hãy thử lại sau giây lát.") % book.title


def _constraint(error: DatabaseError) -> str:
    diagnostics = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnostics, "constraint_name", "") or "")


def _sentence(constraint: str, book: Book) -> str:
    values = {
        "title": book.title,
        "from": format_date(book.opens_on),
        "to": format_date(book.closes_on),
    }
    return {
        "registers_book_closed": _("Sổ “%(title)s” đã khóa. Hãy mở sổ của kỳ hiện tại."),
        "registers_date_goes_back": _(
            "Ngày cấp số sớm hơn ngày của số cuối cùng trong sổ “%(title)s”. Không cấp số lùi ngày."
        ),
        "registers_outside_period": _(
            "Sổ “%(title)s” chỉ dùng từ ngày %(from)s đến ngày %(to)s. Hãy chọn sổ đúng kỳ."
        ),
        "registers_no_book": _("Không tìm thấy sổ “%(title)s” của cơ quan bạn."),
        "registers_state_kept": _("Số này đã được cấp hoặc đã hủy, không sửa được nữa."),
    }[constraint] % values


def _check_date(book: Book, on: dt.date, at: dt.datetime) -> None:
    """Numbers are given on the day of the act; its date in Việt Nam, whatever the clock's zone."""
    today = local_date(at)
    if on > today:
        raise DateRefused(
            _("Không cấp số cho ngày chưa tới (%(day)s) trong sổ “%(title)s”.")
            % {"day": format_date(on), "title": book.title}
        )
    if on < today:
        raise DateGoesBack(
            _("Không cấp số lùi ngày: hôm nay là %(today)s, không phải %(day)s.")
            % {"today": format_date(today), "day": format_date(on)}
        )


def _usable(entry: Entry) -> Entry:
    if entry.state == EntryState.CANCELLED:
        raise NumberCancelled(
            _(
                "Số %(number)s của việc này đã hủy (%(reason)s). Hãy thực hiện lại để được cấp số mới."
            )
            % {"number": document_number(entry.number), "reason": entry.reason}
        )
    return entry


def _inside() -> bool:
    """Whether a transaction of the caller is open."""
    return connection.in_atomic_block


def _describe(entry: Entry, subject: Model | None, label: str) -> None:
    if subject is not None:
        entry.subject_type, entry.subject_id = subject._meta.label_lower, str(subject.pk)
    if label:
        entry.subject_label = label


def _name(by: Actor) -> str:
    return f"{by.name}, {by.post_title}" if by.post_title else by.name
