"""Signatures that were asked of a key on the signer's own computer and have not come back yet."""

from django.db import models
from django.db.models import F, Q

from lienthong.kernel.access.walls import ByAgency

from .records import DIGEST, Certificate


class AwaitedSignature(models.Model):
    """One prepared revision whose signature value is awaited; deleted when it came or its time is over.

    All rows of one act share `round`. Nothing in it is signed: the place of the value is empty.
    `act_key` names the act and the very bytes and words it was asked for, `source` the file and places
    from which the fields of `prepared` were made.
    """

    round = models.UUIDField()
    position = models.SmallIntegerField()
    purpose = models.TextField()  # of the form that asked
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    person = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="+")
    title = models.TextField()
    act_key = models.CharField(max_length=64)
    source = models.CharField(max_length=64, default="", blank=True)
    prepared = models.BinaryField()
    base = models.IntegerField()
    first = models.IntegerField()
    second = models.IntegerField()
    attributes = models.BinaryField()
    asked_at = models.DateTimeField()
    until = models.DateTimeField()

    # Nothing is done to a paper yet; what comes of it is recorded by the act that signs.
    wall = ByAgency(recorded=False)

    class Meta:
        indexes = [models.Index(fields=["until"], name="signing_awaited_until")]
        constraints = [
            models.UniqueConstraint(fields=["round", "position"], name="signing_awaited_once"),
            models.CheckConstraint(
                name="signing_awaited_place",
                condition=Q(base__gt=0, first__gt=F("base"), second__gt=F("first")),
            ),
            models.CheckConstraint(name="signing_awaited_act", condition=Q(act_key__regex=DIGEST)),
            models.CheckConstraint(
                name="signing_awaited_time", condition=Q(until__gt=F("asked_at"))
            ),
        ]
