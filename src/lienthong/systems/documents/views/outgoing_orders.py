"""Giao soạn thảo: what was given to draft, a new order, and who drafts from now on (Đ10)."""

import datetime as dt

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lienthong.kernel.access.actor import Actor, Forbidden, refusal
from lienthong.kernel.access.walls import limit
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.lists import Column, list_response
from lienthong.kernel.ui.once import Outcome, new_token

from ..choices import OutgoingState, Verb
from ..forms.ordering import HandOnForm, OrderForm
from ..models import IncomingDocument
from ..policies import can_hand_on, can_read_outgoing, may_order
from ..queries import outgoing as queries
from ..services import ordering
from .outgoing import get, url_of
from .outgoing_lists import BY_CHANGE, DRAFTER, STATE, SUBJECT, register, states

END_OF_DAY = dt.time(17, 0)
ORDERS = register(
    "documents.orders",
    gettext_lazy("Giao soạn thảo"),
    queries.ordered_by,
    (SUBJECT, DRAFTER,
     Column(key="due", label=gettext_lazy("Thời hạn"), value="draft_due_at", kind="moment"),
     STATE),
    sorts=(BY_CHANGE,),
    filters=(
        states(OutgoingState.ASSIGNED, OutgoingState.DRAFTING, OutgoingState.CONSULTING,
               OutgoingState.CHECKING, OutgoingState.SIGNED, OutgoingState.ISSUED),
    ),
    empty_title=gettext_lazy("Chưa giao soạn thảo văn bản nào"),
    empty_text=gettext_lazy("Văn bản đã giao cho đơn vị, cán bộ soạn thảo được theo dõi ở đây."),
    empty_act=(gettext_lazy("Giao soạn thảo"), reverse_lazy("documents:order")),
    file_name="giao-soan-thao",
)  # fmt: skip


def _require(actor: Actor) -> None:
    if not may_order(actor):
        raise Forbidden(refusal(Verb.INSTRUCT), Verb.INSTRUCT)


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponseBase:
    """What one gave to others to draft."""
    _require(request.actor)  # type: ignore[attr-defined]
    return list_response(request, ORDERS, template="documents/outgoing_orders.html")


@require_http_methods(["GET", "POST"])
def order(request: HttpRequest) -> HttpResponse:
    """A new order; `?tra-loi=` names the incoming paper that is to be answered."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    _require(actor)
    answered = _answered(request, actor)
    form = OrderForm(
        request.POST if request.method == "POST" else None,
        actor=actor,
        on=timezone.localdate(at),
        initial={"subject": answered.subject if answered is not None else ""},
    )
    if request.method == "POST" and form.is_valid():

        def act() -> Outcome:
            due = dt.datetime.combine(form.cleaned_data["due_on"], END_OF_DAY)
            taken = form.taken(
                timezone.make_aware(due), answered.pk if answered is not None else None
            )
            made = ordering.order_draft(order=taken, by=actor, at=at)
            words = _("Đã giao %(who)s soạn thảo.") % {"who": made.drafter.name}
            return Outcome(reverse("documents:orders"), words)

        return perform(
            request, purpose="documents.order", act=act, back=request.get_full_path(), draft="order"
        )
    return _page(request, form, _("Giao soạn thảo"), "order", reverse("documents:orders"))


def _answered(request: HttpRequest, actor: Actor) -> IncomingDocument | None:
    sent = request.GET.get("tra-loi", "")
    if not (sent.isascii() and sent.isdigit() and len(sent) < 18):
        return None
    rows = limit(IncomingDocument.objects.all(), actor).filter(agency_id=actor.agency_id)
    return rows.filter(pk=int(sent)).first()


def _page(
    request: HttpRequest, form: OrderForm | HandOnForm, title: str, key: str, cancel: str
) -> HttpResponse:
    return render(
        request,
        "documents/outgoing_order.html",
        {"title": title, "form": form, "key": key, "cancel": cancel, "once": new_token()},
        status=422 if form.is_bound and form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def hand_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Name who drafts from now on."""
    document = get(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    if not can_hand_on(actor, document):
        raise Forbidden(_("Chỉ lãnh đạo và trưởng đơn vị soạn thảo được giao người soạn."))
    form = HandOnForm(
        request.POST if request.method == "POST" else None,
        actor=actor,
        on=timezone.localdate(at),
        initial={"person": str(document.drafter_id)},
    )
    if request.method == "POST" and form.is_valid():

        def act() -> Outcome:
            person = int(form.cleaned_data["person"])
            made = ordering.hand_on(document=document, person_id=person, by=actor, at=at)
            seen = can_read_outgoing(actor, made)
            words = _("Đã giao %(who)s soạn thảo.") % {"who": made.drafter.name}
            return Outcome(url_of(made) if seen else reverse("documents:orders"), words)

        return perform(request, purpose=f"documents.hand_on.{pk}", act=act, back=request.path)
    return _page(request, form, _("Giao người soạn"), f"hand-on-{pk}", url_of(document))
