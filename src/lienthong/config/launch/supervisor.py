"""Keeps the processes of a running installation alive and stops them in order."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from lienthong.config.launch import runs
from lienthong.config.launch.stopping import StopRequest

LOOK_SECONDS = 0.3
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
STEADY_SECONDS = 60.0  # alive so long: the next death is a new one, with a short pause again
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Program:
    """A process to keep alive: what to run, and how long it may take to end by itself."""

    name: str
    title: str
    argv: Sequence[str]
    env: Mapping[str, str]
    log: Path
    stop_seconds: float = 20.0


@dataclass
class Child:
    """A program and its present process."""

    program: Program
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    pause: float = FIRST_PAUSE
    not_before: float = 0.0
    restarts: int = 0


@dataclass
class Supervisor:
    """Starts the programs in order, restarts those that die, stops them in the reverse order.

    `on_change` is called with {name: pid} after every start; `look` once in each round, for what
    else must be kept alive (the database).
    """

    programs: Sequence[Program]
    say: Callable[[str], None]
    on_change: Callable[[dict[str, int]], None] | None = None
    look: Callable[[], None] | None = None
    children: list[Child] = field(default_factory=list)

    def start(self) -> None:
        """Start every program."""
        for program in self.programs:
            child = Child(program)
            self.children.append(child)
            self._start(child, time.monotonic())
        self._tell()

    def pids(self) -> dict[str, int]:
        """The process ids of the programs that are alive."""
        return {
            child.program.name: child.process.pid
            for child in self.children
            if child.process is not None and child.process.poll() is None
        }

    def watch(self, request: StopRequest) -> None:
        """Restart what dies, until a stop is asked for."""
        while not request.asked.wait(LOOK_SECONDS):
            if self.look is not None:
                self.look()
            self.round(time.monotonic())

    def round(self, now: float) -> None:
        """One look at every child: note deaths, start again those whose pause is over."""
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                self._note_death(child, now)
            if child.process is None and now >= child.not_before:
                pid = self._start(child, now)
                child.restarts += 1
                self.say(f"  ✓ {child.program.title} chạy lại (pid {pid}).")
                self._tell()

    def stop(self, request: StopRequest | None = None) -> None:
        """Stop every child, the first started first to stop taking work, each with its time to end."""
        for child in self.children:
            stop_process(child.process, child.program.stop_seconds, request)
            child.process = None

    def log_tail(self, name: str) -> str:
        """The end of a program's log, for showing when it does not come up."""
        for child in self.children:
            if child.program.name == name:
                with suppress(OSError):
                    return runs.tail(child.program.log.read_text(errors="replace"))
        return ""

    def _tell(self) -> None:
        if self.on_change is not None:
            self.on_change(self.pids())

    def _note_death(self, child: Child, now: float) -> None:
        if child.process is None:
            return
        code = child.process.poll()
        kill_group(child.process.pid)  # what the dead one left behind would hold its port
        if now - child.started_at > STEADY_SECONDS:
            child.pause = FIRST_PAUSE
        child.not_before = now + child.pause
        self.say(
            f"  ! {child.program.title} đã dừng (mã {code}); chạy lại sau {child.pause:.1f} giây."
            f" Nhật ký: {child.program.log}"
        )
        child.pause = min(child.pause * 2, LONGEST_PAUSE)
        child.process = None

    def _start(self, child: Child, now: float) -> int:
        program = child.program
        program.log.parent.mkdir(parents=True, exist_ok=True)
        if program.log.exists() and program.log.stat().st_size > 20 * 1024 * 1024:
            program.log.replace(program.log.with_suffix(".log.1"))
        with program.log.open("ab") as log:
            child.process = subprocess.Popen(
                list(program.argv),
                env=dict(program.env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches the supervisor alone, which keeps the order
                preexec_fn=die_with_parent if sys.platform == "linux" else None,
            )
        child.started_at = now
        return child.process.pid


def die_with_parent() -> None:
    """In a new child on Linux: ask the kernel for SIGTERM should the supervisor be killed outright."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def stop_process(
    process: "subprocess.Popen[bytes] | None", limit: float, request: StopRequest | None
) -> None:
    """Ask a process to end, wait at most `limit` seconds, then kill its whole group."""
    if process is None:
        return
    if process.poll() is None:
        process.terminate()
        ends_at = time.monotonic() + limit
        while process.poll() is None and time.monotonic() < ends_at:
            if request is not None and request.hurry.is_set():
                break
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.1)
    kill_group(process.pid)
    with suppress(subprocess.TimeoutExpired):
        process.wait(5)


def kill_group(pid: int) -> None:
    """Kill what is left of a process's group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
