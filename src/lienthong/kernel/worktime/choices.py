"""Stored codes of the working calendar and their Vietnamese names."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(StrEnum):
    """What a role may do with the calendar."""

    EDIT_OWN = "worktime.edit_own"  # days and hours of one's own agency
    EDIT_COMMON = "worktime.edit_common"  # those of the whole province, confirmed years


class DayKind(models.TextChoices):
    """What the overlay says of a day."""

    OFF = "off", _("nghỉ")
    WORK = "work", _("làm việc")
