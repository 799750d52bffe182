"""What the exchange hands over: arrivals into the receivers' queues, news of statuses to the senders."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from lienthong.axis.exchange import api as exchange
from lienthong.axis.signing import api as signing
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.files.services import open_file, share
from lienthong.kernel.worktime.rules import local_date

from ..choices import Channel, Urgency
from ..models import IncomingAttachment, IncomingDocument
from .arrived_links import tie_arrival
from .incoming import Paper, arrive_by_exchange, note_recall
from .updating import URGENCY, take_update


def take_arrivals(arrivals: Sequence[exchange.Arrival], *, at: dt.datetime) -> None:
    """Put each arrived envelope into its receiver's queue; the verdict on the bytes is made once.

    Runs in the worker's transaction that carries them: a fault leaves nothing of them behind.
    """
    verdicts: dict[str, signing.Verdict] = {}
    for arrival in arrivals:
        if arrival.package.kind == exchange.BusinessType.UPDATE:
            take_update(arrival, at)
            continue
        main = arrival.files[0] if arrival.files else None
        verdict = None
        if main is not None:
            verdict = verdicts.get(main.sha256)
            if verdict is None:
                with open_file(main.stored) as stream:
                    verdict = verdicts[main.sha256] = signing.verify_bytes(stream.read())
        _take(arrival, main, verdict, at)


def _take(
    arrival: exchange.Arrival,
    main: exchange.PackageFile | None,
    verdict: signing.Verdict | None,
    at: dt.datetime,
) -> None:
    delivery, message = arrival.delivery, arrival.message
    by = arrival.actor
    stored = None
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
            verdict_details=verdict.as_plain() if verdict is not None else None,
            document_id=message.document_id,
        ),
        by=by,
        at=at,
        then=lambda document: _keep_the_rest(document, arrival, at),
        sent_to_old_agency_id=delivery.addressed_to_id,
        forwarded_by_name=agencies.name_at(delivery.sender_id, local_date(at)).name
        if forwarded
        else "",
        forward_note=delivery.instruction,
        paper_copy_follows=message.business is not None and message.business.paper == 1,
    )


def _keep_the_rest(document: IncomingDocument, arrival: exchange.Arrival, at: dt.datetime) -> None:
    """The further files, and the papers that the message names, in the act of the arrival."""
    for position, file in enumerate(arrival.files[1:], 1):
        stored = share(
            file.stored, agency_id=document.agency_id, by=arrival.actor, at=at, name=file.name
        )
        IncomingAttachment.objects.create(
            document=document, position=position, file=stored, description=file.description
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
