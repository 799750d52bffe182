"""`manage messages`: bring the English catalogues level with the code; `--check` only says what lacks."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

import lienthong
from lienthong.kernel.ui.messages import merge


class Command(BaseCommand):
    """Extract, merge, and name the sentences that have no translation."""

    help = "Gom câu chữ của giao diện vào các bản dịch"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """`--check` writes nothing and fails when a sentence lacks its translation."""
        parser.add_argument("--check", action="store_true", help="chỉ kiểm tra, không ghi")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the catalogues (or only check) and print each sentence without a translation."""
        package = Path(lienthong.__file__).parent
        wanting = merge(package, write=not options["check"])
        for path, texts in sorted(wanting.items()):
            for text in texts:
                self.stdout.write(f"{path.parents[2].relative_to(package).parent}: {text}")
        count = sum(map(len, wanting.values()))
        if count and options["check"]:
            raise CommandError(f"{count} câu chưa có bản dịch tiếng Anh")
        self.stdout.write(f"{count}")
