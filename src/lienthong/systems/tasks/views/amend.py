"""A later document changes the lines of an earlier one: the secretary says what becomes of each (§5.5)."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.fields import DayField
from lienthong.kernel.ui.once import Outcome, new_token

from .. import forms, queries
from ..choices import AmendKind, Recurrence, TaskState, Verb
from ..models import Task
from ..services import amending
from .lists import tabs

MOST = 300
ENDED = [TaskState.DROPPED, TaskState.CANCELLED, TaskState.SUPERSEDED, TaskState.COMPLETED]


@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest) -> HttpResponse:
    """Choose the older paper, then say for each of its lines what the newer paper does with it."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    require(actor, Verb.CONFIRM)
    older = request.GET.get("van-ban", "").strip()[:120]
    rows = _lines(actor, older) if older else []
    if request.method == "POST":
        return _amend(request, actor, at, older, rows)
    return render(request, "tasks/amend.html", _context(actor, older, rows, forms.BasisForm(), {}))


def _context(
    actor: Actor, older: str, rows: list[Task], form: forms.BasisForm, typed: Any
) -> dict[str, Any]:
    named = agencies.names_of({row.lead_agency_id for row in rows if row.lead_agency_id})
    return {
        "title": _("Điều chỉnh nhiệm vụ theo văn bản"),
        "tabs": tabs(actor, "amend"),
        "older": older,
        "papers": [] if older else queries.papers_of(actor),
        "rows": [
            {
                "task": row,
                "lead": named[row.lead_agency_id].short_name
                if row.lead_agency_id in named
                else row.lead_phrase or _("nhiều cơ quan"),
                "kinds": _kinds(row),
                "kind": typed.get(f"kind-{row.pk}", ""),
                "deadline": typed.get(f"deadline-{row.pk}", ""),
                "new": typed.get(f"new-{row.pk}", ""),
                "note": typed.get(f"note-{row.pk}", ""),
                "rhythm": typed.get(f"rhythm-{row.pk}", row.recurrence),
                "cut": typed.get(f"cut-{row.pk}", ""),
            }
            for row in rows
        ],
        "rhythms": [c for c in Recurrence.choices if c[0] not in {"", Recurrence.AS_NEEDED}],
        "form": form,
        "once": new_token(),
    }


def _lines(actor: Actor, older: str) -> list[Task]:
    """The lines of the paper that still stand, and the agencies of a group under their line."""
    rows = limit(Task.objects.all(), actor).filter(
        assigner_agency_id=actor.agency_id, source_reference=older
    )
    rows = rows.exclude(state__in=[*ENDED, TaskState.PROPOSED]).select_related("series")
    return list(rows.filter(parent=None).order_by("section", "pk")[:MOST])


def _kinds(task: Task) -> list[tuple[str, Any]]:
    """What can be done with a line as it stands."""
    paused = task.state == TaskState.SUSPENDED
    series = getattr(task, "series", None)
    runs = series is not None and series.ended_at is None
    hidden = {AmendKind.SUSPEND if paused else AmendKind.RESUME}
    if not runs:
        hidden |= {AmendKind.CHANGE_SERIES, AmendKind.END_SERIES}
    return [(value, label) for value, label in AmendKind.choices if value not in hidden]


class _Mistyped(amending.AmendRefused):
    """A line that was filled in wrongly."""


def _amend(
    request: HttpRequest, actor: Actor, at: dt.datetime, older: str, rows: list[Task]
) -> HttpResponse:
    form = forms.BasisForm(request.POST)
    back = f"{reverse('tasks:amend')}?{urlencode({'van-ban': older})}"
    try:
        if not form.is_valid():
            raise amending.NoBasis
        changes = [c for row in rows if (c := _change(request.POST, row, actor)) is not None]
        basis = amending.basis_of(
            reference=form.cleaned_data["reference"],
            dated=form.cleaned_data["dated"],
            by=actor,
            at=at,
        )
        if not changes:
            raise amending.AmendRefused(_("Chưa chọn việc nào để điều chỉnh."))
    except (amending.NoBasis, amending.AmendRefused) as refusal:
        messages.error(request, refusal.message)
        context = _context(actor, older, rows, form, request.POST)
        return render(request, "tasks/amend.html", context, status=422)

    def act() -> Outcome:
        made = amending.amend_tasks(basis=basis, changes=changes, by=actor, at=at)
        return Outcome(
            back,
            _("Đã điều chỉnh %(count)s nhiệm vụ theo %(paper)s.")
            % {"count": len(made), "paper": basis.reference},
        )

    return perform(request, purpose="tasks.amend", act=act, back=back)


def _change(data: QueryDict, task: Task, actor: Actor) -> amending.Change | None:
    kind = data.get(f"kind-{task.pk}", "")
    if kind not in AmendKind.values:
        return None
    note = data.get(f"note-{task.pk}", "").strip()[:500]
    if kind == AmendKind.MOVE:
        return amending.Change(
            task.pk,
            AmendKind.MOVE,
            new_deadline=_day(data.get(f"deadline-{task.pk}", "")),
            note=note,
        )
    if kind == AmendKind.REPLACE:
        code = data.get(f"new-{task.pk}", "").strip()
        new = limit(Task.objects.filter(code__iexact=code), actor).first() if code else None
        if new is None:
            raise _Mistyped(
                _("Hãy ghi mã nhiệm vụ mới thay cho “%(action)s”.") % {"action": task.action[:80]}
            )
        return amending.Change(task.pk, AmendKind.REPLACE, new_task_id=new.pk, note=note)
    if kind == AmendKind.CHANGE_SERIES:
        cut = data.get(f"cut-{task.pk}", "").strip()
        if cut and (not cut.isdecimal() or int(cut) > 31):
            raise _Mistyped(_("Ngày chốt kỳ là một số từ 0 đến 31."))
        terms = {
            "rhythm": data.get(f"rhythm-{task.pk}") or None,
            "cut_day": int(cut) if cut else None,
        }
        return amending.Change(task.pk, AmendKind.CHANGE_SERIES, terms=terms, note=note)
    return amending.Change(task.pk, AmendKind(kind), note=note)


def _day(text: str) -> dt.datetime | None:
    try:
        return forms.closing(DayField(required=False).clean(text.strip()))
    except ValidationError as error:
        raise _Mistyped(_("Thời hạn mới không đúng. Hãy ghi như 22/11/2026.")) from error
