"""The rhythm of tasks (§5.7): by agency, next week, recurring ones, the report; letters that urge."""

import csv
import datetime as dt
import io
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.lists.exports import harmless
from lienthong.kernel.ui.once import Outcome, new_token

from .. import queries
from ..choices import Recurrence, TaskClass, Verb
from ..queries import AgencyReport, Report
from ..rules import DAY, Period, period_words
from ..services import urging
from ..services.refusals import NotNow
from .lists import CLASSES, tabs

RHYTHMS = (
    Recurrence.MONTHLY,
    Recurrence.QUARTERLY,
    Recurrence.HALF_YEARLY,
    Recurrence.YEARLY,
)


def board(request: HttpRequest) -> HttpResponse:
    """Tasks by agency in the four classes, since the beginning of the reporting year; five queries."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    year = queries.report_period(Recurrence.YEARLY, timezone.localdate(at), actor.agency_id)
    found = queries.report_of(actor, year, at=at)
    return render(
        request,
        "tasks/board.html",
        {
            "title": _("Nhiệm vụ theo cơ quan"),
            "tabs": tabs(actor, "board"),
            "report": found,
            "rows": [(line, bars_of(line), drill(line.agency_id, year)) for line in found.lines],
            "classes": CLASSES,
            "total_bars": bars_of(found.total),
            "may_urge": actor.may(Verb.MONITOR),
            "once": new_token(),
        },
    )


def bars_of(line: AgencyReport) -> list[dict[str, Any]]:
    """The shares of the four classes for a bar, in tenths of a percent that add up to the whole."""
    parts = [
        ("done", line.done_on_time, TaskClass.DONE_ON_TIME.label),
        ("done-late", line.done_late, TaskClass.DONE_LATE.label),
        ("open", line.open_in_time, TaskClass.OPEN_IN_TIME.label),
        ("late", line.open_late, TaskClass.OPEN_LATE.label),
    ]
    left, bars = 0, []
    for kind, count, label in parts:
        width = count * 1000 // line.due if line.due else 0
        bars.append({"kind": kind, "count": count, "label": label, "x": left, "width": width})
        left += width
    return bars


def drill(agency_id: int, period: Period) -> dict[str, str]:
    """The list behind each class of an agency in a period."""
    base = {"due_from": f"{period.starts_on:%d/%m/%Y}", "due_to": f"{period.ends_on:%d/%m/%Y}"}
    if agency_id:
        base["lead"] = str(agency_id)
    found = {}
    for kind in CLASSES:
        asked = base | {"class": kind.value}
        if kind is TaskClass.STANDING:
            asked = {k: v for k, v in asked.items() if not k.startswith("due")}
        found[kind.value] = f"{reverse('tasks:list')}?{urlencode(asked)}"
    return found


def coming(request: HttpRequest) -> HttpResponse:
    """What is late, due, or too slow: for Monday's giao ban; printable."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    return render(
        request,
        "tasks/coming.html",
        {
            "title": _("Nhiệm vụ sẽ đến hạn, quá hạn tuần tới"),
            "tabs": tabs(actor, "coming"),
            "found": queries.coming_for(actor, at=at),
            "at": at,
            "agency": actor.agency_name,
        },
    )


def series(request: HttpRequest) -> HttpResponse:
    """Recurring tasks: rhythm, next period, how many of those made are done."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = list(queries.series_for(actor)[:300])
    named = agencies.names_of({r.task.lead_agency_id for r in rows if r.task.lead_agency_id})
    return render(
        request,
        "tasks/series.html",
        {
            "title": _("Nhiệm vụ định kỳ"),
            "tabs": tabs(actor, "series"),
            "rows": [
                (
                    row,
                    named[row.task.lead_agency_id].short_name
                    if row.task.lead_agency_id in named
                    else "",
                )
                for row in rows
            ],
        },
    )


def report(request: HttpRequest) -> HttpResponse:
    """The monthly, quarterly, half-year and yearly report by agency, with both rates; export, print."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    _may_report(actor)
    rhythm, period = _asked(request, actor, at)
    cut = min(at, _end(period))
    found = queries.report_of(actor, period, at=cut)
    if request.GET.get("export") == "csv":
        return _csv(found)
    previous = queries.report_period(rhythm, period.starts_on - DAY, actor.agency_id)
    return render(
        request,
        "tasks/report.html",
        {
            "title": _("Báo cáo thực hiện nhiệm vụ %(period)s")
            % {"period": period_words(period.label)},
            "tabs": tabs(actor, "report"),
            "report": found,
            "rows": [(line, drill(line.agency_id, period)) for line in found.lines],
            "total_drill": drill(0, period),
            "rhythm": rhythm,
            "rhythms": [(r.value, r.label) for r in RHYTHMS],
            "previous": previous.ends_on.isoformat(),
            "on": period.ends_on.isoformat(),
            "band_words": band_words(found.bounds),
            "agency": actor.agency_name,
        },
    )


def _may_report(actor: Actor) -> None:
    if not actor.may(Verb.ASSIGN):
        require(actor, Verb.MONITOR)


def _asked(request: HttpRequest, actor: Actor, at: dt.datetime) -> tuple[str, Period]:
    """Rhythm and period of the question (?ky=quarterly&ngay=2026-11-23); this month where unread."""
    rhythm = request.GET.get("ky", "")
    rhythm = rhythm if rhythm in {r.value for r in RHYTHMS} else Recurrence.MONTHLY.value
    today = timezone.localdate(at)
    try:
        day = dt.date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        day = today
    day = day if 2010 <= day.year <= 2100 else today
    return rhythm, queries.report_period(rhythm, day, actor.agency_id)


def _end(period: Period) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(period.ends_on, dt.time.max))


def band_words(bounds: Any) -> list[str]:
    """The bands of lateness in words: "đến 5 ngày", "6 đến 30 ngày", "trên 30 ngày"."""
    words, low = [], 0
    for bound in bounds:
        words.append(
            _("%(low)s đến %(high)s ngày") % {"low": low + 1, "high": bound}
            if low
            else _("đến %(high)s ngày") % {"high": bound}
        )
        low = bound
    return [*words, _("trên %(low)s ngày") % {"low": low}]


def _csv(found: Report) -> HttpResponse:
    """Exactly what the table shows, for a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text)
    heads = [
        _("Cơ quan"), *(str(c.label) for c in CLASSES), _("Đến hạn trong kỳ"),
        _("Tỷ lệ hoàn thành (%)"), _("Đúng hạn theo thời hạn hiện nay (%)"),
        _("Đúng hạn theo thời hạn ban đầu (%)"), _("Theo xác nhận của người giao"),
        *band_words(found.bounds), _("Lượt gia hạn"), _("Lượt trả lại"),
    ]  # fmt: skip
    writer.writerow(heads)
    found.total.name = _("Cộng")
    for line in [*found.lines, found.total]:
        writer.writerow(
            [
                harmless(line.name), line.done_on_time, line.done_late, line.open_in_time,
                line.open_late, line.standing, line.due, _rate(line.rate),
                _rate(line.rate_on_time), _rate(line.rate_first), line.by_word, *line.bands,
                line.extensions, line.returns,
            ]
        )  # fmt: skip
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="bao-cao-nhiem-vu-{found.period.label}.csv"'
    )
    return response


def _rate(value: float | None) -> str:
    return _("không phát sinh") if value is None else f"{value:.1f}".replace(".", ",")


@require_POST
def urge(request: HttpRequest) -> HttpResponse:
    """Draft a công văn đôn đốc for each chosen agency; each is its own act, one refusal stops none."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    require(actor, Verb.MONITOR)
    back = reverse("tasks:board")
    chosen = [int(pk) for pk in request.POST.getlist("lead") if pk.isdecimal() and len(pk) < 19]
    if not chosen:
        messages.error(request, _("Hãy chọn cơ quan cần đôn đốc."))
        return HttpResponseRedirect(back)

    def act() -> Outcome:
        made, refused = 0, []
        for lead in dict.fromkeys(chosen):
            try:
                urging.draft_urging(lead_agency_id=lead, by=actor, at=at)
                made += 1
            except NotNow as refusal:
                refused.append(refusal.message)
        for sentence in refused:
            messages.error(request, sentence)
        to = reverse("documents:drafts") if made else back
        return Outcome(to, _("Đã lập %(count)s dự thảo công văn đôn đốc.") % {"count": made})

    return perform(request, purpose="tasks.urge", act=act, back=back)
