"""A child process in which files from outside are parsed: bounded time and memory, no network.

Received files are hostile until read (Annex VI of Decree 30: intake must not endanger the system).
A warm parent process (`sandbox_parent`) forks one child for each file; the child sees the file through an open
descriptor, works under resource limits and answers with JSON. Network is taken away by a namespace
of its own or by a filter of system calls; each answer says whether one of them was to be had.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

ANSWER_LIMIT: Final = 64 * 1024 * 1024
_PARENT: Final = "lienthong.kernel.files.sandbox_parent"
_STARTING = 60.0  # seconds for the parent process to load the target
_KEPT = (
    "PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "TESSDATA_PREFIX", "PYTHONPYCACHEPREFIX",
    "PYTHONDONTWRITEBYTECODE",
)  # fmt: skip
MESSAGES = {
    "time": "Xử lý tệp quá thời gian cho phép nên đã dừng; tệp được để riêng để kiểm tra.",
    "memory": "Xử lý tệp cần quá nhiều bộ nhớ nên đã dừng; tệp được để riêng để kiểm tra.",
    "crash": "Tệp hỏng hoặc có cấu trúc lạ làm chương trình đọc dừng đột ngột.",
    "error": "Tệp hỏng hoặc có cấu trúc lạ, không đọc được.",
}


@dataclass(frozen=True)
class Limits:
    """What one run may use: seconds by the clock, megabytes of address space, of files written.

    `processor_seconds` bounds the work itself where the clock may run longer, so that a busy machine
    fails nobody; each program that the run starts has as much. `resident_megabytes` bounds what all
    processes of the run hold in memory together, for programs that map far more than they use.
    """

    seconds: float = 10.0
    megabytes: int = 512
    written_megabytes: int = 0
    processor_seconds: float = 0.0
    resident_megabytes: int = 0


@dataclass(frozen=True)
class Outcome:
    """The answer of a run: its value, or why there is none (a key of MESSAGES).

    `worked` is its time of processor, with that of programs that it waited for, `peak` the most
    megabytes that one of these processes held (its parent's, which it shares, among them). `network` is "none" where the child had no network, "open" where the system did not allow that.
    """

    value: Any = None
    failure: str | None = None
    network: str = "open"
    seconds: float = 0.0
    worked: float = 0.0
    peak: int = 0

    @property
    def message(self) -> str | None:
        """The Vietnamese sentence for the failure, None when there was none."""
        return MESSAGES.get(self.failure or "")


@dataclass(frozen=True)
class Shared:
    """What many runs have in common: plain data, told to the parent process once, by a key of its own."""

    key: str
    value: Any


def known_environment() -> dict[str, str]:
    """What a parent process is told of this process's environment."""
    return {key: os.environ[key] for key in _KEPT if key in os.environ}


class SandboxLost(RuntimeError):
    """The parent process of the sandbox cannot be started or has gone."""


class Sandbox:
    """Runs one function, named "module:function", on files, each in a child of its own.

    The function takes an open descriptor and keyword arguments (plain data) and returns plain data.
    A function `prepare` beside it, where there is one, is called once before the first file. What
    runs share goes through a function `share` beside it, once in the parent process for each new key,
    and reaches the function as its argument `shared`.
    Use as a context manager; `run` may be called many times, from one thread at a time.
    """

    def __init__(self, target: str, limits: Limits | None = None) -> None:
        self.target = target
        self.limits = limits or Limits()
        self._socket: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._told = ""  # the key of what the parent process was told last

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def run(
        self,
        data: bytes | BinaryIO,
        *,
        limits: Limits | None = None,
        shared: Shared | None = None,
        **arguments: Any,
    ) -> Outcome:
        """The function's answer for a file given as bytes or as an open file; never its exception."""
        own = limits or self.limits
        handle, fresh = _descriptor(data)
        try:
            return self._ask(handle, own, arguments, shared)
        except (OSError, ValueError) as error:
            self.close()
            raise SandboxLost("Tiến trình đọc tệp đã dừng ngoài dự kiến.") from error
        finally:
            if fresh:
                os.close(handle)

    def alive(self) -> bool:
        """Whether the parent process runs."""
        return self._process is not None and self._process.poll() is None

    def close(self) -> None:
        """Stop the parent process."""
        self._told = ""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        if self._process is not None:
            try:
                self._process.wait(timeout=2)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def _ask(
        self, handle: int, limits: Limits, arguments: dict[str, Any], shared: Shared | None
    ) -> Outcome:
        line = self._connection()
        request: dict[str, Any] = {"limits": vars(limits), "arguments": arguments}
        if shared is not None:
            request["shared"] = [shared.key]
            if shared.key != self._told:
                request["shared"].append(shared.value)
        payload = json.dumps(request).encode()
        line.settimeout(limits.seconds + _STARTING)
        socket.send_fds(line, [len(payload).to_bytes(8, "big")], [handle])
        line.sendall(payload)
        answer = json.loads(_receive(line))
        self._told = shared.key if shared is not None else self._told
        return Outcome(**answer)

    def _connection(self) -> socket.socket:
        if self._socket is None:
            ours, theirs = socket.socketpair()
            environment = known_environment()
            environment |= {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
            environment["OMP_THREAD_LIMIT"] = "1"
            self._process = subprocess.Popen(
                [sys.executable, "-m", _PARENT, str(theirs.fileno()), self.target],
                pass_fds=[theirs.fileno()],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            theirs.close()
            self._socket = ours
        return self._socket


def _descriptor(data: bytes | BinaryIO) -> tuple[int, bool]:
    """A descriptor that a child can read from the start; bytes stay in memory where possible."""
    if not isinstance(data, bytes):
        return data.fileno(), False
    if hasattr(os, "memfd_create"):
        handle = os.memfd_create("paper")
    else:
        with tempfile.TemporaryFile() as file:
            handle = os.dup(file.fileno())
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
    os.lseek(handle, 0, os.SEEK_SET)
    return handle, True


def _receive(line: socket.socket) -> bytes:
    size = int.from_bytes(exactly(line, 8), "big")
    if size > ANSWER_LIMIT:
        raise ValueError("answer too large")
    return exactly(line, size)


def exactly(line: socket.socket, size: int) -> bytes:
    """So many octets from the line; raises `OSError` where it is closed before."""
    pieces = []
    while size:
        piece = line.recv(min(size, 1 << 16))
        if not piece:
            raise OSError("closed")
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
