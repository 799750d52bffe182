"""Decisions on the structure: list, what one would do, carrying it out after a second word."""

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.access.actor import require
from lienthong.kernel.agencies import queries, services
from lienthong.kernel.agencies.choices import DecisionState, Verb
from lienthong.kernel.agencies.models import Decision
from lienthong.kernel.ui.once import new_token

from .home import NotDone, do, who

WORD = "THỰC HIỆN"


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Every decision, what is still to be carried out first."""
    require(who(request)[0], Verb.DECIDE)
    rows = Decision.objects.order_by("-effective_on", "-pk")
    waiting = [row for row in rows if row.state == DecisionState.PROPOSED]
    context = {
        "title": _("Quyết định sắp xếp"),
        "waiting": waiting,
        "settled": [row for row in rows if row.state != DecisionState.PROPOSED],
    }
    return render(request, "administration/decisions.html", context)


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision with its preview; carried out only when the word is typed."""
    actor, at = who(request)
    require(actor, Verb.DECIDE)
    decision = Decision.objects.filter(pk=pk).first()
    if decision is None:
        raise Http404
    here = reverse("administration:decision", args=[pk])
    if request.method == "POST":
        found = decision

        def run() -> str:
            if request.POST.get("what") == "withdraw":
                services.withdraw_decision(decision=found, by=actor, at=at)
                return _("Đã ghi: không thực hiện quyết định này.")
            if request.POST.get("word", "").strip().upper() != WORD:
                raise NotDone(_("Hãy gõ đúng chữ %s để thực hiện.") % WORD)
            try:
                with transaction.atomic():
                    done = services.carry_out_decision(decision=found, by=actor, at=at)
            except IntegrityError as error:  # a code or a name's time given away since
                raise NotDone(
                    _(
                        "Có thay đổi khác trùng mã hoặc thời gian với quyết định này; chưa làm gì cả."
                    )
                ) from error
            return _("Đã thực hiện. %(count)s mục công việc chờ bàn giao.") % {
                "count": sum(done.open_work.values())
            }

        return do(request, purpose=f"decision.{pk}", back=here, run=run)
    context = {
        "title": decision.number or decision.title,
        "decision": decision,
        "open": decision.state == DecisionState.PROPOSED,
        "preview": queries.preview_decision(decision),
        "word": WORD,
        "once": new_token(),
    }
    return render(request, "administration/decision.html", context)
