"""Periods [from, to) over days, with None for an open end: the algebra behind every dated row."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


class WrongPeriod(ValueError):
    """A period that would end before it begins, or hold no day."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `since` (included) to `until` (excluded); None means open."""

    since: dt.date | None = None
    until: dt.date | None = None

    def __post_init__(self) -> None:
        if self.since is not None and self.until is not None and self.until <= self.since:
            raise WrongPeriod(f"{self.since} .. {self.until}")

    @classmethod
    def of(cls, value: Any) -> "Period":
        """The period of a stored date range (anything with `lower` and `upper`)."""
        return cls(value.lower, value.upper)

    def contains(self, day: dt.date) -> bool:
        """Whether the day lies in the period."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )

    def overlaps(self, other: "Period") -> bool:
        """Whether both share at least one day."""
        return _starts_before(self.since, other.until) and _starts_before(other.since, self.until)

    def within(self, other: "Period") -> bool:
        """Whether every day of this period lies in the other."""
        starts = other.since is None or (self.since is not None and other.since <= self.since)
        ends = other.until is None or (self.until is not None and self.until <= other.until)
        return starts and ends

    def meets(self, other: "Period") -> bool:
        """Whether the other begins on the very day on which this one ends."""
        return self.until is not None and self.until == other.since

    def intersection(self, other: "Period") -> "Period | None":
        """The days in both, or None when there is none."""
        if not self.overlaps(other):
            return None
        starts = [day for day in (self.since, other.since) if day is not None]
        ends = [day for day in (self.until, other.until) if day is not None]
        return Period(max(starts, default=None), min(ends, default=None))

    def ended_on(self, day: dt.date) -> "Period":
        """The part before the day; raises `WrongPeriod` when nothing would be left."""
        if not self.contains(day) or self.since == day:
            raise WrongPeriod(f"{self.since} .. {self.until} cannot end on {day}")
        return Period(self.since, day)

    def cut(self, day: dt.date) -> tuple["Period", "Period"]:
        """The parts before and from the day, which must lie inside."""
        return self.ended_on(day), Period(day, self.until)


def _starts_before(since: dt.date | None, until: dt.date | None) -> bool:
    return since is None or until is None or since < until


def _order(period: Period) -> tuple[bool, dt.date]:
    return (period.since is not None, period.since or dt.date.min)


def joined(periods: Iterable[Period]) -> list[Period]:
    """The same days as the fewest periods, in order."""
    result: list[Period] = []
    for period in sorted(periods, key=_order):
        last = result[-1] if result else None
        if last is not None and (last.overlaps(period) or last.meets(period)):
            until = (
                None if None in (last.until, period.until) else max(last.until, period.until)  # type: ignore[type-var]
            )
            result[-1] = Period(last.since, until)
        else:
            result.append(period)
    return result
