"""Files that come in by the hundred: each checked for a secrecy mark in memory, kept, queued.

Nothing is kept twice: a file sent again after a broken line is the same item by its key, the same
bytes are a duplicate by their digest. Reading is done by the worker (`intake_reading`).
"""

import datetime as dt
import hashlib
import io
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from lienthong.axis.reading import api as reading
from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.facts.recording import act, after_commit
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.names import clean_name
from lienthong.kernel.files.services import ArchiveRefused, FileRefused, StorageFull, store
from lienthong.kernel.lanes import SCANS

from ..choices import Channel, IntakeSource, IntakeState, Verb
from ..models import AnnouncedFile, IncomingDocument, IncomingMail, IntakeBatch, IntakeItem
from . import layers
from .incoming import Paper, Refused, arrive

LIMIT = 50 * 1024 * 1024  # octets of one file
MOST = 1000  # files of one batch
ACCEPTED = frozenset(
    {
        "application/pdf",
        "image/png",
        "image/jpeg",
        "image/tiff",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/msword",
        "application/rtf",
        "application/vnd.oasis.opendocument.text",
    }
)
DOORS = frozenset({Channel.PAPER, Channel.MAIL, Channel.POST})


Looked = tuple[bool, reading.Words | None]  # bears a secrecy mark; the words of the first page


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file on its way in; `key` marks the sender's file, an empty one is made from its bytes.

    `cause` says why there is no content to take; `looked` what a look for a secrecy mark has found
    already.
    """

    name: str
    content: bytes
    key: str = ""
    cause: str = ""
    looked: Looked | None = None


def open_batch(
    *, channel: str, by: Actor, at: dt.datetime, source: str = IntakeSource.DROPPED
) -> IntakeBatch:
    """A batch for files that come by one door. Raises `Refused` for a door that takes no files."""
    if not by.is_system:
        require(by, Verb.RECEIVE)
    if channel not in DOORS:
        raise Refused(_("Hãy chọn văn bản đến bằng đường nào: giấy, thư điện tử hay bưu chính."))
    with act("documents.intake_opened", by=by, at=at) as fact:
        batch = IntakeBatch.objects.create(
            agency_id=by.agency_id, channel=channel, source=source, person_id=by.person_id,
            opened_at=at,
        )  # fmt: skip
        fact.about(batch)
    return batch


def key_of(*marks: object) -> str:
    """The key of a file from what its sender knows of it."""
    return hashlib.sha256("|".join(map(str, marks)).encode()).hexdigest()


def add_file(
    *,
    batch: IntakeBatch,
    incoming: Incoming,
    mail: IncomingMail | None = None,
    by: Actor,
    at: dt.datetime,
    reader: reading.FileReader | None = None,
) -> IntakeItem:
    """Take one file into a batch and give its item; the same file once more gives the same item.

    `mail` is the message that carried it. What cannot be taken (too large, of another kind, secret) is an item too, with its cause and
    without bytes. Raises `Refused` when the batch is full, `StorageFull` when the disk is: then
    nothing was kept and the file may be sent again.
    """
    if not by.is_system:
        require(by, Verb.RECEIVE)
    item = begun(batch, incoming, at)
    if item.pk is not None:
        return item
    item.mail = mail
    cause = incoming.cause or _fault(incoming.content)
    looked = incoming.looked or ((False, None) if cause else _look(incoming.content, at, reader))
    secret, words = looked
    if secret:
        return keep_stop(item, by, at)
    with act("documents.intake_added", by=by, at=at) as fact:
        hold_alone(batch.agency_id, item.sha256)
        again = IntakeItem.objects.filter(batch=batch, key=item.key).first()
        if again is not None:  # the same file by another request, a moment ago
            return again
        if cause:
            end(item, IntakeState.SET_ASIDE, at, cause=cause)
        elif not _known_before(item, at):
            _store(item, incoming.content, by, at)
        if item.file is not None:
            layers.keep_words(original=item.file, words=words, at=at)
        item.save()
        come(item)
        fact.about(item)
        if item.state == IntakeState.WAITING:
            defer_soon(item)
    return item


def begun(batch: IntakeBatch, incoming: Incoming, at: dt.datetime) -> IntakeItem:
    """The item of a file that came before, or a new one, unsaved. Raises `Refused` when the batch is full."""
    digest = hashlib.sha256(incoming.content).hexdigest()
    key = key_of(incoming.key or f"{incoming.name}|{digest}")
    known = IntakeItem.objects.filter(batch=batch, key=key).first()
    if known is not None:
        come(known)
        return known
    refuse_full(batch, 1)
    return IntakeItem(
        batch=batch, agency_id=batch.agency_id, key=key, name=clean_name(incoming.name),
        size=len(incoming.content), sha256=digest, added_at=at,
    )  # fmt: skip


def refuse_full(batch: IntakeBatch, more: int) -> None:
    """Raise `Refused` where the batch cannot take so many more."""
    if IntakeItem.objects.filter(batch=batch).count() + more > MOST:
        raise Refused(
            _("Mỗi đợt nhiều nhất %(n)d tệp. Hãy mở đợt khác cho các tệp còn lại.") % {"n": MOST}
        )


def come(item: IntakeItem) -> None:
    """The file is no longer one that is to come."""
    AnnouncedFile.objects.filter(batch_id=item.batch_id, key=item.key).delete()


def _fault(content: bytes) -> str:
    if len(content) > LIMIT:
        return _("Tệp lớn hơn 50 MB. Hãy tách tệp hoặc gửi bản giấy kèm theo.")
    if not content:
        return _("Tệp rỗng.")
    return ""


def _look(content: bytes, at: dt.datetime, reader: reading.FileReader | None) -> Looked:
    if reader is not None:
        return reader.look(content)
    with reading.FileReader(at.date()) as own:
        return own.look(content)


def keep_stop(item: IntakeItem, by: Actor, at: dt.datetime) -> IntakeItem:
    """That a paper was stopped, and when: neither its name nor its bytes nor their digest."""
    with act("documents.secret_stopped", by=by, at=at) as fact:
        item.name, item.sha256, item.size = "", "", 0
        item.mail = None
        end(item, IntakeState.SECRET, at)
        item.save()
        come(item)
        fact.about(item)
    return item


def hold_alone(agency_id: int, *digests: str) -> None:
    """Until this transaction ends nobody else takes in the same bytes for this agency.

    Those of several files at once, in one order: two messages that share papers never cross.
    """
    names = sorted({f"documents-intake:{agency_id}:{digest}" for digest in digests})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(d, 0)) FROM unnest(%s::text[]) d",
            [names],
        )


def _known_before(item: IntakeItem, at: dt.datetime) -> bool:
    """Whether these bytes wait, or are a paper of this agency already; the item then says which."""
    first = (
        IntakeItem.objects.filter(
            agency_id=item.agency_id,
            sha256=item.sha256,
            state__in=[IntakeState.WAITING, IntakeState.TAKEN, IntakeState.SET_ASIDE],
            file__isnull=False,
        )
        .order_by("pk")
        .first()
    )
    held = StoredFile.objects.filter(agency_id=item.agency_id, sha256=item.sha256)
    paper = (
        IncomingDocument.objects.filter(agency_id=item.agency_id, file__in=held)
        .order_by("pk")
        .first()
    )
    if first is None and paper is None:
        return False
    item.same_as, item.same_document = first, paper
    end(item, IntakeState.DUPLICATE, at)
    return True


def _store(item: IntakeItem, content: bytes, by: Actor, at: dt.datetime) -> None:
    try:
        item.file = store(
            io.BytesIO(content), name=item.name, agency_id=item.agency_id, by=by, at=at,
            limit=LIMIT, accept=ACCEPTED, expected_sha256=item.sha256,
        )  # fmt: skip
    except StorageFull:
        raise
    except (ArchiveRefused, FileRefused) as refusal:
        end(item, IntakeState.SET_ASIDE, at, cause=str(refusal))


def end(item: IntakeItem, state: IntakeState, at: dt.datetime, cause: str = "") -> None:
    """How the item ends, unsaved."""
    item.state, item.cause, item.ended_at = state, cause, at


def defer(batch_id: int, agency_id: int) -> None:
    """Let the worker read what waits in a batch; one job that waits is enough."""
    from procrastinate.contrib.django import app
    from procrastinate.exceptions import AlreadyEnqueued

    job = app.configure_task(
        "lienthong.systems.documents.jobs.read_intake",
        queueing_lock=f"intake-{batch_id}",
        queue=SCANS,
    )
    try:
        job.defer(batch_id=batch_id, agency_id=agency_id)
    except AlreadyEnqueued:  # the one that waits will find this file too
        return


def defer_soon(item: IntakeItem) -> None:
    """Let the worker read a file once this act is kept."""
    batch_id, agency_id = item.batch_id, item.agency_id
    after_commit(lambda: defer(batch_id, agency_id))


def channel_of(item: IntakeItem) -> str:
    """By which way a paper of this file came: by mail where a message carried it, whatever else the batch holds."""
    return Channel.MAIL if item.mail_id is not None else item.batch.channel


class NotSetAside(Refused):
    """The file does not wait for a decision (any more)."""


def take_by_hand(*, item: IntakeItem, by: Actor, at: dt.datetime) -> IncomingDocument:
    """Take in a file that could not be read: the clerk types what it says.

    Raises `NotSetAside` when it is not set aside or its bytes were not kept.
    """
    require(by, Verb.RECEIVE)
    with act("documents.taken_in", by=by, at=at) as fact:
        locked = set_aside_one(item)
        paper = Paper(channel=channel_of(locked), file_id=locked.file_id)
        document = arrive(locked.agency_id, paper, at)
        locked.document = document
        locked.state, locked.ended_at = IntakeState.TAKEN, at
        locked.save()
        fact.about(document)
    return document


def drop(*, item: IntakeItem, reason: str, by: Actor, at: dt.datetime) -> IntakeItem:
    """Make no paper of a file that was set aside, with the reason; its bytes stay as they came."""
    require(by, Verb.RECEIVE)
    if not reason.strip():
        raise Refused(_("Hãy ghi lý do không nhập tệp này."))
    with act("documents.intake_ended", by=by, at=at, subject=item):
        locked = _locked(item)
        end(locked, IntakeState.DROPPED, at, cause=reason.strip())
        locked.save()
    return locked


def _locked(item: IntakeItem) -> IntakeItem:
    locked = (
        IntakeItem.objects.select_for_update(of=("self",)).select_related("batch").get(pk=item.pk)
    )
    if locked.state != IntakeState.SET_ASIDE:
        raise NotSetAside(_("Tệp này không còn chờ quyết định: có thể người khác đã nhập hoặc bỏ."))
    return locked


def set_aside_one(item: IntakeItem) -> IntakeItem:
    """The file, locked until this transaction ends. Raises `NotSetAside`, also where no bytes were kept."""
    locked = _locked(item)
    if locked.file_id is None:
        raise NotSetAside(_("Tệp này không được lưu nên không nhập được. Hãy gửi lại tệp đúng."))
    return locked
