"""Handover by name: what waits on the own desk and on the province's, until it is empty."""

from collections.abc import Sequence

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import handover, queries, services
from lienthong.kernel.agencies.choices import Verb
from lienthong.kernel.agencies.models import Agency, PostHolding
from lienthong.kernel.agencies.queries.handover import open_lines, sheets, titles
from lienthong.kernel.text import key_in
from lienthong.kernel.ui.once import Outcome, new_token

from .home import NotDone, choose, require_any, show, tried, who

VERBS = (Verb.HAND_OVER, Verb.DECIDE)
MOST = 300


class TakeForm(forms.Form):
    """Who takes: an agency by its name, and a person of it by his address."""

    agency = forms.ChoiceField(label=gettext_lazy("Cơ quan nhận"))
    email = forms.EmailField(
        label=gettext_lazy("Người nhận (thư công vụ)"),
        required=False,
        help_text=gettext_lazy("Để trống: chờ văn thư hoặc lãnh đạo cơ quan nhận phân công."),
    )
    note = forms.CharField(label=gettext_lazy("Ghi chú"), required=False, max_length=300)


def _form(request: HttpRequest, actor: Actor) -> TakeForm:
    """The agencies that may take: one's own, and for the keeper of the structure all that live."""
    on = timezone.localdate(who(request)[1])
    form = TakeForm(request.POST or None, initial={"agency": str(actor.agency_id)})
    ids = [actor.agency_id]
    if actor.may(Verb.DECIDE):
        ids += Agency.objects.on(on).exclude(pk=actor.agency_id).values_list("pk", flat=True)
    names = queries.names_of(ids, on)
    choose(form, "agency", [(str(pk), names[pk].name) for pk in ids if pk in names])
    return form


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Open lines that one sees, by agency and kind of work, and the sheets."""
    return _page(request, _form(request, who(request)[0]))


def _page(request: HttpRequest, form: TakeForm, picked: Sequence[int] = ()) -> HttpResponse:
    """The desk; what was refused comes with the lines picked, what was typed and why."""
    actor, _at = who(request)
    require_any(actor, VERBS)
    rows = open_lines(actor).select_related("from_person", "proposed_person")
    lines, total = list(rows[:MOST]), rows.count()
    named = titles(lines)
    ids = {a for line in lines for a in (line.from_agency_id, line.proposed_agency_id) if a}
    names = queries.names_of(ids | {s.sheet.agency_id for s in sheets(actor)})
    kinds = {kind: provider.label for kind, provider in handover.providers().items()}
    context = {
        "title": _("Bàn giao"),
        "lines": [
            {
                "line": line,
                "picked": line.pk in picked,
                "kind": kinds.get(line.kind, line.kind),
                "title": named.get(line.pk) or _("(không được xem)"),
                "from": names[line.from_agency_id].name,
                "proposed": names[line.proposed_agency_id].name if line.proposed_agency_id else "",
            }
            for line in lines
        ],
        "total": total,
        "sheets": [(s, names[s.sheet.agency_id].name) for s in sheets(actor)[:100]],
        "form": form,
        "once": new_token(),
    }
    return show(request, "administration/handovers.html", context, form)


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Give the picked lines to an agency and a person, by name."""
    actor, at = who(request)
    require_any(actor, VERBS)
    back = reverse("administration:handovers")
    form = _form(request, actor)
    picked = [key for x in request.POST.getlist("pick") if (key := key_in(x)) is not None]
    if not form.is_valid():
        return _page(request, form, picked)

    def act() -> Outcome:
        if not picked:
            raise NotDone(_("Hãy chọn ít nhất một mục."))
        agency_id = int(form.cleaned_data["agency"])
        count = services.take_over(
            lines=picked,
            agency_id=agency_id,
            person_id=_person(form.cleaned_data["email"], agency_id, request),
            by=actor,
            at=at,
            note=form.cleaned_data["note"],
        )
        return Outcome(back, _("Đã nhận bàn giao %s mục.") % count)

    return tried(request, form, purpose="take_over", act=act) or _page(request, form, picked)


def _person(email: str, agency_id: int, request: HttpRequest) -> int | None:
    if not email:
        return None
    on = timezone.localdate(who(request)[1])
    held = PostHolding.objects.on(on).filter(
        person__email=email.strip().lower(), post__agency_id=agency_id
    )
    found = held.values_list("person_id", flat=True).first()
    if found is None:
        raise NotDone(_("Không có ai mang địa chỉ này giữ chức vụ ở cơ quan nhận."))
    return found
