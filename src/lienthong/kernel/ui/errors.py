"""Refusals and faults in plain Vietnamese: what happened, what is kept, what to do next.

A whole page for a browser, one notice for an htmx request (shown above what one worked on).
None of these pages makes a query: the transaction may be gone.
"""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.html import escape
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


def _answer(request: HttpRequest, status: int, context: dict[str, Any]) -> HttpResponse:
    actor = getattr(request, "actor", None)
    context = {"request_id": getattr(actor, "request_id", ""), "status": status} | context
    part = request.headers.get("HX-Request") == "true"
    template = "ui/errors/notice.html" if part else f"ui/{status}.html"
    response = HttpResponse(loader.render_to_string(template, context), status=status)
    response["Cache-Control"] = "no-store"
    response["Vary"] = "HX-Request"
    return response


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: who may, and whom to ask."""
    message = str(getattr(exception, "message", "") or "")
    return _answer(
        request,
        403,
        {"message": message or _("Chức vụ của bạn không xem được trang này.")},
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not for this office; the answer does not say which."""
    return _answer(
        request, 404, {"message": _("Không có trang này, hoặc trang không thuộc phạm vi của bạn.")}
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be read."""
    return _answer(
        request, 400, {"message": _("Yêu cầu gửi lên không đọc được, nên chưa làm gì cả.")}
    )


def fault(request: HttpRequest) -> HttpResponse:
    """500: our fault; nothing was done half. Never fails itself: the fault may lie in the page."""
    message = _("Hệ thống gặp lỗi khi làm việc vừa rồi; không có gì bị lưu dở dang.")
    try:
        return _answer(request, 500, {"message": message})
    except Exception:
        log.exception("the page of faults could not be drawn")
        words = (
            f'<!doctype html><html lang="vi"><meta charset="utf-8"><p>{escape(message)}</p></html>'
        )
        return HttpResponse(words, status=500)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The CSRF token is missing or old: for an official, a form left open too long."""
    return _answer(
        request,
        403,
        {
            "message": _(
                "Trang đã mở quá lâu hoặc bạn đã đăng nhập lại ở nơi khác, nên chưa gửi được."
            ),
            "advice": _(
                "Hãy quay lại, tải lại trang rồi gửi lại; những gì đã gõ vẫn còn trên máy này."
            ),
        },
    )
