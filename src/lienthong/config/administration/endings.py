"""Ending a unit or a post, and renaming a unit, by a decision: first what hangs on it, then the act."""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lienthong.kernel.agencies import handover, queries, services
from lienthong.kernel.agencies.models import Agency, Post, Unit
from lienthong.kernel.agencies.queries.ending import Hanging, hanging_on_post, hanging_on_unit
from lienthong.kernel.agencies.services.changes import require_own
from lienthong.kernel.agencies.services.ending import Ended, Ground
from lienthong.kernel.ui.fields import DayField
from lienthong.kernel.ui.once import Outcome, new_token

from .home import tried, who
from .structure import found_agency

T = TypeVar("T")
F = TypeVar("F", bound="GroundForm")


class GroundForm(forms.Form):
    """From which day, by which decision."""

    on = DayField(label=gettext_lazy("Từ ngày"))
    number = forms.CharField(label=gettext_lazy("Số quyết định"), max_length=100)
    decided_on = DayField(label=gettext_lazy("Ngày quyết định"))

    def ground(self) -> Ground:
        """The decision that was named."""
        return Ground(self.cleaned_data["number"], self.cleaned_data["decided_on"])


class EndForm(GroundForm):
    """The end of a unit or a post."""

    sheet = forms.BooleanField(
        label=gettext_lazy("Lập biên bản bàn giao cho việc còn mở"),
        required=False,
        help_text=gettext_lazy(
            "Việc còn mở vào danh sách chờ nhận của cơ quan, đến khi có người nhận từng việc. Không "
            "đánh dấu: phải bàn giao hết trước khi kết thúc."
        ),
    )


class RenameForm(GroundForm):
    """Another name of a unit."""

    name = forms.CharField(label=gettext_lazy("Tên mới"), max_length=200)
    field_order = ("name",)


def _day(form: forms.Form, today: dt.date) -> dt.date:
    """The day that was asked about, today until one was given."""
    given = form.cleaned_data.get("on") if form.is_bound and form.is_valid() else None
    return given or today


@require_http_methods(["GET", "POST"])
def unit(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """Kết thúc, đổi tên phòng, đơn vị."""
    agency, found = _found(request, pk, Unit.objects.filter(agency=pk, pk=unit).first())

    def end(form: EndForm) -> Ended:
        actor, at = who(request)
        return services.end_unit(
            unit=found, on=form.cleaned_data["on"], ground=form.ground(),
            sheet=form.cleaned_data["sheet"], by=actor, at=at,
        )  # fmt: skip

    rename = _form(request, RenameForm, "rename")
    if rename.is_bound and rename.is_valid():
        actor, at = who(request)

        def act() -> Outcome:
            services.rename_unit(
                unit=found, name=rename.cleaned_data["name"], on=rename.cleaned_data["on"],
                ground=rename.ground(), by=actor, at=at,
            )  # fmt: skip
            said = _("Đơn vị mang tên %s từ ngày đã ghi; tên cũ vẫn tra được.")
            return Outcome(_home(agency), said % rename.cleaned_data["name"])

        answer = tried(request, rename, purpose=f"unit_renamed.{found.pk}", act=act)
        if answer is not None:
            return answer
    return _answer(request, agency, found, hanging_on_unit, end, rename)


@require_http_methods(["GET", "POST"])
def post(request: HttpRequest, pk: int, post: int) -> HttpResponse:
    """Kết thúc chức vụ."""
    agency, found = _found(request, pk, Post.objects.filter(agency=pk, pk=post).first())

    def end(form: EndForm) -> Ended:
        actor, at = who(request)
        return services.end_post(
            post=found, on=form.cleaned_data["on"], ground=form.ground(),
            sheet=form.cleaned_data["sheet"], by=actor, at=at,
        )  # fmt: skip

    return _answer(request, agency, found, hanging_on_post, end, None)


def _found(request: HttpRequest, pk: int, row: T | None) -> tuple[Agency, T]:
    require_own(who(request)[0], pk)
    if row is None:
        raise Http404
    return found_agency(pk), row


def _form(request: HttpRequest, kind: type[F], what: str) -> F:
    data = request.POST if f"{what}-on" in request.POST else None
    today = timezone.localdate(who(request)[1])
    return kind(data, initial={"on": today, "decided_on": today}, prefix=what)


def _home(agency: Agency) -> str:
    return reverse("administration:agency", args=[agency.pk])


def _answer(
    request: HttpRequest,
    agency: Agency,
    row: Any,
    hanging: Callable[[Any, dt.date], Hanging],
    end: Callable[[EndForm], Ended],
    rename: RenameForm | None,
) -> HttpResponse:
    form = _form(request, EndForm, "end")
    if form.is_bound and form.is_valid():

        def act() -> Outcome:
            done = end(form)
            if done.sheet is None:
                return Outcome(_home(agency), _("Đã kết thúc %s.") % row)
            said = _("Đã kết thúc %(what)s; %(count)d việc còn mở đang chờ người nhận.")
            count = done.sheet.lines.count()
            return Outcome(
                reverse("administration:handovers"), said % {"what": row, "count": count}
            )

        answer = tried(request, form, purpose=f"ended.{row._meta.model_name}.{row.pk}", act=act)
        if answer is not None:
            return answer
    today = timezone.localdate(who(request)[1])
    found = hanging(row, _day(form, today))
    labels = handover.providers()
    refused = (form.is_bound and form.errors) or (rename and rename.is_bound and rename.errors)
    context = {
        "title": str(row),
        "agency": agency,
        "agency_name": queries.current_name(agency.pk).name,
        "row": row,
        "ended": row.period.upper,
        "hanging": found,
        "work": [(labels[kind].label, count) for kind, count in found.work.items()],
        "form": form,
        "rename": rename,
        "once": new_token(),
    }
    return render(request, "administration/ending.html", context, status=422 if refused else 200)
