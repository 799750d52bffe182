"""One incoming paper: its pages, what is known of it, what can be done now, its story."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.ui.addresses import numbered
from lienthong.kernel.ui.once import new_token
from lienthong.kernel.ui.parts import KnownFact

from ..choices import Channel, Verb
from ..forms import incoming as forms
from ..models import IncomingDocument
from ..policies import can_copy, can_forward, can_read_incoming
from ..queries import incoming as queries
from ..queries import related
from ..queries.searching import entry_of
from ..services import handling, layers
from ..workflow import INCOMING
from . import shown
from .mail_shown import carried_by
from .office_paper import panel_of
from .passing_on import rings_shown, updates_shown


def url_of(row: IncomingDocument) -> str:
    """The page of a paper."""
    return numbered("documents:incoming_one", row.pk)


def get(request: HttpRequest, pk: int, *, destroyed: bool = False) -> IncomingDocument:
    """One paper for a view; 404 where it is not to be seen."""
    try:
        return queries.get_incoming(request.actor, pk, destroyed=destroyed)  # type: ignore[attr-defined]
    except queries.NotSeen as error:
        raise Http404 from error


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper: the pages, what is known, what can be done now, its story."""
    document = get(request, pk, destroyed=True)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    shown.opened(document, actor, at)
    if document.destroyed_at is not None:
        return shown.destroyed(request, document, _known(document, actor))
    today = timezone.localdate(at)
    open_verbs = {t.verb for t in INCOMING.open_to(document, actor)}
    return render(
        request,
        "documents/incoming_one.html",
        {
            "title": document.subject or document.reference or _("Văn bản đến"),
            "document": document,
            "pages": shown.pages_of(document.file),
            "layer": layers.layer_of(document.file),
            "pdf": reverse("documents:download", args=[document.file_id])
            if document.file_id
            else "",
            "verdict": shown.verdict_of(document.verdict, document.verdict_details),
            "known": _known(document, actor),
            "events": shown.story(document, actor),
            "verbs": open_verbs - {"answer", "update", "refuse_update"},
            "forms": _forms(document, actor, today, open_verbs),
            "instructions": document.instructions.select_related("leader").order_by("-at"),
            "parts": document.assignments.filter(ended_at=None).select_related("unit", "person"),
            "once": new_token(),
            "paper": panel_of(document, actor, at),
            "lines": related.lines_of(actor, document),
            "like": entry_of(actor, document),
            "attachments": shown.attachments_of(document),
            "rings": rings_shown(document, actor),
            "updates": updates_shown(document, actor),
            "may_answer": "update" in open_verbs,
            "may_implement": actor.may(Verb.DRAFT)
            and document.entry_id is not None
            and document.recall_requested_at is None,
            "can_forward": can_forward(actor, document) and document.delivery_id is not None,
            "can_copy": can_copy(actor, document),
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


def _known(document: IncomingDocument, actor: Actor) -> list[KnownFact]:
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
        *carried_by(document, actor),
    ]  # fmt: skip
    if document.reply_deadline:
        facts.append(KnownFact(_("Hạn trả lời"), document.reply_deadline))
    if document.task_codes:
        facts.append(KnownFact(_("Báo cáo nhiệm vụ"), ", ".join(document.task_codes)))
    if document.forwarded_by_name:
        words = _("%(agency)s chuyển") % {"agency": document.forwarded_by_name}
        facts.append(KnownFact(_("Chuyển tiếp"), f"{words}. {document.forward_note}".strip()))
    if document.sent_to_old_agency_id:
        facts.append(KnownFact(_("Ghi chú"), _("Gửi cho cơ quan đã kết thúc hoạt động")))
    twin = document.duplicate_of
    if twin is not None and can_read_incoming(actor, twin):
        words = twin.reference or twin.subject
        facts.append(KnownFact(_("Có thể trùng"), words, unsure=True, url=url_of(twin)))
    elif twin is not None:
        words = _("một văn bản khác của cơ quan; văn thư biết văn bản nào")
        facts.append(KnownFact(_("Có thể trùng"), words, unsure=True))
    return facts
