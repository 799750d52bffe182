"""A target of the sandbox on a machine that gives no namespaces."""

import socket

from lienthong.kernel.files import isolation


def prepare() -> None:
    isolation.own_namespace = lambda: False


def behave(_handle: int) -> str:
    """Run in the child: try to open a socket of the network."""
    try:
        socket.socket(socket.AF_INET).close()
    except OSError as error:
        return type(error).__name__
    return "reached"
