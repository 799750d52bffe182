"""Taking the network from this process and its children: a namespace of its own, else a filter.

A container often forbids namespaces to a process inside it; a filter of system calls (seccomp) needs
no right at all. Either way no socket but those between processes of this machine can be opened.
"""

import ctypes
import errno
import platform
import socket
from typing import Final

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # of classic BPF
_NUMBER, _MACHINE, _FIRST = 0, 4, 16  # where seccomp_data holds them
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
_FOREIGN_CALLS = 0x40000000  # of the x32 interface, which has numbers of its own
_IO_URING = 425  # it opens sockets without asking for them by their call
# The kernel's name of the machine and the number of socket(2) on it.
_MACHINES: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16), ("yes", ctypes.c_uint8), ("no", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )  # fmt: skip


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))


def without_network() -> bool:
    """Leave the network for good; False where the system allows neither way."""
    return own_namespace() or filtered()


def own_namespace() -> bool:
    """Enter an empty network of our own."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_CLONE_NEWNET) == 0:
            return True
        return bool(libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0)
    except (OSError, AttributeError):
        return False


def filtered() -> bool:
    """Have the kernel refuse every socket that leads further than this machine's own processes."""
    known = _MACHINES.get(platform.machine())
    if known is None:
        return False
    machine, open_socket = known
    # Each `yes` and `no` counts the steps to leave out.
    steps = (
        (_LOAD, 0, 0, _MACHINE), (_EQUAL, 0, 7, machine),
        (_LOAD, 0, 0, _NUMBER), (_AT_LEAST, 5, 0, _FOREIGN_CALLS), (_EQUAL, 4, 0, _IO_URING),
        (_EQUAL, 0, 2, open_socket),
        (_LOAD, 0, 0, _FIRST), (_EQUAL, 0, 1, int(socket.AF_UNIX)),
        (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE),
    )  # fmt: skip
    made = (_Step * len(steps))(*(_Step(*step) for step in steps))
    program = _Program(len(steps), made)
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
            return False
        if libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0) != 0:
            return False
    except (OSError, AttributeError):
        return False
    return _is_refused()


def _is_refused() -> bool:
    """Whether a socket of the network is refused, tried and not believed."""
    try:
        socket.socket(socket.AF_INET).close()
    except PermissionError:
        return True
    return False
