"""Notices: what an official should know, in the desk and by mail."""

from django.db import models
from django.db.models import Q

from lienthong.kernel.access.walls import ByPerson


class Notice(models.Model):
    """One sentence for one person, with the page that it is about; never content of a paper."""

    person = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    kind = models.TextField()
    text = models.TextField()
    url = models.TextField(default="", blank=True)
    urgent = models.BooleanField(default=False)
    key = models.TextField()  # the same news is not told twice
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail = models.BooleanField(default=False)
    mailed_at = models.DateTimeField(null=True)
    mail_error = models.TextField(default="", blank=True)

    wall = ByPerson()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notify_once")]
        indexes = [
            models.Index(fields=["person", "-at"], name="notify_list"),
            models.Index(
                fields=["at"], condition=Q(mail=True, mailed_at__isnull=True), name="notify_to_mail"
            ),
        ]
