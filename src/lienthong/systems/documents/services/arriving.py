"""What the exchange hands over: arrivals into the receivers' queues, news of statuses to the senders."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lienthong.axis.exchange import api as exchange
from lienthong.axis.signing import api as signing
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.files.services import open_file, share
from lienthong.kernel.worktime.rules import local_date

from ..choices import Channel, Urgency
from ..models import IncomingAttachment, IncomingDocument
from .arrived_links import tie_arrival
from .form_verdicts import form_of
from .incoming import Paper, arrive_by_exchange, note_recall
from .updating import URGENCY, take_update


def take_arrivals(arrivals: Sequence[exchange.Arrival], *, at: dt.datetime) -> None:
    """Put each arrived envelope into its receiver's queue; the verdict on the bytes is made once.

    Runs in the worker's transaction that carries them: a fault leaves nothing of them behind.
    """
    judged: dict[tuple[str, str], Judged] = {}
    for arrival in arrivals:
        if arrival.package.kind == exchange.BusinessType.UPDATE:
            take_update(arrival, at)
            continue
        main = arrival.files[0] if arrival.files else None
        _take(arrival, main, judged, at)


@dataclass(frozen=True, slots=True)
class Judged:
    """The answers on one file: on its signatures and on their form."""

    verdict: str
    details: dict[str, Any]


def _judged(
    file: exchange.PackageFile | None,
    arrival: exchange.Arrival,
    known: dict[tuple[str, str], Judged],
    annex_of: str | None = None,
) -> Judged | None:
    """The answers on a PDF, made once for the same bytes; None where there is none."""
    if file is None or (annex_of is not None and file.stored.media_type != "application/pdf"):
        return None
    key = (file.sha256, annex_of or "")
    if key not in known:
        with open_file(file.stored) as stream:
            content = stream.read()
        verdict = signing.verify_bytes(content)
        # A paper that is enclosed as it is bears a person's signature; an annex bears none.
        own = (
            annex_of
            if not any(s.kind is signing.Kind.PERSONAL for s in verdict.signatures)
            else None
        )
        form = form_of(content, verdict, arrival.package.issued_on, annex_of=own)
        known[key] = Judged(verdict.verdict, verdict.as_plain() | {"form": form})
    return known[key]


def _take(
    arrival: exchange.Arrival,
    main: exchange.PackageFile | None,
    known: dict[tuple[str, str], Judged],
    at: dt.datetime,
) -> None:
    delivery, message = arrival.delivery, arrival.message
    by = arrival.actor
    stored = None
    verdict = _judged(main, arrival, known)
    if main is not None:
        stored = share(main.stored, agency_id=delivery.receiver_id, by=by, at=at)
    forwarded = delivery.hop > 0
    arrive_by_exchange(
        agency_id=delivery.receiver_id,
        delivery_id=delivery.pk,
        paper=Paper(
            channel=Channel.EXCHANGE,
            fields=_fields(arrival),
            file_id=stored.pk if stored is not None else None,
            verdict=verdict.verdict if verdict is not None else "",
            verdict_details=verdict.details if verdict is not None else None,
            document_id=message.document_id,
        ),
        by=by,
        at=at,
        then=lambda document: _keep_the_rest(document, arrival, known, at),
        sent_to_old_agency_id=delivery.addressed_to_id,
        forwarded_by_name=agencies.name_at(delivery.sender_id, local_date(at)).name
        if forwarded
        else "",
        forward_note=delivery.instruction,
        paper_copy_follows=message.business is not None and message.business.paper == 1,
    )


def _keep_the_rest(
    document: IncomingDocument,
    arrival: exchange.Arrival,
    known: dict[tuple[str, str], Judged],
    at: dt.datetime,
) -> None:
    """The further files, each with the answers on its bytes, and the papers that the message names,
    in the act of the arrival."""
    reference = f"{arrival.message.number}/{arrival.message.notation}"
    for position, file in enumerate(arrival.files[1:], 1):
        stored = share(
            file.stored, agency_id=document.agency_id, by=arrival.actor, at=at, name=file.name
        )
        judged = _judged(file, arrival, known, annex_of=reference)
        IncomingAttachment.objects.create(
            document=document,
            position=position,
            file=stored,
            description=file.description,
            verdict=judged.verdict if judged is not None else "",
            verdict_details=judged.details if judged is not None else None,
        )
    tie_arrival(document, arrival.message, at)


def _fields(arrival: exchange.Arrival) -> dict[str, Any]:
    message, package = arrival.message, arrival.package
    return {
        "issuer_name": message.sender.name,
        "issuer_id": package.sender_id,
        "number": message.number,
        "notation": message.notation,
        "issued_on": package.issued_on,
        "type_code": exchange.type_code(package.type_name),
        "type_name": package.type_name,
        "subject": package.subject,
        "signer_name": message.signer.full_name,
        "signer_post": message.signer.position,
        "urgency": URGENCY.get(package.priority, Urgency.NORMAL),
        "reply_deadline": message.due_on,
        "pages": message.other.pages,
    }


def take_statuses(news: Sequence[exchange.StatusNews], *, at: dt.datetime) -> None:
    """A recall that the issuer asks for (13) is noted at the receiver; other news live on the
    shared row of the delivery, which both sides see."""
    for item in news:
        if item.report.code == exchange.DeliveryStatus.RETRACT_REQUESTED:
            note_recall(delivery_id=item.delivery.pk, reason=item.report.description, at=at)
