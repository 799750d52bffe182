"""How far an issued document is at each of its receivers, and whom to call there."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.worktime.services import working_days_between

from ..models import OutgoingDocument


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One receiver of a document for the grid: how far it is, since when, and whom to call."""

    pk: int
    receiver: str
    stage: str
    label: str
    sent_at: dt.datetime | None
    arrived_at: dt.datetime | None
    accepted_at: dt.datetime | None
    number: str
    note: str
    phone: str
    silent: bool
    late: bool
    retract: str
    days_left: int | None = None


def delivery_rows(actor: Actor, document: OutgoingDocument, at: dt.datetime) -> list[DeliveryRow]:
    """The receivers of an issued document, the silent ones first; a fixed number of queries."""
    if document.package is None:
        return []
    rows = exchange.list_deliveries(actor, document.package).filter(
        sender_id=document.agency_id, current=True
    )
    return rows_of(list(rows), at)


def rows_of(deliveries: Iterable[Any], at: dt.datetime) -> list[DeliveryRow]:
    """Deliveries as lines of a grid, with the telephone of the receiver's clerk."""
    listed = list(deliveries)
    ids = {one.receiver_id for one in listed}
    names = agencies.names_of(ids)
    phones = phones_of(ids, at.date())
    made = [_row(one, names, phones, at) for one in listed]
    return sorted(made, key=lambda row: (not row.late, not row.silent, row.receiver))


def _row(one: Any, names: Any, phones: dict[int, str], at: dt.datetime) -> DeliveryRow:
    named = names.get(one.receiver_id)
    silent = one.stage in {"owed", "sent", "arrived"} and not one.retract
    return DeliveryRow(
        pk=one.pk,
        receiver=named.short_name if named is not None else "",
        stage=one.stage,
        label=str(exchange.Stage(one.stage).label),
        sent_at=one.handed_over_at,
        arrived_at=one.arrived_at,
        accepted_at=one.accepted_at,
        number=one.arrival_number,
        note=one.refusal_note or one.retract_note,
        phone=phones.get(one.receiver_id, ""),
        silent=silent,
        late=silent and one.due_at is not None and one.due_at < at,
        retract=str(exchange.DeliveryStatus(one.retract).label) if one.retract else "",
        days_left=working_days_between(at, one.due_at) if one.due_at is not None else None,
    )


def phones_of(agency_ids: Iterable[int], on: dt.date) -> dict[int, str]:
    """For each agency whom to call: its clerk, with the telephone where one is known."""
    found: dict[int, str] = {}
    for holder in agencies.holders(on, agency_ids=agency_ids, kinds=("clerk",)):
        words = f"{holder.title}: {holder.contact}" if holder.phone else holder.email
        found.setdefault(holder.agency_id, words)
    return found
