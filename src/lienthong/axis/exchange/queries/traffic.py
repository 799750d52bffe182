"""Deliveries, their story, what is not confirmed, what was set aside, and alarms."""

from dataclasses import dataclass
from typing import BinaryIO

from django.db import connection
from django.db.models import QuerySet

from lienthong.axis.exchange.choices import (
    BusinessType,
    CarriageState,
    Channel,
    DeliveryStatus,
    Stage,
)
from lienthong.axis.exchange.models import (
    Delivery,
    Incident,
    Outbox,
    Package,
    PackageFile,
    StatusReport,
)
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies.queries.lives import family
from lienthong.kernel.files import vault


def get_delivery(actor: Actor, delivery_id: int) -> Delivery:
    """One delivery of one's own side; raises `Delivery.DoesNotExist` for a stranger's as for none."""
    return limit(Delivery.objects.select_related("package"), actor).get(pk=delivery_id)


def get_package(actor: Actor, package_id: int) -> Package:
    """One package that one is a party of; raises `Package.DoesNotExist`."""
    return limit(Package.objects.all(), actor).get(pk=package_id)


def find_package(actor: Actor, document_id: str) -> Package | None:
    """The package of a document by its identifier, as first sent."""
    found = limit(Package.objects.filter(document_id=document_id, revision=0), actor)
    return found.order_by("pk").first()


def list_deliveries(actor: Actor, package: Package) -> QuerySet[Delivery]:
    """The deliveries of a package that the actor's agencies sent or received, in order."""
    found = limit(Delivery.objects.filter(package=package), actor)
    return found.select_related("sender", "receiver").order_by("hop", "pk")


def list_unconfirmed(actor: Actor) -> QuerySet[Delivery]:
    """Theo dõi phát hành: all that was sent and no clerk has taken, over all documents."""
    own = Delivery.objects.filter(
        sender=actor.agency_id, current=True, accepted_at=None, paper_finding=False
    ).exclude(stage=Stage.WITHDRAWN)
    own = own.exclude(status=DeliveryStatus.RETRACT_REFUSED)  # an update that was answered
    return limit(own, actor).select_related("package", "receiver").order_by("due_at", "pk")


def list_to_export(actor: Actor) -> QuerySet[Delivery]:
    """What the actor's agency owes to agencies of other installations: files to be taken out."""
    found = Delivery.objects.filter(
        sender=actor.agency_id, current=True, channel=Channel.FILE, arrived_at=None,
        receiver__outside=True,
    )  # fmt: skip
    return limit(found, actor).select_related("package", "receiver").order_by("pk")


def list_reports(actor: Actor, delivery: Delivery) -> QuerySet[StatusReport]:
    """The story of a delivery in order."""
    return limit(StatusReport.objects.filter(delivery=delivery), actor).order_by("at", "pk")


def list_dead(actor: Actor) -> QuerySet[Outbox]:
    """Envelopes and statuses that could not be carried, each with its cause, newest first."""
    found = limit(Outbox.objects.filter(state=CarriageState.DEAD), actor)
    return found.select_related("delivery__package").order_by("-dead_at", "-pk")


def list_incidents(actor: Actor) -> QuerySet[Incident]:
    """Alarms that nobody has settled, newest first."""
    return limit(Incident.objects.filter(settled_at=None), actor).order_by("-pk")


def list_open_retractions(actor: Actor) -> QuerySet[Delivery]:
    """What the actor's agency asked back, of its own and of its predecessors' papers, and the
    receivers have not destroyed (Đ18.4.b)."""
    found = Delivery.objects.filter(
        sender__in=family(actor.agency_id), retract__in=["13", "16"]
    ).exclude(status__in=["02", "15"])
    return limit(found, actor).select_related("package", "receiver").order_by("pk")


def list_updates(actor: Actor, package: Package) -> QuerySet[Delivery]:
    """The deliveries of the updates of a document, newest first, with what was answered."""
    found = Delivery.objects.filter(
        package__sender=package.sender_id,
        package__document_id=package.document_id,
        package__kind=BusinessType.UPDATE,
    )
    return limit(found, actor).select_related("package", "receiver").order_by("-pk")


@dataclass(frozen=True, slots=True)
class ForwardSummary:
    """What became of a document, in sums: the first ring, and what its receivers passed on."""

    receivers: int
    arrived: int
    accepted: int
    returned: int
    forwarders: int
    forwarded: int
    forwarded_arrived: int
    forwarded_accepted: int


def forward_summary(actor: Actor, package: Package) -> ForwardSummary:
    """The sums that the issuer may see of both rings; all zero for anybody else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM exchange_forward_summary(%s)", [package.pk])
        return ForwardSummary(*cursor.fetchone())


def list_files(actor: Actor, package: Package) -> list[PackageFile]:
    """The files of a package in order; none once the receiver has carried out a recall."""
    return list(limit(PackageFile.objects.filter(package=package), actor).order_by("position"))


def open_package_file(actor: Actor, file_id: int) -> BinaryIO:
    """The bytes of a file of a package that one holds; raises `PackageFile.DoesNotExist`."""
    file = limit(PackageFile.objects.all(), actor).get(pk=file_id)
    return vault.opened(file.sha256)


def quick_registrations(actor: Actor, seconds: float = 2.0) -> QuerySet[Delivery]:
    """Deliveries registered within seconds of their arrival, as a machine would (§4.5)."""
    found = Delivery.objects.filter(receiver__in=sorted(actor.agency_ids)).extra(
        where=["accepted_at - arrived_at < make_interval(secs => %s)"], params=[seconds]
    )
    return limit(found, actor).order_by("-accepted_at")
