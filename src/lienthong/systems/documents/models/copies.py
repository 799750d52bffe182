"""Copies that were made of a paper (Đ25 to Đ27): without this row a copy would belong to no paper."""

from django.db import models
from django.db.models import Q

from lienthong.kernel.access.walls import ByAgency

from .incoming import IncomingDocument
from .outgoing import OutgoingDocument


class MadeCopy(models.Model):
    """A copy as it was made: of which paper, the file, by whom; who may read the paper may read it."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    incoming = models.ForeignKey(
        IncomingDocument, models.PROTECT, null=True, related_name="copies_made"
    )
    outgoing = models.ForeignKey(
        OutgoingDocument, models.PROTECT, null=True, related_name="copies_made"
    )
    file = models.OneToOneField("files.StoredFile", models.PROTECT, related_name="+")
    made_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    wall = ByAgency()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="documents_copy_of_one_paper",
                condition=Q(incoming__isnull=False, outgoing__isnull=True)
                | Q(incoming__isnull=True, outgoing__isnull=False),
            )
        ]
