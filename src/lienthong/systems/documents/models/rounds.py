"""The round of a draft on its way to the signature, and batches of signatures or seals."""

from django.db import models
from django.db.models import Q

from lienthong.kernel.access.walls import ByAgency, Through

from .. import choices
from .outgoing import OutgoingDocument


class RoundStep(models.Model):
    """One step of a round: who checks, gives his opinion or approves, in which stage, by when.

    Steps of one stage run side by side; a stage opens when all before it are done.
    """

    document = models.ForeignKey(
        OutgoingDocument, models.PROTECT, related_name="steps", db_index=False
    )
    stage = models.SmallIntegerField()
    kind = models.TextField(choices=choices.StepKind)
    person = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+", db_index=False)
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    note = models.TextField(default="", blank=True)
    reminded_on = models.DateField(null=True)

    wall = Through("document")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "kind", "person"], name="documents_step_once"
            ),
            models.CheckConstraint(
                name="documents_step_stage", condition=Q(stage__gte=1, stage__lte=20)
            ),
        ]
        indexes = [models.Index(fields=["person", "done_at"], name="documents_step_waits")]


class SigningBatch(models.Model):
    """Papers that one person signs, or one clerk seals, by one confirmation (Đ13, Đ32.2).

    `by_page`: the key asks for a PIN or is on the person's own computer, so that his page leads the
    batch and no worker may (docs/decisions/0012).
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    person = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    post = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    kind = models.TextField(choices=choices.BatchKind)
    by_page = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    wall = ByAgency()

    class Meta:
        indexes = [models.Index(fields=["ended_at"], name="documents_batch_open")]


class BatchItem(models.Model):
    """One paper of a batch: waiting, done with the verdict on its bytes, or refused with the reason.

    A paper waits in one batch of a kind at a time.
    """

    batch = models.ForeignKey(SigningBatch, models.PROTECT, related_name="items", db_index=False)
    document = models.ForeignKey(OutgoingDocument, models.PROTECT, related_name="+")
    kind = models.TextField(choices=choices.BatchKind)
    position = models.SmallIntegerField()
    state = models.TextField(choices=choices.ItemState, default="waiting")
    sentence = models.TextField(default="", blank=True)
    verdict = models.TextField(default="", blank=True)
    ended_at = models.DateTimeField(null=True)

    wall = Through("batch")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "kind"],
                condition=Q(state="waiting"),
                name="documents_batch_waits_once",
            ),
            models.UniqueConstraint(fields=["batch", "position"], name="documents_batch_place"),
        ]
