"""The message that carried a paper, as the paper's page and its registering show it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.ui import formats
from lienthong.kernel.ui.parts import KnownFact

from ..choices import Channel, Verb
from ..models import IncomingDocument, IncomingMail, IntakeItem


def carried_by(document: IncomingDocument, actor: Actor) -> list[KnownFact]:
    """Which message brought the paper; a clerk is led to it. Nothing where none did."""
    if document.channel != Channel.MAIL:
        return []
    item = IntakeItem.objects.filter(document=document).select_related("mail__disposal").first()
    if item is None or item.mail is None:
        return []
    mail, own = item.mail, actor.agency_id == item.agency_id
    said = f"{mail.title} · {mail.sender}" if mail.sender else mail.title
    leads = own and actor.may(Verb.RECEIVE)
    url = reverse("documents:intake_batch", args=[item.batch_id]) if leads else ""
    facts = [KnownFact(_("Kèm thư"), said, url=url)]
    if mail.destroyed_at is not None:
        facts.append(_destroyed(mail, leads=own and actor.may(Verb.DISPOSE)))
    return facts


def _destroyed(mail: IncomingMail, *, leads: bool) -> KnownFact:
    """When the message itself went, with which minutes: it carried a paper whose term had ended."""
    words = _("%(day)s, vì mang văn bản khác hết thời hạn bảo quản; văn bản này giữ nguyên") % {
        "day": formats.date(mail.destroyed_at)
    }
    if mail.disposal is None:
        return KnownFact(_("Hủy thư gốc"), words)
    words += ". " + _("Biên bản hủy: %(title)s") % {"title": mail.disposal.title}
    url = reverse("documents:disposal", args=[mail.disposal.pk]) if leads else ""
    return KnownFact(_("Hủy thư gốc"), words, url=url)
