"""Internal papers: delivered to units at issue, signed for, given to a person, finished (exception X5)."""

import datetime as dt

from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, person_of
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.worktime.rules import local_date

from ..choices import Purpose
from ..models import InternalReceipt, OutgoingDocument
from ..workflow import INTERNAL


class NoUnits(Exception):
    """An internal paper that names no unit of the agency, or somebody outside it."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class NotOfUnit(Exception):
    """The person named does not work in the unit."""

    def __init__(self) -> None:
        self.message = _("Người được phân công không giữ chức vụ nào trong phòng, đơn vị này.")
        super().__init__(self.message)


class ResultMissing(Exception):
    """Finishing says in a sentence what was done."""

    def __init__(self) -> None:
        self.message = _("Hãy ghi kết quả giải quyết.")
        super().__init__(self.message)


def deliver(document: OutgoingDocument, at: dt.datetime) -> list[InternalReceipt]:
    """Inside the act of issue: one row for each unit named; nothing goes to the exchange.

    Raises `NoUnits`. A paper that is not internal is left alone.
    """
    if not document.internal:
        return []
    if document.recipients.filter(agency__isnull=False).exists():
        raise NoUnits(
            _(
                "Văn bản nội bộ chỉ gửi phòng, đơn vị của cơ quan. Gửi cơ quan khác: soạn văn bản đi."
            )
        )
    rows = document.recipients.filter(unit__isnull=False).exclude(purpose=Purpose.FILE)
    named: dict[int, str] = {}
    for row in rows.order_by("position", "id"):
        if row.unit_id is not None:
            named.setdefault(row.unit_id, row.purpose)
    if not named:
        raise NoUnits(_("Văn bản nội bộ phải có ít nhất một phòng, đơn vị nhận."))
    return InternalReceipt.objects.bulk_create(
        InternalReceipt(document=document, unit_id=unit, purpose=purpose, sent_at=at)
        for unit, purpose in named.items()
    )


def sign_for(*, receipt: InternalReceipt, by: Actor, at: dt.datetime) -> InternalReceipt:
    """Somebody of the unit signs for the paper (ký nhận)."""

    def effect(locked: InternalReceipt) -> None:
        locked.received_by_id, locked.received_at = person_of(by), at

    return INTERNAL.perform(receipt, "sign_for", by=by, at=at, effect=effect)


def name_person(
    *,
    receipt: InternalReceipt,
    person_id: int,
    due_on: dt.date | None = None,
    note: str = "",
    by: Actor,
    at: dt.datetime,
) -> InternalReceipt:
    """The head of the unit names who handles it. Raises `NotOfUnit`."""
    held = agencies.holders(local_date(at), agency_ids=[by.agency_id], unit_id=receipt.unit_id)
    if person_id not in {holder.person_id for holder in held}:
        raise NotOfUnit

    def effect(locked: InternalReceipt) -> None:
        locked.person_id, locked.due_on, locked.note = person_id, due_on, note.strip()

    return INTERNAL.perform(receipt, "name", by=by, at=at, effect=effect)


def finish(*, receipt: InternalReceipt, result: str, by: Actor, at: dt.datetime) -> InternalReceipt:
    """The one named, or the head of the unit, says what was done. Raises `ResultMissing`."""
    if not result.strip():
        raise ResultMissing

    def effect(locked: InternalReceipt) -> None:
        locked.done_at, locked.result = at, result.strip()

    return INTERNAL.perform(receipt, "finish", by=by, at=at, effect=effect)
