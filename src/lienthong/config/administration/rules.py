"""Rules of the office: recipient groups of today, calendar, routes of papers; and what failed."""

import datetime as dt
from typing import Any

from django import forms
from django.db import connection
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.axis.exchange import api as exchange
from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.access.choices import Verb as Access
from lienthong.kernel.agencies import queries
from lienthong.kernel.agencies.choices import Verb as Structure
from lienthong.kernel.agencies.queries.staff import units_of
from lienthong.kernel.text import key_in
from lienthong.kernel.ui.fields import DayField
from lienthong.kernel.ui.once import Outcome, new_token
from lienthong.kernel.worktime import services as worktime
from lienthong.kernel.worktime.choices import DayKind
from lienthong.kernel.worktime.choices import Verb as Calendar
from lienthong.kernel.worktime.models import CalendarDay, ConfirmedYear, OfficeHours
from lienthong.systems.documents import api as documents

from .home import NotDone, choose, do, require_any, show, tried, who

WEEKDAYS = [
    ("0", gettext_lazy("Thứ Hai")), ("1", gettext_lazy("Thứ Ba")), ("2", gettext_lazy("Thứ Tư")),
    ("3", gettext_lazy("Thứ Năm")), ("4", gettext_lazy("Thứ Sáu")),
    ("5", gettext_lazy("Thứ Bảy")), ("6", gettext_lazy("Chủ nhật")),
]  # fmt: skip


@require_GET
def groups(request: HttpRequest) -> HttpResponse:
    """The recipient groups and whom each means on the day."""
    actor, at = who(request)
    require_any(actor, (Structure.ADMINISTER, Structure.DECIDE))
    on = timezone.localdate(at)
    lines = []
    for group in queries.groups_at(on):
        found = queries.resolve_group(group, on, within=None)
        names = queries.names_of(found.agency_ids, on)
        message = found.message_vi if isinstance(found, queries.Unresolvable) else ""
        shown = sorted(names[pk].short_name for pk in found.agency_ids if pk in names)
        lines.append({"group": group, "names": shown, "message": message})
    context = {"title": _("Nhóm nơi nhận"), "lines": lines, "on": on}
    return render(request, "administration/groups.html", context)


class DayForm(forms.Form):
    """A day that departs from the statutory calendar."""

    date = DayField(label=gettext_lazy("Ngày"))
    kind = forms.ChoiceField(label=gettext_lazy("Là ngày"), choices=DayKind.choices)
    note = forms.CharField(label=gettext_lazy("Nội dung"), max_length=200)
    source = forms.CharField(label=gettext_lazy("Văn bản căn cứ"), max_length=200)
    common = forms.BooleanField(label=gettext_lazy("Áp dụng toàn tỉnh"), required=False)


class HoursForm(forms.Form):
    """Office hours of weekdays from a day on."""

    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("Các ngày"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    morning_from = forms.TimeField(label=gettext_lazy("Sáng từ"), initial="07:00")
    morning_to = forms.TimeField(label=gettext_lazy("đến"), initial="11:30")
    afternoon_from = forms.TimeField(label=gettext_lazy("Chiều từ"), initial="13:30")
    afternoon_to = forms.TimeField(label=gettext_lazy("đến"), initial="17:00")
    since = DayField(label=gettext_lazy("Từ ngày"))
    source = forms.CharField(label=gettext_lazy("Văn bản căn cứ"), max_length=200)
    common = forms.BooleanField(label=gettext_lazy("Áp dụng toàn tỉnh"), required=False)


HOURS = "hours_%s"  # both forms of the page ask for a source: an id stands once


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Overlay days and office hours of the own agency and of the province."""
    return _calendar(request)


def _calendar(request: HttpRequest, **bound: forms.Form) -> HttpResponse:
    """The calendar; a form that was refused comes with what was typed and why."""
    actor, _at = who(request)
    require_any(actor, (Calendar.EDIT_OWN, Calendar.EDIT_COMMON))
    own = Q(agency__isnull=True) | Q(agency_id=actor.agency_id)
    mine, hours = CalendarDay.objects.filter(own), OfficeHours.objects.filter(own)
    context = {
        "title": _("Lịch làm việc"),
        "days": mine.order_by("-date")[:200],
        "hours": hours.order_by("agency_id", "weekday", "starts"),
        "weekdays": dict(WEEKDAYS),
        "years": ConfirmedYear.objects.order_by("-year"),
        "common": actor.may(Calendar.EDIT_COMMON),
        "day_form": DayForm(),
        "hours_form": HoursForm(auto_id=HOURS),
        "once": new_token(),
    }
    return show(request, "administration/calendar.html", context | bound, *bound.values())


@require_POST
def calendar_act(request: HttpRequest, what: str) -> HttpResponse:
    """Entering a day, taking one away, setting office hours."""
    actor, at = who(request)
    require_any(actor, (Calendar.EDIT_OWN, Calendar.EDIT_COMMON))
    back = reverse("administration:calendar")
    if what == "bo":
        return do(
            request, purpose="calendar.bo", back=back, run=lambda: _withdraw(request, actor, at)
        )
    if what not in ("ngay", "gio"):
        raise Http404
    form = DayForm(request.POST) if what == "ngay" else HoursForm(request.POST, auto_id=HOURS)
    bound = {"day_form" if what == "ngay" else "hours_form": form}
    if not form.is_valid():
        return _calendar(request, **bound)
    values: dict[str, Any] = dict(form.cleaned_data)

    def act() -> Outcome:
        agency = None if values.pop("common", False) else actor.agency_id
        if what == "ngay":
            worktime.set_day(agency_id=agency, by=actor, at=at, **values)
            return Outcome(back, _("Đã ghi ngày vào lịch."))
        worktime.set_hours(
            weekdays=[int(day) for day in values["weekdays"]],
            spans=[
                (values["morning_from"], values["morning_to"]),
                (values["afternoon_from"], values["afternoon_to"]),
            ],
            since=values["since"],
            source=values["source"],
            agency_id=agency,
            by=actor,
            at=at,
        )
        return Outcome(back, _("Đã đặt giờ làm việc."))

    done = tried(request, form, purpose=f"calendar.{what}", act=act)
    return done or _calendar(request, **bound)


def _withdraw(request: HttpRequest, actor: Actor, at: dt.datetime) -> str:
    day = CalendarDay.objects.filter(pk=key_in(request.POST.get("row", "")) or 0).first()
    if day is None:
        raise NotDone(_("Không tìm thấy ngày này."))
    worktime.withdraw_day(day=day, by=actor, at=at)
    return _("Đã bỏ ngày khỏi lịch.")


class RouteForm(forms.Form):
    """A rule of the office: papers of a type, or with these words, go straight to a unit."""

    type_code = forms.ChoiceField(label=gettext_lazy("Tên loại"), required=False)
    words = forms.CharField(label=gettext_lazy("Trích yếu có chữ"), max_length=100, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Chuyển thẳng"))
    basis = forms.CharField(label=gettext_lazy("Quy chế, điều khoản"), max_length=200)


@require_http_methods(["GET", "POST"])
def routes(request: HttpRequest) -> HttpResponse:
    """Quy chế chuyển văn bản đến: rules in their order, a rule more, ending one."""
    actor, at = who(request)
    require(actor, documents.Verb.SET_RULES)
    back = reverse("administration:routes")
    form = RouteForm(request.POST or None)
    types = [(str(t.code), t.name) for t in papers.document_types()]
    choose(form, "type_code", [("", "—"), *types])
    units = units_of(actor.agency_id, timezone.localdate(at))
    choose(form, "unit", [(str(u.pk), u.name) for u in units])
    ending = request.POST.get("end", "")
    if ending:

        def run() -> str:
            documents.end_route(rule_id=key_in(ending) or 0, by=actor, at=at)
            return _("Đã thôi áp dụng quy tắc.")

        return do(request, purpose="routes", back=back, run=run)
    if request.method == "POST" and form.is_valid():

        def act() -> Outcome:
            values = form.cleaned_data
            documents.add_route(
                type_code=int(values["type_code"]) if values["type_code"] else None,
                words=values["words"],
                unit_id=int(values["unit"]),
                basis=values["basis"],
                by=actor,
                at=at,
            )
            return Outcome(back, _("Đã thêm quy tắc."))

        done = tried(request, form, purpose="routes", act=act)
        if done is not None:
            return done
    context = {
        "title": _("Quy chế chuyển văn bản đến"),
        "rules": documents.routes_of(actor),
        "types": dict(types),
        "form": form,
        "once": new_token(),
    }
    return show(request, "administration/routes.html", context, form)


@require_GET
def failures(request: HttpRequest) -> HttpResponse:
    """Deliveries that could not be carried, alarms, and automatic jobs that failed."""
    actor, _at = who(request)
    require(actor, Access.ADMINISTER)
    context = {
        "title": _("Lượt gửi và việc tự động bị lỗi"),
        "dead": exchange.list_dead(actor)[:200],
        "incidents": exchange.list_incidents(actor)[:100],
        "jobs": failed_jobs(),
        "once": new_token(),
    }
    return render(request, "administration/failures.html", context)


def failed_jobs() -> list[dict[str, Any]]:
    """The last jobs that the worker gave up: name, tries, since when; jobs hold identifiers only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.id, j.task_name, j.attempts, max(e.at) FROM procrastinate_jobs j"
            " LEFT JOIN procrastinate_events e ON e.job_id = j.id"
            " WHERE j.status = 'failed' GROUP BY j.id ORDER BY j.id DESC LIMIT 100"
        )
        return [
            {"id": row[0], "name": row[1], "tries": row[2], "at": row[3]}
            for row in cursor.fetchall()
        ]


@require_POST
def replay(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry a dead delivery again."""
    actor, at = who(request)
    require(actor, Access.ADMINISTER)
    carriage = exchange.list_dead(actor).filter(pk=pk).first()
    if carriage is None:
        raise Http404
    found = carriage

    def run() -> str:
        exchange.replay(carriage=found, by=actor, at=at)
        return _("Đã xếp lại để gửi.")

    back = reverse("administration:failures")
    return do(request, purpose=f"replay.{pk}", back=back, run=run)
