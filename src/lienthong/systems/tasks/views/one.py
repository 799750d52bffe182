"""One task: the same row for asker and doer, its clock, products, parts, story, and what can be done."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import Person
from lienthong.kernel.facts.queries import story_of
from lienthong.kernel.files.views import serve_file
from lienthong.kernel.ui import formats
from lienthong.kernel.ui.doers import doer
from lienthong.kernel.ui.once import new_token
from lienthong.kernel.ui.parts import KnownFact, TimelineEvent
from lienthong.systems.documents import api as documents

from .. import forms, queries
from ..choices import ProofKind
from ..events import INSIDE, LABELS
from ..models import Product, Task
from ..rules import classify, period_words
from ..workflow import TASK


def get(request: HttpRequest, pk: int) -> Task:
    """The task, or 404 for those who may not see it."""
    try:
        return queries.get_task(request.actor, pk)  # type: ignore[attr-defined]
    except queries.NotSeen as error:
        raise Http404 from error


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: its clock, its products, its story, and what this person can do now."""
    task = get(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    verbs = {t.verb for t in TASK.open_to(task, actor)}
    parts = queries.parts_of(task, actor, at=at)
    helpers = queries.helpers_of(task, at=at)
    names = {
        key: value.short_name
        for key, value in agencies.names_of(
            set(task.party_ids) | {task.assigner_agency_id, task.monitor_agency_id}
        ).items()
    }
    inside = task.lead_agency_id in actor.agency_ids
    kind = classify(
        state=task.state,
        deadline=task.deadline,
        product_date=task.product_date,
        at=at,
        suspended_at=task.suspended_at,
    )
    if not _may_answer(helpers, actor):
        verbs.discard("answer")
    return render(
        request,
        "tasks/one.html",
        {
            "title": task.action,
            "task": task,
            "period_words": period_words(task.period) if task.period else "",
            "series": getattr(task, "series", None),
            "verbs": verbs,
            "known": _known(task, names),
            "class_words": kind.label,
            "events": _story(task, actor, names),
            "progress": _progress(task, inside, names),
            "products": task.products.select_related("file").order_by("-submitted_at", "-pk"),
            "reports": task.reports.filter(agency_id__in=sorted(actor.agency_ids))
            .select_related("incoming")
            .order_by("-at"),
            "may_write": actor.may(documents.Verb.DRAFT)
            and bool(verbs & {"report_progress", "submit"})
            and task.proof in {ProofKind.DOCUMENT, ProofKind.REPORT},
            "requests": task.requests.order_by("-asked_at"),
            "amendments": task.amendments.select_related("new_task").order_by("-at"),
            "measurements": task.measurements.order_by("-cut_on", "measure")[:12],
            "helpers": helpers,
            "parts": parts,
            "signed": queries.signed_of(task, parts),
            "notes": task.inside_notes.filter(agency_id__in=sorted(actor.agency_ids)),
            "forms": _forms(task, actor, timezone.localdate(at), verbs),
            "result_needs_file": task.proof in {ProofKind.RECORD, ProofKind.SIGNED_SET},
            "once": new_token(),
        },
    )


def _may_answer(helpers: list[queries.Helper], actor: Actor) -> bool:
    return any(
        helper.agency_id == actor.agency_id and helper.answered_at is None for helper in helpers
    )


def _forms(task: Task, actor: Actor, on: dt.date, verbs: set[str]) -> dict[str, Any]:
    """The form of each act that is open to this person; an act without one has no key."""
    made: dict[str, Any] = {
        "person": lambda: forms.PersonForm(actor=actor, on=on, auto_id="person_%s"),
        "progress": lambda: forms.ProgressForm(auto_id="progress_%s"),
        "extension": lambda: forms.ExtensionForm(auto_id="extension_%s"),
        "give_back": lambda: forms.GiveBackForm(auto_id="give_back_%s"),
        "part": lambda: forms.PartForm(actor=actor, on=on, auto_id="part_%s"),
        "help": lambda: forms.HelpForm(on=on, auto_id="help_%s"),
        "result": lambda: result_form(task, actor),
        "accept": lambda: accept_form(task)(auto_id="accept_%s"),
        "more": lambda: forms.ReasonForm(auto_id="more_%s"),
        "answer": lambda: forms.ReasonForm(auto_id="answer_%s"),
        "cancel": lambda: forms.ReasonForm(auto_id="cancel_%s"),
        "reopen": lambda: forms.ReasonForm(auto_id="reopen_%s"),
        "reassign": lambda: forms.ReassignForm(on=on, auto_id="reassign_%s"),
    }
    wanted = {
        "person": "name_person", "progress": "report_progress", "extension": "ask_extension",
        "give_back": "ask_return", "part": "split", "help": "ask_coordination",
        "result": "submit", "more": "ask_more",
    }  # fmt: skip
    open_ = {key for key in made if wanted.get(key, key) in verbs}
    if task.deadline is None:
        open_.discard("extension")
    return {key: made[key]() for key in open_}


def accept_form(task: Task) -> type[forms.NoteForm] | type[forms.ReasonForm]:
    """Where the asker's word is the proof, he must write why (§5.4)."""
    word = task.proof == ProofKind.LEADER_CONFIRMATION
    return forms.ReasonForm if word else forms.NoteForm


def result_form(task: Task, actor: Actor, data: Any = None) -> Any:
    """The form of the proof that was agreed."""
    more: dict[str, Any] = {"data": data, "auto_id": "result_%s"}
    if task.proof == ProofKind.RECORD:
        return forms.RecordResultForm(**more)
    if task.proof == ProofKind.SIGNED_SET:
        return forms.SignedResultForm(**more)
    if task.proof in {ProofKind.LEADER_CONFIRMATION, ProofKind.SYSTEM_MEASURE}:
        return forms.WordResultForm(**more)
    return forms.PaperResultForm(papers=queries.own_papers(task, actor), **more)


def _known(task: Task, names: dict[int, str]) -> list[KnownFact]:
    def name(agency_id: int | None) -> str:
        return names.get(agency_id or 0, "")

    facts = [
        KnownFact(_("Mã nhiệm vụ"), task.code),
        KnownFact(_("Người giao"), task.assigner or name(task.assigner_agency_id)),
        KnownFact(_("Chủ trì"), name(task.lead_agency_id) or task.lead_phrase),
        KnownFact(_("Theo dõi"), name(task.monitor_agency_id)),
        KnownFact(_("Theo văn bản"), f"{task.source_reference} {task.section}".strip() or "—"),
        KnownFact(_("Hoàn thành khi có"), task.get_proof_display()),
        KnownFact(
            _("Thời hạn"),
            formats.moment(task.deadline) if task.deadline else _("không có thời hạn"),
        ),
    ]
    if task.deadline_original and task.deadline_original != task.deadline:
        facts.append(KnownFact(_("Thời hạn ban đầu"), formats.moment(task.deadline_original)))
    if task.period:
        facts.append(KnownFact(_("Kỳ"), period_words(task.period)))
    if task.outside_code:
        facts.append(KnownFact(_("Mã của cấp trên"), task.outside_code))
    if task.report_via:
        facts.append(KnownFact(_("Báo cáo qua"), task.report_via))
    if task.doer is not None:
        facts.append(KnownFact(_("Người liên hệ"), task.doer.name))
    return facts


def _progress(task: Task, inside: bool, names: dict[int, str]) -> list[dict[str, Any]]:
    """Reports of progress; the asker reads which agency said so, not who in it (§5.6)."""
    rows = task.progress.select_related("by").order_by("-at", "-pk")[:20]
    return [
        {
            "text": row.text,
            "percent": row.percent,
            "at": row.at,
            "by": row.by.name if inside and row.by else names.get(row.agency_id, ""),
        }
        for row in rows
    ]


def _story(task: Task, actor: Actor, names: dict[int, str]) -> list[TimelineEvent]:
    """The story as sentences: the lead's inside (whom it named, how it split) is the lead's (§5.6)."""
    facts = list(story_of(task, actor).reverse()[:100])
    own = actor.agency_ids
    mine = [f for f in facts if f.agency_id in own]
    people = {f.person_id for f in mine} | {f.stands_in_for for f in mine}
    known = dict(
        Person.objects.filter(pk__in=[pk for pk in people if pk]).values_list("pk", "name")
    )
    events = []
    for fact in facts:
        if fact.agency_id not in own and fact.act in INSIDE:
            continue
        label = LABELS.get(fact.act) or next((LABELS[n] for n in fact.includes if n in LABELS), "")
        if label:
            who = known.get(fact.person_id or 0) or (
                names.get(fact.agency_id, "") if fact.person_id else _("Hệ thống")
            )
            detail = doer(who, known.get(fact.stands_in_for or 0, ""))
            events.append(TimelineEvent(at=fact.at, sentence=str(label), detail=detail))
    return events


def product_file(request: HttpRequest, pk: int, product_pk: int) -> HttpResponseBase:
    """The file of a product, for the doer and, once the worker has shown it, for the asker."""
    task = get(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    product = Product.objects.filter(pk=product_pk, task=task).first()
    own = product is not None and product.agency_id in actor.agency_ids
    stored = None
    if product is not None:
        stored = product.file if own else product.asker_file
    if stored is None or stored.agency_id not in actor.agency_ids:
        raise Http404
    return serve_file(request, stored, inline=True, subject=task)
