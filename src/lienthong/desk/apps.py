"""The Django app of desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """See README.md beside this file."""

    name = "lienthong.desk"
    label = "desk"
