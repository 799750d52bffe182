"""Gunicorn's hooks: workers share the memory of the loaded program and end without tidying it up."""

import gc
import os
from typing import Any


def when_ready(server: Any) -> None:
    """Before the workers are forked: what is loaded now is not looked through again by any of them."""
    gc.collect()
    gc.freeze()


def worker_exit(server: Any, worker: Any) -> None:
    """A worker whose requests are answered ends at once.

    Taking the loaded program apart object by object took seconds of each stop, and keeps nothing.
    """
    os._exit(0)
