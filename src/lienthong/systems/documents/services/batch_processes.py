"""More processes for one batch, so that a leader's two hundred papers use every core.

The worker is one process and signs on one core. For a large batch it starts others, which take papers
of the same batch by the same lock for each paper and end when none waits; the worker takes part itself.
One that dies or does not start leaves its papers to the others. Sealing is left to one process: numbers
follow the order of the list.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting

from ..choices import BatchKind, ItemState
from ..models import SigningBatch

EACH = 40  # papers for which one more process is worth its start (some seconds on a busy machine)
MOST = 7
_PATIENCE = 30.0  # seconds for the last paper of another process


def wanted(batch_id: int, agency_id: int) -> int:
    """How many processes beside this one are worth starting for a batch."""
    with acting(system_actor(agency_id)):
        batch = SigningBatch.objects.get(pk=batch_id)
        if batch.kind != BatchKind.SIGN or batch.by_page:
            return 0
        waiting = batch.items.filter(state=ItemState.WAITING).count()
    cores = len(os.sched_getaffinity(0))
    return max(0, min(cores - 1, waiting // EACH, MOST))


def command(batch_id: int, agency_id: int) -> list[str]:
    """What starts another process on a batch."""
    return [sys.executable, "-m", "django", "run_batch", str(batch_id), str(agency_id)]


@contextmanager
def helping(batch_id: int, agency_id: int, count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """So many processes on the batch while this one works on it, too; all have ended afterwards."""
    argv = command(batch_id, agency_id)
    started: list[subprocess.Popen[bytes]] = []
    try:
        with suppress(OSError):  # no memory for another: this process does it alone
            for _number in range(count):
                started.append(  # noqa: PERF401  what was started must be known when one fails
                    subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
                )
        yield started
        for process in started:
            with suppress(subprocess.TimeoutExpired):
                process.wait(_PATIENCE)
    finally:
        for process in started:
            if process.poll() is None:
                process.terminate()
                process.wait()
