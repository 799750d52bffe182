"""Papers that come in by the hundred: a durable queue, and what a clerk made of each reading."""

from django.db import models
from django.db.models import Q

from lienthong.kernel.access.walls import ByAgency

from .. import choices
from .incoming import IncomingDocument


class IntakeBatch(models.Model):
    """Files that came in together: dropped by a clerk, found in a folder, taken from a mailbox."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    channel = models.TextField(choices=choices.Channel)
    source = models.TextField(choices=choices.IntakeSource)
    person = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()

    wall = ByAgency()

    class Meta:
        indexes = [models.Index(fields=["agency", "-id"], name="documents_intake_batches")]
        constraints = [
            models.CheckConstraint(
                name="documents_intake_source",
                condition=Q(source__in=choices.IntakeSource.values),
            )
        ]


class AnnouncedFile(models.Model):
    """A file that a clerk has dropped and that has not come yet; its row goes when it comes.

    Written by the hundred and gone within minutes, so its rows are no facts.
    """

    batch = models.ForeignKey(IntakeBatch, models.PROTECT, related_name="announced", db_index=False)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=64)
    name = models.TextField()
    size = models.BigIntegerField()
    at = models.DateTimeField()

    wall = ByAgency(recorded=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "key"], name="documents_announced_once")
        ]


class IntakeItem(models.Model):
    """One file of a batch: waiting to be read, taken in as a paper, or set aside with the cause.

    `mail` is the message that carried the file; a message that was dropped is an item itself (`is_mail`).

    `key` is the sender's own mark of the file (a digest of name, size and time), so that a file sent
    again after a broken line is the same item. A file whose bytes wait or were taken before is a
    duplicate and points at the first. Of a paper with a secrecy mark neither name nor bytes stand
    here.
    """

    batch = models.ForeignKey(IntakeBatch, models.PROTECT, related_name="items", db_index=False)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    name = models.TextField(default="", blank=True)
    sha256 = models.TextField(default="", blank=True)
    size = models.BigIntegerField(default=0)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    state = models.TextField(choices=choices.IntakeState, default="waiting")
    tries = models.SmallIntegerField(default=0)
    cause = models.TextField(default="", blank=True)
    document = models.OneToOneField(
        IncomingDocument, models.PROTECT, null=True, related_name="intake_item"
    )
    mail = models.ForeignKey("IncomingMail", models.PROTECT, null=True, related_name="items")
    is_mail = models.BooleanField(default=False)  # the message itself, not a file of it
    same_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    same_document = models.ForeignKey(IncomingDocument, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    wall = ByAgency()

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], condition=Q(state="waiting"), name="documents_intake_waiting"
            ),
            models.Index(fields=["batch", "state"], name="documents_intake_states"),
            models.Index(
                fields=["agency", "sha256"],
                condition=Q(is_mail=True),
                name="documents_intake_mails",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["batch", "key"], name="documents_intake_key_once"),
            models.UniqueConstraint(
                fields=["agency", "sha256"],
                condition=Q(state__in=["waiting", "taken", "set_aside"], file__isnull=False),
                name="documents_intake_bytes_once",
            ),
            models.CheckConstraint(
                name="documents_intake_state", condition=Q(state__in=choices.IntakeState.values)
            ),
            models.CheckConstraint(
                name="documents_intake_taken_has_paper",
                condition=~Q(state="taken") | Q(document__isnull=False),
            ),
            models.CheckConstraint(
                name="documents_intake_secret_is_empty",
                condition=~Q(state="secret") | Q(name="", sha256="", file__isnull=True),
            ),
            models.CheckConstraint(
                name="documents_intake_opened_is_mail",
                condition=~Q(state="opened") | Q(is_mail=True, mail__isnull=False),
            ),
            models.CheckConstraint(
                name="documents_intake_cause",
                condition=~Q(state__in=["set_aside", "dropped"]) | ~Q(cause=""),
            ),
        ]


class ReadingCase(models.Model):
    """What a clerk made of one field that was read: confirmed, filled in, or corrected.

    Kept to measure the reader and to learn names of agencies from. Names of persons are counted and
    not kept: their values stay empty.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    document = models.ForeignKey(IncomingDocument, models.PROTECT, related_name="+", db_index=False)
    field = models.TextField()
    outcome = models.TextField(choices=choices.ReadingOutcome)
    confidence = models.FloatField(default=0)
    recognised = models.BooleanField(default=False)  # the text came from a picture
    read_value = models.TextField(default="", blank=True)
    given_value = models.TextField(default="", blank=True)
    words = models.TextField(default="", blank=True)
    at = models.DateTimeField()

    wall = ByAgency()

    class Meta:
        indexes = [models.Index(fields=["agency", "at"], name="documents_reading_cases")]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "field"], name="documents_reading_case_once"
            ),
            models.CheckConstraint(
                name="documents_reading_outcome",
                condition=Q(outcome__in=choices.ReadingOutcome.values),
            ),
        ]
