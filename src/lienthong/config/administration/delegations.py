"""Ủy quyền, xử lý thay: who may sign for whom, and who works at whose desk, with dates and documents.

They are two records (Đ13): work at another's desk never gives the right to sign.
"""

import datetime as dt
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.axis.identity import api as identity
from lienthong.axis.papers import api as papers
from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.choices import Verb
from lienthong.kernel.access.models import DeskSubstitution
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import queries
from lienthong.kernel.ui.fields import DayField
from lienthong.kernel.ui.once import Outcome, new_token
from lienthong.systems.documents.choices import Verb as Doc

from .home import NotDone, choose, do, faults, require_any, show, tried, who

SEES = (Verb.ADMINISTER, Verb.SUBSTITUTE, signing.Verb.MANAGE_RIGHTS, Doc.SIGN)
GRANTED = (
    (signing.Authority.FOR_HEAD, gettext_lazy("KT. (ký thay người đứng đầu)")),
    (signing.Authority.BY_ORDER, gettext_lazy("TL. (ký thừa lệnh, theo quy chế)")),
    (signing.Authority.BY_DELEGATION, gettext_lazy("TUQ. (ký thừa ủy quyền, bằng văn bản)")),
)


class SubstituteForm(forms.Form):
    """Who works at whose desk, from when to when, by which written assignment."""

    person = forms.ChoiceField(label=gettext_lazy("Người vắng mặt"))
    substitute = forms.ChoiceField(label=gettext_lazy("Người xử lý thay"))
    since = DayField(label=gettext_lazy("Từ ngày"))
    until = DayField(label=gettext_lazy("Đến hết ngày"))
    document = forms.CharField(label=gettext_lazy("Văn bản phân công"), max_length=200)


class GrantForm(forms.Form):
    """A written grant to sign for the agency (Đ13)."""

    post = forms.ChoiceField(label=gettext_lazy("Chức vụ được ký"))
    authority = forms.ChoiceField(label=gettext_lazy("Quyền hạn ký"), choices=GRANTED)
    since = DayField(label=gettext_lazy("Từ ngày"))
    until = DayField(label=gettext_lazy("Đến hết ngày"), required=False)
    types = forms.MultipleChoiceField(
        label=gettext_lazy("Loại văn bản"),
        required=False,
        help_text=gettext_lazy("Thừa ủy quyền phải giới hạn loại văn bản hoặc nội dung."),
        choices=[(str(t.code), t.name) for t in papers.document_types()],
    )
    basis = forms.CharField(label=gettext_lazy("Văn bản ủy quyền, quy chế"), max_length=200)


class TakeBackForm(forms.Form):
    """Why a substitution is taken back before its last day."""

    reason = forms.CharField(label=gettext_lazy("Lý do"), max_length=200)


class EndForm(forms.Form):
    """From which day a right holds no longer, and why."""

    on = DayField(label=gettext_lazy("Thôi từ ngày"))
    reason = forms.CharField(label=gettext_lazy("Lý do"), max_length=200)


def substitutions(actor: Actor, on: dt.date) -> list[DeskSubstitution]:
    """Those of the own agency that hold on the day or later; one's own where one administers not."""
    rows = limit(DeskSubstitution.objects.all(), actor).filter(
        agency_id=actor.agency_id, period__endswith__gt=on, ended_at=None
    )
    if not actor.may(Verb.ADMINISTER):
        mine = rows.filter(person_id=actor.person_id or 0)
        rows = mine | rows.filter(substitute_id=actor.person_id or 0)
    return list(rows.select_related("person", "substitute").order_by("period", "pk"))


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """Both records of the agency with dates and documents; POST names a substitute."""
    actor, at = who(request)
    require_any(actor, SEES)
    on = timezone.localdate(at)
    form = _substitute_form(actor, on, request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data

        def act() -> Outcome:
            if values["person"] == values["substitute"]:
                raise NotDone(_("Người xử lý thay phải là người khác."))
            try:
                with transaction.atomic():
                    identity.name_substitute(
                        person_id=int(values["person"]), substitute_id=int(values["substitute"]),
                        since=values["since"], until=values["until"] + dt.timedelta(days=1),
                        document=values["document"], by=actor, at=at,
                    )  # fmt: skip
            except IntegrityError as error:
                raise NotDone(_("Trong thời gian này đã có người xử lý thay.")) from error
            return Outcome(
                reverse("administration:delegations"),
                _("Đã ghi người xử lý thay. Người này không ký thay được."),
            )

        done = tried(request, form, purpose="substitute", act=act)
        if done is not None:
            return done
    return _page(request, substitute=form)


def _substitute_form(actor: Actor, on: dt.date, data: Any = None) -> SubstituteForm:
    form = SubstituteForm(data)
    people = queries.holders(on, agency_ids=[actor.agency_id])
    names = [(str(h.person_id), f"{h.person_name} ({h.shown_title})") for h in people]
    own = [one for one in names if one[0] == str(actor.person_id)]
    choose(form, "person", names if actor.may(Verb.ADMINISTER) else own)
    choose(form, "substitute", names)
    return form


def _grant_form(actor: Actor, on: dt.date, data: Any = None) -> GrantForm:
    form = GrantForm(data, auto_id="grant_%s")
    held = queries.holders(on, agency_ids=[actor.agency_id])
    choose(form, "post", [(str(h.post_id), f"{h.shown_title}: {h.person_name}") for h in held])
    return form


def _page(
    request: HttpRequest,
    *,
    substitute: SubstituteForm | None = None,
    grant: GrantForm | None = None,
) -> HttpResponse:
    """Both records; a form that was refused comes with what was typed and why."""
    actor, at = who(request)
    on = timezone.localdate(at)
    people = queries.holders(on, agency_ids=[actor.agency_id])
    rights = signing.rights_of_agency(actor, actor.agency_id, on)
    holders: dict[int | None, list[str]] = {}
    for holder in people:
        holders.setdefault(holder.post_id, []).append(holder.person_name)
    own = any(holder.person_id == actor.person_id for holder in people)
    if not own and not actor.may(Verb.ADMINISTER):
        substitute = None
    elif substitute is None:
        substitute = _substitute_form(actor, on)
    if grant is None and actor.may(signing.Verb.MANAGE_RIGHTS):
        grant = _grant_form(actor, on)
    context = {
        "title": _("Ủy quyền, xử lý thay"),
        "substitutions": [
            (row, row.period.upper - dt.timedelta(days=1), _may_end(actor, row))
            for row in substitutions(actor, on)
        ],
        "rights": [
            (row, ", ".join(holders.get(row.post_id, [])), _types(row.types),
             row.period.upper - dt.timedelta(days=1) if row.period.upper else None)
            for row in rights
        ],
        "form": substitute,
        "grant": grant,
        "today": on,
    }  # fmt: skip
    context["once"] = new_token()
    return show(request, "administration/delegations.html", context, substitute, grant)


def _may_end(actor: Actor, row: DeskSubstitution) -> bool:
    absent = row.person_id == actor.person_id and actor.stands_in_for is None
    return absent or actor.may(Verb.ADMINISTER)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A substitution holds no longer from now on: by who was absent, or by the administrator."""
    actor, at = who(request)
    here = reverse("administration:delegations")
    rows = limit(DeskSubstitution.objects.all(), actor).filter(agency_id=actor.agency_id)
    row = get_object_or_404(rows, pk=pk)
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        return faults(request, form, here)

    def run() -> str:
        identity.end_substitute(
            substitution=row, reason=form.cleaned_data["reason"], by=actor, at=at
        )
        return _("Đã thôi xử lý thay; từ lúc này người thay không mở được bàn làm việc đó.")

    return do(request, purpose=f"substitute.{pk}", back=here, run=run)


def _types(codes: list[int]) -> str:
    return ", ".join(papers.document_type(code).name for code in codes)


@require_POST
def grant(request: HttpRequest) -> HttpResponse:
    """Record a written grant to sign. What Đ13 does not allow is refused with its article."""
    actor, at = who(request)
    require_any(actor, SEES)
    form = _grant_form(actor, timezone.localdate(at), request.POST)
    if not form.is_valid():
        return _page(request, grant=form)
    values = form.cleaned_data

    def act() -> Outcome:
        until = values["until"]
        signing.grant_right(
            agency_id=actor.agency_id, post_id=int(values["post"]),
            authority=values["authority"], since=values["since"],
            until=until + dt.timedelta(days=1) if until else None,
            types=[int(code) for code in values["types"]], basis=values["basis"], by=actor, at=at,
        )  # fmt: skip
        return Outcome(reverse("administration:delegations"), _("Đã ghi quyền ký."))

    return tried(request, form, purpose="grant", act=act) or _page(request, grant=form)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """A right holds no longer from a day on; what was signed stays signed."""
    actor, at = who(request)
    here = reverse("administration:delegations")
    rows = signing.rights_of_agency(actor, actor.agency_id, timezone.localdate(at))
    right = get_object_or_404(rows, pk=pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        return faults(request, form, here)
    values = form.cleaned_data

    def run() -> str:
        signing.end_right(right=right, on=values["on"], reason=values["reason"], by=actor, at=at)
        return _("Đã ghi thôi quyền ký.")

    return do(request, purpose=f"end_right.{pk}", back=here, run=run)
