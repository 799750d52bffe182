"""The lead's side of a joint paper: which agencies issue the draft with it, and who signs for each."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import Agency
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome, new_token

from ..choices import Authority, Verb
from ..forms.joint import JointAgencyForm, JointSignerForm
from ..models import OutgoingDocument
from ..policies import can_draft
from ..services import joint
from .joint_shown import parts_of
from .outgoing import get, url_of


@require_http_methods(["GET", "POST"])
def issuers(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who issues together; `?agency=` names one more, then its signatory is chosen."""
    document = get(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    _require_drafter(actor, document)
    on = timezone.localdate(at)
    form = JointAgencyForm(request.GET if "agency" in request.GET else None, on=on)
    signer = _signer_form(request, form, on)
    if request.method == "POST" and signer is not None and signer.is_valid():
        values = signer.cleaned_data
        person, _colon, post = values["signatory"].partition(":")
        named = joint.Issuer(values["agency_id"], int(person), int(post), values["authority"])

        def act() -> Outcome:
            joint.name_issuer(document=document, issuer=named, by=actor, at=at)
            return Outcome(_here(pk), _("Đã ghi cơ quan đồng ban hành."))

        return perform(
            request, purpose=f"documents.joint.{pk}", act=act, back=request.get_full_path()
        )
    chosen = form.cleaned_data.get("agency") if form.is_bound and form.is_valid() else None
    return render(
        request,
        "documents/joint_issuers.html",
        {
            "title": _("Cơ quan đồng ban hành"),
            "document": document,
            "form": form,
            "signer": signer,
            "chosen": agencies.name_at(chosen, on).name if chosen else "",
            "parts": parts_of(document),
            "editable": document.state in ("assigned", "drafting", "consulting"),
            "cancel": url_of(document),
            "once": new_token(),
        },
        status=422 if form.errors or (signer is not None and signer.errors) else 200,
    )


def _signer_form(
    request: HttpRequest, form: JointAgencyForm, on: dt.date
) -> JointSignerForm | None:
    if request.method == "POST":
        typed = request.POST.get("agency_id", "")
        agency = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0
        return JointSignerForm(request.POST, agency_id=agency, on=on)
    if not form.is_bound or not form.is_valid():
        return None
    agency = form.cleaned_data["agency"]
    head = agencies.head_of(agency, on)
    collective = Agency.objects.filter(pk=agency, kind="peoples_committee").exists()
    first: dict[str, Any] = {
        "agency_id": agency,
        "signatory": f"{head.person_id}:{head.post_id}" if head is not None else "",
        "authority": Authority.FOR_COLLECTIVE if collective else Authority.IN_OWN_RIGHT,
    }
    return JointSignerForm(None, agency_id=agency, on=on, initial=first)


@require_POST
def remove(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Take one off the draft."""
    document = get(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    _require_drafter(actor, document)

    def act() -> Outcome:
        joint.drop_issuer(document=document, position=position, by=actor, at=at)
        return Outcome(_here(pk), _("Đã bỏ cơ quan đồng ban hành."))

    return perform(
        request, purpose=f"documents.joint.{pk}.remove.{position}", act=act, back=_here(pk)
    )


def _require_drafter(actor: Actor, document: OutgoingDocument) -> None:
    if not can_draft(actor, document):
        raise Forbidden(_("Chỉ người soạn và phòng, đơn vị soạn được sửa bản thảo."), Verb.DRAFT)


def _here(pk: int) -> str:
    return reverse("documents:joint_issuers", args=[pk])
