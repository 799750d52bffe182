"""Who signs beside the first signatory, and the annexes of a paper (Annex I, II.7 and III.1)."""

from django.db import models
from django.db.models import Q

from lienthong.kernel.access.walls import Through

from .. import choices
from .outgoing import OutgoingDocument


class CoSignatory(models.Model):
    """A further signatory of a paper, in the order of signing; the first stands on the paper itself."""

    document = models.ForeignKey(
        OutgoingDocument, models.PROTECT, related_name="co_signatories", db_index=False
    )
    position = models.SmallIntegerField()  # from 2
    person = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    authority = models.TextField(choices=choices.Authority, default="in_own_right")
    signed_at = models.DateTimeField(null=True)

    wall = Through("document")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="documents_signer_place"),
            models.UniqueConstraint(fields=["document", "person"], name="documents_signer_once"),
            models.CheckConstraint(
                name="documents_signer_position", condition=Q(position__gte=2, position__lte=9)
            ),
        ]
        indexes = [models.Index(fields=["person", "signed_at"], name="documents_signer_waits")]


class DocumentAnnex(models.Model):
    """An annex of a paper: pages of the paper itself, or a file of its own that the agency signs."""

    document = models.ForeignKey(
        OutgoingDocument, models.PROTECT, related_name="annexes", db_index=False
    )
    position = models.SmallIntegerField()
    place = models.TextField(choices=choices.AnnexPlace)
    title = models.TextField()
    text = models.TextField(default="", blank=True)  # as typed, where it is composed here
    landscape = models.BooleanField(default=False)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    uploaded = models.BooleanField(default=False)
    sealed_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    sealed_at = models.DateTimeField(null=True)

    wall = Through("document")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="documents_annex_place"),
            models.CheckConstraint(
                name="documents_annex_sealed", condition=Q(sealed_file=None, sealed_at=None)
                | Q(sealed_file__isnull=False, sealed_at__isnull=False, place="file"),
            ),
        ]  # fmt: skip
