"""`manage check_files`: compare every file with its digest and name what is missing or changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lienthong.kernel.files.models import Blob
from lienthong.kernel.files.queries import damages

WORDS = {
    "missing": "MẤT",
    "changed": "BỊ SỬA",
    "unknown": "không có trong cơ sở dữ liệu",
}


class Command(BaseCommand):
    """Exits with an error when bytes are missing or changed; needs no particular role."""

    help = "Đối chiếu kho tệp với cơ sở dữ liệu (đọc lại toàn bộ nội dung)."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--quick` looks for names only and does not read the bytes."""
        parser.add_argument("--quick", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        bad = unknown = 0
        for damage in damages(deep=not options["quick"]):
            self.stdout.write(f"{damage.sha256}  {WORDS[damage.kind]}")
            if damage.kind == "unknown":
                unknown += 1
            else:
                bad += 1
        self.stdout.write(f"{Blob.objects.count()} tệp, {bad} hỏng, {unknown} thừa")
        if bad:
            raise CommandError("Kho tệp không còn nguyên vẹn.")
