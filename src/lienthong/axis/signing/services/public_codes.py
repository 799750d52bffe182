"""Codes of issued papers for the public: made at issue, asked by anybody, never often.

Making a code and marking it recalled or replaced are steps of the act that issues a paper; asking
needs nobody to be signed in and touches one row by its code alone.
"""

import datetime as dt
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.db.models import Model, Sum
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from lienthong.axis.signing.choices import CodeState
from lienthong.axis.signing.codes import meant, new_code
from lienthong.axis.signing.models import LookupCount, PublicCode
from lienthong.axis.signing.pades import proof
from lienthong.axis.signing.verdicts.model import Verdict
from lienthong.kernel.access.actor import Actor

EVERYBODY: Final = "all"


class AskedTooOften(Exception):
    """Too many codes were asked in a short time; says when to come back."""

    def __init__(self) -> None:
        self.message = _(
            "Đã tra cứu quá nhiều lần trong thời gian ngắn. Hãy đợi %(minutes)d phút rồi thử lại."
        ) % {"minutes": settings.LOOKUP_LIMITS["minutes"]}
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Answered:
    """All that the public learns by a code: never the file, the subject or who signed."""

    reference: str
    issued_on: dt.date
    issuer: str
    verdict: str  # an `Answer`, as judged at `judged_at`
    judged_at: dt.datetime
    state: str  # a `CodeState`, since `state_at`
    state_at: dt.datetime


def make_code(
    *,
    subject: Model,
    agency_id: int,
    reference: str,
    issued_on: dt.date,
    issuer: str,
    content: bytes,
    verdict: Mapping[str, Any],
    by: Actor,
    at: dt.datetime,
) -> PublicCode:
    """Give an issued paper its code; inside the act that issues it, once a paper.

    `content` are the bytes that are sent, `verdict` what `Verdict.as_plain` gave for them.
    """
    judged = Verdict.from_plain(dict(verdict))
    row, _made = PublicCode.objects.get_or_create(
        subject_label=subject._meta.label_lower,
        subject_id=str(subject.pk),
        defaults={
            "agency_id": agency_id,
            "code": new_code(),
            "reference": reference,
            "issued_on": issued_on,
            "issuer": issuer,
            "verdict": {
                "answer": judged.verdict,
                "reasons": judged.reasons,
                "judged_at": at.isoformat(),
                "certificates": [c.sha256.hex() for c in proof.certificates_of(content)],
            },
            "sha256": judged.sha256,
            "state_at": at,
        },
    )
    return row


def mark_code(*, subject: Model, state: CodeState, by: Actor, at: dt.datetime) -> None:
    """Say that a paper is recalled or replaced; inside the act that does it.

    A paper of before there were codes has none. A recall is the last word.
    """
    rows = PublicCode.objects.filter(
        subject_label=subject._meta.label_lower, subject_id=str(subject.pk)
    )
    rows.exclude(state__in=[CodeState.RECALLED, state]).update(state=state, state_at=at)


def ask(*, typed: str, address: str, at: dt.datetime) -> Answered | None:
    """What is known by the code; None for an unknown and for a malformed one alike.

    Raises `AskedTooOften` for the address or for the whole installation; what an address asks
    beyond its own limit is not counted against the others.
    """
    _count(_key(address), at, settings.LOOKUP_LIMITS["address"])
    _count(EVERYBODY, at, settings.LOOKUP_LIMITS["all"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM signing_public_code(%s)", [meant(typed)])
        row = cursor.fetchone()
    return None if row is None else Answered(*row)


def _count(key: str, at: dt.datetime, most: int) -> None:
    """Count one try in its minute; the row is locked until the request ends, so that processes
    that ask at once see one another's tries."""
    minute = at.replace(second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO signing_lookupcount AS c (key, minute, count) VALUES (%s, %s, 1)"
            " ON CONFLICT (key, minute) DO UPDATE SET count = c.count + 1",
            [key, minute],
        )
    after = minute - dt.timedelta(minutes=settings.LOOKUP_LIMITS["minutes"])
    tries = LookupCount.objects.filter(key=key, minute__gt=after).aggregate(n=Sum("count"))["n"]
    if tries > most:
        raise AskedTooOften


def _key(address: str) -> str:
    """A keyed digest of the address; of IPv6 the network that one household has (/64)."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        known = None
    if known is not None and known.version == 6:
        address = str(ipaddress.ip_network((known, 64), strict=False))
    return salted_hmac("lienthong.signing.lookup", address).hexdigest()


def forget_tries(*, at: dt.datetime) -> int:
    """Delete the counts that count no longer; returns how many rows."""
    before = at - dt.timedelta(minutes=settings.LOOKUP_LIMITS["minutes"] + 1)
    return LookupCount.objects.filter(minute__lt=before).delete()[0]
