"""The words of each task, cut once: to cut them for each look would cost more than the look."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lienthong.kernel.access.walls import Through


class TaskWords(models.Model):
    """Words without marks of content, code and paper; written by the database alone (queries/searching.py)."""

    task = models.OneToOneField(
        "tasks.Task", models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    words = ArrayField(models.TextField())

    wall = Through("task", recorded=False)
