"""`manage prepare_database`: put walls, recorder and search functions in place after a migration."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from lienthong.kernel.access.sql import apply_walls
from lienthong.kernel.facts import preparation
from lienthong.kernel.facts.sql import install_recorder


class Command(BaseCommand):
    """Idempotent; run as the owner of the tables."""

    help = "Put the walls, the recorder and the systems' own database functions in place."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            walled = apply_walls()
            recorded = install_recorder()
            extra = preparation.run_all()
        self.stdout.write(f"{walled} tables walled, {recorded} recorded, {extra} preparations")
