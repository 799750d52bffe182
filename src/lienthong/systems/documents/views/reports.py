"""Báo cáo, thống kê: the six outputs of PL VI I.V on screen, on paper and as files."""

import datetime as dt
import re

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.ui.fields import DayField

from ..choices import Verb
from ..queries.incoming import NotSeen
from ..queries.keeping import files_for
from ..queries.reports import OUTPUTS, Asked, Output, Sheet
from ..services import report_files

MOST_ON_SCREEN = 500
_ASCII_NUMBER = re.compile(r"^[0-9]{1,15}$")


class PeriodForm(forms.Form):
    """The days of a report, both included."""

    tu = DayField(label=gettext_lazy("Từ ngày"))
    den = DayField(label=gettext_lazy("Đến ngày"))

    def clean(self) -> dict[str, dt.date]:
        values = super().clean() or {}
        since, until = values.get("tu"), values.get("den")
        if since and until and since > until:
            raise forms.ValidationError(_("Ngày đầu phải trước hoặc bằng ngày cuối."))
        if since and until and (until - since).days > 366:
            raise forms.ValidationError(_("Kỳ báo cáo dài nhất là một năm."))
        return values


class YearForm(forms.Form):
    """The year of a list of files."""

    nam = forms.IntegerField(label=gettext_lazy("Năm"), min_value=1945, max_value=2200)


def _may(actor: Actor, output: Output) -> bool:
    if output.asks == "period":
        return actor.may(Verb.READ_REGISTER)
    return any(actor.may(v) for v in (Verb.READ_REGISTER, Verb.COMPILE_FILE, Verb.ARCHIVE))


@require_GET
def outputs(request: HttpRequest) -> HttpResponse:
    """The six outputs, those that one's post may see."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    shown = [output for output in OUTPUTS.values() if _may(actor, output)]
    context = {
        "title": _("Báo cáo, thống kê"),
        "outputs": shown,
        "monthly": actor.may(Verb.READ_REGISTER),
    }
    return render(request, "documents/reports.html", context)


@require_GET
def report(request: HttpRequest, key: str) -> HttpResponse:
    """One output: its table, and by `xuat` the same table as .pdf, .docx or .xlsx."""
    if key not in OUTPUTS:
        raise Http404
    output = OUTPUTS[key]
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    if not _may(actor, output):
        raise Forbidden(_("Chức vụ của bạn không xem được báo cáo này."), Verb.READ_REGISTER)
    form, asked = _asked(request, output, actor, at)
    sheet: Sheet | None = None
    if asked is not None:
        try:
            sheet = output.make(asked)
        except NotSeen as error:
            raise Http404 from error
    form_name = request.GET.get("xuat", "")
    if form_name and sheet is not None:
        return _file(request, key, sheet, form_name, at)
    context = {
        "title": output.title,
        "output": output,
        "form": form,
        "sheet": sheet,
        "rows": sheet.rows[:MOST_ON_SCREEN] if sheet is not None else (),
        "cut": sheet is not None and len(sheet.rows) > MOST_ON_SCREEN,
        "query": request.GET.urlencode(),
        "files": list(files_for(actor).order_by("-pk")[:100]) if output.asks == "file" else [],
    }
    template = "documents/report_print.html" if request.GET.get("in") else "documents/report.html"
    return render(request, template, context)


def _asked(
    request: HttpRequest, output: Output, actor: Actor, at: dt.datetime
) -> tuple[forms.Form | None, Asked | None]:
    """The question as a form, and what was asked where it is whole."""
    today = timezone.localdate(at)
    if output.asks == "file":
        key = request.GET.get("ho-so", "")
        if not _ASCII_NUMBER.match(key):
            return None, None
        return None, Asked(actor, today.replace(month=1, day=1), today, at, int(key))
    if output.asks == "year":
        year_form = YearForm(request.GET if "nam" in request.GET else {"nam": today.year})
        if not year_form.is_valid():
            return year_form, None
        year = year_form.cleaned_data["nam"]
        return year_form, Asked(actor, dt.date(year, 1, 1), dt.date(year, 12, 31), at)
    given = request.GET if "tu" in request.GET or "den" in request.GET else None
    first = {"tu": f"{today.replace(day=1):%d/%m/%Y}", "den": f"{today:%d/%m/%Y}"}
    form = PeriodForm(given if given is not None else first)
    if not form.is_valid():
        return form, None
    values = form.cleaned_data
    return form, Asked(actor, values["tu"], values["den"], at)


def _file(request: HttpRequest, key: str, sheet: Sheet, name: str, at: dt.datetime) -> HttpResponse:
    if name not in report_files.FORMS:
        raise Http404
    make, kind = report_files.FORMS[name]
    try:
        made = make(sheet, at)
    except (papers.BookRefused, papers.TextRefused, papers.PaperTooLong) as refusal:
        messages.error(request, getattr(refusal, "message", "") or str(refusal))
        return redirect(request.path)
    response = HttpResponse(made, content_type=kind)
    how = "inline" if name == "pdf" else "attachment"
    day = f"{timezone.localtime(at):%Y%m%d-%H%M}"
    response["Content-Disposition"] = f'{how}; filename="{key}-{day}.{name}"'
    response["Cache-Control"] = "no-store"
    return response
