"""Bản gốc giấy (X4): asking for one document, what waits for the chief of office, deciding."""

import datetime as dt

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome, new_token

from ..models import PaperOriginalRule
from ..policies import can_decide_original, can_draft
from ..services import paper_originals as services
from .outgoing import get, url_of

MOST = 200


class AskForm(forms.Form):
    """Which rule, and what it is about."""

    rule = forms.ModelChoiceField(
        PaperOriginalRule.objects.none(), label=gettext_lazy("Trường hợp"), empty_label=None
    )
    reason = forms.CharField(
        label=gettext_lazy("Hợp đồng, vụ việc hoặc yêu cầu cụ thể"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _who(request: HttpRequest) -> tuple[Actor, dt.datetime]:
    return request.actor, request.at  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """The requests of one document; who drafts it may ask while it is not issued."""
    document = get(request, pk)
    actor, at = _who(request)
    rules = services.rules_on(timezone.localdate(at))
    form = AskForm(request.POST or None)
    field = form.fields["rule"]
    field.queryset = rules  # type: ignore[attr-defined]
    field.label_from_instance = lambda rule: f"{rule.title} ({rule.citation})"  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data

        def run() -> Outcome:
            services.ask_original(
                document=document, rule=values["rule"], reason=values["reason"], by=actor, at=at
            )
            return Outcome(request.path, _("Đã gửi đề nghị đến Chánh Văn phòng."))

        return perform(request, purpose=f"documents.original.{pk}", act=run, back=request.path)
    rows = list(services.originals_for(actor).filter(document=document))
    open_still = document.state not in services.GONE
    context = {
        "title": _("Bản gốc giấy"),
        "document": document,
        "back": url_of(document),
        "rows": rows,
        "rules": rules,
        "form": form,
        "may_ask": open_still
        and can_draft(actor, document)
        and not any(row.decision != "refused" for row in rows),
        "may_decide": open_still and can_decide_original(actor, document),
        "once": new_token(),
    }
    return render(
        request, "documents/paper_originals.html", context, status=422 if form.errors else 200
    )


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The agency's requests, those that wait first."""
    actor, _at = _who(request)
    rows = list(services.originals_for(actor)[:MOST])
    context = {"title": _("Đề nghị bản gốc giấy"), "rows": rows, "whole": True}
    return render(request, "documents/paper_originals.html", context)


@require_POST
def decide(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Agree or not, by the chief of office."""
    document = get(request, pk)
    actor, at = _who(request)
    here = reverse("documents:paper_original", args=[document.pk])
    found = get_object_or_404(services.originals_for(actor), pk=row, document=document)

    def run() -> Outcome:
        services.decide_original(
            row=found,
            approve=request.POST.get("answer") == "approve",
            said=request.POST.get("said", "")[:500],
            by=actor,
            at=at,
        )
        return Outcome(here, _("Đã ghi quyết định."))

    return perform(request, purpose=f"documents.original_decided.{row}", act=run, back=here)
