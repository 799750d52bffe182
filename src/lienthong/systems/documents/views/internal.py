"""Văn bản nội bộ: composing for units, what came to my unit, what was sent, the acts of a unit."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.ui import marks
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.lists import Choice, Column, Option, Register, Sort, list_response
from lienthong.kernel.ui.once import Outcome, new_token

from ..choices import InternalState, Verb
from ..forms import internal as forms
from ..models import InternalReceipt
from ..queries import internal as queries
from ..queries.incoming import NotSeen
from ..queries.searching import OUTGOING, having_words
from ..services import drafting, internal
from .internal_panel import STAGE
from .outgoing import status, url_of
from .outgoing_compose import first_values


def _mark(row: InternalReceipt) -> Any:
    return marks.status(str(row.get_state_display()), STAGE[row.state])


def _search(query: Any, words: str, actor: Actor) -> Any:
    return query.filter(document_id__in=having_words(OUTGOING, words))


def _search_sent(query: Any, words: str, actor: Actor) -> Any:
    return query.filter(pk__in=having_words(OUTGOING, words))


CAME = Register(
    name="documents.internal_in",
    title=gettext_lazy("Văn bản nội bộ gửi đến"),
    one=gettext_lazy("văn bản"),
    rows=queries.receipts_for,
    search=_search,
    search_label=gettext_lazy("Tìm số, ký hiệu, trích yếu"),
    columns=(
        Column(key="ref", label=gettext_lazy("Số, ký hiệu"), kind="reference",
               value=lambda r: r.document.reference),
        Column(key="on", label=gettext_lazy("Ngày"), kind="date",
               value=lambda r: r.document.issue_date),
        Column(key="subject", label=gettext_lazy("Trích yếu"), kind="long", lead=True,
               value=lambda r: r.document.subject,
               before=lambda r: marks.urgency(r.document.urgency)),
        Column(key="unit", label=gettext_lazy("Phòng, đơn vị nhận"), kind="name",
               value=lambda r: r.unit.name),
        Column(key="signed", label=gettext_lazy("Ký nhận"), kind="name",
               value=lambda r: r.received_by or ""),
        Column(key="who", label=gettext_lazy("Người giải quyết"), kind="name",
               value=lambda r: r.person or ""),
        Column(key="due", label=gettext_lazy("Thời hạn"), kind="date", value="due_on", sort="due"),
        Column(key="state", label=gettext_lazy("Tình trạng"), kind="mark", mark=_mark,
               value=lambda r: str(r.get_state_display())),
    ),
    sorts=(
        Sort("sent", gettext_lazy("ngày gửi"), ("-sent_at",)),
        Sort("due", gettext_lazy("thời hạn"), ("due_on?",)),
    ),
    filters=(
        Choice(key="state", label=gettext_lazy("Tình trạng"), condition="state",
               options=tuple(Option(k, v, str(v).lower()) for k, v in InternalState.choices)),
    ),
    row_url=lambda r: reverse("documents:outgoing_one", args=[r.document_id]),
    empty_title=gettext_lazy("Chưa có văn bản nội bộ gửi đến phòng, đơn vị"),
    empty_text=gettext_lazy("Văn bản nội bộ của cơ quan gửi phòng, đơn vị sẽ hiện ở đây để ký nhận."),
    wide_print=True,
    file_name="van-ban-noi-bo-den",
)  # fmt: skip
SENT = Register(
    name="documents.internal_out",
    title=gettext_lazy("Văn bản nội bộ đã soạn, đã gửi"),
    one=gettext_lazy("văn bản"),
    rows=lambda actor: queries.sent_for(actor).select_related("signatory", "unit"),
    search=_search_sent,
    search_label=gettext_lazy("Tìm số, ký hiệu, trích yếu"),
    columns=(
        Column(key="ref", label=gettext_lazy("Số, ký hiệu"), kind="reference",
               value=lambda r: r.reference or r.notation),
        Column(key="on", label=gettext_lazy("Ngày"), kind="date", value="issue_date"),
        Column(key="subject", label=gettext_lazy("Trích yếu"), kind="long", lead=True,
               value="subject", before=lambda r: marks.urgency(r.urgency)),
        Column(key="signer", label=gettext_lazy("Người ký"), kind="name",
               value=lambda r: r.signatory or ""),
        Column(key="unit", label=gettext_lazy("Đơn vị soạn"), kind="name",
               value=lambda r: r.unit or ""),
        Column(key="state", label=gettext_lazy("Tình trạng"), kind="mark", mark=status,
               value=lambda r: str(r.get_state_display())),
    ),
    sorts=(Sort("changed", gettext_lazy("lần sửa cuối"), ("-updated_at",)),),
    row_url=url_of,
    empty_title=gettext_lazy("Chưa có văn bản nội bộ nào"),
    empty_text=gettext_lazy("Thông báo, giấy mời, công văn giữa các phòng, đơn vị của cơ quan."),
    empty_act=(gettext_lazy("Soạn văn bản nội bộ"), "/van-ban/noi-bo/soan/"),
    empty_verb=Verb.DRAFT,
    wide_print=True,
    file_name="van-ban-noi-bo",
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def came(request: HttpRequest) -> HttpResponseBase:
    """What was sent to one's unit inside the agency."""
    return list_response(request, CAME, template="documents/internal_list.html")


@require_http_methods(["GET", "POST"])
def sent(request: HttpRequest) -> HttpResponseBase:
    """The internal papers of the agency."""
    return list_response(request, SENT, template="documents/internal_list.html")


@require_http_methods(["GET", "POST"])
def compose(request: HttpRequest) -> HttpResponse:
    """A new internal paper: units are ticked."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, Verb.DRAFT)
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    form = forms.InternalForm(
        request.POST or None,
        actor=actor,
        on=timezone.localdate(at),
        initial=first_values(request),
    )
    if request.method == "POST" and form.is_valid():

        def act() -> Outcome:
            made = drafting.start_draft(draft=form.draft(), by=actor, at=at)
            if request.POST.get("then") == "submit":
                drafting.submit(document=made, by=actor, at=at)
                return Outcome(url_of(made), _("Đã trình kiểm tra, duyệt."))
            return Outcome(url_of(made), _("Đã lưu bản thảo."))

        return perform(
            request, purpose="documents.internal.compose", act=act, back=request.path,
            draft="internal",
        )  # fmt: skip
    context = {"title": _("Soạn văn bản nội bộ"), "form": form, "once": new_token()}
    return render(
        request, "documents/internal_compose.html", context, status=422 if form.errors else 200
    )


@require_POST
def act_on(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """One act of a unit on an internal paper: ký nhận, phân công, kết thúc."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    try:
        receipt = queries.get_receipt(actor, pk)
    except NotSeen as error:
        raise Http404 from error
    back = url_of(receipt.document)

    def act() -> Outcome:
        if what == "ky-nhan":
            internal.sign_for(receipt=receipt, by=actor, at=at)
            return Outcome(back, _("Đã ký nhận."))
        if what == "phan-cong":
            form = forms.NameForm(
                request.POST, actor=actor, unit_id=receipt.unit_id, on=timezone.localdate(at)
            )
            if not form.is_valid():
                raise internal.NotOfUnit
            values = form.cleaned_data
            internal.name_person(
                receipt=receipt, person_id=int(values["person"]), due_on=values["due_on"],
                note=values["note"], by=actor, at=at,
            )  # fmt: skip
            return Outcome(back, _("Đã phân công."))
        if what == "ket-thuc":
            result = request.POST.get("result", "")
            internal.finish(receipt=receipt, result=result, by=actor, at=at)
            return Outcome(back, _("Đã kết thúc giải quyết."))
        raise Http404

    return perform(request, purpose=f"documents.internal.{what}.{pk}", act=act, back=back)
