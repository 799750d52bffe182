"""What the desk keeps: the closed monthly reports of circulation and signing (office practice §4.6)."""

from django.db import models
from django.db.models import Q

from lienthong.kernel.access.walls import ByAgency


class MonthlyReport(models.Model):
    """A month as it was closed: the figures, the rows that they count, the signed paper.

    Never changed: what changes later makes the next version, which names the differences.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    whole_province = models.BooleanField(default=False)
    version = models.SmallIntegerField()
    query_version = models.TextField()
    cut_at = models.DateTimeField()
    content = models.JSONField()
    ids = models.JSONField()  # deliveries and documents behind the figures
    ids_sha256 = models.CharField(max_length=64)
    differences = models.JSONField(default=list)
    reason = models.TextField(default="", blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    closed_by = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    wall = ByAgency()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "month", "whole_province", "version"],
                name="desk_month_version_once",
            ),
            models.CheckConstraint(
                name="desk_month_first_day", condition=Q(month__day=1, version__gte=1)
            ),
            models.CheckConstraint(
                name="desk_later_version_says_why",
                condition=Q(version=1) | (~Q(reason="") & ~Q(differences=[])),
            ),
        ]
