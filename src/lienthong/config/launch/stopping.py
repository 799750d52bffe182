"""Stop requests: Ctrl-C, SIGTERM and SIGHUP all end the same way, by unwinding what was started."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequest:
    """Whether somebody asked to stop, and how often; a second request shortens every wait."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.hurry = threading.Event()
        self.unwinding = False

    def receive(self, number: int, frame: FrameType | None) -> None:
        """Take a signal: interrupt the work under way once, and never the stopping itself."""
        if self.asked.is_set():
            self.hurry.set()
            return
        self.asked.set()
        if not self.unwinding:
            raise KeyboardInterrupt


@contextmanager
def stop_requests() -> Iterator[StopRequest]:
    """Take the stop signals for the time of a block; a signal raises KeyboardInterrupt in it once."""
    request = StopRequest()
    before = {number: signal.signal(number, request.receive) for number in SIGNALS}
    try:
        yield request
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
