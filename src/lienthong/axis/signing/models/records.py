"""Rights to sign, certificates, pictures, evidence of signatures, and the list of authorities."""

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import F, Q

from lienthong.kernel.access.walls import ByAgency, Open

from ..choices import GRANTED, Authority, AuthorityState, EvidenceKind, HolderKind, KeyKind

DIGEST = "^[0-9a-f]{64}$"


class SigningRight(models.Model):
    """A written grant to sign for an agency: KT., TL. or TUQ. (Đ13); its seal is the agency's.

    Work on behalf of another at the desk (xử lý thay) is another record and gives no such right.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("agencies.Post", models.PROTECT, related_name="+")
    authority = models.TextField(choices=Authority)
    period = DateRangeField()
    types = ArrayField(models.IntegerField(), default=list, blank=True)  # of Annex III
    subjects = ArrayField(models.TextField(), default=list, blank=True)
    basis = models.TextField()
    passed_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="passed_on")
    granted_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField()
    ended_reason = models.TextField(default="", blank=True)

    wall = Open("who may sign for an agency is what every receiver may ask and check")

    class Meta:
        indexes = [models.Index(fields=["agency", "post"], name="signing_right_agency")]
        constraints = [
            models.CheckConstraint(
                name="signing_right_authority",
                condition=Q(authority__in=sorted(a.value for a in GRANTED)),
            ),
            models.CheckConstraint(name="signing_right_basis", condition=~Q(basis="")),
            # Đ13.3: written, limited in time and content, not handed on.
            models.CheckConstraint(
                name="signing_right_delegation",
                condition=~Q(authority=Authority.BY_DELEGATION)
                | Q(period__endswith__isnull=False, passed_from__isnull=True)
                & (Q(types__len__gt=0) | Q(subjects__len__gt=0)),
            ),
            models.CheckConstraint(
                name="signing_right_handed_on",
                condition=Q(passed_from__isnull=True) | Q(authority=Authority.BY_ORDER),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_authority_display()} {self.post_id} @ {self.agency_id}"


class Certificate(models.Model):
    """Whose certificate it is, pinned by fingerprint to one agency; the key lives elsewhere.

    `reference` names the key in the keystore, empty for certificates of which we hold no key.
    """

    kind = models.TextField(choices=HolderKind)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(
        "agencies.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    reference = models.TextField(default="", blank=True)
    fingerprint = models.CharField(max_length=64, unique=True)
    serial = models.TextField()
    subject = models.TextField()
    issuer = models.TextField()
    pem = models.TextField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.TextField(default="", blank=True)
    is_sample = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    wall = Open("certificates are public: every signed file carries its own")

    class Meta:
        indexes = [
            models.Index(fields=["person", "valid_from"], name="signing_certificate_person"),
            models.Index(
                fields=["agency", "kind", "valid_from"], name="signing_certificate_agency"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="signing_certificate_holder",
                condition=Q(kind=HolderKind.PERSONAL, person__isnull=False)
                | Q(kind=HolderKind.AGENCY, person__isnull=True),
            ),
            models.CheckConstraint(
                name="signing_certificate_fingerprint", condition=Q(fingerprint__regex=DIGEST)
            ),
            models.CheckConstraint(
                name="signing_certificate_period", condition=Q(valid_from__lt=F("valid_until"))
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class KeyPlace(models.Model):
    """Where the private key of an enrolled certificate is kept. No PIN, password or token of access
    is in it or anywhere else.

    `device` names the library (PKCS#11) or the service (CSC) in the installation's own settings,
    never a path or an address that a page could change. `key` is the CKA_ID in hexadecimal or the
    credentialID. `wrong_pins` counts refused PINs since the last right one, `pin_tries` what the
    maker allows (0: not known).
    """

    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="place")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    kind = models.TextField(choices=KeyKind)
    device = models.TextField(default="", blank=True)
    token_label = models.TextField(default="", blank=True)
    token_serial = models.TextField(default="", blank=True)
    key = models.TextField(default="", blank=True)
    pin_tries = models.PositiveSmallIntegerField(default=0)
    wrong_pins = models.PositiveSmallIntegerField(default=0)
    chain = ArrayField(models.TextField(), default=list, blank=True)  # PEM, the issuer first
    enrolled_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    enrolled_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.TextField(default="", blank=True)

    wall = ByAgency()

    class Meta:
        indexes = [models.Index(fields=["agency", "kind"], name="signing_place_agency")]
        constraints = [
            models.CheckConstraint(
                name="signing_place_of_token",
                condition=~Q(kind=KeyKind.TOKEN)
                | ~Q(token_label="") & Q(key__regex="^([0-9a-f]{2})+$"),
            ),
            models.CheckConstraint(
                name="signing_place_of_service",
                condition=~Q(kind=KeyKind.SERVICE) | ~Q(device="") & ~Q(key=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.token_label or self.device}"


class SignaturePicture(models.Model):
    """The picture of a person's signature (blue) or of an agency's seal (red), a PNG (PL I.II.7.d, 8.a).

    Kept behind the wall of the agency: it is what a forger would want.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    png = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    since = models.DateTimeField()

    wall = ByAgency()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "person", "-since"], name="signing_picture_owner")
        ]
        constraints = [
            models.CheckConstraint(
                name="signing_picture_sha256", condition=Q(sha256__regex=DIGEST)
            ),
        ]


class SignatureEvidence(models.Model):
    """One signature: what was signed, by whom, with which certificate, by which right, when.

    The database refuses an agency's signature that follows no personal one of the same paper
    (Đ32.2.d; a trigger of the migration), and any later change of a row.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    kind = models.TextField(choices=EvidenceKind)
    subject_label = models.TextField()
    subject_id = models.TextField()
    digest = models.CharField(max_length=64)  # of the file with the signature in it
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="+")
    certificate_serial = models.TextField()
    person = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    authority = models.TextField(choices=Authority, default="", blank=True)
    right = models.JSONField(null=True)  # the right that was used, as it stood
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    verdict = models.TextField(default="", blank=True)
    verdict_details = models.JSONField(null=True)
    signed_at = models.DateTimeField()

    wall = ByAgency()

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "subject_label", "subject_id"], name="signing_evidence_subject"
            ),
            models.Index(fields=["digest"], name="signing_evidence_digest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="signing_evidence_digest_shape", condition=Q(digest__regex=DIGEST)
            ),
            models.CheckConstraint(
                name="signing_evidence_person",
                condition=~Q(kind=EvidenceKind.PERSONAL)
                | Q(person__isnull=False, right__isnull=False),
            ),
            models.CheckConstraint(
                name="signing_evidence_follows",
                condition=~Q(kind__in=[EvidenceKind.AGENCY, EvidenceKind.ATTACHMENT])
                | Q(follows__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["agency", "subject_label", "subject_id", "digest"],
                name="signing_evidence_once",
            ),
        ]


class TrustedAuthority(models.Model):
    """An authority for official use, from a day on; put on and taken off the list by two people.

    An authority of the sample province is marked; a real installation has none of them.
    """

    title = models.TextField()
    pem = models.TextField()
    fingerprint = models.CharField(max_length=64)
    is_sample = models.BooleanField(default=False)
    state = models.TextField(choices=AuthorityState, default=AuthorityState.PROPOSED)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    basis = models.TextField()
    proposed_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    withdrawal_by = models.ForeignKey(
        "agencies.Person", models.PROTECT, null=True, related_name="+"
    )
    withdrawal_decided_by = models.ForeignKey(
        "agencies.Person", models.PROTECT, null=True, related_name="+"
    )
    withdrawal_reason = models.TextField(default="", blank=True)

    wall = Open("the list of trusted authorities is what every verdict is explained by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=~Q(state__in=[AuthorityState.WITHDRAWN, AuthorityState.DECLINED]),
                name="signing_authority_once",
            ),
            models.CheckConstraint(
                name="signing_authority_two_people",
                condition=Q(is_sample=True)
                | Q(decided_by__isnull=True)
                | Q(proposed_by__isnull=False) & ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="signing_authority_trusted_by_two",
                condition=Q(is_sample=True)
                | Q(state__in=[AuthorityState.PROPOSED, AuthorityState.DECLINED])
                | Q(decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="signing_authority_withdrawn_by_two",
                condition=Q(withdrawal_decided_by__isnull=True)
                | Q(withdrawal_by__isnull=False) & ~Q(withdrawal_decided_by=F("withdrawal_by")),
            ),
            models.CheckConstraint(
                name="signing_authority_period",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LastingProof(models.Model):
    """A sent file whose long-term proof is still missing or was added, and when it is renewed.

    `sent` is what receivers got and never changes; `kept` is the same file with the proof appended,
    kept beside it. A row that waits says since when, why and when it is tried again.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    subject_label = models.TextField()
    subject_id = models.TextField()
    sent = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", db_index=False)
    kept = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()
    tries = models.IntegerField(default=0)  # since the last success
    next_at = models.DateTimeField(null=True)  # of the next try or renewal; null: nothing to do
    last_error = models.TextField(default="", blank=True)
    sent_level = models.TextField(default="", blank=True)  # of the weakest signature, as sent
    level = models.TextField(default="", blank=True)  # of the kept file; empty while it waits
    added_at = models.DateTimeField(null=True)

    # Tries of a worker are no acts of the office; what they bring is recorded with the stored file.
    wall = ByAgency(recorded=False)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], name="signing_proof_next"),
            models.Index(fields=["agency", "level", "since"], name="signing_proof_agency"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["sent"], name="signing_proof_once"),
            models.CheckConstraint(
                name="signing_proof_added",
                condition=Q(kept__isnull=True, level="", added_at__isnull=True)
                | Q(kept__isnull=False, added_at__isnull=False) & ~Q(level=""),
            ),
        ]
