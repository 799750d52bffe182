"""Outgoing documents: drafts, versions, checks, opinions, recipients, links (Đ10 to Đ19)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lienthong.kernel.access.walls import ByAgency, ByParties, Through

from .. import choices


class OutgoingDocument(models.Model):
    """One document of an agency on its way from being assigned to being issued and filed."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("agencies.Unit", models.PROTECT, null=True, related_name="+")
    internal = models.BooleanField(default=False)
    type_code = models.SmallIntegerField()  # 1 to 29, the place in Điều 7
    state = models.TextField(choices=choices.OutgoingState, default="assigned")
    subject = models.TextField()
    text = models.TextField(
        default="", blank=True
    )  # the body as typed; rules.paragraphs_of reads it
    addressees = ArrayField(models.TextField(), default=list)  # Kính gửi, as printed
    urgency = models.TextField(choices=choices.Urgency, default="normal")
    circulation_limit = models.TextField(choices=choices.CirculationLimit, default="", blank=True)
    notation = models.TextField()  # "UBND-KSTTHC", given when drafting
    place = models.TextField()  # "Quảng Ngãi"
    drafter = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    signatory = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    signatory_post = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    authority = models.TextField(choices=choices.Authority, default="in_own_right")
    reply_deadline = models.DateField(null=True)
    paper_copy_follows = models.BooleanField(default=False)
    paper_original_rule = models.TextField(default="", blank=True)  # exception X4, before issue
    opinion_deadline = models.DateTimeField(null=True)
    current_version = models.ForeignKey(
        "DocumentVersion", models.PROTECT, null=True, related_name="+"
    )
    approved_digest = models.TextField(default="", blank=True)
    # The order to draft (Đ10.1): by whom, what is wanted, by when.
    order_text = models.TextField(default="", blank=True)
    ordered_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    draft_due_at = models.DateTimeField(null=True)
    # A finished paper made elsewhere: the PDF, what it was uploaded as, its places, what was found.
    draft_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    draft_source = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+"
    )
    draft_places = models.JSONField(default=dict, blank=True)
    draft_report = models.JSONField(default=dict, blank=True)
    # Filled by the act of numbering, registering and sealing (Đ15 to Đ17); constant afterwards.
    entry = models.OneToOneField("registers.Entry", models.PROTECT, null=True, related_name="+")
    number = models.TextField(default="", blank=True)
    reference = models.TextField(default="", blank=True)  # "1234/UBND-KSTTHC"
    issue_date = models.DateField(null=True)
    document_id = models.TextField(default="", blank=True)  # edXML DocumentId
    signed_at = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    issue_due_at = models.DateTimeField(null=True)
    calendar_version = models.TextField(default="", blank=True)
    package = models.ForeignKey("exchange.Package", models.PROTECT, null=True, related_name="+")
    frozen_at = models.DateTimeField(null=True)  # recall freezes document and metadata
    destroyed_at = models.DateTimeField(null=True)  # its term ended; the register keeps its line
    destroyed_by = models.TextField(default="", blank=True)  # number and day of the decision
    # Codes of the tasks that it reports on (edXML ResponseForTask/TaskCode; SteeringType 3).
    task_codes = ArrayField(models.TextField(), default=list, blank=True)
    answers_incoming = models.ForeignKey(
        "IncomingDocument", models.PROTECT, null=True, related_name="replies"
    )
    signature_verdict = models.JSONField(
        null=True
    )  # of the bytes that were sent, with rule version
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    wall = ByAgency()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="documents_outgoing_state",
                condition=Q(state__in=choices.OutgoingState.values),
            ),
            models.CheckConstraint(
                name="documents_outgoing_type", condition=Q(type_code__gte=1, type_code__lte=29)
            ),
            # Nothing is sealed or issued without the competent person's signature (Đ32.2.d).
            models.CheckConstraint(
                name="documents_sealed_only_when_signed",
                condition=Q(sealed_at__isnull=True)
                | Q(signed_at__isnull=False, signed_at__lte=F("sealed_at")),
            ),
            models.CheckConstraint(
                name="documents_numbered_when_sealed",
                condition=~Q(state__in=["sealed", "issued", "recalled"])
                | Q(entry__isnull=False, issue_date__isnull=False, sealed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="documents_issued_when_stated",
                condition=~Q(state__in=["issued", "recalled"]) | Q(issued_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-updated_at", "-id"], name="documents_out_list"),
            models.Index(fields=["agency", "state", "-updated_at"], name="documents_out_state"),
            models.Index(fields=["agency", "-issue_date", "-id"], name="documents_out_issued"),
            models.Index(fields=["document_id"], name="documents_out_document_id"),
        ]


class DocumentVersion(models.Model):
    """One version of a document: who made it, the structured text and the file; never changed."""

    document = models.ForeignKey(
        OutgoingDocument, models.PROTECT, related_name="versions", db_index=False
    )
    number = models.IntegerField()
    kind = models.TextField(choices=choices.VersionKind, default="draft")
    author = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    content = models.JSONField(default=dict)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    digest = models.TextField()  # SHA-256 of the file, or of the content where there is no file
    places = models.JSONField(default=dict)  # where number, date, signature and seal stand
    created_at = models.DateTimeField()

    wall = Through("document")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="documents_version_number")
        ]


class Check(models.Model):
    """A recorded act on one version: content, form (Đ12), approval (Đ11), or a return."""

    document = models.ForeignKey(OutgoingDocument, models.PROTECT, related_name="checks")
    version = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="checks")
    kind = models.TextField(choices=choices.CheckKind)
    outcome = models.TextField(choices=choices.CheckOutcome)
    person = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    post = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    note = models.TextField(default="", blank=True)
    findings = models.JSONField(default=list)  # the form checklist's result
    at = models.DateTimeField()

    wall = Through("document")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="documents_return_has_reason",
                condition=~Q(outcome="returned") | ~Q(note=""),
            )
        ]


class Opinion(models.Model):
    """An opinion asked of a coordinating unit or agency, with its deadline (PL VI I.III.5.a)."""

    document = models.ForeignKey(OutgoingDocument, models.PROTECT, related_name="opinions")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")  # asking
    asked_agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    asked_unit = models.ForeignKey("agencies.Unit", models.PROTECT, null=True, related_name="+")
    asked_person = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    party_ids = ArrayField(models.BigIntegerField())
    subject = models.TextField()
    question = models.TextField()
    version_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+"
    )
    # The asked agency's own reference to the same bytes, made by the worker (another's wall).
    asked_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField()
    calendar_version = models.TextField(default="", blank=True)
    answer = models.TextField(default="", blank=True)
    agrees = models.BooleanField(null=True)
    answered_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()

    wall = ByParties()


class Recipient(models.Model):
    """A line of Kính gửi or Nơi nhận and the agency it means on the day of issue."""

    document = models.ForeignKey(OutgoingDocument, models.PROTECT, related_name="recipients")
    phrase = models.TextField()
    purpose = models.TextField(choices=choices.Purpose)
    group = models.ForeignKey(
        "agencies.RecipientGroup", models.PROTECT, null=True, related_name="+"
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("agencies.Unit", models.PROTECT, null=True, related_name="+")
    channel = models.TextField(choices=choices.Channel, default="exchange")
    outside_name = models.TextField(default="", blank=True)
    left_out_reason = models.TextField(default="", blank=True)  # owed by the text, not sent, why
    position = models.IntegerField(default=0)

    wall = Through("document")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "agency"],
                condition=Q(agency__isnull=False),
                name="documents_recipient_once",
            )
        ]


class DocumentLink(models.Model):
    """A bond from one paper of an agency to another, or to a reference that it does not hold.

    It starts at an outgoing or an incoming paper and is shown at both ends.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    kind = models.TextField(choices=choices.LinkKind)
    outgoing = models.ForeignKey(OutgoingDocument, models.PROTECT, null=True, related_name="links")
    incoming = models.ForeignKey(
        "IncomingDocument", models.PROTECT, null=True, related_name="links"
    )
    to_outgoing = models.ForeignKey(
        OutgoingDocument, models.PROTECT, null=True, related_name="back_links"
    )
    to_incoming = models.ForeignKey(
        "IncomingDocument", models.PROTECT, null=True, related_name="back_links"
    )
    reference = models.TextField(default="", blank=True)
    reference_date = models.DateField(null=True)
    reference_issuer = models.TextField(default="", blank=True)
    by_hand = models.BooleanField(default=False)  # a person tied it and may untie it
    created_at = models.DateTimeField()

    wall = ByAgency()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="documents_link_kind", condition=Q(kind__in=choices.LinkKind.values)
            ),
            models.CheckConstraint(
                name="documents_link_one_source",
                condition=Q(outgoing__isnull=False, incoming__isnull=True)
                | Q(outgoing__isnull=True, incoming__isnull=False),
            ),
            models.CheckConstraint(
                name="documents_link_one_end",
                condition=Q(to_outgoing__isnull=True, to_incoming__isnull=True) & ~Q(reference="")
                | Q(to_outgoing__isnull=False, to_incoming__isnull=True)
                | Q(to_outgoing__isnull=True, to_incoming__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["kind", "outgoing", "incoming", "to_outgoing", "to_incoming", "reference"],
                nulls_distinct=False,
                name="documents_link_once",
            ),
        ]
