"""Luồng trình: the drafter lays out who checks, gives an opinion and approves, in stages."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome, new_token

from ..choices import Verb
from ..forms.rounds import RoundStepForm
from ..policies import can_draft
from ..services import rounds
from .outgoing import get, url_of

EMPTY_ROWS = 4
END_OF_DAY = dt.time(17, 0)


@require_http_methods(["GET", "POST"])
def lay_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and change the round of a draft; a row without a person is no step."""
    document = get(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    if not can_draft(actor, document):
        raise Forbidden(_("Chỉ người soạn và phòng, đơn vị soạn được sửa bản thảo."), Verb.DRAFT)
    known: list[dict[str, Any]] = [
        {
            "stage": step.stage,
            "kind": step.kind,
            "person": str(step.person_id),
            "due_on": timezone.localdate(step.due_at) if step.due_at else None,
        }
        for step in document.steps.order_by("stage", "pk")
    ]
    made = forms.formset_factory(RoundStepForm, extra=EMPTY_ROWS, max_num=rounds.MOST_STEPS)
    formset = made(
        request.POST if request.method == "POST" else None,
        initial=known,
        form_kwargs={"agency_id": document.agency_id, "on": timezone.localdate(at)},
    )
    if request.method == "POST" and formset.is_valid():

        def act() -> Outcome:
            steps = [_step(row.cleaned_data) for row in formset if row.cleaned_data.get("person")]
            rounds.lay_out(document=document, steps=steps, by=actor, at=at)
            return Outcome(url_of(document), _("Đã lưu luồng trình."))

        return perform(request, purpose=f"documents.round.{pk}", act=act, back=request.path)
    return render(
        request,
        "documents/outgoing_round.html",
        {
            "title": _("Luồng trình"),
            "document": document,
            "formset": formset,
            "cancel": url_of(document),
            "once": new_token(),
        },
        status=422 if formset.is_bound else 200,
    )


def _step(values: dict[str, Any]) -> rounds.StepIn:
    due = values.get("due_on")
    return rounds.StepIn(
        stage=values.get("stage") or 1,
        kind=values["kind"],
        person_id=int(values["person"]),
        due_at=timezone.make_aware(dt.datetime.combine(due, END_OF_DAY)) if due else None,
    )
