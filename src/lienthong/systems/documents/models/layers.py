"""Scans with their recognised words under the image: kept beside the original, never in its place."""

from django.db import models
from django.db.models import Q

from lienthong.kernel.access.walls import ByAgency

from .. import choices


class ScanLayer(models.Model):
    """What was recognised on a scan, and the searchable PDF/A made of it.

    Derived data: it can be made anew from the original at any time, so its rows are no facts of
    their own; that a copy was made is one. `words` (reading.Words) is what recognition found, kept
    only until the copy is made, because nothing here costs as much as recognising.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    original = models.OneToOneField("files.StoredFile", models.CASCADE, related_name="+")
    state = models.TextField(choices=choices.LayerState, default="held")
    words = models.JSONField(null=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    pages = models.SmallIntegerField(default=0)
    tries = models.SmallIntegerField(default=0)
    cause = models.TextField(default="", blank=True)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    wall = ByAgency(recorded=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], condition=Q(state="waiting"), name="documents_layers_waiting"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="documents_layer_state", condition=Q(state__in=choices.LayerState.values)
            ),
            models.CheckConstraint(
                name="documents_layer_made_has_file",
                condition=Q(state="made", file__isnull=False, words__isnull=True)
                | (~Q(state="made") & Q(file__isnull=True)),
            ),
            models.CheckConstraint(
                name="documents_layer_cause", condition=~Q(state="set_aside") | ~Q(cause="")
            ),
        ]
