"""Screens of the desk: what waits for me, search in everything, the leadership board."""

import datetime as dt
from functools import lru_cache
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access import queries as access
from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.access.context import acting, looking_as
from lienthong.kernel.access.middleware import POST_KEY
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.text import key_in
from lienthong.kernel.ui.addresses import numbered
from lienthong.kernel.ui.lists import list_response
from lienthong.kernel.ui.maps import AreaState, area_map
from lienthong.kernel.ui.parts import Tab

from . import behind, boards, geography, heaps, queries, searching
from .choices import Verb


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this post, oldest and most urgent first, and what is due this week."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.person_id is None:
        if request.user.is_authenticated:
            return render(request, "desk/no_post.html", {"title": _("Chưa giữ chức vụ nào")})
        return redirect(f"{reverse('account_login')}?next={request.path}")
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    return render(
        request,
        "desk/home.html",
        {
            "title": _("Công việc của tôi"),
            "heaps": heaps.waiting_for(actor),
            "due": queries.due_soon(actor, at),
            "today": timezone.localdate(at),
        },
    )


@require_POST
def switch_post(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own posts, or at an absent colleague's desk, from now on."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    chosen = request.POST.get("holding", "")
    sight = access.sight_of(actor.person_id or 0, on=timezone.localdate())
    keys: set[str] = set()
    if sight is not None:
        keys = {str(holding) for holding, _title, _agency in sight.posts}
        keys |= {desk.key for desk in sight.desks}
    if chosen in keys:
        request.session[POST_KEY] = chosen
    else:
        messages.error(request, _("Bạn không giữ chức vụ này và không được giao xử lý thay."))
    back = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(back if safe else reverse("desk:home"))


@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponseBase:
    """One field for everything: number, words with or without marks, a code, an office, a person."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.person_id is None:
        return redirect(f"{reverse('account_login')}?next={request.get_full_path()}")
    return list_response(
        request, searching.PAPERS, template="desk/search.html", page_class=searching.SearchPage
    )


def _period(request: HttpRequest, at: dt.datetime) -> exchange.Period:
    """Month to date, another month (?thang=2018-09), or since 1 January (?tu-dau-nam=1)."""
    today = timezone.localdate(at)
    asked = request.GET.get("thang", "")
    try:
        first = dt.date.fromisoformat(f"{asked}-01") if asked else today.replace(day=1)
    except ValueError:
        first = today.replace(day=1)
    following = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    last = min(following - dt.timedelta(days=1), today)
    if request.GET.get("tu-dau-nam") == "1":
        return exchange.year_to_date(last)
    return exchange.Period(first, last)


def _cut(request: HttpRequest, period: exchange.Period, at: dt.datetime) -> dt.datetime:
    """The moment of the numbers: now, the end of a past month, or an earlier one (?luc=2018-09-10T16:30)."""
    cut = min(at, timezone.make_aware(dt.datetime.combine(period.last, dt.time.max)))
    try:
        asked = dt.datetime.fromisoformat(request.GET.get("luc", ""))
    except ValueError:
        return cut
    return min(cut, timezone.make_aware(asked) if asked.tzinfo is None else asked)


def board(request: HttpRequest) -> HttpResponse:
    """The percentages with numerator and denominator, who is missing and why, tasks, the map."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    sees_all = actor.may(Verb.SEE_PROVINCE)
    if not sees_all and not actor.may(Verb.SEE_OWN):
        raise Forbidden(_("Bảng điều hành dành cho lãnh đạo, văn thư và người tổng hợp."))
    period = _period(request, at)
    cut = _cut(request, period, at)
    reader = queries.with_sight_of_province(actor, period.last) if sees_all else actor
    with looking_as(reader):
        found = queries.board(reader, period=period, at=cut, sees_all=sees_all)
    return render(
        request,
        "desk/board.html",
        {
            "title": _("Bảng điều hành"),
            "board": found,
            "missing_rows": boards.missing_rows(found.missing, request.GET.urlencode()),
            "task_rows": boards.task_rows(found.tasks),
            "sees_all": sees_all,
            "map": _map(found) if period.last >= dt.date(2025, 7, 1) else None,
            "period": period,
            "figures_key": (found.shares, found.signed, request.GET.urlencode(), request.path),
            "printed": request.GET.get("view") == "print",
        },
    )


def _map(found: queries.Board) -> Any:
    """The communes of today, each with whether it circulates; by name, for a code is no identity."""
    by_name = {_commune(row.name): row for row in found.rows}
    drawn = geography.commune_outlines()
    rows = {code: by_name.get(name.lower()) for code, name, _path in drawn.areas}
    unknown = AreaState("none", _("không có số liệu"))
    complete = _("luân chuyển đủ")

    def state(code: str) -> AreaState:
        row = rows[code]
        if row is None:
            return unknown
        url = numbered("desk:board_agency", row.agency_id)
        if row.counts.circulates:
            return AreaState("s3", complete, url)
        return AreaState("late", "; ".join(row.reasons), url)

    labels = [
        ("s3", _("Luân chuyển đủ")),
        ("late", _("Còn thiếu")),
        ("none", _("Không có số liệu")),
    ]
    return area_map(drawn, state, labels)


@lru_cache(maxsize=2048)
def _commune(name: str) -> str:
    return name.removeprefix("Ủy ban nhân dân ").lower()


def board_agency(request: HttpRequest, agency_id: int) -> HttpResponse:
    """One agency behind the board: its deliveries that are due and undone, with telephones."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    period = _period(request, at)
    cut = _cut(request, period, at)
    sees_all = actor.may(Verb.SEE_PROVINCE)
    reader = queries.with_sight_of_province(actor, period.last) if sees_all else actor
    if agency_id not in reader.agency_ids or not (sees_all or actor.may(Verb.SEE_OWN)):
        raise Forbidden(_("Số liệu của cơ quan khác do Văn phòng UBND tỉnh xem."))
    with acting(reader):
        counts = exchange.tally(
            reader, period, [agency_id], at=cut, alive_since=exchange.alive_since(cut)
        )[agency_id]
        unsent = list(
            exchange.deliveries_behind(
                reader, period, at=cut, sender_id=agency_id, overdue=True
            ).filter(handed_over_at=None)[:200]
        )
        unregistered = list(
            exchange.deliveries_behind(
                reader, period, at=cut, receiver_id=agency_id, overdue=True
            ).filter(accepted_at=None)[:200]
        )
        named = agencies.names_of(
            {agency_id, *(d.sender_id for d in unregistered), *(d.receiver_id for d in unsent)},
            period.last,
        )
        holders = agencies.holders(period.last, agency_ids=[agency_id], kinds=("clerk",))
    name = named[agency_id].name if agency_id in named else str(agency_id)
    return render(
        request,
        "desk/board_agency.html",
        {
            "title": name,
            "counts": counts,
            "reasons": queries.reasons_of(counts),
            "unsent": [(d, named.get(d.receiver_id), behind.days_at(d, cut)) for d in unsent],
            "unregistered": [
                (d, named.get(d.sender_id), behind.days_at(d, cut)) for d in unregistered
            ],
            "cut": cut,
            "closed": cut < at,
            "holders": holders,
            "period": period,
        },
    )


def behind_share(request: HttpRequest, share: str) -> HttpResponse:
    """The list behind one percentage: what is missing first, down to whom to call (§4.6)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    sees_all = actor.may(Verb.SEE_PROVINCE)
    if not sees_all and not actor.may(Verb.SEE_OWN):
        raise Forbidden(_("Bảng điều hành dành cho lãnh đạo, văn thư và người tổng hợp."))
    if share not in behind.TITLES:
        raise Http404(_("Bảng điều hành không có số này."))
    period = _period(request, at)
    cut = _cut(request, period, at)
    place = min(key_in(request.GET.get("tu", "")) or 0, behind.DEEPEST)
    everything = request.GET.get("tat-ca") == "1"
    reader = queries.with_sight_of_province(actor, period.last) if sees_all else actor
    with acting(reader):
        found = behind.behind(reader, share, period, at=cut, everything=everything, place=place)

    def address(**changes: str) -> str:
        kept = request.GET.copy()
        for key in ("tu", "tat-ca"):
            kept.pop(key, None)
        kept.update({key.replace("_", "-"): value for key, value in changes.items()})
        return f"?{kept.urlencode()}"

    here = {"tat_ca": "1"} if everything else {}
    tabs = (
        Tab(_("Còn thiếu"), address(), found.missing, current=not everything),
        Tab(_("Tất cả"), address(tat_ca="1"), found.whole, current=everything),
    )
    return render(
        request,
        "desk/behind.html",
        {
            "title": behind.TITLES[share],
            "unit": behind.UNITS[share],
            "found": found,
            "cut": cut,
            "closed": cut < at,
            "part": found.whole - found.missing,
            "tabs": tabs,
            "share": share,
            "period": period,
            "before": address(**here, tu=str(max(0, place - behind.SIZE))) if place else "",
            "after": address(**here, tu=str(place + behind.SIZE)) if found.more else "",
        },
    )
