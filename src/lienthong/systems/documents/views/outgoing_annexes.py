"""Annexes of a draft: add one that is typed or uploaded, take one away (Annex I, III.1)."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome, new_token

from ..choices import AnnexPlace, Verb
from ..forms.annexes import AnnexForm
from ..models import OutgoingDocument
from ..policies import can_draft
from ..services import annexes
from ..services.intake import LIMIT
from ..services.secrecy import SecrecyMarked
from .intake import note_stopped
from .outgoing import get, url_of


def _drafted(request: HttpRequest, pk: int) -> OutgoingDocument:
    document = get(request, pk)
    if not can_draft(request.actor, document):  # type: ignore[attr-defined]
        raise Forbidden(_("Chỉ người soạn và phòng, đơn vị soạn được sửa bản thảo."), Verb.DRAFT)
    return document


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an annex at the end."""
    document = _drafted(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    start = AnnexPlace.FILE if document.draft_file_id is not None else AnnexPlace.INSIDE
    form = AnnexForm(request.POST if request.method == "POST" else None, initial={"place": start})
    problem = ""
    if request.method == "POST" and form.is_valid():
        pdf, name, problem = _sent(request)
        if not problem:
            values = form.cleaned_data

            def act() -> Outcome:
                taken = annexes.AnnexIn(
                    title=values["title"], place=values["place"], text=values["text"],
                    landscape=values["landscape"], pdf=pdf, name=name,
                )  # fmt: skip
                annexes.add_annex(document=document, annex=taken, by=actor, at=at)
                return Outcome(url_of(document), _("Đã thêm phụ lục."))

            return perform(
                request, purpose=f"documents.annex.{pk}", act=act, back=request.path, draft="annex"
            )
    context: dict[str, Any] = {
        "title": _("Thêm phụ lục"),
        "document": document,
        "form": form,
        "problem": problem,
        "limit": LIMIT,
        "accept": ".pdf,.docx" if papers.can_convert() else ".pdf",
        "cancel": url_of(document),
        "once": new_token(),
    }
    wrong = bool(problem or (form.is_bound and form.errors))
    return render(request, "documents/outgoing_annex.html", context, status=422 if wrong else 200)


def _sent(request: HttpRequest) -> tuple[bytes | None, str, str]:
    """The uploaded annex that was looked at, its name, and the sentence that refuses it."""
    sent = request.FILES.get("files")
    if sent is None:
        return None, "", ""
    if request.POST.get("files_secret") != "no":
        return None, "", _("Hãy trả lời câu hỏi về dấu chỉ độ mật trước khi tải tệp lên.")
    if (sent.size or 0) > LIMIT:
        return None, "", papers.UploadRefused("large").message
    name = (sent.name or "phu-luc.pdf").rsplit(".", 1)[0] + ".pdf"
    try:
        return annexes.look_at_annex(b"".join(sent.chunks())), name, ""
    except papers.UploadRefused as refusal:
        return None, "", refusal.message
    except SecrecyMarked as refusal:
        note_stopped(by=request.actor, at=request.at)  # type: ignore[attr-defined]
        return None, "", refusal.message


@require_POST
def remove(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Take an annex away."""
    document = _drafted(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]

    def act() -> Outcome:
        annexes.remove_annex(document=document, position=position, by=actor, at=at)
        return Outcome(url_of(document), _("Đã bỏ phụ lục."))

    purpose = f"documents.annex_out.{pk}.{position}"
    return perform(request, purpose=purpose, act=act, back=url_of(document))
