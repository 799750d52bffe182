"""Sao văn bản: which copy of a received paper, by the table of Đ25; all else is refused with the article."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lienthong.axis.papers import api as papers
from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor, Forbidden, refusal
from lienthong.kernel.ui.once import Outcome, new_token

from ..choices import Verb
from ..forms.copying import CopyForm
from ..policies import can_copy
from ..queries.incoming import NotSeen, get_incoming
from ..services import copying
from .confirming import confirm_signer


@sensitive_post_parameters("pin")
@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose form and target, then make the copy."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    try:
        document = get_incoming(actor, pk)
    except NotSeen as error:
        raise Http404 from error
    if not can_copy(actor, document):
        raise Forbidden(refusal(Verb.ISSUE), Verb.ISSUE)
    form = CopyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        key = f"copy-in:{pk}:{request.POST.get('once', '')}"

        def act(moment: dt.datetime) -> Outcome:
            confirm_signer(request, back=request.path)
            made = copying.copy_incoming(
                document=document, copy=form.copy(), key=key, by=actor, at=moment
            )
            return Outcome(reverse("documents:download", args=[made.pk]))

        return signing.perform_signed(
            request,
            purpose=f"documents.copy_in.{pk}",
            act=act,
            back=request.path,
            title=lambda: f"{form.copy().form.value}: {document.reference} {document.subject}",
        )
    context: dict[str, Any] = {
        "title": _("Sao văn bản"),
        "document": document,
        "form": form,
        "source": copying.source_of(document).value,
        "rows": _table(copying.source_of(document)),
        "cancel": reverse("documents:incoming_one", args=[pk]),
        "once": new_token(),
        "pin_asked": signing.asks_pin(agency_id=actor.agency_id, at=at),
        "helper_asked": signing.asks_helper(agency_id=actor.agency_id, at=at),
    }
    wrong = form.is_bound and bool(form.errors)
    return render(request, "documents/copying.html", context, status=422 if wrong else 200)


def _table(source: papers.Medium) -> list[tuple[str, str, str]]:
    """Each form and target from this source, with the article that allows it or why it is refused."""
    rows = []
    for form in papers.CopyForm:
        for target in papers.Medium:
            try:
                article = papers.check_copy(form, source, target, source_is_true_copy=True)
            except papers.CopyNotAllowed:
                article = ""
            rows.append((form.value, target.value, article))
    return rows
