"""The package: one edXML message and its files, stored once however many offices it goes to."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from lienthong.axis.exchange import choices
from lienthong.kernel.access.walls import ByParties, Through


class Package(models.Model):
    """A document message as its sender made it.

    `core` is the edXML without files (and, for our own, without receivers: each delivery adds its
    own). `party_ids` are the sender and all who hold it: a recall that is carried out takes the
    receiver off the list, and with it the receiver's sight of message and files (Đ18.4.b).
    """

    sender = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    party_ids = ArrayField(models.BigIntegerField())
    document_id = models.TextField()
    revision = models.SmallIntegerField(default=0)  # an update (type 2) is a later revision
    kind = models.SmallIntegerField(choices=choices.BusinessType, default=0)
    reference = models.TextField()  # number and notation as printed
    type_name = models.TextField()
    subject = models.TextField()
    issued_on = models.DateField()
    priority = models.SmallIntegerField(choices=choices.Priority, default=0)
    core = models.BinaryField()
    message_sha256 = models.CharField(max_length=64)  # of the message without receivers and way
    content_sha256 = models.CharField(max_length=64)  # of the files in their order
    probable_duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="probable_duplicates", db_index=False
    )
    counted = models.BooleanField(default=False)  # at least one delivery of the sender is owed
    month = models.DateField()  # first day of the month of issue, by which documents are counted
    source_sha256 = models.CharField(max_length=64, default="", blank=True)  # of an imported file
    envelope_verdict = models.TextField(
        choices=choices.SignatureVerdict, default=choices.SignatureVerdict.ABSENT
    )
    envelope_verdict_text = models.TextField(default="", blank=True)
    created_at = models.DateTimeField()

    wall = ByParties()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "document_id", "revision"], name="exchange_package_once"
            ),
            models.CheckConstraint(
                name="exchange_package_sender_is_party",
                condition=Q(party_ids__contains=[F("sender_id")]),
            ),
        ]
        indexes = [
            GinIndex(fields=["party_ids"], name="exchange_package_parties"),
            models.Index(fields=["sender", "content_sha256"], name="exchange_package_content"),
            models.Index(fields=["sender", "-id"], name="exchange_package_list"),
        ]


class PackageFile(models.Model):
    """One file of a package: a reference to the bytes, which are stored once by their SHA-256."""

    package = models.ForeignKey(Package, models.PROTECT, related_name="files", db_index=False)
    position = models.SmallIntegerField()  # 0 is the document, the rest its annexes
    content_id = models.TextField()
    name = models.TextField()
    description = models.TextField(default="", blank=True)
    media_type = models.TextField(default="", blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    # The sender's reference; a receiver's system makes its own to the same bytes.
    stored = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", db_index=False)
    # What this installation's validator said of these bytes when they were issued, a moment ago.
    judged = models.JSONField(null=True)

    wall = Through("package")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["package", "position"], name="exchange_package_file_position"
            )
        ]
