"""Work files that are handed over: what the archive has not received (Đ31.3.đ)."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from ...choices import FileState
from ...models import WorkFile
from .kind import Kind, Taker


class WorkFiles(Kind):
    """Work files; where the number of one is borne in the new agency, it is marked."""

    model = WorkFile
    titled = ("notation", "title")
    event = "documents.file_given"

    @property
    def label(self) -> str:
        """What the work is called on the sheet."""
        return _("Hồ sơ công việc")

    def rows(self, agency_ids: list[int]) -> QuerySet[Any]:
        """Files with their owner and the day on which they are due for the archive."""
        return (
            WorkFile.objects.filter(agency_id__in=agency_ids)
            .exclude(state__in=[FileState.HANDED_OVER, FileState.DESTROYED])
            .annotate(
                item_id=F("pk"), held_by_id=F("agency_id"), person_id=F("owner_id"),
                due_on=F("archive_due_on"),
            )
        )  # fmt: skip

    def take(self, row: Any, taker: Taker) -> None:
        """The file becomes the new owner's."""
        row.owner_id = taker.somebody(row.owner_id)
        row.unit_id = taker.unit_of(row.owner_id)
        if row.agency_id != taker.agency_id:
            row.notation = self._free(row, taker.agency_id)
            row.agency_id = taker.agency_id
        row.offered_at = None
        row.save()

    @staticmethod
    def _free(file: WorkFile, agency_id: int) -> str:
        taken = set(
            WorkFile.objects.filter(agency_id=agency_id, year=file.year).values_list(
                "notation", flat=True
            )
        )
        if file.notation not in taken:
            return file.notation
        return next(
            name
            for name in (f"{file.notation[:16]}.{n}" for n in range(2, 10_000))
            if name not in taken
        )
