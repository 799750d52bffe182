"""Deliveries and what receivers report of them: one shared row for both sides, never two copies."""

from django.db import models
from django.db.models import Case, F, Q, Value, When

from lienthong.axis.exchange import choices
from lienthong.kernel.access.walls import ByEither, Through

S = choices.DeliveryStatus

STAGE = Case(
    When(paper_finding=True, then=Value(choices.Stage.PAPER.value)),
    When(accepted_at__isnull=False, then=Value(choices.Stage.DELIVERED.value)),
    When(status=S.REFUSED.value, then=Value(choices.Stage.RETURNED.value)),
    When(status=S.RETRACT_AGREED.value, then=Value(choices.Stage.WITHDRAWN.value)),
    When(arrived_at__isnull=False, then=Value(choices.Stage.ARRIVED.value)),
    When(handed_over_at__isnull=False, then=Value(choices.Stage.SENT.value)),
    default=Value(choices.Stage.OWED.value),
    output_field=models.TextField(),
)
# The clock that runs now: the sender's until it is handed over, then the receiver's.
DUE_AT = Case(
    When(accepted_at__isnull=False, then=Value(None)),
    When(handed_over_at__isnull=True, then=F("send_due_at")),
    default=F("register_due_at"),
    output_field=models.DateTimeField(null=True),
)


class Delivery(models.Model):
    """One document on its way to one agency (lượt gửi), from being owed to being done with.

    `parent` is the delivery that was forwarded, `hop` how often (0: by the issuer).
    `current` is false for one that a resend has taken the place of: the pair of document and
    receiver counts once. `stage` and `due_at` are derived by the database.
    """

    # The indexes of Meta serve these keys: a second one each would only slow a mass mailing down.
    package = models.ForeignKey(
        "Package", models.PROTECT, related_name="deliveries", db_index=False
    )
    sender = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    receiver = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="+", db_index=False
    )
    # Whom the envelope named, when that agency had ended and its mail successor took it.
    addressed_to = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, related_name="+", db_index=False
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="forwards", db_index=False
    )
    hop = models.SmallIntegerField(default=0)
    channel = models.TextField(choices=choices.Channel, default=choices.Channel.EXCHANGE)
    instruction = models.TextField(default="", blank=True)  # of the forwarder (phiếu chuyển)
    priority = models.SmallIntegerField(choices=choices.Priority, default=0)
    status = models.TextField(choices=choices.DeliveryStatus, default="", blank=True)
    retract = models.TextField(choices=choices.DeliveryStatus, default="", blank=True)
    refusal_reason = models.TextField(choices=choices.RefusalReason, default="", blank=True)
    refusal_note = models.TextField(default="", blank=True)
    retract_note = models.TextField(default="", blank=True)
    arrival_number = models.TextField(default="", blank=True)  # số đến
    exemption = models.TextField(choices=choices.Exemption, default="", blank=True)
    counted = models.BooleanField(default=True)  # an update message is no document of its own
    current = models.BooleanField(default=True)
    resend_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="resends", db_index=False
    )
    paper_finding = models.BooleanField(default=False)
    month = models.DateField()
    send_due_at = models.DateTimeField()
    register_due_at = models.DateTimeField()
    calendar_version = models.TextField()
    handed_over_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # returned, taken back or completed
    retract_requested_at = models.DateTimeField(null=True)
    retract_answered_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    stage = models.GeneratedField(
        expression=STAGE, output_field=models.TextField(), db_persist=True
    )
    due_at = models.GeneratedField(
        expression=DUE_AT, output_field=models.DateTimeField(null=True), db_persist=True
    )

    wall = ByEither("sender", "receiver")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "receiver", "package"],
                condition=Q(current=True),
                name="exchange_delivery_once",
            ),
            models.CheckConstraint(
                name="exchange_delivery_status",
                condition=Q(status__in=["", *S.values]) & Q(retract__in=["", "13", "16"]),
            ),
            # Delivered = the clerk of the receiver has registered it under a number (03).
            models.CheckConstraint(
                name="exchange_accepted_has_number",
                condition=Q(accepted_at__isnull=True) | ~Q(arrival_number=""),
            ),
            models.CheckConstraint(
                name="exchange_returned_has_reason",
                condition=~Q(status=S.REFUSED.value)
                | Q(refusal_reason__in=choices.RefusalReason.values),
            ),
            models.CheckConstraint(
                name="exchange_forward_has_parent",
                condition=Q(hop=0, parent__isnull=True) | Q(hop__gt=0, parent__isnull=False),
            ),
            models.CheckConstraint(
                name="exchange_not_to_itself", condition=~Q(sender=F("receiver"))
            ),
        ]
        indexes = [
            models.Index(fields=["package", "hop", "id"], name="exchange_delivery_package"),
            models.Index(fields=["receiver", "-id"], name="exchange_delivery_receiver"),
            models.Index(fields=["sender", "-id"], name="exchange_delivery_sender"),
            models.Index(
                fields=["parent"],
                condition=Q(parent__isnull=False),
                name="exchange_delivery_parent",
            ),
            # What is not done: documents that are incomplete, and the lists behind the shares.
            models.Index(
                fields=["sender", "month", "package", "due_at"],
                include=["receiver"],
                condition=Q(
                    current=True, counted=True, accepted_at__isnull=True, exemption="", hop=0
                ),
                name="exchange_open_of_sender",
            ),
            models.Index(
                fields=["receiver", "month", "due_at"],
                condition=Q(current=True, counted=True, accepted_at__isnull=True),
                name="exchange_open_of_receiver",
            ),
        ]


class StatusReport(models.Model):
    """One status of a delivery as it was reported: history, once for each code."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="reports", db_index=False)
    code = models.TextField(choices=choices.DeliveryStatus)
    description = models.TextField(default="", blank=True)
    person_id = models.BigIntegerField(null=True)  # None: by machine
    person_name = models.TextField(default="", blank=True)
    post_title = models.TextField(default="", blank=True)
    at = models.DateTimeField()
    relayed_at = models.DateTimeField(null=True)  # the other side's system has it

    wall = Through("delivery")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "code"], name="exchange_report_once"),
            models.CheckConstraint(name="exchange_report_code", condition=Q(code__in=S.values)),
        ]
