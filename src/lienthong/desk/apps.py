"""The Django app of the desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """See README.md beside this file."""

    name = "lienthong.desk"
    label = "desk"
    verbose_name = "Bàn làm việc"
