"""The books of an agency: found, or opened by the first act of the year (Đ15, Đ16, Đ22)."""

import datetime as dt

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies.models import Agency
from lienthong.kernel.registers.choices import BookKind
from lienthong.kernel.registers.models import Book
from lienthong.kernel.registers.services.books import open_book


def book_for(agency_id: int, kind: BookKind, on: dt.date, *, by: Actor, at: dt.datetime) -> Book:
    """The open book of that kind for a day; opened at 01 when the year has none yet.

    A new legal life begins its own book on its first day, in mid-year too.
    """
    found = (
        Book.objects.filter(
            agency_id=agency_id, kind=kind, opens_on__lte=on, closes_on__gte=on, closed_at=None
        )
        .order_by("code", "id")
        .first()
    )
    if found is not None:
        return found
    life = Agency.objects.get(pk=agency_id)
    first = dt.date(on.year, 1, 1)
    began = life.opened_on
    return open_book(
        agency_id=agency_id,
        kind=kind,
        year=on.year,
        title=str(kind.label),
        opens_on=max(first, began) if began else first,
        by=by,
        at=at,
    )
