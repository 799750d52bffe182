"""What one does with a work file: put in, take out, close, hand to the archive (Đ28 to Đ31)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel.access.actor import require
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome, new_token

from ..choices import Verb
from ..forms import keeping as forms
from ..models import WorkFile, WorkFileItem
from ..queries import file_metadata as metadata
from ..queries import keeping as queries
from ..queries.incoming import NotSeen, get_incoming
from ..services import archiving, keeping
from .intake import store_upload
from .keeping import _who, get_file
from .keeping_list import url_of
from .outgoing import get as get_outgoing


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
            return Outcome(url_of(file), said)

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


def _act(
    request: HttpRequest, pk: int, form: Any | None, run: Callable[[WorkFile, Any], str]
) -> HttpResponse:
    file = get_file(request, pk)
    if form is not None and not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(errors))
        return redirect(url_of(file))

    def act() -> Outcome:
        return Outcome(url_of(file), run(file, form.cleaned_data if form is not None else None))

    return perform(request, purpose=f"documents.file.{request.path}", act=act, back=url_of(file))


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

    own = forms.retention_value(get_file(request, pk).retention_years)
    return _act(request, pk, forms.CloseForm(request.POST, own=own), run)


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
