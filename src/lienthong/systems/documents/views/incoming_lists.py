"""Lists of incoming papers: the clerk's queue and the whole register."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.ui import marks
from lienthong.kernel.ui.lists import (
    Choice,
    Column,
    Flag,
    Option,
    Period,
    Register,
    RowAction,
    Sort,
    at_path,
    list_response,
)

from ..choices import Channel, IncomingState, Urgency, Verb
from ..forms import incoming as forms
from ..models import IncomingDocument
from ..queries import incoming as queries
from ..queries.passing_on import to_pass_on
from ..queries.searching import search_incoming
from .incoming import url_of
from .lives import of_life
from .shown import titled

STAGE = {
    IncomingState.ARRIVED: "waiting",
    IncomingState.REGISTERED: "waiting",
    IncomingState.FOR_INSTRUCTION: "waiting",
    IncomingState.AT_UNIT: "waiting",
    IncomingState.IN_HAND: "moving",
    IncomingState.DONE: "done",
    IncomingState.RETURNED: "returned",
    IncomingState.RECALLED: "none",
}


def _status(row: IncomingDocument) -> Any:
    state = IncomingState(row.state)
    return marks.status(str(state.label), STAGE.get(state, "none"))


def _columns() -> tuple[Column, ...]:
    return (
        Column(
            key="no", label=gettext_lazy("Số đến"), value="arrival_number", kind="number", sort="no"
        ),
        Column(
            key="at", label=gettext_lazy("Ngày đến"), value="arrived_at", kind="moment", sort="at"
        ),
        Column(key="ref", label=gettext_lazy("Số, ký hiệu"), value="reference", kind="reference"),
        Column(key="from", label=gettext_lazy("Tác giả"), value="issuer_name", kind="name"),
        Column(
            key="subject",
            label=gettext_lazy("Tên loại và trích yếu"),
            value=lambda r: titled(
                f"{r.type_name}: {r.subject}" if r.type_name else r.subject, r.destroyed_by
            ),
            kind="long",
            lead=True,
            before=lambda r: of_life(r.agency_id) + marks.urgency(r.urgency),
        ),
        Column(
            key="who",
            label=gettext_lazy("Đơn vị, người nhận"),
            value=lambda r: at_path(r, "lead_person__name") or at_path(r, "lead_unit__name") or "",
            kind="name",
        ),
        Column(
            key="state",
            label=gettext_lazy("Tình trạng"),
            kind="mark",
            value=lambda r: str(IncomingState(r.state).label),
            mark=_status,
            mark_by="state",
        ),
    )


SORTS = (
    Sort("at", gettext_lazy("ngày đến"), ("-arrived_at",)),
    Sort("no", gettext_lazy("số đến"), ("-arrival_date", "-arrival_number")),
)


FILTERS = (
    Period(key="arrived", label=gettext_lazy("Ngày đến"), path="arrived_at", phrase="đến"),
    Choice(
        key="state",
        label=gettext_lazy("Tình trạng"),
        condition="state",
        options=tuple(Option(k, v, str(v).lower()) for k, v in IncomingState.choices),
    ),
    Choice(
        key="urgency",
        label=gettext_lazy("Mức độ khẩn"),
        condition="urgency",
        options=tuple(Option(k, v, str(v)) for k, v in Urgency.choices),
    ),
    Choice(
        key="door",
        label=gettext_lazy("Đến bằng"),
        condition="channel",
        options=tuple(Option(k, v, str(v).lower()) for k, v in Channel.choices),
    ),
    Flag(
        key="late",
        label=gettext_lazy("Quá hạn giải quyết"),
        phrase=gettext_lazy("quá hạn giải quyết"),
        condition=forms.LATE,
    ),
    Flag(
        key="pass_on",
        label=gettext_lazy("Chờ chuyển tiếp đến nơi đã nhận"),
        phrase=gettext_lazy("chờ chuyển tiếp đến nơi đã nhận văn bản trước"),
        condition=to_pass_on(),
    ),
)


def register_of(
    name: str, title: Any, rows: Callable[[Actor], Any], *, queue: bool = False
) -> Register:
    """A list of incoming papers over one base question."""
    return Register(
        name=name,
        title=title,
        one=gettext_lazy("văn bản"),
        rows=lambda actor: rows(actor).select_related("lead_person", "lead_unit"),
        search=search_incoming,
        search_label=gettext_lazy("Tìm số, ký hiệu, trích yếu, tác giả"),
        columns=_columns(),
        sorts=SORTS,
        filters=FILTERS,
        row_url=url_of,
        row_action=(lambda r, _a: RowAction(gettext_lazy("Tiếp nhận"), url_of(r), main=True))
        if queue
        else None,
        empty_title=gettext_lazy("Không có văn bản nào chờ ở đây")
        if queue
        else gettext_lazy("Chưa có văn bản đến"),
        empty_text=gettext_lazy(
            "Văn bản gửi liên thông tự đến hàng chờ này. Văn bản giấy, thư điện tử, bưu chính: "
            "bấm “Nhập văn bản”."
        ),
        empty_act=(gettext_lazy("Nhập văn bản"), "/van-ban/den/nhap/"),
        empty_verb=Verb.RECEIVE,
        wide_print=True,
        file_name="van-ban-den",
        spread=True,
        only=(
            "agency_id",
            "destroyed_by",
            "arrival_number",
            "arrived_at",
            "reference",
            "issuer_name",
            "type_name",
            "subject",
            "urgency",
            "lead_person__name",
            "lead_unit__name",
            "state",
        ),
    )


INTAKE = register_of(
    "documents.intake", gettext_lazy("Tiếp nhận văn bản đến"), queries.waiting_at_clerk, queue=True
)


ALL = register_of("documents.incoming", gettext_lazy("Văn bản đến"), queries.incoming_for)


@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest) -> HttpResponseBase:
    """The clerk's queue: four doors in one."""
    require(request.actor, Verb.RECEIVE)  # type: ignore[attr-defined]
    return list_response(request, INTAKE, template="documents/intake.html")


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponseBase:
    """All incoming papers that one may read."""
    return list_response(request, ALL)
