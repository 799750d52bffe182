"""Series of tasks, papers that change tasks, figures at their cut, the working rules (§5.4-5.7)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lienthong.kernel.access.walls import ByAgency, Open, Through

from .. import choices


class Series(models.Model):
    """A recurring task: its standing row is `task`, each period is a child of that row (§5.5).

    `next_on` is the first day of the period that is made next; null once the series has ended.
    """

    task = models.OneToOneField("tasks.Task", models.PROTECT, related_name="series")
    rhythm = models.TextField(choices=choices.Recurrence)
    cut_day = models.SmallIntegerField()  # of the month (0: its last day); of the week when weekly
    due_after = models.SmallIntegerField(default=0)  # working days after the cut
    starts_on = models.DateField()
    next_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_basis = models.TextField(default="", blank=True)
    created_at = models.DateTimeField()

    wall = Through("task")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="tasks_series_cut", condition=Q(cut_day__gte=0, cut_day__lte=31)
            ),
            models.CheckConstraint(
                name="tasks_series_ends_once",
                condition=Q(ended_at__isnull=True, next_on__isnull=False)
                | Q(ended_at__isnull=False, next_on__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["next_on"], name="tasks_series_next")]


class Amendment(models.Model):
    """The link `amends_task`: what a later document did with a line of an earlier one (§5.5)."""

    task = models.ForeignKey("tasks.Task", models.PROTECT, related_name="amendments")
    kind = models.TextField(choices=choices.AmendKind)
    document = models.ForeignKey(
        "documents.OutgoingDocument",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    reference = models.TextField()
    dated = models.DateField()
    old_deadline = models.DateTimeField(null=True)
    new_deadline = models.DateTimeField(null=True)
    new_task = models.ForeignKey("tasks.Task", models.PROTECT, null=True, related_name="+")
    terms = models.JSONField(default=dict)  # of a changed series: old and new
    note = models.TextField(default="", blank=True)
    by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    wall = Through("task")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="tasks_amendment_names_its_paper", condition=~Q(reference="")
            ),
            models.CheckConstraint(
                name="tasks_amendment_moves",
                condition=~Q(kind="move") | Q(new_deadline__isnull=False),
            ),
            models.CheckConstraint(
                name="tasks_amendment_replaces",
                condition=~Q(kind="replace") | Q(new_task__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["document"], name="tasks_amended_by")]


class Measurement(models.Model):
    """A figure of the system read for a task at a cut; never changed afterwards (§5.4)."""

    task = models.ForeignKey(
        "tasks.Task", models.PROTECT, related_name="measurements", db_index=False
    )
    measure = models.TextField(choices=choices.Measure)
    cut_on = models.DateField()
    numerator = models.IntegerField()
    denominator = models.IntegerField()
    target_per_mille = models.IntegerField()
    reached = models.BooleanField()
    at = models.DateTimeField()

    wall = Through("task")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "cut_on", "measure"], name="tasks_measured_once"
            ),
            models.CheckConstraint(
                name="tasks_measured_share",
                condition=Q(numerator__gte=0, denominator__gte=F("numerator")),
            ),
            # Nothing to measure is "không phát sinh", never a target reached.
            models.CheckConstraint(
                name="tasks_nothing_is_not_reached",
                condition=Q(reached=False)
                | Q(denominator__gt=0)
                & Q(
                    numerator__gte=F("denominator") * F("target_per_mille") / 1000,
                ),
            ),
        ]


class Urging(models.Model):
    """A công văn đôn đốc that the system drafted for one agency with overdue tasks (§5.7)."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    lead_agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    document = models.ForeignKey("documents.OutgoingDocument", models.PROTECT, related_name="+")
    task_ids = ArrayField(models.BigIntegerField())
    made_on = models.DateField()
    by = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    wall = ByAgency()

    class Meta:
        constraints = [
            # Two secretaries at the same list draft one letter for an agency on a day.
            models.UniqueConstraint(
                fields=["agency", "lead_agency", "made_on"], name="tasks_urged_once_a_day"
            )
        ]


class WorkingRule(models.Model):
    """A number of the working rules (quy chế làm việc) that an agency lays down from a day on."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    key = models.TextField()
    value = models.JSONField()
    since = models.DateField()
    source = models.TextField()
    entered_by = models.TextField()
    entered_at = models.DateTimeField()

    wall = Open("the working rules of an office are known to all whom they bind")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "key", "since"], name="tasks_rule_once"),
            models.CheckConstraint(name="tasks_rule_has_source", condition=~Q(source="")),
        ]
