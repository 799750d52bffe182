"""The edge, outwards: a delivery as a .edxml file for its receiver, a report as a status file."""

import datetime as dt
from contextlib import closing

from cryptography import x509

from lienthong.axis.exchange.models import Delivery, Package, PackageFile, StatusReport
from lienthong.axis.exchange.rules import envelopes, hardening, writing
from lienthong.axis.exchange.rules.envelope_signature import PrivateKey, sign_tree
from lienthong.axis.exchange.rules.messages import (
    Attachment,
    Enclosure,
    Hop,
    ResponseFor,
    Staff,
    StatusMessage,
)
from lienthong.axis.exchange.rules.status import FROM_SENDER
from lienthong.kernel.agencies.queries.naming import sending_code
from lienthong.kernel.files import vault

from . import addressing, letters


def export_envelope(
    *,
    delivery: Delivery,
    at: dt.datetime,
    key: PrivateKey | None = None,
    certificate: x509.Certificate | None = None,
) -> bytes:
    """A delivery as a .edxml file for its receiver, with every hop that it took.

    With the node's key and certificate the envelope is signed (XMLDSig, SHA-256) and carries the
    digest of each file. Raises `hardening.Unreadable` when a file is too large for one,
    `letters.AgencyWithoutCode`.
    """
    package = Package.objects.get(pk=delivery.package_id)
    root = hardening.parse(bytes(package.core))
    day = addressing.local_day(at)
    envelopes.address(root, letters.party_of(delivery.receiver_id, day))
    envelopes.trace(root, _hops(delivery, package, day))
    if key is None or certificate is None:
        envelopes.drop_digests(root)
    else:
        root = sign_tree(root, key, certificate)
    writing.attach(root, _attachments(package))
    return writing.serialise(root)


def _hops(delivery: Delivery, package: Package, day: dt.date) -> list[Hop]:
    """The nodes that the package has passed, from the issuer to the last forwarder.

    A message that came as a file has its sender's own hop in it already.
    """
    chain = [delivery]
    while chain[-1].parent_id is not None:
        chain.append(Delivery.objects.get(pk=chain[-1].parent_id))
    steps = [step for step in reversed(chain) if step.hop or not package.source_sha256]
    return [
        Hop(sending_code(step.sender_id, day), step.handed_over_at or step.created_at)
        for step in steps
    ]


def _attachments(package: Package) -> tuple[Attachment, ...]:
    attachments = []
    for file in PackageFile.objects.filter(package=package).order_by("position"):
        with closing(vault.opened(file.sha256)) as content:
            payload = content.read()
        enclosure = Enclosure(file.content_id, file.name, file.media_type, file.description)
        attachments.append(Attachment(enclosure, payload))
    return tuple(attachments)


def export_status(*, report: StatusReport, at: dt.datetime) -> bytes:
    """A report as a status file for the other side."""
    delivery = Delivery.objects.select_related("package").get(pk=report.delivery_id)
    day, package = addressing.local_day(at), delivery.package
    sides = (delivery.sender_id, delivery.receiver_id)
    reporter, told = sides if report.code in FROM_SENDER else sides[::-1]
    message = StatusMessage(
        sender=letters.party_of(reporter, day),
        response_for=ResponseFor(
            sending_code(told, day), package.reference, package.document_id, package.issued_on
        ),
        code=report.code,
        at=report.at,
        description=report.description,
        staff=Staff(department=report.post_title) if report.post_title else None,
    )
    return writing.write(message)
