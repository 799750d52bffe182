"""Screens of work files: list, one file, opening, putting papers in, closing, taking out."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.access.actor import Actor, Forbidden, require
from lienthong.kernel.files.services import log_access
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.lists import (
    list_response,
)
from lienthong.kernel.ui.once import Outcome, new_token
from lienthong.kernel.ui.parts import KnownFact

from .. import policies
from ..choices import FileState, Verb
from ..forms import keeping as forms
from ..models import WorkFile
from ..queries import file_metadata as metadata
from ..queries import keeping as queries
from ..queries import retention
from ..queries.incoming import NotSeen
from ..services import file_export, keeping
from . import shown
from .keeping_list import FILES, STAGE, state_of, url_of

GONE = (FileState.HANDED_OVER, FileState.DESTROYED)


def _who(request: HttpRequest) -> tuple[Actor, dt.datetime]:
    return request.actor, request.at  # type: ignore[attr-defined]


def get_file(request: HttpRequest, pk: int) -> WorkFile:
    """One file that the official may read, else 404."""
    try:
        return queries.get_file(_who(request)[0], pk)
    except NotSeen as error:
        raise Http404 from error


def may_keep(actor: Actor) -> None:
    """Files are for those who compile or archive them, or read the register."""
    if not any(actor.may(v) for v in (Verb.COMPILE_FILE, Verb.ARCHIVE, Verb.READ_REGISTER)):
        require(actor, Verb.COMPILE_FILE)


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponseBase:
    """Mục lục hồ sơ: the files that one may read (PL VI I.V.6)."""
    actor, at = _who(request)
    may_keep(actor)
    extra = {
        "may_open": actor.may(Verb.COMPILE_FILE),
        "may_archive": actor.may(Verb.ARCHIVE),
        "outlived": retention.expired(actor, timezone.localdate(at)).count()
        if actor.may(Verb.DISPOSE)
        else 0,
        "may_dispose": actor.may(Verb.DISPOSE),
        "due": queries.due_for_archive(actor, timezone.localdate(at)).count(),
    }
    return list_response(request, FILES, template="documents/files.html", extra=extra)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Opening a file (Đ29.2)."""
    actor, at = _who(request)
    require(actor, Verb.COMPILE_FILE)
    on = timezone.localdate(at)
    initial = {"started_on": on, "retention": "10", "language": "Tiếng Việt"}
    line_id = request.GET.get("muc", "")
    line = next((x for x in queries.open_lines(actor, on.year) if str(x.pk) == line_id), None)
    if line is not None:
        years = "".join(c for c in line.retention if c.isdigit())
        initial |= {
            "plan_line": line_id,
            "title": line.title,
            "notation": line.notation,
            "retention": forms.retention_value(int(years) if years else None),
        }
    form = forms.FileForm(request.POST or None, actor=actor, on=on, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data

        def act() -> Outcome:
            file = keeping.open_file(
                data=keeping.FileData(
                    title=values["title"],
                    notation=values["notation"],
                    retention_years=forms.years_of(values["retention"]),
                    started_on=values["started_on"],
                    plan_line_id=int(values["plan_line"]) if values["plan_line"] else None,
                    language=values["language"],
                    rights=values["rights"],
                    note=values["note"],
                ),
                by=actor,
                at=at,
            )
            return Outcome(url_of(file), _("Đã mở hồ sơ."))

        return perform(
            request, purpose="documents.file_new", act=act, back=reverse("documents:file_new"),
            draft="file_new",
        )  # fmt: skip
    status = 422 if form.is_bound else 200
    context = {"title": _("Mở hồ sơ"), "form": form, "once": new_token()}
    return render(request, "documents/file_new.html", context, status=status)


@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: its papers in order of time, what is known, what can be done now, its story."""
    actor, at = _who(request)
    file = get_file(request, pk)
    log_access(kind="open", subject=file, by=actor, at=at)
    on = timezone.localdate(at)
    compiles = policies.can_compile(actor, file)
    context = {
        "title": file.title,
        "file": file,
        "state": state_of(file),
        "stage": STAGE[FileState(file.state)],
        "known": _known(file),
        "contents": queries.contents(actor, file),
        "events": shown.story(file, actor),  # type: ignore[arg-type]
        "compiles": compiles and file.state == FileState.OPEN,
        "exports": file.destroyed_at is None and (compiles or policies.can_archive(actor, file)),
        "forms": _forms(file, actor, on, compiles),
        "receives": policies.can_archive(actor, file)
        and file.state == FileState.CLOSED
        and file.offered_at is not None,
        "once": new_token(),
    }
    return render(request, "documents/file_one.html", context)


def _forms(file: WorkFile, actor: Actor, on: dt.date, compiles: bool) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if compiles and file.state == FileState.OPEN:
        made["stored"] = forms.StoredForm(initial={"dated": on})
        own = forms.retention_value(file.retention_years)
        made["close"] = forms.CloseForm(
            own=own,
            initial={
                "title": file.title,
                "notation": file.notation,
                "retention": own,
                "ended_on": on,
            },
        )
    if compiles and file.state == FileState.CLOSED and file.archive_due_on is not None:
        made["offer"] = file.offered_at is None
        made["keep_back"] = forms.KeepBackForm()
    if file.owner_id == actor.person_id and file.state not in GONE:
        made["give"] = forms.GiveForm(actor=actor, on=on)
    if policies.can_archive(actor, file) and file.offered_at and file.state == FileState.CLOSED:
        made["send_back"] = forms.ReasonForm()
    return made


def _known(file: WorkFile) -> list[KnownFact]:
    return [
        KnownFact(_("Mã hồ sơ"), metadata.code_of_file(file)),
        KnownFact(_("Thời hạn bảo quản"), file.retention),
        KnownFact(_("Người lập"), file.owner.name),
        KnownFact(_("Đơn vị"), file.unit.name if file.unit else "—"),
        KnownFact(_("Bắt đầu"), metadata.day(file.started_on)),
        KnownFact(_("Kết thúc"), metadata.day(file.ended_on)),
        KnownFact(
            _("Hạn nộp lưu"),
            metadata.day(file.archive_due_on) or (_("không phải nộp lưu") if file.ended_on else ""),
        ),
        *_term(file),
        *(
            [KnownFact(_("Giữ lại đến"), f"{metadata.day(file.kept_until)} ({file.kept_basis})")]
            if file.kept_until
            else []
        ),
        KnownFact(_("Ngôn ngữ"), file.language),
        KnownFact(_("Chế độ sử dụng"), file.rights or "—"),
        KnownFact(_("Ghi chú"), file.note or "—"),
    ]


def _term(file: WorkFile) -> list[KnownFact]:
    """When the term of a closed file ends, and what it was kept longer for."""
    if file.ended_on is None:
        return []
    last = retention.last_day_of(file)
    facts = [KnownFact(_("Hết thời hạn ngày"), metadata.day(last) or _("không bao giờ"))]
    if file.retained_until is not None:
        why = f"{metadata.day(file.retained_until)} ({file.retained_why})"
        facts.append(KnownFact(_("Giữ quá thời hạn đến"), why))
    return facts


@require_GET
def export(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The file as PDF or XML, or its contents list alone."""
    actor, at = _who(request)
    file = get_file(request, pk)
    if not (policies.can_compile(actor, file) or policies.can_archive(actor, file)):
        raise Forbidden(_("Chỉ người lập hồ sơ và Lưu trữ cơ quan được kết xuất hồ sơ."))
    try:
        if form == "pdf":
            made, kind = file_export.export_pdf(file=file, by=actor, at=at), "application/pdf"
        elif form == "xml":
            made, kind = file_export.export_xml(file=file, by=actor, at=at), "application/xml"
        elif form == "muc-luc":
            made, kind = file_export.contents_list(file=file, by=actor, at=at), "application/pdf"
        else:
            raise Http404
    except keeping.FileRefused as refusal:
        messages.error(request, refusal.message)
        return redirect(url_of(file))
    response = HttpResponse(made, content_type=kind)
    ending = "xml" if form == "xml" else "pdf"
    how = "inline" if form == "muc-luc" else "attachment"
    response["Content-Disposition"] = f'{how}; filename="ho-so-{pk}.{ending}"'
    return response
