"""Dotted names of the acts recorded by this app, with their Vietnamese labels."""

from django.utils.translation import gettext_lazy as _

BOOK_OPENED = "registers.book_opened"
BOOK_CLOSED = "registers.book_closed"
NUMBER_RESERVED = "registers.number_reserved"
NUMBER_TAKEN = "registers.number_taken"
NUMBER_CANCELLED = "registers.number_cancelled"

LABELS = {
    BOOK_OPENED: _("Mở sổ"),
    BOOK_CLOSED: _("Khóa sổ"),
    NUMBER_RESERVED: _("Giữ số trong lúc ban hành"),
    NUMBER_TAKEN: _("Cấp số"),
    NUMBER_CANCELLED: _("Hủy số"),
}
