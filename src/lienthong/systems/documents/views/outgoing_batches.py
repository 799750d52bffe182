"""One confirmation for many papers: what will be signed or sealed, then how far it is, paper by paper."""

import datetime as dt
from dataclasses import asdict

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor, Forbidden, require
from lienthong.kernel.access.walls import limit
from lienthong.kernel.text import key_in
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome, new_token

from ..choices import BatchKind, OutgoingState, Verb
from ..models import OutgoingDocument, SigningBatch
from ..queries import outgoing as queries
from ..queries.holding import hold_reasons
from ..services import batches, page_batches
from . import shown
from .confirming import confirm_many
from .outgoing import type_name


@require_POST
def sign_selected(request: HttpRequest) -> HttpResponse:
    """The chosen papers of the signing book: shown once more, then signed by one confirmation."""
    require(request.actor, Verb.SIGN)  # type: ignore[attr-defined]
    return _selected(request, BatchKind.SIGN, reverse("documents:signing_book"))


@require_POST
def seal_selected(request: HttpRequest) -> HttpResponse:
    """The chosen signed papers: numbered, registered and sealed by the clerk's one confirmation."""
    require(request.actor, Verb.ISSUE)  # type: ignore[attr-defined]
    return _selected(request, BatchKind.SEAL, reverse("documents:to_issue"))


@require_GET
def seal_book(request: HttpRequest) -> HttpResponse:
    """The signed papers that wait for number and seal, for one act of the clerk."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, Verb.ISSUE)
    rows = _to_seal(actor).select_related("signatory").order_by("signed_at", "pk")
    context = {
        "title": _("Cấp số, ký số nhiều văn bản"),
        "rows": [(row, type_name(row.type_code)) for row in rows[: batches.MOST]],
        "once": new_token(),
    }
    return render(request, "documents/outgoing_seal_book.html", context)


def _selected(request: HttpRequest, kind: BatchKind, back: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    sent = [key for x in request.POST.getlist("pick") if (key := key_in(x)) is not None]
    picked = list(dict.fromkeys(sent))
    if not picked:
        messages.error(request, _("Chưa chọn văn bản nào."))
        return HttpResponseRedirect(back)
    if len(picked) > batches.MOST:
        words = _("Mỗi đợt nhiều nhất %(n)d văn bản. Hãy bỏ bớt.")
        messages.error(request, words % {"n": batches.MOST})
        return HttpResponseRedirect(back)
    if "confirm" in request.POST:

        def act() -> Outcome:
            confirm_many(request, back=back)
            batch = batches.start_batch(kind=kind, document_ids=picked, by=actor, at=at)
            return Outcome(reverse("documents:batch", args=[batch.pk]))

        return perform(request, purpose=f"documents.batch.{kind}", act=act, back=back)
    return _ask(request, kind, picked, back)


def _ask(request: HttpRequest, kind: BatchKind, picked: list[int], back: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = queries.signing_book(actor) if kind == BatchKind.SIGN else _to_seal(actor)
    found = {row.pk: row for row in rows.filter(pk__in=picked).select_related("drafter")}
    papers = [found[pk] for pk in picked if pk in found]
    holds = hold_reasons(papers) if kind == BatchKind.SIGN else {}
    return render(
        request,
        "documents/outgoing_confirm.html",
        {
            "title": _("Xác nhận ký ban hành")
            if kind == BatchKind.SIGN
            else _("Xác nhận cấp số, ký số cơ quan"),
            "papers": [(row, type_name(row.type_code), holds.get(row.pk, ())) for row in papers],
            "count": len(papers),
            "sealing": kind == BatchKind.SEAL,
            "gone": len(picked) - len(papers),
            "back": back,
            "once": new_token(),
        },
    )


def _to_seal(actor: Actor) -> QuerySet[OutgoingDocument]:
    return queries.to_issue(actor).filter(state=OutgoingState.SIGNED)


@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a batch is: a row for each paper, with the verdict on what came out or why it did not."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    batch = _own(actor, pk)
    items = batch.items.select_related("document").order_by("position")
    counts = dict(batch.items.values_list("state").annotate(Count("pk")))
    context = {
        "title": _("Đợt ký") if batch.kind == BatchKind.SIGN else _("Đợt ký số cơ quan"),
        "batch": batch,
        "items": [(item, shown.KINDS.get(item.verdict, "bad")) for item in items],
        "done": counts.get("done", 0),
        "refused": counts.get("refused", 0),
        "waiting": counts.get("waiting", 0),
        "total": sum(counts.values()),
        "live": batch.ended_at is None,
        "leads": batch.by_page and batch.ended_at is None,
        "sentences": shown.SENTENCES,
    }
    if context["leads"]:
        key = (
            {"person_id": actor.person_id}
            if batch.kind == BatchKind.SIGN
            else {"agency_id": actor.agency_id}
        )
        at: dt.datetime = request.at  # type: ignore[attr-defined]
        context |= {
            "pin_asked": signing.asks_pin(**key, at=at),
            "helper_asked": signing.asks_helper(**key, at=at),
        }
    part = request.headers.get("HX-Request") == "true"
    name = "documents/outgoing_batch_rows.html" if part else "documents/outgoing_batch.html"
    return render(request, name, context)


@sensitive_post_parameters("pin")
@require_POST
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """One step of a batch that its person's page leads: with a PIN, with the helper, or stopping it.

    Scripts (static/documents/batch.js) get JSON; without them the page is shown again.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    batch = _own(actor, pk)
    page = reverse("documents:batch", args=[pk])
    sent = request.POST
    told: dict[str, object]
    try:
        if "stop" in sent:
            told = asdict(page_batches.stop(batch=batch, by=actor, at=at))
        elif sent.get("helper", "") == "ask":
            after = key_in(sent.get("after", "")) or 0
            told = asdict(page_batches.ask(batch=batch, after=after, by=actor, at=at))
        elif sent.get("helper", ""):
            told = asdict(
                page_batches.answer(
                    batch=batch,
                    item_id=key_in(sent.get("item", "")) or 0,
                    round_=sent["helper"],
                    sent=sent.get("values", ""),
                    by=actor,
                    at=at,
                )
            )
        else:
            with signing.unlocked(sent.get("pin", ""), by=actor, at=at):
                told = asdict(page_batches.go_on(batch=batch, by=actor, at=at))
    except (Forbidden, signing.NotAwaited) as refusal:
        told = {"waiting": 0, "stop": refusal.message}
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(told)
    if told.get("stop"):
        messages.error(request, str(told["stop"]))
    return HttpResponseRedirect(page)


def _own(actor: Actor, pk: int) -> SigningBatch:
    batch = (
        limit(SigningBatch.objects.all(), actor)
        .filter(pk=pk, person_id=actor.person_id or 0, agency_id=actor.agency_id)
        .first()
    )
    if batch is None:
        raise Http404
    return batch
