"""What was asked of a unit: internal papers that it has not finished, and opinions that it has not given."""

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from lienthong.kernel.agencies.models import Unit
from lienthong.kernel.files.services import share

from ...choices import InternalState
from ...models import InternalReceipt, Opinion, OutgoingDocument
from ...queries.disposal import OPEN_OUT
from .kind import Kind, Taker


class InternalReceipts(Kind):
    """Internal papers in a unit, from being sent to being finished."""

    model = InternalReceipt
    titled = ("document__reference", "document__subject")
    with_related = ("document", "unit")

    @property
    def label(self) -> str:
        """What the work is called on the sheet."""
        return _("Văn bản nội bộ gửi đơn vị")

    def rows(self, agency_ids: list[int]) -> QuerySet[Any]:
        """Receipts with their unit and whom its head named."""
        rows = InternalReceipt.objects.filter(document__agency_id__in=agency_ids)
        return rows.exclude(state=InternalState.DONE).annotate(
            item_id=F("pk"), held_by_id=F("document__agency_id")
        )

    def take(self, row: Any, taker: Taker) -> None:
        """Another unit of the agency has it, with the person named; one that has it already keeps its own.

        An internal paper goes to no other agency: with the last unit of an ended agency it is over.
        """
        unit_id = self._unit(row, taker)
        if unit_id is None:
            self._over(row, taker, _("Đơn vị, cơ quan nhận đã kết thúc hoạt động"))
        elif unit_id != row.unit_id and self._has_it(row, unit_id):
            name = Unit.objects.get(pk=unit_id).name
            self._over(row, taker, _("Bàn giao cho %s, nơi đã nhận văn bản này") % name)
        else:
            row.unit_id = unit_id
            if row.state != InternalState.SENT:
                row.person_id = taker.person_id
                row.state = InternalState.IN_HAND if taker.person_id else InternalState.RECEIVED
        row.save()

    @staticmethod
    def _unit(row: InternalReceipt, taker: Taker) -> int | None:
        """The unit of the person named; else the one it waits in, the one above, the taker's own."""
        if row.document.agency_id != taker.agency_id:
            return None
        return (
            taker.unit_id
            or taker.standing_unit(row.unit_id)
            or taker.standing_unit(row.unit.parent_id)
            or taker.standing_unit(taker.by.unit_id)
        )

    @staticmethod
    def _has_it(row: InternalReceipt, unit_id: int) -> bool:
        return InternalReceipt.objects.filter(document=row.document, unit_id=unit_id).exists()

    @staticmethod
    def _over(row: InternalReceipt, taker: Taker, why: str) -> None:
        row.state, row.result, row.done_at = InternalState.DONE, why, taker.at
        row.received_at = row.received_at or taker.at


class AskedOpinions(Kind):
    """Opinions that were asked and not given, of a unit, a person or the agency; the deadline stays."""

    model = Opinion
    titled = ("subject",)
    with_related = ("asked_file",)

    @property
    def label(self) -> str:
        """What the work is called on the sheet."""
        return _("Ý kiến phối hợp được hỏi")

    def rows(self, agency_ids: list[int]) -> QuerySet[Any]:
        """What waits for an answer; not where the draft was issued or dropped meanwhile.

        The draft of another agency cannot be seen from here, so only a draft that can is judged.
        """
        over = OutgoingDocument.objects.exclude(state__in=OPEN_OUT).filter(agency_id__in=agency_ids)
        rows = Opinion.objects.filter(asked_agency_id__in=agency_ids, answered_at=None)
        return rows.exclude(document_id__in=over.values("pk")).annotate(
            item_id=F("pk"), held_by_id=F("asked_agency_id"), person_id=F("asked_person_id"),
            unit_id=F("asked_unit_id"), due_on=TruncDate("due_at"),
        )  # fmt: skip

    def take(self, row: Any, taker: Taker) -> None:
        """The new unit or person is asked in the old one's place, with the draft that was shown to it."""
        if row.asked_agency_id != taker.agency_id:
            if row.asked_file is not None and not row.asked_file.destroyed:
                row.asked_file = share(
                    row.asked_file, agency_id=taker.agency_id, by=taker.by, at=taker.at
                )
            row.asked_agency_id = taker.agency_id
            row.party_ids = sorted({*row.party_ids, taker.agency_id})
            row.asked_unit_id = taker.unit_id
        else:
            row.asked_unit_id = taker.unit_id or taker.standing_unit(row.asked_unit_id)
        row.asked_person_id = taker.person_id
        row.save()
