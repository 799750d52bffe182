"""What waits to be carried, the lines to the agencies, and what was refused with an alarm."""

from django.db import models
from django.db.models import Q

from lienthong.axis.exchange import choices
from lienthong.kernel.access.walls import ByAgency, Open, Through


class Outbox(models.Model):
    """An envelope or status that the worker still has to hand over; gone once it is handed over.

    Written in the transaction of the act that owes it. A row that fails by itself becomes `dead`
    with its cause, is shown, and waits for a person: nothing is given up silently.
    """

    kind = models.TextField(choices=choices.CarriageKind)
    delivery = models.ForeignKey("Delivery", models.PROTECT, related_name="outbox", db_index=False)
    report = models.ForeignKey(
        "StatusReport", models.PROTECT, null=True, related_name="outbox", db_index=False
    )
    target = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    state = models.TextField(choices=choices.CarriageState, default=choices.CarriageState.WAITING)
    tries = models.SmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    cause = models.TextField(default="", blank=True)
    created_at = models.DateTimeField()
    dead_at = models.DateTimeField(null=True)

    wall = Through("delivery", recorded=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["delivery"],
                condition=Q(kind=choices.CarriageKind.ENVELOPE.value),
                name="exchange_outbox_envelope_once",
            ),
            models.UniqueConstraint(fields=["report"], name="exchange_outbox_report_once"),
            models.CheckConstraint(
                name="exchange_dead_has_cause",
                condition=~Q(state=choices.CarriageState.DEAD.value) | ~Q(cause=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["target", "id"],
                condition=Q(state=choices.CarriageState.WAITING.value),
                name="exchange_outbox_waiting",
            ),
            models.Index(
                fields=["id"],
                condition=Q(state=choices.CarriageState.DEAD.value),
                name="exchange_outbox_dead",
            ),
        ]


class Line(models.Model):
    """The line to one agency: its row is the lock by which one worker at a time serves it in order.

    `retry_at` holds the whole line while its system does not answer, so that order is kept.
    """

    agency = models.OneToOneField(
        "agencies.Agency", models.PROTECT, primary_key=True, related_name="+"
    )
    last_alive_at = models.DateTimeField(null=True)  # last exchange or acknowledged test message
    failures = models.SmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    cause = models.TextField(default="", blank=True)

    wall = Open("whether the line to an agency is alive; no content", recorded=False)


class Incident(models.Model):
    """An alarm: something the exchange refused, kept until a person of the agency settles it.

    Identifiers and digests only. Not recorded as an act: what was refused changed nothing.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    kind = models.TextField(choices=choices.IncidentKind)
    document_id = models.TextField(default="", blank=True)
    text = models.TextField()
    kept_sha256 = models.CharField(max_length=64, default="", blank=True)
    refused_sha256 = models.CharField(max_length=64, default="", blank=True)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_note = models.TextField(default="", blank=True)

    wall = ByAgency(recorded=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "-id"],
                condition=Q(settled_at__isnull=True),
                name="exchange_incident_open",
            )
        ]
