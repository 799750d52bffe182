"""Who else needs a paper that has outlived its term: other systems say so at start, none may be asked.

A running task that stands on a paper keeps it; when a paper goes, what a system took over from its words
goes with it.
"""

import datetime as dt
from collections.abc import Collection
from typing import Protocol

from lienthong.kernel.access.actor import Actor

from ..models import IncomingDocument, OutgoingDocument


class Keeper(Protocol):
    """What a system promises that holds on to papers."""

    def needs(
        self, incoming: Collection[int], outgoing: Collection[int]
    ) -> dict[tuple[str, int], list[str]]:
        """Of these papers, those that are needed yet, as ("in" or "out", key), and why, by name."""

    def forget(
        self, paper: IncomingDocument | OutgoingDocument, *, by: Actor, at: dt.datetime
    ) -> None:
        """Take away what was copied out of the paper; inside the open act."""


_keepers: dict[str, Keeper] = {}


def register(name: str, keeper: Keeper) -> None:
    """Enter a keeper; called at start."""
    _keepers[name] = keeper


def keepers() -> list[Keeper]:
    """All keepers, in the order in which they were entered."""
    return list(_keepers.values())
