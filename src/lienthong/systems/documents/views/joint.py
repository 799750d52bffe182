"""The co-issuer's side of a joint paper: what waits to be signed or sealed here, and doing it."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.files.services import log_access
from lienthong.kernel.ui import marks
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.lists import Column, Register, Sort, list_response
from lienthong.kernel.ui.once import Outcome, new_token
from lienthong.kernel.ui.parts import KnownFact

from ..choices import Authority, JointState
from ..forms.joint import ReturnForm
from ..models import JointIssuer
from ..policies import can_seal_joint, can_sign_joint
from ..queries import joint as queries
from ..queries.incoming import NotSeen
from ..services import joint
from . import shown
from .confirming import confirm_signer
from .joint_shown import STAGE
from .outgoing import type_name
from .outgoing_opinions import named


def _status(row: JointIssuer) -> Any:
    state = JointState(row.state)
    return marks.status(str(state.label), STAGE[state])


JOINT = Register(
    name="documents.joint",
    title=gettext_lazy("Văn bản liên tịch"),
    one=gettext_lazy("văn bản"),
    rows=lambda actor: named(queries.joint_for(actor), "agency_id"),
    columns=(
        Column(
            key="reference", label=gettext_lazy("Số, ký hiệu"), value="reference",
            kind="reference",
        ),
        Column(
            key="subject", label=gettext_lazy("Trích yếu"), value="subject", kind="long", lead=True
        ),
        Column(key="lead", label=gettext_lazy("Cơ quan chủ trì"), value="named", kind="name"),
        Column(
            key="asked", label=gettext_lazy("Chuyển đến lúc"), value="asked_at", kind="moment",
            sort="asked",
        ),
        Column(
            key="state", label=gettext_lazy("Tình trạng"), kind="mark", mark=_status,
            value=lambda r: str(JointState(r.state).label),
        ),
    ),
    sorts=(Sort("asked", gettext_lazy("lúc chuyển đến"), ("-asked_at",)),),
    row_url=lambda r: reverse("documents:joint_one", args=[r.pk]),
    empty_title=gettext_lazy("Chưa có văn bản liên tịch nào được chuyển đến"),
    file_name="van-ban-lien-tich",
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponseBase:
    """All joint papers that other agencies lead and the own one issues too."""
    return list_response(request, JOINT)


def _get(request: HttpRequest, pk: int) -> JointIssuer:
    try:
        return queries.get_joint(request.actor, pk)  # type: ignore[attr-defined]
    except NotSeen as error:
        raise Http404 from error


@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One joint paper as the co-issuer sees it: its pages, who leads, what is to be done here."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    part = _get(request, pk)
    file = part.own_file
    log_access(kind="open", subject=part, by=actor, at=at, stored=file)
    return render(
        request,
        "documents/joint_one.html",
        {
            "title": part.subject,
            "part": part,
            "stage": STAGE[JointState(part.state)],
            "pages": shown.pages_of(file),
            "pdf": reverse("documents:download", args=[file.pk]) if file is not None else "",
            "known": _known(part),
            "may_sign": part.state == JointState.ASKED and can_sign_joint(actor, part),
            "may_seal": part.state == JointState.TO_SEAL and can_seal_joint(actor, part),
            "pin_signing": signing.asks_pin(person_id=actor.person_id, at=at),
            "pin_sealing": signing.asks_pin(agency_id=part.issuer_id, at=at),
            "helper_signing": signing.asks_helper(person_id=actor.person_id, at=at),
            "helper_sealing": signing.asks_helper(agency_id=part.issuer_id, at=at),
            "form": ReturnForm(),
            "once": new_token(),
        },
    )


def _known(part: JointIssuer) -> list[KnownFact]:
    names = agencies.names_of([part.agency_id, part.issuer_id])
    facts = [
        KnownFact(_("Tên loại"), type_name(part.type_code)),
        KnownFact(_("Cơ quan chủ trì"), names[part.agency_id].name),
        KnownFact(_("Cơ quan đồng ban hành"), names[part.issuer_id].name),
        KnownFact(_("Người ký của cơ quan"), _signer(part)),
        KnownFact(_("Số, ký hiệu"), part.reference or _("cơ quan chủ trì cấp sau khi các bên ký")),
    ]
    if part.signed_at:
        facts.append(KnownFact(_("Đã ký lúc"), part.signed_at))
    if part.sealed_at:
        facts.append(KnownFact(_("Đã ký số cơ quan lúc"), part.sealed_at))
    if part.state == JointState.RETURNED:
        facts.append(KnownFact(_("Đã trả lại"), part.reason))
    return facts


def _signer(part: JointIssuer) -> str:
    own = part.authority == Authority.IN_OWN_RIGHT
    lead = "" if own else f"{part.get_authority_display()} "
    return f"{lead}{part.post.title} · {part.person.name}"


@sensitive_post_parameters("pin")
@require_POST
def act_on(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Sign, seal for the agency, or send back; a refusal is a sentence on its page."""
    if what not in {"ky", "ky-so", "tra-lai"}:
        raise Http404
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    part = _get(request, pk)
    back = reverse("documents:joint_one", args=[pk])

    def act(moment: dt.datetime) -> Outcome:
        if what == "tra-lai":
            reason = request.POST.get("reason", "")
            joint.return_part(part=part, reason=reason, by=actor, at=moment)
            return Outcome(back, _("Đã trả lại cơ quan chủ trì."))
        confirm_signer(request, back=back)
        if what == "ky":
            joint.sign_part(part=part, by=actor, at=moment)
            return Outcome(back, _("Đã ký; văn bản được chuyển về cơ quan chủ trì."))
        joint.seal_part(part=part, by=actor, at=moment)
        return Outcome(back, _("Đã ký số cơ quan; văn bản được chuyển về cơ quan chủ trì."))

    purpose = f"documents.joint.{pk}.{what}"
    if what == "tra-lai":
        return perform(request, purpose=purpose, act=lambda: act(at), back=back)
    return signing.perform_signed(
        request,
        purpose=purpose,
        act=act,
        back=back,
        title=lambda: f"{type_name(part.type_code)}: {part.subject}",
    )
