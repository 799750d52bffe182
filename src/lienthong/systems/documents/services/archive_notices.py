"""The notice that a file is due for the agency's archive, thirty days before (PL VI I.III.5.b)."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.notify import api as notify
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.language import official
from lienthong.kernel.text import format_date

from .. import rules
from ..choices import FileState
from ..models import WorkFile


@official
def tell_due(*, at: dt.datetime) -> int:
    """Each morning: tell who compiled a file, and the head of his unit, that it is due; once for each day
    that it is due on, and once more when that day has passed. Returns how many notices were new.

    For the worker, who sees the files of all agencies.
    """
    on = timezone.localdate(at)
    rows = WorkFile.objects.filter(
        state=FileState.CLOSED, offered_at=None, archive_due_on__isnull=False
    )
    told = 0
    for file in rows.order_by("pk").iterator(500):
        due = file.kept_until or file.archive_due_on
        assert due is not None  # noqa: S101  asked for above
        stage = rules.archive_notice(due, on)
        if not stage:
            continue
        words = (
            _("Hồ sơ %(no)s quá hạn nộp lưu từ ngày %(day)s: %(title)s")
            if stage == rules.OVERDUE
            else _("Hồ sơ %(no)s đến hạn nộp lưu ngày %(day)s: %(title)s")
        )
        told += notify.tell(
            people=[file.owner_id, *_heads(file, on)],
            agency_id=file.agency_id,
            kind="documents.archive_due",
            text=words % {"no": file.notation, "day": format_date(due), "title": file.title},
            url=reverse("documents:file_one", args=[file.pk]),
            key=f"archive-{file.pk}-{due}-{stage}",
            at=at,
        )
    return told


def _heads(file: WorkFile, on: dt.date) -> list[int]:
    """The heads of the unit of the file on the day; they answer for its files (Đ31.3.a)."""
    if file.unit_id is None:
        return []
    held = agencies.holders(on, agency_ids=[file.agency_id], kinds=("unit_head",))
    return [one.person_id for one in held if one.unit_id == file.unit_id]
