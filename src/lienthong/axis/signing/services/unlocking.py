"""The PIN that a person types for one act: it lives in the memory of that act and nowhere else.

It is neither an argument of a service, nor part of a fact, a row, a session or a message: a
context variable carries it from the form to the device. `unlocked` is opened by the view before
the act and counts, after the act was rolled back, a PIN that the device refused.
"""

import contextlib
import datetime as dt
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass

from django.db.models import F

from lienthong.axis.signing.models import KeyPlace
from lienthong.axis.signing.pki.held import Secret
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.facts.recording import act

LONGEST = 64  # letters of a PIN


@dataclass(slots=True)
class Given:
    """What the person gave for this act, and what the device said of it (place → right or wrong)."""

    pin: Secret
    said: dict[int, bool]


_given: ContextVar[Given | None] = ContextVar("signing_given", default=None)


@contextlib.contextmanager
def unlocked(pin: str, *, by: Actor, at: dt.datetime) -> Iterator[None]:
    """Have a PIN at hand for the keys of this act. An empty one is as none."""
    given = Given(Secret(pin[:LONGEST]), {})
    token = _given.set(given)
    try:
        yield
    finally:
        _given.reset(token)
        for place_id, right in given.said.items():
            _count(place_id, right, by=by, at=at)


def pin_at_hand() -> Secret | None:
    """The PIN of the act that is going on, if its person gave one."""
    given = _given.get()
    return given.pin if given is not None and given.pin else None


def note(place_id: int, *, right: bool) -> None:
    """Remember what the device said of the PIN until the act is over."""
    given = _given.get()
    if given is not None:
        given.said[place_id] = right


def _count(place_id: int, right: bool, *, by: Actor, at: dt.datetime) -> None:
    place = KeyPlace.objects.filter(pk=place_id).first()
    if place is None or (right and place.wrong_pins == 0):
        return
    with act(
        "signing.pin_accepted" if right else "signing.pin_refused", by=by, at=at, subject=place
    ):
        count = 0 if right else F("wrong_pins") + 1
        KeyPlace.objects.filter(pk=place.pk).update(wrong_pins=count)
