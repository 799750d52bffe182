"""The Django app of the desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """See README.md beside this file."""

    name = "lienthong.desk"
    label = "desk"
    verbose_name = "Bàn làm việc"

    def ready(self) -> None:
        """Say who may read the signed monthly reports."""
        from lienthong.kernel.files.readers import Held, declare

        from .models import MonthlyReport
        from .monthly import reports_for

        declare(Held(MonthlyReport, "file", reports_for))
