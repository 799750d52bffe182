"""The office around the papers: deliveries followed up, leaders' calendar, warnings of changed rights,
paper originals signed for inside the house, post, and the use of kept copies (PL IV, PL VI)."""

from django.db import models
from django.db.models import F, Q

from lienthong.kernel.access.walls import ByAgency, Through

from .. import choices


class DeliveryNote(models.Model):
    """A call about a delivery that is not confirmed, or that it went another way as well."""

    document = models.ForeignKey("OutgoingDocument", models.PROTECT, related_name="delivery_notes")
    delivery = models.ForeignKey("exchange.Delivery", models.PROTECT, related_name="+")
    channel = models.TextField(choices=choices.Channel, default="", blank=True)  # "": a call
    note = models.TextField()
    by = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    wall = Through("document")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="documents_delivery_note_channel",
                condition=Q(channel__in=["", *choices.Channel.values]) & ~Q(note=""),
            )
        ]


class Appointment(models.Model):
    """An entry of the work calendar of a leader (lịch công tác); an invitation may be its source."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    title = models.TextField()
    place = models.TextField(default="", blank=True)
    chaired_by = models.TextField(default="", blank=True)
    prepared_by = models.TextField(default="", blank=True)  # đơn vị chuẩn bị
    source = models.ForeignKey("IncomingDocument", models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    cancelled_why = models.TextField(default="", blank=True)

    wall = ByAgency()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="documents_appointment_ends_later",
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="documents_appointment_cancelled_why",
                condition=Q(cancelled_at=None) | ~Q(cancelled_why=""),
            ),
        ]
        indexes = [models.Index(fields=["agency", "starts_at"], name="documents_appointment_week")]


class RightsWarning(models.Model):
    """A change of access rights that stands until the person in charge confirms it (PL VI I.III.3.c)."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    what = models.TextField(choices=choices.RightsChange)
    text = models.TextField()
    file = models.ForeignKey("WorkFile", models.PROTECT, null=True, related_name="+")
    in_charge = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    changed_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    fact_id = models.BigIntegerField()
    confirmed_by = models.ForeignKey("agencies.Person", models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    wall = ByAgency()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fact_id", "agency", "file"],
                nulls_distinct=False,
                name="documents_rights_warning_once",
            ),
            # Who made the change is not the one who confirms it.
            models.CheckConstraint(
                name="documents_rights_warning_by_another",
                condition=Q(confirmed_by=None)
                | Q(changed_by=None)
                | ~Q(confirmed_by=F("changed_by")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "-changed_at"],
                condition=Q(confirmed_at=None),
                name="documents_rights_open",
            )
        ]


class PaperReceipt(models.Model):
    """Ký nhận of a paper original inside the house: who took it from văn thư, when (Đ22, Đ23.4)."""

    document = models.ForeignKey("IncomingDocument", models.PROTECT, related_name="paper_receipts")
    unit = models.ForeignKey("agencies.Unit", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    handed_by = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    handed_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)  # the receiver's own act
    note = models.TextField(default="", blank=True)

    wall = Through("document")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(signed_at=None), name="documents_paper_with_one"
            )
        ]


class PostalDispatch(models.Model):
    """A line of the book of papers sent by post (PL IV, mẫu III)."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    document = models.ForeignKey("OutgoingDocument", models.PROTECT, related_name="postings")
    sent_on = models.DateField()
    receiver = models.TextField()
    envelopes = models.SmallIntegerField(default=1)
    post_mark = models.TextField(default="", blank=True)  # ký nhận và dấu bưu điện
    note = models.TextField(default="", blank=True)
    entered_by = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    wall = ByAgency()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="documents_posting_envelopes",
                condition=Q(envelopes__gte=1) & ~Q(receiver=""),
            )
        ]
        indexes = [models.Index(fields=["agency", "sent_on"], name="documents_postings")]


class KeptCopyUse(models.Model):
    """A line of the book of use of kept copies (PL IV, mẫu IV): bản lưu at văn thư (Đ19)."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    document = models.ForeignKey("OutgoingDocument", models.PROTECT, related_name="copy_uses")
    user = models.TextField()  # họ tên người sử dụng
    file_notation = models.TextField(default="", blank=True)
    allowed_by = models.TextField()  # người cho phép sử dụng
    taken_on = models.DateField()
    returned_on = models.DateField(null=True)
    note = models.TextField(default="", blank=True)
    entered_by = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    wall = ByAgency()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="documents_copy_returned_later",
                condition=Q(returned_on=None) | Q(returned_on__gte=F("taken_on")),
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(returned_on=None),
                name="documents_kept_copy_with_one",
            ),
        ]
