"""Warm sandboxes: lent to one at a time, started once, fresh after a death, never kept for ever."""

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest

from lienthong.kernel.files import warm
from lienthong.kernel.files.sandbox import Limits, SandboxLost
from lienthong.kernel.files.warm import lent

HERE = "tests.kernel.files.test_warm"
LIMITS = Limits(seconds=5)


def parent(handle: int) -> int:
    """Run in the child: the process that was forked, which is the warm one."""
    return os.getppid()


def spin(handle: int) -> None:
    """Run in the child: more than it may."""
    while True:
        pass


@pytest.fixture(autouse=True)
def _swept() -> Iterator[None]:
    warm.close_all()
    yield
    warm.close_all()


def served() -> int:
    with lent(f"{HERE}:parent", LIMITS) as sandbox:
        return int(sandbox.run(b"").value)


def test_the_next_borrower_gets_the_same_process() -> None:
    assert served() == served()


def test_two_borrowers_at_once_get_two() -> None:
    with lent(f"{HERE}:parent", LIMITS) as one, lent(f"{HERE}:parent", LIMITS) as other:
        assert one.run(b"").value != other.run(b"").value


def test_limits_are_the_borrowers() -> None:
    target = f"{HERE}:spin"
    with lent(target, Limits(seconds=0.2)) as sandbox:
        assert sandbox.run(b"").failure == "time"
    with lent(target, Limits(seconds=0.4)) as sandbox:
        outcome = sandbox.run(b"")
    assert outcome.failure == "time"
    assert outcome.seconds >= 0.4


def test_a_killed_one_is_started_anew() -> None:
    first = served()
    with lent(f"{HERE}:parent", LIMITS) as sandbox:
        process = sandbox._process
        assert process is not None
        os.kill(first, signal.SIGKILL)
        process.wait()
    assert served() != first


def test_one_lost_in_the_borrowers_hands_is_not_lent_again() -> None:
    with lent(f"{HERE}:parent", LIMITS) as sandbox:
        first = sandbox.run(b"").value
        os.kill(first, signal.SIGKILL)
        with pytest.raises(SandboxLost):
            sandbox.run(b"")
    assert served() != first


def test_another_environment_gets_another(monkeypatch: Any) -> None:
    """What a parent was told at its start stays with it: a changed path is a new process."""
    first = served()
    monkeypatch.setenv("TMPDIR", "/var/tmp")
    assert served() != first


def test_what_nobody_used_for_long_is_stopped(monkeypatch: Any) -> None:
    first = served()
    monkeypatch.setattr(warm, "IDLE_SECONDS", -1.0)
    assert served() != first
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def test_only_a_few_are_kept() -> None:
    target = f"{HERE}:parent"
    with (
        lent(target, LIMITS) as one,
        lent(target, LIMITS) as two,
        lent(target, LIMITS) as three,
    ):
        numbers = [one.run(b"").value, two.run(b"").value, three.run(b"").value]
    alive = [number for number in numbers if os.path.exists(f"/proc/{number}/stat")]
    assert len(alive) == warm.MOST
