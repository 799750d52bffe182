"""`manage run_worker`: the job queue and the pump in one process, connected as the worker role."""

import threading
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from lienthong.config import pump
from lienthong.config.jobs import requeue_stalled


class Command(BaseCommand):
    """Stops cleanly on SIGINT and SIGTERM; what a killed worker left is taken up at the next start."""

    help = "Run the job queue and the pump."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        requeue_stalled(0)
        stop = threading.Event()
        thread = threading.Thread(target=pump.run, args=(stop,), name="pump", daemon=True)
        thread.start()
        try:
            call_command("procrastinate", "worker", f"--concurrency={options['concurrency']}")
        finally:
            stop.set()
            thread.join(timeout=10)
