"""`manage run_batch BATCH AGENCY`: one more process for a batch that is being signed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lienthong.kernel import clock
from lienthong.systems.documents.services import batches


class Command(BaseCommand):
    """Takes papers of the batch until none waits, and ends; the worker starts it."""

    help = "Ký tiếp một đợt ký đang mở."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The batch and its agency."""
        parser.add_argument("batch", type=int)
        parser.add_argument("agency", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Sign what waits."""
        batches.run_batch(options["batch"], options["agency"], now=clock.now)
