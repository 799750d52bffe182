"""Related papers: tying and untying, who answered, updates on both sides, implementing."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Actor, Forbidden, require
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome, new_token

from ..choices import Verb
from ..forms import outgoing as compose_forms
from ..forms import related as forms
from ..models import DocumentLink, IncomingDocument, OutgoingDocument, PaperUpdate
from ..policies import can_issue
from ..queries import incoming as incoming_queries
from ..queries import outgoing as outgoing_queries
from ..queries import related as queries
from ..queries.searching import search_incoming, search_outgoing
from ..services import drafting, implementing, passing_on, relating, updating
from .outgoing import get as get_outgoing
from .outgoing import url_of as outgoing_url
from .outgoing_compose import first_values

Paper = IncomingDocument | OutgoingDocument
MOST_FOUND = 15


def _incoming(request: HttpRequest, pk: int) -> IncomingDocument:
    try:
        return incoming_queries.get_incoming(request.actor, pk)  # type: ignore[attr-defined]
    except incoming_queries.NotSeen as error:
        raise Http404 from error


def _paper(request: HttpRequest, what: str, pk: int) -> Paper:
    if what == "den":
        return _incoming(request, pk)
    if what == "di":
        return get_outgoing(request, pk)
    raise Http404


def _url(paper: Paper) -> str:
    if isinstance(paper, OutgoingDocument):
        return outgoing_url(paper)
    return reverse("documents:incoming_one", args=[paper.pk])


def _found(actor: Actor, words: str, paper: Paper) -> list[tuple[str, str]]:
    """The papers that hold the words, incoming and outgoing, as choices "den:12"."""
    if not words.strip():
        return []
    came = search_incoming(incoming_queries.incoming_for(actor), words, actor)
    sent = search_outgoing(outgoing_queries.outgoing_for(actor), words, actor)
    if isinstance(paper, OutgoingDocument):
        sent = sent.exclude(pk=paper.pk)
    else:
        came = came.exclude(pk=paper.pk)
    rows = [
        (f"den:{row.pk}", _("Đến") + f" {row.reference} · {row.issuer_name} · {row.subject}")
        for row in came.order_by("-arrived_at")[:MOST_FOUND]
    ]
    return rows + [
        (f"di:{row.pk}", _("Đi") + f" {row.reference or row.notation} · {row.subject}")
        for row in sent.order_by("-updated_at")[:MOST_FOUND]
    ]


@require_http_methods(["GET", "POST"])
def related(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Văn bản liên quan: what there is, both ways, and tying one more."""
    paper = _paper(request, what, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    words = request.GET.get("tim", "")[:200]
    found = _found(actor, words, paper)
    sent = isinstance(paper, OutgoingDocument)
    form = forms.TieForm(request.POST or None, found=found, sent=sent)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data

        def act() -> Outcome:
            if values.get("found"):
                kind, _colon, key = values["found"].partition(":")
                to: Any = _paper(request, kind, int(key))
            else:
                to = relating.Reference(values["reference"], values["on"], values["issuer"])
            relating.tie(source=paper, kind=values["kind"], to=to, by=actor, at=at)
            return Outcome(request.path, _("Đã ghi văn bản liên quan."))

        return perform(request, purpose=f"documents.tie.{what}.{pk}", act=act, back=request.path)
    context = {
        "title": _("Văn bản liên quan"),
        "paper": paper,
        "what": what,
        "back": _url(paper),
        "lines": queries.lines_of(actor, paper),
        "may_tie": relating.may_tie(actor, paper),
        "find": forms.FindForm(initial={"tim": words}),
        "words": words,
        "found": found,
        "form": form,
        "once": new_token(),
    }
    return render(
        request, "documents/related_papers.html", context, status=422 if form.errors else 200
    )


@require_POST
def untie(request: HttpRequest, what: str, pk: int, link: int) -> HttpResponse:
    """Take away a bond that was recorded by hand."""
    paper = _paper(request, what, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = limit(DocumentLink.objects.select_related("outgoing", "incoming"), actor)
    row = get_object_or_404(rows, pk=link)
    if paper not in (row.outgoing, row.incoming):
        raise Http404
    back = reverse("documents:related", args=[what, pk])

    def act() -> Outcome:
        relating.untie(link=row, by=actor, at=request.at)  # type: ignore[attr-defined]
        return Outcome(back, _("Đã bỏ liên kết."))

    return perform(request, purpose=f"documents.untie.{link}", act=act, back=back)


@require_GET
def replies(request: HttpRequest, pk: int) -> HttpResponse:
    """Theo dõi trả lời: which receivers answered by ResponseFor, and whom to call."""
    document = get_outgoing(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = queries.replies_to(actor, document, request.at)  # type: ignore[attr-defined]
    context = {
        "title": _("Theo dõi trả lời"),
        "document": document,
        "rows": rows,
        "answered": sum(row.answered for row in rows),
        "late": sum(row.late and not row.answered for row in rows),
    }
    return render(request, "documents/related_replies.html", context)


@require_http_methods(["GET", "POST"])
def update_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """Cập nhật văn bản đã gửi: receivers and message data, never the signed file (Đ18.3)."""
    document = get_outgoing(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    if not can_issue(actor, document):
        raise Forbidden(_("Chỉ văn thư của cơ quan ban hành được cập nhật văn bản đã gửi."))
    if document.package is None:
        raise Http404
    sent = exchange.list_deliveries(actor, document.package).filter(
        sender_id=document.agency_id, current=True, retract=""
    )
    held = sent.exclude(status__in=["02", "15"]).values_list("receiver_id", flat=True)
    named = agencies.names_of(set(held))
    choices = sorted(((str(k), n.short_name) for k, n in named.items()), key=lambda one: one[1])
    initial = {"due_on": document.reply_deadline}
    form = forms.UpdateForm(request.POST or None, receivers=choices, initial=initial)
    back = outgoing_url(document)
    if request.method == "POST" and form.is_valid():

        def act() -> Outcome:
            done = updating.update_issued(
                document=document,
                add=form.phrases(),
                remove=[int(one) for one in form.cleaned_data["remove"]],
                changes=form.changes(document.reply_deadline),
                reason=form.cleaned_data["reason"],
                by=actor,
                at=at,
            )
            words = _("Đã gửi cập nhật: thêm %(add)d nơi, bỏ %(gone)d nơi, báo %(told)d nơi.")
            counts = {
                "add": len(done.added),
                "gone": len(done.asked_back),
                "told": len(done.told),
            }
            return Outcome(back, words % counts)

        return perform(request, purpose=f"documents.update.{pk}", act=act, back=request.path)
    rows = list(exchange.list_updates(actor, document.package)[:200])
    names = agencies.names_of({row.receiver_id for row in rows})
    context = {
        "title": _("Cập nhật thông tin, nơi nhận"),
        "document": document,
        "form": form,
        "back": back,
        "updates": [
            (names[row.receiver_id].short_name, row, row.get_status_display()) for row in rows
        ],
        "once": new_token(),
    }
    return render(
        request, "documents/related_update.html", context, status=422 if form.errors else 200
    )


@require_POST
def answer_update(request: HttpRequest, pk: int, update: int, what: str) -> HttpResponse:
    """The clerk agrees to an update, refuses it with a sentence, or passes one on to his ring."""
    document = _incoming(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    rows = limit(PaperUpdate.objects.select_related("document__delivery", "delivery"), actor)
    row = get_object_or_404(rows, pk=update, document=document)
    back = _url(document)

    def act() -> Outcome:
        if what == "dong-y":
            updating.agree(update=row, by=actor, at=at)
            return Outcome(back, _("Đã cập nhật và báo cho nơi gửi."))
        if what == "tu-choi":
            note = request.POST.get("note", "")
            updating.refuse(update=row, note=note, by=actor, at=at)
            return Outcome(back, _("Đã từ chối cập nhật và báo cho nơi gửi."))
        if what == "chuyen-tiep":
            note = request.POST.get("note", "")
            count = passing_on.pass_update_on(update=row, note=note, by=actor, at=at)
            return Outcome(back, _("Đã chuyển tiếp cập nhật đến %(count)d nơi.") % {"count": count})
        raise Http404

    return perform(request, purpose=f"documents.answer_update.{what}.{update}", act=act, back=back)


@require_http_methods(["GET", "POST"])
def implement(request: HttpRequest, pk: int) -> HttpResponse:
    """Soạn văn bản triển khai: one's own paper, the superior's file goes with it (§3.2.b)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, Verb.DRAFT)
    document = _incoming(request, pk)
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    form = forms.ImplementForm(
        request.POST or None,
        actor=actor,
        on=timezone.localdate(at),
        initial=_first_words(request, document) if request.method == "GET" else {},
    )
    if request.method == "POST" and form.is_valid():

        def act() -> Outcome:
            made = implementing.start_implementing(
                document=document, draft=form.draft(), by=actor, at=at
            )
            words = _("Đã lưu bản thảo; tệp của văn bản đến được gửi kèm khi phát hành.")
            if request.POST.get("then") == "submit":
                drafting.submit(document=made, by=actor, at=at)
                words = _("Đã trình kiểm tra, duyệt; tệp của văn bản đến gửi kèm khi phát hành.")
            return Outcome(outgoing_url(made), words)

        return perform(
            request, purpose=f"documents.implement.{pk}", act=act, back=request.path,
            draft=f"implement-{pk}",
        )  # fmt: skip
    context = {
        "title": _("Soạn văn bản triển khai"),
        "form": form,
        "draft_key": f"implement-{pk}",
        "cancel": _url(document),
        "once": new_token(),
        "enclosed": document,
    }
    return render(
        request, "documents/outgoing_compose.html", context, status=422 if form.errors else 200
    )


def _first_words(request: HttpRequest, document: IncomingDocument) -> dict[str, Any]:
    values = first_values(request)
    draft = implementing.first_draft(
        document, place=values["place"], signatory=None, authority=values["authority"]
    )
    return values | {
        "type_code": compose_forms.LETTER,
        "subject": draft.subject[:500],
        "text": draft.text,
    }
