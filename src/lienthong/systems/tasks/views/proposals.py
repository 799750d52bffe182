"""What was read from issued papers: confirmed, mended or dropped by the secretary in one screen (§5.2)."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome, new_token

from .. import forms, queries
from ..choices import PartyRole, Verb
from ..models import Task
from ..services import assigning
from .lists import tabs, task_url


def proposals(request: HttpRequest) -> HttpResponse:
    """Everything that waits for confirmation, with the words of the signed text; four queries."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, Verb.CONFIRM)
    waiting = list(
        queries.proposals_for(actor)
        .select_related("source_document__current_version")
        .prefetch_related("parties")
        .order_by("source_document_id", "section", "id")[:200]
    )
    named = agencies.names_of({p.agency_id for t in waiting for p in t.parties.all()})
    rows = [
        {
            "task": task,
            "leads": _party_names(task, PartyRole.LEAD, named),
            "coordinating": _party_names(task, PartyRole.COORDINATE, named),
            "picture": _picture(task, actor),
            "picture_words": _("Trang văn bản, chỗ giao việc %(code)s được tô sáng")
            % {"code": task.code},
        }
        for task in waiting
    ]
    return render(
        request,
        "tasks/proposals.html",
        {
            "title": _("Nhiệm vụ chờ xác nhận"),
            "rows": rows,
            "first": rows[0] if rows else {},
            "once": new_token(),
            "tabs": tabs(actor, "proposals"),
        },
    )


def _picture(task: Task, actor: Actor) -> str:
    """The page that the task comes from with its words lit; empty where there is none to show."""
    document, place = task.source_document, task.quote_place or {}
    box, page = place.get("box"), place.get("page")
    if document is None or document.agency_id != actor.agency_id or not box or not page:
        return ""
    version = document.current_version
    if version is None or version.file_id is None:
        return ""
    address = reverse("documents:page", args=[version.file_id, page])
    return f"{address}?{urlencode({'sang': ','.join(f'{float(v):.1f}' for v in box)})}"


def _party_names(task: Task, role: PartyRole, named: dict[int, Any]) -> list[str]:
    ids = [p.agency_id for p in sorted(task.parties.all(), key=lambda p: p.pk) if p.role == role]
    return [named[a].short_name for a in ids if a in named]


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Assign the chosen proposals; those with a question stay and say so."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    back = reverse("tasks:proposals")
    sent = request.POST.getlist("only") or request.POST.getlist("pick")
    chosen = [int(pk) for pk in sent if pk.isdecimal() and len(pk) < 19]

    def act() -> Outcome:
        done, refused = 0, []
        for task in queries.proposals_for(actor).filter(pk__in=chosen).order_by("pk"):
            try:
                assigning.assign_task(task=task, by=actor, at=at)
                done += 1
            except (assigning.NoLead, assigning.NoMeasure) as refusal:
                refused.append(f"{task.section or task.code}: {refusal.message}")
        for sentence in refused:
            messages.error(request, sentence)
        return Outcome(back, _("Đã giao %(count)s nhiệm vụ.") % {"count": done})

    return perform(request, purpose="tasks.confirm", act=act, back=back)


@require_http_methods(["GET", "POST"])
def mend(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend one proposal before it is assigned: lead, deadline, rhythm, the agreed proof."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    require(actor, Verb.CONFIRM)
    task = queries.proposals_for(actor).filter(pk=pk).first()
    if task is None:
        raise Http404
    on = timezone.localdate(at)
    form = forms.ProposalForm(request.POST or None, on=on, initial=_initial(task))
    if request.method == "POST" and form.is_valid():
        wanted = proposal_of(form.cleaned_data, like=task)

        def act() -> Outcome:
            mended = assigning.mend_proposal(task=task, proposal=wanted, by=actor, at=at)
            if request.POST.get("then") != "assign":
                return Outcome(reverse("tasks:proposals"), _("Đã sửa đề xuất."))
            assigning.assign_task(task=mended, by=actor, at=at)
            return Outcome(task_url(task), _("Đã giao nhiệm vụ."))

        return perform(
            request, purpose=f"tasks.mend.{pk}", act=act, back=reverse("tasks:mend", args=[pk])
        )
    return render(
        request,
        "tasks/mend.html",
        {"title": _("Sửa đề xuất nhiệm vụ"), "form": form, "task": task, "once": new_token()},
    )


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Make no task of a proposal, with the reason."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    back = reverse("tasks:proposals")
    task = queries.proposals_for(actor).filter(pk=pk).first()
    if task is None:
        raise Http404

    def act() -> Outcome:
        reason = request.POST.get("note", "")
        assigning.drop_proposal(task=task, reason=reason, by=actor, at=at)
        return Outcome(back, _("Không lập nhiệm vụ từ đề xuất này."))

    return perform(request, purpose=f"tasks.drop.{pk}", act=act, back=back)


@require_http_methods(["GET", "POST"])
def manual(request: HttpRequest) -> HttpResponse:
    """A task that no paper of ours was read for: a superior's, a conclusion, a leader's word (§5.6)."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    require(actor, Verb.CONFIRM)
    initial = {"source_kind": "manual", "proof": "document"}
    form = forms.ManualForm(request.POST or None, on=timezone.localdate(at), initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        source = assigning.Source(
            kind=values["source_kind"],
            reference=values["reference"].strip(),
            outside_code=values["outside_code"].strip(),
            assigner_id=actor.person_id if actor.may(Verb.ASSIGN) else None,
        )

        def act() -> Outcome:
            (made,) = assigning.propose_tasks(
                proposals=[proposal_of(values)], source=source, by=actor, at=at
            )
            assigning.assign_task(task=made, by=actor, at=at)
            return Outcome(task_url(made), _("Đã giao nhiệm vụ."))

        return perform(
            request, purpose="tasks.manual", act=act, back=reverse("tasks:manual"), draft="task_new"
        )
    return render(
        request,
        "tasks/manual.html",
        {"title": _("Giao nhiệm vụ"), "form": form, "once": new_token()},
    )


def _initial(task: Task) -> dict[str, Any]:
    ids = {
        role: list(
            task.parties.filter(role=role).order_by("pk").values_list("agency_id", flat=True)
        )
        for role in (PartyRole.LEAD, PartyRole.COORDINATE)
    }
    own = task.monitor_agency_id == task.assigner_agency_id
    starts = task.series_terms.get("starts_on")
    return {
        "action": task.action,
        "leads": ids[PartyRole.LEAD],
        "coordinating": ids[PartyRole.COORDINATE],
        "monitor": None if own else task.monitor_agency_id,
        "deadline": timezone.localdate(task.deadline) if task.deadline else None,
        "proof": task.proof,
        "count": task.proof_target.get("count"),
        "measures": task.proof_target.get("measures"),
        "scope": task.proof_target.get("scope"),
        "at_least": task.proof_target.get("at_least"),
        "recurrence": task.recurrence,
        "cut_day": task.series_terms.get("cut_day"),
        "due_after": task.series_terms.get("due_after"),
        "starts_on": dt.date.fromisoformat(starts) if starts else None,
    }


def proposal_of(values: dict[str, Any], like: Task | None = None) -> assigning.Proposal:
    """The form's values as a proposal; what the form does not ask stays as it was read."""
    target: dict[str, object] = {}
    if values["count"]:
        target["count"] = values["count"]
    if values["measures"]:
        target |= {
            "measures": values["measures"],
            "scope": values["scope"] or "agency",
            "at_least": float(100 if values["at_least"] is None else values["at_least"]),
        }
    starts = values["starts_on"]
    terms = {
        "cut_day": values["cut_day"],
        "due_after": values["due_after"],
        "starts_on": starts.isoformat() if starts else None,
    }
    kept: dict[str, Any] = {}
    if like is not None:
        kept = {
            name: getattr(like, name)
            for name in (
                "lead_phrase", "report_via", "deadline_words", "calendar_version", "targets",
                "section", "quote", "quote_place", "urgency",
            )
        }  # fmt: skip
        kept["report_to"] = list(
            like.parties.filter(role=PartyRole.REPORT_TO).values_list("agency_id", flat=True)
        )
    monitor = values["monitor"]
    return assigning.Proposal(
        action=values["action"].strip(),
        leads=[int(choice.key) for choice in values["leads"]],
        coordinating=[int(choice.key) for choice in values["coordinating"]],
        monitor_id=int(monitor.key) if monitor else (like.assigner_agency_id if like else None),
        deadline=forms.closing(values["deadline"]),
        recurrence=values["recurrence"],
        series_terms={key: value for key, value in terms.items() if value is not None},
        proof=values["proof"],
        proof_target=target,
        **kept,
    )
