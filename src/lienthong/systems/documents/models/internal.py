"""Internal papers (văn bản nội bộ): the units of one agency that a paper of it goes to."""

from django.db import models
from django.db.models import Q

from lienthong.kernel.access.walls import Through

from .. import choices


class InternalReceipt(models.Model):
    """One unit that an internal paper goes to: its ký nhận, whom the head names, the result."""

    document = models.ForeignKey(
        "OutgoingDocument", models.PROTECT, related_name="receipts", db_index=False
    )
    unit = models.ForeignKey("agencies.Unit", models.PROTECT, related_name="+", db_index=False)
    purpose = models.TextField(choices=choices.Purpose)
    state = models.TextField(choices=choices.InternalState, default="sent")
    sent_at = models.DateTimeField()
    received_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(null=True)
    person = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    note = models.TextField(default="", blank=True)
    done_at = models.DateTimeField(null=True)
    result = models.TextField(default="", blank=True)

    wall = Through("document")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "unit"], name="documents_internal_receipt_once"
            ),
            models.CheckConstraint(
                name="documents_internal_receipt_state",
                condition=Q(state__in=choices.InternalState.values),
            ),
            # Nobody is named and nothing is finished before the unit has signed for it.
            models.CheckConstraint(
                name="documents_internal_received_first",
                condition=Q(state="sent") | Q(received_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["unit", "state", "-sent_at"], name="documents_internal_in")]
