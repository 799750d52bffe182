"""Alarms: what the exchange refused is logged at once and kept until a person settles it."""

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.axis.exchange.choices import IncidentKind
from lienthong.axis.exchange.models import Incident
from lienthong.axis.exchange.policies import require_acting_for
from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.registers.services.own_transaction import in_own_transaction

log = logging.getLogger("lienthong.exchange")


class NoteMissing(ValueError):
    """An incident is settled by saying what was done."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is kept of a refusal, and for which agency: identifiers and digests."""

    kind: IncidentKind
    agency_id: int
    at: dt.datetime
    document_id: str = ""
    kept: str = ""
    refused: str = ""


class Refused(ValueError):
    """A refusal of the exchange; with an `alarm` it is kept and shown until settled."""

    def __init__(self, message: str, alarm: Alarm | None = None) -> None:
        super().__init__(message)
        self.alarm = alarm


@contextmanager
def sounding() -> Iterator[None]:
    """All or nothing, but for the alarm of a refusal, which stays whatever the caller undoes."""
    try:
        with transaction.atomic():
            yield
    except Refused as refused:
        if refused.alarm is not None:
            alarm, refused.alarm = refused.alarm, None  # once, however many layers it passes
            _keep(alarm, str(refused))
        raise


def note(alarm: Alarm, text: str) -> None:
    """Keep an alarm of what a receiving system refused by itself, without undoing anything."""
    _keep(alarm, text)


def _keep(alarm: Alarm, text: str) -> None:
    log.error(
        "%s: agency %s, document %s, kept %s, refused %s",
        alarm.kind, alarm.agency_id, alarm.document_id, alarm.kept, alarm.refused,
    )  # fmt: skip
    if not alarm.agency_id:
        return

    def write() -> None:
        Incident.objects.create(
            kind=alarm.kind, agency_id=alarm.agency_id, text=text, at=alarm.at,
            document_id=alarm.document_id, kept_sha256=alarm.kept, refused_sha256=alarm.refused,
        )  # fmt: skip

    in_own_transaction(write, by=system_actor(alarm.agency_id))


def settle_incident(*, incident: Incident, note: str, by: Actor, at: dt.datetime) -> None:
    """A person of the agency says what was done about an alarm; raises `NoteMissing`, `Forbidden`."""
    require_acting_for(by, incident.agency_id)
    if not note.strip():
        raise NoteMissing(_("Hãy ghi đã xử lý cảnh báo thế nào."))
    Incident.objects.filter(pk=incident.pk, settled_at=None).update(
        settled_at=at, settled_note=f"{by.name}: {note.strip()}"
    )
