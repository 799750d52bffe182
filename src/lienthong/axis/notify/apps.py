"""The Django app of notify."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """See README.md beside this file."""

    name = "lienthong.axis.notify"
    label = "notify"
