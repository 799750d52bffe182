"""One answer for every address of a register: page, part of a page, export, print, saved search."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import formats
from . import saved
from .exports import TooManyRows, csv_response, xlsx_response
from .page import ListPage
from .register import Register
from .word import docx_response


def list_response(
    request: HttpRequest,
    register: Register,
    *,
    template: str = "ui/list/screen.html",
    extra: dict[str, Any] | None = None,
    page_class: type[ListPage] = ListPage,
) -> HttpResponseBase:
    """Answer a request for a register.

    GET shows it (`q`, filters, `sort`, `at`, `size`); `export=xlsx|docx|csv` takes it away exactly as
    seen; `view=print` lays it out for paper; an htmx request gets the list alone. POST keeps the
    present question under a name (`save_title`) or drops one (`drop_saved`). The view that calls
    this has already checked who may see the register. `page_class` is for a list whose rows are
    found in another way.
    """
    actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    page = page_class(register, request.GET, actor, on=timezone.localdate(at), path=request.path)
    if request.method == "POST":
        return _keep(request, page, at)
    export = request.GET.get("export", "")
    if export in _FILES:
        return _export(request, page, at, export, template, extra)
    if request.GET.get("view") == "print":
        return _print(request, page, at)
    return _show(request, page, template, extra)


def _show(
    request: HttpRequest,
    page: ListPage,
    template: str,
    extra: dict[str, Any] | None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    part = request.headers.get("HX-Request") == "true" and not request.headers.get(
        "HX-History-Restore-Request"
    )
    page.cursor  # noqa: B018 - read now, so that a place that is lost is named above the list
    context = {
        "page": page,
        "title": page.register.title,
        "saved_searches": saved.saved_searches(page.actor, page.register.name),
        "refusal": refusal,
        **(extra or {}),
    }
    response = render(request, "ui/list/list.html" if part else template, context, status=status)
    response["Vary"] = "HX-Request"
    return response


def _export(
    request: HttpRequest,
    page: ListPage,
    at: dt.datetime,
    kind: str,
    template: str,
    extra: dict[str, Any] | None,
) -> HttpResponseBase:
    try:
        response = _FILES[kind](page, at)
    except TooManyRows as error:
        return _show(request, page, template, extra, refusal=error.message, status=413)
    if page.register.log is not None:
        page.register.log(page.actor, kind, page.sentence, page.count.number)
    return response


_FILES: dict[str, Callable[[ListPage, dt.datetime], HttpResponseBase]] = {
    "xlsx": xlsx_response,
    "docx": docx_response,
    "csv": csv_response,
}


def _print(request: HttpRequest, page: ListPage, at: dt.datetime) -> HttpResponse:
    register = page.register
    rows = list(page.ordered()[: register.print_cap + 1])
    cut = len(rows) > register.print_cap
    if register.log is not None:
        register.log(page.actor, "print", page.sentence, len(rows))
    context = {
        "page": page,
        "columns": page.print_columns,
        "rows": (page.print_row(row) for row in rows[: register.print_cap]),
        "at": at,
        "actor": page.actor,
        "wide": register.wide_print,
        "cut": _("Chỉ in %(cap)s dòng đầu. Hãy lọc bớt (ví dụ theo ngày) để in từng phần.")
        % {"cap": formats.number(register.print_cap)}
        if cut
        else "",
    }
    return render(request, register.print_template, context)


def _keep(request: HttpRequest, page: ListPage, at: dt.datetime) -> HttpResponse:
    dropped = request.POST.get("drop_saved", "")
    if dropped.isascii() and dropped.isdigit() and len(dropped) < 19:
        saved.drop_search(saved_id=int(dropped), by=page.actor)
        return redirect(page.url())
    try:
        saved.save_search(
            list_name=page.register.name,
            title=request.POST.get("save_title", ""),
            query=page.saved_query,
            by=page.actor,
            at=at,
        )
    except saved.SearchNotKept as error:
        return _show(request, page, "ui/list/screen.html", None, refusal=error.message, status=422)
    return redirect(page.url())
