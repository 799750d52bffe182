"""Screens of the archive and of the year's list of files (Đ28, Đ30)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.access.actor import require
from lienthong.kernel.text import key_in
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome, new_token

from ..choices import Verb
from ..forms import keeping as forms
from ..models import FilePlan
from ..queries import keeping as queries
from ..services import archiving, plans
from .keeping import _who, may_keep


@require_http_methods(["GET", "POST"])
def archive(request: HttpRequest) -> HttpResponse:
    """Nộp lưu: what was sent in, to be received together with one record; what is due."""
    actor, at = _who(request)
    require(actor, Verb.ARCHIVE)
    if request.method == "POST":
        picked = [key for x in request.POST.getlist("pick") if (key := key_in(x)) is not None]

        def act() -> Outcome:
            files = list(queries.offered(actor).filter(pk__in=picked))
            done = archiving.receive_files(files=files, by=actor, at=at)
            return Outcome(
                reverse("documents:archive"),
                _("Đã nhận %(n)s hồ sơ và lập biên bản giao nhận.") % {"n": len(done)},
            )

        return perform(
            request, purpose="documents.archive", act=act, back=reverse("documents:archive")
        )
    context = {
        "title": _("Nộp lưu hồ sơ"),
        "offered": queries.offered(actor).order_by("offered_at", "pk")[:500],
        "due": queries.due_for_archive(actor, timezone.localdate(at))[:500],
        "received": queries.files_for(actor)
        .filter(state="handed_over")
        .order_by("-handed_over_at", "pk")[:50],
        "once": new_token(),
    }
    return render(request, "documents/archive.html", context)


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Danh mục hồ sơ: the lists by year, and opening this year's."""
    actor, at = _who(request)
    may_keep(actor)
    year = timezone.localdate(at).year
    initial = {"year": year, "title": _("Danh mục hồ sơ năm %s") % year}
    form = forms.PlanForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():

        def act() -> Outcome:
            made = plans.open_plan(by=actor, at=at, **form.cleaned_data)
            return Outcome(reverse("documents:plan_one", args=[made.pk]), _("Đã lập danh mục."))

        return perform(
            request, purpose="documents.plan", act=act, back=reverse("documents:file_plan")
        )
    context = {
        "title": _("Danh mục hồ sơ"),
        "plans": queries.plans(actor),
        "form": form if actor.may(Verb.PLAN_FILES) else None,
        "once": new_token(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "documents/file_plans.html", context, status=status)


@require_http_methods(["GET", "POST"])
def plan_one(request: HttpRequest, pk: int) -> HttpResponse:
    """One year's list: its lines, a line more, and opening a file from a line."""
    actor, at = _who(request)
    may_keep(actor)
    found: FilePlan | None = queries.plans(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    here = reverse("documents:plan_one", args=[pk])
    edits = actor.may(Verb.PLAN_FILES) and found.agency_id == actor.agency_id
    form = forms.PlanLineForm(
        request.POST or None, actor=actor, on=timezone.localdate(at), initial={"retention": "10"}
    )
    if request.method == "POST":
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(request, " ".join(map(str, errors)))
            return redirect(here)
        values = form.cleaned_data

        def act() -> Outcome:
            plans.add_plan_line(
                plan=found,
                notation=values["notation"],
                title=values["title"],
                retention_years=forms.years_of(values["retention"]),
                unit_id=int(values["unit"]) if values["unit"] else None,
                person_id=int(values["person"]) if values["person"] else None,
                by=actor,
                at=at,
            )
            return Outcome(here, _("Đã ghi vào danh mục."))

        return perform(request, purpose=f"documents.plan.{pk}", act=act, back=here)
    context = {
        "title": found.title,
        "plan": found,
        "lines": queries.plan_lines(actor, found),
        "form": form if edits else None,
        "may_open": actor.may(Verb.COMPILE_FILE)
        and found.agency_id == actor.agency_id
        and found.year == timezone.localdate(at).year,
        "once": new_token(),
    }
    return render(request, "documents/file_plan.html", context)
