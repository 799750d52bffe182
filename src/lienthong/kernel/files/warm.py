"""Sandboxes that stay warm between files: starting one costs a second of a core, one file a tenth.

A process keeps those that nobody uses, for each function its own, and lends each to one borrower at
a time. One that has not worked for a while is stopped at the next lending, so that an office that is
closed holds no memory for it.
"""

import atexit
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from .sandbox import Limits, Sandbox, known_environment

IDLE_SECONDS = 300.0
MOST = 2  # kept for one function; a burst starts more, which end with it


_Key = tuple[str, tuple[tuple[str, str], ...]]  # the function, and what its parent was told


@dataclass
class _Kept:
    sandbox: Sandbox
    used: float


@dataclass
class _Shelf:
    """What this process keeps; a forked process begins with an empty one."""

    owner: int = 0
    free: dict[_Key, list[_Kept]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


_shelf = _Shelf()


def _mine() -> _Shelf:
    global _shelf
    if _shelf.owner != os.getpid():
        _shelf = _Shelf(os.getpid())
    return _shelf


@contextmanager
def lent(target: str, limits: Limits) -> Iterator[Sandbox]:
    """A sandbox for the function `target` ("module:function"), warm where one is free.

    Limits are those of runs that name none. One whose parent process has gone is started anew.
    """
    shelf, key = _mine(), (target, tuple(sorted(known_environment().items())))
    with shelf.lock:
        old = _take_idle(shelf, time.monotonic())
        waiting = shelf.free.get(key, [])
        sandbox = waiting.pop().sandbox if waiting else Sandbox(target)
    for one in old:
        one.close()
    if not sandbox.alive():
        sandbox.close()
    sandbox.limits = limits
    try:
        yield sandbox
    finally:
        with shelf.lock:
            kept = shelf.free.setdefault(key, [])
            keep = len(kept) < MOST and sandbox.alive() and shelf.owner == os.getpid()
            if keep:
                kept.append(_Kept(sandbox, time.monotonic()))
        if not keep:
            sandbox.close()


def _take_idle(shelf: _Shelf, now: float) -> list[Sandbox]:
    """Take what has waited too long off the shelf."""
    old = []
    for key, waiting in shelf.free.items():
        old += [one.sandbox for one in waiting if now - one.used > IDLE_SECONDS]
        shelf.free[key] = [one for one in waiting if now - one.used <= IDLE_SECONDS]
    return old


@atexit.register
def close_all() -> None:
    """Stop all that is kept."""
    shelf = _mine()
    with shelf.lock:
        kept = [one.sandbox for waiting in shelf.free.values() for one in waiting]
        shelf.free.clear()
    for sandbox in kept:
        sandbox.close()
