"""Database functions that a system owns (search, tallies, guards of registers): registered in its
`apps.ready`, created by the owner after each migration."""

from collections.abc import Callable

_preparations: dict[str, Callable[[], None]] = {}


def register(name: str, prepare: Callable[[], None]) -> None:
    """Register an idempotent function that creates database objects as the owner."""
    _preparations[name] = prepare


def run_all() -> int:
    """Run all preparations; returns their number."""
    for prepare in _preparations.values():
        prepare()
    return len(_preparations)
