"""Screens of the design system itself: progress of long work, the density of rows, the language."""

import csv
import io

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lienthong.kernel.access.actor import Actor, Forbidden

from . import formats, progress
from .choosing import search_agencies, search_people
from .lists.exports import harmless
from .pickers import options_response

DENSITIES = ("comfortable", "compact")
_YEAR = 365 * 86400


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_GET
def work(request: HttpRequest, work_id: int) -> HttpResponse:
    """The progress of one's own long work; `part` gives the panel alone, which asks again."""
    try:
        view = progress.progress_of(work_id, by=_actor(request), at=request.at)  # type: ignore[attr-defined]
    except progress.NotYourWork as error:
        raise Http404(error.message) from error
    template = "ui/parts/progress.html" if request.GET.get("part") else "ui/work.html"
    response = render(request, template, {"work": view, "title": view.title})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def stop_work(request: HttpRequest, work_id: int) -> HttpResponse:
    """Stop one's own long work after its present item."""
    try:
        progress.stop(work_id, by=_actor(request), at=request.at)  # type: ignore[attr-defined]
    except progress.NotYourWork as error:
        raise Http404(error.message) from error
    return redirect("ui:work", work_id)


@require_GET
def work_failures(request: HttpRequest, work_id: int) -> HttpResponse:
    """The file of what failed and why."""
    try:
        failures = progress.failures_of(work_id, by=_actor(request))
    except progress.NotYourWork as error:
        raise Http404(error.message) from error
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    for item, reason, at in failures:
        writer.writerow([harmless(item), harmless(reason), formats.moment(at)])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="khong-lam-duoc-{work_id}.csv"'
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def find_agencies(request: HttpRequest) -> HttpResponse:
    """Suggestions of agencies as of today, for a field that completes; officials only."""
    actor, on = _actor(request), timezone.localdate(request.at)  # type: ignore[attr-defined]
    if actor.person_id is None:
        raise Forbidden(_("Hãy đăng nhập để tra cứu cơ quan."))
    return options_response(request, lambda words, most: search_agencies(words, most, on))


@require_GET
def find_people(request: HttpRequest) -> HttpResponse:
    """Suggestions of people of one's own agency as of today, for a field that completes."""
    actor, on = _actor(request), timezone.localdate(request.at)  # type: ignore[attr-defined]
    if actor.person_id is None:
        raise Forbidden(_("Hãy đăng nhập để tra cứu cán bộ."))
    return options_response(
        request, lambda words, most: search_people(words, most, actor.agency_id, on)
    )


@login_not_required
@require_POST
def set_density(request: HttpRequest) -> HttpResponse:
    """Keep how dense rows stand, on this machine, and go back to where one was."""
    response = _back(request)
    chosen = request.POST.get("density", "")
    if chosen in DENSITIES:
        response.set_cookie("density", chosen, max_age=_YEAR, samesite="Lax", httponly=True)
    return response


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the language chosen, on this machine, and go back to where one was; others are ignored."""
    response = _back(request)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        name = settings.LANGUAGE_COOKIE_NAME
        response.set_cookie(name, chosen, max_age=_YEAR, samesite="Lax", httponly=True)
    return response


def _back(request: HttpRequest) -> HttpResponse:
    """To the page that asked, never to another host."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    return redirect(back)
