"""The calendar of an office, loaded once and kept while it is fresh, so that a list costs no query."""

import datetime as dt
import threading
import time
from collections.abc import Collection
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
    if seen is not None and _fresh(seen, time.monotonic()):
        return seen[1]
    loaded = _load(agency_id)
    if seen is not None and seen[1] == loaded:
        loaded = seen[1]  # keeps the days already counted
    calendars[agency_id] = (time.monotonic(), loaded)
    return loaded


def know(agency_ids: Collection[int]) -> None:
    """Read the calendars of many agencies in three queries, for `calendar_for` to find them fresh.

    Offices without days and hours of their own share one calendar, and what it has counted.
    """
    if _edited_here():
        return
    calendars, now = known().calendars, time.monotonic()
    stale = [pk for pk in agency_ids if not _fresh(calendars.get(pk), now)]
    if stale:
        calendars.update({pk: (now, calendar) for pk, calendar in _read(stale).items()})


def _fresh(seen: tuple[float, Calendar] | None, now: float) -> bool:
    return seen is not None and now - seen[0] < FRESH_FOR


def _load(agency_id: int | None) -> Calendar:
    return _read([agency_id])[agency_id]


def _read(agency_ids: Collection[int | None]) -> dict[int | None, Calendar]:
    wanted = Q(agency=None) | Q(agency__in=[pk for pk in agency_ids if pk is not None])
    days: dict[int | None, dict[dt.date, bool]] = {}
    for agency, day, kind in CalendarDay.objects.filter(wanted).values_list(
        "agency_id", "date", "kind"
    ):
        days.setdefault(agency, {})[day] = kind == DayKind.WORK
    hours: dict[int | None, list[OfficeSpan]] = {}
    for row in OfficeHours.objects.filter(wanted):
        span = OfficeSpan(
            row.weekday, row.starts, row.ends, row.period.lower or dt.date.min,
            row.period.upper or dt.date.max,
        )  # fmt: skip
        hours.setdefault(row.agency_id, []).append(span)
    years = frozenset(ConfirmedYear.objects.values_list("year", flat=True))

    def made(agency_id: int | None) -> Calendar:
        spans = hours.get(agency_id) or hours.get(None, [])
        overlay = days.get(None, {}) | days.get(agency_id, {})
        return Calendar(statutory_year, overlay, tuple(sorted(spans)), years)

    common = made(None)
    return {pk: made(pk) if pk in days or pk in hours else common for pk in agency_ids}


def _edited_here() -> bool:
    outermost = getattr(_edits, "outermost", None)
    if outermost is None:  # hardly anybody ever edits one, and a page asks a hundred times
        return False
    blocks = connection.atomic_blocks
    return bool(blocks) and outermost is blocks[0]


def note_edit() -> None:
    """Remember that this transaction sees a calendar of its own until it commits."""
    _edits.outermost = connection.atomic_blocks[0]
    transaction.on_commit(known().calendars.clear)
