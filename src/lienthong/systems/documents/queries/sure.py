"""Papers of a batch that were read with certainty in every field that the register needs."""

import json
from functools import cache
from pathlib import Path

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit

from ..choices import Channel, IncomingState
from ..models import IncomingDocument
from .read_fields import read_fields

NEEDED = ("number", "notation", "issued_on", "issuer_name", "type_code", "subject")
_TRUSTED = frozenset({"", "valid"})


@cache
def _sure_from() -> float:
    path = Path(__file__).parent.parent / "data" / "intake_thresholds.json"
    return float(json.loads(path.read_text("utf-8"))["sure_from"])


def is_sure(document: IncomingDocument) -> bool:
    """Whether a clerk may confirm it among others: read with certainty, no doubled paper, and its
    signature leaves no question that needs a reason (Đ21.2.a)."""
    if document.state != IncomingState.ARRIVED or document.duplicate_of_id is not None:
        return False
    if document.channel in {Channel.EXCHANGE, Channel.MAIL} and document.verdict not in _TRUSTED:
        return False
    if "pages_left" in ((document.reading or {}).get("notes") or []):
        return False
    read = read_fields(document.reading)
    return all(
        name in read and read[name].filled and read[name].confidence >= _sure_from()
        for name in NEEDED
    )


def sure_of(actor: Actor, batch_id: int, most: int) -> list[IncomingDocument]:
    """The papers of a batch that may be confirmed together, in their order, so many at most."""
    rows = (
        limit(IncomingDocument.objects.all(), actor)
        .filter(
            agency_id=actor.agency_id,
            intake_item__batch_id=batch_id,
            state=IncomingState.ARRIVED,
        )
        .select_related("file", "intake_item")
        .order_by("intake_item__pk")
    )
    found: list[IncomingDocument] = []
    for row in rows.iterator(200):
        if is_sure(row):
            found.append(row)
            if len(found) == most:
                break
    return found
