"""Kept counts for the percentages: how many deliveries and documents stand where.

The database's own triggers add to the counts in the transaction of each change; a job folds the
rows together. The sum of the rows equals a full recomputation at any moment.
"""

from django.db import models

from lienthong.axis.exchange import choices
from lienthong.kernel.access.walls import ByAgency


class DeliveryTally(models.Model):
    """So many deliveries of an agency on one side stand alike; rows of one key add up."""

    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    side = models.TextField(choices=choices.TallySide)
    month = models.DateField()
    stage = models.TextField(choices=choices.TallyStage)
    exemption = models.TextField(choices=choices.Exemption, default="", blank=True)
    due_at = models.DateTimeField(null=True)  # None once delivered
    sent_late = models.BooleanField()
    registered_late = models.BooleanField()
    count = models.IntegerField()
    # The triggers write NEW ones; folding makes of them one for the month and adds them to one for the
    # year (`month` is its 1 January), so that a board of the year reads a few rows for each agency.
    part = models.SmallIntegerField(choices=choices.TallyPart, db_default=choices.TallyPart.NEW)

    wall = ByAgency(recorded=False)

    class Meta:
        # With all that is summed, so that a board reads the index alone: the rows of a year or of
        # some months, those of all offices beside each other.
        indexes = [
            models.Index(
                fields=["part", "month", "agency"],
                name="exchange_tally_rows",
                include=[
                    "side", "stage", "exemption", "due_at", "sent_late", "registered_late", "count",
                ],
            )
        ]  # fmt: skip


class DocumentTally(models.Model):
    """So many documents with at least one delivery owed has an agency issued in a month."""

    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    month = models.DateField()
    count = models.IntegerField()

    wall = ByAgency(recorded=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["month", "agency"], name="exchange_documents_of_month", include=["count"]
            )
        ]
