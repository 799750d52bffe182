"""What the installation learned of reading: names that clerks corrected, and how sure is sure enough."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from lienthong.kernel.access.walls import ByAgency, Open

from .. import choices
from .incoming import IncomingDocument


class IssuerAlias(models.Model):
    """A name as papers write it and the agency that clerks made of it, proposed by their corrections.

    `above` is the agency above it on the same papers: the same words under another one are another
    agency. Used for papers that are read inside `period`; ended, it stays with its reason.
    """

    written = models.TextField()
    written_key = models.TextField()
    above = models.TextField(default="", blank=True)
    above_key = models.TextField(default="", blank=True)
    name = models.TextField()
    state = models.TextField(choices=choices.AliasState, default="proposed")
    times = models.PositiveIntegerField(default=1)
    document = models.ForeignKey(IncomingDocument, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    period = DateRangeField(null=True)
    reason = models.TextField(default="", blank=True)
    decided_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    wall = Open(
        "names of agencies, kept for the whole installation; nothing of a paper but its key"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["written_key", "above_key", "name"],
                condition=Q(state="proposed"),
                name="documents_alias_proposed_once",
            ),
            models.CheckConstraint(
                name="documents_alias_state", condition=Q(state__in=choices.AliasState.values)
            ),
            models.CheckConstraint(
                name="documents_alias_used_has_period",
                condition=~Q(state__in=["used", "ended"]) | Q(period__isnull=False),
            ),
            models.CheckConstraint(
                name="documents_alias_reason",
                condition=~Q(state__in=["refused", "ended"]) | ~Q(reason=""),
            ),
            ExclusionConstraint(
                name="documents_alias_one_meaning",
                expressions=[
                    ("written_key", RangeOperators.EQUAL),
                    ("above_key", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]


class ReadingThreshold(models.Model):
    """From which confidence an office lets a field be filled in, in a period; with its reason.

    `field` is a field of the register, or "default"; where an office set nothing, the measured values
    of `data/intake_thresholds.json` hold.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    field = models.TextField()
    value = models.FloatField()
    period = DateRangeField()
    basis = models.TextField()
    recorded_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    wall = ByAgency()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="documents_threshold_value", condition=Q(value__gte=0.5, value__lte=1.0)
            ),
            models.CheckConstraint(name="documents_threshold_basis", condition=~Q(basis="")),
            ExclusionConstraint(
                name="documents_threshold_once",
                expressions=[
                    ("agency", RangeOperators.EQUAL),
                    ("field", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]
