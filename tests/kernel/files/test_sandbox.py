"""The sandbox keeps its limits whatever a parser does, and goes on afterwards."""

import mmap
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from typing import Any

import pytest

from lienthong.kernel.files.sandbox import Limits, Sandbox, SandboxLost, Shared

HERE = "tests.kernel.files.test_sandbox"


def behave(handle: int, *, how: str) -> Any:
    """Run in the child: well, or in one of the ways in which parsers go wrong."""
    if how == "read":
        return {"bytes": os.pread(handle, 100, 0).decode(), "pid": os.getpid()}
    if how == "sleep":
        time.sleep(60)
    if how == "nap":
        time.sleep(1.5)
    if how == "map":
        with mmap.mmap(-1, 1024**3) as area:
            time.sleep(0.5)
            area[0] = 1
    if how == "spin":
        while True:
            pass
    if how == "memory":
        return len(bytearray(2 * 1024**3))
    if how == "held":
        held = [bytearray(b"x") * (40 * 1024**2) for _ in range(12)]
        subprocess.run(["sleep", "30"], check=False)
        return len(held)
    if how == "raise":
        raise ValueError("hỏng")
    if how == "exit":
        os._exit(3)
    if how == "crash":
        os.abort()
    if how == "network":
        with socket.socket() as line:
            line.settimeout(0.5)
            try:
                line.connect(("127.0.0.1", 9))
            except ConnectionRefusedError:
                return "reached"
            except OSError as error:
                return type(error).__name__
    if how == "write":
        with tempfile.TemporaryFile() as file:
            file.write(b"0" * 100_000)
            file.flush()
    if how == "child":
        if os.fork() == 0:
            time.sleep(60)
        return "parent"
    return how


told: list[Any] = []  # in the parent process


def share(value: Any) -> Any:
    """Run in the parent: what several runs have in common."""
    told.append(value)
    return {"value": value, "pid": os.getpid(), "times": len(told)}


def look(handle: int, *, shared: Any) -> Any:
    """Run in the child: what it was told, which it tries to change for those after it."""
    told.append("ruined")
    seen = dict(shared)
    shared["value"] = "ruined"
    return seen


def descriptors(handle: int) -> Any:
    """Run in the child: what is open beside the standard ones and the file."""
    names = (int(name) for name in os.listdir("/proc/self/fd"))
    kinds = {}
    for one in names:
        try:
            kinds[one] = os.readlink(f"/proc/self/fd/{one}").split(":")[0]
        except OSError:
            continue  # the listing's own
    return sorted(kind for one, kind in kinds.items() if one > 2 and one != handle)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(f"{HERE}:behave", Limits(seconds=2, megabytes=512)) as opened:
        yield opened


def test_a_file_is_seen_and_each_run_has_its_own_child(sandbox: Sandbox) -> None:
    first = sandbox.run(b"trang 1", how="read")
    second = sandbox.run(b"trang 2", how="read")
    assert (first.failure, first.value["bytes"], second.value["bytes"]) == (
        None,
        "trang 1",
        "trang 2",
    )
    assert first.value["pid"] != second.value["pid"]
    assert os.getpid() not in (first.value["pid"], second.value["pid"])


@pytest.mark.parametrize(
    ("how", "failure"),
    [
        ("sleep", "time"),
        ("spin", "time"),
        ("memory", "memory"),
        ("raise", "error"),
        ("exit", "crash"),
        ("crash", "crash"),
        ("write", "error"),
    ],
)
def test_failures_are_named_and_survived(sandbox: Sandbox, how: str, failure: str) -> None:
    started = time.monotonic()
    outcome = sandbox.run(b"", how=how)
    assert outcome.failure == failure
    assert outcome.message
    assert time.monotonic() - started < 8
    assert sandbox.run(b"sau", how="read").value["bytes"] == "sau"


def test_work_counts_and_not_the_clock(sandbox: Sandbox) -> None:
    """A page waits for a busy machine as long as it must and works as long as it may."""
    patient = Limits(seconds=30, megabytes=512, processor_seconds=1)
    started = time.monotonic()
    outcome = sandbox.run(b"", how="spin", limits=patient)
    assert outcome.failure == "time"
    assert 0.8 < outcome.worked < 2.5
    assert time.monotonic() - started < 25
    waits = Limits(seconds=15, megabytes=512, processor_seconds=1)
    assert sandbox.run(b"", how="nap", limits=waits).value == "nap"  # the twin: waiting is no work


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="no /proc")
def test_what_a_run_holds_in_memory_is_counted(sandbox: Sandbox) -> None:
    held = Limits(seconds=20, megabytes=4096, resident_megabytes=256)
    outcome = sandbox.run(b"", how="held", limits=held)
    assert outcome.failure == "memory"
    assert outcome.seconds < 15
    assert sandbox.run(b"", how="map", limits=held).value == "map"  # the twin: mapped is not held


def test_what_the_child_started_ends_with_it(sandbox: Sandbox) -> None:
    assert sandbox.run(b"", how="child").value == "parent"


def test_there_is_no_network_where_the_system_allows_to_take_it(sandbox: Sandbox) -> None:
    outcome = sandbox.run(b"", how="network")
    if outcome.network == "open":
        pytest.skip("hệ thống không cho tạo không gian mạng riêng")
    assert outcome.value != "reached"


def test_the_child_knows_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_SECRET_KEY", "bí mật")
    with Sandbox(f"{HERE}:environment") as opened:
        assert "LIENTHONG_SECRET_KEY" not in opened.run(b"").value


def environment(handle: int) -> list[str]:
    """Run in the child: the names of its environment."""
    return sorted(os.environ)


def test_a_target_that_cannot_be_loaded_is_a_lost_sandbox() -> None:
    with Sandbox("lienthong.no_such_module:run") as opened, pytest.raises(SandboxLost):
        opened.run(b"")


def test_what_is_shared_is_told_once_and_no_child_changes_it() -> None:
    first, second = Shared("a", ["một"]), Shared("b", ["hai"])
    with Sandbox(f"{HERE}:look", Limits(seconds=5, megabytes=512)) as opened:
        seen = [opened.run(b"", shared=one).value for one in (first, first, second, second, first)]
    assert [one["value"] for one in seen] == [["một"], ["một"], ["hai"], ["hai"], ["một"]]
    assert [one["times"] for one in seen] == [1, 1, 2, 2, 3]
    assert len({one["pid"] for one in seen}) == 1


def test_a_new_parent_is_told_again() -> None:
    with Sandbox(f"{HERE}:look", Limits(seconds=5, megabytes=512)) as opened:
        before = opened.run(b"", shared=Shared("a", 1)).value
        opened.close()
        after = opened.run(b"", shared=Shared("a", 1)).value
    assert (before["value"], after["value"]) == (1, 1)
    assert before["pid"] != after["pid"]


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="no /proc")
def test_a_child_has_no_line_to_those_who_ask() -> None:
    """A child that was taken over can answer for its own file only: it has its end of one pipe."""
    with Sandbox(f"{HERE}:descriptors", Limits(seconds=5, megabytes=512)) as opened:
        assert opened.run(b"x").value == ["pipe"]
