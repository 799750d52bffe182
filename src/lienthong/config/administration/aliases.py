"""Tên cơ quan học từ sửa chữa: what clerks corrected, decided by an administrator, from a day on."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lienthong.kernel.access.actor import require
from lienthong.kernel.agencies.choices import Verb
from lienthong.kernel.ui.fields import DayField
from lienthong.kernel.ui.once import new_token
from lienthong.systems.documents import api as documents

from .home import do, faults, who


class UseForm(forms.Form):
    """From when."""

    since = DayField(label=gettext_lazy("Từ ngày"))


class RefuseForm(forms.Form):
    """Why not."""

    reason = forms.CharField(label=gettext_lazy("Lý do"), max_length=300)


class EndForm(RefuseForm):
    """Until when, and why."""

    last = DayField(label=gettext_lazy("Đến hết ngày"))


FORMS: dict[str, type[forms.Form]] = {"dung": UseForm, "khong-dung": RefuseForm, "thoi": EndForm}


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What was proposed, what is used, what was refused or ended."""
    actor, at = who(request)
    require(actor, Verb.DECIDE)
    context = {
        "title": _("Tên cơ quan học từ sửa chữa"),
        "rows": documents.aliases()[:500],
        "today": at.date(),
        "once": new_token(),
    }
    return render(request, "administration/aliases.html", context)


@require_POST
def decide(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Use a proposal, refuse it, or stop using a name."""
    actor, at = who(request)
    require(actor, Verb.DECIDE)
    here = reverse("administration:aliases")
    alias = get_object_or_404(documents.aliases(), pk=pk)
    kind = FORMS.get(what)
    if kind is None:
        return faults(request, forms.Form(), here)
    form = kind(request.POST)
    if not form.is_valid():
        return faults(request, form, here)
    values = form.cleaned_data

    def run() -> str:
        if what == "dung":
            documents.approve_alias(alias=alias, since=values["since"], by=actor, at=at)
            return _("Đã cho dùng tên này từ ngày %(day)s.") % {
                "day": values["since"].strftime("%d/%m/%Y")
            }
        if what == "khong-dung":
            documents.refuse_alias(alias=alias, reason=values["reason"], by=actor, at=at)
            return _("Đã ghi là không dùng.")
        documents.end_alias(
            alias=alias, last=values["last"], reason=values["reason"], by=actor, at=at
        )
        return _("Đã ghi ngày cuối dùng tên này.")

    return do(request, purpose=f"alias.{what}.{pk}", back=here, run=run)
