"""The monthly report: the figures now, closing by a signed snapshot, print and files (§4.6)."""

import datetime as dt

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lienthong.axis.exchange import api as exchange
from lienthong.axis.identity import api as identity
from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.ui.once import Outcome, new_token
from lienthong.systems.documents import api as documents

from . import monthly


class CloseForm(forms.Form):
    """Why a closed month is closed again."""

    reason = forms.CharField(
        label=gettext_lazy("Vì sao số liệu thay đổi sau khi chốt"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _month(request: HttpRequest, at: dt.datetime) -> dt.date:
    """The month asked (?thang=2026-10); the last whole month by default."""
    today = timezone.localdate(at)
    last = (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    try:
        asked = dt.date.fromisoformat(f"{request.GET.get('thang', '')}-01")
    except ValueError:
        return last
    return asked if dt.date(2000, 1, 1) <= asked <= today else last


@sensitive_post_parameters("pin")
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The report of a month with its closed versions; POST closes it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    month = _month(request, at)
    here = f"{request.path}?thang={month:%Y-%m}"
    if request.method == "POST":

        def act(moment: dt.datetime) -> Outcome:
            identity.require_recent(request, back=here)
            reason = request.POST.get("reason", "")
            made = monthly.close(month=month, reason=reason, by=actor, at=moment)
            return Outcome(here, _("Đã ký và chốt báo cáo, bản %d.") % made.version)

        return signing.perform_signed(
            request,
            purpose=f"desk.month.{month:%Y-%m}",
            act=act,
            back=here,
            title=lambda: monthly.title_of(month),
        )
    now = monthly.figures(actor, month, at)
    closed = monthly.versions(actor, month)
    agency = agencies.name_at(actor.agency_id, monthly.period_of(month).last).name
    sheet = monthly.sheet_of(month, now.cut_at, now.content(), agency, ())
    name = request.GET.get("xuat", "")
    if name:
        return _file(sheet, name, month, at)
    over = timezone.localdate(at) > monthly.period_of(month).last
    shares = [(said, exchange.Share(*now.totals[key])) for key, said in monthly.TOTALS.items()]
    context = {
        "title": _("Báo cáo gửi, nhận văn bản điện tử và ký số"),
        "month": month,
        "before": (month - dt.timedelta(days=1)).replace(day=1),
        "after": (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1),
        "has_after": month < timezone.localdate(at).replace(day=1),
        "now": now,
        "shares": shares,
        "sheet": sheet,
        "rows": sheet.rows,
        "versions": closed,
        "changes": monthly.differences(closed[0], now) if closed else [],
        "over": over,
        "may_close": monthly.may_close(actor) and over,
        "form": CloseForm() if closed else None,
        "once": new_token(),
        "pin_asked": signing.asks_pin(person_id=actor.person_id, at=at),
        "helper_asked": signing.asks_helper(person_id=actor.person_id, at=at),
    }
    template = "documents/report_print.html" if request.GET.get("in") else "desk/monthly.html"
    return render(request, template, context)


def _file(sheet: documents.Sheet, name: str, month: dt.date, at: dt.datetime) -> HttpResponse:
    if name not in documents.REPORT_FORMS:
        raise Http404
    make, kind = documents.REPORT_FORMS[name]
    response = HttpResponse(make(sheet, at), content_type=kind)
    how = "inline" if name == "pdf" else "attachment"
    file_name = f"bao-cao-lien-thong-{month:%Y-%m}.{name}"
    response["Content-Disposition"] = f'{how}; filename="{file_name}"'
    response["Cache-Control"] = "no-store"
    return response
