"""The shape of a body."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Body:
    """One body: the kinds of paper and of office that carry it, its words, its tasks."""

    kinds: str
    by: str  # levels of the issuers parted by spaces, "*" for any
    text: str
    tasks: tuple[str, ...] = ()
    to: str = ""
