"""Agencies that issue a paper together with the lead, each with its own signatory and signature."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lienthong.kernel.access.walls import ByParties

from .. import choices
from .outgoing import OutgoingDocument


class JointIssuer(models.Model):
    """One co-issuing agency of a joint paper, seen by it and by the lead.

    It reads its own row and its own references to the bytes, never the lead's document: what it
    needs to know of the paper is repeated here.
    """

    document = models.ForeignKey(
        OutgoingDocument, models.PROTECT, related_name="joint_issuers", db_index=False
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")  # the lead
    issuer = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    party_ids = ArrayField(models.BigIntegerField())
    position = models.SmallIntegerField()  # of its signature and of its seal, from 2
    person = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    post = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    authority = models.TextField(choices=choices.Authority, default="in_own_right")
    state = models.TextField(choices=choices.JointState, default="named")
    type_code = models.SmallIntegerField()
    subject = models.TextField()
    reference = models.TextField(default="", blank=True)  # the lead's number, once it is given
    # What is to be signed or sealed now: the lead's bytes, and the issuer's reference to them.
    asked_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    own_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    # What the issuer made of it; the worker brings it to the lead.
    made_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True)
    brought_at = models.DateTimeField(null=True)  # when the lead got what was made last
    reason = models.TextField(default="", blank=True)  # why it sent the paper back

    wall = ByParties()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="documents_joint_place"),
            models.UniqueConstraint(fields=["document", "issuer"], name="documents_joint_once"),
            models.CheckConstraint(
                name="documents_joint_position", condition=Q(position__gte=2, position__lte=9)
            ),
            models.CheckConstraint(
                name="documents_joint_other", condition=~Q(issuer=F("agency"))
            ),
            models.CheckConstraint(
                name="documents_joint_state", condition=Q(state__in=choices.JointState.values)
            ),
            models.CheckConstraint(
                name="documents_joint_sealed_after_signed",
                condition=Q(sealed_at__isnull=True)
                | Q(signed_at__isnull=False, signed_at__lte=F("sealed_at")),
            ),
            models.CheckConstraint(
                name="documents_joint_returned_why", condition=~Q(state="returned") | ~Q(reason="")
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["issuer", "state"], name="documents_joint_waits"),
        ]
