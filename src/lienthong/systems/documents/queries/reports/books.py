"""The registers of Annex IV over a period, as reports (outputs 1 and 3 of PL VI I.V)."""

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.walls import limit
from lienthong.kernel.registers.choices import BookKind, EntryState
from lienthong.kernel.registers.models import Entry

from ..books import cells_of
from .sheet import Asked, Sheet, SheetColumn, agency_name, period_words

MOST = 20_000


def incoming_book(asked: Asked) -> Sheet:
    """Sổ đăng ký văn bản đến."""
    return _book(asked, BookKind.INCOMING, papers.BookKind.INCOMING, "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN")


def outgoing_book(asked: Asked) -> Sheet:
    """Sổ đăng ký văn bản đi."""
    return _book(asked, BookKind.OUTGOING, papers.BookKind.OUTGOING, "SỔ ĐĂNG KÝ VĂN BẢN ĐI")


def _book(asked: Asked, kind: BookKind, form: papers.BookKind, title: str) -> Sheet:
    entries = list(
        limit(Entry.objects.all(), asked.actor)
        .filter(
            book__kind=kind, book__agency_id__in=asked.life_ids,
            on__range=(asked.since, asked.until),
        )
        .order_by("book__opens_on", "book_id", "number")[:MOST]
    )  # fmt: skip
    cells = cells_of(asked.actor, form, entries)
    cancelled = sum(entry.state == EntryState.CANCELLED for entry in entries)
    return Sheet(
        title=title,
        agency=agency_name(asked),
        front=(
            period_words(asked.since, asked.until),
            f"Số đã cấp: {len(entries)}; trong đó số đã hủy: {cancelled}",
        ),
        columns=tuple(
            SheetColumn(column.name, column.width) for column in papers.book_columns(form)
        ),
        rows=tuple(cells[entry.pk] for entry in entries),
    )
