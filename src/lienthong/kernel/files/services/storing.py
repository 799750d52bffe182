"""Storing bytes and referring to them. The bytes are on disk, whole, before the row can commit."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import BinaryIO, NamedTuple

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.facts.recording import act
from lienthong.kernel.many import insert_many
from lienthong.kernel.text import format_date
from lienthong.kernel.worktime.rules import local_date

from .. import events, media, vault
from ..models import Blob, StoredFile
from ..names import clean_name

DEFAULT_LIMIT = 200 * 1024 * 1024


class TypeRefused(vault.FileRefused):
    """A file whose content is of a kind that is not taken here."""


class FileDestroyed(Exception):
    """The bytes were lawfully destroyed; the message says when and why."""


def store(
    stream: vault.Readable,
    *,
    name: str,
    agency_id: int,
    by: Actor,
    at: dt.datetime,
    limit: int | None = None,
    label: str = "",
    accept: Collection[str] | None = None,
    expected_size: int | None = None,
    expected_sha256: str | None = None,
) -> StoredFile:
    """Take a stream whole and refer to it for an agency; the same bytes lie once.

    `limit` in bytes (setting FILE_LIMIT, else 200 MB); `accept` media types by content, any but
    programs when None; `expected_*` what the sender announced. Raises `FileTooLarge`, `FileEmpty`,
    `UploadCutOff`, `StorageFull`, `TypeRefused`, `ArchiveRefused`; then nothing is kept.
    """
    limit = limit or int(getattr(settings, "FILE_LIMIT", DEFAULT_LIMIT))
    with vault.spooled(
        stream, limit=limit, expected_size=expected_size, expected_sha256=expected_sha256
    ) as received:
        with received.path.open("rb") as content:
            media_type = media.media_type_of(content)
        _accept(media_type, accept, name)
        with act(events.FILE_STORED, by=by, at=at, agency_id=agency_id) as fact:
            _hold(received.sha256)
            vault.keep(received)
            blob = _blob(received, media_type, at)
            stored = _refer(blob, name, label, agency_id, by, at)
            fact.about(stored)
    return stored


def share(
    stored: StoredFile, *, agency_id: int, by: Actor, at: dt.datetime, name: str | None = None
) -> StoredFile:
    """A reference to the same bytes for another agency, under another name where one is given.

    Run by the worker, whose role may write another agency's rows. Raises `FileDestroyed`.
    """
    wanted = [Share(stored, agency_id, name)]
    return share_all(wanted, agency_id=agency_id, by=by, at=at)[0]


class Share(NamedTuple):
    """Bytes that an agency is to hold as well, under their own name or another."""

    stored: StoredFile
    agency_id: int
    name: str | None = None


def share_all(
    wanted: Sequence[Share], *, agency_id: int | None = None, by: Actor, at: dt.datetime
) -> list[StoredFile]:
    """References to bytes for many agencies in one act, as a delivery makes them for its receivers.

    Gives the references in the order wanted, in two statements however many; `agency_id` is for
    whom the act is, the actor's own by default. Raises `FileDestroyed` when one of the files was.
    """
    if not wanted:
        return []
    for one in wanted:
        _refuse_destroyed(one.stored)
    with act(events.FILE_SHARED, by=by, at=at, agency_id=agency_id) as fact:
        _hold(*{one.stored.sha256 for one in wanted})
        made = insert_many([_reference(one, by, at) for one in wanted])
        if len(made) == 1:
            fact.about(made[0])
    return made


def _reference(wanted: Share, by: Actor, at: dt.datetime) -> StoredFile:
    stored = wanted.stored
    return StoredFile(
        agency_id=wanted.agency_id, blob_id=stored.sha256, sha256=stored.sha256, size=stored.size,
        media_type=stored.media_type, label=stored.label, stored_at=at, stored_by=by.name,
        name=clean_name(stored.name if wanted.name is None else wanted.name),
    )  # fmt: skip


def open_file(stored: StoredFile) -> BinaryIO:
    """The bytes as a stream. Raises `FileDestroyed`, or `ContentMissing` when the store lost them."""
    _refuse_destroyed(stored)
    return vault.opened(stored.sha256)


def _accept(media_type: str, accept: Collection[str] | None, name: str) -> None:
    if media_type in media.PROGRAMS:
        raise TypeRefused(_("Tệp “%s” là chương trình nên không được nhận.") % clean_name(name))
    if accept is not None and media_type not in accept:
        raise TypeRefused(
            _("Nội dung tệp “%(name)s” là %(type)s, không đúng loại cần gửi. Hãy chọn tệp khác.")
            % {"name": clean_name(name), "type": media_type}
        )


def _hold(*digests: str) -> None:
    """Until this transaction ends nobody destroys these bytes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(files_lock(d)) FROM unnest(%s::text[]) d",
            [sorted(digests)],
        )


def _blob(received: vault.Spooled, media_type: str, at: dt.datetime) -> Blob:
    """The row of the bytes; the media type of the same bytes stays as it was first judged."""
    Blob.objects.bulk_create(
        [Blob(sha256=received.sha256, size=received.size, media_type=media_type, stored_at=at)],
        ignore_conflicts=True,
    )
    return Blob.objects.get(pk=received.sha256)


def _refer(
    blob: Blob, name: str, label: str, agency_id: int, by: Actor, at: dt.datetime
) -> StoredFile:
    return StoredFile.objects.create(
        agency_id=agency_id, blob_id=blob.sha256, sha256=blob.sha256, size=blob.size,
        media_type=blob.media_type, name=clean_name(name), label=label, stored_at=at,
        stored_by=by.name,
    )  # fmt: skip


def _refuse_destroyed(stored: StoredFile) -> None:
    if stored.destroyed_at is not None:
        raise FileDestroyed(
            _("Tệp đã được hủy ngày %(day)s: %(reason)s.")
            % {
                "day": format_date(local_date(stored.destroyed_at)),
                "reason": stored.destroyed_reason,
            }
        )
