"""A real database with real commits for the tests of one module, and an office to send from.

The web's role sends and reports, the worker's role carries, as in an installation. Each test makes
documents of its own, so the order of tests does not matter.
"""

import datetime as dt
import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from lienthong.axis.exchange import api as exchange
from lienthong.axis.exchange.models import Delivery, Outbox, Package
from lienthong.axis.exchange.services import carrying, handlers
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.models import Agency, ObligatedAgency
from lienthong.kernel.files import services as files
from tests.kernel.people import official
from tests.support import database
from tests.support.roles import as_role

NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)  # Monday, 09:00 in Việt Nam
LATER = NOW + dt.timedelta(hours=1)
DAY = NOW.date()
OUTSIDER = 900001  # an agency of another installation
_numbers = itertools.count(1)


class Inbox:
    """A receiving system for the tests: remembers what came, refuses what it is told to."""

    def __init__(self) -> None:
        self.arrivals: list[int] = []
        self.news: list[tuple[int, str, int]] = []
        self.poison: set[int] = set()
        self.down: set[int] = set()

    def take(self, arrivals: Sequence[handlers.Arrival], *, at: dt.datetime) -> None:
        for arrival in arrivals:
            if arrival.delivery.receiver_id in self.down:
                raise handlers.ReceiverUnavailable("đường truyền bị ngắt (mẫu)")
            if arrival.package.pk in self.poison:
                raise ValueError("gói tin hỏng (mẫu)")
        self.arrivals += [arrival.delivery.pk for arrival in arrivals]

    def hear(self, news: Sequence[handlers.StatusNews], *, at: dt.datetime) -> None:
        self.news += [(n.delivery.pk, n.report.code, n.to_agency_id) for n in news]


class Station:
    """The installation under test."""

    def __init__(self, name: str) -> None:
        self.name = name
        rows = ObligatedAgency.objects.on(DAY).order_by("agency")
        self.offices = list(rows.values_list("agency_id", flat=True))
        self.sender, *self.receivers = self.offices

    def official(self, agency_id: int | None = None) -> Actor:
        return official(self.sender if agency_id is None else agency_id)

    def ended(self) -> int:
        """An agency that has ended and whose mail another one takes."""
        found = Agency.objects.filter(
            successions__takes_mail=True, period__endswith__lte=DAY, level="commune"
        )
        return int(found.order_by("pk").values_list("pk", flat=True)[0])

    def document(
        self, receivers: Sequence[int], *, content: bytes = b"", number: str = "",
        sender: int | None = None, at: dt.datetime = NOW, priority: int = 0,
        issued_on: dt.date = DAY, judged: Callable[[str], Any] | None = None, **more: object,
    ) -> Package:  # fmt: skip
        """Send a fresh document; the clerk of the sender does it."""
        sender = self.sender if sender is None else sender
        number = number or f"{next(_numbers):05}"
        by = self.official(sender)
        with acting(by):
            stored = files.store(
                io.BytesIO(content or f"%PDF-1.7 {number} (mẫu)".encode()), name="cv.pdf",
                agency_id=sender, by=by, at=at,
            )  # fmt: skip
            message = exchange.outgoing_message(
                sender_id=sender, number=number, notation="UBND-NC", issued_on=issued_on,
                type_name="Công văn", subject=f"V/v thử {number} (mẫu)", signer_name="Người ký",
                priority=priority, **more,
            )  # fmt: skip
            return exchange.dispatch(
                sender_id=sender, message=message,
                files=[exchange.FileIn(stored, judged=judged and judged(stored.sha256))],
                receivers=receivers, by=by, at=at,
            )  # fmt: skip

    def carry(self, inbox: Inbox | None = None, at: dt.datetime = NOW) -> carrying.Round:
        """Let the worker carry what waits now."""
        inbox = inbox or Inbox()
        with as_role("lt_worker", self.name), handlers.only([inbox.take], [inbox.hear]):
            return carrying.carry_all(lambda: at)

    def sent(self, package: Package, receiver: int | None = None) -> Delivery:
        """The standing delivery of a package (to one receiver)."""
        with self.eyes() as everything:
            found = everything.filter(package=package, current=True)
            return found.get() if receiver is None else found.get(receiver=receiver)

    @contextmanager
    def eyes(self) -> Iterator["type[Delivery].objects"]:  # type: ignore[valid-type]
        """See every row, as the worker does."""
        with as_role("lt_worker", self.name):
            yield Delivery.objects.select_related("package")

    def report(self, delivery: Delivery, code: str, at: dt.datetime = NOW, **more: str) -> object:
        """The clerk of the right side reports a status."""
        side = delivery.sender_id if code == "13" else delivery.receiver_id
        by = self.official(side)
        if code == "03":
            more.setdefault("arrival_number", "1")
        with acting(by):
            return exchange.report_status(delivery=delivery, code=code, by=by, at=at, **more)

    def accepted(self, package: Package, receiver: int, at: dt.datetime = NOW) -> Delivery:
        """Carry and let the receiver's clerk register."""
        self.carry(at=at)
        self.report(self.sent(package, receiver), "03", at=at)
        return self.sent(package, receiver)

    def waiting(self) -> int:
        """Rows that still wait."""
        with as_role("lt_worker", self.name):
            return Outbox.objects.filter(state="waiting").count()


_OUTSIDER = """
SET session_replication_role = replica;
INSERT INTO agencies_agency (id, key, level, kind, period, opened_by_id, outside, certainty)
  SELECT 900001, 'bo-mau', 'central', 'other', '(,)', min(id), true, 'M' FROM agencies_decision;
INSERT INTO agencies_agencyname (agency_id, name, short_name, abbreviation, aliases, exact_keys,
    folded_keys, period, decision_id)
  SELECT 900001, 'Bộ Mẫu', 'Bộ Mẫu', '', '{}', '{}', '{}', '(,)', min(id) FROM agencies_decision;
INSERT INTO agencies_agencycode (agency_id, scheme, code, period, is_sample, certainty, decision_id)
  SELECT 900001, 'qd20', 'G99', '(,)', true, 'M', min(id) FROM agencies_decision;
"""


@contextmanager
def opened(base: str) -> Iterator[Station]:
    """A clone of the template for one module."""
    name = f"{base}_exchange"
    database.clone(database.template(), name)
    with database.admin(name) as admin:
        admin.execute(_OUTSIDER)
    try:
        with as_role("lt_app", name):
            yield Station(name)
    finally:
        database.drop(name)
