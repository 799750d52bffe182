"""Every act on a task that is one form and one sentence."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome

from .. import forms
from ..choices import ProofKind
from ..models import Request, Task
from ..services import assigning, closing, doing, filing, proving, requests, splitting
from .lists import task_url
from .one import accept_form, get, result_form

Run = Callable[[HttpRequest, Task, Any, Actor, dt.datetime], str]


def _receive(_r: HttpRequest, task: Task, _v: Any, by: Actor, at: dt.datetime) -> str:
    doing.receive_task(task=task, by=by, at=at)
    return _("Đã tiếp nhận nhiệm vụ.")


def _name(_r: HttpRequest, task: Task, values: Any, by: Actor, at: dt.datetime) -> str:
    person = int(values["person"])
    held = agencies.holders(timezone.localdate(at), person_id=person)
    unit = next((h.unit_id for h in held if h.agency_id == by.agency_id), None)
    doing.name_person(task=task, unit_id=unit, person_id=person, note=values["note"], by=by, at=at)
    return _("Đã phân công.")


def _progress(_r: HttpRequest, task: Task, values: Any, by: Actor, at: dt.datetime) -> str:
    doing.report_progress(task=task, text=values["text"], percent=values["percent"], by=by, at=at)
    return _("Đã cập nhật tiến độ.")


def _extension(_r: HttpRequest, task: Task, values: Any, by: Actor, at: dt.datetime) -> str:
    requests.ask_extension(
        task=task,
        new_deadline=forms.closing(values["new_deadline"]) or at,
        reason=values["reason"],
        done_so_far=values["done_so_far"],
        by=by,
        at=at,
    )
    return _("Đã đề nghị gia hạn.")


def _give_back(_r: HttpRequest, task: Task, values: Any, by: Actor, at: dt.datetime) -> str:
    requests.ask_return(
        task=task,
        reason_code=values["reason_code"],
        reason=values["reason"],
        facts_changed=values["facts_changed"],
        by=by,
        at=at,
    )
    return _("Đã đề nghị trả lại.")


def _split(_r: HttpRequest, task: Task, values: Any, by: Actor, at: dt.datetime) -> str:
    deadline = forms.closing(values["deadline"]) or task.deadline
    if values["other"] is not None and int(values["other"].key) != by.agency_id:
        part = splitting.PartForOther(values["action"], int(values["other"].key), deadline)
        requests.ask_split(task=task, parts=[part], reason=values["reason"], by=by, at=at)
        return _("Đã đề nghị người giao cho tách phần việc này.")
    splitting.split_task(
        task=task,
        parts=[
            assigning.Proposal(
                action=values["action"],
                leads=[by.agency_id],
                deadline=deadline,
                proof=ProofKind.LEADER_CONFIRMATION,
            )
        ],
        units=[int(values["unit"])] if values["unit"] else [],
        by=by,
        at=at,
    )
    return _("Đã tách phần việc.")


def _help(_r: HttpRequest, task: Task, values: Any, by: Actor, at: dt.datetime) -> str:
    doing.ask_coordination(
        task=task,
        agency_ids=[int(choice.key) for choice in values["agencies"]],
        due_at=forms.closing(values["due"]) or at,
        by=by,
        at=at,
    )
    return _("Đã đề nghị phối hợp.")


def _answer(_r: HttpRequest, task: Task, values: Any, by: Actor, at: dt.datetime) -> str:
    doing.answer_coordination(task=task, answer=values["note"], by=by, at=at)
    return _("Đã trả lời phối hợp.")


def _result(request: HttpRequest, task: Task, values: Any, by: Actor, at: dt.datetime) -> str:
    proving.submit_result(
        task=task,
        products=_handed(request, task, values, by, at),
        note=values.get("note", ""),
        by=by,
        at=at,
    )
    return _("Đã báo cáo kết quả, chờ xác nhận.")


def _handed(
    request: HttpRequest, task: Task, values: Any, by: Actor, at: dt.datetime
) -> list[proving.Handed]:
    """What the form of the agreed proof holds; files are kept first."""
    today = timezone.localdate(at)
    if task.proof == ProofKind.RECORD:
        details = {
            "held_on": values["held_on"].isoformat(),
            "present": values["present"],
            "result": values["result"],
        }
        kept: list[filing.Kept | None] = [*_files(request, by, at)]
        return [
            proving.Handed(
                kind=task.proof,
                dated=values["held_on"],
                file_id=each.file_id if each else None,
                details=details | (each.details if each else {}),
            )
            for each in (kept or [None])
        ]
    if task.proof == ProofKind.SIGNED_SET:
        named = [line for line in values["references"].splitlines() if line.strip()]
        papers = [
            proving.Handed(kind=task.proof, dated=values["dated"], reference=line) for line in named
        ]
        return papers + [
            proving.Handed(
                kind=task.proof, dated=values["dated"], file_id=k.file_id, details=k.details
            )
            for k in _files(request, by, at)
        ]
    if task.proof in {ProofKind.LEADER_CONFIRMATION, ProofKind.SYSTEM_MEASURE}:
        return []
    chosen = int(values["paper"]) if values["paper"] else None
    return [
        proving.Handed(
            kind=task.proof, dated=today, outgoing_id=chosen, reference=values["reference"]
        )
    ]


def _files(request: HttpRequest, by: Actor, at: dt.datetime) -> list[filing.Kept]:
    return [
        filing.keep_file(
            content=b"".join(uploaded.chunks()),
            name=uploaded.name or "ket-qua",
            secrecy=request.POST.get("files_secret", ""),
            by=by,
            at=at,
        )
        for uploaded in request.FILES.getlist("files")
    ]


def _accept(_r: HttpRequest, task: Task, values: Any, by: Actor, at: dt.datetime) -> str:
    closing.accept_result(task=task, note=values["note"], by=by, at=at)
    return _("Đã xác nhận hoàn thành.")


def _more(_r: HttpRequest, task: Task, values: Any, by: Actor, at: dt.datetime) -> str:
    closing.ask_more(task=task, note=values["note"], by=by, at=at)
    return _("Đã yêu cầu bổ sung.")


def _cancel(_r: HttpRequest, task: Task, values: Any, by: Actor, at: dt.datetime) -> str:
    closing.cancel(task=task, note=values["note"], by=by, at=at)
    return _("Đã thôi giao nhiệm vụ.")


def _reopen(_r: HttpRequest, task: Task, values: Any, by: Actor, at: dt.datetime) -> str:
    closing.reopen(task=task, note=values["note"], by=by, at=at)
    return _("Đã mở lại nhiệm vụ.")


def _reassign(_r: HttpRequest, task: Task, values: Any, by: Actor, at: dt.datetime) -> str:
    closing.reassign(
        task=task, lead_agency_id=int(values["lead"].key), note=values["note"], by=by, at=at
    )
    return _("Đã giao lại nhiệm vụ.")


def _plain(form: Any) -> Callable[[HttpRequest, Task], Any]:
    return lambda request, _task: form(request.POST)


def _of_agency(form: Any) -> Callable[[HttpRequest, Task], Any]:
    return lambda request, _task: form(
        request.POST,
        actor=request.actor,  # type: ignore[attr-defined]
        on=timezone.localdate(request.at),  # type: ignore[attr-defined]
    )


def _on_day(form: Any) -> Callable[[HttpRequest, Task], Any]:
    return lambda request, _task: form(
        request.POST,
        on=timezone.localdate(request.at),  # type: ignore[attr-defined]
    )


ACTS: dict[str, tuple[Callable[[HttpRequest, Task], Any] | None, Run]] = {
    "tiep-nhan": (None, _receive),
    "phan-cong": (_of_agency(forms.PersonForm), _name),
    "tien-do": (_plain(forms.ProgressForm), _progress),
    "gia-han": (_plain(forms.ExtensionForm), _extension),
    "tra-lai": (_plain(forms.GiveBackForm), _give_back),
    "tach": (_of_agency(forms.PartForm), _split),
    "de-nghi-phoi-hop": (_on_day(forms.HelpForm), _help),
    "phoi-hop": (_plain(forms.ReasonForm), _answer),
    "ket-qua": (
        lambda request, task: result_form(task, request.actor, request.POST),  # type: ignore[attr-defined]
        _result,
    ),
    "xac-nhan": (lambda request, task: accept_form(task)(request.POST), _accept),
    "bo-sung": (_plain(forms.ReasonForm), _more),
    "thoi-giao": (_plain(forms.ReasonForm), _cancel),
    "mo-lai": (_plain(forms.ReasonForm), _reopen),
    "giao-lai": (_on_day(forms.ReassignForm), _reassign),
}


@require_POST
def act_on(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """One act: its form is checked, its service called once, its sentence shown."""
    if what not in ACTS:
        raise Http404
    task = get(request, pk)
    make, run = ACTS[what]
    form = make(request, task) if make is not None else None
    if form is not None and not form.is_valid():
        for name, errors in form.errors.items():
            label = str(form.fields[name].label) if name in form.fields else ""
            messages.error(request, f"{label}: {' '.join(errors)}".lstrip(": "))
        return redirect(task_url(task))
    by, at = request.actor, request.at  # type: ignore[attr-defined]

    stopped: list[filing.Secret] = []

    def act() -> Outcome:
        values = form.cleaned_data if form is not None else None
        try:
            return Outcome(task_url(task), run(request, task, values, by, at))
        except filing.Secret as refusal:
            stopped.append(refusal)
            raise

    answer = perform(request, purpose=f"tasks.{request.path}", act=act, back=task_url(task))
    if (
        stopped
    ):  # after the act was rolled back: nothing of the paper is kept but that it was stopped
        filing.note_stopped(by=by, at=at)
    return answer


@require_POST
def decide(request: HttpRequest, pk: int, request_pk: int) -> HttpResponse:
    """Grant or refuse a request."""
    by, at = request.actor, request.at  # type: ignore[attr-defined]
    task = get(request, pk)
    asked = Request.objects.filter(pk=request_pk, task_id=pk).select_related("task").first()
    if asked is None:
        raise Http404
    grant = request.POST.get("answer") == "yes"

    def act() -> Outcome:
        requests.decide_request(
            request=asked, grant=grant, note=request.POST.get("note", ""), by=by, at=at
        )
        return Outcome(task_url(task), _("Đã đồng ý.") if grant else _("Đã trả lời không đồng ý."))

    return perform(request, purpose=f"tasks.{request.path}", act=act, back=task_url(task))
