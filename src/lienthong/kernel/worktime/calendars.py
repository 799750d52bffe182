"""The calendar of an office, loaded once and kept while it is fresh, so that a list costs no query."""

import datetime as dt
import threading
import time
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from django.db import connection, transaction
from django.db.models import Q

from .choices import DayKind
from .models import CalendarDay, ConfirmedYear, OfficeHours
from .rules import Calendar, OfficeSpan
from .statutory import statutory_year

FRESH_FOR = 5.0  # seconds until an edit made in another process is seen
_edits = threading.local()


@dataclass(slots=True)
class Known:
    """What was read over one database connection; another database starts with nothing."""

    calendars: dict[int | None, tuple[float, Calendar]] = field(default_factory=dict)
    versions: set[str] = field(default_factory=set)


_known: WeakKeyDictionary[object, Known] = WeakKeyDictionary()


def known() -> Known:
    """What this thread's database connection has read already."""
    connection.ensure_connection()
    return _known.setdefault(connection.connection, Known())


def calendar_for(agency_id: int | None = None) -> Calendar:
    """The calendar of an agency, or the province's; no query while it is fresh.

    A transaction that edited the overlay always reads its own edits.
    """
    if _edited_here():
        return _load(agency_id)
    calendars = known().calendars
    seen = calendars.get(agency_id)
    if seen is not None and time.monotonic() - seen[0] < FRESH_FOR:
        return seen[1]
    loaded = _load(agency_id)
    if seen is not None and seen[1] == loaded:
        loaded = seen[1]  # keeps the days already counted
    calendars[agency_id] = (time.monotonic(), loaded)
    return loaded


def _load(agency_id: int | None) -> Calendar:
    wanted = Q(agency=None) | Q(agency=agency_id)
    days = CalendarDay.objects.filter(wanted).order_by("agency_id").values_list(
        "agency_id", "date", "kind"
    )  # fmt: skip
    common = {day: kind == DayKind.WORK for agency, day, kind in days if agency is None}
    own = {day: kind == DayKind.WORK for agency, day, kind in days if agency is not None}
    rows = list(OfficeHours.objects.filter(wanted))
    mine = [row for row in rows if row.agency_id is not None] or rows
    spans = [
        OfficeSpan(row.weekday, row.starts, row.ends, row.period.lower or dt.date.min,
                   row.period.upper or dt.date.max)
        for row in mine
    ]  # fmt: skip
    years = ConfirmedYear.objects.values_list("year", flat=True)
    return Calendar(statutory_year, common | own, tuple(sorted(spans)), frozenset(years))


def _edited_here() -> bool:
    blocks = connection.atomic_blocks
    return bool(blocks) and getattr(_edits, "outermost", None) is blocks[0]


def note_edit() -> None:
    """Remember that this transaction sees a calendar of its own until it commits."""
    _edits.outermost = connection.atomic_blocks[0]
    transaction.on_commit(known().calendars.clear)
