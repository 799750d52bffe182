"""What anybody may ask about an issued paper by its code, and how often he has asked."""

from django.db import models
from django.db.models import Q

from lienthong.kernel.access.walls import ByAgency, Open

from ..choices import CodeState
from ..codes import PATTERN

DIGEST = "^[0-9a-f]{64}$"


class PublicCode(models.Model):
    """The unguessable code of an issued paper with the answer that whoever knows the code gets.

    Kept at issue, so that the answer needs no certificate authority, no network and no file:
    `verdict` is our own validator's answer on the sent bytes (`answer`, `reasons`, `judged_at`,
    `certificates`: SHA-256 of every certificate in the file), `sha256` the digest of those bytes.
    It holds neither the file nor the subject. Nobody reads this table without a code but the
    issuing agency; the one row of a code comes from `signing_public_code(code)` of the migration,
    which gives less than the row. Only `state` and `state_at` ever change (a trigger).
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    subject_label = models.TextField()
    subject_id = models.TextField()
    code = models.CharField(max_length=12, unique=True)
    reference = models.TextField()  # number and notation
    issued_on = models.DateField()
    issuer = models.TextField()  # the agency's name on that day
    verdict = models.JSONField()
    sha256 = models.CharField(max_length=64)
    state = models.TextField(choices=CodeState, default=CodeState.IN_FORCE)
    state_at = models.DateTimeField()

    wall = ByAgency()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_label", "subject_id"], name="signing_code_once"
            ),
            models.CheckConstraint(name="signing_code_shape", condition=Q(code__regex=PATTERN)),
            models.CheckConstraint(name="signing_code_sha256", condition=Q(sha256__regex=DIGEST)),
            models.CheckConstraint(
                name="signing_code_state", condition=Q(state__in=CodeState.values)
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class LookupCount(models.Model):
    """How many codes were asked from an address in a minute; `key` is a keyed digest, no address."""

    key = models.TextField()
    minute = models.DateTimeField()
    count = models.IntegerField()

    wall = Open("counts of tries under digests that name nobody, kept minutes", recorded=False)

    class Meta:
        indexes = [models.Index(fields=["minute"], name="signing_lookup_minute")]
        constraints = [
            models.UniqueConstraint(fields=["key", "minute"], name="signing_lookup_once")
        ]
