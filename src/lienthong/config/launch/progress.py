"""Progress lines of the command line: what is being done, and how long it has taken so far."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

HEARTBEAT_SECONDS = 15.0  # without a terminal, long steps say now and then that they go on


def seconds(value: float) -> str:
    """A duration as people here write it: `12,3 giây`, `2 phút 05 giây`."""
    if value < 60:
        return f"{value:.1f}".replace(".", ",") + " giây"
    return f"{int(value // 60)} phút {int(value % 60):02d} giây"


class Progress:
    """Writes one line for each step; on a terminal the line counts the seconds while it works."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream if stream is not None else sys.stdout
        self.started = time.monotonic()
        self.live = self.stream.isatty()
        self._lock = threading.Lock()

    def say(self, text: str = "") -> None:
        """Write a line at once; letters that the terminal cannot show are replaced."""
        self._write(text + "\n")

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        """Show that `text` is under way, and when it ended how long it took."""
        began = time.monotonic()
        done = threading.Event()
        self._write(f"  … {text}" if self.live else f"  … {text}\n")
        ticker = threading.Thread(target=self._tick, args=(text, began, done), daemon=True)
        ticker.start()
        mark = "✗"
        try:
            yield
            mark = "✓"
        finally:
            done.set()
            ticker.join()
            took = seconds(time.monotonic() - began)
            clear = "\r\x1b[K" if self.live else ""
            self._write(f"{clear}  {mark} {text} ({took})\n")

    def total(self) -> str:
        """The time since this progress began."""
        return seconds(time.monotonic() - self.started)

    def _tick(self, text: str, began: float, done: threading.Event) -> None:
        while not done.wait(1.0 if self.live else HEARTBEAT_SECONDS):
            took = seconds(time.monotonic() - began)
            self._write(f"\r\x1b[K  … {text} ({took})" if self.live else f"  … {text} ({took})\n")

    def _write(self, text: str) -> None:
        encoding = self.stream.encoding or "utf-8"
        shown = text.encode(encoding, errors="replace").decode(encoding)
        with self._lock:
            self.stream.write(shown)
            self.stream.flush()
