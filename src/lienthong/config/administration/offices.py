"""What an agency's page lets enter: its units and posts, and its first administrator."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lienthong.axis.identity import api as identity
from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.agencies import services
from lienthong.kernel.agencies.choices import PostKind, Verb
from lienthong.kernel.agencies.models import Agency, Unit
from lienthong.kernel.agencies.queries.staff import is_administered, units_of
from lienthong.kernel.agencies.services.changes import require_own
from lienthong.kernel.ui.fields import DayField
from lienthong.kernel.ui.once import Outcome

from .home import choose, tried, who
from .structure import found_agency, page


class UnitForm(forms.Form):
    """A unit of the agency, under another one or none."""

    name = forms.CharField(label=gettext_lazy("Tên phòng, đơn vị"), max_length=200)
    parent = forms.ChoiceField(label=gettext_lazy("Thuộc đơn vị"), required=False)
    since = DayField(label=gettext_lazy("Từ ngày"))


class PostForm(forms.Form):
    """A post; what its holder may do hangs on its kind."""

    title = forms.CharField(label=gettext_lazy("Tên chức vụ"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Loại chức vụ"), choices=PostKind.choices)
    unit = forms.ChoiceField(label=gettext_lazy("Ở phòng, đơn vị"), required=False)
    since = DayField(label=gettext_lazy("Từ ngày"))


class AdministratorForm(forms.Form):
    """The first administrator of an agency."""

    name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=100)
    email = forms.EmailField(label=gettext_lazy("Thư điện tử công vụ"))
    document = forms.CharField(label=gettext_lazy("Văn bản cử"), max_length=200)
    password = forms.CharField(
        label=gettext_lazy("Mật khẩu ban đầu"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("Ít nhất 12 ký tự; người được cử đổi sau khi đăng nhập."),
    )


def _since(agency: Agency, at: dt.datetime) -> dt.date:
    """Today, or the first day of an agency that is still to begin."""
    return max(timezone.localdate(at), agency.opened_on or dt.date.min)


def _form(kind: type[forms.Form], agency: Agency, at: dt.datetime, data: Any = None) -> forms.Form:
    since = _since(agency, at)
    form = kind(data, initial={"since": since}, prefix=kind.__name__[:-4].lower())
    for name in {"parent", "unit"} & set(form.fields):
        units = units_of(agency.pk, since)
        choose(form, name, [("", "—"), *((str(unit.pk), unit.name) for unit in units)])
    return form


def may_enter(actor: Actor, agency: Agency) -> bool:
    """The same as `require_own`, for showing."""
    return actor.may(Verb.DECIDE) or (actor.may(Verb.ADMINISTER) and agency.pk in actor.agency_ids)


def forms_for(
    request: HttpRequest, agency: Agency, bound: forms.Form | None = None
) -> dict[str, forms.Form]:
    """The forms that this official may send about this agency."""
    actor, at = who(request)
    kinds: list[type[forms.Form]] = []
    today = timezone.localdate(at)
    ended = agency.closed_on is not None and agency.closed_on <= today
    if not ended and may_enter(actor, agency):
        kinds = [UnitForm, PostForm]
    if not ended and actor.may(Verb.DECIDE):
        kinds += [] if is_administered(agency.pk, today) else [AdministratorForm]
    made = {kind.__name__[:-4].lower(): _form(kind, agency, at) for kind in kinds}
    if bound is not None:
        made[str(bound.prefix)] = bound
    return made


def _answer(
    request: HttpRequest,
    agency: Agency,
    kind: type[forms.Form],
    act: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    form = _form(kind, agency, who(request)[1], request.POST)
    here = reverse("administration:agency", args=[agency.pk])
    if form.is_valid():
        answer = tried(
            request,
            form,
            purpose=f"agency.{agency.pk}.{form.prefix}",
            act=lambda: Outcome(here, act(dict(form.cleaned_data))),
        )
        if answer is not None:
            return answer
    return page(request, agency, form)


def _unit(agency: Agency, chosen: str) -> Unit | None:
    return Unit.objects.get(pk=int(chosen), agency=agency) if chosen else None


@require_POST
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Thêm phòng, đơn vị."""
    actor, at = who(request)
    require_own(actor, pk)
    agency = found_agency(pk)

    def act(values: dict[str, Any]) -> str:
        values["parent"] = _unit(agency, values["parent"])
        services.open_unit(agency=agency, by=actor, at=at, **values)
        return _("Đã thêm %s.") % str(values["name"])

    return _answer(request, agency, UnitForm, act)


@require_POST
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Thêm chức vụ."""
    actor, at = who(request)
    require_own(actor, pk)
    agency = found_agency(pk)

    def act(values: dict[str, Any]) -> str:
        values["unit"] = _unit(agency, values["unit"])
        services.open_post(agency=agency, by=actor, at=at, **values)
        return _("Đã thêm %s.") % str(values["title"])

    return _answer(request, agency, PostForm, act)


@require_POST
def administrator(request: HttpRequest, pk: int) -> HttpResponse:
    """Cử quản trị của cơ quan: post, person, appointment and account in one act."""
    actor, at = who(request)
    require(actor, Verb.DECIDE)
    agency = found_agency(pk)

    def act(values: dict[str, Any]) -> str:
        account = identity.name_administrator(
            agency=agency, since=_since(agency, at), by=actor, at=at, **values
        )
        return _("Đã cử quản trị và lập tài khoản %s.") % account.email

    return _answer(request, agency, AdministratorForm, act)
