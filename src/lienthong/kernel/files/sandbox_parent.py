"""The parent process of a sandbox and its children: loads the target once, forks a child for each file.

Started by `sandbox.Sandbox` with the end of a line and the name of the target. It never reads a file
itself: the child does, without network and under the limits of its run.
"""

import gc
import json
import math
import os
import resource
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from lienthong.kernel.files import isolation
from lienthong.kernel.files.sandbox import ANSWER_LIMIT, Limits, exactly

_LOOK = 0.1  # seconds between two looks at what a run holds in memory
_PAGE = resource.getpagesize()


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
        request = json.loads(exactly(line, int.from_bytes(head, "big")))
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
        if not piece or size >= whole or whole > ANSWER_LIMIT:
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
