"""Keeping: the year's list of files and the work files themselves (Đ28 to Đ31)."""

from django.db import models
from django.db.models import Q

from lienthong.kernel.access.walls import ByAgency, Through

from .. import choices


class FilePlan(models.Model):
    """Danh mục hồ sơ: an agency's list of files of a year (Đ28)."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    year = models.IntegerField()
    title = models.TextField()
    decision = models.TextField(default="", blank=True)

    wall = ByAgency()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "year"], name="documents_plan_of_year")
        ]


class FilePlanLine(models.Model):
    """A file foreseen in the list: number and symbol, title, retention, who compiles it."""

    plan = models.ForeignKey(FilePlan, models.PROTECT, related_name="lines", db_index=False)
    notation = models.TextField()
    title = models.TextField()
    retention = models.TextField()
    unit = models.ForeignKey("agencies.Unit", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")

    wall = Through("plan")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "notation"], name="documents_plan_notation")
        ]


class WorkFile(models.Model):
    """Hồ sơ công việc: the papers of one matter, in order of time (Đ29)."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    plan_line = models.ForeignKey(FilePlanLine, models.PROTECT, null=True, related_name="files")
    notation = models.TextField()
    year = models.IntegerField()
    title = models.TextField()
    retention = models.TextField()
    retention_years = models.IntegerField(null=True)  # null: vĩnh viễn
    owner = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    unit = models.ForeignKey("agencies.Unit", models.PROTECT, null=True, related_name="+")
    language = models.TextField(default="Tiếng Việt")
    rights = models.TextField(default="", blank=True)
    state = models.TextField(choices=choices.FileState, default="open")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    archive_due_on = models.DateField(null=True)  # null: not to be handed in (under five years)
    offered_at = models.DateTimeField(null=True)  # nộp lưu: sent to the archive, not yet received
    kept_until = models.DateField(null=True)  # giữ lại, at most two years (Đ31.3.d)
    kept_basis = models.TextField(default="", blank=True)  # the head's written consent
    handed_over_at = models.DateTimeField(null=True)
    handover_record = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+"
    )
    note = models.TextField(default="", blank=True)
    retained_until = models.DateField(null=True)  # longer than its term, taken out of a proposal
    retained_why = models.TextField(default="", blank=True)
    destroyed_at = models.DateTimeField(null=True)
    destroyed_by = models.TextField(default="", blank=True)  # number and day of the decision

    wall = ByAgency()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "notation"], name="documents_file_notation"
            ),
            models.CheckConstraint(
                name="documents_file_state", condition=Q(state__in=choices.FileState.values)
            ),
        ]


class WorkFileItem(models.Model):
    """One paper in a file: a reference, so that one document stands in many files uncopied."""

    file = models.ForeignKey(WorkFile, models.PROTECT, related_name="items", db_index=False)
    ordinal = models.IntegerField()
    incoming = models.ForeignKey("IncomingDocument", models.PROTECT, null=True, related_name="+")
    outgoing = models.ForeignKey("OutgoingDocument", models.PROTECT, null=True, related_name="+")
    stored_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    title = models.TextField(default="", blank=True)
    dated = models.DateField()
    added_by = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    wall = Through("file")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "ordinal"], name="documents_file_ordinal"),
            models.UniqueConstraint(fields=["file", "incoming"], name="documents_file_incoming"),
            models.UniqueConstraint(fields=["file", "outgoing"], name="documents_file_outgoing"),
        ]
