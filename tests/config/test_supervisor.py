"""The supervisor's rounds: pauses that grow, groups that are ended whole, a stop that can be hurried."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from lienthong.config.launch.processes import alive
from lienthong.config.launch.stopping import StopRequest, stop_requests
from lienthong.config.launch.supervisor import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    STEADY_SECONDS,
    Program,
    Supervisor,
    stop_process,
)
from tests.config.waiting import wait_for

STUBBORN = (
    "import signal, subprocess, sys, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "print(child.pid, flush=True); time.sleep(600)"
)


def program(folder: Path, code: str, name: str = "one") -> Program:
    """A program of one line of Python."""
    return Program(name, name, [sys.executable, "-c", code], {}, folder / f"{name}.log", 0.5)


def gone(supervisor: Supervisor) -> bool:
    """Whether every process has ended."""
    return not supervisor.pids()


def test_pauses_double_up_to_a_limit_and_start_small_after_a_steady_life(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor([program(tmp_path, "raise SystemExit(3)")], said.append)
    supervisor.start()
    child = supervisor.children[0]
    pauses = []
    now = time.monotonic()
    for _ in range(9):
        wait_for(lambda: gone(supervisor), "the program to end")
        supervisor.round(now)
        pauses.append(child.not_before - now)
        supervisor.round(child.not_before - 0.01)
        assert child.process is None, "not before its pause is over"
        now = child.not_before
        supervisor.round(now)
    assert [round(pause, 3) for pause in pauses[:3]] == [FIRST_PAUSE, 1.0, 2.0]
    assert round(pauses[-1], 3) == LONGEST_PAUSE
    wait_for(lambda: gone(supervisor), "the program to end")
    later = child.started_at + STEADY_SECONDS + 1
    supervisor.round(later)
    assert round(child.not_before - later, 3) == FIRST_PAUSE
    assert "mã 3" in said[0]
    supervisor.stop()


def test_a_stubborn_process_is_killed_with_all_its_children(tmp_path: Path) -> None:
    supervisor = Supervisor([program(tmp_path, STUBBORN)], lambda text: None)
    supervisor.start()
    pid = supervisor.pids()["one"]
    log = tmp_path / "one.log"
    grandchild = int(wait_for(lambda: log.read_text().strip(), "the grandchild"))
    supervisor.stop()
    assert not alive(pid)
    wait_for(lambda: not alive(grandchild), "the grandchild to end")


def test_a_second_request_ends_the_waiting_at_once(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE, start_new_session=True
    )
    assert process.stdout
    assert process.stdout.readline()
    request = StopRequest()
    request.hurry.set()
    began = time.monotonic()
    stop_process(process, 60.0, request)
    process.stdout.close()
    assert time.monotonic() - began < 20
    assert process.poll() is not None


def test_a_request_interrupts_once_and_never_the_unwinding() -> None:
    with stop_requests() as request:
        with pytest.raises(KeyboardInterrupt):
            request.receive(15, None)
        request.receive(15, None)
        assert request.hurry.is_set()
    with stop_requests() as request:
        request.unwinding = True
        request.receive(2, None)
        assert request.asked.is_set()


def test_the_end_of_a_log_is_there_for_the_message(tmp_path: Path) -> None:
    supervisor = Supervisor([program(tmp_path, "print('cổng đã có người dùng')")], print)
    supervisor.start()
    wait_for(lambda: gone(supervisor), "the program to end")
    assert "cổng đã có người dùng" in supervisor.log_tail("one")
    assert supervisor.log_tail("two") == ""
    supervisor.stop()
