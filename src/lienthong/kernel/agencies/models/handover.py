"""Handover by name: what was open when an agency ended or a person left, and who took it.

Đ31.3.đ NĐ 30/2020; office practice §1 row 33. A line names the item by kind and id only: its
title stays in the system that owns it, so a lawful destruction there leaves nothing here.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from lienthong.kernel.access.walls import ByParties
from lienthong.kernel.agencies.choices import LineState, SheetKind

from .agencies import Agency
from .posts import Person
from .shapes import one_of
from .staff_changes import StaffChange


class HandoverSheet(models.Model):
    """A record of handover (biên bản bàn giao) of an agency, unit or post that ended, or of a leaver."""

    kind = models.TextField(choices=SheetKind)
    decision = models.ForeignKey("Decision", models.PROTECT, null=True, related_name="sheets")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="handovers")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="handovers")
    change = models.ForeignKey(StaffChange, models.PROTECT, null=True, related_name="sheets")
    keeper = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    party_ids = ArrayField(models.BigIntegerField())
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    wall = ByParties("party_ids")

    class Meta:
        constraints = [
            one_of("agencies_sheet_kind", "kind", SheetKind.values),
            models.CheckConstraint(
                name="agencies_sheet_ground",
                condition=models.Q(kind=SheetKind.REORGANISATION, decision__isnull=False)
                | models.Q(kind=SheetKind.LEAVER, person__isnull=False)
                | models.Q(kind=SheetKind.UNIT, change__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["decision", "agency"],
                condition=models.Q(kind=SheetKind.REORGANISATION),
                name="agencies_sheet_once",
            ),
        ]
        indexes = [GinIndex(fields=["party_ids"], name="agencies_sheet_parties")]

    def __str__(self) -> str:
        return f"{self.kind} {self.agency_id}"


class HandoverLine(models.Model):
    """One open item: whose it was, who is proposed, who took it.

    Without a taker it is on the desk of the sheet's keeper, the province's by default.
    """

    sheet = models.ForeignKey(HandoverSheet, models.PROTECT, related_name="lines", db_index=False)
    kind = models.TextField()
    item_id = models.BigIntegerField()
    due_on = models.DateField(null=True)
    from_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    from_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    proposed_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    proposed_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    state = models.TextField(choices=LineState, default=LineState.OPEN)
    taken_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    taken_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True, default="")
    party_ids = ArrayField(models.BigIntegerField())

    wall = ByParties("party_ids")

    class Meta:
        constraints = [
            one_of("agencies_line_state", "state", LineState.values),
            models.CheckConstraint(
                name="agencies_line_taken_when",
                condition=models.Q(
                    state=LineState.OPEN, taken_at__isnull=True, taken_agency__isnull=True
                )
                | models.Q(
                    state=LineState.TAKEN, taken_at__isnull=False, taken_agency__isnull=False
                ),
            ),
            models.UniqueConstraint(fields=["sheet", "kind", "item_id"], name="agencies_line_once"),
        ]
        indexes = [
            GinIndex(fields=["party_ids"], name="agencies_line_parties"),
            models.Index(
                fields=["sheet", "kind"],
                condition=models.Q(state=LineState.OPEN),
                name="agencies_line_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.item_id}"
