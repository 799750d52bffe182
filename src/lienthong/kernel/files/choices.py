"""Stored codes of files and of accesses, with their Vietnamese names."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessKind(models.TextChoices):
    """What somebody did with a document or file (PL VI I.III.5.a, 6.a, 6.l NĐ 30/2020)."""

    OPEN = "open", _("xem")
    DOWNLOAD = "download", _("tải về")
    PRINT = "print", _("in")
