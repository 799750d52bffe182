"""Papers whose original must be paper by a named rule (exception X4, office practice §4.4)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from lienthong.kernel.access.walls import Open, Through

from .. import choices


class PaperOriginalRule(models.Model):
    """A case in which a law or a partner's rule asks for a paper original, in a period.

    Kept by the province as dated data: each line stands on its own citation, and ends with another.
    """

    code = models.TextField()  # as the statistics name it: "HOP-DONG"
    title = models.TextField()
    citation = models.TextField()  # the provision that asks for paper
    period = DateRangeField()
    ended_basis = models.TextField(default="", blank=True)
    recorded_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    wall = Open("which rules ask for paper is a published list that every figure is explained by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="documents_original_rule_cited", condition=~Q(citation="") & ~Q(code="")
            ),
            ExclusionConstraint(
                name="documents_original_rule_once",
                expressions=[("code", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
            ),
        ]


class PaperOriginal(models.Model):
    """A request that one document go as a paper original, and what the chief of office decided."""

    document = models.ForeignKey("OutgoingDocument", models.PROTECT, related_name="paper_originals")
    rule = models.ForeignKey(PaperOriginalRule, models.PROTECT, related_name="+")
    reason = models.TextField()  # which contract, which court, which demand
    asked_by = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decision = models.TextField(choices=choices.Decision, default=choices.Decision.WAITING)
    said = models.TextField(default="", blank=True)
    decided_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    decided_post = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    wall = Through("document")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="documents_original_decided",
                condition=Q(decision="waiting", decided_at=None)
                | Q(decision__in=["approved", "refused"], decided_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=~Q(decision="refused"),
                name="documents_original_one",
            ),
        ]
