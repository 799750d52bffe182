"""Jobs of registers: next year's books are open before the first working hour of January."""

import datetime as dt

from django.utils import timezone
from procrastinate.contrib.django import app

from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.worktime.rules import local_date

from .models import Book
from .services import open_next_year


def open_books_of_next_year(at: dt.datetime) -> int:
    """Open the next year's book for each one that runs to the end of this year; returns how many."""
    today = local_date(at)
    running = Book.objects.filter(
        year=today.year, closed_at=None, closes_on=dt.date(today.year, 12, 31)
    )
    opened = 0
    for book in running.order_by("agency_id", "id"):
        known = Book.objects.filter(
            agency_id=book.agency_id, kind=book.kind, code=book.code, year=book.year + 1
        ).exists()
        if not known:
            with acting(system_actor(book.agency_id)) as actor:
                open_next_year(book=book, by=actor, at=at)
            opened += 1
    return opened


@app.periodic(cron="5 0 20-31 12 *")
@app.task(queueing_lock="open-books-of-next-year")
def open_next_years_books(timestamp: int) -> None:
    """In the last days of December, so that 1 January finds its books open."""
    open_books_of_next_year(timezone.now())
