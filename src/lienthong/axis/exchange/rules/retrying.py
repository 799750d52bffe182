"""When a carriage that failed is tried again, and when it is given to a person."""

import datetime as dt

PAUSES = (30, 60, 120, 240, 480)  # seconds, as gateways to the national hub do
MAX_TRIES = 5
CEILING = dt.timedelta(seconds=PAUSES[-1])


def pause(failures: int) -> dt.timedelta:
    """How long to wait after the n-th failure in a row (n from 1); it has a ceiling."""
    return dt.timedelta(seconds=PAUSES[min(max(failures, 1), len(PAUSES)) - 1])


def is_exhausted(tries: int) -> bool:
    """Whether an envelope that fails by itself is set aside with its cause."""
    return tries >= MAX_TRIES
