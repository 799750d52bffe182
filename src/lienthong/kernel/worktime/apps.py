"""The Django app of working time."""

from django.apps import AppConfig


class WorktimeConfig(AppConfig):
    """Days off, worked weekends, office hours, calendar versions."""

    name = "lienthong.kernel.worktime"
    label = "worktime"
    verbose_name = "Lịch làm việc"
