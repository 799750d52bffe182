"""Lượt truy cập hệ thống: sign-ins, openings, downloads and prints of the agency by day (PL VI I.III.6.b).

Figures only: who administers accounts reads no paper, and sees no name of one here.
"""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lienthong.axis.identity import api as identity
from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.access.choices import Verb
from lienthong.kernel.files.choices import AccessKind
from lienthong.kernel.files.queries import accesses_by_day
from lienthong.kernel.ui.fields import DayField

from .home import who

MOST_DAYS = 366


class PeriodForm(forms.Form):
    """From which day to which, both included."""

    tu = DayField(label=gettext_lazy("Từ ngày"))
    den = DayField(label=gettext_lazy("Đến ngày"))

    def clean(self) -> dict[str, Any]:
        """At most a year, and not backwards."""
        given = super().clean() or {}
        since, until = given.get("tu"), given.get("den")
        if since is not None and until is not None:
            if until < since:
                self.add_error("den", _("Ngày cuối phải từ ngày đầu trở đi."))
            elif (until - since).days >= MOST_DAYS:
                self.add_error("den", _("Xem nhiều nhất một năm một lần."))
        return given


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """The figures of each day and of the whole period; this month's where none is given."""
    actor, at = who(request)
    require(actor, Verb.ADMINISTER)
    today = timezone.localdate(at)
    first = {"tu": today.replace(day=1), "den": today}
    asked = "tu" in request.GET or "den" in request.GET
    form = PeriodForm(request.GET if asked else None, initial=first)
    period = first
    if asked and form.is_valid():
        period = form.cleaned_data
    rows = _rows(actor, period["tu"], period["den"])
    context = {
        "title": _("Lượt truy cập hệ thống"),
        "form": form,
        "since": period["tu"],
        "until": period["den"],
        "rows": rows,
        "total": {name: sum(row[name] for row in rows) for name in _COUNTED},
    }
    bad = asked and bool(form.errors)
    return render(request, "administration/usage.html", context, status=422 if bad else 200)


_COUNTED = ("sign_ins", "open", "download", "print")


def _rows(actor: Actor, since: dt.date, until: dt.date) -> list[dict[str, Any]]:
    """The days on which anything happened, the last one first."""
    start, end = _midnight(since), _midnight(until + dt.timedelta(days=1))
    signed = identity.sign_ins_by_day(actor.agency_id, start, end)
    seen = accesses_by_day(actor, actor.agency_id, start, end)
    none = identity.SignIns(0, 0)
    return [
        {
            "day": day,
            "sign_ins": signed.get(day, none).times,
            "people": signed.get(day, none).people,
            **{kind: seen.get(day, {}).get(kind, 0) for kind in AccessKind.values},
        }
        for day in sorted({*signed, *seen}, reverse=True)
    ]


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
