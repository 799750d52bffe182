"""The dated list of document types that the province does not exchange electronically (X2)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from lienthong.kernel.access.walls import Open


class PaperOnlyType(models.Model):
    """A type of Annex III that goes on paper by a decision of the province, in a period.

    No law names the types: each line stands on its own decision, and ends with another.
    """

    type_code = models.IntegerField()
    period = DateRangeField()
    basis = models.TextField()  # number, date and clause of the decision
    ended_basis = models.TextField(default="", blank=True)
    recorded_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    wall = Open("which types go on paper is a published decision that every figure is explained by")

    class Meta:
        constraints = [
            models.CheckConstraint(name="documents_paper_type_basis", condition=~Q(basis="")),
            ExclusionConstraint(
                name="documents_paper_type_once",
                expressions=[
                    ("type_code", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]
