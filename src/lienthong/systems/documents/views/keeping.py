"""Screens of work files: list, one file, opening, putting papers in, closing, taking out."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel.access.actor import Actor, Forbidden, require
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.services import log_access
from lienthong.kernel.ui import marks
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.lists import (
    Choice,
    Column,
    Option,
    Period,
    Register,
    Sort,
    list_response,
)
from lienthong.kernel.ui.once import Outcome, new_token
from lienthong.kernel.ui.parts import KnownFact

from .. import policies
from ..choices import FileState, Verb
from ..forms import keeping as forms
from ..models import WorkFile, WorkFileItem
from ..queries import file_metadata as metadata
from ..queries import keeping as queries
from ..queries.incoming import NotSeen, get_incoming
from ..services import archiving, file_export, keeping
from . import shown
from .intake import store_upload
from .outgoing import get as get_outgoing

STAGE = {
    FileState.OPEN: "moving",
    FileState.CLOSED: "waiting",
    FileState.HANDED_OVER: "done",
}


def _url(row: WorkFile) -> str:
    return reverse("documents:file_one", args=[row.pk])


def _words(row: WorkFile) -> str:
    if row.state == FileState.CLOSED and row.offered_at is not None:
        return _("Đã gửi nộp lưu")
    return str(row.get_state_display())


def _search(rows: Any, words: str, _actor: Actor) -> Any:
    from django.db.models import Q

    for word in words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(notation__icontains=word))
    return rows


FILES = Register(
    name="documents.files",
    title=gettext_lazy("Hồ sơ công việc"),
    one=gettext_lazy("hồ sơ"),
    rows=queries.files_for,
    search=_search,
    search_label=gettext_lazy("Tìm tiêu đề, số và ký hiệu hồ sơ"),
    columns=(
        Column(
            key="no", label=gettext_lazy("Số, ký hiệu"), value="notation", kind="reference",
            sort="no",
        ),
        Column(
            key="title", label=gettext_lazy("Tiêu đề hồ sơ"), value="title", kind="long", lead=True
        ),
        Column(
            key="papers", label=gettext_lazy("Số văn bản"), value=lambda r: r.papers, kind="number"
        ),
        Column(
            key="owner", label=gettext_lazy("Người lập"), value=lambda r: r.owner.name, kind="name"
        ),
        Column(
            key="since", label=gettext_lazy("Bắt đầu"), value="started_on", kind="date",
            sort="since",
        ),
        Column(key="keep", label=gettext_lazy("Bảo quản"), value="retention"),
        Column(
            key="due", label=gettext_lazy("Hạn nộp lưu"), value="archive_due_on", kind="date",
            sort="due",
        ),
        Column(
            key="state", label=gettext_lazy("Tình trạng"), kind="mark", value=_words,
            mark=lambda r: marks.status(_words(r), STAGE[FileState(r.state)]),
        ),
    ),
    sorts=(
        Sort("since", gettext_lazy("ngày bắt đầu"), ("-started_on",)),
        Sort("no", gettext_lazy("số, ký hiệu"), ("notation",)),
        Sort("due", gettext_lazy("hạn nộp lưu"), ("archive_due_on",)),
    ),
    filters=(
        Choice(
            key="state",
            label=gettext_lazy("Tình trạng"),
            condition="state",
            options=tuple(Option(k, v, str(v).lower()) for k, v in FileState.choices),
        ),
        Period(
            key="since", label=gettext_lazy("Bắt đầu"), path="started_on",
            phrase=gettext_lazy("bắt đầu"),
        ),
    ),
    row_url=_url,
    empty_title=gettext_lazy("Chưa có hồ sơ nào"),
    empty_text=gettext_lazy(
        "Mở hồ sơ khi bắt đầu giải quyết một việc; văn bản đến, đi đưa vào bằng một lần bấm."
    ),
    empty_act=(gettext_lazy("Mở hồ sơ"), reverse_lazy("documents:file_new")),  # type: ignore[arg-type]
    empty_verb=Verb.COMPILE_FILE,
    wide_print=True,
    file_name="muc-luc-ho-so",
)  # fmt: skip


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
            return Outcome(_url(file), _("Đã mở hồ sơ."))

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
        "state": _words(file),
        "stage": STAGE[FileState(file.state)],
        "known": _known(file),
        "contents": queries.contents(actor, file),
        "events": shown.story(file, actor),  # type: ignore[arg-type]
        "compiles": compiles and file.state == FileState.OPEN,
        "exports": compiles or policies.can_archive(actor, file),
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
        made["close"] = forms.CloseForm(
            initial={
                "title": file.title,
                "notation": file.notation,
                "retention": forms.retention_value(file.retention_years),
                "ended_on": on,
            }
        )
    if compiles and file.state == FileState.CLOSED and file.archive_due_on is not None:
        made["offer"] = file.offered_at is None
        made["keep_back"] = forms.KeepBackForm()
    if file.owner_id == actor.person_id and file.state != FileState.HANDED_OVER:
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
        *(
            [KnownFact(_("Giữ lại đến"), f"{metadata.day(file.kept_until)} ({file.kept_basis})")]
            if file.kept_until
            else []
        ),
        KnownFact(_("Ngôn ngữ"), file.language),
        KnownFact(_("Chế độ sử dụng"), file.rights or "—"),
        KnownFact(_("Ghi chú"), file.note or "—"),
    ]


def _act(
    request: HttpRequest, pk: int, form: Any | None, run: Callable[[WorkFile, Any], str]
) -> HttpResponse:
    file = get_file(request, pk)
    if form is not None and not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(errors))
        return redirect(_url(file))

    def act() -> Outcome:
        return Outcome(_url(file), run(file, form.cleaned_data if form is not None else None))

    return perform(request, purpose=f"documents.file.{request.path}", act=act, back=_url(file))


@require_http_methods(["GET", "POST"])
def put_in(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Into which file a paper goes: one click on one's open files; it may stand in many."""
    actor, at = _who(request)
    require(actor, Verb.COMPILE_FILE)
    paper = _paper(request, what, pk)
    back = reverse(f"documents:{'incoming' if what == 'den' else 'outgoing'}_one", args=[pk])
    if request.method == "POST":
        chosen = request.POST.get("file", "")
        if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 19):
            raise Http404
        file = get_file(request, int(chosen))

        def act() -> Outcome:
            if what == "den":
                keeping.add_incoming(file=file, document=paper, by=actor, at=at)
            else:
                keeping.add_outgoing(file=file, document=paper, by=actor, at=at)
            said = _("Đã đưa vào hồ sơ %(no)s.") % {"no": file.notation}
            return Outcome(_url(file), said)

        return perform(request, purpose=f"documents.put.{what}.{pk}", act=act, back=request.path)
    holding = queries.files_holding(
        actor, **{("incoming" if what == "den" else "outgoing") + "_id": pk}
    )
    context = {
        "title": _("Đưa vào hồ sơ"),
        "paper": paper,
        "back": back,
        "files": [f for f in queries.open_files_of(actor) if f.pk not in {h.pk for h in holding}],
        "holding": holding,
        "once": new_token(),
    }
    return render(request, "documents/file_put_in.html", context)


def _paper(request: HttpRequest, what: str, pk: int) -> Any:
    if what == "di":
        return get_outgoing(request, pk)
    if what != "den":
        raise Http404
    try:
        return get_incoming(_who(request)[0], pk)
    except NotSeen as error:
        raise Http404 from error


@require_POST
def add_stored(request: HttpRequest, pk: int) -> HttpResponse:
    """Another paper into the file: uploaded, looked at for a secrecy mark first."""
    actor, at = _who(request)

    def run(file: WorkFile, values: Any) -> str:
        keeping.require_open(file, actor)
        uploaded = store_upload(request, by=actor, at=at)
        if uploaded.file_id is None:
            raise keeping.FileRefused(_("Hãy chọn tệp."))
        stored = StoredFile.objects.get(pk=uploaded.file_id)
        keeping.add_stored(
            file=file, stored=stored, title=values["title"], dated=values["dated"], by=actor, at=at
        )
        return _("Đã đưa tài liệu vào hồ sơ.")

    return _act(request, pk, forms.StoredForm(request.POST), run)


@require_POST
def remove(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Take a paper out of the file; the paper stays where it is."""
    actor, at = _who(request)

    def run(file: WorkFile, _values: Any) -> str:
        found = WorkFileItem.objects.filter(pk=item, file=file).first()
        if found is None:
            raise Http404
        keeping.remove_item(item=found, by=actor, at=at)
        return _("Đã đưa văn bản ra khỏi hồ sơ.")

    return _act(request, pk, None, run)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Kết thúc hồ sơ (Đ29.4)."""
    actor, at = _who(request)

    def run(file: WorkFile, values: Any) -> str:
        done = keeping.close_file(
            file=file,
            title=values["title"],
            notation=values["notation"],
            retention_years=forms.years_of(values["retention"]),
            ended_on=values["ended_on"],
            settled_on=values["settled_on"],
            by=actor,
            at=at,
        )
        due = metadata.day(done.archive_due_on)
        return (_("Đã kết thúc hồ sơ. Hạn nộp lưu: %s.") % due) if due else _("Đã kết thúc hồ sơ.")

    return _act(request, pk, forms.CloseForm(request.POST), run)


@require_POST
def act_on(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Handing in, keeping back, giving on, sending back."""
    actor, at = _who(request)
    form: Any = None
    if what == "giu-lai":
        form = forms.KeepBackForm(request.POST)
    elif what == "ban-giao":
        form = forms.GiveForm(request.POST, actor=actor, on=timezone.localdate(at))
    elif what == "tra-lai":
        form = forms.ReasonForm(request.POST)
    elif what != "nop-luu":
        raise Http404

    def run(file: WorkFile, values: Any) -> str:
        if what == "nop-luu":
            archiving.offer_to_archive(file=file, by=actor, at=at)
            return _("Đã gửi nộp lưu. Lưu trữ cơ quan sẽ kiểm tra và nhận.")
        if what == "giu-lai":
            archiving.keep_back(file=file, by=actor, at=at, **values)
            return _("Đã ghi việc giữ lại hồ sơ.")
        if what == "tra-lai":
            archiving.send_back(file=file, reason=values["reason"], by=actor, at=at)
            return _("Đã trả lại hồ sơ để hoàn chỉnh.")
        archiving.give_file(file=file, to_person_id=int(values["person"]), by=actor, at=at)
        return _("Đã bàn giao hồ sơ.")

    return _act(request, pk, form, run)


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
        return redirect(_url(file))
    response = HttpResponse(made, content_type=kind)
    ending = "xml" if form == "xml" else "pdf"
    how = "inline" if form == "muc-luc" else "attachment"
    response["Content-Disposition"] = f'{how}; filename="ho-so-{pk}.{ending}"'
    return response
