"""Bằng chứng lâu dài còn thiếu: sent files that still wait for time-stamps and revocation data."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import require
from lienthong.kernel.ui.addresses import numbered
from lienthong.kernel.ui.once import new_token
from lienthong.systems.documents.api import Verb as Reading

from .home import do, who

SHOWN = 200
PAGES = {"documents.outgoingdocument": "documents:outgoing_one"}


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """What lacks proof in the agency, the oldest first, with the reason of the last try."""
    actor, at = who(request)
    require(actor, signing.Verb.MANAGE_KEYS)
    missing = signing.missing_proofs(actor)
    rows = list(missing[: SHOWN + 1])
    # Who keeps the keys need not be one who reads the register: then the name stands alone.
    linked = actor.may(Reading.READ_REGISTER)
    context = {
        "title": _("Bằng chứng lâu dài còn thiếu"),
        "lines": [_line(row, linked) for row in rows[:SHOWN]],
        "total": missing.count() if len(rows) > SHOWN else len(rows),
        "shown": SHOWN,
        "at": at,
        "once": new_token(),
    }
    return render(request, "administration/proofs.html", context)


def _line(row: signing.LastingProof, linked: bool) -> dict[str, Any]:
    page = PAGES.get(row.subject_label) if linked else None
    return {
        "row": row,
        "level": row.level or row.sent_level,
        "lacks": _lacks(row),
        "url": numbered(page, int(row.subject_id)) if page else "",
    }


def _lacks(row: signing.LastingProof) -> str:
    """What a file of this level lacks to B-LTA."""
    if row.level:
        return _("Gia hạn dấu thời gian lưu trữ")
    if row.sent_level == "B-LT":
        return _("Dấu thời gian lưu trữ")
    if row.sent_level == "B-T":
        return _("Dữ liệu thu hồi chứng thư, dấu thời gian lưu trữ")
    return _("Dấu thời gian, dữ liệu thu hồi chứng thư, dấu thời gian lưu trữ")


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the next try of one file forward; the worker does it within a minute."""
    actor, at = who(request)
    require(actor, signing.Verb.MANAGE_KEYS)
    row = get_object_or_404(signing.missing_proofs(actor), pk=pk)

    def run() -> str:
        signing.try_again(row=row, by=actor, at=at)
        return _("Đã xếp để thử lại. Kết quả có trong vài phút.")

    return do(request, purpose=f"proof.{pk}", back=reverse("administration:proofs"), run=run)
