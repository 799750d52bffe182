"""People of the own agency: what each may do in sentences, posts, roles, account."""

import datetime as dt
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.axis.identity import api as identity
from lienthong.kernel.access import roles
from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.access.choices import Verb
from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import queries, services
from lienthong.kernel.agencies.choices import ActingKind
from lienthong.kernel.agencies.models import Agency, Person, Post, PostHolding
from lienthong.kernel.text import format_date
from lienthong.kernel.ui.fields import DayField
from lienthong.kernel.ui.once import Outcome, new_token

from .home import NotDone, choose, do, show, tried, who


class PersonForm(forms.Form):
    """A new official of the agency."""

    name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=100)
    email = forms.EmailField(label=gettext_lazy("Thư điện tử công vụ"))
    phone = forms.CharField(label=gettext_lazy("Điện thoại"), max_length=30, required=False)


class AppointForm(forms.Form):
    """Putting a person in a post."""

    post = forms.ChoiceField(label=gettext_lazy("Chức vụ"))
    since = DayField(label=gettext_lazy("Từ ngày"))
    acting = forms.ChoiceField(
        label=gettext_lazy("Hình thức"), choices=ActingKind.choices, required=False
    )
    document = forms.CharField(label=gettext_lazy("Quyết định"), max_length=200)


class RoleForm(forms.Form):
    """Giving a role beside what the post carries."""

    role = forms.ChoiceField(label=gettext_lazy("Vai trò"))
    since = DayField(label=gettext_lazy("Từ ngày"))
    until = DayField(label=gettext_lazy("Đến ngày"), required=False)
    decision = forms.CharField(label=gettext_lazy("Căn cứ"), max_length=200)


class AccountForm(forms.Form):
    """The first password of an account; its holder changes it."""

    password = forms.CharField(
        label=gettext_lazy("Mật khẩu ban đầu"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("Ít nhất 12 ký tự."),
    )


def _start(request: HttpRequest) -> tuple[Actor, dt.datetime, dt.date]:
    actor, at = who(request)
    require(actor, Verb.ADMINISTER)
    return actor, at, timezone.localdate(at)


def assignments(actor: Actor, on: dt.date, person_id: int | None = None) -> list[RoleAssignment]:
    """Roles given in the own agency that hold on the day or later."""
    rows = limit(RoleAssignment.objects.all(), actor).filter(agency_id=actor.agency_id)
    rows = rows.filter(period__endswith__isnull=True) | rows.filter(period__endswith__gt=on)
    return list(rows.filter(person_id=person_id) if person_id else rows)


def sentence(title: str, held: list[roles.Role]) -> str:
    """What somebody may do, as one sentence: "Văn thư được: Tiếp nhận, vào sổ …"."""
    if not held:
        return _("%s chưa có quyền nào.") % title
    said = " ".join(str(role.description) for role in held)
    return _("%(who)s được: %(what)s") % {"who": title, "what": said}


def _known(code: str) -> list[roles.Role]:
    return [role for role in roles.all_roles() if role.code == code]


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody of the agency with what he may do, and whether he can sign in."""
    actor, _at, on = _start(request)
    held = queries.holders(on, agency_ids=[actor.agency_id])
    given: dict[int, list[RoleAssignment]] = {}
    for row in assignments(actor, on):
        given.setdefault(row.person_id, []).append(row)
    accounts = dict(
        identity.Account.objects.filter(
            person_id__in={*(h.person_id for h in held), *given}
        ).values_list("person_id", "is_active")
    )
    lines = []
    for holder in held:
        extra = [r for row in given.get(holder.person_id, []) for r in _known(row.role)]
        can = [*roles.of_post_kind(holder.kind), *extra]
        who_is = f"{holder.shown_title} {actor.agency_name}"
        lines.append((holder, sentence(who_is, can), accounts.get(holder.person_id)))
    context = {"title": _("Người và vai trò"), "lines": lines, "agency": actor.agency_name}
    return render(request, "administration/people.html", context)


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register an official; his post and account follow on his page."""
    actor, at, _on = _start(request)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        agency = Agency.objects.get(pk=actor.agency_id)

        def act() -> Outcome:
            made = services.register_person(agency=agency, by=actor, at=at, **form.cleaned_data)
            return Outcome(
                reverse("administration:person", args=[made.pk]),
                _("Đã ghi tên. Mở người này để bổ nhiệm và lập tài khoản."),
            )

        done = tried(request, form, purpose="person", act=act)
        if done is not None:
            return done
    context = {"title": _("Thêm người"), "form": form, "once": new_token()}
    return show(request, "administration/person_new.html", context, form)


def _mine(actor: Actor, person: Person, on: dt.date, *, fresh: bool = False) -> bool:
    """Whether the person belongs to the own agency, ever did, or belongs to none yet."""
    held = PostHolding.objects.filter(person=person)
    return held.filter(post__agency_id=actor.agency_id).exists() or not held.exists()


@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: posts over time, roles, account, and what may be done."""
    actor, _at, on = _start(request)
    return _page(request, _person(actor, pk, on))


def _page(request: HttpRequest, person: Person, **bound: forms.Form) -> HttpResponse:
    """The page of a person; a form that was refused comes with what was typed and why."""
    actor, _at, on = _start(request)
    pk = person.pk
    account = identity.Account.objects.filter(person=person).first()
    held = PostHolding.objects.filter(person=person, post__agency_id=actor.agency_id)
    holdings = [
        {
            "pk": row.pk,
            "title": row.post.title,
            "since": row.period.lower,
            "until": row.period.upper,
            "current": row.period.upper is None or row.period.upper > on,
        }
        for row in held.select_related("post").order_by("-pk")
    ]
    given = [
        {
            "pk": row.pk,
            "title": next((str(r.title) for r in _known(row.role)), row.role),
            "text": next((str(r.description) for r in _known(row.role)), ""),
            "since": row.period.lower,
            "until": row.period.upper,
        }
        for row in assignments(actor, on, pk)
    ]
    context = {
        "title": person.name,
        "person": person,
        "account": account,
        "holdings": holdings,
        "given": given,
        "forms": _forms(actor, on, account) | bound,
        "once": new_token(),
    }
    return show(request, "administration/person.html", context, *bound.values())


def _person(actor: Actor, pk: int, on: dt.date) -> Person:
    person = Person.objects.filter(pk=pk).first()
    if person is None or not _mine(actor, person, on):
        raise Http404
    return person


def _appoint_form(data: Any, actor: Actor, on: dt.date) -> AppointForm:
    form = AppointForm(data, initial={"since": on}, auto_id="appoint_%s")
    posts = Post.objects.on(on).filter(agency_id=actor.agency_id).select_related("unit")
    choose(
        form,
        "post",
        [(str(p.pk), f"{p.title} ({p.unit.name})" if p.unit else p.title) for p in posts],
    )
    return form


def _role_form(data: Any, on: dt.date) -> RoleForm:
    form = RoleForm(data, initial={"since": on}, auto_id="role_%s")
    choose(form, "role", [(r.code, f"{r.title}: {r.description}") for r in roles.all_roles()])
    return form


# Where the form of an act stands on the page.
SLOTS = {"bo-nhiem": "appoint", "vai-tro": "role", "tai-khoan": "account"}


def _forms(actor: Actor, on: dt.date, account: Any) -> dict[str, forms.Form]:
    made: dict[str, forms.Form] = {
        "appoint": _appoint_form(None, actor, on),
        "role": _role_form(None, on),
    }
    if account is None:
        made["account"] = AccountForm()
    return made


@require_POST
def act_on(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Appointing, ending, giving and ending a role, opening and closing an account."""
    actor, at, on = _start(request)
    person = _person(actor, pk, on)
    back = reverse("administration:person", args=[pk])
    form: forms.Form = forms.Form(request.POST)
    if what == "bo-nhiem":
        form = _appoint_form(request.POST, actor, on)
    elif what == "vai-tro":
        form = _role_form(request.POST, on)
    elif what == "tai-khoan":
        form = AccountForm(request.POST)
    elif what not in {"thoi-giu", "thoi-vai-tro", "dong-tai-khoan"}:
        raise Http404
    if what in SLOTS:
        bound = {SLOTS[what]: form}
        if not form.is_valid():
            return _page(request, person, **bound)

        def act() -> Outcome:
            return Outcome(back, _done(what, person, form.cleaned_data, request, actor, at, on))

        done = tried(request, form, purpose=f"person.{pk}.{what}", act=act)
        return done or _page(request, person, **bound)
    return do(
        request,
        purpose=f"person.{pk}.{what}",
        back=back,
        run=lambda: _done(what, person, {}, request, actor, at, on),
    )


def _row(request: HttpRequest) -> int:
    row = request.POST.get("row", "")
    return int(row) if row.isascii() and row.isdigit() and len(row) < 19 else 0


def _done(
    what: str,
    person: Person,
    values: dict[str, Any],
    request: HttpRequest,
    actor: Actor,
    at: dt.datetime,
    on: dt.date,
) -> str:
    if what == "bo-nhiem":
        post = Post.objects.get(pk=int(values.pop("post")), agency_id=actor.agency_id)
        services.appoint(person=person, post=post, by=actor, at=at, **values)
        return _("Đã bổ nhiệm.")
    if what == "thoi-giu":
        rows = PostHolding.objects.filter(person=person, post__agency_id=actor.agency_id)
        holding = rows.select_related("post").filter(pk=_row(request)).first()
        if holding is None:
            raise NotDone(_("Không tìm thấy chức vụ này."))
        services.end_holding(holding=holding, on=on, by=actor, at=at)
        return _("Đã ghi thôi giữ chức vụ từ ngày %s; quyền kết thúc ngay.") % format_date(on)
    if what == "vai-tro":
        try:
            with transaction.atomic():
                identity.assign_role(
                    person_id=person.pk, agency_id=actor.agency_id, by=actor, at=at, **values
                )
        except IntegrityError as error:
            raise NotDone(_("Người này đã có vai trò đó trong thời gian này.")) from error
        return _("Đã giao vai trò.")
    if what == "thoi-vai-tro":
        given = next((r for r in assignments(actor, on, person.pk) if r.pk == _row(request)), None)
        if given is None:
            raise NotDone(_("Không tìm thấy vai trò này."))
        identity.end_role(assignment=given, on=on, by=actor, at=at)
        return _("Đã kết thúc vai trò.")
    if what == "tai-khoan":
        identity.create_account(person=person, password=values["password"], by=actor, at=at)
        return _("Đã lập tài khoản %s.") % person.email
    account = identity.Account.objects.filter(person=person).first()
    if account is None:
        raise NotDone(_("Người này chưa có tài khoản."))
    identity.close_account(account=account, by=actor, at=at)
    return _("Đã đóng tài khoản.")
