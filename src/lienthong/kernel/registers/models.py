"""Books and their numbers. The database keeps them right: see `sql.py` for the guards.

A book belongs to one agency in one legal life (an `Agency` row), one kind and one year; a new life
starts its own at 01, also in mid-year (Đ15.1). `book.last_number` and every number are written by
the database alone.
"""

from django.db import models
from django.db.models import F, Q

from lienthong.kernel.access.walls import ByAgency

from .choices import BookKind, EntryState


class Book(models.Model):
    """A series of numbers: opening and closing date, the decision behind them, the last number."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    kind = models.TextField(choices=BookKind)
    code = models.TextField(default="", blank=True)  # several books of one kind: "QĐ", "CV"
    title = models.TextField()
    year = models.IntegerField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    decision = models.TextField(default="", blank=True)
    # Above 1 only for a series carried on from another book; the note says from which.
    first_number = models.IntegerField(default=1)
    note = models.TextField(default="", blank=True)
    last_number = models.IntegerField()
    last_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    opened_by = models.TextField()
    closed_at = models.DateTimeField(null=True)

    wall = ByAgency()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "code", "year"], name="registers_book_once"
            ),
            models.CheckConstraint(
                name="registers_book_kind", condition=Q(kind__in=BookKind.values)
            ),
            models.CheckConstraint(
                name="registers_book_within_year",
                condition=Q(opens_on__year=F("year"), closes_on__year=F("year"))
                & Q(closes_on__gte=F("opens_on")),
            ),
            models.CheckConstraint(
                name="registers_book_carried_on",
                condition=Q(first_number=1) | (Q(first_number__gt=1) & ~Q(note="")),
            ),
            models.CheckConstraint(
                name="registers_book_counter",
                condition=Q(last_number=F("first_number") - 1, last_on__isnull=True)
                | Q(last_number__gte=F("first_number"), last_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["agency", "-year", "kind"], name="registers_book_list")]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})"


class Entry(models.Model):
    """One number of a book: its date, its state, for what; kept for ever, cancelled ones as well.

    `key` names the act that takes the number, so that the act resumed gets the same number.
    Subject and people stand as text: a book outlives the rows that it speaks of.
    """

    book = models.ForeignKey(Book, models.PROTECT, related_name="entries", db_index=False)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField(db_default=0)  # given by the database: see sql.py
    on = models.DateField()
    state = models.TextField(choices=EntryState)
    key = models.TextField()
    reason = models.TextField(default="", blank=True)
    subject_type = models.TextField(default="", blank=True)
    subject_id = models.TextField(default="", blank=True)
    subject_label = models.TextField(default="", blank=True)
    reserved_at = models.DateTimeField()
    reserved_by = models.TextField()
    taken_at = models.DateTimeField(null=True)
    taken_by = models.TextField(default="", blank=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.TextField(default="", blank=True)

    wall = ByAgency()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="registers_number_once"),
            models.UniqueConstraint(fields=["book", "key"], name="registers_key_once"),
            models.CheckConstraint(
                name="registers_entry_state",
                condition=Q(state="reserved", taken_at__isnull=True, cancelled_at__isnull=True)
                | (Q(state="taken", taken_at__isnull=False, cancelled_at__isnull=True)
                   & ~Q(taken_by=""))
                | (Q(state="cancelled", cancelled_at__isnull=False) & ~Q(cancelled_by="")),
            ),
            models.CheckConstraint(
                name="registers_cancelled_has_reason",
                condition=~Q(state="cancelled") | Q(reason__regex=r"\S"),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["agency", "state", "reserved_at"], name="registers_entry_state"),
            models.Index(fields=["book", "on", "number"], name="registers_entry_day"),
            models.Index(fields=["subject_type", "subject_id"], name="registers_entry_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.number:02d}"


class Closing(models.Model):
    """The closing record of a book: what it held when it was closed, and a digest of it."""

    book = models.OneToOneField(Book, models.PROTECT, related_name="closing")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    closed_on = models.DateField()
    first_number = models.IntegerField()
    last_number = models.IntegerField()
    taken = models.IntegerField()
    cancelled = models.JSONField(default=list)  # [[number, "2026-11-23", reason], …]
    missing = models.JSONField(default=list)  # numbers that are not there; empty when all is right
    explanation = models.TextField(default="", blank=True)
    decision = models.TextField(default="", blank=True)
    digest = models.TextField()  # SHA-256 of all lines
    closed_at = models.DateTimeField()
    closed_by = models.TextField()

    wall = ByAgency()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="registers_missing_explained",
                condition=Q(missing=[]) | Q(explanation__regex=r"\S"),
            )
        ]
