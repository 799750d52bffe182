"""Waiting for something to become true, with a limit."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_for(look: Callable[[], T | None], what: str, limit: float = 30.0) -> T:
    """The first true answer of `look`; fails the test when none comes within `limit` seconds."""
    ends_at = time.monotonic() + limit
    pause = threading.Event()
    while time.monotonic() < ends_at:
        answer = look()
        if answer:
            return answer
        pause.wait(0.05)
    raise AssertionError(f"waited {limit} s for {what}")
