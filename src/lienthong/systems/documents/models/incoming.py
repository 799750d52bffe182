"""Incoming documents: one queue for exchange, paper, mail and post; handling in levels (Đ20-24)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lienthong.kernel.access.walls import ByAgency, Through

from .. import choices


class IncomingDocument(models.Model):
    """A paper that came to an agency, with what its receiver knows of it and did with it."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    channel = models.TextField(choices=choices.Channel)
    delivery = models.OneToOneField(
        "exchange.Delivery", models.PROTECT, null=True, related_name="+"
    )
    internal = models.BooleanField(default=False)
    state = models.TextField(choices=choices.IncomingState, default="arrived")
    # What the paper says of itself.
    issuer_name = models.TextField()
    issuer = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="+")
    number = models.TextField(default="", blank=True)
    notation = models.TextField(default="", blank=True)
    reference = models.TextField(default="", blank=True)
    issued_on = models.DateField(null=True)
    type_code = models.SmallIntegerField(null=True)  # 1 to 29 of Điều 7 where it is one of them
    type_name = models.TextField(default="", blank=True)
    subject = models.TextField(default="", blank=True)
    signer_name = models.TextField(default="", blank=True)
    signer_post = models.TextField(default="", blank=True)
    urgency = models.TextField(choices=choices.Urgency, default="normal")
    urgent_at = models.TextField(default="", blank=True)  # the hour of HOẢ TỐC HẸN GIỜ, as received
    circulation_limit = models.TextField(choices=choices.CirculationLimit, default="", blank=True)
    document_id = models.TextField(default="", blank=True)
    reply_deadline = models.DateField(null=True)
    steering_type = models.SmallIntegerField(null=True)  # 3: it reports on a direction
    task_codes = ArrayField(models.TextField(), default=list, blank=True)  # as the message says
    paper_copy_follows = models.BooleanField(default=False)
    sent_to_old_agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, related_name="+"
    )
    forwarded_by_name = models.TextField(default="", blank=True)
    forward_note = models.TextField(default="", blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    pages = models.IntegerField(null=True)
    reading = models.JSONField(null=True)  # what the reader found, confirmed or not
    verdict = models.TextField(default="", blank=True)  # of axis.signing on the bytes received
    verdict_details = models.JSONField(null=True)
    trust_note = models.TextField(
        default="", blank=True
    )  # the clerk's reason for an unknown signer
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    # What this office did.
    arrived_at = models.DateTimeField()
    register_due_at = models.DateTimeField()
    calendar_version = models.TextField(default="", blank=True)
    entry = models.OneToOneField("registers.Entry", models.PROTECT, null=True, related_name="+")
    arrival_number = models.IntegerField(null=True)
    arrival_date = models.DateField(null=True)
    registered_by = models.ForeignKey(
        "agencies.Person", models.PROTECT, null=True, related_name="+"
    )
    registered_at = models.DateTimeField(null=True)
    return_reason = models.TextField(choices=choices.ReturnReason, default="", blank=True)
    return_note = models.TextField(default="", blank=True)
    leader = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    lead_unit = models.ForeignKey(
        "agencies.Unit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    lead_person = models.ForeignKey(
        "agencies.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    handling_due_at = models.DateTimeField(null=True)
    handled_at = models.DateTimeField(null=True)
    handled_note = models.TextField(default="", blank=True)
    recall_requested_at = models.DateTimeField(null=True)
    recall_note = models.TextField(default="", blank=True)
    destroyed_at = models.DateTimeField(null=True)  # its term ended; the register keeps its line
    destroyed_by = models.TextField(default="", blank=True)  # number and day of the decision
    updated_at = models.DateTimeField()

    wall = ByAgency()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="documents_incoming_state",
                condition=Q(state__in=choices.IncomingState.values),
            ),
            # Not registered at văn thư = nobody's duty to handle (Đ22.1).
            models.CheckConstraint(
                name="documents_registered_before_handling",
                condition=Q(state__in=["arrived", "returned", "recalled"])
                | Q(entry__isnull=False, arrival_number__isnull=False),
            ),
            models.CheckConstraint(
                name="documents_return_reason_of_the_law",
                condition=~Q(state="returned") | Q(return_reason__in=choices.ReturnReason.values),
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-arrived_at", "-id"], name="documents_in_list"),
            models.Index(fields=["agency", "state", "-arrived_at"], name="documents_in_state"),
            models.Index(fields=["agency", "document_id"], name="documents_in_document_id"),
            models.Index(
                fields=["agency", "reference", "issued_on"], name="documents_in_reference"
            ),
            models.Index(fields=["lead_person", "state"], name="documents_in_person"),
            models.Index(fields=["lead_unit", "state"], name="documents_in_unit"),
        ]


class IncomingAttachment(models.Model):
    """A further file of a paper that came in: an annex, or the paper that it implements."""

    document = models.ForeignKey(
        IncomingDocument, models.PROTECT, related_name="attachments", db_index=False
    )
    position = models.SmallIntegerField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    description = models.TextField(default="", blank=True)
    verdict = models.TextField(default="", blank=True)  # of axis.signing on the bytes received
    verdict_details = models.JSONField(null=True)

    wall = Through("document")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "position"], name="documents_attachment_position"
            )
        ]


class PaperUpdate(models.Model):
    """What the sender wants changed in the message data of a paper (edXML type 2), and the answer.

    `changes` are (name, before, after) in words of the message; a recall empties them.
    """

    document = models.ForeignKey(IncomingDocument, models.PROTECT, related_name="updates")
    delivery = models.OneToOneField("exchange.Delivery", models.PROTECT, related_name="+")
    state = models.TextField(choices=choices.UpdateState, default="asked")
    reason = models.TextField(default="", blank=True)
    changes = models.JSONField(default=list)
    note = models.TextField(default="", blank=True)
    arrived_at = models.DateTimeField()
    answered_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    wall = Through("document")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="documents_update_state", condition=Q(state__in=choices.UpdateState.values)
            ),
            models.CheckConstraint(
                name="documents_update_refused_why", condition=~Q(state="refused") | ~Q(note="")
            ),
        ]


class Instruction(models.Model):
    """The leader's line on the paper (bút phê): his instruction, whom it goes to, by when (Đ23.2)."""

    document = models.ForeignKey(IncomingDocument, models.PROTECT, related_name="instructions")
    leader = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    prepared_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    wall = Through("document")


class Assignment(models.Model):
    """One unit's or person's part in handling a paper; exactly one lead stands at a time."""

    document = models.ForeignKey(IncomingDocument, models.PROTECT, related_name="assignments")
    instruction = models.ForeignKey(
        Instruction, models.PROTECT, null=True, related_name="assignments"
    )
    part = models.TextField(choices=choices.Part)
    unit = models.ForeignKey(
        "agencies.Unit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        "agencies.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    assigned_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    note = models.TextField(default="", blank=True)
    due_at = models.DateTimeField(null=True)
    calendar_version = models.TextField(default="", blank=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    handed_back_note = models.TextField(default="", blank=True)  # chuyển nhầm

    wall = Through("document")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(part="lead", ended_at__isnull=True, person__isnull=True),
                name="documents_one_lead_unit",
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(part="lead", ended_at__isnull=True, person__isnull=False),
                name="documents_one_lead_person",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "ended_at"], name="documents_part_person"),
            models.Index(fields=["unit", "ended_at"], name="documents_part_unit"),
        ]


class RouteRule(models.Model):
    """The office's rule (quy chế) for sending a paper straight to a unit, or to a leader (Đ23.1)."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    position = models.IntegerField(default=0)
    type_code = models.SmallIntegerField(null=True)
    issuer = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="+")
    words = models.TextField(default="", blank=True)  # words of the subject, folded
    to_unit = models.ForeignKey("agencies.Unit", models.PROTECT, null=True, related_name="+")
    to_post = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    basis = models.TextField(default="", blank=True)
    active = models.BooleanField(default=True)

    wall = ByAgency()
