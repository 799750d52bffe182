"""The door through which systems say what open work they hold, so that none of it is lost.

A system registers a provider in its `apps.ready()`; when an agency ends or a person leaves, the
kernel asks every provider, writes one line per open item, and tells the provider who took it.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Protocol

from django.db.models import QuerySet

from lienthong.kernel.access.actor import Actor


class Provider(Protocol):
    """What a system that holds open work promises."""

    @property
    def label(self) -> str:
        """What the work is called on the sheet: "Văn bản đến"."""

    def open_items(self, agency_ids: Sequence[int], person_id: int | None) -> QuerySet[Any]:
        """Open items of the agencies, of one person where given.

        Rows must offer `item_id`, `held_by_id` (the agency with which it waits), `person_id`, `unit_id` (the unit with which it waits,
        null where it waits with a person only) and `due_on` (fields or annotations); the kernel copies them inside the database, so a hundred thousand are quick.
        """

    def describe(self, item_ids: Sequence[int]) -> dict[int, str]:
        """A short title for each item that the present reader may see, for lists and print."""

    def hand_over(
        self,
        item_ids: Sequence[int],
        *,
        to_agency_id: int,
        to_person_id: int | None,
        by: Actor,
        at: dt.datetime,
    ) -> None:
        """Make the items the new owner's, deadline and history unchanged; inside the open act."""


_providers: dict[str, Provider] = {}


def register(kind: str, provider: Provider) -> None:
    """Register the provider of a kind of work; a second one under the same name is refused."""
    if _providers.get(kind, provider) is not provider:
        raise ValueError(f"open work of kind {kind!r} already has a provider")
    _providers[kind] = provider


def forget(kind: str) -> None:
    """Take a provider away (a plug-in that is switched off)."""
    _providers.pop(kind, None)


def providers() -> dict[str, Provider]:
    """All providers by kind, in order of registration."""
    return dict(_providers)
