"""Bytes, references to them, and the log of accesses.

A blob stands once for the same bytes whoever holds them; each agency has its own reference, and a
recall destroys the reference (Đ18.4.b NĐ 30/2020). Accesses are kept apart from facts and sealed
in the same way (PL VI I.III.5.a, 6.l, 7.d).
"""

from django.db import models
from django.db.models import Q

from lienthong.kernel.access.walls import ByAgency, Open

from .choices import AccessKind


class Blob(models.Model):
    """Bytes in the store under the name of their SHA-256."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    size = models.BigIntegerField()
    media_type = models.TextField()
    stored_at = models.DateTimeField()

    # Its rows name no agency, no document and no person; who holds the bytes stands in StoredFile.
    wall = Open("digests and sizes of bytes, nothing of their content", recorded=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="files_blob_sha256", condition=Q(sha256__regex="^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(name="files_blob_size", condition=Q(size__gt=0)),
        ]

    def __str__(self) -> str:
        return self.sha256


class StoredFile(models.Model):
    """An agency's reference to bytes, under the name that the agency knows them by.

    Destroyed, it stays as a stone with digest, day and reason; name, label and bytes are gone.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    blob = models.ForeignKey(
        Blob, models.PROTECT, null=True, related_name="references", db_index=False
    )
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.TextField()
    name = models.TextField(default="", blank=True)
    label = models.TextField(default="", blank=True)
    stored_at = models.DateTimeField()
    stored_by = models.TextField()
    destroyed_at = models.DateTimeField(null=True)
    destroyed_by = models.TextField(default="", blank=True)
    destroyed_reason = models.TextField(default="", blank=True)

    wall = ByAgency()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="files_stored_or_destroyed",
                condition=Q(blob__isnull=False, destroyed_at__isnull=True)
                | (Q(blob__isnull=True, destroyed_at__isnull=False, name="", label="")
                   & Q(destroyed_reason__regex=r"\S")),
            )
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["agency", "sha256"], name="files_by_digest"),
            # Declared here: the one that comes with the key would bring a second one for LIKE.
            models.Index(fields=["blob"], name="files_of_blob"),
        ]

    def __str__(self) -> str:
        return self.name or self.sha256

    @property
    def destroyed(self) -> bool:
        """Whether the reference was destroyed."""
        return self.destroyed_at is not None


class Access(models.Model):
    """One opening, download or print: who, for whom, which subject and file, when and why.

    Written by a function of the database alone, never changed; partitioned by month. The reason
    can be erased, for what is sealed is its salted digest.
    """

    at = models.DateTimeField()
    epoch = models.IntegerField()
    xid = models.BigIntegerField()
    kind = models.TextField(choices=AccessKind)
    agency_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    stands_in_for = models.BigIntegerField(null=True)
    request = models.TextField()
    channel = models.TextField()
    subject_type = models.TextField()
    subject_id = models.TextField()
    revision = models.TextField(default="")
    file_id = models.BigIntegerField(null=True)
    sha256 = models.TextField(default="")
    why = models.TextField(default="")
    salt = models.BinaryField(null=True)
    why_digest = models.BinaryField(null=True)

    wall = ByAgency("agency_id", recorded=False)

    class Meta:
        db_table = "files_access"
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-at"], name="files_access_subject"),
            models.Index(fields=["epoch", "xid", "id"], name="files_access_order"),
            models.Index(fields=["agency_id", "-at"], name="files_access_agency"),
            models.Index(fields=["person_id", "-at"], name="files_access_person"),
        ]
