"""How a process can be kept from the network here: a namespace of its own, else a seccomp filter."""

import ctypes
import os
import platform
import sys
from pathlib import Path

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_GET_SECCOMP = 21


def can_unshare(flags: int) -> bool:
    """Whether a child process may enter new namespaces; tried in a child, so nothing changes here."""
    if sys.platform != "linux":
        return False
    child = os.fork()
    if child == 0:
        os._exit(0 if ctypes.CDLL(None, use_errno=True).unshare(flags) == 0 else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def network_namespace() -> str | None:
    """`root` or `user` for the way to an empty network that works here, or None."""
    if os.name == "posix" and os.geteuid() == 0 and can_unshare(CLONE_NEWNET):
        return "root"
    return "user" if can_unshare(CLONE_NEWUSER | CLONE_NEWNET) else None


def seccomp() -> bool:
    """Whether the kernel can filter system calls and we know its numbers (x86_64, aarch64)."""
    if sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"):
        return False
    known = ctypes.CDLL(None, use_errno=True).prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0
    return known and Path("/proc/sys/kernel/seccomp/actions_avail").exists()
