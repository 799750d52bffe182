"""One batch of files: how far it is, what needs a decision, what waits, each file to be found again.

The page shows the beginning of each list; a tab shows one of them whole, page by page.
"""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome, new_token
from lienthong.kernel.ui.parts import Tab

from ..choices import IncomingState, IntakeSource, IntakeState
from ..models import IntakeBatch, IntakeItem
from ..queries.sure import sure_of
from ..services import intake, mails
from ..services.registering_many import register_sure
from .intake_batches import ACCEPT, MAILS, batch_of

SHOWN = 20  # of each list on the first page
ASIDE = 5  # forms of files set aside: they must not push away what waits for the book
A_PAGE = 50
AT_ONCE = 100  # papers confirmed together
STAGES = {
    IntakeState.WAITING: "waiting",
    IntakeState.TAKEN: "done",
    IntakeState.OPENED: "done",
    IntakeState.DUPLICATE: "returned",
    IntakeState.SET_ASIDE: "stopped",
    IntakeState.SECRET: "stopped",
    IntakeState.DROPPED: "none",
}
MISSING = "chua-nhan"  # the list of files that were dropped and have not come
_ARRIVED = Q(state=IntakeState.TAKEN, document__state=IncomingState.ARRIVED)
LISTS = (
    ("cho-vao-so", gettext_lazy("Chờ vào sổ"), _ARRIVED),
    ("chua-doc", gettext_lazy("Chưa đọc"), Q(state=IntakeState.WAITING)),
    ("thu", gettext_lazy("Thư"), Q(state=IntakeState.OPENED)),
    ("loi", gettext_lazy("Lỗi, để riêng"), Q(state=IntakeState.SET_ASIDE)),
    ("trung", gettext_lazy("Trùng"), Q(state=IntakeState.DUPLICATE)),
    ("da-vao-so", gettext_lazy("Đã vào sổ hoặc trả lại"), Q(state=IntakeState.TAKEN) & ~_ARRIVED),
    ("khong-nhap", gettext_lazy("Không nhập"), Q(state=IntakeState.DROPPED)),
)


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """The batch, or one of its lists (`?loc=`); a request of the page itself gets the part that moves."""
    batch = batch_of(request, pk)
    counts = dict(batch.items.values_list("state").annotate(Count("pk")))
    total = sum(counts.values())
    waiting = counts.get(IntakeState.WAITING, 0)
    missing = batch.announced.count()
    to_register = batch.items.filter(_ARRIVED).count()
    context: dict[str, Any] = {
        "title": _("Đợt nhập tệp"),
        "batch": batch,
        "mail": batch.mails.first() if batch.source == IntakeSource.MAILBOX else None,
        "total": total,
        "waiting": waiting,
        "read": total - waiting,
        "live": bool(waiting),
        "missing": missing,
        "dropped": total + missing,
        "counts": [
            (label, STAGES[IntakeState(state)], counts[state])
            for state, label in IntakeState.choices
            if counts.get(state)
        ],
        "waiting_for_book": to_register,
        "registered": counts.get(IntakeState.TAKEN, 0) - to_register,
        "secret": counts.get(IntakeState.SECRET, 0),
        "once": new_token(),
        "accept": ACCEPT,
        "limit": intake.LIMIT,
        "mails": MAILS,
        "mail_limit": mails.LARGEST,
        "shown": SHOWN,
        "shown_aside": ASIDE,
        **_lists(request, batch, counts, to_register, missing),
    }
    part = request.headers.get("HX-Request") == "true"
    name = "documents/intake_batch_rows.html" if part else "documents/intake_batch.html"
    return render(request, name, context)


def _lists(
    request: HttpRequest, batch: IntakeBatch, counts: dict[str, int], to_register: int, missing: int
) -> dict[str, Any]:
    wanted = request.GET.get("loc", "")
    here = reverse("documents:intake_batch", args=[batch.pk])
    numbers = {
        MISSING: missing,
        "cho-vao-so": to_register,
        "chua-doc": counts.get(IntakeState.WAITING, 0),
        "thu": counts.get(IntakeState.OPENED, 0),
        "loi": counts.get(IntakeState.SET_ASIDE, 0),
        "trung": counts.get(IntakeState.DUPLICATE, 0),
        "da-vao-so": counts.get(IntakeState.TAKEN, 0) - to_register,
        "khong-nhap": counts.get(IntakeState.DROPPED, 0),
    }
    tabs = [Tab(_("Tổng quan"), here, current=not wanted)]
    tabs += [
        Tab(str(label), f"{here}?loc={name}", count=numbers[name], current=name == wanted)
        for name, label in (
            (MISSING, _("Chưa nhận")),
            *((name, label) for name, label, _q in LISTS),
        )
        if numbers[name] or name == wanted
    ]
    rows: dict[str, QuerySet[Any]] = {
        name: _rows(batch).filter(which) for name, _label, which in LISTS
    }
    rows["thu"] = rows["thu"].annotate(
        files=Count(
            "mail__items", filter=Q(mail__items__is_mail=False, mail__items__batch=F("batch"))
        )
    )
    rows[MISSING] = batch.announced.order_by("pk")
    out: dict[str, Any] = {
        "tabs": tabs,
        "wanted": "",
        "page": None,
        "address": request.get_full_path(),
    }
    if wanted in rows:
        page = Paginator(rows[wanted], A_PAGE).get_page(request.GET.get("trang"))
        names = {
            "cho-vao-so": "to_register", "thu": "letters", "loi": "aside", "trung": "twice",
            MISSING: "to_come",
        }  # fmt: skip
        return out | {"wanted": wanted, "page": page, names.get(wanted, "items"): page.object_list}
    return out | {
        "letters": rows["thu"][:SHOWN],
        "aside": rows["loi"][:ASIDE],
        "to_come": rows[MISSING][:SHOWN],
        "twice": rows["trung"][:SHOWN],
        "to_register": rows["cho-vao-so"][:SHOWN],
        "numbers": {
            "aside": numbers["loi"], "twice": numbers["trung"], "letters": numbers["thu"],
        },
    }  # fmt: skip


def _rows(batch: IntakeBatch) -> QuerySet[IntakeItem]:
    rows = batch.items.select_related(
        "document", "same_as__document", "same_document", "mail__batch"
    )
    return rows.order_by("pk")


@require_http_methods(["GET", "POST"])
def sure(request: HttpRequest, pk: int) -> HttpResponse:
    """Papers that were read with certainty, looked over as a list and registered together."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    batch = batch_of(request, pk)
    rows = sure_of(actor, batch.pk, AT_ONCE)
    here = reverse("documents:intake_sure", args=[batch.pk])
    if request.method == "POST":
        chosen = {value for value in request.POST.getlist("chosen") if value.isdigit()}

        def act() -> Outcome:
            wanted = [row for row in rows if str(row.pk) in chosen]
            done, left = register_sure(documents=wanted, by=actor, at=at)
            words = ngettext("Đã vào sổ %(n)d văn bản.", "Đã vào sổ %(n)d văn bản.", len(done)) % {
                "n": len(done)
            }
            for row, why in left:
                words += f" {row.reference}: {why}"
            rest = sure_of(actor, batch.pk, 1)
            back = here if rest else reverse("documents:intake_batch", args=[batch.pk])
            return Outcome(back, words)

        return perform(request, purpose=f"documents.intake_sure.{pk}", act=act, back=here)
    context = {
        "title": _("Vào sổ các văn bản đọc chắc chắn"),
        "batch": batch,
        "rows": rows,
        "most": AT_ONCE,
        "full": len(rows) == AT_ONCE,
        "once": new_token(),
    }
    return render(request, "documents/intake_sure.html", context)
