"""The message that carried a paper, as the paper's page and its registering show it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.ui.parts import KnownFact

from ..choices import Channel, Verb
from ..models import IncomingDocument, IncomingMail, IntakeItem


def carried_by(document: IncomingDocument, actor: Actor) -> list[KnownFact]:
    """Which message brought the paper; a clerk is led to it. Nothing where none did."""
    if document.channel != Channel.MAIL:
        return []
    item = IntakeItem.objects.filter(document=document).select_related("mail").first()
    if item is None or item.mail is None:
        return []
    leads = actor.may(Verb.RECEIVE) and actor.agency_id == item.agency_id
    url = reverse("documents:intake_batch", args=[item.batch_id]) if leads else ""
    return [KnownFact(_("Kèm thư"), words_of(item.mail), url=url)]


def words_of(mail: IncomingMail) -> str:
    """A message by its subject, its sender, when it was sent."""
    said = f"«{mail.subject or _('không có tiêu đề')}»"
    return f"{said} · {mail.sender}" if mail.sender else said
