"""Destroying references and bytes: a recall at the receiver, the end of retention (Đ18.4.b, PL VI)."""

import datetime as dt
import logging

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.facts.recording import act

from .. import events, vault
from ..models import Blob, StoredFile

log = logging.getLogger(__name__)
ORPHAN_AFTER = dt.timedelta(hours=24)  # longer than any request or transaction lives
SWEEP_AT_ONCE = 1000


class ReasonMissing(ValueError):
    """A destruction needs its lawful reason."""


def destroy_reference(stored: StoredFile, *, reason: str, by: Actor, at: dt.datetime) -> StoredFile:
    """Destroy an agency's reference; the bytes too when no other agency refers to them.

    Name and label go, digest, day and reason stay. Destroyed once more it stays as it is. The
    bytes go after the commit. Raises `ReasonMissing`.
    """
    if not reason.strip():
        raise ReasonMissing(_("Hãy ghi căn cứ hủy tệp."))
    with act(events.FILE_DESTROYED, by=by, at=at, agency_id=stored.agency_id, subject=stored):
        locked = StoredFile.objects.select_for_update().get(pk=stored.pk)
        if locked.destroyed_at is not None:
            return locked
        locked.blob, locked.name, locked.label = None, "", ""
        locked.destroyed_at, locked.destroyed_by = at, by.name
        locked.destroyed_reason = reason.strip()
        locked.save()
        _release(locked.sha256)
    return locked


def sweep(*, at: dt.datetime, older_than: dt.timedelta = ORPHAN_AFTER) -> int:
    """Remove bytes that nothing refers to: a rolled-back upload's, a killed process's.

    Only what is older than any running transaction. Returns how many were removed.
    """
    seconds = older_than.total_seconds()
    gone = vault.clear_incoming(seconds)
    with connection.cursor() as cursor:
        cursor.execute("SELECT files_unreferenced(%s, %s)", [at - older_than, SWEEP_AT_ONCE])
        unreferenced = [row[0] for row in cursor.fetchall()]
    for sha256 in unreferenced:
        with transaction.atomic():
            _release(sha256)
    batch: list[str] = []
    for sha256 in vault.held(seconds):
        batch.append(sha256)
        if len(batch) == SWEEP_AT_ONCE:
            gone += _remove_unknown(batch)
            batch = []
    return gone + len(unreferenced) + _remove_unknown(batch)


def clear_destroyed(digests: list[str]) -> int:
    """Take away bytes whose last reference was destroyed and that a dead process left; how many went.

    What another agency, or another paper, refers to stays.
    """
    for sha256 in digests:
        with transaction.atomic():
            _release(sha256)
    return _remove_unknown(digests)


def _release(sha256: str) -> None:
    """Take the row of the bytes away when nobody refers to them, and the bytes after the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT files_release_blob(%s)", [sha256])
        released = bool(cursor.fetchone()[0])
    if released:
        transaction.on_commit(lambda: _remove_unknown([sha256]), robust=True)


def _remove_unknown(digests: list[str]) -> int:
    """Remove bytes without a row, unless somebody is storing the same bytes right now."""
    known = set(Blob.objects.filter(pk__in=digests).values_list("pk", flat=True))
    gone = 0
    for sha256 in digests:
        if sha256 not in known:
            gone += _remove(sha256)
    return gone


def _remove(sha256: str) -> bool:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(files_lock(%s))", [sha256])
            if not cursor.fetchone()[0] or Blob.objects.filter(pk=sha256).exists():
                return False
        removed = vault.remove(sha256)
    if removed:
        log.info("bytes %s destroyed", sha256)
    return removed
