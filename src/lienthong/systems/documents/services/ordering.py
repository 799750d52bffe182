"""The order to draft (Đ10.1): a leader or the head of a unit says what is to be written, and by when."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, Forbidden, person_of, refusal
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import Agency
from lienthong.kernel.facts.recording import act

from ..choices import Authority, OutgoingState, Urgency, Verb
from ..models import OutgoingDocument
from ..policies import may_order
from ..rules import bears_secrecy_mark
from ..workflow import OUTGOING
from .drafting import suggested_notation
from .secrecy import SecrecyMarked

HEADS = ("unit_head", "chief_of_office")  # who takes an order for a unit


class OrderRefused(Exception):
    """An order that cannot be given as it stands; says what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be drafted: by a unit or a person of one, of which type, about what, by when."""

    subject: str
    text: str
    due_at: dt.datetime
    unit_id: int | None = None
    person_id: int | None = None
    type_code: int = 18
    urgency: str = Urgency.NORMAL
    answers_incoming_id: int | None = None


def order_draft(*, order: Order, by: Actor, at: dt.datetime) -> OutgoingDocument:
    """Give the drafting to a unit (its head then names the person) or straight to a person.

    A leader to anybody of the agency, the head of a unit to his own people. Raises `OrderRefused`,
    `Forbidden`, `SecrecyMarked`.
    """
    if not may_order(by):
        raise Forbidden(refusal(Verb.INSTRUCT), Verb.INSTRUCT)
    if not order.subject.strip() or not order.text.strip():
        raise OrderRefused(_("Hãy ghi văn bản cần soạn về việc gì và yêu cầu cụ thể."))
    if order.due_at <= at:
        raise OrderRefused(_("Thời hạn soạn thảo phải sau thời điểm hiện tại."))
    if bears_secrecy_mark(order.text) or bears_secrecy_mark(order.subject):
        raise SecrecyMarked
    on = timezone.localdate(at)
    drafter, unit_id = _drafter(order.unit_id, order.person_id, by, on)
    head = agencies.head_of(by.agency_id, on)
    with act("documents.assigned_to_draft", by=by, at=at) as fact:
        document = OutgoingDocument.objects.create(
            agency_id=by.agency_id,
            unit_id=unit_id,
            drafter_id=drafter,
            ordered_by_id=person_of(by),
            order_text=order.text.strip(),
            draft_due_at=order.due_at,
            state=OutgoingState.ASSIGNED,
            type_code=order.type_code,
            subject=" ".join(order.subject.split()),
            urgency=order.urgency,
            answers_incoming_id=order.answers_incoming_id,
            notation=suggested_notation(order.type_code, by.agency_id, unit_id, on),
            place=place_of(by.agency_id, on),
            signatory_id=head.person_id if head is not None else None,
            signatory_post_id=head.post_id if head is not None else None,
            authority=_authority(by.agency_id),
            created_at=at,
            updated_at=at,
        )
        fact.about(document)
    return document


def _authority(agency_id: int) -> Authority:
    collective = Agency.objects.filter(pk=agency_id, kind="peoples_committee").exists()
    return Authority.FOR_COLLECTIVE if collective else Authority.IN_OWN_RIGHT


def hand_on(
    *, document: OutgoingDocument, person_id: int, by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """The head of the drafting unit, or a leader, names who drafts from now on (Đ10.3).

    Raises `OrderRefused` for somebody outside the agency or, by a head of unit, outside his unit.
    """
    on = timezone.localdate(at)
    drafter, unit_id = _drafter(None, person_id, by, on)

    def effect(locked: OutgoingDocument) -> None:
        locked.drafter_id, locked.unit_id = drafter, unit_id
        locked.updated_at = at

    return OUTGOING.perform(document, "hand_on", by=by, at=at, effect=effect)


def _drafter(
    unit_id: int | None, person_id: int | None, by: Actor, on: dt.date
) -> tuple[int, int | None]:
    """Who drafts and in which unit; the head of the unit where only that is named."""
    if person_id is not None:
        held = agencies.holders(on, agency_ids=[by.agency_id], person_id=person_id)
        if not held:
            raise OrderRefused(_("Người được chọn không giữ chức vụ nào của cơ quan hôm nay."))
        chosen = next((one for one in held if one.unit_id == unit_id), held[0])
    elif unit_id is not None:
        held = agencies.holders(on, agency_ids=[by.agency_id], kinds=HEADS, unit_id=unit_id)
        if not held:
            raise OrderRefused(
                _(
                    "Đơn vị này chưa có người đứng đầu trong hệ thống. Hãy chọn đích danh người soạn."
                )
            )
        chosen = held[0]
    else:
        raise OrderRefused(_("Hãy chọn đơn vị hoặc người soạn thảo."))
    if not by.may(Verb.INSTRUCT) and chosen.unit_id != by.unit_id:
        raise OrderRefused(_("Trưởng đơn vị chỉ giao soạn thảo cho người của đơn vị mình."))
    return chosen.person_id, chosen.unit_id


def place_of(agency_id: int, on: dt.date) -> str:
    """Where a paper of the agency is dated: its commune, or the province's own name (PL I.II.4)."""
    named = agencies.name_at(agency_id, on)
    words = named.short_name.removeprefix("UBND ")
    for kind in ("xã ", "phường ", "đặc khu "):
        if words.startswith(kind):
            return words.removeprefix(kind)
    top = agencies.province_at(on)
    if top is None:
        return ""
    return agencies.name_at(top, on).short_name.removeprefix("UBND ").removeprefix("tỉnh ")
