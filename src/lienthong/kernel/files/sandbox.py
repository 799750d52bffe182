"""A child process in which files from outside are parsed: bounded time and memory, no network.

Received files are hostile until read (Annex VI of Decree 30: intake must not endanger the system).
A warm parent process forks one child for each file; the child sees the file through an open
descriptor, works under resource limits and answers with JSON. Network is taken away by a namespace
of its own or by a filter of system calls; each answer says whether one of them was to be had.
"""

import gc
import json
import math
import os
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import TracebackType
from typing import Any, BinaryIO, Self

from lienthong.kernel.files import isolation

_ANSWER_LIMIT = 64 * 1024 * 1024
_STARTING = 60.0  # seconds for the parent process to load the target
_LOOK = 0.1  # seconds between two looks at what a run holds in memory
_PAGE = resource.getpagesize()
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
                [sys.executable, "-m", __name__, str(theirs.fileno()), self.target],
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
    size = int.from_bytes(_exactly(line, 8), "big")
    if size > _ANSWER_LIMIT:
        raise ValueError("answer too large")
    return _exactly(line, size)


def _exactly(line: socket.socket, size: int) -> bytes:
    pieces = []
    while size:
        piece = line.recv(min(size, 1 << 16))
        if not piece:
            raise OSError("closed")
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


# Below: the parent process (loads the target once) and its children.


def _serve(line: socket.socket, target: str) -> None:
    name, _, door = target.partition(":")
    module = import_module(name)
    function: Callable[..., Any] = getattr(module, door)
    prepare: Callable[[], None] | None = getattr(module, "prepare", None)
    if prepare is not None:
        prepare()
    sys.dont_write_bytecode = True  # the children write nothing that another would run
    network = "none" if isolation.without_network() else "open"
    known, shared = "", {}
    _settle()
    while True:
        head, handles, _, _ = socket.recv_fds(line, 8, 1)
        if len(head) < 8 or not handles:
            return
        request = json.loads(_exactly(line, int.from_bytes(head, "big")))
        told = request.get("shared")
        if told and told[0] != known:
            known, shared = told[0], {"shared": module.share(told[1])}
            _settle()
        arguments = request["arguments"] | (shared if told else {})
        started = time.monotonic()
        try:
            limits = Limits(**request["limits"])
            answer = _fork(function, handles[0], limits, arguments, line.fileno())
        finally:
            os.close(handles[0])
        answer |= {"network": network, "seconds": round(time.monotonic() - started, 3)}
        payload = json.dumps(answer).encode()
        line.sendall(len(payload).to_bytes(8, "big") + payload)


def _settle() -> None:
    """Leave what is there now out of every later search for garbage: a child that looks at an object of
    its parent's copies the page on which it stands."""
    gc.collect()
    gc.freeze()
    gc.disable()


def _fork(
    function: Callable[..., Any],
    handle: int,
    limits: Limits,
    arguments: dict[str, Any],
    line: int,
) -> dict[str, Any]:
    """Run the function in a child; its answer, or the way in which it failed.

    The child has the file and its end of a pipe; the `line` to those who ask is not for it.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os.close(line)
        _child(function, handle, limits, arguments, writer)
    os.close(writer)
    raw, failure = b"", ""
    try:
        raw, failure = _read_until(reader, child, limits)
    finally:
        os.close(reader)
        status, used = _end(child)
    if failure:
        answer: dict[str, Any] = {"failure": failure}
    else:
        try:
            answer = json.loads(raw)
        except ValueError:
            late = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU
            answer = {"failure": "time" if late else "crash"}
    worked = round(used.ru_utime + used.ru_stime, 2)
    return answer | {"worked": worked, "peak": used.ru_maxrss // 1024}


def _read_until(reader: int, child: int, limits: Limits) -> tuple[bytes, str]:
    """The child's answer (its size first), or the way in which it failed: too late, too large."""
    pieces: list[bytes] = []
    size = 0
    deadline = time.monotonic() + limits.seconds
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            return b"", "time"
        most = limits.resident_megabytes
        if not select.select([reader], [], [], min(left, _LOOK) if most else left)[0]:
            if most and _resident(child) > most << 20:
                return b"", "memory"
            continue
        piece = os.read(reader, 1 << 16)
        pieces.append(piece)
        size += len(piece)
        whole = int.from_bytes(pieces[0][:8], "big") + 8 if len(pieces[0]) >= 8 else 8
        if not piece or size >= whole or whole > _ANSWER_LIMIT:
            return b"".join(pieces)[8:], ""


def _resident(session: int) -> int:
    """Octets that the processes of a session hold in memory; 0 where the system does not say."""
    total = 0
    for entry in os.scandir("/proc") if os.path.isdir("/proc") else ():
        if not entry.name.isdigit():
            continue
        try:
            with open(f"/proc/{entry.name}/stat", "rb") as file:
                fields = file.read().rpartition(b")")[2].split()
        except OSError:
            continue  # it has ended
        if int(fields[3]) == session:
            total += int(fields[21]) * _PAGE
    return total


def _end(child: int) -> tuple[int, resource.struct_rusage]:
    """Kill what is left of the child and of the programs it started; how it ended, and what it used."""
    for kill in (os.killpg, os.kill):
        try:
            kill(child, signal.SIGKILL)
        except ProcessLookupError:
            continue
    _, status, used = os.wait4(child, 0)
    return status, used


def _child(
    function: Callable[..., Any],
    handle: int,
    limits: Limits,
    arguments: dict[str, Any],
    writer: int,
) -> None:
    """The life of a child: limits, work, answer, end. Never returns."""
    code = 1
    try:
        os.setsid()
        _limit(limits)
        gc.enable()
        answer: dict[str, Any] = {"value": function(handle, **arguments)}
        payload = json.dumps(answer).encode()
    except MemoryError:
        payload = b'{"failure": "memory"}'
    except BaseException:  # noqa: BLE001 - whatever a parser raises, the answer is one word
        payload = b'{"failure": "error"}'
    try:
        view = memoryview(len(payload).to_bytes(8, "big") + payload)
        while view:
            view = view[os.write(writer, view) :]
        code = 0
    finally:
        os._exit(code)


def _limit(limits: Limits) -> None:
    size = limits.megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    seconds = math.ceil(limits.processor_seconds) or int(limits.seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    written = limits.written_megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])), sys.argv[2])
