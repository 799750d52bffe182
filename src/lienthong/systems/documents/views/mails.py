"""Messages that came to the agency's mailbox or were dropped, and what became of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.access.walls import limit
from lienthong.kernel.ui.parts import Tab

from ..choices import IntakeSource, MailState, Verb
from ..models import IncomingMail
from ..services.source_states import state_of

SHOWN = 100
STAGES = {
    MailState.COMING: "waiting",
    MailState.TAKEN: "done",
    MailState.NO_FILES: "none",
    MailState.SET_ASIDE: "stopped",
    MailState.SECRET: "stopped",
}


@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    """Newest first; `?loc=` leaves one state."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, Verb.RECEIVE)
    rows = limit(IncomingMail.objects.all(), actor).filter(agency_id=actor.agency_id)
    wanted = request.GET.get("loc", "")
    if wanted in MailState.values:
        rows = rows.filter(state=wanted)
    found = list(rows.select_related("batch", "file").order_by("-pk")[: SHOWN + 1])
    context = {
        "title": _("Thư điện tử đã nhận"),
        "rows": [(mail, STAGES[MailState(mail.state)]) for mail in found[:SHOWN]],
        "more": len(found) > SHOWN,
        "shown": SHOWN,
        "tabs": _tabs(wanted),
        "source": state_of(actor.agency_id, IntakeSource.MAILBOX),
    }
    return render(request, "documents/mails.html", context)


def _tabs(wanted: str) -> list[Tab]:
    here = reverse("documents:mails")
    states = [
        Tab(str(label), f"{here}?loc={state}", current=state == wanted)
        for state, label in MailState.choices
        if state != MailState.COMING
    ]
    return [Tab(_("Tất cả"), here, current=wanted not in MailState.values), *states]
