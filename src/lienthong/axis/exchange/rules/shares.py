"""The percentages of circulation, from counts (definitions: docs/exchange.md).

P1 counts agencies, P1b deliveries, P1c documents, P1t what was done on time. A share of nothing is
"không phát sinh" and never 100 %; shares are rounded down to one decimal.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from operator import add
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _


class Share(NamedTuple):
    """A numerator over a denominator."""

    numerator: int
    denominator: int

    @property
    def per_mille(self) -> int | None:
        """Tenths of a percent, rounded down; None where there is nothing to share."""
        if self.denominator == 0:
            return None
        return self.numerator * 1000 // self.denominator

    def __str__(self) -> str:
        tenths = self.per_mille
        if tenths is None:
            return _("không phát sinh")
        return f"{tenths // 10},{tenths % 10}%"

    def __add__(self, other: "Share") -> "Share":  # type: ignore[override]
        return Share(self.numerator + other.numerator, self.denominator + other.denominator)


# Named tuples and no dataclasses: a board makes some five hundred of them at each look.
class SideCounts(NamedTuple):
    """Deliveries of one agency on one side, as they count at a cut.

    `counted` = due or already delivered; `open_due` = due and still undone by the duty of this
    side: for a sender not handed over, for a receiver neither registered nor returned. The two
    exceptions X2 and X3 stand beside what is owed.
    """

    total: int = 0
    counted: int = 0
    delivered: int = 0
    on_time: int = 0
    open_due: int = 0
    waiting: int = 0
    returned: int = 0
    paper: int = 0
    exempt_type: int = 0
    exempt_receiver: int = 0

    def __add__(self, other: "SideCounts") -> "SideCounts":  # type: ignore[override]
        return SideCounts(*map(add, self, other))

    @property
    def deliveries(self) -> Share:
        """P1b: delivered of owed."""
        return Share(self.delivered, self.counted)

    @property
    def timeliness(self) -> Share:
        """P1t: on time of due."""
        return Share(self.on_time, self.counted)


@lru_cache(maxsize=4096)  # a board says it of each office, and most say the same as before
def _reasons(
    alive: bool, unsent: int, paper: int, unregistered: int, _language: str | None
) -> tuple[str, ...]:
    found = []
    if not alive:
        found.append(_("chưa kết nối"))
    if unsent:
        found.append(_("chưa gửi: %(n)d") % {"n": unsent})
    if paper:
        found.append(_("gửi giấy: %(n)d") % {"n": paper})
    if unregistered:
        found.append(_("chưa tiếp nhận quá hạn: %(n)d") % {"n": unregistered})
    return tuple(found)


class AgencyCounts(NamedTuple):
    """All that the percentages need to know of one agency in one period at one cut."""

    agency_id: int
    sent: SideCounts = SideCounts()
    received: SideCounts = SideCounts()
    documents: Share = Share(0, 0)
    line_alive: bool = False

    @property
    def is_silent(self) -> bool:
        """Whether nothing was sent or received: shown apart as "không phát sinh"."""
        return self.sent.total == 0 and self.received.total == 0

    @property
    def circulates(self) -> bool:
        """P1: nothing due unsent, nothing due unregistered, the line alive, no paper finding."""
        return (
            self.sent.open_due == 0
            and self.received.open_due == 0
            and self.sent.paper == 0
            and self.line_alive
        )

    def reasons(self) -> list[str]:
        """Why the agency is not in the numerator of P1, for the drill-down."""
        return list(
            _reasons(
                self.line_alive, self.sent.open_due, self.sent.paper, self.received.open_due,
                get_language(),
            )
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months of issue dates, from the first of `first` to the last day of `last`."""

    first: dt.date
    last: dt.date

    @property
    def months(self) -> tuple[dt.date, dt.date]:
        """The first days of the first and of the last month."""
        return self.first.replace(day=1), self.last.replace(day=1)


def month_to_date(day: dt.date) -> Period:
    """The month of the day."""
    return Period(day.replace(day=1), day)


def year_to_date(day: dt.date) -> Period:
    """From 1 January to the month of the day."""
    return Period(day.replace(month=1, day=1), day)


def circulating(agencies: list[AgencyCounts]) -> Share:
    """P1: agencies that circulate, of all obligated agencies (also the silent ones)."""
    return Share(sum(a.circulates for a in agencies), len(agencies))
