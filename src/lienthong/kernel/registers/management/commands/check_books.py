"""`manage check_books --as worker`: prove that every book is whole, and name the first faults."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lienthong.kernel.registers.models import Book
from lienthong.kernel.registers.queries import check_every_book

SHOWN = 5  # problems of one book


class Command(BaseCommand):
    """Exits with an error when a book has a gap, a duplicate, a date that goes back or no reason."""

    help = "Kiểm tra mọi sổ: thiếu số, trùng số, lùi ngày, số hủy không có lý do."

    def handle(self, *args: Any, **options: Any) -> None:
        bad = 0
        for book, problems in check_every_book():
            bad += 1
            self.stdout.write(f"{book} (cơ quan {book.agency_id}): {len(problems)} lỗi")
            for problem in problems[:SHOWN]:
                self.stdout.write(f"  số {problem.number:02d}: {problem.message}")
        self.stdout.write(f"{Book.objects.count()} sổ, {bad} sổ có lỗi")
        if bad:
            raise CommandError("Có sổ không đúng.")
