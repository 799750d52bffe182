"""Dotted names of the acts recorded by this app, with their Vietnamese labels."""

from django.utils.translation import gettext_lazy as _

FILE_STORED = "files.stored"
FILE_SHARED = "files.shared"
FILE_DESTROYED = "files.destroyed"

LABELS = {
    FILE_STORED: _("Lưu tệp"),
    FILE_SHARED: _("Nhận tệp từ cơ quan khác"),
    FILE_DESTROYED: _("Hủy tệp"),
}
