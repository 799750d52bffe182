"""The stage: the day and its hours, who acts for which office, and what the chapters hand on.

Every act is done as the account of the one who acts, in a transaction of his own under row-level
security. Nobody here can move a receiver but the receiver's own official.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from lienthong.kernel import clock
from lienthong.kernel.access import queries as access
from lienthong.kernel.access.actor import Actor, new_request_id, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.queries.staff import Holder

from .telling import Broken, Teller
from .worker import Worker

WAIT_SECONDS = 120.0
PAUSE = 0.1


@dataclass
class Stage:
    """What the chapters share. `days` are the working days of the story, the first one of issue."""

    teller: Teller
    worker: Worker
    hand: clock.StoryClock
    url: str
    data: Path
    days: list[dt.date]
    paper: Path
    small: bool = False
    reading: Any = None
    letter: Any = None  # the province's document
    province: int = 0
    departments: list[int] = field(default_factory=list)
    districts: list[int] = field(default_factory=list)
    silent: list[int] = field(default_factory=list)
    refuser: int = 0
    implementer: int = 0  # the district that issues its own paper
    reply: str = ""  # the identifier of the document by which a department answered
    figures: dict[str, Any] = field(default_factory=dict)
    _cast: dict[tuple[int, str, int], Actor] = field(default_factory=dict)

    @property
    def first_day(self) -> dt.date:
        """The day of issue."""
        return self.days[0]

    def at(self, day: int, hour: int, minute: int = 0) -> dt.datetime:
        """A moment of the story; the installation's clock is turned to it."""
        moment = self.moment(day, hour, minute)
        self.hand.turn_to(moment)
        return moment

    def moment(self, day: int, hour: int, minute: int = 0) -> dt.datetime:
        """A moment of the story that is only spoken of: a deadline."""
        return timezone.make_aware(dt.datetime.combine(self.days[day], dt.time(hour, minute)))

    def official(self, agency_id: int, kind: str, unit_id: int | None = None) -> Actor:
        """The official of that kind of post in the agency on the first day, as an actor."""
        key = (agency_id, kind, unit_id or 0)
        if key not in self._cast:
            with acting(system_actor(agency_id)):
                found = agencies.holders(
                    self.first_day, agency_ids=[agency_id], kinds=(kind,), unit_id=unit_id
                )
                if not found:
                    raise Broken(f"{self.name(agency_id)}: không có ai giữ chức vụ “{kind}”.")
                self._cast[key] = self._actor(found[0])
        return self._cast[key].in_request(new_request_id(), "cli")

    def _actor(self, holder: Holder) -> Actor:
        actor = access.actor_for(holder.person_id, on=self.first_day, holding=holder.holding_id)
        if actor is None:
            raise Broken(f"{holder.person_name}: không giữ chức vụ nào ngày {self.first_day}.")
        return actor

    @contextmanager
    def acts(self, agency_id: int, kind: str, unit_id: int | None = None) -> Iterator[Actor]:
        """A transaction in the name of an official of the agency."""
        with acting(self.official(agency_id, kind, unit_id)) as actor:
            yield actor

    def name(self, agency_id: int) -> str:
        """The short name of an agency on the first day."""
        return agencies.name_at(agency_id, self.first_day).short_name

    def look(self, name: str, *args: object, query: str = "") -> str:
        """The address of a screen; empty where this installation has none of that name."""
        try:
            path = reverse(name, args=args)
        except NoReverseMatch:
            return ""
        return f"{self.url}{path}{'?' + query if query else ''}"

    def wait_for(self, what: str, ready: Callable[[], bool]) -> None:
        """Wait for the worker; raises `Broken` when it takes too long."""
        ends_at = time.monotonic() + WAIT_SECONDS
        while not ready():
            if time.monotonic() > ends_at:
                raise Broken(f"Chờ quá {WAIT_SECONDS:.0f} giây: {what}.")
            time.sleep(PAUSE)
