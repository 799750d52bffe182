"""`manage run_worker`: the job queue and the pump in one process, connected as the worker role."""

import os
import threading
from contextlib import suppress
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from lienthong.config import pump
from lienthong.config.jobs import requeue_stalled
from lienthong.kernel.files import passing
from lienthong.kernel.lanes import LANES, SCANS

NICE = 10  # recognising takes every second of a core that it gets; deliveries go first


class Command(BaseCommand):
    """Stops cleanly on SIGINT and SIGTERM; what a killed worker left is taken up at the next start."""

    help = "Run the job queue and the pump; with --lane only the jobs of that lane."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2)
        parser.add_argument("--lane", choices=sorted(LANES))

    def handle(self, *args: Any, **options: Any) -> None:
        lane: str | None = options["lane"]
        queues = LANES[lane] if lane else None
        requeue_stalled(0, queues)
        passing.sweep("layer", "letter", "office")
        if lane == SCANS:
            with suppress(OSError):
                os.nice(NICE)
            self._work(options["concurrency"], queues)
            return
        stop = threading.Event()
        thread = threading.Thread(target=pump.run, args=(stop,), name="pump", daemon=True)
        thread.start()
        try:
            self._work(options["concurrency"], queues)
        finally:
            stop.set()
            thread.join(timeout=10)

    def _work(self, concurrency: int, queues: tuple[str, ...] | None) -> None:
        argv = [f"--concurrency={concurrency}"]
        if queues is not None:
            argv.append(f"--queues={','.join(queues)}")
        call_command("procrastinate", "worker", *argv)
