"""What the exchange hands over: arrivals into the receivers' queues, news of statuses to the senders.

One batch costs a fixed number of statements however many receivers it has; where one of them is at
fault the exchange undoes the batch and hands it over by halves until that one stands alone.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.services import Share, share_all
from lienthong.kernel.many import insert_many
from lienthong.kernel.worktime.rules import local_date
from lienthong.kernel.worktime.services import ends_of_next_working_day

from ..choices import Channel, Urgency
from ..models import IncomingAttachment, IncomingDocument
from ..rules import task_codes_of
from .arrived_links import tie_arrival
from .duplicates import name_duplicates
from .incoming import Paper, note_recall, unsaved
from .judging import Judging, judging
from .updating import URGENCY, take_update

Arrivals = Sequence[exchange.Arrival]


def take_arrivals(arrivals: Arrivals, *, at: dt.datetime) -> None:
    """Put each arrived envelope into its receiver's queue; the verdict on the bytes is made once.

    Runs in the worker's transaction that carries them: a fault leaves nothing of them behind. What
    stands in a queue already is passed over (F5). An update (type 2) goes to the paper that it is
    about.
    """
    papers = [a for a in arrivals if a.package.kind != exchange.BusinessType.UPDATE]
    known = set(
        IncomingDocument.objects.filter(
            delivery__in=[arrival.delivery.pk for arrival in papers]
        ).values_list("delivery_id", flat=True)
    )
    fresh = [arrival for arrival in papers if arrival.delivery.pk not in known]
    if fresh:
        with (
            judging(fresh) as verdicts,
            act("documents.arrived", by=system_actor(0), at=at),
        ):
            for batch in _once_each(fresh):
                _take(batch, verdicts, at)
    for arrival in arrivals:
        if arrival.package.kind == exchange.BusinessType.UPDATE:
            take_update(arrival, at)


def _once_each(arrivals: Arrivals) -> Iterator[Arrivals]:
    """Batches in which no office comes twice: its second paper may be a duplicate of its first."""
    batch: list[exchange.Arrival] = []
    seen: set[int] = set()
    for arrival in arrivals:
        if arrival.delivery.receiver_id in seen:
            yield batch
            batch, seen = [], set()
        batch.append(arrival)
        seen.add(arrival.delivery.receiver_id)
    yield batch


def _take(arrivals: Arrivals, verdicts: Judging, at: dt.datetime) -> None:
    receivers = [arrival.delivery.receiver_id for arrival in arrivals]
    dues = ends_of_next_working_day(at, receivers)
    forwarders = {a.delivery.sender_id for a in arrivals if a.delivery.hop > 0}
    names = agencies.names_of(forwarders, local_date(at)) if forwarders else {}
    held = _hold([(a, a.files[0]) for a in arrivals if a.files], at)
    fields = {arrival.package.pk: _fields(arrival) for arrival in arrivals}
    documents = []
    for arrival in arrivals:
        delivery, message = arrival.delivery, arrival.message
        judged, stored = verdicts.of(arrival, 0), held.get(delivery.pk)
        paper = Paper(
            channel=Channel.EXCHANGE,
            fields=fields[arrival.package.pk],
            file_id=stored.pk if stored is not None else None,
            verdict=judged.verdict,
            verdict_details=judged.details,
            document_id=message.document_id,
        )
        documents.append(
            unsaved(
                delivery.receiver_id, paper, dues[delivery.receiver_id], at,
                delivery_id=delivery.pk,
                sent_to_old_agency_id=delivery.addressed_to_id,
                forwarded_by_name=names[delivery.sender_id].name if delivery.hop > 0 else "",
                forward_note=delivery.instruction,
                paper_copy_follows=message.business is not None and message.business.paper == 1,
                task_codes=list(task_codes_of(message.task_codes)),
                steering_type=_steering(message),
            )
        )  # fmt: skip
    name_duplicates(documents)
    insert_many(documents)
    _keep_the_rest(list(zip(documents, arrivals, strict=True)), verdicts, at)


def _hold(
    wanted: Sequence[tuple[exchange.Arrival, exchange.PackageFile]], at: dt.datetime
) -> dict[int, StoredFile]:
    """Each receiver's own reference to the bytes of a file: delivery → reference."""
    made = share_all(
        [Share(_living(arrival, file), arrival.delivery.receiver_id) for arrival, file in wanted],
        by=system_actor(0),
        at=at,
    )
    return {a.delivery.pk: own for (a, _file), own in zip(wanted, made, strict=True)}


def _living(arrival: exchange.Arrival, file: exchange.PackageFile) -> StoredFile:
    """The issuer's reference; where it destroyed its copy at the end of its term, the forwarder's own."""
    if not file.stored.destroyed:
        return file.stored
    rows = StoredFile.objects.filter(agency=arrival.delivery.sender_id, destroyed_at=None)
    return rows.filter(sha256=file.sha256).order_by("pk").first() or file.stored


def _keep_the_rest(
    taken: Sequence[tuple[IncomingDocument, exchange.Arrival]], verdicts: Judging, at: dt.datetime
) -> None:
    """The further files, each with the answers on its bytes, and the papers that the message names,
    in the act of the arrival. The statements grow with the files, not with the receivers."""
    most = max(len(arrival.files) for _document, arrival in taken)
    for position in range(1, most):
        having = [(d, a, a.files[position]) for d, a in taken if len(a.files) > position]
        made = share_all(
            [
                Share(_living(a, file), document.agency_id, file.name)
                for document, a, file in having
            ],
            by=system_actor(0),
            at=at,
        )
        rows = []
        for (document, arrival, file), stored in zip(having, made, strict=True):
            judged = verdicts.of(arrival, position)
            rows.append(
                IncomingAttachment(
                    document=document,
                    position=position,
                    file=stored,
                    description=file.description,
                    verdict=judged.verdict,
                    verdict_details=judged.details,
                )
            )
        insert_many(rows)
    for document, arrival in taken:
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


def _steering(message: exchange.DocumentMessage) -> int | None:
    """What the sender says that it is; a number that means nothing is as if he said nothing."""
    said = message.steering_type
    return said if said in set(exchange.SteeringType.values) else None


def take_statuses(news: Sequence[exchange.StatusNews], *, at: dt.datetime) -> None:
    """A recall that the issuer asks for (13) is noted at the receiver; other news live on the
    shared row of the delivery, which both sides see."""
    for item in news:
        if item.report.code == exchange.DeliveryStatus.RETRACT_REQUESTED:
            note_recall(delivery_id=item.delivery.pk, reason=item.report.description, at=at)
