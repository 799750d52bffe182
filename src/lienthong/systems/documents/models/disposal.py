"""Destroying what has outlived its term: the rules as dated data, a proposal with its list, what was done.

Decree 30 asks that files be kept for their term (PL VI I.II.5). Who proposes, who decides and which papers
make the dossier is the archives law's, which is not among the texts of this project: it is data here.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from lienthong.kernel.access.walls import ByAgency, Open, Through

from .. import choices


class KeepingRule(models.Model):
    """One line of the rules of keeping, in a period, with the provision behind it.

    `value` is years or `forever` of a term, a way of counting, the name of a paper of the dossier, or
    the years that a dossier is kept. What nobody has compared with the text of the law is not certain.
    """

    kind = models.TextField(choices=choices.KeepingRuleKind)
    value = models.TextField()
    position = models.SmallIntegerField(default=0)
    period = DateRangeField()
    basis = models.TextField()
    certain = models.BooleanField(default=False)
    ended_basis = models.TextField(default="", blank=True)
    recorded_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    wall = Open("how long papers are kept is a published rule that every file is explained by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="documents_keeping_rule_basis", condition=~Q(basis="") & ~Q(value="")
            ),
            models.CheckConstraint(
                name="documents_keeping_rule_kind",
                condition=Q(kind__in=choices.KeepingRuleKind.values),
            ),
            ExclusionConstraint(
                name="documents_keeping_rule_once",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("value", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            # Of what has one answer there is one at a time.
            ExclusionConstraint(
                name="documents_keeping_rule_single",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(kind__in=["counted", "dossier_years"]),
            ),
        ]


class Disposal(models.Model):
    """Đợt hủy tài liệu hết giá trị: files proposed together, the decision, who carried it out.

    The decision is a paper of the own register, or its number, day and signer with the file of it.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    title = models.TextField()
    state = models.TextField(choices=choices.DisposalState, default="gathering")
    opened_by = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decision_number = models.TextField(default="", blank=True)
    decision_date = models.DateField(null=True)
    decision_signer = models.TextField(default="", blank=True)
    decision_paper = models.ForeignKey(
        "OutgoingDocument", models.PROTECT, null=True, related_name="+"
    )
    decision_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)  # when it was recorded here
    carrier = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    carrier_post = models.ForeignKey("agencies.Post", models.PROTECT, null=True, related_name="+")
    witness = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    carried_at = models.DateTimeField(null=True)  # when the carrier confirmed
    ended_at = models.DateTimeField(null=True)
    minutes = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    dropped_why = models.TextField(default="", blank=True)

    wall = ByAgency()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-id"], name="documents_disposals"),
            models.Index(
                fields=["id"], condition=Q(state="carrying"), name="documents_disposal_open"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="documents_disposal_state",
                condition=Q(state__in=choices.DisposalState.values),
            ),
            models.CheckConstraint(
                name="documents_disposal_decided",
                condition=~Q(state__in=["decided", "carrying", "done"])
                | (
                    ~Q(decision_number="")
                    & ~Q(decision_signer="")
                    & Q(decision_date__isnull=False)
                    & (Q(decision_paper__isnull=False) | Q(decision_file__isnull=False))
                ),
            ),
            # Nobody is his own witness.
            models.CheckConstraint(
                name="documents_disposal_witness",
                condition=~Q(state__in=["carrying", "done"])
                | Q(carrier__isnull=False, witness__isnull=False) & ~Q(carrier=F("witness")),
            ),
        ]


class DisposalLine(models.Model):
    """One file of a proposal: listed, kept longer with its reason, or destroyed."""

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="lines", db_index=False)
    position = models.SmallIntegerField()
    file = models.ForeignKey("WorkFile", models.PROTECT, related_name="disposal_lines")
    state = models.TextField(choices=choices.DisposalLineState, default="listed")
    expired_on = models.DateField()  # the last day of its term
    kept_until = models.DateField(null=True)
    kept_why = models.TextField(default="", blank=True)
    done_at = models.DateTimeField(null=True)

    wall = Through("disposal")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["disposal", "position"], name="documents_disposal_place"
            ),
            # A file waits for one decision at a time, and is destroyed once.
            models.UniqueConstraint(
                fields=["file"],
                condition=Q(state__in=["listed", "destroyed"]),
                name="documents_disposal_file_once",
            ),
            models.CheckConstraint(
                name="documents_disposal_line_state",
                condition=Q(state__in=choices.DisposalLineState.values),
            ),
            models.CheckConstraint(
                name="documents_disposal_kept_why",
                condition=~Q(state="kept") | Q(kept_until__isnull=False) & ~Q(kept_why=""),
            ),
        ]


class DisposedItem(models.Model):
    """What became of one paper of a destroyed file: gone with its digests, or stayed and why."""

    line = models.ForeignKey(DisposalLine, models.PROTECT, related_name="items", db_index=False)
    item = models.ForeignKey("WorkFileItem", models.PROTECT, related_name="+")
    outcome = models.TextField(choices=choices.DisposedOutcome)
    why = models.TextField(default="", blank=True)
    digests = ArrayField(models.CharField(max_length=64), default=list)  # of the bytes that went

    wall = Through("line")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "item"], name="documents_disposed_once"),
            models.CheckConstraint(
                name="documents_disposed_outcome",
                condition=Q(outcome__in=choices.DisposedOutcome.values),
            ),
            models.CheckConstraint(
                name="documents_disposed_stayed_why", condition=~Q(outcome="stayed") | ~Q(why="")
            ),
        ]


class DisposalOpinion(models.Model):
    """What a member of the council, a unit or an agency said of a proposal."""

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="opinions")
    giver = models.TextField()
    agrees = models.BooleanField()
    text = models.TextField(default="", blank=True)
    given_on = models.DateField()
    recorded_by = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    wall = Through("disposal")

    class Meta:
        constraints = [
            models.CheckConstraint(name="documents_disposal_opinion_giver", condition=~Q(giver=""))
        ]


class DisposalPaper(models.Model):
    """A paper of the dossier of a disposal (hồ sơ hủy), as the rules of the day name it."""

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="dossier")
    title = models.TextField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    added_by = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    wall = Through("disposal")
