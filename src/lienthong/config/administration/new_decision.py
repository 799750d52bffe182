"""Entering a decision on the structure: its data, and its lines as a spreadsheet has them."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.access.actor import require
from lienthong.kernel.agencies import services
from lienthong.kernel.agencies.choices import AgencyKind, ChannelKind, Level, Verb
from lienthong.kernel.agencies.province import staffing_templates
from lienthong.kernel.agencies.rules import lines, table
from lienthong.kernel.ui.fields import DayField
from lienthong.kernel.ui.once import Outcome, new_token

from .home import tried, who


class DecisionForm(forms.Form):
    """The decision itself, and its table pasted or as a file."""

    number = forms.CharField(label=gettext_lazy("Số, ký hiệu"), max_length=100)
    decided_on = DayField(label=gettext_lazy("Ngày ban hành"))
    issuer = forms.CharField(label=gettext_lazy("Cơ quan ban hành"), max_length=200)
    title = forms.CharField(label=gettext_lazy("Trích yếu"), max_length=300)
    effective_on = DayField(label=gettext_lazy("Ngày có hiệu lực"))
    source = forms.CharField(
        label=gettext_lazy("Nguồn (nơi đăng, nơi lưu văn bản)"), max_length=300, required=False
    )
    file = forms.FileField(
        label=gettext_lazy("Tệp bảng (CSV UTF-8, tối đa 2 MB, 2.000 dòng)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
    )
    lines = forms.CharField(
        label=gettext_lazy("Hoặc dán bảng vào đây, cả dòng tên cột"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "wrap": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """One table, from the file or from the field, with all its faults by line."""
        values: dict[str, Any] = super().clean() or {}
        file, pasted = values.get("file"), values.get("lines") or ""
        text = pasted
        if file is not None:
            if file.size > lines.MOST_BYTES:
                raise forms.ValidationError(
                    {"file": _("Bảng lớn hơn 2 MB. Hãy chia thành nhiều quyết định.")}
                )
            try:
                text = lines.text_of(file.read())
            except lines.Unreadable as error:
                raise forms.ValidationError({"file": str(error)}) from error
            if pasted.strip() and pasted.split() != text.split():
                raise forms.ValidationError({"file": _("Chọn một: tệp hoặc bảng dán vào.")})
        values["lines"] = text
        day: dt.date | None = values.get("effective_on")
        if day is not None:
            self.table_faults = services.faults_of_lines(text=text, effective_on=day)
            if self.table_faults:
                raise forms.ValidationError(
                    {
                        "lines": _("Bảng có %s lỗi, ghi ở đầu trang. Chưa lưu gì.")
                        % len(self.table_faults)
                    }
                )
        return values

    table_faults: list[str] = []


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ghi quyết định sắp xếp: kept as a proposal, carried out on its own page."""
    actor, at = who(request)
    require(actor, Verb.DECIDE)
    form = DecisionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        values.pop("file")
        text = values.pop("lines")

        def act() -> Outcome:
            kept = services.propose_lines(text=text, by=actor, at=at, **values)
            return Outcome(
                reverse("administration:decision", args=[kept.pk]),
                _("Đã ghi dự kiến. Hãy xem những gì sẽ thay đổi rồi thực hiện."),
            )

        answer = tried(request, form, purpose="decision.new", act=act)
        if answer is not None:
            return answer
    context = {
        "title": _("Ghi quyết định sắp xếp"),
        "form": form,
        "faults": form.table_faults[:200],
        "words": [
            (lines.label("act"), ", ".join(table.ACTS)),
            (lines.label("level"), ", ".join(str(c.label) for c in Level)),
            (lines.label("kind"), ", ".join(str(c.label) for c in AgencyKind)),
            (
                lines.label("staffing"),
                ", ".join(t["name"] for t in staffing_templates()["templates"].values()),
            ),
            (lines.label("channel"), ", ".join(str(c.label) for c in ChannelKind)),
        ],
        "once": new_token(),
    }
    return render(request, "administration/decision_new.html", context)


@require_GET
def model(request: HttpRequest) -> HttpResponse:
    """The table to fill in."""
    require(who(request)[0], Verb.DECIDE)
    answer = HttpResponse("\ufeff" + lines.model_table(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="bang-quyet-dinh.csv"'
    return answer
