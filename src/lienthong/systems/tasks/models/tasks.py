"""Tasks: one shared row for the one who asks and the one who does, never two copies (§5)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from lienthong.kernel.access.walls import ByAgency, ByParties, Through

from .. import choices


class Task(models.Model):
    """Something that one agency must do for another, bound to the paragraph that says so."""

    code = models.TextField(unique=True)  # ≤ 50 characters, travels as edXML TaskCode
    outside_code = models.TextField(default="", blank=True)  # of a superior office's own task
    state = models.TextField(choices=choices.TaskState, default="proposed")
    previous_state = models.TextField(default="", blank=True)  # to return to after a pause
    assigner_agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="+", db_index=False
    )
    assigner = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    monitor_agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    monitor = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    lead_agency = models.ForeignKey(
        "agencies.Agency",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )  # null only while proposed, or for the parent of a group's children
    lead_phrase = models.TextField(default="", blank=True)  # as the paper names it
    group_parent = models.BooleanField(default=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    party_ids = ArrayField(models.BigIntegerField())
    action = models.TextField()
    source_kind = models.TextField(default="document")
    source_document = models.ForeignKey(
        "documents.OutgoingDocument",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    source_reference = models.TextField(default="", blank=True)
    section = models.TextField(default="", blank=True)  # "1.b"
    quote = models.TextField(default="", blank=True)  # the words of the signed text
    quote_place = models.JSONField(null=True)  # page, box, start, end
    proof = models.TextField(choices=choices.ProofKind, default="document")
    proof_target = models.JSONField(
        default=dict
    )  # {"count": n} or {"measure": "P1", "at_least": 100}
    targets = ArrayField(models.TextField(), default=list)
    deadline_original = models.DateTimeField(null=True)  # never overwritten
    deadline = models.DateTimeField(null=True)
    deadline_words = models.TextField(default="", blank=True)
    calendar_version = models.TextField(default="", blank=True)
    recurrence = models.TextField(choices=choices.Recurrence, default="", blank=True)
    period = models.TextField(default="", blank=True)  # of one task of a series: "2018-Q4"
    series_terms = models.JSONField(default=dict)  # cut_day, due_after, starts_on of its series
    urgency = models.TextField(default="normal")
    report_via = models.TextField(default="", blank=True)
    question = models.TextField(default="", blank=True)  # two leads, unknown agency
    assigned_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    received_by_silence = models.BooleanField(default=False)
    suspended_at = models.DateTimeField(null=True)
    product_date = models.DateField(null=True)  # of the product that was accepted: decides on time
    completed_at = models.DateTimeField(null=True)
    closing_note = models.TextField(default="", blank=True)
    superseded_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    doer_unit = models.ForeignKey("agencies.Unit", models.PROTECT, null=True, related_name="+")
    doer = models.ForeignKey(
        "agencies.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    wall = ByParties()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="tasks_state", condition=Q(state__in=choices.TaskState.values)
            ),
            models.CheckConstraint(
                name="tasks_one_lead_when_assigned",
                condition=Q(state__in=["proposed", "dropped", "cancelled"])
                | Q(lead_agency__isnull=False)
                | Q(group_parent=True),
            ),
            models.UniqueConstraint(
                fields=["parent", "period"], condition=~Q(period=""), name="tasks_period_once"
            ),
            models.CheckConstraint(
                name="tasks_completed_with_product",
                condition=~Q(state="completed")
                | Q(completed_at__isnull=False, product_date__isnull=False),
            ),
        ]
        indexes = [
            GinIndex(fields=["party_ids"], name="tasks_parties"),
            models.Index(fields=["lead_agency", "state", "deadline"], name="tasks_of_lead"),
            models.Index(fields=["assigner_agency", "state", "deadline"], name="tasks_of_assigner"),
            models.Index(fields=["doer", "state"], name="tasks_of_doer"),
            models.Index(fields=["deadline", "id"], name="tasks_by_deadline"),
            models.Index(
                fields=["deadline", "id"],
                name="tasks_open_by_deadline",
                condition=Q(state__in=[s.value for s in choices.OPEN_STATES], group_parent=False),
            ),
            models.Index(fields=["source_document"], name="tasks_of_document"),
        ]


class Party(models.Model):
    """An agency's part in a task; the array on the task is the wall, these rows are the lists."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="parties", db_index=False)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    role = models.TextField(choices=choices.PartyRole)
    due_at = models.DateTimeField(null=True)  # of a coordinating agency's answer
    answer = models.TextField(default="", blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")

    wall = Through("task")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "agency", "role"], name="tasks_party_once")
        ]
        indexes = [models.Index(fields=["agency", "role", "task"], name="tasks_party_list")]


class Progress(models.Model):
    """A report of progress to the asker: interim, never completion."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="progress")
    text = models.TextField()
    percent = models.SmallIntegerField(null=True)
    by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    wall = Through("task")


class InsideNote(models.Model):
    """The lead's own inside (persons, drafts, notes): never seen by the asker (§5.6)."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="inside_notes")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    text = models.TextField()
    by = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    wall = ByAgency()


class Product(models.Model):
    """A product handed in as proof, with the date that decides whether it was on time."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="products")
    kind = models.TextField(choices=choices.ProofKind)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    outgoing = models.ForeignKey(
        "documents.OutgoingDocument", models.PROTECT, null=True, related_name="+"
    )
    reference = models.TextField(default="", blank=True)
    dated = models.DateField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    # The asker's own reference to the same bytes, made by the worker (another's wall).
    asker_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    details = models.JSONField(default=dict)
    submitted_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    rejected_note = models.TextField(default="", blank=True)

    wall = Through("task")


class TaskReport(models.Model):
    """A registered paper by which another agency reports on a task: its message names the code.

    Kept on the side of the agency that got it; the task's own row and its acceptance stay as they
    are, for a code in a message proves nothing (§5.4).
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="reports", db_index=False)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    incoming = models.ForeignKey("documents.IncomingDocument", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    wall = ByAgency()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "incoming"], name="tasks_report_once")
        ]


class Request(models.Model):
    """A request for more time or for giving the task back, with its reason and its decision."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="requests")
    kind = models.TextField(choices=choices.RequestKind)
    state = models.TextField(choices=choices.RequestState, default="open")
    reason_code = models.TextField(choices=choices.ReturnReason, default="", blank=True)
    reason = models.TextField()
    done_so_far = models.TextField(default="", blank=True)
    new_deadline = models.DateTimeField(null=True)
    details = models.JSONField(default=dict)  # the parts that a request to split names
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    after_deadline = models.BooleanField(default=False)
    decided_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.TextField(default="", blank=True)
    decided_as = models.TextField(choices=choices.DecidedAs, default="", blank=True)

    wall = Through("task")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "kind"],
                condition=Q(state="open"),
                name="tasks_one_open_request",
            ),
            models.CheckConstraint(
                name="tasks_decision_is_whole",
                condition=Q(state__in=["open", "withdrawn"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]


class Reminder(models.Model):
    """A reminder that was sent, so that none is sent twice (§5.7)."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="reminders", db_index=False)
    rule = models.TextField()
    for_day = models.DateField()
    sent_at = models.DateTimeField()

    wall = Through("task", recorded=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "rule", "for_day"], name="tasks_remind_once")
        ]
