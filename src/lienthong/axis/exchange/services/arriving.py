"""Arrival of envelopes: bytes are held against their digests, 01 is written, systems are told."""

import datetime as dt
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lienthong.axis.exchange.choices import (
    BusinessType,
    CarriageKind,
    CarriageState,
    DeliveryStatus,
)
from lienthong.axis.exchange.models import Delivery, Outbox, Package, PackageFile, StatusReport
from lienthong.axis.exchange.rules import clocks
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies.queries.lives import family
from lienthong.kernel.files import vault

from . import addressing, calendar, dispatching, handlers, letters, relaying, retracting

S = DeliveryStatus


class EnvelopeDamaged(ValueError):
    """The stored bytes are not those that were handed over."""


_ARRIVED = """
UPDATE exchange_delivery d SET status = '01', arrived_at = r.time, register_due_at = r.due,
       calendar_version = r.version, receiver_id = r.receiver, addressed_to_id = r.addressed
  FROM unnest(%(ids)s::bigint[], %(times)s::timestamptz[], %(dues)s::timestamptz[],
              %(versions)s::text[], %(receivers)s::bigint[], %(addressed)s::bigint[])
       AS r(id, time, due, version, receiver, addressed)
 WHERE d.id = r.id
"""


_REPORTED = """
INSERT INTO exchange_statusreport (delivery_id, code, description, person_name, post_title, at,
  relayed_at)
SELECT r.delivery, '01', %(words)s, %(name)s, '', r.time, %(at)s
  FROM unnest(%(ids)s::bigint[], %(times)s::timestamptz[]) AS r(delivery, time)
RETURNING delivery_id, id
"""


def arrive(rows: Sequence[Outbox], worker: Actor, at: dt.datetime) -> None:
    """Hand the envelopes of the rows over; raises when one of them cannot be, undone by the caller.

    What has arrived already is passed over: a replay or a second worker changes nothing.
    """
    wanted = [row.delivery_id for row in rows]
    deliveries = [
        delivery
        for delivery in Delivery.objects.filter(pk__in=wanted).order_by("pk")
        if delivery.arrived_at is None and delivery.status == ""
    ]
    if not deliveries:
        return
    arrivals = _unpack(deliveries)
    _redirect(deliveries, at)
    arrivals = [a for a in arrivals if a.delivery.current]
    deliveries = [a.delivery for a in arrivals]
    if not deliveries:
        return
    _write_arrival(deliveries, at)
    reports = _report(deliveries, worker, at)
    handlers.tell_arrivals(arrivals, at)
    _tell_senders(deliveries, reports, at)
    for arrival in arrivals:
        if arrival.package.kind == BusinessType.RECALL:
            _ask_back(arrival, worker, at)


def _unpack(deliveries: Sequence[Delivery]) -> list[handlers.Arrival]:
    packages = Package.objects.in_bulk({delivery.package_id for delivery in deliveries})
    files: dict[int, list[PackageFile]] = {pk: [] for pk in packages}
    listed = PackageFile.objects.filter(package__in=packages).select_related("stored")
    for file in listed.order_by("position"):
        files[file.package_id].append(file)
    messages = {}
    for pk, package in packages.items():
        check_files(package, files[pk])
        messages[pk] = retracting.message_of(package)
    arrivals = []
    for delivery in deliveries:
        delivery.package = packages[delivery.package_id]
        arrivals.append(
            handlers.Arrival(
                delivery, delivery.package, messages[delivery.package_id],
                tuple(files[delivery.package_id]),
            )
        )  # fmt: skip
    return arrivals


def check_files(package: Package, files: Sequence[PackageFile]) -> None:
    """Hold the stored bytes against the digests of the package; raises `EnvelopeDamaged`."""
    if letters.content_digest([file.sha256 for file in files]) != package.content_sha256:
        raise EnvelopeDamaged(_("Danh sách tệp của gói tin đã bị thay đổi."))
    for file in files:
        try:
            found = vault.digest_of(file.sha256)
        except vault.ContentMissing as error:
            raise EnvelopeDamaged(
                _("Tệp %(name)s không còn trong kho.") % {"name": file.name}
            ) from error
        if found != file.sha256:
            raise EnvelopeDamaged(_("Tệp %(name)s không còn nguyên vẹn.") % {"name": file.name})


def _redirect(deliveries: Sequence[Delivery], at: dt.datetime) -> None:
    """Turn envelopes of agencies that ended on the way to their mail successors.

    A successor that has its own delivery of the same package needs no second one: the envelope of
    the ended agency then stands no more, and is shown so.
    """
    named = {delivery.receiver_id for delivery in deliveries}
    alive = {a.receiver_id for a in addressing.resolve(named, at) if a.addressed_to_id is None}
    for delivery in deliveries:
        if delivery.receiver_id in alive:
            continue
        heir = addressing.resolve([delivery.receiver_id], at)[0].receiver_id
        if heir == delivery.sender_id:
            raise addressing.UnknownReceiver(
                _("Nơi nhận đã kết thúc hoạt động và chưa có nơi nhận thay.")
            )
        delivery.addressed_to_id = delivery.addressed_to_id or delivery.receiver_id
        if heir in dispatching.current_deliveries(delivery.package, delivery.sender_id):
            delivery.current = False
            delivery.save(update_fields=["current", "addressed_to"])
        else:
            delivery.receiver_id = heir


def _write_arrival(deliveries: Sequence[Delivery], at: dt.datetime) -> None:
    """Set 01 and the receiver's clock, which runs from the arrival (Đ4.2.c, 22)."""
    dues: dict[tuple[dt.datetime, int], clocks.Due] = {}
    for delivery in deliveries:
        arrived = clocks.later(at, delivery.handed_over_at)
        key = (arrived, delivery.priority)
        if key not in dues:
            dues[key] = clocks.register_due(arrived, delivery.priority, calendar.of_agency())
        delivery.status, delivery.arrived_at = S.ARRIVED.value, arrived
        delivery.register_due_at, delivery.calendar_version = (
            dues[key].at,
            dues[key].calendar_version,
        )
    with connection.cursor() as cursor:
        cursor.execute(
            _ARRIVED,
            {
                "ids": [d.pk for d in deliveries],
                "times": [d.arrived_at for d in deliveries],
                "dues": [d.register_due_at for d in deliveries],
                "versions": [d.calendar_version for d in deliveries],
                "receivers": [d.receiver_id for d in deliveries],
                "addressed": [d.addressed_to_id for d in deliveries],
            },
        )
    _let_see(deliveries)


def _report(deliveries: Sequence[Delivery], worker: Actor, at: dt.datetime) -> list[StatusReport]:
    """Write the reports of 01 in one statement, in the order of the deliveries."""
    words, times = str(S.ARRIVED.label), [d.arrived_at or at for d in deliveries]
    with connection.cursor() as cursor:
        cursor.execute(
            _REPORTED,
            {"words": words, "name": worker.name, "at": at, "times": times,
             "ids": [d.pk for d in deliveries]},
        )  # fmt: skip
        keys = dict(cursor.fetchall())
    return [
        StatusReport(
            pk=keys[delivery.pk], delivery=delivery, code=S.ARRIVED.value, description=words,
            person_name=worker.name, at=time, relayed_at=at,
        )
        for delivery, time in zip(deliveries, times, strict=True)
    ]  # fmt: skip


def _let_see(deliveries: Sequence[Delivery]) -> None:
    for delivery in deliveries:
        package = delivery.package
        if delivery.receiver_id not in package.party_ids:
            package.party_ids = [*package.party_ids, delivery.receiver_id]
            package.save(update_fields=["party_ids"])


def _tell_senders(
    deliveries: Sequence[Delivery], reports: Sequence[StatusReport], at: dt.datetime
) -> None:
    """Tell the senders of 01 at once; where their system fails, the outbox tries again."""
    news = [
        handlers.StatusNews(delivery, report, delivery.sender_id)
        for delivery, report in zip(deliveries, reports, strict=True)
    ]
    try:
        with transaction.atomic():
            handlers.tell_statuses(news, at)
    except relaying.DATABASE_FAULTS:
        raise
    except Exception:  # noqa: BLE001  a sender's fault must not keep the receiver from its paper
        StatusReport.objects.filter(pk__in=[r.pk for r in reports]).update(relayed_at=None)
        Outbox.objects.bulk_create(
            Outbox(
                kind=CarriageKind.STATUS, delivery=item.delivery, report=item.report,
                target_id=item.to_agency_id, state=CarriageState.WAITING, created_at=at,
            )
            for item in news
        )  # fmt: skip


def _ask_back(arrival: handlers.Arrival, worker: Actor, at: dt.datetime) -> None:
    """A notice of recall that arrives as a message asks as 13 does; both are answered once.

    On both sides it counts for the papers of the lives before: an heir's notice takes back what its
    predecessor had sent, also from the receiver's predecessor.
    """
    standing = Delivery.objects.filter(
        package__sender__in=family(arrival.package.sender_id),
        package__document_id__in=retracting.recalled_ids(arrival.message),
        receiver__in=family(arrival.delivery.receiver_id),
        sender__in=family(arrival.delivery.sender_id),
        current=True,
    )
    retracting.ask_back(standing.order_by("pk"), reason=arrival.message.subject, by=worker, at=at)
