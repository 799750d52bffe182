"""Theo dõi phát hành: who has it, who is silent and whom to call; resend; forward unchanged."""

import datetime as dt
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Actor, Forbidden, require
from lienthong.kernel.agencies.models import AgencyName
from lienthong.kernel.ui import marks
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.lists import Choice, Column, Option, Register, Sort, list_response
from lienthong.kernel.ui.once import Outcome, new_token

from ..choices import Verb
from ..forms import outgoing as forms
from ..models import OutgoingDocument
from ..policies import can_forward, can_issue
from ..queries import incoming as incoming_queries
from ..queries.outgoing_deliveries import delivery_rows, phones_of
from ..services import forwarding
from .outgoing import get

STAGES = {
    "owed": "waiting",
    "sent": "moving",
    "arrived": "waiting",
    "returned": "returned",
    "withdrawn": "none",
    "delivered": "done",
    "paper": "stopped",
}


def _status(row: Any) -> Any:
    return marks.status(str(exchange.Stage(row.stage).label), STAGES[row.stage])


def _rows(actor: Actor) -> Any:
    if not (actor.may(Verb.ISSUE) or actor.may(Verb.RECALL) or actor.may(Verb.READ_REGISTER)):
        return exchange.list_unconfirmed(actor).none()
    own = OutgoingDocument.objects.filter(
        agency_id=OuterRef("sender_id"), package_id=OuterRef("package_id")
    )
    name = AgencyName.objects.filter(agency_id=OuterRef("receiver_id")).order_by("-period")
    return (
        exchange.list_unconfirmed(actor)
        .order_by()
        .annotate(
            own_pk=Subquery(own.values("pk")[:1]),
            receiver_name=Subquery(name.values("short_name")[:1]),
        )
    )


def _make_register(phones: dict[int, str]) -> Register:
    return Register(
        name="documents.deliveries",
        title=gettext_lazy("Theo dõi phát hành"),
        one=gettext_lazy("lượt gửi"),
        rows=_rows,
        columns=(
            Column(key="receiver", label=gettext_lazy("Nơi nhận"), value="receiver_name",
                   kind="name", lead=True),
            Column(key="state", label=gettext_lazy("Tình trạng"), kind="mark", mark=_status,
                   value=lambda r: str(exchange.Stage(r.stage).label)),
            Column(key="ref", label=gettext_lazy("Số, ký hiệu"), kind="reference",
                   value=lambda r: r.package.reference),
            Column(key="subject", label=gettext_lazy("Trích yếu"), kind="long",
                   value=lambda r: r.package.subject),
            Column(key="sent", label=gettext_lazy("Gửi lúc"), value="handed_over_at",
                   kind="moment"),
            Column(key="due", label=gettext_lazy("Hạn vào sổ"), value="due_at", kind="moment",
                   sort="due"),
            Column(key="phone", label=gettext_lazy("Liên hệ"), kind="name",
                   value=lambda r: phones.get(r.receiver_id, "")),
        ),
        sorts=(Sort("due", gettext_lazy("hạn vào sổ"), ("due_at?",)),),
        filters=(
            Choice(
                key="stage",
                label=gettext_lazy("Tình trạng"),
                condition="stage",
                options=tuple(
                    Option(stage.value, stage.label, str(stage.label).lower())
                    for stage in exchange.Stage
                    if stage.value in {"owed", "sent", "arrived", "returned"}
                ),
            ),
        ),
        row_url=lambda r: reverse("documents:delivery", args=[r.pk]) if r.own_pk else "",
        empty_title=gettext_lazy("Mọi văn bản đã gửi đều được tiếp nhận"),
        empty_text=gettext_lazy("Nơi nào chưa vào sổ, bị trả lại hoặc chưa nhận sẽ hiện ở đây."),
        wide_print=True,
        file_name="theo-doi-phat-hanh",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def unconfirmed(request: HttpRequest) -> HttpResponseBase:
    """All that was sent and no clerk has taken, over all documents."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, Verb.READ_REGISTER)
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    waiting = exchange.list_unconfirmed(actor).order_by().values_list("receiver_id", flat=True)
    phones = phones_of(set(waiting.distinct()[:1000]), at.date())
    return list_response(
        request, _make_register(phones), template="documents/office_deliveries.html"
    )


@require_GET
def grid(request: HttpRequest, pk: int) -> HttpResponse:
    """The live grid of one document's receivers; htmx asks for it again and again."""
    document = get(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    context = grid_context(document, actor, at)
    part = request.headers.get("HX-Request") == "true"
    template = "documents/outgoing_grid.html" if part else "documents/outgoing_deliveries.html"
    return render(request, template, context)


def grid_context(document: OutgoingDocument, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """What the grid draws: rows, counts by stage, whether anything still moves."""
    rows = delivery_rows(actor, document, at)
    counts = {
        "all": len(rows),
        "arrived": sum(row.arrived_at is not None for row in rows),
        "accepted": sum(row.accepted_at is not None for row in rows),
        "silent": sum(row.silent for row in rows),
    }
    summary = None
    if document.package is not None:
        summary = exchange.forward_summary(actor, document.package)
    return {
        "title": _("Theo dõi phát hành"),
        "document": document,
        "rows": [(row, STAGES[row.stage]) for row in rows],
        "counts": counts,
        "live": counts["accepted"] < counts["all"],
        "may_resend": can_issue(actor, document),
        "summary": summary,
        "once": new_token(),
    }


@require_POST
def resend(request: HttpRequest, pk: int, delivery: int) -> HttpResponse:
    """Send a returned document again to the same receiver."""
    document = get(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    require(actor, Verb.ISSUE)
    back = reverse("documents:delivery_grid", args=[pk])
    try:
        row = exchange.get_delivery(actor, delivery)
    except exchange.Delivery.DoesNotExist as error:
        raise Http404 from error
    if row.package_id != document.package_id:
        raise Http404

    def act() -> Outcome:
        exchange.resend(delivery=row, by=actor, at=at)
        return Outcome(back, _("Đã gửi lại."))

    return perform(request, purpose=f"documents.resend.{delivery}", act=act, back=back)


@require_http_methods(["GET", "POST"])
def forward(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass an incoming e-document on unchanged, with an instruction (chuyển tiếp)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    try:
        document = incoming_queries.get_incoming(actor, pk)
    except incoming_queries.NotSeen as error:
        raise Http404 from error
    if not can_forward(actor, document):
        raise Forbidden(_("Chỉ văn thư hoặc lãnh đạo của cơ quan nhận được chuyển tiếp."))
    form = forms.ForwardForm(request.POST or None)
    back = reverse("documents:incoming_one", args=[pk])
    if request.method == "POST" and form.is_valid():

        def act() -> Outcome:
            count = forwarding.forward_incoming(
                document=document,
                phrases=forms.lines_in(form.cleaned_data["to"]),
                instruction=form.cleaned_data["instruction"],
                by=actor,
                at=at,
            )
            return Outcome(back, _("Đã chuyển tiếp đến %(count)d nơi.") % {"count": count})

        return perform(
            request, purpose=f"documents.forward.{pk}", act=act, back=request.path,
            draft=f"forward-{pk}",
        )  # fmt: skip
    return render(
        request,
        "documents/outgoing_forward.html",
        {
            "title": _("Chuyển tiếp"),
            "document": document,
            "form": form,
            "back": back,
            "once": new_token(),
        },
        status=422 if form.errors else 200,
    )
