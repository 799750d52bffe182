"""One's own notices."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lienthong.kernel.text import key_in

from .queries import notices_for
from .services import mark_read

SHOWN = 100


def listing(request: HttpRequest) -> HttpResponse:
    """The newest notices, unread ones marked."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = list(notices_for(actor)[:SHOWN])
    unread = [row.pk for row in rows if row.read_at is None]
    return render(
        request, "notify/list.html", {"title": _("Thông báo"), "rows": rows, "unread": unread}
    )


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark the shown notices as read."""
    ids = [key for pk in request.POST.getlist("pick") if (key := key_in(pk)) is not None]
    mark_read(notice_ids=ids, by=request.actor, at=request.at)  # type: ignore[attr-defined]
    return HttpResponseRedirect(reverse("notify:list"))
