"""Agencies in time: one row is one legal life; names, parents and codes are periods of it."""

import datetime as dt
from typing import TypeVar

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models

from lienthong.kernel.access.walls import Open
from lienthong.kernel.agencies.choices import (
    AgencyKind,
    Certainty,
    ChannelKind,
    CodeScheme,
    Level,
    SuccessionKind,
)

from .places import Place
from .shapes import has_days, one_at_a_time, one_of

_REASON = "Tên, mã, quan hệ trực thuộc của cơ quan nhà nước là dữ liệu công khai."
M = TypeVar("M", bound=models.Model)


class DatedQuerySet(models.QuerySet[M]):
    """Rows with a period."""

    def on(self, day: dt.date) -> "DatedQuerySet[M]":
        """Those whose period holds the day."""
        return self.filter(period__contains=day)


class Agency(models.Model):
    """An agency in one legal life, between the decision that opens it and the one that closes it.

    Registers, seals and codes belong to a life: a merged department of the same name is another
    agency (Đ15.1 NĐ 30/2020). `outside` marks agencies that are known to this installation but do
    not belong to its province at the time.
    """

    key = models.TextField(unique=True)
    level = models.TextField(choices=Level)
    kind = models.TextField(choices=AgencyKind)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="agencies")
    period = DateRangeField()
    opened_by = models.ForeignKey("Decision", models.PROTECT, related_name="agencies_opened")
    closed_by = models.ForeignKey(
        "Decision", models.PROTECT, null=True, related_name="agencies_closed"
    )
    outside = models.BooleanField(default=False)
    certainty = models.TextField(choices=Certainty, default=Certainty.READ)

    objects = DatedQuerySet.as_manager()
    wall = Open(_REASON)

    class Meta:
        constraints = [
            one_of("agencies_agency_level", "level", Level.values),
            one_of("agencies_agency_kind", "kind", AgencyKind.values),
            one_of("agencies_agency_certainty", "certainty", Certainty.values),
            has_days("agencies_agency_days"),
        ]
        indexes = [GistIndex(fields=["period"], name="agencies_agency_period")]

    def __str__(self) -> str:
        return self.key

    @property
    def opened_on(self) -> dt.date | None:
        """The first day of this life, or None when it began before the records."""
        return self.period.lower  # type: ignore[no-any-return]

    @property
    def closed_on(self) -> dt.date | None:
        """The day from which the agency is no more, or None."""
        return self.period.upper  # type: ignore[no-any-return]


class AgencyName(models.Model):
    """The names of an agency for a period, with the keys by which any form of them is found."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="names")
    name = models.TextField()
    short_name = models.TextField()
    abbreviation = models.TextField(blank=True, default="")
    aliases = ArrayField(models.TextField(), default=list, blank=True)
    exact_keys = ArrayField(models.TextField(), default=list)
    folded_keys = ArrayField(models.TextField(), default=list)
    period = DateRangeField()
    decision = models.ForeignKey("Decision", models.PROTECT, related_name="+")

    objects = DatedQuerySet.as_manager()
    wall = Open(_REASON)

    class Meta:
        constraints = [
            one_at_a_time("agencies_name_one_at_a_time", "agency"),
            has_days("agencies_name_days"),
        ]
        indexes = [
            GinIndex(fields=["exact_keys"], name="agencies_name_exact"),
            GinIndex(fields=["folded_keys"], name="agencies_name_folded"),
        ]

    def __str__(self) -> str:
        return self.name


class AgencyParent(models.Model):
    """Under which agency one stands for a period (cơ quan chủ quản)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="parents")
    parent = models.ForeignKey(Agency, models.PROTECT, related_name="children")
    period = DateRangeField()
    decision = models.ForeignKey("Decision", models.PROTECT, related_name="+")

    objects = DatedQuerySet.as_manager()
    wall = Open(_REASON)

    class Meta:
        constraints = [
            one_at_a_time("agencies_parent_one_at_a_time", "agency"),
            has_days("agencies_parent_days"),
            models.CheckConstraint(
                name="agencies_parent_another", condition=~models.Q(agency=models.F("parent"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} < {self.parent_id}"


class AgencyCode(models.Model):
    """A code of an agency in one scheme for a period; samples are marked as samples."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="codes")
    scheme = models.TextField(choices=CodeScheme)
    code = models.TextField()
    period = DateRangeField()
    is_sample = models.BooleanField(default=False)
    certainty = models.TextField(choices=Certainty, default=Certainty.READ)
    decision = models.ForeignKey("Decision", models.PROTECT, related_name="+")

    objects = DatedQuerySet.as_manager()
    wall = Open(_REASON)

    class Meta:
        constraints = [
            one_of("agencies_code_scheme", "scheme", CodeScheme.values),
            one_of("agencies_code_certainty", "certainty", Certainty.values),
            one_at_a_time("agencies_code_one_agency", "scheme", "code"),
            one_at_a_time("agencies_code_one_code", "scheme", "agency"),
            has_days("agencies_code_days"),
        ]

    def __str__(self) -> str:
        return self.code


class Succession(models.Model):
    """Who follows an agency that ended: its mail, its records, its open work.

    `takes_records` lets the successor's people read the predecessor's papers; `takes_mail` names
    the one that receives what still arrives. A district's work went to several, so both are said.
    """

    decision = models.ForeignKey("Decision", models.PROTECT, related_name="successions")
    predecessor = models.ForeignKey(
        Agency, models.PROTECT, related_name="successions", db_index=False
    )
    successor = models.ForeignKey(Agency, models.PROTECT, related_name="precursions")
    kind = models.TextField(choices=SuccessionKind)
    part = models.BooleanField(default=False)
    takes_mail = models.BooleanField(default=False)
    takes_records = models.BooleanField(default=True)
    effective_on = models.DateField()
    certainty = models.TextField(choices=Certainty, default=Certainty.READ)

    wall = Open(_REASON)

    class Meta:
        constraints = [
            one_of("agencies_succession_kind", "kind", SuccessionKind.values),
            one_of("agencies_succession_certainty", "certainty", Certainty.values),
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="agencies_succession_once"
            ),
            models.UniqueConstraint(
                fields=["predecessor"],
                condition=models.Q(takes_mail=True),
                name="agencies_succession_one_mail",
            ),
            models.CheckConstraint(
                name="agencies_succession_another",
                condition=~models.Q(predecessor=models.F("successor")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class ObligatedAgency(models.Model):
    """The dated list of agencies that must exchange by the software; leaving needs a decision."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="obligations")
    period = DateRangeField()
    decision = models.ForeignKey("Decision", models.PROTECT, related_name="+")

    objects = DatedQuerySet.as_manager()
    wall = Open("Danh sách cơ quan phải liên thông được công bố trên bảng điều hành.")

    class Meta:
        constraints = [
            one_at_a_time("agencies_obligated_once", "agency"),
            has_days("agencies_obligated_days"),
        ]

    def __str__(self) -> str:
        return str(self.agency_id)


class Channel(models.Model):
    """How papers reach an agency for a period."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="channels")
    kind = models.TextField(choices=ChannelKind)
    address = models.TextField(blank=True, default="")
    period = DateRangeField()

    objects = DatedQuerySet.as_manager()
    wall = Open("Người gửi cần biết văn bản đến nơi nhận bằng kênh nào.")

    class Meta:
        constraints = [
            one_of("agencies_channel_kind", "kind", ChannelKind.values),
            one_at_a_time("agencies_channel_one_at_a_time", "agency"),
            has_days("agencies_channel_days"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id}: {self.kind}"
