"""Writes of notify. Notices are made by the worker from recorded facts, never inside the act itself,
so that news goes out only of what was kept."""

import datetime as dt
from collections.abc import Iterable

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit

from .models import Notice


def tell(
    *,
    people: Iterable[int],
    agency_id: int,
    kind: str,
    text: str,
    url: str,
    key: str,
    at: dt.datetime,
    urgent: bool = False,
    mail: bool = False,
) -> int:
    """Tell people one sentence; `key` makes the same news reach each of them once.

    For the worker only (the wall keeps everybody else from writing to another's desk). Returns
    how many notices were new.
    """
    wanted = {person for person in people if person}
    known = set(
        Notice.objects.filter(person_id__in=wanted, key=key).values_list("person_id", flat=True)
    )
    fresh = [
        Notice(
            person_id=person,
            agency_id=agency_id,
            kind=kind,
            text=text,
            url=url,
            key=key,
            at=at,
            urgent=urgent,
            mail=mail,
        )
        for person in sorted(wanted - known)
    ]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def mark_read(*, notice_ids: Iterable[int], by: Actor, at: dt.datetime) -> int:
    """Mark own notices as read; others' are not touched."""
    own = limit(Notice.objects.all(), by).filter(pk__in=list(notice_ids), read_at__isnull=True)
    return own.update(read_at=at)


def send_mails(*, at: dt.datetime, most: int = 100) -> int:
    """Send waiting notices by mail; a failing server leaves them waiting, with its words kept."""
    with transaction.atomic():
        waiting = list(
            Notice.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(mail=True, mailed_at__isnull=True)
            .select_related("person")
            .order_by("at")[:most]
        )
        if not waiting:
            return 0
        sent = 0
        server = get_connection(fail_silently=False)
        for notice in waiting:
            try:
                EmailMessage(
                    subject=_("[Liên Thông] %(text)s") % {"text": notice.text[:120]},
                    body=notice.text + "\n\n" + notice.url,
                    to=[notice.person.email],
                    connection=server,
                ).send()
            except OSError as error:
                notice.mail_error = str(error)[:500]
            else:
                notice.mailed_at, notice.mail_error = at, ""
                sent += 1
            notice.save(update_fields=["mailed_at", "mail_error"])
    return sent
