"""The overlay that an office edits over the statutory calendar, and the versions that were used.

Rows without an agency hold for the whole province; an agency's own win. No row is ever changed in
meaning for deadlines already made: each stores the version of the calendar that made it.
"""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from lienthong.kernel.access.walls import Open
from lienthong.kernel.agencies.choices import Certainty

from .choices import DayKind

_REASON = "working days and hours of state offices are public"


class CalendarDay(models.Model):
    """A day that departs from the statutory calendar, with what says so."""

    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, related_name="+", db_index=False
    )
    date = models.DateField()
    kind = models.TextField(choices=DayKind)
    note = models.TextField()
    source = models.TextField()
    entered_by = models.TextField()
    entered_at = models.DateTimeField()

    wall = Open(_REASON)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "date"], name="worktime_day_once", nulls_distinct=False
            ),
            models.CheckConstraint(name="worktime_day_kind", condition=Q(kind__in=DayKind.values)),
            models.CheckConstraint(name="worktime_day_source", condition=~Q(source="")),
        ]


class OfficeHours(models.Model):
    """One span of office hours on a weekday (Monday is 0), for a period of dates."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="+")
    weekday = models.IntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    period = DateRangeField()
    source = models.TextField()
    certainty = models.TextField(choices=Certainty, default=Certainty.RECOLLECTION)
    entered_by = models.TextField()
    entered_at = models.DateTimeField()

    wall = Open(_REASON)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="worktime_hours_weekday", condition=Q(weekday__gte=0, weekday__lte=6)
            ),
            models.CheckConstraint(name="worktime_hours_order", condition=Q(ends__gt=F("starts"))),
            models.CheckConstraint(name="worktime_hours_days", condition=Q(period__isempty=False)),
        ]


class ConfirmedYear(models.Model):
    """A year whose swap days were checked against the Prime Minister's notice."""

    year = models.IntegerField(unique=True)
    source = models.TextField()
    confirmed_by = models.TextField()
    confirmed_at = models.DateTimeField()

    wall = Open(_REASON)


class CalendarVersion(models.Model):
    """A calendar as it stood when a deadline was computed, under the digest of its content."""

    digest = models.TextField(primary_key=True)
    content = models.JSONField()
    library = models.TextField()
    first_used_at = models.DateTimeField(auto_now_add=True)

    wall = Open(_REASON, recorded=False)  # written beside deadlines, which are recorded themselves
