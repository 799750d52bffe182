"""The log of accesses: who opened, downloaded or printed what (PL VI I.III.5.a, 6.l, 7.d)."""

import datetime as dt

from django.db import connection
from django.db.models import Model, Q

from lienthong.kernel.access.actor import Actor

from ..choices import AccessKind
from ..models import Access, StoredFile

AGAIN = dt.timedelta(days=1)  # so long a browser keeps what it was shown


def log_access(
    kind: str,
    subject: Model,
    *,
    by: Actor,
    at: dt.datetime,
    why: str = "",
    stored: StoredFile | None = None,
    revision: str = "",
) -> int:
    """Record one access to a row, in the caller's transaction; returns its number.

    `stored` is the file that was opened, `revision` which state of the document; `why` is asked
    for where the document is restricted. Raises ValueError for an unknown kind.
    """
    if isinstance(subject, StoredFile) and stored is None:
        stored = subject
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT files_log_access(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                at,
                AccessKind(kind).value,
                by.agency_id,
                by.person_id,
                by.post_id,
                by.stands_in_for,
                by.request_id,
                by.channel,
                subject._meta.label_lower,
                str(subject.pk),
                revision,
                stored.pk if stored else None,
                stored.sha256 if stored else "",
                why.strip(),
            ],
        )
        return int(cursor.fetchone()[0])


def log_once(kind: str, subject: Model, *, by: Actor, at: dt.datetime, stored: StoredFile) -> None:
    """Record an access that comes in many parts (pages, ranges), unless the person's access to the
    paper or the file stands in the log since yesterday: no part is the first one nobody sees."""
    what = Q(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    known = Access.objects.filter(person_id=by.person_id, at__gt=at - AGAIN, at__lte=at)
    if not known.filter(what | Q(file_id=stored.pk)).exists():
        log_access(kind, subject, by=by, at=at, stored=stored)


def erase_reasons(subject: Model) -> int:
    """Erase the reasons given for accesses to a row, within a lawful destruction; the chain holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT files_erase_reasons(%s, %s)", [subject._meta.label_lower, str(subject.pk)]
        )
        return int(cursor.fetchone()[0])
