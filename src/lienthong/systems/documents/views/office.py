"""Following deliveries up, what came back, what was mended, the slip, the calendar, accesses, rights."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Actor, Forbidden, require
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome, new_token

from ..choices import Verb
from ..forms import office as forms
from ..models import Appointment, DeliveryNote, OutgoingDocument, RightsWarning
from ..policies import can_issue
from ..queries import incoming as incoming_queries
from ..queries import keeping, related
from ..queries import office as queries
from ..queries import outgoing as outgoing_queries
from ..queries.outgoing_deliveries import phones_of
from ..services import forwarding, office
from .outgoing import get as get_outgoing
from .outgoing_slips import slip_of


def _who(request: HttpRequest) -> tuple[Actor, dt.datetime]:
    return request.actor, request.at  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery that is not confirmed: its story, the telephone, calls, another way, resend."""
    actor, at = _who(request)
    require(actor, Verb.READ_REGISTER)
    try:
        row = exchange.get_delivery(actor, pk)
    except exchange.Delivery.DoesNotExist as error:
        raise Http404 from error
    document = _document_of(actor, row)
    on = timezone.localdate(at)
    clerk = can_issue(actor, document)
    follow = forms.FollowForm(request.POST if "note" in request.POST else None)
    again = forms.ResendForm(request.POST if "to" in request.POST else None)
    if request.method == "POST":
        if "to" in request.POST and again.is_valid():
            return _resend(request, row, again.cleaned_data["to"], document)
        if follow.is_valid():
            return _note(request, row, follow.cleaned_data, document)
    named = agencies.names_of([row.receiver_id])[row.receiver_id]
    context = {
        "title": _("Lượt gửi đến %s") % named.short_name,
        "row": row,
        "stage": str(exchange.Stage(row.stage).label),
        "document": document,
        "receiver": named.name,
        "phone": phones_of([row.receiver_id], on).get(row.receiver_id, ""),
        "reports": exchange.list_reports(actor, row),
        "notes": limit(DeliveryNote.objects.all(), actor)
        .filter(delivery=row)
        .select_related("by")
        .order_by("-at"),
        "follow": follow if clerk and row.accepted_at is None else None,
        "again": again if clerk and row.current and row.status == "02" else None,
        "once": new_token(),
    }
    return render(
        request, "documents/office_delivery.html", context, status=422 if follow.errors else 200
    )


def _document_of(actor: Actor, row: Any) -> OutgoingDocument:
    rows = limit(OutgoingDocument.objects.all(), actor)
    return get_object_or_404(rows, package_id=row.package_id, agency_id=row.sender_id)


def _note(
    request: HttpRequest, row: Any, values: dict[str, Any], document: OutgoingDocument
) -> HttpResponse:
    actor, at = _who(request)

    def act() -> Outcome:
        office.note_delivery(
            document=document, delivery=row, note=values["note"], channel=values["channel"],
            by=actor, at=at,
        )  # fmt: skip
        return Outcome(request.path, _("Đã ghi nhận."))

    return perform(request, purpose=f"documents.delivery_note.{row.pk}", act=act, back=request.path)


def _resend(request: HttpRequest, row: Any, to: str, document: OutgoingDocument) -> HttpResponse:
    actor, at = _who(request)

    def act() -> Outcome:
        receiver = None
        if to.strip():
            found = forwarding.receivers_of_phrases(
                [to.strip()], timezone.localdate(at), document.agency_id
            )
            if len(found) != 1:
                raise office.OfficeRefused(_("Hãy ghi đúng một cơ quan nhận."))
            receiver = found[0]
        require(actor, Verb.ISSUE)
        made = exchange.resend(delivery=row, receiver_id=receiver, by=actor, at=at)
        return Outcome(reverse("documents:delivery", args=[made.pk]), _("Đã gửi lại."))

    return perform(request, purpose=f"documents.resend.{row.pk}", act=act, back=request.path)


@require_GET
def returned(request: HttpRequest) -> HttpResponse:
    """Văn bản bị trả lại: by whom, why, whether it was sent again."""
    actor, at = _who(request)
    require(actor, Verb.READ_REGISTER)
    context = {
        "title": _("Văn bản bị trả lại"),
        "rows": queries.returned_to_us(actor, timezone.localdate(at)),
    }
    return render(request, "documents/office_returned.html", context)


@require_GET
def mended(request: HttpRequest) -> HttpResponse:
    """Thu hồi, đính chính, thay thế with their papers, and who has not destroyed what was recalled."""
    actor, _at = _who(request)
    require(actor, Verb.READ_REGISTER)
    context = {"title": _("Thu hồi, đính chính, thay thế"), "rows": queries.mended(actor)}
    return render(request, "documents/office_mended.html", context)


@require_GET
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """Phiếu trình on screen with its papers; the print is beside it."""
    document = get_outgoing(request, pk)
    actor, at = _who(request)
    context = {
        "title": _("Phiếu trình"),
        "document": document,
        "slip": slip_of(document, timezone.localdate(at)),
        "lines": related.lines_of(actor, document),
        "answered": document.answers_incoming,
        "draft": document.current_version.file_id if document.current_version else None,
    }
    return render(request, "documents/office_slip.html", context)


@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Lịch công tác: a week of the leaders; `?in=1` prints it."""
    actor, at = _who(request)
    day = _day(request.GET.get("ngay", ""), timezone.localdate(at))
    keeps = office.may_keep_calendar(actor)
    source = _invitation(request, actor)
    form = forms.AppointmentForm(
        request.POST or None, actor=actor, on=day, initial=_first(source, day)
    )
    here = f"{request.path}?ngay={day:%Y-%m-%d}"
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        begins, ends = form.moments()

        def act() -> Outcome:
            office.enter_appointment(
                person_id=int(values["person"]), starts_at=begins, ends_at=ends,
                title=values["title"], place=values["place"], chaired_by=values["chaired_by"],
                prepared_by=values["prepared_by"], source=source, by=actor, at=at,
            )  # fmt: skip
            return Outcome(f"{request.path}?ngay={values['on']:%Y-%m-%d}", _("Đã ghi lịch."))

        return perform(request, purpose="documents.appointment", act=act, back=here)
    monday = day - dt.timedelta(days=day.weekday())
    context = {
        "title": _("Lịch công tác của lãnh đạo"),
        "agency": actor.agency_name,
        "days": queries.week_of(actor, day),
        "monday": monday,
        "sunday": monday + dt.timedelta(days=6),
        "before": monday - dt.timedelta(days=7),
        "after": monday + dt.timedelta(days=7),
        "form": form if keeps else None,
        "source": source,
        "keeps": keeps,
        "once": new_token(),
    }
    name = "office_calendar_print" if request.GET.get("in") else "office_calendar"
    return render(request, f"documents/{name}.html", context, status=422 if form.errors else 200)


def _day(text: str, today: dt.date) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return today
    return day if dt.date(2000, 1, 1) <= day <= dt.date(2199, 1, 1) else today


def _invitation(request: HttpRequest, actor: Actor) -> Any:
    """The invitation that an entry comes from (?giay-moi=12), where one may read it."""
    key = request.GET.get("giay-moi", "")
    if not (key.isascii() and key.isdigit() and len(key) < 18):
        return None
    try:
        return incoming_queries.get_incoming(actor, int(key))
    except incoming_queries.NotSeen:
        return None


def _first(source: Any, day: dt.date) -> dict[str, Any]:
    values: dict[str, Any] = {"on": day}
    if source is not None:
        values |= {"title": source.subject, "chaired_by": source.issuer_name}
    return values


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike an entry of the calendar out, with why."""
    actor, at = _who(request)
    row = get_object_or_404(limit(Appointment.objects.all(), actor), pk=pk)
    back = f"{reverse('documents:calendar')}?ngay={timezone.localdate(row.starts_at):%Y-%m-%d}"

    def act() -> Outcome:
        why = request.POST.get("why", "")
        office.cancel_appointment(appointment=row, why=why, by=actor, at=at)
        return Outcome(back, _("Đã hủy lịch."))

    return perform(request, purpose=f"documents.appointment.{pk}", act=act, back=back)


@require_GET
def access(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Lịch sử truy cập of a paper or file: who opened, downloaded, printed it (PL VI I.III.5.a)."""
    actor, _at = _who(request)
    try:
        find: dict[str, Callable[[Actor, int], Any]] = {
            "den": partial(incoming_queries.get_incoming, destroyed=True),
            "di": partial(outgoing_queries.get_outgoing, destroyed=True),
            "ho-so": keeping.get_file,
        }
        subject = find[what](actor, pk)
    except (KeyError, incoming_queries.NotSeen) as error:
        raise Http404 from error
    if not queries.may_see_accesses(actor):
        raise Forbidden(_("Lịch sử truy cập do văn thư, lãnh đạo, lưu trữ, người lập hồ sơ xem."))
    total, rows = queries.accesses(actor, subject)
    name = {"den": "incoming_one", "di": "outgoing_one", "ho-so": "file_one"}[what]
    context = {
        "title": _("Lịch sử truy cập"),
        "subject": subject,
        "label": getattr(subject, "reference", "") or getattr(subject, "notation", ""),
        "back": reverse(f"documents:{name}", args=[pk]),
        "total": total,
        "rows": rows,
    }
    return render(request, "documents/office_access.html", context)


@require_GET
def rights(request: HttpRequest) -> HttpResponse:
    """Changes of access rights that stand until the person in charge confirms (PL VI I.III.3.c)."""
    actor, _at = _who(request)
    rows = list(queries.rights_warnings(actor)[:200])
    context = {
        "title": _("Cảnh báo thay đổi quyền truy cập"),
        "rows": [
            (row, row.confirmed_at is None and office.may_confirm(actor, row)) for row in rows
        ],
        "open": sum(row.confirmed_at is None for row in rows),
        "once": new_token(),
    }
    return render(request, "documents/office_rights.html", context)


@require_POST
def confirm_rights(request: HttpRequest, pk: int) -> HttpResponse:
    """The person in charge confirms one change of rights."""
    actor, at = _who(request)
    row = get_object_or_404(limit(RightsWarning.objects.all(), actor), pk=pk)
    back = reverse("documents:rights_warnings")

    def act() -> Outcome:
        office.confirm_rights(warning=row, by=actor, at=at)
        return Outcome(back, _("Đã xác nhận."))

    return perform(request, purpose=f"documents.rights.{pk}", act=act, back=back)
