"""Composing: the form, the letter's first page beside it, whom each line means, the form check."""

import base64
import datetime as dt
import io
from typing import Any

import pypdfium2 as pdfium
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor, Forbidden, require
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import Agency, Person, Post
from lienthong.kernel.text import key_in
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome, new_token

from ..choices import Verb
from ..forms import outgoing as forms
from ..models import OutgoingDocument
from ..policies import can_draft
from ..rules import task_codes_of
from ..services import drafting, letters, ordering
from ..services.recipients import RecipientLine
from ..services.recipients import preview as meanings
from .outgoing import get, url_of

PREVIEW_SCALE = 1.1  # about 80 dots per inch: enough to see the layout, quick on a poor line
_REFUSED = (
    letters.NoSignatory, papers.TextRefused, papers.PaperTooLong, papers.UnknownDocumentType,
    papers.TypesettingFailed, papers.FontsMissing,
)  # fmt: skip


def _form(request: HttpRequest, initial: dict[str, Any] | None = None) -> forms.ComposeForm:
    return forms.ComposeForm(
        request.POST if request.method == "POST" else None,
        actor=request.actor,  # type: ignore[attr-defined]
        on=timezone.localdate(request.at),  # type: ignore[attr-defined]
        initial=initial or {},
    )


@require_http_methods(["GET", "POST"])
def compose(request: HttpRequest) -> HttpResponse:
    """A new draft; `?tra-loi=` names the incoming paper that it answers."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, Verb.DRAFT)
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    form = _form(request, first_values(request))
    if request.method == "POST" and form.is_valid():

        def act() -> Outcome:
            document = drafting.start_draft(draft=form.draft(), by=actor, at=at)
            return _then(request, document, actor, at)

        return perform(
            request, purpose="documents.compose", act=act, back=request.path, draft="compose"
        )
    return _page(request, form, "compose", reverse("documents:drafts"), _("Soạn văn bản"))


@require_http_methods(["GET", "POST"])
def compose_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft; what was approved before is approved no longer (Đ11.2)."""
    document = get(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    if not can_draft(actor, document):
        raise Forbidden(_("Chỉ người soạn và phòng, đơn vị soạn được sửa bản thảo."), Verb.DRAFT)
    if document.draft_file_id is not None:
        return redirect("documents:upload_edit", pk=pk)
    form = _form(request, forms.initial_of(document))
    key = f"compose-{pk}"
    if request.method == "POST" and form.is_valid():

        def act() -> Outcome:
            saved = drafting.save_draft(document=document, draft=form.draft(), by=actor, at=at)
            return _then(request, saved, actor, at)

        return perform(
            request, purpose=f"documents.edit.{pk}", act=act, back=request.path, draft=key
        )
    return _page(request, form, key, url_of(document), _("Sửa bản thảo"))


def _then(
    request: HttpRequest, document: OutgoingDocument, actor: Actor, at: dt.datetime
) -> Outcome:
    """Hand in at once where that button was pressed, else show what was kept."""
    if request.POST.get("then") == "submit":
        drafting.submit(document=document, by=actor, at=at)
        return Outcome(url_of(document), _("Đã trình kiểm tra, duyệt."))
    return Outcome(url_of(document), _("Đã lưu bản thảo."))


def _page(
    request: HttpRequest, form: forms.ComposeForm, key: str, cancel: str, title: str
) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(
        request,
        "documents/outgoing_compose.html",
        {"title": title, "form": form, "draft_key": key, "cancel": cancel, "once": new_token()},
        status=status,
    )


def first_values(request: HttpRequest) -> dict[str, Any]:
    """What a new draft of this office begins with: place, signatory, authority."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    on = timezone.localdate(request.at)  # type: ignore[attr-defined]
    head = agencies.head_of(actor.agency_id, on)
    collective = Agency.objects.filter(pk=actor.agency_id, kind="peoples_committee").exists()
    values: dict[str, Any] = {
        "place": ordering.place_of(actor.agency_id, on),
        "signatory": f"{head.person_id}:{head.post_id}" if head is not None else "",
        "authority": "for_collective" if collective else "in_own_right",
        "urgency": "normal",
    }
    answered = request.GET.get("tra-loi", "")
    if answered.isascii() and answered.isdigit() and len(answered) < 18:
        values["answers"] = answered
    values["task_codes"] = ", ".join(task_codes_of(request.GET.getlist("nhiem-vu")))
    return values


@require_POST
def recipients(request: HttpRequest) -> HttpResponse:
    """Whom each line of the form means today, with how many; or the suggestion in its place."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, Verb.DRAFT)
    on = timezone.localdate(request.at)  # type: ignore[attr-defined]
    phrases = [
        *forms.lines_in(request.POST.get("to", "")[:20_000]),
        *forms.lines_in(request.POST.get("cc", "")[:20_000]),
    ][:200]
    lines = meanings((RecipientLine(phrase) for phrase in phrases), on, actor.agency_id)
    return render(
        request,
        "documents/outgoing_recipients.html",
        {"lines": lines, "total": sum(line.count for line in lines)},
    )


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The first page of the letter as it would be set now, and what the form check finds."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, Verb.DRAFT)
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    form = _form(request)
    form.is_valid()
    context: dict[str, Any] = {}
    try:
        letter = _letter(form, actor, timezone.localdate(at))
        context = {
            "findings": papers.check_form(letter, papers.rule_set_for(timezone.localdate(at))),
            **_picture(papers.render_letter(letter, at=at)),
        }
    except _REFUSED as refusal:
        context = {"problem": getattr(refusal, "message", "") or str(refusal)}
    return render(request, "documents/outgoing_preview.html", context)


def _letter(form: forms.ComposeForm, actor: Actor, on: dt.date) -> papers.LetterData:
    """The letter of a form that need not be complete; nothing is stored."""
    values = form.cleaned_data
    person, _colon, post = str(values.get("signatory") or "").partition(":")
    lines = form.lines()
    document = OutgoingDocument(
        agency=Agency.objects.get(pk=actor.agency_id),
        unit_id=actor.unit_id,
        type_code=int(values.get("type_code") or forms.LETTER),
        subject=values.get("subject") or _("(trích yếu)"),
        text=values.get("text") or "",
        place=values.get("place") or "…",
        urgency=values.get("urgency") or "normal",
        circulation_limit=values.get("circulation_limit") or "",
        authority=values.get("authority") or "in_own_right",
        signatory=Person.objects.filter(pk=key_in(person) or 0).first(),
        signatory_post=Post.objects.filter(pk=key_in(post) or 0).first(),
        addressees=[line.phrase for line in lines if line.addressee],
    )
    document.notation = values.get("notation") or drafting.suggested_notation(
        document.type_code, actor.agency_id, actor.unit_id, on
    )
    return letters.letter_of(document, on, [(line.phrase, line.purpose) for line in lines])


def _picture(letter: papers.RenderedLetter) -> dict[str, Any]:
    with papers.pdfium_alone():
        pages = pdfium.PdfDocument(letter.pdf)
        try:
            picture = pages[0].render(scale=PREVIEW_SCALE).to_pil()
            count = len(pages)
        finally:
            pages.close()
    drawn = io.BytesIO()
    picture.save(drawn, "PNG", optimize=False)
    return {
        "image": base64.b64encode(drawn.getvalue()).decode(),
        "width": picture.width,
        "height": picture.height,
        "count": count,
    }
