"""A message whose paper turned out to be secret after all: nothing of it stays here."""

import datetime as dt

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.files.services import destroy_reference

from ..choices import MailState
from ..models import IncomingMail, IntakeBatch


def hide(*, batch: IntakeBatch, reason: str, by: Actor, at: dt.datetime) -> None:
    """Take away what is kept of the message that the batch came with; that it came stays."""
    mail = IncomingMail.objects.select_related("file").filter(batch=batch).first()
    if mail is None or mail.state == MailState.SECRET:
        return
    kept, mail.file = mail.file, None
    mail.message_id = mail.digest = mail.sender = mail.subject = ""
    mail.state, mail.cause = MailState.SECRET, reason
    mail.save()
    if kept is not None:
        destroy_reference(kept, reason=reason, by=by, at=at)
