"""Screens of tasks: the list, the proposals of a paper, one task that asker and doer both see."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import AgencyName, Person
from lienthong.kernel.facts.queries import story_of
from lienthong.kernel.ui import marks
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.lists import (
    Choice,
    Column,
    Flag,
    Option,
    Period,
    Register,
    Sort,
    list_response,
)
from lienthong.kernel.ui.once import Outcome, new_token
from lienthong.kernel.ui.parts import KnownFact, TimelineEvent

from . import forms, queries
from .choices import PartyRole, ProofKind, TaskState, Verb
from .events import LABELS
from .models import Request, Task
from .rules import classify
from .services import assigning, closing, doing
from .workflow import TASK

STAGE = {
    TaskState.ASSIGNED: "waiting",
    TaskState.RECEIVED: "moving",
    TaskState.IN_PROGRESS: "moving",
    TaskState.SUBMITTED: "waiting",
    TaskState.COMPLETED: "done",
    TaskState.RETURN_REQUESTED: "returned",
    TaskState.SUSPENDED: "none",
}


def _url(task: Task) -> str:
    return reverse("tasks:one", args=[task.pk])


def _name(agency_id: int | None, names: dict[int, str]) -> str:
    return names.get(agency_id or 0, "")


def _lead(task: Task) -> str:
    if task.group_parent:
        return task.lead_phrase
    return str(getattr(task, "lead_name", "") or task.lead_phrase)


def _with_names(actor: Actor) -> Any:
    name = AgencyName.objects.filter(agency_id=OuterRef("lead_agency_id")).order_by("-period")
    return queries.tasks_for(actor).annotate(lead_name=Subquery(name.values("short_name")[:1]))


def _status(task: Task) -> Any:
    return marks.status(str(task.get_state_display()), STAGE.get(TaskState(task.state), "none"))


LIST = Register(
    name="tasks.list",
    title=gettext_lazy("Nhiệm vụ"),
    one=gettext_lazy("nhiệm vụ"),
    rows=_with_names,
    search=lambda query, words, _actor: (
        query.filter(action__icontains=words) | query.filter(code__istartswith=words)
    ),
    search_label=gettext_lazy("Tìm nội dung, mã nhiệm vụ"),
    columns=(
        Column(
            key="action",
            label=gettext_lazy("Nội dung nhiệm vụ"),
            value="action",
            kind="long",
            lead=True,
        ),
        Column(key="lead", label=gettext_lazy("Chủ trì"), value=_lead, kind="name"),
        Column(
            key="from",
            label=gettext_lazy("Theo văn bản"),
            value=lambda t: f"{t.source_reference} {t.section}".strip(),
            kind="reference",
        ),
        Column(
            key="due",
            label=gettext_lazy("Thời hạn"),
            value="deadline",
            kind="moment",
            sort="due",
        ),
        Column(
            key="state",
            label=gettext_lazy("Tình trạng"),
            kind="mark",
            value=lambda t: str(t.get_state_display()),
            mark=_status,
        ),
    ),
    sorts=(
        Sort("due", gettext_lazy("thời hạn"), ("deadline",)),
        Sort("new", gettext_lazy("mới giao"), ("-assigned_at",)),
    ),
    filters=(
        Period(key="due", label=gettext_lazy("Thời hạn"), path="deadline", phrase="đến hạn"),
        Choice(
            key="state",
            label=gettext_lazy("Tình trạng"),
            condition="state",
            options=tuple(Option(k, v, str(v).lower()) for k, v in TaskState.choices),
        ),
        Flag(
            key="late",
            label=gettext_lazy("Quá hạn"),
            phrase=gettext_lazy("quá hạn"),
            condition=queries.LATE,
        ),
    ),
    row_url=_url,
    empty_title=gettext_lazy("Chưa có nhiệm vụ nào"),
    empty_text=gettext_lazy(
        "Nhiệm vụ đến từ văn bản chỉ đạo: sau khi văn bản phát hành, thư ký xác nhận từng việc và giao."
    ),
    wide_print=True,
    file_name="nhiem-vu",
)


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponseBase:
    """Tasks in which one's agency has a part."""
    extra = {"can_confirm": request.actor.may(Verb.CONFIRM)}  # type: ignore[attr-defined]
    return list_response(request, LIST, template="tasks/list.html", extra=extra)


def proposals(request: HttpRequest) -> HttpResponse:
    """What was read from issued papers, for the secretary to confirm in one screen."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, Verb.CONFIRM)
    waiting = list(
        queries.proposals_for(actor).order_by("source_document_id", "section", "id")[:200]
    )
    named = agencies.names_of(
        {a for t in waiting for a in t.parties.values_list("agency_id", flat=True)}
    )
    rows = [
        {
            "task": task,
            "leads": _party_names(task, PartyRole.LEAD, named),
            "coordinating": _party_names(task, PartyRole.COORDINATE, named),
        }
        for task in waiting
    ]
    return render(
        request,
        "tasks/proposals.html",
        {"title": _("Nhiệm vụ đọc từ văn bản"), "rows": rows, "once": new_token()},
    )


def _party_names(task: Task, role: PartyRole, named: dict[int, Any]) -> list[str]:
    ids = task.parties.filter(role=role).order_by("id").values_list("agency_id", flat=True)
    return [named[a].short_name for a in ids if a in named]


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Assign the chosen proposals; those with a question stay and say so."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    back = reverse("tasks:proposals")
    chosen = [int(pk) for pk in request.POST.getlist("pick") if pk.isdigit()]

    def act() -> Outcome:
        done, refused = 0, []
        for task in queries.proposals_for(actor).filter(pk__in=chosen):
            try:
                assigning.assign_task(task=task, by=actor, at=at)
                done += 1
            except assigning.NoLead as refusal:
                refused.append(f"{task.section}: {refusal.message}")
        for sentence in refused:
            messages.error(request, sentence)
        return Outcome(back, _("Đã giao %(count)s nhiệm vụ.") % {"count": done})

    return perform(request, purpose="tasks.confirm", act=act, back=back)


def _get(request: HttpRequest, pk: int) -> Task:
    try:
        return queries.get_task(request.actor, pk)  # type: ignore[attr-defined]
    except queries.NotSeen as error:
        raise Http404 from error


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: its clock, its products, its story, and what this person can do now."""
    task = _get(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    verbs = {t.verb for t in TASK.open_to(task, actor)}
    ids = set(task.party_ids) | {task.assigner_agency_id, task.monitor_agency_id}
    names = {k: v.short_name for k, v in agencies.names_of(ids).items()}
    kind = classify(state=task.state, deadline=task.deadline, product_date=task.product_date, at=at)
    return render(
        request,
        "tasks/one.html",
        {
            "title": task.action,
            "task": task,
            "verbs": verbs,
            "known": _known(task, names),
            "class_words": kind.label,
            "events": _story(task, actor),
            "progress": task.progress.select_related("by", "agency").order_by("-at")[:20],
            "products": task.products.order_by("-submitted_at"),
            "requests": task.requests.order_by("-asked_at"),
            "children": task.children.order_by("id")[:300],
            "child_names": names,
            "notes": task.inside_notes.filter(agency_id__in=sorted(actor.agency_ids)),
            "forms": _forms(task, actor, timezone.localdate(at), verbs),
            "once": new_token(),
        },
    )


def _forms(task: Task, actor: Actor, on: dt.date, verbs: set[str]) -> dict[str, Any]:
    made: dict[str, Any] = {
        name: forms.NoteForm(auto_id=f"{name}_%s")
        for name in ("accept", "more", "answer", "cancel")
    }
    if "name_person" in verbs:
        made["person"] = forms.PersonForm(actor=actor, on=on, auto_id="person_%s")
    if "report_progress" in verbs:
        made["progress"] = forms.ProgressForm(auto_id="progress_%s")
    if "submit" in verbs:
        made["result"] = forms.ResultForm(initial={"dated": on}, auto_id="result_%s")
    if "ask_extension" in verbs and task.deadline is not None:
        made["extension"] = forms.ExtensionForm(auto_id="extension_%s")
    if "ask_return" in verbs:
        made["give_back"] = forms.GiveBackForm(auto_id="give_back_%s")
    return made


def _known(task: Task, names: dict[int, str]) -> list[KnownFact]:
    helpers = [names.get(p.agency_id, "") for p in queries.parties_of(task, PartyRole.COORDINATE)]
    facts = [
        KnownFact(_("Mã nhiệm vụ"), task.code),
        KnownFact(_("Người giao"), task.assigner or _name(task.assigner_agency_id, names)),
        KnownFact(_("Chủ trì"), _name(task.lead_agency_id, names) or task.lead_phrase),
        KnownFact(_("Phối hợp"), ", ".join(filter(None, helpers)) or "—"),
        KnownFact(_("Theo dõi"), _name(task.monitor_agency_id, names)),
        KnownFact(_("Theo văn bản"), f"{task.source_reference} {task.section}".strip() or "—"),
        KnownFact(_("Hoàn thành khi có"), task.get_proof_display()),
        KnownFact(_("Thời hạn"), task.deadline or _("không có thời hạn")),
    ]
    if task.deadline_original != task.deadline:
        facts.append(KnownFact(_("Thời hạn ban đầu"), task.deadline_original))
    if task.report_via:
        facts.append(KnownFact(_("Báo cáo qua"), task.report_via))
    if task.doer is not None:
        facts.append(KnownFact(_("Người liên hệ"), task.doer.name))
    return facts


def _story(task: Task, actor: Actor) -> list[TimelineEvent]:
    facts = list(story_of(task, actor).reverse()[:100])
    people = {f.person_id for f in facts if f.person_id}
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
    events = []
    for fact in facts:
        label = LABELS.get(fact.act) or next((LABELS[n] for n in fact.includes if n in LABELS), "")
        if label:
            who = names.get(fact.person_id or 0, _("Hệ thống"))
            events.append(TimelineEvent(at=fact.at, sentence=str(label), detail=who))
    return events


def _act(request: HttpRequest, pk: int, form: Any, run: Callable[[Task, Any], str]) -> HttpResponse:
    task = _get(request, pk)
    if form is not None and not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(errors))
        return redirect(_url(task))

    def act() -> Outcome:
        return Outcome(_url(task), run(task, form.cleaned_data if form is not None else None))

    return perform(request, purpose=f"tasks.{request.path}", act=act, back=_url(task))


@require_POST
def act_on(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Every act on a task that is one form and one sentence."""
    by, at = request.actor, request.at  # type: ignore[attr-defined]
    note = request.POST.get("note", "")
    made: dict[str, Any] = {
        "phan-cong": lambda: forms.PersonForm(request.POST, actor=by, on=timezone.localdate(at)),
        "tien-do": lambda: forms.ProgressForm(request.POST),
        "gia-han": lambda: forms.ExtensionForm(request.POST),
        "tra-lai": lambda: forms.GiveBackForm(request.POST),
        "ket-qua": lambda: forms.ResultForm(request.POST),
    }
    form = made[what]() if what in made else None

    def run(task: Task, values: Any) -> str:
        if what == "tiep-nhan":
            doing.receive_task(task=task, by=by, at=at)
            return _("Đã tiếp nhận nhiệm vụ.")
        if what == "phan-cong":
            person = int(values["person"])
            held = agencies.holders(timezone.localdate(at), person_id=person)
            unit = held[0].unit_id if held else None
            doing.name_person(
                task=task, unit_id=unit, person_id=person, note=values["note"], by=by, at=at
            )
            return _("Đã phân công.")
        if what == "tien-do":
            doing.report_progress(
                task=task, text=values["text"], percent=values["percent"], by=by, at=at
            )
            return _("Đã cập nhật tiến độ.")
        if what == "gia-han":
            closing.ask_extension(
                task=task,
                new_deadline=forms.closing(values["new_deadline"]) or at,
                reason=values["reason"],
                done_so_far=values["done_so_far"],
                by=by,
                at=at,
            )
            return _("Đã đề nghị gia hạn.")
        if what == "tra-lai":
            closing.ask_return(
                task=task,
                reason_code=values["reason_code"],
                reason=values["reason"],
                by=by,
                at=at,
            )
            return _("Đã đề nghị trả lại.")
        if what == "ket-qua":
            handed = doing.Handed(
                kind=task.proof, dated=values["dated"], reference=values["reference"]
            )
            products = [] if task.proof == ProofKind.LEADER_CONFIRMATION else [handed]
            doing.submit_result(task=task, products=products, note=values["note"], by=by, at=at)
            return _("Đã báo cáo kết quả, chờ xác nhận.")
        if what == "xac-nhan":
            closing.accept_result(task=task, note=note, by=by, at=at)
            return _("Đã xác nhận hoàn thành.")
        if what == "bo-sung":
            closing.ask_more(task=task, note=note, by=by, at=at)
            return _("Đã yêu cầu bổ sung.")
        if what == "phoi-hop":
            doing.answer_coordination(task=task, answer=note, by=by, at=at)
            return _("Đã trả lời phối hợp.")
        if what == "thoi-giao":
            closing.cancel(task=task, note=note, by=by, at=at)
            return _("Đã thôi giao nhiệm vụ.")
        raise Http404

    return _act(request, pk, form, run)


@require_POST
def decide(request: HttpRequest, pk: int, request_pk: int) -> HttpResponse:
    """Grant or refuse a request."""
    by, at = request.actor, request.at  # type: ignore[attr-defined]
    asked = Request.objects.filter(pk=request_pk, task_id=pk).first()
    if asked is None:
        raise Http404
    grant = request.POST.get("answer") == "yes"

    def run(_task: Task, _values: Any) -> str:
        closing.decide_request(
            request=asked, grant=grant, note=request.POST.get("note", ""), by=by, at=at
        )
        return _("Đã đồng ý.") if grant else _("Đã trả lời không đồng ý.")

    return _act(request, pk, None, run)
