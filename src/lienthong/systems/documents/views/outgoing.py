"""The page of one outgoing document, its versions, and what its screens share."""

import datetime as dt
import difflib
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lienthong.axis.papers import api as papers
from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.ui import marks
from lienthong.kernel.ui.addresses import numbered
from lienthong.kernel.ui.once import new_token
from lienthong.kernel.ui.parts import KnownFact, Step

from ..choices import OutgoingState
from ..models import OutgoingDocument
from ..policies import can_copy, can_mend
from ..queries import outgoing as queries
from ..queries import related
from ..queries.incoming import NotSeen
from ..queries.outgoing_deliveries import delivery_rows
from ..queries.searching import entry_of
from ..services import checking, letters, opinions, owed
from ..services.letters import NoSignatory
from ..services.signing import content_of
from ..workflow import OUTGOING
from . import shown
from .internal_panel import panel_of
from .joint_shown import parts_of

STAGE = {
    OutgoingState.ASSIGNED: "waiting",
    OutgoingState.DRAFTING: "moving",
    OutgoingState.CONSULTING: "moving",
    OutgoingState.CHECKING: "waiting",
    OutgoingState.APPROVED: "waiting",
    OutgoingState.SIGNED: "waiting",
    OutgoingState.SEALED: "waiting",
    OutgoingState.ISSUED: "done",
    OutgoingState.RECALLED: "stopped",
    OutgoingState.DROPPED: "none",
}


def url_of(row: OutgoingDocument) -> str:
    """The page of a document."""
    return numbered("documents:outgoing_one", row.pk)


def type_name(code: int) -> str:
    """The name of a type of Điều 7."""
    return papers.document_type(code).name


def status(row: OutgoingDocument) -> Any:
    """The state as a mark."""
    state = OutgoingState(row.state)
    return marks.status(str(state.label), STAGE[state])


def get(request: HttpRequest, pk: int, *, destroyed: bool = False) -> OutgoingDocument:
    """One document for a view; 404 where it is not to be seen."""
    try:
        return queries.get_outgoing(request.actor, pk, destroyed=destroyed)  # type: ignore[attr-defined]
    except NotSeen as error:
        raise Http404 from error


@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: the pages, what is known, what can be done now, its story."""
    document = get(request, pk, destroyed=True)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    shown.opened(document, actor, at)
    if document.destroyed_at is not None:
        return shown.destroyed(request, document, _known(document) + _code(document, actor))
    today = timezone.localdate(at)
    verbs = {transition.verb for transition in OUTGOING.open_to(document, actor)}
    version = document.current_version
    missing = checking.missing_checks(document) if document.state == "checking" else []
    file = version.file if version is not None else document.draft_file
    verdict = document.signature_verdict or {}
    return render(
        request,
        "documents/outgoing_one.html",
        {
            "title": document.subject,
            "document": document,
            "kind": type_name(document.type_code),
            "stage": STAGE[OutgoingState(document.state)],
            "steps": _steps(document),
            "pages": shown.pages_of(file),
            "pdf": reverse("documents:download", args=[file.pk]) if file is not None else "",
            "verdict": shown.verdict_of(str(verdict.get("verdict", "")), verdict),
            "known": _known(document) + _code(document, actor),
            "recipients": _recipients(document),
            "checks": document.checks.select_related("person", "post").order_by("-at"),
            "findings": _findings(document, today) if verbs & {"check_form", "submit"} else [],
            "opinions": document.opinions.select_related(
                "asked_agency", "asked_unit", "answered_by"
            ).order_by("pk"),
            "silent": {opinion.pk for opinion in opinions.silent(document)},
            "names": _names(document),
            "internal": panel_of(document, actor, at),
            "lines": related.lines_of(actor, document),
            "like": entry_of(actor, document),
            "steps_of_round": document.steps.select_related("person").order_by("stage", "pk"),
            "annexes": document.annexes.order_by("position"),
            "joint": parts_of(document),
            "may_sign": document.state == "approved" and bool(verbs & {"sign", "sign_part"}),
            "book": queries.last_of_book(actor, document, today) if "seal" in verbs else [],
            "deliveries": delivery_rows(actor, document, at),
            "verbs": _useful(verbs, {str(kind) for kind in missing}),
            "pin_signing": signing.asks_pin(person_id=actor.person_id, at=at),
            "pin_sealing": "seal" in verbs
            and signing.asks_pin(agency_id=document.agency_id, at=at),
            "helper_signing": signing.asks_helper(person_id=actor.person_id, at=at),
            "helper_sealing": "seal" in verbs
            and signing.asks_helper(agency_id=document.agency_id, at=at),
            "missing_receivers": _missing(document, today) if "issue" in verbs else [],
            "may_copy": can_copy(actor, document),
            "may_mend": can_mend(actor, document, today),
            "events": shown.story(document, actor),
            "missing": [str(kind.label) for kind in missing],
            "once": new_token(),
        },
    )


def _useful(verbs: set[str], missing: set[str]) -> set[str]:
    """Without the checks that are made already."""
    checks = {"check_content": "content", "check_form": "form", "approve": "approval"}
    return {verb for verb in verbs if verb not in checks or checks[verb] in missing}


def _missing(document: OutgoingDocument, on: dt.date) -> list[tuple[int, str]]:
    version = document.current_version
    if version is None or version.file is None:
        return []
    return owed.missing_receivers(document, content_of(version), on)


def _names(document: OutgoingDocument) -> dict[int, str]:
    asked = document.opinions.values_list("asked_agency_id", flat=True)
    return {pk: named.short_name for pk, named in agencies.names_of(asked).items()}


def _findings(document: OutgoingDocument, on: dt.date) -> list[dict[str, Any]]:
    try:
        return checking.form_findings(document, on)
    except NoSignatory as error:
        return [
            {"severity": 2, "message": error.message, "article": "Điều 13", "code": "signatory"}
        ]


_ORDER = ("drafting", "checking", "approved", "signed", "sealed", "issued")
_STEP_WORDS = {
    "drafting": gettext_lazy("Soạn thảo"),
    "checking": gettext_lazy("Kiểm tra, duyệt"),
    "approved": gettext_lazy("Ký ban hành"),
    "signed": gettext_lazy("Cấp số, ký số cơ quan"),
    "sealed": gettext_lazy("Phát hành"),
}


def _steps(document: OutgoingDocument) -> list[Step]:
    state = document.state if document.state in _ORDER else "drafting"
    if document.state == OutgoingState.RECALLED:
        state = "issued"
    here = _ORDER.index(state)
    return [
        Step(
            str(_STEP_WORDS[name]),
            "done" if place < here else "here" if place == here else "ahead",
        )
        for place, name in enumerate(_ORDER[:-1])
    ]


def _known(document: OutgoingDocument) -> list[KnownFact]:
    signer = " · ".join(
        str(part) for part in (document.signatory_post, document.signatory) if part is not None
    )
    others = [
        f"{one.get_authority_display()} {one.post.title} · {one.person.name}"
        + (_(" (đã ký)") if one.signed_at else "")
        for one in letters.co_signers(document)
    ]
    facts = [
        KnownFact(_("Số, ký hiệu"), document.reference or document.notation),
        KnownFact(_("Ngày văn bản"), document.issue_date or _("khi cấp số")),
        KnownFact(_("Người ký"), f"{document.get_authority_display()} {signer}".strip()),
        *(KnownFact(_("Người ký tiếp theo"), words) for words in others),
        KnownFact(_("Người soạn"), document.drafter),
        KnownFact(_("Đơn vị soạn"), document.unit or "—"),
    ]
    if document.ordered_by is not None:
        facts.append(
            KnownFact(_("Giao soạn thảo"), f"{document.ordered_by}: {document.order_text}")
        )
    if document.draft_due_at and document.state in ("assigned", "drafting", "consulting"):
        facts.append(KnownFact(_("Thời hạn soạn thảo"), document.draft_due_at))
    if document.draft_file is not None:
        fonts = ", ".join(document.draft_report.get("fonts", ()))
        facts.append(KnownFact(_("Tệp tải lên"), f"{document.draft_file.name} · {fonts}"))
    if document.circulation_limit:
        facts.append(KnownFact(_("Phạm vi lưu hành"), document.get_circulation_limit_display()))
    if document.reply_deadline:
        facts.append(KnownFact(_("Hạn trả lời"), document.reply_deadline))
    if document.answers_incoming is not None:
        facts.append(
            KnownFact(
                _("Trả lời"),
                document.answers_incoming.reference or document.answers_incoming.subject,
                url=reverse("documents:incoming_one", args=[document.answers_incoming_id]),
            )
        )
    if document.task_codes:
        facts.append(KnownFact(_("Báo cáo nhiệm vụ"), ", ".join(document.task_codes)))
    if document.frozen_at:
        facts.append(KnownFact(_("Đã thu hồi lúc"), document.frozen_at))
    return facts


def _code(document: OutgoingDocument, actor: Actor) -> list[KnownFact]:
    """The code to give to whoever asks if the paper is genuine; it is not printed on the paper."""
    row = signing.code_of(actor, document) if document.issued_at else None
    if row is None:
        return []
    code = signing.grouped(row.code)
    address = reverse("verify", query={"ma": code})
    return [KnownFact(_("Mã văn bản (để người dân, tổ chức tra cứu)"), code, url=address)]


def _recipients(document: OutgoingDocument) -> list[dict[str, Any]]:
    """The lines of the paper with how many they mean, and what is left out and why."""
    lines: dict[tuple[int, str], dict[str, Any]] = {}
    for row in document.recipients.order_by("position", "id"):
        line = lines.setdefault(
            (row.position, row.phrase),
            {"phrase": row.phrase, "purpose": row.get_purpose_display(), "count": 0,
             "channel": row.get_channel_display(), "left": []},
        )  # fmt: skip
        line["count"] += row.agency_id is not None
        if row.left_out_reason:
            line["left"].append(row.left_out_reason)
    return list(lines.values())


@require_GET
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """The versions of a document, and what changed between two of them."""
    document = get(request, pk)
    rows = list(document.versions.select_related("author", "file").order_by("-number"))
    by_number = {str(row.number): row for row in rows}
    new = by_number.get(request.GET.get("b", "")) or (rows[0] if rows else None)
    old = by_number.get(request.GET.get("a", ""))
    if old is None and new is not None:
        earlier = [row for row in rows if row.number < new.number]
        old = next((row for row in earlier if row.content != new.content), None) or (
            earlier[0] if earlier else None
        )
    return render(
        request,
        "documents/outgoing_versions.html",
        {
            "title": _("Các phiên bản"),
            "document": document,
            "versions": rows,
            "old": old,
            "new": new,
            "lines": _difference(old.content if old else {}, new.content if new else {}),
        },
    )


def _plain_lines(content: dict[str, Any]) -> list[str]:
    lines = [str(content.get("subject", ""))]
    lines += [f"Kính gửi: {name}" for name in content.get("addressees", [])]
    lines += str(content.get("text", "")).splitlines()
    lines += [f"Nơi nhận: {name}" for name, _purpose in content.get("recipients", [])]
    return lines


def _difference(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str]]:
    """(sign, line): "-" gone, "+" new, " " the same."""
    found = difflib.ndiff(_plain_lines(old), _plain_lines(new))
    return [(line[0], line[2:]) for line in found if line[0] in "-+ "]
