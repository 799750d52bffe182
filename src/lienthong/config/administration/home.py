"""The first page of administration and what its screens share: who may, and how an act is done."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lienthong.axis.identity import api as identity
from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor, Forbidden, refusal, require
from lienthong.kernel.access.choices import Verb as Access
from lienthong.kernel.agencies.choices import Verb as Structure
from lienthong.kernel.agencies.services import appointments
from lienthong.kernel.agencies.services.handover import PersonNotThere
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome, go, once
from lienthong.kernel.worktime.choices import Verb as Calendar
from lienthong.kernel.worktime.services import CalendarRefused
from lienthong.systems.documents import api as documents
from lienthong.systems.documents.choices import Verb as Doc

ANY = (Access.ADMINISTER, *Structure)
PAGES = (
    (gettext_lazy("Cơ cấu tổ chức theo thời gian"), "tree", ANY),
    (gettext_lazy("Quyết định sắp xếp"), "decisions", (Structure.DECIDE,)),
    (gettext_lazy("Bàn giao"), "handovers", (Structure.HAND_OVER, Structure.DECIDE)),
    (gettext_lazy("Người, chức vụ, vai trò, tài khoản"), "people", (Access.ADMINISTER,)),
    (
        gettext_lazy("Ủy quyền, xử lý thay"),
        "delegations",
        (Access.ADMINISTER, Access.SUBSTITUTE, Doc.SIGN),
    ),
    (gettext_lazy("Khóa ký số"), "keys", (signing.Verb.MANAGE_KEYS,)),
    (gettext_lazy("Bằng chứng lâu dài còn thiếu"), "proofs", (signing.Verb.MANAGE_KEYS,)),
    (gettext_lazy("Nhóm nơi nhận"), "groups", (Structure.ADMINISTER, Structure.DECIDE)),
    (gettext_lazy("Lịch làm việc"), "calendar", (Calendar.EDIT_OWN, Calendar.EDIT_COMMON)),
    (gettext_lazy("Quy chế chuyển văn bản"), "routes", (Doc.SET_RULES,)),
    (gettext_lazy("Hộp thư và thư mục quét"), "sources", (Access.ADMINISTER,)),
    (gettext_lazy("Loại văn bản gửi giấy"), "paper_types", (Structure.DECIDE,)),
    (gettext_lazy("Tên cơ quan học từ sửa chữa"), "aliases", (Structure.DECIDE,)),
    (gettext_lazy("Trường hợp bản gốc giấy"), "original_rules", (Structure.DECIDE,)),
    (
        gettext_lazy("Quy định về bảo quản và hủy tài liệu"),
        "keeping_rules",
        (Structure.DECIDE,),
    ),
    (gettext_lazy("Lượt truy cập hệ thống"), "usage", (Access.ADMINISTER,)),
    (gettext_lazy("Lượt gửi và việc tự động bị lỗi"), "failures", (Access.ADMINISTER,)),
)


# Refusals that carry no `.message`: their text is the sentence.
SPEAKING = (
    appointments.PostTaken,
    appointments.OutsideLife,
    appointments.MalformedAddress,
    appointments.AddressKnown,
    appointments.WrongPeriod,
    identity.AccountExists,
    identity.WrongPeriod,
    signing.EndBeforeStart,
    documents.AliasRefused,
    CalendarRefused,
    PersonNotThere,
)


class NotDone(Exception):
    """An act of administration that was refused, with the sentence of the one who refused."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def who(request: HttpRequest) -> tuple[Actor, dt.datetime]:
    """The official and the moment of the request."""
    return request.actor, request.at  # type: ignore[attr-defined]


def require_any(actor: Actor, verbs: tuple[str, ...]) -> None:
    """Refuse unless one of the verbs is allowed."""
    if len(verbs) == 1:
        require(actor, verbs[0])
    if not any(actor.may(verb) for verb in verbs):
        raise Forbidden(refusal(verbs[0]), verbs[0])


def do(
    request: HttpRequest,
    *,
    purpose: str,
    back: str,
    run: Callable[[], str],
) -> HttpResponse:
    """Do one act once and lead back; a refusal is said there. For acts that ask for little.

    What was typed is gone then: forms with more than a day and a reason go through `tried`.
    """

    def act() -> Outcome:
        try:
            return Outcome(back, run())
        except ValidationError as error:
            raise NotDone(" ".join(error.messages)) from error
        except SPEAKING as error:
            raise NotDone(str(error)) from error

    return perform(request, purpose=f"administration.{purpose}", act=act, back=back)


def tried(
    request: HttpRequest, form: forms.Form, *, purpose: str, act: Callable[[], Outcome]
) -> HttpResponse | None:
    """The way on after an act done once; None where it was refused: the form then says why.

    The caller shows the page again with the form: nothing that was typed is lost.
    """
    try:
        with transaction.atomic():
            outcome = once(
                purpose=f"administration.{purpose}",
                token=request.POST.get("once", ""),
                by=request.actor,  # type: ignore[attr-defined]
                at=request.at,  # type: ignore[attr-defined]
                act=act,
            )
    except Forbidden:
        raise
    except ValidationError as error:
        form.add_error(None, error)
        return None
    except Exception as error:
        sentence = getattr(error, "message", "") or (
            str(error) if isinstance(error, SPEAKING) else ""
        )
        if not sentence:
            raise
        form.add_error(None, str(sentence))
        return None
    return go(request, outcome)


def faults(request: HttpRequest, form: forms.Form, back: str) -> HttpResponse:
    """Back to the page with the form's faults as sentences."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        said = " ".join(map(str, errors))
        messages.error(request, f"{label}: {said}" if label else said)
    return HttpResponseRedirect(back)


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *shown: forms.Form | None
) -> HttpResponse:
    """A page with its forms; 422 where one of them was refused."""
    refused = any(form is not None and form.is_bound and form.errors for form in shown)
    return render(request, template, context, status=422 if refused else 200)


def choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Give a choice field its options."""
    form.fields[name].choices = choices  # type: ignore[attr-defined]


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What this official may administer."""
    actor, _at = who(request)
    pages: list[dict[str, Any]] = [
        {"label": label, "url": reverse(f"administration:{name}")}
        for label, name, verbs in PAGES
        if any(actor.may(verb) for verb in verbs)
    ]
    if not pages:
        require(actor, Access.ADMINISTER)
    return render(request, "administration/home.html", {"title": _("Quản trị"), "pages": pages})
