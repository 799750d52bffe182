"""The Django app of tasks."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """See README.md beside this file."""

    name = "lienthong.systems.tasks"
    label = "tasks"
