"""The door through which receiving systems take what arrives, in the worker's own transaction.

A system registers in its `apps.ready()`. A handler that raises leaves nothing of that envelope
behind; it is tried again, and after some tries set aside with its cause while others pass.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from lienthong.axis.exchange.models import Delivery, Package, PackageFile, StatusReport
from lienthong.axis.exchange.rules.messages import DocumentMessage
from lienthong.kernel.access.actor import Actor, system_actor


class ReceiverUnavailable(Exception):
    """The receiving system does not answer: its whole line waits, in order, and no try counts."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One delivery that has arrived (01): the shared row, its package, message and files.

    `package` and `message` are the same objects for all arrivals of one package.
    """

    delivery: Delivery
    package: Package
    message: DocumentMessage
    files: tuple[PackageFile, ...]

    @property
    def actor(self) -> Actor:
        """The installation acting for the receiver."""
        return system_actor(self.delivery.receiver_id)


@dataclass(frozen=True, slots=True)
class StatusNews:
    """A status that one side reported, for the system of the other side."""

    delivery: Delivery
    report: StatusReport
    to_agency_id: int

    @property
    def actor(self) -> Actor:
        """The installation acting for the agency that is told."""
        return system_actor(self.to_agency_id)


class ArrivalHandler(Protocol):
    """Takes arrivals, many at once; raises when one of them cannot be taken."""

    def __call__(self, arrivals: Sequence[Arrival], *, at: dt.datetime) -> None: ...


class StatusHandler(Protocol):
    """Takes statuses, many at once."""

    def __call__(self, news: Sequence[StatusNews], *, at: dt.datetime) -> None: ...


_arrivals: list[ArrivalHandler] = []
_statuses: list[StatusHandler] = []


def on_arrival(handler: ArrivalHandler) -> ArrivalHandler:
    """Register a system that takes documents; usable as a decorator. The same one twice is once."""
    if handler not in _arrivals:
        _arrivals.append(handler)
    return handler


def on_status(handler: StatusHandler) -> StatusHandler:
    """Register a system that wants to know of statuses; usable as a decorator."""
    if handler not in _statuses:
        _statuses.append(handler)
    return handler


@contextmanager
def only(
    arrivals: Sequence[ArrivalHandler] = (), statuses: Sequence[StatusHandler] = ()
) -> Iterator[None]:
    """Have just these handlers for a while: a trial of the exchange by itself."""
    before = (list(_arrivals), list(_statuses))
    _arrivals[:], _statuses[:] = arrivals, statuses
    try:
        yield
    finally:
        _arrivals[:], _statuses[:] = before


def tell_arrivals(arrivals: Sequence[Arrival], at: dt.datetime) -> None:
    """Hand arrivals to every registered system."""
    for handler in _arrivals:
        handler(arrivals, at=at)


def tell_statuses(news: Sequence[StatusNews], at: dt.datetime) -> None:
    """Hand statuses to every registered system."""
    for handler in _statuses:
        handler(news, at=at)
