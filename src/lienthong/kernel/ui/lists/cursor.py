"""Paging by key: where a page ends is a row, not a count, so page one thousand costs what page one does."""

import base64
import datetime as dt
import json
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import Q

from .sorts import Key

_LONGEST = 2000


class NotACursor(ValueError):
    """A place in a list that cannot be read: cut off, altered, or of another order."""


@dataclass(frozen=True)
class Cursor:
    """A place in a list: the sort keys of a row, the number of rows before it, and the direction."""

    values: tuple[Any, ...]
    before: int
    backwards: bool = False

    def encode(self, order: str) -> str:
        """The place as a short text for an address, signed for the order (list and sort) it is of."""
        plain = [[_kind(value), _text(value)] for value in self.values]
        data = json.dumps([self.before, int(self.backwards), plain], separators=(",", ":"))
        written = base64.urlsafe_b64encode(data.encode()).decode().rstrip("=")
        return _signer(order).sign(written)

    @classmethod
    def decode(cls, text: str, keys: tuple[Key, ...], order: str) -> "Cursor":
        """Read a place back; raises `NotACursor` for anything that this list did not write."""
        try:
            written = _signer(order).unsign(text[:_LONGEST])
            padded = written + "=" * (-len(written) % 4)
            before, backwards, plain = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
            values = tuple(_value(kind, value) for kind, value in plain)
        except (BadSignature, ValueError, TypeError, KeyError) as error:
            raise NotACursor(text[:40]) from error
        if len(values) != len(keys):
            raise NotACursor(text[:40])
        return cls(values, before, bool(backwards))


def _signer(order: str) -> Signer:
    return Signer(salt=f"lienthong.ui.lists:{order}")


def after(keys: tuple[Key, ...], values: tuple[Any, ...]) -> Q:
    """The condition for rows that stand after the place, in the order of the keys, nulls last.

    A redundant range on the first key lets an index on it begin at the place.
    """
    condition = Q(pk__in=[])
    for depth in range(len(keys)):
        step = _beyond(keys[depth], values[depth])
        if step is None:
            continue
        for earlier in range(depth):
            step &= _equal(keys[earlier], values[earlier])
        condition |= step
    first = keys[0]
    if values[0] is None or first.nullable:
        return condition
    return Q(**{f"{first.path}__{'lte' if first.descending else 'gte'}": values[0]}) & condition


def _beyond(key: Key, value: Any) -> Q | None:
    if value is None:
        return None  # nulls stand last: nothing lies beyond by this key alone
    step = Q(**{f"{key.path}__{'lt' if key.descending else 'gt'}": value})
    return step | Q(**{f"{key.path}__isnull": True}) if key.nullable else step


def _equal(key: Key, value: Any) -> Q:
    return Q(**{f"{key.path}__isnull": True}) if value is None else Q(**{key.path: value})


def before(keys: tuple[Key, ...], values: tuple[Any, ...]) -> Q:
    """The condition for rows that stand before the place."""
    condition = Q(pk__in=[])
    for depth, key in enumerate(keys):
        value = values[depth]
        if value is None:
            step = Q(**{f"{key.path}__isnull": False})
        else:
            step = Q(**{f"{key.path}__{'gt' if key.descending else 'lt'}": value})
        for earlier in range(depth):
            step &= _equal(keys[earlier], values[earlier])
        condition |= step
    first = keys[0]
    if values[0] is None or first.nullable:
        return condition
    return Q(**{f"{first.path}__{'gte' if first.descending else 'lte'}": values[0]}) & condition


def _kind(value: Any) -> str:
    if value is None:
        return "-"
    for kind, types in (
        ("b", bool),
        ("i", int),
        ("f", float),
        ("n", Decimal),
        ("t", dt.datetime),
        ("d", dt.date),
        ("u", uuid.UUID),
        ("s", str),
    ):
        if isinstance(value, types):
            return kind
    raise TypeError(f"a sort key of type {type(value).__name__} cannot be a place in a list")


def _text(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    return value


def _value(kind: str, written: Any) -> Any:
    readers: dict[str, Any] = {
        "-": lambda _w: None,
        "b": bool,
        "i": int,
        "f": float,
        "n": lambda w: Decimal(str(w)),
        "t": lambda w: dt.datetime.fromisoformat(str(w)),
        "d": lambda w: dt.date.fromisoformat(str(w)),
        "u": lambda w: uuid.UUID(str(w)),
        "s": lambda w: str(w).replace("\x00", ""),
    }
    return readers[kind](written)
