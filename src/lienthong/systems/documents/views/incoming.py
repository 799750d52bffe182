"""Screens of incoming papers: the queue, the register, one paper, taking in by hand."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.ui import marks
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.addresses import numbered
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
from lienthong.kernel.ui.once import Outcome, new_token
from lienthong.kernel.ui.parts import KnownFact

from ..choices import Channel, IncomingState, Part, Urgency, Verb
from ..forms import incoming as forms
from ..models import IncomingDocument
from ..queries import incoming as queries
from ..queries import related
from ..queries.searching import search_incoming
from ..services import handling, incoming
from ..workflow import INCOMING
from . import shown
from .intake import store_upload
from .office_paper import panel_of

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
OPEN_STATES = (
    IncomingState.ARRIVED,
    IncomingState.REGISTERED,
    IncomingState.FOR_INSTRUCTION,
    IncomingState.AT_UNIT,
    IncomingState.IN_HAND,
)


def _url(row: IncomingDocument) -> str:
    return numbered("documents:incoming_one", row.pk)


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
            value=lambda r: f"{r.type_name}: {r.subject}" if r.type_name else r.subject,
            kind="long",
            lead=True,
            before=lambda r: marks.urgency(r.urgency),
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
        row_url=_url,
        row_action=(lambda r, _a: RowAction(gettext_lazy("Tiếp nhận"), _url(r), main=True))
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


def _get(request: HttpRequest, pk: int) -> IncomingDocument:
    try:
        return queries.get_incoming(request.actor, pk)  # type: ignore[attr-defined]
    except queries.NotSeen as error:
        raise Http404 from error


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper: the pages, what is known, what can be done now, its story."""
    document = _get(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    shown.opened(document, actor, at)
    today = timezone.localdate(at)
    open_verbs = {t.verb for t in INCOMING.open_to(document, actor)}
    return render(
        request,
        "documents/incoming_one.html",
        {
            "title": document.subject or document.reference or _("Văn bản đến"),
            "document": document,
            "pages": shown.pages_of(document.file),
            "pdf": reverse("documents:download", args=[document.file_id])
            if document.file_id
            else "",
            "verdict": shown.verdict_of(document.verdict, document.verdict_details),
            "known": _known(document),
            "events": shown.story(document, actor),
            "verbs": open_verbs - {"answer", "update", "refuse_update"},
            "forms": _forms(document, actor, today, open_verbs),
            "instructions": document.instructions.select_related("leader").order_by("-at"),
            "parts": document.assignments.filter(ended_at=None).select_related("unit", "person"),
            "once": new_token(),
            "paper": panel_of(document, actor, at),
            "lines": related.lines_of(actor, document),
            "attachments": shown.attachments_of(document),
            "updates": document.updates.order_by("-pk"),
            "may_answer": "update" in open_verbs,
            "may_implement": actor.may(Verb.DRAFT)
            and document.entry_id is not None
            and document.recall_requested_at is None,
            "can_forward": actor.may(Verb.RECEIVE) and document.delivery_id is not None,
            "unknown_signer": document.verdict in {"valid_with_warnings", "unsigned"}
            and document.channel in {Channel.EXCHANGE, Channel.MAIL},
        },
    )


def _forms(
    document: IncomingDocument, actor: Actor, today: dt.date, verbs: set[str]
) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if "register" in verbs:
        made["register"] = forms.RegisterForm(initial=_initial(document), auto_id="register_%s")
        made["return"] = forms.ReturnForm(auto_id="return_%s")
    if "submit" in verbs:
        initial = {}
        rule = handling.route_by_rules(document)
        if rule is not None and rule.to_unit_id:
            initial["unit"] = str(rule.to_unit_id)
        made["route"] = forms.RouteForm(actor=actor, on=today, initial=initial, auto_id="route_%s")
    if "instruct" in verbs:
        made["instruct"] = forms.InstructForm(actor=actor, on=today, auto_id="instruct_%s")
    if "assign" in verbs:
        made["assign"] = forms.AssignForm(actor=actor, on=today, auto_id="assign_%s")
    if verbs & {"handle", "hand_back_to_unit", "hand_back_to_clerk", "refuse_recall"}:
        made |= {
            name: forms.NoteForm(auto_id=f"{name}_%s")
            for name in ("finish", "hand_back", "not_yet")
        }
    return made


def _initial(document: IncomingDocument) -> dict[str, Any]:
    values = {name: getattr(document, name) for name in forms.PaperForm.base_fields}
    values["type_code"] = str(document.type_code or "")
    return values


def _known(document: IncomingDocument) -> list[KnownFact]:
    facts = [
        KnownFact(_("Số đến"), document.arrival_number or _("chưa vào sổ")),
        KnownFact(_("Số, ký hiệu"), document.reference or "—"),
        KnownFact(_("Ngày văn bản"), document.issued_on or "—"),
        KnownFact(_("Tác giả"), document.issuer_name),
        KnownFact(_("Tên loại"), document.type_name or "—"),
        KnownFact(_("Người ký"), " · ".join(
            filter(None, [document.signer_post, document.signer_name])) or "—"),
        KnownFact(_("Đến bằng"), document.get_channel_display()),
        KnownFact(_("Đến lúc"), document.arrived_at),
    ]  # fmt: skip
    if document.reply_deadline:
        facts.append(KnownFact(_("Hạn trả lời"), document.reply_deadline))
    if document.forwarded_by_name:
        words = _("%(agency)s chuyển") % {"agency": document.forwarded_by_name}
        facts.append(KnownFact(_("Chuyển tiếp"), f"{words}. {document.forward_note}".strip()))
    if document.sent_to_old_agency_id:
        facts.append(KnownFact(_("Ghi chú"), _("Gửi cho cơ quan đã kết thúc hoạt động")))
    if document.duplicate_of is not None:
        facts.append(
            KnownFact(
                _("Có thể trùng"),
                document.duplicate_of.reference or document.duplicate_of.subject,
                unsure=True,
                url=_url(document.duplicate_of),
            )
        )
    return facts


@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """A paper by post, mail or over the counter; the secrecy question stands before the drop zone."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    require(actor, Verb.RECEIVE)
    form = forms.TakeInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.fields_for_service()
        channel = values.pop("channel")

        def act() -> Outcome:
            uploaded = store_upload(request, by=actor, at=at)
            paper = incoming.Paper(
                channel=channel,
                fields=values,
                file_id=uploaded.file_id,
                verdict=uploaded.verdict,
                verdict_details=uploaded.details,
                reading=uploaded.reading,
            )
            document = incoming.take_in(paper=paper, by=actor, at=at)
            return Outcome(_url(document), _("Đã nhập. Hãy kiểm tra và vào sổ."))

        return perform(
            request, purpose="documents.take_in", act=act, back=request.path, draft="take_in"
        )
    return render(
        request,
        "documents/take_in.html",
        {"title": _("Nhập văn bản"), "form": form, "once": new_token()},
    )


def _act(
    request: HttpRequest, pk: int, form: Any, run: Callable[[IncomingDocument, Any], str]
) -> HttpResponse:
    """Validate, do one act on the paper, say what happened; faults of the form become a sentence."""
    document = _get(request, pk)
    back = _url(document)
    if form is not None and not form.is_valid():
        from django.contrib import messages

        for errors in form.errors.values():
            messages.error(request, " ".join(errors))
        return redirect(back)

    def act() -> Outcome:
        return Outcome(back, run(document, form.cleaned_data if form is not None else None))

    return perform(request, purpose=f"documents.incoming.{request.path}", act=act, back=back)


def _due(day: dt.date | None) -> dt.datetime | None:
    """The end of the office's day as the moment of a deadline."""
    if day is None:
        return None
    return timezone.make_aware(dt.datetime.combine(day, dt.time(17, 0)))


@require_POST
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the book, with its arrival number."""
    form = forms.RegisterForm(request.POST)

    def run(document: IncomingDocument, values: Any) -> str:
        done = incoming.register_incoming(
            document=document,
            fields=form.fields_for_service(),
            trust_note=values["trust_note"],
            by=request.actor,  # type: ignore[attr-defined]
            at=request.at,  # type: ignore[attr-defined]
        )
        return _("Đã vào sổ, số đến %(number)s.") % {"number": done.arrival_number}

    return _act(request, pk, form, run)


@require_POST
def return_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the sender, for a reason of the law."""

    def run(document: IncomingDocument, values: Any) -> str:
        incoming.return_to_sender(
            document=document,
            reason=values["reason"],
            note=values["note"],
            by=request.actor,  # type: ignore[attr-defined]
            at=request.at,  # type: ignore[attr-defined]
        )
        return _("Đã trả lại nơi gửi.")

    return _act(request, pk, forms.ReturnForm(request.POST), run)


@require_POST
def route(request: HttpRequest, pk: int) -> HttpResponse:
    """To a leader for his instruction, or straight to a unit."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]

    def run(document: IncomingDocument, values: Any) -> str:
        if values["leader"]:
            handling.submit_to_leader(
                document=document, leader_id=int(values["leader"]), by=actor, at=at
            )
            return _("Đã trình lãnh đạo.")
        handling.route_to_unit(
            document=document,
            unit_id=int(values["unit"]),
            due_at=_due(values["due_on"]),
            by=actor,
            at=at,
        )
        return _("Đã chuyển phòng, đơn vị.")

    form = forms.RouteForm(request.POST, actor=actor, on=timezone.localdate(at))
    return _act(request, pk, form, run)


@require_POST
def instruct(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader's instruction."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]

    def run(document: IncomingDocument, values: Any) -> str:
        due = _due(values["due_on"])
        parts = [handling.PartGiven(Part.LEAD, unit_id=int(values["lead"]), due_at=due)]
        parts += [
            handling.PartGiven(Part.COORDINATE, unit_id=int(u), due_at=due)
            for u in values["coordinate"]
            if u != values["lead"]
        ]
        parts += [handling.PartGiven(Part.INFORM, unit_id=int(u)) for u in values["inform"]]
        handling.instruct(document=document, text=values["text"], parts=parts, by=actor, at=at)
        return _("Đã cho ý kiến chỉ đạo.")

    form = forms.InstructForm(request.POST, actor=actor, on=timezone.localdate(at))
    return _act(request, pk, form, run)


@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """The head of the unit names the person."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]

    def run(document: IncomingDocument, values: Any) -> str:
        handling.assign_person(
            document=document,
            person_id=int(values["person"]),
            due_at=_due(values["due_on"]),
            note=values["note"],
            by=actor,
            at=at,
        )
        return _("Đã phân công.")

    form = forms.AssignForm(request.POST, actor=actor, on=timezone.localdate(at))
    return _act(request, pk, form, run)


@require_POST
def with_note(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Handing back, finishing, and the two answers to a recall: each needs one sentence or none."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    note = request.POST.get("note", "")

    def run(document: IncomingDocument, _values: Any) -> str:
        if what == "chuyen-tra":
            handling.hand_back(document=document, note=note, by=actor, at=at)
            return _("Đã chuyển trả.")
        if what == "ket-thuc":
            handling.finish(document=document, note=note, by=actor, at=at)
            return _("Đã kết thúc giải quyết.")
        if what == "thu-hoi":
            incoming.carry_out_recall(document=document, by=actor, at=at)
            return _("Đã hủy văn bản theo yêu cầu thu hồi và báo cho nơi gửi.")
        if what == "chua-thu-hoi":
            incoming.refuse_recall(document=document, note=note, by=actor, at=at)
            return _("Đã báo cho nơi gửi.")
        raise Http404

    return _act(request, pk, None, run)
