"""A notice of recall, a replacing or correcting paper goes on to those who got the paper from here."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome

from ..choices import Verb
from ..models import IncomingDocument
from ..queries import incoming as queries
from ..services import passing_on

MOST_NAMES = 12


def rings_shown(document: IncomingDocument, actor: Actor) -> list[dict[str, object]]:
    """Each ring as the paper's page shows it: what is mended, how many have it, who is not told."""
    shown: list[dict[str, object]] = []
    for ring in passing_on.rings_of(document):
        names = agencies.names_of(ring.untold[:MOST_NAMES])
        shown.append(
            {
                "kind": ring.kind.label,
                "original": ring.original,
                "count": len(ring.receivers),
                "untold": len(ring.untold),
                "names": [names[pk].short_name for pk in ring.untold[:MOST_NAMES] if pk in names],
                "more": max(0, len(ring.untold) - MOST_NAMES),
                "may": document.agency_id == actor.agency_id
                and document.entry_id is not None
                and (actor.may(Verb.ISSUE) or actor.may(Verb.INSTRUCT)),
            }
        )
    return shown


def updates_shown(document: IncomingDocument, actor: Actor) -> list[dict[str, object]]:
    """Each update of a paper with its ring: how many have the paper from here, who waits for it."""
    shown: list[dict[str, object]] = []
    may = document.agency_id == actor.agency_id
    may = may and (actor.may(Verb.ISSUE) or actor.may(Verb.INSTRUCT))
    rows = document.updates.select_related("delivery", "document__delivery").order_by("-pk")
    for update in rows:
        have, untold = passing_on.ring_of_update(update)
        names = agencies.names_of(untold[:MOST_NAMES])
        shown.append(
            {
                "update": update,
                "count": len(have),
                "untold": len(untold),
                "names": [names[pk].short_name for pk in untold[:MOST_NAMES] if pk in names],
                "more": max(0, len(untold) - MOST_NAMES),
                "may": may,
            }
        )
    return shown


@require_POST
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Forward the mending paper to the ring, and ask back what a notice recalls."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    try:
        document = queries.get_incoming(actor, pk)
    except queries.NotSeen as error:
        raise Http404 from error
    back = reverse("documents:incoming_one", args=[pk])

    def act() -> Outcome:
        note = request.POST.get("note", "")
        count = passing_on.pass_on(paper=document, note=note, by=actor, at=at)
        return Outcome(back, _("Đã chuyển tiếp đến %(count)d nơi.") % {"count": count})

    return perform(request, purpose=f"documents.pass_on.{pk}", act=act, back=back)
