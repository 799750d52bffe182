"""Khóa ký số: whose certificate it is, and on which token or at which service its key is kept."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import require
from lienthong.kernel.agencies import queries
from lienthong.kernel.ui.once import Outcome, new_token

from .home import choose, do, faults, show, tried, who

AGENCY = "agency"
KINDS = (
    (signing.KeyKind.TOKEN.value, signing.KeyKind.TOKEN.label),
    (signing.KeyKind.SERVICE.value, signing.KeyKind.SERVICE.label),
    (signing.KeyKind.OWN.value, signing.KeyKind.OWN.label),
)


class KeyForm(forms.Form):
    """A certificate with the place of its key; no PIN is asked here and none is ever kept."""

    owner = forms.ChoiceField(label=gettext_lazy("Chứng thư của"))
    certificate = forms.FileField(
        label=gettext_lazy("Tệp chứng thư (.pem, .crt, .cer), kèm chứng thư cấp trên nếu có"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pem,.crt,.cer,.der"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Nơi giữ khóa"), choices=KINDS)
    device = forms.ChoiceField(
        label=gettext_lazy("Phần mềm điều khiển hoặc dịch vụ đã cài trên máy chủ"), required=False
    )
    token_label = forms.CharField(
        label=gettext_lazy("Tên thiết bị (chỉ với thiết bị)"), max_length=64, required=False
    )
    token_serial = forms.CharField(
        label=gettext_lazy("Số sê-ri của thiết bị"), max_length=64, required=False
    )
    key = forms.CharField(
        label=gettext_lazy(
            "Mã khóa: CKA_ID trong thiết bị, hoặc credentialID của dịch vụ (thiết bị ở máy người ký: "
            "không bắt buộc)"
        ),
        max_length=200,
        required=False,
    )
    pin_tries = forms.IntegerField(
        label=gettext_lazy("Số lần nhập sai PIN thì thiết bị khóa (theo nhà cung cấp)"),
        min_value=0, max_value=99, required=False,
    )  # fmt: skip


class EndForm(forms.Form):
    """Why a key is used no longer."""

    reason = forms.CharField(label=gettext_lazy("Lý do"), max_length=200)


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The enrolled keys of the agency, the tokens in the slots now; POST enrols one."""
    actor, at = who(request)
    require(actor, signing.Verb.MANAGE_KEYS)
    form = KeyForm(request.POST or None, request.FILES or None)
    people = queries.holders(timezone.localdate(at), agency_ids=[actor.agency_id])
    names = {str(h.person_id): f"{h.person_name} ({h.shown_title})" for h in people}
    devices = [*sorted(signing.libraries()), *signing.services()]
    choose(form, "owner", [(AGENCY, _("Cơ quan (con dấu)")), *names.items()])
    choose(
        form,
        "device",
        [
            ("", _("Không có (thiết bị cắm ở máy của người ký)")),
            *((name, name) for name in devices),
        ],
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        owner = values["owner"]

        def act() -> Outcome:
            signing.enrol_key(
                kind=values["kind"], agency_id=actor.agency_id,
                person_id=None if owner == AGENCY else int(owner),
                certificates=signing.read_certificates(values["certificate"].read()),
                device=values["device"], token_label=values["token_label"],
                token_serial=values["token_serial"], key=values["key"],
                pin_tries=values["pin_tries"] or 0, by=actor, at=at,
            )  # fmt: skip
            return Outcome(
                reverse("administration:keys"),
                _("Đã đăng ký khóa ký số. Lần ký tới dùng chứng thư này."),
            )

        done = tried(request, form, purpose="enrol_key", act=act)
        if done is not None:
            return done
    context = {
        "title": _("Khóa ký số"),
        "rows": signing.keys_of_agency(actor, actor.agency_id),
        "tokens": signing.seen_tokens(),
        "form": form,
        "at": at,
        "once": new_token(),
    }
    return show(request, "administration/keys.html", context, form)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """A key is used no longer; what was signed stays signed."""
    actor, at = who(request)
    here = reverse("administration:keys")
    require(actor, signing.Verb.MANAGE_KEYS)
    place = get_object_or_404(signing.keys_of_agency(actor, actor.agency_id), pk=pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        return faults(request, form, here)

    def run() -> str:
        signing.end_key(place=place, reason=form.cleaned_data["reason"], by=actor, at=at)
        return _("Đã ghi thôi dùng khóa.")

    return do(request, purpose=f"end_key.{pk}", back=here, run=run)
