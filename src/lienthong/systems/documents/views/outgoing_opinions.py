"""Lấy ý kiến phối hợp: asked of me, asked by me; asking and answering."""

import datetime as dt
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import AgencyName
from lienthong.kernel.ui import marks
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.lists import Column, Register, Sort, list_response
from lienthong.kernel.ui.once import Outcome, new_token
from lienthong.kernel.ui.parts import KnownFact, Tab

from ..forms import outgoing as forms
from ..models import Opinion
from ..policies import can_answer_opinion, can_draft
from ..queries import outgoing as queries
from ..queries.incoming import NotSeen
from ..services import opinions
from . import shown
from .outgoing import get, url_of


def _status(row: Opinion) -> Any:
    if row.answered_at is None:
        return marks.status(_("Chưa có ý kiến"), "waiting")
    words = _("Nhất trí") if row.agrees else _("Có ý kiến khác")
    return marks.status(words, "done")


def _register(name: str, title: Any, rows: Any, who: Column) -> Register:
    return Register(
        name=name,
        title=title,
        one=gettext_lazy("ý kiến"),
        rows=lambda actor: rows(actor).select_related("asked_unit"),
        columns=(
            Column(
                key="subject", label=gettext_lazy("Bản thảo"), value="subject", kind="long",
                lead=True,
            ),
            who,
            Column(
                key="due", label=gettext_lazy("Hạn cho ý kiến"), value="due_at", kind="moment",
                sort="due",
            ),
            Column(
                key="state", label=gettext_lazy("Tình trạng"), kind="mark", mark=_status,
                value=lambda r: _("Đã có ý kiến") if r.answered_at else _("Chưa có ý kiến"),
            ),
        ),
        sorts=(Sort("due", gettext_lazy("hạn cho ý kiến"), ("-due_at",)),),
        row_url=lambda r: reverse("documents:opinion_one", args=[r.pk]),
        empty_title=gettext_lazy("Chưa có ý kiến nào ở đây"),
        file_name="y-kien-phoi-hop",
    )  # fmt: skip


OF_ME = _register(
    "documents.opinions_of_me",
    gettext_lazy("Lấy ý kiến phối hợp"),
    lambda actor: named(queries.asked_of_me(actor), "agency_id"),
    Column(key="who", label=gettext_lazy("Cơ quan hỏi"), value="named", kind="name"),
)
BY_ME = _register(
    "documents.opinions_by_me",
    gettext_lazy("Lấy ý kiến phối hợp"),
    lambda actor: named(queries.asked_by_me(actor), "asked_agency_id"),
    Column(
        key="who", label=gettext_lazy("Nơi được hỏi"), kind="name",
        value=lambda r: r.asked_unit.name if r.asked_unit else r.named,
    ),
)  # fmt: skip


def named(rows: Any, column: str) -> Any:
    name = AgencyName.objects.filter(agency_id=OuterRef(column)).order_by("-period")
    return rows.annotate(named=Subquery(name.values("short_name")[:1]))


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponseBase:
    """Asked of me (first), asked by me (`?phia=toi-hoi`)."""
    mine = request.GET.get("phia") == "toi-hoi"
    path = reverse("documents:opinions")
    tabs = [
        Tab(_("Hỏi tôi"), path, current=not mine),
        Tab(_("Tôi hỏi"), f"{path}?phia=toi-hoi", current=mine),
    ]
    return list_response(
        request,
        BY_ME if mine else OF_ME,
        template="documents/outgoing_opinions.html",
        extra={"tabs": tabs},
    )


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One opinion: the draft's pages, the question, the answer or the form for it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    try:
        opinion = queries.get_opinion(actor, pk)
    except NotSeen as error:
        raise Http404 from error
    may = can_answer_opinion(actor, opinion) and opinion.answered_at is None
    form = forms.AnswerForm(request.POST or None) if may or request.method == "POST" else None
    if request.method == "POST" and form is not None and form.is_valid():

        def act() -> Outcome:
            opinions.answer_opinion(
                opinion=opinion,
                text=form.cleaned_data["text"],
                agrees=form.cleaned_data["agrees"] == "yes",
                by=actor,
                at=at,
            )
            return Outcome(reverse("documents:opinions"), _("Đã gửi ý kiến."))

        return perform(
            request, purpose=f"documents.opinion.{pk}", act=act, back=request.path,
            draft=f"opinion-{pk}",
        )  # fmt: skip
    own_side = opinion.agency_id in actor.agency_ids
    file = opinion.version_file if own_side else opinion.asked_file
    return render(
        request,
        "documents/outgoing_opinion.html",
        {
            "title": opinion.subject,
            "opinion": opinion,
            "pages": shown.pages_of(file),
            "pdf": reverse("documents:download", args=[file.pk]) if file is not None else "",
            "coming": file is None and opinion.version_file_id is not None,
            "form": form if may else None,
            "known": _known(opinion),
            "document_url": _document_url(opinion, actor),
            "once": new_token(),
        },
        status=422 if form is not None and form.errors else 200,
    )


def _document_url(opinion: Opinion, actor: Actor) -> str:
    own = queries.outgoing_for(actor).filter(pk=opinion.document_id).exists()
    return reverse("documents:outgoing_one", args=[opinion.document_id]) if own else ""


def _known(opinion: Opinion) -> list[KnownFact]:
    names = agencies.names_of([opinion.agency_id, opinion.asked_agency_id])
    asked = names[opinion.asked_agency_id].short_name
    if opinion.asked_unit is not None:
        asked = f"{opinion.asked_unit.name}, {asked}"
    facts = [
        KnownFact(_("Cơ quan hỏi"), names[opinion.agency_id].short_name),
        KnownFact(_("Nơi được hỏi"), asked),
        KnownFact(_("Hạn cho ý kiến"), opinion.due_at),
    ]
    if opinion.answered_at is not None:
        facts.append(KnownFact(_("Người cho ý kiến"), opinion.answered_by))
        facts.append(KnownFact(_("Cho ý kiến lúc"), opinion.answered_at))
    return facts


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask units and agencies for their opinion on the draft as it stands."""
    document = get(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    if not can_draft(actor, document):
        raise Forbidden(_("Chỉ người soạn và phòng, đơn vị soạn được lấy ý kiến."))
    form = forms.AskForm(request.POST or None, actor=actor, on=timezone.localdate(at))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        asked = [opinions.Asked(agency) for agency in values["agency_ids"]]
        asked += [opinions.Asked(actor.agency_id, unit_id=int(unit)) for unit in values["units"]]
        due = timezone.make_aware(dt.datetime.combine(values["due_on"], dt.time(17, 0)))

        def act() -> Outcome:
            opinions.ask_opinions(
                document=document, asked=asked, question=values["question"], due_at=due,
                by=actor, at=at,
            )  # fmt: skip
            words = _("Đã gửi lấy ý kiến %(count)d nơi.") % {"count": len(asked)}
            return Outcome(url_of(document), words)

        return perform(
            request, purpose=f"documents.ask.{pk}", act=act, back=request.path, draft=f"ask-{pk}"
        )
    return render(
        request,
        "documents/outgoing_ask.html",
        {
            "title": _("Lấy ý kiến phối hợp"),
            "document": document,
            "form": form,
            "once": new_token(),
            "cancel": url_of(document),
        },
        status=422 if form.errors else 200,
    )
