"""What the page of an internal paper shows of its units."""

import datetime as dt
from typing import Any

from django.utils import timezone

from lienthong.kernel.access.actor import Actor

from ..forms import internal as forms
from ..models import OutgoingDocument
from ..workflow import INTERNAL

STAGE = {"sent": "waiting", "received": "waiting", "in_hand": "moving", "done": "done"}


def panel_of(document: OutgoingDocument, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """What the page of an internal paper shows of its units, and what one's own unit can do."""
    if not document.internal:
        return {}
    rows = list(
        document.receipts.select_related("unit", "person", "received_by").order_by("unit__name")
    )
    mine = next((row for row in rows if row.unit_id == actor.unit_id), None)
    verbs = {t.verb for t in INTERNAL.open_to(mine, actor)} if mine is not None else set()
    name = None
    if mine is not None and "name" in verbs:
        name = forms.NameForm(
            actor=actor, unit_id=mine.unit_id, on=timezone.localdate(at), auto_id="name_%s"
        )
    return {
        "rows": [(row, STAGE[row.state]) for row in rows],
        "mine": mine,
        "verbs": verbs,
        "name": name,
        "result": forms.ResultForm(auto_id="result_%s"),
    }
