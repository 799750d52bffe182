"""Papers that ended agencies left waiting: the successor's clerk sees them and takes them over."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.text import key_in
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome, new_token

from ..choices import Verb
from ..queries import incoming as queries
from ..services import inheriting


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """What waits with ended agencies, oldest first; POST takes the chosen ones over."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    require(actor, Verb.RECEIVE)
    here = reverse("documents:inherited")
    if request.method == "POST":
        chosen = [key for x in request.POST.getlist("pick") if (key := key_in(x)) is not None]

        def act() -> Outcome:
            count = inheriting.take_over_inherited(papers=chosen, by=actor, at=at)
            words = _("Đã nhận %(count)d văn bản; hãy trình hoặc chuyển từng văn bản.")
            return Outcome(here, words % {"count": count})

        return perform(request, purpose="documents.inherited", act=act, back=here)
    rows = queries.inherited(actor)
    found = list(rows.order_by("arrived_at", "pk")[: inheriting.MOST])
    total = len(found) if len(found) < inheriting.MOST else rows.count()
    names = agencies.names_of({row.agency_id for row in found})
    return render(
        request,
        "documents/inherited.html",
        {
            "title": _("Văn bản của cơ quan đã kết thúc, chờ nhận"),
            "rows": [(row, names[row.agency_id].name) for row in found],
            "total": total,
            "once": new_token(),
        },
    )
