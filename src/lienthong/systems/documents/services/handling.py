"""Handling: to the unit by the office's rules or to the leader, to the person, done (Đ23, Đ24)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Actor, person_of
from lienthong.kernel.text import fold

from ..choices import IncomingState, Part
from ..models import Assignment, IncomingDocument, Instruction, OutgoingDocument, RouteRule
from ..workflow import INCOMING
from .incoming import Refused


@dataclass(frozen=True, slots=True)
class PartGiven:
    """A part in handling: which unit or person, lead, coordinating or for information, by when."""

    part: str
    unit_id: int | None = None
    person_id: int | None = None
    due_at: dt.datetime | None = None
    note: str = ""


def route_by_rules(document: IncomingDocument) -> RouteRule | None:
    """The first of the office's rules that fits: type, issuer, words of the subject (Đ23.1).

    A rule to a unit that has ended fits nothing any more.
    """
    subject = fold(document.subject)
    standing = Q(to_unit=None) | Q(to_unit__period__endswith__isnull=True)
    rules = RouteRule.objects.filter(standing, agency_id=document.agency_id, active=True)
    for rule in rules.order_by("position", "id"):
        if rule.type_code and rule.type_code != document.type_code:
            continue
        if rule.issuer_id and rule.issuer_id != document.issuer_id:
            continue
        if rule.words and fold(rule.words) not in subject:
            continue
        return rule
    return None


def submit_to_leader(
    *, document: IncomingDocument, leader_id: int, by: Actor, at: dt.datetime
) -> IncomingDocument:
    """Văn thư submits the paper to a leader for his instruction (Đ23.1)."""

    def effect(locked: IncomingDocument) -> None:
        locked.leader_id = leader_id
        locked.updated_at = at

    return INCOMING.perform(document, "submit", by=by, at=at, effect=effect)


def route_to_unit(
    *,
    document: IncomingDocument,
    unit_id: int,
    due_at: dt.datetime | None = None,
    note: str = "",
    by: Actor,
    at: dt.datetime,
) -> IncomingDocument:
    """Straight to the unit where the office's rules make it clear (Đ23.1)."""

    def effect(locked: IncomingDocument) -> None:
        end_parts(locked, at)
        locked.lead_unit_id, locked.handling_due_at = unit_id, due_at
        locked.updated_at = at
        _give(
            locked, [PartGiven(Part.LEAD, unit_id=unit_id, due_at=due_at, note=note)], None, by, at
        )

    return INCOMING.perform(document, "route", by=by, at=at, effect=effect)


def instruct(
    *,
    document: IncomingDocument,
    text: str,
    parts: Sequence[PartGiven],
    for_leader_id: int | None = None,
    by: Actor,
    at: dt.datetime,
) -> IncomingDocument:
    """The leader's instruction: one lead, coordinating units and deadlines (Đ23.2).

    Raises `Refused` without a text or without exactly one lead.
    """
    if not text.strip():
        raise Refused(_("Hãy ghi ý kiến chỉ đạo."))
    leads = [part for part in parts if part.part == Part.LEAD]
    if len(leads) != 1:
        raise Refused(_("Mỗi văn bản có đúng một đơn vị chủ trì. Hãy chọn một đơn vị chủ trì."))

    def effect(locked: IncomingDocument) -> None:
        instruction = Instruction.objects.create(
            document=locked,
            leader_id=for_leader_id or by.stands_in_for or person_of(by),
            prepared_by_id=by.person_id if for_leader_id or by.stands_in_for else None,
            text=text.strip(),
            at=at,
        )
        end_parts(locked, at)
        lead = leads[0]
        locked.lead_unit_id, locked.lead_person_id = lead.unit_id, None
        locked.handling_due_at = lead.due_at
        locked.updated_at = at
        _give(locked, parts, instruction, by, at)
        tell_sender(locked, "04", by, at)

    return INCOMING.perform(document, "instruct", by=by, at=at, effect=effect)


def assign_person(
    *,
    document: IncomingDocument,
    person_id: int,
    due_at: dt.datetime | None = None,
    note: str = "",
    others: Sequence[PartGiven] = (),
    by: Actor,
    at: dt.datetime,
) -> IncomingDocument:
    """The head of the unit names the person who handles it, and who helps (Đ23.2)."""

    def effect(locked: IncomingDocument) -> None:
        locked.assignments.filter(part=Part.LEAD, person__isnull=False, ended_at=None).update(
            ended_at=at
        )
        locked.lead_person_id = person_id
        locked.handling_due_at = due_at or locked.handling_due_at
        locked.updated_at = at
        lead = PartGiven(Part.LEAD, person_id=person_id, due_at=locked.handling_due_at, note=note)
        _give(locked, [lead, *others], None, by, at)
        tell_sender(locked, "05", by, at)

    return INCOMING.perform(document, "assign", by=by, at=at, effect=effect)


def hand_back(
    *, document: IncomingDocument, note: str, by: Actor, at: dt.datetime
) -> IncomingDocument:
    """A paper that came to the wrong desk goes back one step, with a sentence (chuyển nhầm)."""
    if not note.strip():
        raise Refused(_("Hãy ghi vì sao chuyển trả."))
    now = IncomingDocument.objects.filter(pk=document.pk).values_list("state", flat=True).first()
    verb = "hand_back_to_unit" if now == IncomingState.IN_HAND else "hand_back_to_clerk"

    def effect(locked: IncomingDocument) -> None:
        open_parts = locked.assignments.filter(part=Part.LEAD, ended_at=None)
        if verb == "hand_back_to_unit":
            open_parts = open_parts.filter(person__isnull=False)
            locked.lead_person_id = None
        else:
            locked.lead_unit_id = locked.leader_id = None
        open_parts.update(ended_at=at, handed_back_note=note.strip())
        locked.updated_at = at

    return INCOMING.perform(document, verb, by=by, at=at, effect=effect)


def finish(
    *,
    document: IncomingDocument,
    note: str,
    reply: OutgoingDocument | None = None,
    by: Actor,
    at: dt.datetime,
) -> IncomingDocument:
    """End the handling: a reply that was issued, or "lưu để biết" with a sentence (Đ24.2)."""
    if reply is None and not note.strip():
        raise Refused(
            _("Hãy chọn văn bản trả lời, hoặc ghi kết quả giải quyết (ví dụ: lưu để biết).")
        )
    if reply is not None and reply.issued_at is None:
        raise Refused(_("Văn bản trả lời chưa phát hành nên chưa kết thúc được."))

    def effect(locked: IncomingDocument) -> None:
        locked.handled_at, locked.handled_note = at, note.strip()
        locked.updated_at = at
        end_parts(locked, at)
        tell_sender(locked, "06", by, at)

    return INCOMING.perform(document, "handle", by=by, at=at, effect=effect)


def end_parts(document: IncomingDocument, at: dt.datetime) -> None:
    """Nobody has a part in handling the paper any longer."""
    document.assignments.filter(ended_at=None).update(ended_at=at)


def _give(
    document: IncomingDocument,
    parts: Sequence[PartGiven],
    instruction: Instruction | None,
    by: Actor,
    at: dt.datetime,
) -> None:
    Assignment.objects.bulk_create(
        Assignment(
            document=document,
            instruction=instruction,
            part=part.part,
            unit_id=part.unit_id,
            person_id=part.person_id,
            assigned_by_id=by.person_id,
            note=part.note.strip(),
            due_at=part.due_at,
            at=at,
        )
        for part in parts
    )


def tell_sender(document: IncomingDocument, code: str, by: Actor, at: dt.datetime) -> None:
    """Tell the sender that the paper is being handled; the inside of the office is not told."""
    delivery = document.delivery
    if delivery is not None and exchange.may_report(delivery, code):
        exchange.report_status(delivery=delivery, code=code, reason="", by=by, at=at)
