"""Stored codes of registers and their Vietnamese names; codes are ASCII and never change."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(StrEnum):
    """What a role may do with books as such; taking numbers is a matter of the system that does."""

    MANAGE = "registers.manage"  # open and close books


class BookKind(models.TextChoices):
    """Kinds of series that an agency keeps apart (Đ15, 22, 25; PL IV NĐ 30/2020)."""

    OUTGOING = "outgoing", _("Sổ đăng ký văn bản đi")
    INCOMING = "incoming", _("Sổ đăng ký văn bản đến")
    INTERNAL = "internal", _("Sổ văn bản nội bộ")
    NORMATIVE = "normative", _("Sổ văn bản quy phạm pháp luật")
    COPIES = "copies", _("Sổ bản sao")
    POST = "post", _("Sổ gửi văn bản đi bưu điện")
    PETITIONS = "petitions", _("Sổ tiếp nhận đơn, phản ánh, kiến nghị")
    OTHER = "other", _("Sổ khác")


class EntryState(models.TextChoices):
    """A number is reserved for minutes inside one act, then taken; or cancelled with its reason."""

    RESERVED = "reserved", _("đang cấp")
    TAKEN = "taken", _("đã cấp")
    CANCELLED = "cancelled", _("đã hủy")
