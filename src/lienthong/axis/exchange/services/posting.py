"""Writing deliveries and what waits to be carried: few statements however many receivers."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app

from lienthong.axis.exchange.choices import CarriageKind, CarriageState, Channel
from lienthong.axis.exchange.models import Delivery, Package
from lienthong.axis.exchange.rules import clocks

from .addressing import Address

CARRY_TASK = "lienthong.axis.exchange.jobs.carry"


@dataclass(frozen=True, slots=True)
class Posting:
    """What the deliveries of one posting have in common; `exemptions` follow the addresses."""

    package: Package
    sender_id: int
    priority: int
    month: dt.date
    send_due: clocks.Due
    register_due: clocks.Due
    exemptions: list[str]
    at: dt.datetime
    counted: bool = True
    channel: str = Channel.EXCHANGE
    parent: Delivery | None = None
    instruction: str = ""
    resend_of: Delivery | None = None


_DELIVERIES = """
INSERT INTO exchange_delivery (package_id, sender_id, receiver_id, addressed_to_id, parent_id, hop,
  channel, instruction, priority, status, retract, refusal_reason, refusal_note, retract_note,
  arrival_number, exemption, counted, current, resend_of_id, paper_finding, month, send_due_at,
  register_due_at, calendar_version, handed_over_at, created_at)
SELECT %(package)s, %(sender)s, r.receiver, r.addressed, %(parent)s, %(hop)s,
  r.channel, %(instruction)s, %(priority)s, '', '', '', '', '',
  '', r.exemption, %(counted)s, true, %(resend)s, false, %(month)s, %(send_due)s,
  %(register_due)s, %(calendar)s, %(at)s, %(at)s
  FROM unnest(%(receivers)s::bigint[], %(addressed)s::bigint[], %(exemptions)s::text[],
              %(channels)s::text[]) AS r(receiver, addressed, exemption, channel)
RETURNING receiver_id, id
"""

_LINES = """
INSERT INTO exchange_line (agency_id, failures, cause)
SELECT r, 0, '' FROM unnest(%s::bigint[]) r ORDER BY r ON CONFLICT DO NOTHING
"""

_OUTBOX = """
INSERT INTO exchange_outbox (kind, delivery_id, target_id, state, tries, cause, created_at)
SELECT %s, r.delivery, r.target, %s, 0, '', %s
  FROM unnest(%s::bigint[], %s::bigint[]) AS r(delivery, target)
"""

# The sender's line has been used; a row that the worker holds is busy, hence alive anyway.
_ALIVE = """
UPDATE exchange_line SET last_alive_at = %(at)s WHERE agency_id IN (
  SELECT agency_id FROM exchange_line WHERE agency_id = %(agency)s
     AND (last_alive_at IS NULL OR last_alive_at < %(at)s::timestamptz - interval '10 minutes')
     FOR NO KEY UPDATE SKIP LOCKED)
"""


def post(posting: Posting, addresses: list[Address]) -> dict[int, int]:
    """Write deliveries, handed over now, with their envelopes waiting: receiver → delivery.

    What goes to another installation waits for its file to be taken out, and for its status.
    """
    receivers = [a.receiver_id for a in addresses if not a.outside]
    with connection.cursor() as cursor:
        cursor.execute(_DELIVERIES, _values(posting, addresses))
        made = dict(cursor.fetchall())
        cursor.execute(_LINES, [sorted({*receivers, posting.sender_id})])
        cursor.execute(
            _OUTBOX,
            [CarriageKind.ENVELOPE.value, CarriageState.WAITING.value, posting.at,
             [made[r] for r in receivers], receivers],
        )  # fmt: skip
    line_used(posting.sender_id, posting.at)
    return made


def _values(posting: Posting, addresses: list[Address]) -> dict[str, Any]:
    parent = posting.parent
    return {
        "package": posting.package.pk,
        "sender": posting.sender_id,
        "parent": None if parent is None else parent.pk,
        "hop": 0 if parent is None else parent.hop + 1,
        "channels": [str(Channel.FILE if a.outside else posting.channel) for a in addresses],
        "instruction": posting.instruction,
        "priority": posting.priority,
        "counted": posting.counted,
        "resend": None if posting.resend_of is None else posting.resend_of.pk,
        "month": posting.month,
        "send_due": posting.send_due.at,
        "register_due": posting.register_due.at,
        "calendar": posting.send_due.calendar_version,
        "at": posting.at,
        "receivers": [a.receiver_id for a in addresses],
        "addressed": [a.addressed_to_id for a in addresses],
        "exemptions": posting.exemptions,
    }


def line_used(agency_id: int, at: dt.datetime) -> None:
    """Note that an agency has used its line, at most once in ten minutes and without waiting."""
    with connection.cursor() as cursor:
        cursor.execute(_ALIVE, {"agency": agency_id, "at": at})


def defer_carrying() -> None:
    """Ask the worker to carry what waits; the request commits or falls with the caller's act."""
    app.configure_task(CARRY_TASK).defer()
