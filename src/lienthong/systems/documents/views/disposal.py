"""Screens of what has outlived its term: the list, a proposal, its decision, its destruction, its minutes."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel.access.actor import require
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.services import log_access
from lienthong.kernel.text import key_in
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome, new_token

from ..choices import DisposalLineState, DisposalState, Verb
from ..forms import disposal as forms
from ..models import Disposal, DisposalLine
from ..queries import disposal as queries
from ..queries import retention
from ..queries.incoming import NotSeen
from ..queries.mails_going import mails_going
from ..services.disposal import carrying, minutes, proposing
from ..services.report_files import FORMS
from ..workflow import DISPOSAL
from . import shown
from .confirming import confirm_many
from .intake import store_upload
from .keeping import _who

SHOWN = 200
STAGE = {
    DisposalState.GATHERING: "moving",
    DisposalState.PROPOSED: "waiting",
    DisposalState.DECIDED: "waiting",
    DisposalState.CARRYING: "moving",
    DisposalState.DONE: "done",
    DisposalState.DROPPED: "none",
}
LINE_STAGE = {
    DisposalLineState.LISTED: "waiting",
    DisposalLineState.KEPT: "moving",
    DisposalLineState.RELEASED: "none",
    DisposalLineState.DESTROYED: "done",
}


def _get(request: HttpRequest, pk: int) -> Disposal:
    actor, _at = _who(request)
    require(actor, Verb.DISPOSE)
    try:
        return queries.get_disposal(actor, pk)
    except NotSeen as error:
        raise Http404 from error


def url_of(disposal: Disposal) -> str:
    """The page of a proposal."""
    return reverse("documents:disposal", args=[disposal.pk])


def _picked(request: HttpRequest) -> list[int]:
    return [key for x in request.POST.getlist("pick") if (key := key_in(x)) is not None]


@require_http_methods(["GET", "POST"])
def expired(request: HttpRequest) -> HttpResponse:
    """Hồ sơ hết thời hạn bảo quản: what may be proposed, and the proposals so far; POST opens one."""
    actor, at = _who(request)
    require(actor, Verb.DISPOSE)
    here = reverse("documents:expired")
    on = timezone.localdate(at)
    if request.method == "POST":
        form = forms.OpenForm(request.POST)
        if not form.is_valid():
            return _faults(request, form, here)

        def act() -> Outcome:
            made = proposing.open_disposal(
                title=form.cleaned_data["title"], file_ids=_picked(request), by=actor, at=at
            )
            return Outcome(url_of(made), _("Đã lập đợt hủy. Xem lại danh mục rồi trình."))

        return perform(request, purpose="documents.disposal_new", act=act, back=here)
    rows = retention.expired(actor, on)
    total = rows.count()
    context = {
        "title": _("Hồ sơ hết thời hạn bảo quản"),
        "files": rows[:SHOWN],
        "total": total,
        "shown": min(total, SHOWN),
        "disposals": [
            (one, STAGE[DisposalState(one.state)]) for one in queries.disposals(actor)[:50]
        ],
        "form": forms.OpenForm(initial={"title": _("Đợt hủy năm %s") % on.year}),
        "once": new_token(),
    }
    return render(request, "documents/expired.html", context)


def _faults(request: HttpRequest, form: Any, back: str) -> HttpResponse:
    for errors in form.errors.values():
        messages.error(request, " ".join(map(str, errors)))
    return redirect(back)


@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal: its files, what stays and why, opinions, the dossier, what can be done now."""
    disposal = _get(request, pk)
    actor, at = _who(request)
    lines = list(queries.lines_of(disposal))
    live = disposal.state in {DisposalState.CARRYING}
    listed = [line for line in lines if line.state == DisposalLineState.LISTED]
    done = [line for line in lines if line.state == DisposalLineState.DESTROYED]
    context = {
        "title": disposal.title,
        "disposal": disposal,
        "stage": STAGE[DisposalState(disposal.state)],
        "live": live,
        "asked": request.headers.get("HX-Target") == "disposal-rows",
        "rows": _rows(disposal, lines),
        "listed": len(listed),
        "destroyed": len(done),
        "total": len(listed) + len(done),
        "once": new_token(),
    }
    if request.headers.get("HX-Target") == "disposal-rows":
        return render(request, "documents/disposal_rows.html", context)
    log_access(kind="open", subject=disposal, by=actor, at=at)
    on = timezone.localdate(at)
    verbs = {transition.verb for transition in DISPOSAL.open_to(disposal, actor)} - {"finish"}
    parts = queries.dossier(disposal, on)
    context |= {
        "verbs": verbs,
        "bases": list(dict.fromkeys(part.basis for part in parts if not part.certain)),
        "forms": _forms(verbs, disposal, actor, on),
        "opinions": disposal.opinions.order_by("given_on", "pk"),
        "parts": parts,
        "papers": disposal.dossier.select_related("file").order_by("pk"),
        "kept_through": queries.dossier_kept_through(disposal, on),
        "more": retention.expired(actor, on)[:SHOWN] if disposal.state == "gathering" else [],
        "events": shown.story(disposal, actor),  # type: ignore[arg-type]
    }
    return render(request, "documents/disposal.html", context)


def _rows(disposal: Disposal, lines: list[DisposalLine]) -> list[dict[str, Any]]:
    """Each line with its papers that stay: as they stand now, or as they stood when it was destroyed."""
    waiting = [line.file_id for line in lines if line.state == DisposalLineState.LISTED]
    items = queries.items_of(waiting)
    why = queries.staying(items, disposal)
    stays: dict[int, list[str]] = {}
    for item in items:
        if item.pk in why:
            stays.setdefault(item.file_id, []).append(f"{item.title}: {why[item.pk]}")
    going = {
        item.incoming_id: item.file_id
        for item in items
        if item.incoming_id is not None and item.pk not in why
    }
    mails = mails_going(going)
    for kept in queries.stayed_of(disposal):
        stays.setdefault(kept.line.file_id, []).append(f"{kept.item.title}: {kept.why}")
    counts = queries.paper_counts([line.file_id for line in lines])
    return [
        {
            "line": line,
            "stage": LINE_STAGE[DisposalLineState(line.state)],
            "papers": counts.get(line.file_id, 0),
            "stays": stays.get(line.file_id, []),
            "mails": mails.get(line.file_id, 0),
        }
        for line in lines
    ]


def _forms(verbs: set[str], disposal: Disposal, actor: Any, on: dt.date) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if "note_opinion" in verbs:
        made["opinion"] = forms.OpinionForm(initial={"given_on": on}, auto_id="opinion_%s")
    if "decide" in verbs:
        made["decision"] = forms.DecisionForm(auto_id="decision_%s")
    if "carry_out" in verbs:
        made["carry"] = forms.CarryForm(actor=actor, on=on, auto_id="carry_%s")
    if "add_paper" in verbs:
        titles = [part.title for part in queries.dossier(disposal, on) if not part.there]
        made["paper"] = forms.PaperForm(titles=titles, auto_id="paper_%s")
    if "drop" in verbs:
        made["drop"] = forms.DropForm(auto_id="drop_%s")
    return made


@require_POST
def act_on(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """What is done with a proposal, one address for each act."""
    disposal = _get(request, pk)
    actor, at = _who(request)
    if what not in _ACTS:
        raise Http404
    here = url_of(disposal)
    form = _ACTS[what][0](request, actor, timezone.localdate(at))
    if form is not None and not form.is_valid():
        return _faults(request, form, here)

    def act() -> Outcome:
        values = form.cleaned_data if form is not None else {}
        return Outcome(here, _ACTS[what][1](request, disposal, values))

    return perform(
        request, purpose=f"documents.disposal.{what}.{pk}", act=act, back=here,
        draft=f"disposal-{what}-{pk}",
    )  # fmt: skip


@require_POST
def keep(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """Take one file out of the list, kept to a day for a reason."""
    disposal = _get(request, pk)
    actor, at = _who(request)
    found = disposal.lines.filter(pk=line).first()
    if found is None:
        raise Http404
    form = forms.KeepForm(request.POST)
    if not form.is_valid():
        return _faults(request, form, url_of(disposal))

    def act() -> Outcome:
        proposing.keep_longer(line=found, by=actor, at=at, **form.cleaned_data)
        return Outcome(url_of(disposal), _("Đã đưa hồ sơ ra khỏi đợt hủy và ghi ngày giữ lại."))

    return perform(
        request, purpose=f"documents.disposal_keep.{line}", act=act, back=url_of(disposal)
    )


@require_GET
def listed(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Danh mục hồ sơ hết thời hạn bảo quản as a file."""
    disposal = _get(request, pk)
    actor, at = _who(request)
    if form not in FORMS:
        raise Http404
    make, kind = FORMS[form]
    log_access(kind="print" if form == "pdf" else "download", subject=disposal, by=actor, at=at)
    response = HttpResponse(make(minutes.list_sheet(disposal, at=at), at), content_type=kind)
    how = "inline" if form == "pdf" else "attachment"
    response["Content-Disposition"] = f'{how}; filename="danh-muc-huy-{pk}.{form}"'
    return response


def _stored(request: HttpRequest) -> StoredFile | None:
    actor, at = _who(request)
    uploaded = store_upload(request, by=actor, at=at)
    return StoredFile.objects.get(pk=uploaded.file_id) if uploaded.file_id is not None else None


def _submit(request: HttpRequest, disposal: Disposal, _values: Any) -> str:
    actor, at = _who(request)
    proposing.submit(disposal=disposal, by=actor, at=at)
    return _("Đã trình. Từ đây chỉ đưa ra, không thêm hồ sơ.")


def _take_back(request: HttpRequest, disposal: Disposal, _values: Any) -> str:
    actor, at = _who(request)
    proposing.take_back(disposal=disposal, by=actor, at=at)
    return _("Đã lấy lại để sửa danh mục.")


def _add(request: HttpRequest, disposal: Disposal, _values: Any) -> str:
    actor, at = _who(request)
    added = proposing.add_files(disposal=disposal, file_ids=_picked(request), by=actor, at=at)
    return _("Đã thêm %s hồ sơ.") % added


def _opinion(request: HttpRequest, disposal: Disposal, values: Any) -> str:
    actor, at = _who(request)
    proposing.note_opinion(
        disposal=disposal, giver=values["giver"], agrees=values["agrees"] == "yes",
        text=values["text"], given_on=values["given_on"], by=actor, at=at,
    )  # fmt: skip
    return _("Đã ghi ý kiến.")


def _decide(request: HttpRequest, disposal: Disposal, values: Any) -> str:
    actor, at = _who(request)
    decision = proposing.Decision(
        values["number"], values["dated"], values["signer"], _stored(request)
    )
    proposing.decide(disposal=disposal, decision=decision, by=actor, at=at)
    return _("Đã ghi quyết định. Chưa hủy gì: bước tiếp theo là thực hiện hủy.")


def _paper(request: HttpRequest, disposal: Disposal, values: Any) -> str:
    actor, at = _who(request)
    stored = _stored(request)
    if stored is None:
        raise proposing.DisposalRefused(_("Hãy chọn tệp."))
    title = values["other"] or values["title"]
    proposing.add_paper(disposal=disposal, title=title, stored=stored, by=actor, at=at)
    return _("Đã thêm vào hồ sơ hủy.")


def _carry(request: HttpRequest, disposal: Disposal, values: Any) -> str:
    actor, at = _who(request)
    confirm_many(request, back=url_of(disposal))
    carrying.start(disposal=disposal, witness_id=int(values["witness"]), by=actor, at=at)
    return _("Đang hủy theo quyết định. Có thể đóng trang, việc vẫn chạy tiếp.")


def _drop(request: HttpRequest, disposal: Disposal, values: Any) -> str:
    actor, at = _who(request)
    proposing.drop(disposal=disposal, why=values["why"], by=actor, at=at)
    return _("Đã thôi đợt hủy. Không hồ sơ nào bị hủy.")


Made = Callable[[HttpRequest, Any, dt.date], Any]
Run = Callable[[HttpRequest, Disposal, Any], str]


def _none(_request: HttpRequest, _actor: Any, _on: dt.date) -> None:
    return None


_ACTS: dict[str, tuple[Made, Run]] = {
    "trinh": (_none, _submit),
    "lay-lai": (_none, _take_back),
    "them": (_none, _add),
    "y-kien": (lambda r, _a, _o: forms.OpinionForm(r.POST), _opinion),
    "quyet-dinh": (lambda r, _a, _o: forms.DecisionForm(r.POST), _decide),
    "giay-to": (lambda r, _a, _o: forms.PaperForm(r.POST, titles=None), _paper),
    "thuc-hien": (lambda r, a, o: forms.CarryForm(r.POST, actor=a, on=o), _carry),
    "thoi": (lambda r, _a, _o: forms.DropForm(r.POST), _drop),
}
