"""The signing book of a leader: one paper large with what it is in three lines, sign one or several."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from lienthong.axis.signing import api as signing_rail
from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.ui.once import Outcome, new_token

from ..choices import Purpose, Verb
from ..models import OutgoingDocument
from ..queries import outgoing as queries
from ..queries.holding import hold_reasons
from ..services import batches, issuing, signing
from . import shown
from .confirming import confirm_signer
from .outgoing import get, type_name

MOST = batches.MOST  # papers shown in one round


@require_GET
def book(request: HttpRequest) -> HttpResponse:
    """Chờ ký: the list beside, the chosen paper large; `?van-ban=` opens another one."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, Verb.SIGN)
    rows = list(
        queries.signing_book(actor)
        .select_related("drafter", "unit", "current_version__file", "signatory_post")
        .order_by("-updated_at", "-pk")[:MOST]
    )
    rows.sort(key=lambda row: _URGENT.get(row.urgency, 9))
    chosen = _chosen(request, rows)
    holds = hold_reasons(rows)
    context: dict[str, Any] = {
        "title": _("Chờ ký"),
        "rows": [(row, type_name(row.type_code), holds.get(row.pk, ())) for row in rows],
        "holds": holds.get(chosen.pk, ()) if chosen is not None else (),
        "once": new_token(),
        "pin_asked": signing_rail.asks_pin(person_id=actor.person_id, at=request.at),  # type: ignore[attr-defined]
        "helper_asked": signing_rail.asks_helper(person_id=actor.person_id, at=request.at),  # type: ignore[attr-defined]
    }
    if chosen is not None:
        version = chosen.current_version
        file = version.file if version is not None else None
        shown.opened(chosen, actor, request.at)  # type: ignore[attr-defined]
        context |= {
            "chosen": chosen,
            "kind": type_name(chosen.type_code),
            "pages": shown.pages_of(file),
            "pdf": reverse("documents:download", args=[file.pk]) if file is not None else "",
            "checks": chosen.checks.select_related("person", "post").order_by("at"),
            "reach": chosen.recipients.filter(agency__isnull=False).count(),
            "lines": list(
                dict.fromkeys(
                    chosen.recipients.exclude(purpose=Purpose.FILE)
                    .order_by("position", "pk")
                    .values_list("phrase", flat=True)
                )
            ),
        }
    return render(request, "documents/outgoing_signing.html", context)


_URGENT = {"express": 0, "very_urgent": 1, "urgent": 2, "normal": 3}


def _chosen(request: HttpRequest, rows: list[OutgoingDocument]) -> OutgoingDocument | None:
    wanted = request.GET.get("van-ban", "")
    return next((row for row in rows if str(row.pk) == wanted), rows[0] if rows else None)


@sensitive_post_parameters("pin")
@require_POST
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one paper; the next of the book is shown then."""
    document = get(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    book_url = reverse("documents:signing_book")
    back = f"{book_url}?van-ban={pk}"

    def act(moment: dt.datetime) -> Outcome:
        confirm_signer(request, back=back)
        signing.sign_document(document=document, by=actor, at=moment)
        return Outcome(book_url, _("Đã ký: %(subject)s.") % {"subject": document.subject})

    return signing_rail.perform_signed(
        request,
        purpose=f"documents.sign.{pk}",
        act=act,
        back=back,
        title=lambda: issuing.named(document),
    )
