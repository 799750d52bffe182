"""Lists of outgoing documents: the register, drafts, what waits for a check or for the clerk."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.ui import marks
from lienthong.kernel.ui.lists import (
    Choice,
    Column,
    Option,
    Period,
    Register,
    RowAction,
    Sort,
    list_response,
)

from ..choices import OutgoingState, Urgency, Verb
from ..queries import outgoing as queries
from ..queries.searching import search_outgoing
from .lives import of_life
from .outgoing import status, type_name, url_of
from .shown import titled

REFERENCE = Column(
    key="ref", label=gettext_lazy("Số, ký hiệu"), kind="reference",
    value=lambda r: r.reference or r.notation,
)  # fmt: skip
SUBJECT = Column(
    key="subject",
    label=gettext_lazy("Tên loại và trích yếu"),
    value=lambda r: titled(f"{type_name(r.type_code)}: {r.subject}", r.destroyed_by),
    kind="long",
    lead=True,
    before=lambda r: of_life(r.agency_id) + marks.urgency(r.urgency),
)
STATE = Column(
    key="state", label=gettext_lazy("Tình trạng"), kind="mark",
    value=lambda r: str(OutgoingState(r.state).label), mark=status, mark_by="state",
)  # fmt: skip
DRAFTER = Column(
    key="drafter", label=gettext_lazy("Người soạn"), value="drafter__name", kind="name"
)
SIGNATORY = Column(
    key="signer", label=gettext_lazy("Người ký"), value="signatory__name", kind="name"
)
CHANGED = Column(
    key="at", label=gettext_lazy("Cập nhật"), value="updated_at", kind="moment", sort="at"
)
ISSUED_ON = Column(
    key="on", label=gettext_lazy("Ngày văn bản"), value="issue_date", kind="date", sort="on"
)
BY_CHANGE = Sort("at", gettext_lazy("cập nhật"), ("-updated_at",))
BY_ISSUE = Sort(
    "on", gettext_lazy("ngày văn bản"), ("-issue_date",)
)  # of what has a number: never null
URGENCY = Choice(
    key="urgency",
    label=gettext_lazy("Mức độ khẩn"),
    condition="urgency",
    options=tuple(Option(k, v, str(v)) for k, v in Urgency.choices if k != "timed_express"),
)


def states(*wanted: OutgoingState) -> Choice:
    """The filter by state, among these."""
    return Choice(
        key="state",
        label=gettext_lazy("Tình trạng"),
        condition="state",
        options=tuple(Option(s.value, s.label, str(s.label).lower()) for s in wanted),
    )


def register(
    name: str, title: Any, rows: Callable[[Actor], Any], columns: tuple[Column, ...], **more: Any
) -> Register:
    """A list of outgoing papers with what all of them share."""
    return Register(
        name=name,
        title=title,
        one=gettext_lazy("văn bản"),
        rows=lambda actor: rows(actor).select_related("drafter", "signatory"),
        search=search_outgoing,
        search_label=gettext_lazy("Tìm số, ký hiệu, trích yếu"),
        columns=columns,
        row_url=url_of,
        wide_print=True,
        **more,
    )


OUT = register(
    "documents.outgoing",
    gettext_lazy("Văn bản đi"),
    queries.registered_for,
    (REFERENCE, ISSUED_ON, SUBJECT, SIGNATORY, DRAFTER, STATE),
    sorts=(BY_ISSUE, BY_CHANGE),
    filters=(
        Period(key="on", label=gettext_lazy("Ngày văn bản"), path="issue_date", phrase="ban hành"),
        states(OutgoingState.SEALED, OutgoingState.ISSUED, OutgoingState.RECALLED),
        URGENCY,
    ),
    empty_title=gettext_lazy("Chưa có văn bản đi"),
    empty_text=gettext_lazy("Văn bản đã cấp số của cơ quan nằm ở đây, theo thứ tự ban hành."),
    file_name="van-ban-di",
    spread=True,
    only=(
        "agency_id",
        "destroyed_by",
        "reference",
        "notation",
        "issue_date",
        "type_code",
        "subject",
        "urgency",
        "state",
        "signatory__name",
        "drafter__name",
    ),
)
DRAFTS = register(
    "documents.drafts",
    gettext_lazy("Soạn thảo"),
    queries.drafts_for,
    (REFERENCE, SUBJECT, SIGNATORY, DRAFTER, CHANGED, STATE),
    sorts=(BY_CHANGE,),
    filters=(
        states(
            OutgoingState.ASSIGNED,
            OutgoingState.DRAFTING,
            OutgoingState.CONSULTING,
            OutgoingState.CHECKING,
            OutgoingState.APPROVED,
            OutgoingState.SIGNED,
        ),
        URGENCY,
    ),
    empty_title=gettext_lazy("Chưa có bản thảo nào"),
    empty_text=gettext_lazy("Bản thảo của bạn và của phòng, đơn vị nằm ở đây cho đến khi cấp số."),
    empty_act=(gettext_lazy("Soạn văn bản"), reverse_lazy("documents:compose")),
    empty_verb=Verb.DRAFT,
    file_name="ban-thao",
)
TO_CHECK = register(
    "documents.to_check",
    gettext_lazy("Chờ kiểm tra"),
    queries.to_check,
    (REFERENCE, SUBJECT, DRAFTER, SIGNATORY, CHANGED, STATE),
    sorts=(BY_CHANGE,),
    filters=(URGENCY,),
    row_action=lambda r, _a: RowAction(gettext_lazy("Kiểm tra"), url_of(r), main=True),
    empty_title=gettext_lazy("Không có bản thảo nào chờ bạn kiểm tra, duyệt"),
    file_name="cho-kiem-tra",
)
TO_ISSUE = register(
    "documents.to_issue",
    gettext_lazy("Cấp số, ký số cơ quan, phát hành"),
    queries.to_issue,
    (SUBJECT, SIGNATORY, Column(key="signed", label=gettext_lazy("Ký lúc"), value="signed_at",
                                kind="moment"), REFERENCE, STATE),
    sorts=(BY_CHANGE,),
    filters=(URGENCY,),
    row_action=lambda r, _a: RowAction(
        gettext_lazy("Cấp số") if r.state == OutgoingState.SIGNED else gettext_lazy("Phát hành"),
        url_of(r),
        main=True,
    ),
    empty_title=gettext_lazy("Không có văn bản nào chờ cấp số, phát hành"),
    empty_text=gettext_lazy("Văn bản đã có chữ ký của người có thẩm quyền sẽ hiện ở đây."),
    file_name="cho-phat-hanh",
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponseBase:
    """The register of outgoing documents."""
    return list_response(request, OUT)


@require_http_methods(["GET", "POST"])
def drafts(request: HttpRequest) -> HttpResponseBase:
    """Drafts of one's own and of one's unit."""
    return list_response(request, DRAFTS, template="documents/outgoing_drafts.html")


@require_http_methods(["GET", "POST"])
def to_check(request: HttpRequest) -> HttpResponseBase:
    """What waits for one's check or approval."""
    return list_response(request, TO_CHECK)


@require_http_methods(["GET", "POST"])
def to_issue(request: HttpRequest) -> HttpResponseBase:
    """What waits for the clerk."""
    require(request.actor, Verb.ISSUE)  # type: ignore[attr-defined]
    return list_response(request, TO_ISSUE, template="documents/outgoing_to_issue.html")
