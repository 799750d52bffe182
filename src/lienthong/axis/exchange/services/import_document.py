"""A document from a file: kept once however many offices bring it, delivered to those it names."""

import datetime as dt
import hashlib
import io

from django.db import connection
from django.utils.translation import gettext as _

from lienthong.axis.exchange import events
from lienthong.axis.exchange.choices import BusinessType, Channel
from lienthong.axis.exchange.models import Delivery, Package
from lienthong.axis.exchange.policies import acts_for
from lienthong.axis.exchange.rules import writing
from lienthong.axis.exchange.rules.messages import DocumentMessage
from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files import services as files
from lienthong.kernel.files.models import StoredFile

from . import addressing, dispatching, letters, retracting, updating
from .edge import EdgeRefused, Incoming, Receipt, agency_of, comes_by_exchange, is_own


def take(
    message: DocumentMessage, incoming: Incoming, root: writing.Node, by: Actor, at: dt.datetime
) -> Receipt:
    """Make the deliveries of a document; raises `EdgeRefused`, `dispatching.ContentDiffers`."""
    sender_id = agency_of(
        message.sender.organ_id, at, "19",
        _("Bên gửi có mã %(code)s chưa được đăng ký ở đây. Hãy báo quản trị thêm cơ quan này."),
    )  # fmt: skip
    receivers, removed = _ours(message, by, at)
    seen = _seen(message, incoming, sender_id, receivers, at)
    if seen is not None:
        return seen
    if is_own(sender_id) and not incoming.is_believed:
        raise comes_by_exchange("21")
    with act(events.DISPATCHED, by=by, at=at, agency_id=sender_id):
        asked = _ask_back(message, sender_id, removed, at)
        if not receivers:
            return incoming.receipt(asked[0].package, [d.pk for d in asked], repeated=False)
        revision = _revision(message, incoming, sender_id, receivers, at)
        stored = _store(incoming, by.agency_id or receivers[0], by, at)
        sent = dispatching.send_package(
            sender_id=sender_id, message=message, core=_core(root), files=stored,
            receivers=receivers, signed_at=at, by=by, at=at, channel=Channel.FILE,
            revision=revision,
            extra={
                "source_sha256": incoming.digest,
                "envelope_verdict": incoming.verdict.answer,
                "envelope_verdict_text": incoming.verdict.text,
            },
        )  # fmt: skip
    return incoming.receipt(sent.package, sent.delivery_ids.values(), sent.repeated)


def _ours(message: DocumentMessage, by: Actor, at: dt.datetime) -> tuple[list[int], list[int]]:
    """The receivers of this installation that the actor may take for, and those that an update
    takes off the list; raises `EdgeRefused` when there is none of either."""
    update = message.business.update if message.business else None
    gone = [change.organ_id for change in update.changes if not change.added] if update else []
    receivers = _agencies([party.organ_id for party in message.receivers], by, at)
    removed = _agencies(gone, by, at)
    if not receivers and not removed:
        raise EdgeRefused(
            _("Không có nơi nhận nào của gói tin thuộc cơ quan của bạn. Hãy kiểm tra mã định danh"
              " nơi nhận."), "18",
        )  # fmt: skip
    return [pk for pk in receivers if pk not in removed], removed


def _agencies(codes: list[str], by: Actor, at: dt.datetime) -> list[int]:
    found = []
    for code in codes:
        try:
            agency_id = agency_of(code, at, "18", "%(code)s")
        except EdgeRefused:
            continue  # a receiver of another installation
        address = addressing.resolve([agency_id], at)[0]
        if not address.outside and (by.is_system or acts_for(by, address.receiver_id)):
            found.append(agency_id)
    return found


def _digests(incoming: Incoming) -> list[str]:
    return [hashlib.sha256(a.payload).hexdigest() for a in incoming.envelope.attachments]


def _seen(
    message: DocumentMessage, incoming: Incoming, sender_id: int, receivers: list[int],
    at: dt.datetime,
) -> Receipt | None:  # fmt: skip
    """The first receipt again, where the file or the document has been taken for all of them."""
    same = Package.objects.filter(sender=sender_id, document_id=message.document_id)
    if message.kind == BusinessType.UPDATE:
        known = same.filter(source_sha256=incoming.digest).first()
    else:
        known = same.filter(revision=0).first()
        if known is not None:
            dispatching.refuse_other_content(
                known, message, _digests(incoming), at, alarmed=receivers[0] if receivers else None
            )
    if known is None:
        return None
    have = dispatching.current_deliveries(known, sender_id)
    wanted = [a.receiver_id for a in addressing.resolve(receivers, at)]
    if not set(wanted) <= set(have):
        return None
    return incoming.receipt(known, [have[pk] for pk in wanted], repeated=True)


def _revision(
    message: DocumentMessage, incoming: Incoming, sender_id: int, receivers: list[int],
    at: dt.datetime,
) -> int:  # fmt: skip
    """0 for a document, after joining what another office may have brought; the next number for an
    update, whose files must be those of what it updates."""
    digests = _digests(incoming)
    with connection.cursor() as cursor:
        if message.kind != BusinessType.UPDATE:
            content, said = letters.content_digest(digests), letters.message_digest(message)
            for address in addressing.resolve(receivers, at):
                cursor.execute(
                    "SELECT exchange_join_package(%s, %s, %s, %s, %s)",
                    [sender_id, message.document_id, said, content, address.receiver_id],
                )
                if cursor.fetchone()[0] == -1:
                    raise dispatching.content_differs(
                        address.receiver_id, message.document_id, "", content, at
                    )
            return 0
        _hold_files(message, digests, sender_id, receivers[0], at)
        cursor.execute("SELECT exchange_next_revision(%s, %s)", [sender_id, message.document_id])
        return int(cursor.fetchone()[0])


def _original(message: DocumentMessage, sender_id: int) -> Package | None:
    updated = message.business.document_id if message.business else ""
    return Package.objects.filter(sender=sender_id, document_id=updated, revision=0).first()


def _hold_files(
    message: DocumentMessage, digests: list[str], sender_id: int, agency_id: int, at: dt.datetime
) -> None:
    original = _original(message, sender_id)
    if original is not None and digests:
        updating.refuse_changed_files(original, digests, agency_id=agency_id, at=at)


def _ask_back(
    message: DocumentMessage, sender_id: int, removed: list[int], at: dt.datetime
) -> list[Delivery]:
    """An update that takes receivers off the list asks them to give the document back (13)."""
    if not removed:
        return []
    original = _original(message, sender_id)
    standing = Delivery.objects.filter(
        package=original, sender=sender_id, receiver__in=removed, current=True
    ).select_related("package")
    found = list(standing.order_by("pk"))
    if not found:
        raise EdgeRefused(_("Không có văn bản nào đã nhận ứng với gói tin cập nhật này."), "18")
    reason = message.business.reason if message.business else ""
    retracting.ask_back(
        found, reason=reason or _("bỏ khỏi danh sách nơi nhận"), by=system_actor(sender_id), at=at
    )
    return found


def _store(incoming: Incoming, agency_id: int, by: Actor, at: dt.datetime) -> list[StoredFile]:
    return [
        files.store(
            stream=io.BytesIO(attachment.payload), name=attachment.enclosure.name,
            agency_id=agency_id, by=by, at=at,
        )
        for attachment in incoming.envelope.attachments
    ]  # fmt: skip


def _core(root: writing.Node) -> bytes:
    """The file as it came, without the bytes of its files."""
    for node in list(root):
        if str(node.tag).endswith("AttachmentEncoded"):
            root.remove(node)
    return writing.serialise(root)
