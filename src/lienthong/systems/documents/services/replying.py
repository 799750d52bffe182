"""A reply that is issued ends what it answers, by its reference (ResponseFor; Đ24)."""

import datetime as dt

from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor

from ..choices import LinkKind
from ..models import IncomingDocument, OutgoingDocument
from ..workflow import INCOMING
from .handling import end_parts, tell_sender
from .relating import bind

OPEN = ("registered", "for_instruction", "at_unit", "in_hand")


def close_answered(reply: OutgoingDocument, *, by: Actor, at: dt.datetime) -> None:
    """With the reply issued: bind it to the paper it answers and end that paper's handling.

    One that is not being handled (ended before, recalled, not yet registered) is bound only.
    """
    answered = reply.answers_incoming
    if answered is None:
        return
    bind(source=reply, kind=LinkKind.ANSWERS, to=answered, at=at)
    if answered.state not in OPEN:
        return
    words = _("Trả lời bằng văn bản %(reference)s") % {"reference": reply.reference}

    def effect(locked: IncomingDocument) -> None:
        locked.handled_at, locked.handled_note = at, words
        locked.updated_at = at
        end_parts(locked, at)
        tell_sender(locked, "06", by, at)

    INCOMING.perform(answered, "answer", by=by, at=at, effect=effect)
