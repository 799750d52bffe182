"""A report as a plain table: the same rows on screen, on paper and in every export."""

import datetime as dt
from dataclasses import dataclass, field

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.queries.naming import NoName


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a report, over which days, of which file; `at` is when it is worked out."""

    actor: Actor
    since: dt.date
    until: dt.date
    at: dt.datetime
    file_id: int | None = None

    @property
    def life_ids(self) -> list[int]:
        """The agency and the lives that it goes on from, as far as the actor sees them."""
        return sorted(self.actor.agency_ids)


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its name, relative width, whether it holds numbers."""

    name: str
    width: float
    number: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report: title, agency, lines under the title, columns, rows of as many cells, totals."""

    title: str
    agency: str
    front: tuple[str, ...]
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())


def agency_name(asked: Asked) -> str:
    """The name of the agency on the last day of the period; today's before it had one."""
    try:
        return agencies.name_at(asked.actor.agency_id, asked.until).name
    except NoName:
        return asked.actor.agency_name


def period_words(since: dt.date, until: dt.date) -> str:
    """The period as reports name it."""
    return f"Từ ngày {since:%d/%m/%Y} đến ngày {until:%d/%m/%Y}"
