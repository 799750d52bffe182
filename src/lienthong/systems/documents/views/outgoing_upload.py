"""A finished paper as a draft: upload it, say what it is, put its fields on the picture of the page."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor, Forbidden, require
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome, new_token

from ..choices import Verb
from ..forms import outgoing as compose_forms
from ..forms.uploading import PlacesForm, UploadForm, filled_from
from ..models import OutgoingDocument
from ..policies import can_draft
from ..services import letters, uploading
from ..services.intake import LIMIT
from ..services.secrecy import SecrecyMarked
from . import shown
from .intake import note_stopped
from .outgoing import get, url_of
from .outgoing_compose import first_values


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """A new draft from a finished file."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, Verb.DRAFT)
    return _edit(request, None, first_values(request))


@require_http_methods(["GET", "POST"])
def upload_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of an uploaded draft, or the file."""
    document = get(request, pk)
    _require_draft(request, document)
    return _edit(request, document, compose_forms.initial_of(document))


def _require_draft(request: HttpRequest, document: OutgoingDocument) -> None:
    if not can_draft(request.actor, document):  # type: ignore[attr-defined]
        raise Forbidden(_("Chỉ người soạn và phòng, đơn vị soạn được sửa bản thảo."), Verb.DRAFT)


def _edit(
    request: HttpRequest, document: OutgoingDocument | None, initial: dict[str, Any]
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    on = timezone.localdate(at)
    first = document is None or document.draft_file_id is None

    def form_of(data: Any) -> UploadForm:
        return UploadForm(data, actor=actor, on=on, initial=initial, first=first)

    if request.method != "POST":
        return _page(request, form_of(None), document)
    form = form_of(request.POST)
    taken, problem = _looked_at(request, form, first=first)
    if problem:
        return _page(request, form, document, problem)
    if taken is not None:
        form = form_of(filled_from(taken.read, taken.found.text, request.POST.dict(), initial))
        for name in ("type_code", "subject", "place"):
            form.fields[name].required = True
    if not form.is_valid():
        return _page(request, form, document)

    def act() -> Outcome:
        if document is None:
            assert taken is not None  # noqa: S101  a first upload has a file
            made = uploading.start_uploaded(draft=form.draft(), taken=taken, by=actor, at=at)
        else:
            made = uploading.save_uploaded(
                document=document, draft=form.draft(), taken=taken, by=actor, at=at
            )
        return _then(made, read=first)

    purpose = "documents.upload" if document is None else f"documents.upload.{document.pk}"
    return perform(request, purpose=purpose, act=act, back=request.path, draft="upload")


def _signers(document: OutgoingDocument) -> int:
    return letters.signer_count(document)


def _then(document: OutgoingDocument, *, read: bool) -> Outcome:
    lacking = papers.missing_places(document.draft_places, _signers(document))
    if lacking:
        words = _("Đã nhận tệp. Chưa tìm được chỗ của: %(places)s. Hãy đặt trên trang.")
        url = reverse("documents:upload_places", args=[document.pk])
        return Outcome(url, words % {"places": ", ".join(lacking)})
    found = _("Đã nhận tệp và tìm được chỗ của số, ngày, chữ ký, dấu.")
    if read:
        look = _("Hãy xem lại những gì đọc được từ tệp rồi lưu.")
        return Outcome(reverse("documents:upload_edit", args=[document.pk]), f"{found} {look}")
    return Outcome(url_of(document), found)


def _looked_at(
    request: HttpRequest, form: UploadForm, *, first: bool
) -> tuple[uploading.Taken | None, str]:
    """The file that was sent, looked at in memory, or the sentence that refuses it."""
    sent = request.FILES.get("files")
    if sent is None:
        return None, _("Hãy chọn tệp PDF hoặc DOCX của văn bản.") if first else ""
    answer = request.POST.get("files_secret", "")
    if answer != "no":
        if answer == "yes":
            note_stopped(by=request.actor, at=request.at)  # type: ignore[attr-defined]
            return None, SecrecyMarked().message
        return None, _("Hãy trả lời câu hỏi về dấu chỉ độ mật trước khi tải tệp lên.")
    if (sent.size or 0) > LIMIT:
        return None, papers.UploadRefused("large").message
    on = timezone.localdate(request.at)  # type: ignore[attr-defined]
    names = uploading.printed_names(form.signers)
    try:
        content = b"".join(sent.chunks())
        name = sent.name or "van-ban.pdf"
        return uploading.look_at(content, name=name, signers=names, on=on), ""
    except SecrecyMarked as refusal:
        note_stopped(by=request.actor, at=request.at)  # type: ignore[attr-defined]
        return None, refusal.message
    except papers.UploadRefused as refusal:
        return None, refusal.message


def _page(
    request: HttpRequest, form: UploadForm, document: OutgoingDocument | None, problem: str = ""
) -> HttpResponse:
    wrong = bool(problem or (form.is_bound and form.errors))
    return render(
        request,
        "documents/outgoing_upload.html",
        {
            "title": _("Tải lên văn bản đã soạn") if document is None else _("Sửa bản thảo"),
            "form": form,
            "problem": problem,
            "document": document,
            "limit": LIMIT,
            "accept": ".pdf,.docx" if papers.can_convert() else ".pdf",
            "cancel": reverse("documents:drafts") if document is None else url_of(document),
            "once": new_token(),
        },
        status=422 if wrong else 200,
    )


@require_http_methods(["GET", "POST"])
def places(request: HttpRequest, pk: int) -> HttpResponse:
    """Put number, date and signature on the picture of the page; the seal follows the signature."""
    document = get(request, pk)
    _require_draft(request, document)
    if document.draft_file is None:
        return redirect(url_of(document))
    report = document.draft_report
    sizes = report.get("sizes") or [[210.0, 297.0]]
    form = PlacesForm(
        request.POST if request.method == "POST" else None,
        sizes=sizes,
        pages=int(report.get("pages", 1)),
        signers=_signers(document),
        initial=PlacesForm.initial_of(document.draft_places, sizes),
    )
    if request.method == "POST" and form.is_valid():
        actor: Actor = request.actor  # type: ignore[attr-defined]
        at: dt.datetime = request.at  # type: ignore[attr-defined]

        def act() -> Outcome:
            boxes = form.boxes(document.draft_places)
            uploading.put_places(document=document, places=boxes, by=actor, at=at)
            return Outcome(url_of(document), _("Đã đặt vị trí của số, ngày, chữ ký và dấu."))

        return perform(request, purpose=f"documents.places.{pk}", act=act, back=request.path)
    return render(
        request,
        "documents/outgoing_places.html",
        {
            "title": _("Đặt vị trí trên trang"),
            "document": document,
            "form": form,
            "rows": [
                (name, str(label), width, height, form[f"{name}_page"], form[f"{name}_left"],
                 form[f"{name}_top"])
                for name, (label, width, height) in form.rooms.items()
            ],
            "pages": shown.pages_of(document.draft_file),
            "sizes": sizes,
            "lacking": papers.missing_places(document.draft_places, _signers(document)),
            "cancel": url_of(document),
            "once": new_token(),
        },
        status=422 if form.is_bound and form.errors else 200,
    )  # fmt: skip
