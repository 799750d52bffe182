"""Where papers come in by themselves: an agency's mailbox, a folder that its scanner writes to."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from lienthong.kernel.access.walls import ByAgency

from .. import choices
from .intake import IntakeBatch


class IntakeMailbox(models.Model):
    """The official mailbox of an agency and how to reach it. Off until it is switched on.

    The password is sealed with the installation's key (kernel.secrets).
    """

    agency = models.OneToOneField("agencies.Agency", models.PROTECT, related_name="+")
    address = models.TextField()
    host = models.TextField()
    port = models.IntegerField(default=993)
    username = models.TextField()
    password = models.TextField()
    folder = models.TextField(default="INBOX")
    enabled = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")

    wall = ByAgency()


class IntakeFolder(models.Model):
    """That the folder of an agency is watched; where it lies is the installation's matter."""

    agency = models.OneToOneField("agencies.Agency", models.PROTECT, related_name="+")
    name = models.TextField(unique=True)
    enabled = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")

    wall = ByAgency()


class SourceState(models.Model):
    """How the last looks at a source went; written each minute, so its rows are no facts."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    source = models.TextField(choices=choices.IntakeSource)
    looked_at = models.DateTimeField(null=True)
    well_at = models.DateTimeField(null=True)  # the last look without a fault
    fault = models.TextField(default="", blank=True)
    faults = models.IntegerField(default=0)  # one after the other
    stopped = models.BooleanField(default=False)  # until an administrator looks at it
    seen = models.JSONField(default=dict)  # of a folder: what was there at the last look

    wall = ByAgency(recorded=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "source"], name="documents_source_once")
        ]


class IncomingMail(models.Model):
    """A message that came to the mailbox or was dropped, kept whole as evidence of what came and when.

    `digest` stands for what it says: Message-ID and the digests of its files. The same message once
    more has another envelope and the same digest. Of one with a secrecy mark nothing stands here. Its
    bytes hold every paper that it carried, so they go with the first of them that is destroyed.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    message_id = models.TextField(default="", blank=True)
    digest = models.TextField(default="", blank=True)
    sender = models.TextField(default="", blank=True)
    subject = models.TextField(default="", blank=True)
    sent_at = models.DateTimeField(null=True)
    came_at = models.DateTimeField()
    state = models.TextField(choices=choices.MailState, default="coming")
    cause = models.TextField(default="", blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    batch = models.ForeignKey(IntakeBatch, models.PROTECT, null=True, related_name="mails")
    # Its bytes went with a paper that it carried; in which disposal, and the decision's number and day.
    destroyed_at = models.DateTimeField(null=True)
    destroyed_by = models.TextField(default="", blank=True)
    disposal = models.ForeignKey("Disposal", models.PROTECT, null=True, related_name="mails")

    wall = ByAgency()

    @property
    def title(self) -> str:
        """By what people know it; of one that was destroyed, by which decision."""
        if self.destroyed_by:
            return _("(thư gốc đã hủy theo %s)") % self.destroyed_by
        return f"«{self.subject or _('không có tiêu đề')}»"

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-id"], name="documents_mails"),
            models.Index(
                F("agency"),
                F("message_id"),
                condition=~Q(message_id=""),
                name="documents_mails_by_id",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "digest"],
                condition=~Q(digest=""),
                name="documents_mail_once",
            ),
            models.CheckConstraint(
                name="documents_mail_state", condition=Q(state__in=choices.MailState.values)
            ),
            models.CheckConstraint(
                name="documents_mail_destroyed_is_empty",
                condition=Q(destroyed_at__isnull=True)
                | (Q(file__isnull=True, subject="", digest="") & ~Q(destroyed_by="")),
            ),
            models.CheckConstraint(
                name="documents_mail_secret_is_empty",
                condition=~Q(state="secret")
                | Q(message_id="", digest="", sender="", subject="", file__isnull=True),
            ),
        ]
