"""Recipient groups: dated rules on level and kind, with members added or left out by date."""

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from lienthong.kernel.access.walls import Open
from lienthong.kernel.agencies.choices import AgencyKind, Certainty, Level, PlaceKind

from .agencies import Agency, DatedQuerySet
from .shapes import has_days, one_at_a_time, one_of

_REASON = "Nhóm nơi nhận do Văn phòng giữ, mọi người soạn văn bản đều dùng."


class RecipientGroup(models.Model):
    """A rule: agencies of a level and of some kinds, under the one who issues.

    Whom it means is worked out for a day; `place_kinds` empty means every kind of that level.
    """

    keeper = models.ForeignKey(Agency, models.PROTECT, related_name="recipient_groups")
    name = models.TextField()
    level = models.TextField(choices=Level)
    agency_kinds = ArrayField(models.TextField(choices=AgencyKind))
    place_kinds = ArrayField(models.TextField(choices=PlaceKind), default=list, blank=True)
    phrases = ArrayField(models.TextField(), default=list)
    phrase_keys = ArrayField(models.TextField(), default=list)
    period = DateRangeField()
    certainty = models.TextField(choices=Certainty, default=Certainty.READ)
    note = models.TextField(blank=True, default="")

    objects = DatedQuerySet.as_manager()
    wall = Open(_REASON)

    class Meta:
        constraints = [
            one_of("agencies_group_level", "level", Level.values),
            one_of("agencies_group_certainty", "certainty", Certainty.values),
            one_at_a_time("agencies_group_name_once", "keeper", "name"),
            has_days("agencies_group_days"),
            models.CheckConstraint(
                name="agencies_group_kinds",
                condition=models.Q(agency_kinds__contained_by=AgencyKind.values)
                & models.Q(place_kinds__contained_by=PlaceKind.values)
                & ~models.Q(agency_kinds=[]),
            ),
        ]
        indexes = [GinIndex(fields=["phrase_keys"], name="agencies_group_phrases")]

    def __str__(self) -> str:
        return self.name


class RecipientGroupMember(models.Model):
    """An agency put into a group or left out of it for a period, whatever the rule says."""

    group = models.ForeignKey(RecipientGroup, models.PROTECT, related_name="members")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    included = models.BooleanField()
    period = DateRangeField()
    reason = models.TextField()

    objects = DatedQuerySet.as_manager()
    wall = Open(_REASON)

    class Meta:
        constraints = [
            one_at_a_time("agencies_groupmember_once", "group", "agency"),
            has_days("agencies_groupmember_days"),
        ]

    def __str__(self) -> str:
        return f"{'+' if self.included else '-'}{self.agency_id}"
