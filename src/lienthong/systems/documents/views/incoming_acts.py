"""Acts on incoming papers: taking in by hand, registering, returning, routing, instructing, assigning."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome, new_token

from ..choices import Part, Verb
from ..forms import incoming as forms
from ..models import IncomingDocument
from ..services import handling, incoming
from .incoming import get, url_of
from .intake import store_upload


@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """A paper by post, mail or over the counter; the secrecy question stands before the drop zone."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    require(actor, Verb.RECEIVE)
    form = forms.TakeInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.fields_for_service()
        channel = values.pop("channel")

        def act() -> Outcome:
            uploaded = store_upload(request, by=actor, at=at)
            paper = incoming.Paper(
                channel=channel,
                fields=values,
                file_id=uploaded.file_id,
                verdict=uploaded.verdict,
                verdict_details=uploaded.details,
                reading=uploaded.reading,
                text=uploaded.text,
            )
            document = incoming.take_in(paper=paper, by=actor, at=at)
            return Outcome(url_of(document), _("Đã nhập. Hãy kiểm tra và vào sổ."))

        return perform(
            request, purpose="documents.take_in", act=act, back=request.path, draft="take_in"
        )
    return render(
        request,
        "documents/take_in.html",
        {"title": _("Nhập văn bản"), "form": form, "once": new_token()},
    )


def _act(
    request: HttpRequest, pk: int, form: Any, run: Callable[[IncomingDocument, Any], str]
) -> HttpResponse:
    """Validate, do one act on the paper, say what happened; faults of the form become a sentence."""
    document = get(request, pk)
    back = url_of(document)
    if form is not None and not form.is_valid():
        from django.contrib import messages

        for errors in form.errors.values():
            messages.error(request, " ".join(errors))
        return redirect(back)

    def act() -> Outcome:
        return Outcome(back, run(document, form.cleaned_data if form is not None else None))

    return perform(request, purpose=f"documents.incoming.{request.path}", act=act, back=back)


def _due(day: dt.date | None) -> dt.datetime | None:
    """The end of the office's day as the moment of a deadline."""
    if day is None:
        return None
    return timezone.make_aware(dt.datetime.combine(day, dt.time(17, 0)))


@require_POST
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the book, with its arrival number."""
    form = forms.RegisterForm(request.POST)

    def run(document: IncomingDocument, values: Any) -> str:
        done = incoming.register_incoming(
            document=document,
            fields=form.fields_for_service(),
            trust_note=values["trust_note"],
            by=request.actor,  # type: ignore[attr-defined]
            at=request.at,  # type: ignore[attr-defined]
        )
        return _("Đã vào sổ, số đến %(number)s.") % {"number": done.arrival_number}

    return _act(request, pk, form, run)


@require_POST
def return_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the sender, for a reason of the law."""

    def run(document: IncomingDocument, values: Any) -> str:
        incoming.return_to_sender(
            document=document,
            reason=values["reason"],
            note=values["note"],
            by=request.actor,  # type: ignore[attr-defined]
            at=request.at,  # type: ignore[attr-defined]
        )
        return _("Đã trả lại nơi gửi.")

    return _act(request, pk, forms.ReturnForm(request.POST), run)


@require_POST
def route(request: HttpRequest, pk: int) -> HttpResponse:
    """To a leader for his instruction, or straight to a unit."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]

    def run(document: IncomingDocument, values: Any) -> str:
        if values["leader"]:
            handling.submit_to_leader(
                document=document, leader_id=int(values["leader"]), by=actor, at=at
            )
            return _("Đã trình lãnh đạo.")
        handling.route_to_unit(
            document=document,
            unit_id=int(values["unit"]),
            due_at=_due(values["due_on"]),
            by=actor,
            at=at,
        )
        return _("Đã chuyển phòng, đơn vị.")

    form = forms.RouteForm(request.POST, actor=actor, on=timezone.localdate(at))
    return _act(request, pk, form, run)


@require_POST
def instruct(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader's instruction."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]

    def run(document: IncomingDocument, values: Any) -> str:
        due = _due(values["due_on"])
        parts = [handling.PartGiven(Part.LEAD, unit_id=int(values["lead"]), due_at=due)]
        parts += [
            handling.PartGiven(Part.COORDINATE, unit_id=int(u), due_at=due)
            for u in values["coordinate"]
            if u != values["lead"]
        ]
        parts += [handling.PartGiven(Part.INFORM, unit_id=int(u)) for u in values["inform"]]
        handling.instruct(document=document, text=values["text"], parts=parts, by=actor, at=at)
        return _("Đã cho ý kiến chỉ đạo.")

    form = forms.InstructForm(request.POST, actor=actor, on=timezone.localdate(at))
    return _act(request, pk, form, run)


@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """The head of the unit names the person."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]

    def run(document: IncomingDocument, values: Any) -> str:
        handling.assign_person(
            document=document,
            person_id=int(values["person"]),
            due_at=_due(values["due_on"]),
            note=values["note"],
            by=actor,
            at=at,
        )
        return _("Đã phân công.")

    form = forms.AssignForm(request.POST, actor=actor, on=timezone.localdate(at))
    return _act(request, pk, form, run)


@require_POST
def with_note(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Handing back, finishing, and the two answers to a recall: each needs one sentence or none."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    note = request.POST.get("note", "")

    def run(document: IncomingDocument, _values: Any) -> str:
        if what == "chuyen-tra":
            handling.hand_back(document=document, note=note, by=actor, at=at)
            return _("Đã chuyển trả.")
        if what == "ket-thuc":
            handling.finish(document=document, note=note, by=actor, at=at)
            return _("Đã kết thúc giải quyết.")
        if what == "thu-hoi":
            incoming.carry_out_recall(document=document, by=actor, at=at)
            return _("Đã hủy văn bản theo yêu cầu thu hồi và báo cho nơi gửi.")
        if what == "chua-thu-hoi":
            incoming.refuse_recall(document=document, note=note, by=actor, at=at)
            return _("Đã báo cho nơi gửi.")
        raise Http404

    return _act(request, pk, None, run)
