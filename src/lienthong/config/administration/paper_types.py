"""Loại văn bản gửi giấy: the province's dated list of types that are not exchanged (X2)."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import require
from lienthong.kernel.agencies.choices import Verb
from lienthong.kernel.ui.fields import DayField
from lienthong.kernel.ui.once import new_token
from lienthong.systems.documents import api as documents

from .home import choose, do, faults, who

BASIS = gettext_lazy("Căn cứ: số, ngày, điều khoản của văn bản quy định")


class AddForm(forms.Form):
    """A type, from when, by which decision."""

    type_code = forms.ChoiceField(label=gettext_lazy("Loại văn bản"))
    since = DayField(label=gettext_lazy("Từ ngày"))
    basis = forms.CharField(label=BASIS, max_length=300)


class EndForm(forms.Form):
    """Until when, by which decision."""

    last = DayField(label=gettext_lazy("Đến hết ngày"))
    basis = forms.CharField(label=BASIS, max_length=300)


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The list with its decisions; POST adds a type."""
    actor, at = who(request)
    require(actor, Verb.DECIDE)
    here = reverse("administration:paper_types")
    form = AddForm(request.POST or None)
    names = {one.code: one.name for one in papers.document_types()}
    choose(form, "type_code", [(str(code), name) for code, name in names.items()])
    if request.method == "POST":
        if not form.is_valid():
            return faults(request, form, here)
        values = form.cleaned_data

        def run() -> str:
            documents.add_paper_type(
                type_code=int(values["type_code"]), since=values["since"], basis=values["basis"],
                by=actor, at=at,
            )  # fmt: skip
            return _("Đã đưa vào danh sách.")

        return do(request, purpose="paper_type", back=here, run=run)
    rows = [(row, names.get(row.type_code, row.type_code)) for row in documents.paper_types()]
    context = {
        "title": _("Loại văn bản gửi giấy"),
        "rows": rows,
        "form": form,
        "once": new_token(),
    }
    return render(request, "administration/paper_types.html", context)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a type off the list after a day."""
    actor, at = who(request)
    require(actor, Verb.DECIDE)
    here = reverse("administration:paper_types")
    row = get_object_or_404(documents.paper_types(), pk=pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        return faults(request, form, here)
    values = form.cleaned_data

    def run() -> str:
        documents.end_paper_type(
            row=row, last=values["last"], basis=values["basis"], by=actor, at=at
        )
        return _("Đã ghi ngày cuối của loại văn bản này.")

    return do(request, purpose=f"paper_type_end.{pk}", back=here, run=run)
