"""Who holds which role where and when, and who sits at another's desk: assignments are data."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from .walls import ByAgency


class Scope(models.TextChoices):
    """How far a role reaches."""

    OWN = "own", _("Cơ quan, đơn vị của mình")
    SUBTREE = "subtree", _("Cơ quan và các cơ quan cấp dưới")


class RoleAssignment(models.Model):
    """A role given to a person in an agency for a period, beside what the post carries by itself."""

    person = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    role = models.TextField()
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    unit = models.ForeignKey("agencies.Unit", models.PROTECT, null=True, related_name="+")
    scope = models.TextField(choices=Scope, default=Scope.OWN)
    period = DateRangeField()
    decision = models.TextField(default="", blank=True)

    wall = ByAgency()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="access_assignment_scope", condition=models.Q(scope__in=Scope.values)
            ),
            ExclusionConstraint(
                name="access_assignment_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("agency", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]


class DeskSubstitution(models.Model):
    """Work on behalf of another at the desk (xử lý thay): reads, sorts and prepares, never signs.

    The right to sign is another record (axis.signing); see office practice on Đ13 NĐ 30/2020.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    person = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    substitute = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    period = DateRangeField()
    document = models.TextField()
    # Taken back before its last day: it holds no longer from that moment.
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    ended_reason = models.TextField(default="", blank=True)

    wall = ByAgency()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="access_substitute_is_another",
                condition=~models.Q(person=models.F("substitute")),
            ),
            models.CheckConstraint(
                name="access_substitute_ended_why",
                condition=models.Q(ended_at__isnull=True) | ~models.Q(ended_reason=""),
            ),
            ExclusionConstraint(
                name="access_one_substitute_at_a_time",
                condition=models.Q(ended_at__isnull=True),
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("agency", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]
