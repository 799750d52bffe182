"""The code of an issued paper, by which anybody asks whether it is ours and still stands."""

import datetime as dt
from typing import Any

from django.utils import timezone

from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies

from ..models import OutgoingDocument


def give_code(
    document: OutgoingDocument,
    content: bytes,
    verdict: dict[str, Any],
    *,
    by: Actor,
    at: dt.datetime,
) -> None:
    """Make the code inside the act of issue; an internal paper goes to nobody outside and has none.

    `content` are the bytes that are sent, `verdict` the plain verdict on them.
    """
    if document.internal:
        return
    on = document.issue_date or timezone.localdate(at)
    signing.make_code(
        subject=document,
        agency_id=document.agency_id,
        reference=document.reference,
        issued_on=on,
        issuer=agencies.name_at(document.agency_id, on).name,
        content=content,
        verdict=verdict,
        by=by,
        at=at,
    )
