"""Paper inside the house: ký nhận, dấu ĐẾN on a print, Phiếu giải quyết, post, kept copies (PL IV)."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor, Forbidden, require
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.files.services import log_access, open_file
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome, new_token

from ..choices import Channel, Part, Verb
from ..forms import office as forms
from ..models import IncomingDocument, KeptCopyUse, PaperReceipt
from ..queries import incoming as incoming_queries
from ..queries import office as queries
from ..services import office, report_files
from .outgoing import get as get_outgoing
from .outgoing import url_of


def _who(request: HttpRequest) -> tuple[Actor, dt.datetime]:
    return request.actor, request.at  # type: ignore[attr-defined]


def _incoming(request: HttpRequest, pk: int) -> IncomingDocument:
    try:
        return incoming_queries.get_incoming(request.actor, pk)  # type: ignore[attr-defined]
    except incoming_queries.NotSeen as error:
        raise Http404 from error


def panel_of(document: IncomingDocument, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """What the page of an incoming paper shows of its paper original: who has it, who may take it."""
    has_paper = document.channel != Channel.EXCHANGE or document.paper_copy_follows
    rows = list(
        document.paper_receipts.select_related("person", "unit", "handed_by").order_by("pk")
    )
    waits = any(row.signed_at is None for row in rows)
    hands = (
        has_paper
        and not waits
        and document.entry_id is not None
        and actor.may(Verb.RECEIVE)
        and document.agency_id == actor.agency_id
    )
    form = forms.HandPaperForm(actor=actor, on=timezone.localdate(at)) if hands else None
    return {
        "rows": rows,
        "form": form,
        "mine": [r for r in rows if r.signed_at is None and r.person_id == actor.person_id],
        "stamp": document.file_id is not None and document.arrival_number is not None,
    }


@require_POST
def hand(request: HttpRequest, pk: int) -> HttpResponse:
    """Văn thư hands the paper original to somebody."""
    document = _incoming(request, pk)
    actor, at = _who(request)
    back = reverse("documents:incoming_one", args=[pk])

    def act() -> Outcome:
        form = forms.HandPaperForm(request.POST, actor=actor, on=timezone.localdate(at))
        if not form.is_valid():
            raise office.OfficeRefused(_("Hãy chọn người nhận bản giấy."))
        office.hand_paper(
            document=document, person_id=int(form.cleaned_data["person"]),
            note=form.cleaned_data["note"], by=actor, at=at,
        )  # fmt: skip
        return Outcome(back, _("Đã giao bản giấy; người nhận tự ký nhận."))

    return perform(request, purpose=f"documents.hand_paper.{pk}", act=act, back=back)


@require_POST
def sign_for(request: HttpRequest, pk: int) -> HttpResponse:
    """The receiver signs for the paper original in his own name."""
    actor, at = _who(request)
    rows = limit(PaperReceipt.objects.select_related("document"), actor)
    receipt = get_object_or_404(rows, pk=pk)
    back = reverse("documents:incoming_one", args=[receipt.document_id])

    def act() -> Outcome:
        office.sign_for_paper(receipt=receipt, by=actor, at=at)
        return Outcome(back, _("Đã ký nhận bản giấy."))

    return perform(request, purpose=f"documents.sign_paper.{pk}", act=act, back=back)


@require_GET
def stamped(request: HttpRequest, pk: int) -> HttpResponse:
    """A print with the stamp ĐẾN laid over page one; the file itself is never written into (Đ22)."""
    document = _incoming(request, pk)
    actor, at = _who(request)
    entry = document.entry
    if document.file is None or document.arrival_number is None or entry is None:
        raise Http404
    stamp = papers.ArrivalStamp(  # of the office whose book has the number, whoever keeps it now
        agency=agencies.name_at(entry.agency_id, entry.on).name,
        number=document.arrival_number,
        on=entry.on,
        passed_to=str(document.lead_unit or ""),
    )
    with open_file(document.file) as stream:
        content = stream.read()
    if document.file.media_type != "application/pdf":
        raise Http404
    made = papers.stamp_print(content, stamp)
    log_access(kind="print", subject=document, by=actor, at=at, stored=document.file)
    response = HttpResponse(made, content_type="image/png")
    response["Content-Disposition"] = f'inline; filename="dau-den-{document.arrival_number}.png"'
    return response


@require_GET
def handling_slip(request: HttpRequest, pk: int) -> HttpResponse:
    """Phiếu giải quyết văn bản đến as it stands: what is not given yet is left for the pen (PL IV)."""
    document = _incoming(request, pk)
    _actor, at = _who(request)
    on = timezone.localdate(at)
    parts = list(
        document.assignments.filter(ended_at=None).select_related("unit", "person").order_by("pk")
    )
    last = document.instructions.select_related("leader").order_by("-at").first()
    slip = papers.HandlingSlip(
        agency=agencies.current_name(document.agency_id).name,
        place="",
        on=on,
        document=f"{document.type_name or _('Văn bản')} {document.reference}"
        f" {_('của')} {document.issuer_name}: {document.subject}",
        arrival=_("Số đến %d") % document.arrival_number if document.arrival_number else "",
        assignments=tuple(
            papers.Assignment(str(p.unit), p.part == Part.LEAD, _local(p.due_at))
            for p in parts
            if p.unit is not None and p.part != Part.INFORM
        ),
        leader=papers.Opinion(last.leader.name, last.text, timezone.localdate(last.at))
        if last is not None
        else None,
        persons=tuple(
            papers.Assignment(p.person.name, p.part == Part.LEAD, _local(p.due_at))
            for p in parts
            if p.person is not None
        ),
        proposal=papers.Opinion(str(document.lead_person or ""), document.handled_note)
        if document.handled_note and document.lead_person is not None
        else None,
    )
    paper = papers.render_slip(slip, at=at)
    response = HttpResponse(paper.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="phieu-giai-quyet-{pk}.pdf"'
    return response


def _local(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment is not None else None


@require_http_methods(["GET", "POST"])
def post_out(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper by post, and its kept copy: the lines that văn thư writes (PL IV, mẫu III and IV)."""
    document = get_outgoing(request, pk)
    actor, at = _who(request)
    require(actor, Verb.ISSUE)
    lends = request.method == "POST" and "user" in request.POST
    post = forms.PostForm(
        request.POST if request.method == "POST" and not lends else None,
        initial={"sent_on": timezone.localdate(at), "envelopes": 1},
    )
    lend = forms.LendForm(request.POST if lends else None, auto_id="lend_%s")
    chosen = lend if lends else post
    if request.method == "POST" and chosen.is_valid():
        values = chosen.cleaned_data

        def act() -> Outcome:
            if lends:
                office.lend_copy(document=document, by=actor, at=at, **values)
                return Outcome(request.path, _("Đã ghi sổ sử dụng bản lưu."))
            office.post_out(document=document, by=actor, at=at, **values)
            return Outcome(request.path, _("Đã ghi sổ gửi bưu điện."))

        return perform(
            request, purpose=f"documents.paper_out.{pk}.{lends}", act=act, back=request.path
        )
    context = {
        "title": _("Gửi bưu điện, bản lưu"),
        "document": document,
        "back": url_of(document),
        "post": post,
        "lend": lend,
        "postings": document.postings.order_by("-sent_on", "-pk"),
        "uses": document.copy_uses.order_by("-pk"),
        "once": new_token(),
    }
    return render(
        request, "documents/office_post.html", context, status=422 if chosen.errors else 200
    )


@require_POST
def copy_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The kept copy is back at văn thư."""
    actor, at = _who(request)
    use = get_object_or_404(limit(KeptCopyUse.objects.select_related("document"), actor), pk=pk)
    back = reverse("documents:paper_out", args=[use.document_id])

    def act() -> Outcome:
        office.return_copy(use=use, by=actor, at=at)
        return Outcome(back, _("Đã nhận lại bản lưu."))

    return perform(request, purpose=f"documents.copy_back.{pk}", act=act, back=back)


BOOKS = {"buu-dien": queries.postal_sheet, "ban-luu": queries.copies_sheet}


@require_GET
def book(request: HttpRequest, key: str) -> HttpResponse:
    """Sổ gửi bưu điện, Sổ sử dụng bản lưu of a year, on screen and as files."""
    if key not in BOOKS:
        raise Http404
    actor, at = _who(request)
    if not actor.may(Verb.READ_REGISTER):
        raise Forbidden(_("Chức vụ của bạn không xem được sổ này."), Verb.READ_REGISTER)
    today = timezone.localdate(at)
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today.year
    sheet = BOOKS[key](actor, max(year, 1900), agencies.current_name(actor.agency_id).name)
    name = request.GET.get("xuat", "")
    if name:
        if name not in report_files.FORMS:
            raise Http404
        make, kind = report_files.FORMS[name]
        response = HttpResponse(make(sheet, at), content_type=kind)
        how = "inline" if name == "pdf" else "attachment"
        response["Content-Disposition"] = f'{how}; filename="so-{key}-{year}.{name}"'
        return response
    context = {
        "title": sheet.title.capitalize(),
        "sheet": sheet,
        "rows": sheet.rows,
        "output": None,
        "form": None,
        "query": f"nam={year}",
    }
    template = "documents/report_print.html" if request.GET.get("in") else "documents/report.html"
    return render(request, template, context)
