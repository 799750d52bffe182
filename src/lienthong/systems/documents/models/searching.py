"""What search knows of a paper: its words, its text as read, and the papers that it cites.

All three are derived from the paper, kept beside it by triggers and by the reading job, and end
with it: a recall that is carried out leaves no word of the paper here (Đ18.4.b, PL VI I.III.8).
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from lienthong.kernel.access.walls import ByAgency


class _OfPaper(models.Model):
    """A row that belongs to one paper of an agency, incoming or outgoing."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    incoming = models.ForeignKey(
        "documents.IncomingDocument", models.CASCADE, null=True, related_name="+", db_index=False
    )
    outgoing = models.ForeignKey(
        "documents.OutgoingDocument", models.CASCADE, null=True, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


class SearchEntry(_OfPaper):
    """One paper as search sees it; written by the database alone (queries/search_sql.py)."""

    direction = models.SmallIntegerField()  # 1 incoming, 2 outgoing
    stage = (
        models.SmallIntegerField()
    )  # of an outgoing one: 1 in the register, 2 handed in, 3 draft
    type_code = models.SmallIntegerField(null=True)
    issued_on = models.DateField(null=True)
    at = models.DateTimeField()  # arrived, issued or begun: newest first
    read_at = models.DateTimeField(null=True)  # None: the reading job has not yet been here
    lexemes = SearchVectorField()
    # Bits of the words of its head (documents_head_bits): beside one another in the index, so that the
    # newest papers of an agency are looked through without their rows.
    head_low = models.BigIntegerField(default=0)
    head_high = models.BigIntegerField(default=0)

    wall = ByAgency(recorded=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incoming"], name="documents_entry_of_incoming"),
            models.UniqueConstraint(fields=["outgoing"], name="documents_entry_of_outgoing"),
            models.CheckConstraint(
                name="documents_entry_of_one",
                condition=Q(direction=1, incoming__isnull=False, outgoing__isnull=True)
                | Q(direction=2, incoming__isnull=True, outgoing__isnull=False),
            ),
        ]
        indexes = [
            GinIndex(fields=["lexemes"], name="documents_entry_words"),
            models.Index(fields=["-at", "-id"], name="documents_entry_newest"),
            models.Index(
                fields=["agency", "-at", "-id"],
                include=["head_low", "head_high"],
                name="documents_entry_heads",
            ),
            models.Index(
                fields=["id"], condition=Q(read_at__isnull=True), name="documents_entry_unread"
            ),
        ]


class DocumentText(_OfPaper):
    """The text of a paper's file as it was read, for search and for lit words."""

    sha256 = models.CharField(max_length=64)  # of the file that the text was read from
    text = models.TextField()

    wall = ByAgency(recorded=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incoming"], name="documents_text_of_incoming"),
            models.UniqueConstraint(fields=["outgoing"], name="documents_text_of_outgoing"),
        ]
        indexes = [models.Index(fields=["sha256"], name="documents_text_of_file")]


class Citation(_OfPaper):
    """A paper names another: its number as written, date, issuer and why it is named."""

    reference = models.TextField()
    key = models.TextField()  # text_reference(reference): what is compared
    dated = models.DateField(null=True)
    kind = models.TextField(default="", blank=True)
    issuer = models.TextField(default="", blank=True)
    role = models.TextField(default="", blank=True)  # of axis.reading: basis, cited, …

    wall = ByAgency(recorded=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incoming", "key"], name="documents_cites_in_once"),
            models.UniqueConstraint(fields=["outgoing", "key"], name="documents_cites_out_once"),
        ]
        indexes = [models.Index(fields=["agency", "key"], name="documents_cited_number")]
