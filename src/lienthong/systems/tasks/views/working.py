"""The working rules of tasks on one page: value, since when, by which paper; changed from a day on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome, new_token

from .. import forms, queries
from ..choices import Verb
from ..services import working
from .lists import tabs


@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Every number by which tasks are judged; whoever keeps the rules may lay down another."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at = request.at  # type: ignore[attr-defined]
    on = timezone.localdate(at)
    key = request.GET.get("sua", "")
    edits = actor.may(Verb.SET_RULES)
    form = forms.RuleForm(request.POST or None, initial={"since": on})
    if request.method == "POST":
        require(actor, Verb.SET_RULES)
        if form.is_valid():
            return _set(request, actor, key, form)
    found = queries.entered_rules(actor.agency_id, on)
    return render(
        request,
        "tasks/rules.html",
        {
            "title": _("Quy định về giao và theo dõi nhiệm vụ"),
            "tabs": tabs(actor, "rules"),
            "rows": found,
            "edits": edits,
            "edited": next((r for r in found if edits and r.practice.key == key), None),
            "form": form,
            "once": new_token(),
        },
    )


def _set(request: HttpRequest, actor: Actor, key: str, form: forms.RuleForm) -> HttpResponse:
    back = reverse("tasks:rules")
    values = form.cleaned_data

    def act() -> Outcome:
        working.set_rule(
            key=key,
            text=values["value"],
            since=values["since"],
            source=values["source"],
            by=actor,
            at=request.at,  # type: ignore[attr-defined]
        )
        return Outcome(back, _("Đã ghi quy định mới."))

    return perform(request, purpose="tasks.rules", act=act, back=f"{back}?sua={key}")
