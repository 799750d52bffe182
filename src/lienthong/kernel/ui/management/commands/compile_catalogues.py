"""`manage compile_catalogues`: make the compiled translations of all apps; needs no gettext program."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

import lienthong
from lienthong.kernel.ui.catalogues import compile_all


class Command(BaseCommand):
    """Compile what is newer than its compiled form."""

    help = "Biên dịch các bản dịch giao diện"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile and say how many were made."""
        made = compile_all(Path(lienthong.__file__).parent)
        self.stdout.write(f"{len(made)}")
