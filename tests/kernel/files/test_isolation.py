"""The network is taken from a process by either way; what lies on the way back is tried, too."""

import subprocess
import sys

import pytest

from lienthong.config.launch import sandbox

_TRIES = """
import os, socket, sys
from lienthong.kernel.files import isolation
assert getattr(isolation, sys.argv[1])()
pid = os.fork()  # what a child inherits is what counts
if pid:
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
reached = []
for family in (socket.AF_INET, socket.AF_INET6):
    try:
        line = socket.socket(family, socket.SOCK_STREAM)
        line.settimeout(2)
        line.connect((sys.argv[2], int(sys.argv[3]))[:2])
        reached.append(family)
    except OSError as error:
        print(type(error).__name__)
ours, theirs = socket.socketpair()
ours.sendall(b"x")
assert theirs.recv(1) == b"x"
sys.exit(1 if reached else 0)
"""


def tried(way: str, port: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _TRIES, way, "127.0.0.1", str(port)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.fixture
def port() -> int:
    """A port of this machine that answers."""
    import socket

    line = socket.create_server(("127.0.0.1", 0))
    yield line.getsockname()[1]  # type: ignore[misc]
    line.close()


def test_a_filter_takes_the_network_and_leaves_pipes_between_processes(port: int) -> None:
    if not sandbox.seccomp():
        pytest.skip("this kernel has no filter of system calls")
    done = tried("filtered", port)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["PermissionError", "PermissionError"]


def test_a_namespace_takes_it_where_there_is_one(port: int) -> None:
    if sandbox.network_namespace() is None:
        pytest.skip("this machine gives no namespaces")
    assert tried("own_namespace", port).returncode == 0


def test_without_either_the_network_is_there(port: int) -> None:
    """The negative twin: the same tries reach the port when nothing was taken."""
    script = _TRIES.replace("assert getattr(isolation, sys.argv[1])()", "")
    done = subprocess.run(
        [sys.executable, "-c", script, "-", "127.0.0.1", str(port)], check=False, timeout=60
    )
    assert done.returncode == 1


def test_the_sandbox_takes_the_filter_where_namespaces_are_forbidden() -> None:
    """Its parent process says "none" by the filter alone, and its child reaches nothing."""
    if not sandbox.seccomp():
        pytest.skip("this kernel has no filter of system calls")
    from lienthong.kernel.files.sandbox import Sandbox

    with Sandbox("tests.kernel.files.forbidding:behave") as made:
        outcome = made.run(b"%PDF")
    assert (outcome.network, outcome.value) == ("none", "PermissionError")
