"""Agencies in time: the tree of a day, and one agency with its names, codes, lives and posts."""

import datetime as dt

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.kernel.agencies import queries
from lienthong.kernel.agencies.choices import PlaceKind
from lienthong.kernel.agencies.models import Agency, AgencyCode, Unit
from lienthong.kernel.agencies.queries.ending import changes_of, unit_names
from lienthong.kernel.agencies.queries.staff import units_of, vacant_posts
from lienthong.kernel.ui.fields import DayField
from lienthong.kernel.ui.once import new_token

from .home import ANY, require_any, who


def day_of(request: HttpRequest) -> dt.date:
    """The day asked for (`ngay`), today when none or none that exists is given."""
    today = timezone.localdate(who(request)[1])
    try:
        return DayField(required=False).clean(request.GET.get("ngay", "")) or today
    except Exception:  # noqa: BLE001 - whatever was typed, the tree of today is the answer
        return today


@require_GET
def tree(request: HttpRequest) -> HttpResponse:
    """The whole tree on a day, with the days on which it changed."""
    actor, _at = who(request)
    require_any(actor, ANY)
    on = day_of(request)
    root = request.GET.get("goc", "")
    root_id = int(root) if root.isascii() and root.isdigit() and len(root) < 19 else None
    nodes = queries.tree_at(on, root_id)
    context = {
        "title": _("Cơ cấu tổ chức"),
        "on": on,
        "nodes": [(node, (0, 3, 5)[min(node.depth, 2)]) for node in nodes],
        "turns": queries.turns(),
        "counts": [
            (count, PlaceKind(kind).label)
            for kind, count in (queries.count_of_units("commune", on) or {}).items()
        ],
    }
    return render(request, "administration/tree.html", context)


def found_agency(pk: int) -> Agency:
    """The agency of an address, or 404."""
    found = Agency.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_GET
def agency(request: HttpRequest, pk: int) -> HttpResponse:
    """One agency: names over time, codes, what came before and after, posts and who holds them."""
    return page(request, found_agency(pk))


def page(request: HttpRequest, found: Agency, bound: forms.Form | None = None) -> HttpResponse:
    """The page of an agency, with the form that was sent and refused, if any."""
    from .offices import forms_for, may_enter  # that module shows this page again

    actor, _at = who(request)
    require_any(actor, ANY)
    pk = found.pk
    on = day_of(request)
    shown_on = on if _alive(found, on) else (found.opened_on or on)
    kin = [*queries.predecessors(pk), *queries.successors(pk)]
    names = queries.names_of([k.agency_id for k in kin])
    context = {
        "title": queries.current_name(pk).name,
        "agency": found,
        "on": shown_on,
        "names": queries.names_over_time(pk),
        "codes": AgencyCode.objects.filter(agency=pk).order_by("scheme", "period"),
        "before": [(k, names[k.agency_id].name) for k in queries.predecessors(pk)],
        "after": [(k, names[k.agency_id].name) for k in queries.successors(pk)],
        "holders": queries.holders(shown_on, agency_ids=[pk]),
        "vacant": vacant_posts(pk, shown_on),
        "units": _units(pk, shown_on),
        "changes": changes_of(pk),
        "may_change": _alive(found, on) and may_enter(actor, found),
        "forms": forms_for(request, found, bound),
        "once": new_token(),
    }
    return render(request, "administration/agency.html", context)


def _units(pk: int, on: dt.date) -> list[tuple[Unit, str]]:
    """The units of the day, each under the name that it had then."""
    rows = units_of(pk, on)
    named = unit_names(rows, on)
    return [(row, named[row.pk]) for row in rows]


def _alive(agency: Agency, on: dt.date) -> bool:
    return (agency.opened_on is None or agency.opened_on <= on) and (
        agency.closed_on is None or on < agency.closed_on
    )
