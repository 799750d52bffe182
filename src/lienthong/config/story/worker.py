"""The worker of the installation that the story is played on: found, killed in the middle, back again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from lienthong.config.launch import session
from lienthong.config.launch.processes import alive

from .telling import Broken

BACK_SECONDS = 120.0


class Worker(Protocol):
    """A worker process that can be killed and comes back."""

    def pid(self) -> int:
        """Its process id now."""

    def kill(self) -> int:
        """Kill it at once (SIGKILL); returns the id that was killed."""

    def come_back(self) -> int:
        """Wait until a new one runs; returns its id."""


class SupervisedWorker:
    """The worker of `./lienthong run`, which starts it again by itself."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._killed = 0

    def pid(self) -> int:
        """Its process id as run.json tells it."""
        found = session.running(self._data)
        pid = found.pids.get("worker", 0) if found is not None else 0
        if not pid:
            raise Broken("Hệ thống đang chạy không có tiến trình nền (--no-worker).")
        return pid

    def kill(self) -> int:
        """Kill it at once."""
        self._killed = self.pid()
        os.kill(self._killed, signal.SIGKILL)
        return self._killed

    def come_back(self) -> int:
        """Wait for the supervisor to start another."""
        ends_at = time.monotonic() + BACK_SECONDS
        while time.monotonic() < ends_at:
            with suppress(Broken):
                pid = self.pid()
                if pid != self._killed and alive(pid):
                    return pid
            time.sleep(0.1)
        raise Broken("Tiến trình nền không chạy lại sau khi bị dừng.")


class OwnWorker:
    """A worker that the story starts itself, where no installation runs."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self._environment = {**os.environ, **environment, "LIENTHONG_DB_ROLE": "worker"}
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "django", "run_worker"],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def pid(self) -> int:
        """Its process id."""
        if self._process is None or self._process.poll() is not None:
            raise Broken(f"Tiến trình nền đã dừng; nhật ký: {self._log}")
        return self._process.pid

    def kill(self) -> int:
        """Kill it at once."""
        pid = self.pid()
        os.kill(pid, signal.SIGKILL)
        if self._process is not None:
            self._process.wait(10)
        return pid

    def come_back(self) -> int:
        """Start another."""
        self.start()
        return self.pid()

    def stop(self) -> None:
        """End it and wait."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)
