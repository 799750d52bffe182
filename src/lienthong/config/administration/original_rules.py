"""Trường hợp bản gốc giấy: the province's dated list of rules that ask for a paper original (X4)."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel.access.actor import require
from lienthong.kernel.agencies.choices import Verb
from lienthong.kernel.ui.fields import DayField
from lienthong.kernel.ui.once import new_token
from lienthong.systems.documents import api as documents

from .home import do, faults, who

BASIS = gettext_lazy("Căn cứ: số, ngày, điều khoản của văn bản quy định")


class AddForm(forms.Form):
    """A rule, from when, by which provision."""

    code = forms.CharField(label=gettext_lazy("Mã (chữ và số, dùng trong thống kê)"), max_length=20)
    title = forms.CharField(label=gettext_lazy("Trường hợp"), max_length=200)
    citation = forms.CharField(
        label=gettext_lazy("Điều khoản buộc dùng bản gốc giấy"), max_length=300
    )
    since = DayField(label=gettext_lazy("Từ ngày"))


class EndForm(forms.Form):
    """Until when, by which decision."""

    last = DayField(label=gettext_lazy("Đến hết ngày"))
    basis = forms.CharField(label=BASIS, max_length=300)


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The list with its provisions; POST adds a rule."""
    actor, at = who(request)
    require(actor, Verb.DECIDE)
    here = reverse("administration:original_rules")
    form = AddForm(request.POST or None)
    if request.method == "POST":
        if not form.is_valid():
            return faults(request, form, here)
        values = form.cleaned_data

        def run() -> str:
            documents.add_original_rule(**values, by=actor, at=at)
            return _("Đã đưa vào danh sách.")

        return do(request, purpose="original_rule", back=here, run=run)
    context = {
        "title": _("Trường hợp bản gốc giấy"),
        "rows": documents.original_rules(),
        "form": form,
        "once": new_token(),
    }
    return render(request, "administration/original_rules.html", context)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a rule off the list after a day."""
    actor, at = who(request)
    require(actor, Verb.DECIDE)
    here = reverse("administration:original_rules")
    row = get_object_or_404(documents.original_rules(), pk=pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        return faults(request, form, here)
    values = form.cleaned_data

    def run() -> str:
        documents.end_original_rule(
            row=row, last=values["last"], basis=values["basis"], by=actor, at=at
        )
        return _("Đã ghi ngày cuối của trường hợp này.")

    return do(request, purpose=f"original_rule_end.{pk}", back=here, run=run)
