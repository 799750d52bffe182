"""Prints that go with an outgoing document: Phiếu trình, and the paper copy (sao y)."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.language import official
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome

from ..choices import CheckOutcome
from ..models import OutgoingDocument
from ..services import copies
from .outgoing import get, type_name, url_of


@require_GET
def submission_slip(request: HttpRequest, pk: int) -> HttpResponse:
    """Phiếu trình of a draft as a PDF for printing, with the opinions and checks made so far."""
    document = get(request, pk)
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    paper = papers.render_slip(slip_of(document, timezone.localdate(at)), at=at)
    response = HttpResponse(paper.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="phieu-trinh-{pk}.pdf"'
    return response


@official
def slip_of(document: OutgoingDocument, on: dt.date) -> papers.SubmissionSlip:
    """The slip of a document as it stands: what is asked, who said what, who is silent."""
    named = agencies.names_of([document.agency_id], on).get(
        document.agency_id
    ) or agencies.current_name(document.agency_id)
    post = document.signatory_post
    given, silent = _opinions(document)
    kind = type_name(document.type_code)
    head = agencies.holders(
        on, agency_ids=[document.agency_id], kinds=("unit_head",), unit_id=document.unit_id
    )
    return papers.SubmissionSlip(
        agency=document.unit.name if document.unit is not None else named.name,
        parent=named.name if document.unit is not None else "",
        place=document.place,
        on=on,
        to=post.title if post is not None else named.name,
        subject=_("Ban hành %(kind)s: %(subject)s")
        % {"kind": kind.lower(), "subject": document.subject},
        summary=tuple(line for line in document.text.splitlines() if line.strip())[:6],
        proposal=_("Kính trình xem xét, ký ban hành."),
        coordination=given,
        silent=silent,
        attachments=_attachments(document, kind),
        drafter=document.drafter.name,
        unit_head=head[0].person_name if head else document.drafter.name,
        checks=_checks(document),
    )


def _opinions(
    document: OutgoingDocument,
) -> tuple[tuple[papers.Opinion, ...], tuple[str, ...]]:
    given: list[papers.Opinion] = []
    silent: list[str] = []
    rows = list(document.opinions.select_related("asked_unit").order_by("pk"))
    names = agencies.names_of({row.asked_agency_id for row in rows})
    for row in rows:
        who = row.asked_unit.name if row.asked_unit else names[row.asked_agency_id].short_name
        if row.answered_at is None:
            silent.append(who)
            continue
        words = row.answer or _("nhất trí")
        given.append(papers.Opinion(who, words, timezone.localdate(row.answered_at)))
    return tuple(given), tuple(silent)


def _attachments(document: OutgoingDocument, kind: str) -> tuple[str, ...]:
    listed = [_("Dự thảo %(kind)s") % {"kind": kind.lower()}]
    if document.answers_incoming is not None:
        listed.append(_("Văn bản đến %(ref)s") % {"ref": document.answers_incoming.reference})
    return tuple(listed)


def _checks(document: OutgoingDocument) -> tuple[papers.Opinion, ...]:
    rows = document.checks.filter(version_id=document.current_version_id).select_related("person")
    return tuple(
        papers.Opinion(
            by=row.person.name,
            text=": ".join(
                filter(None, [
                    str(row.get_kind_display()).lower(),
                    _("đạt") if row.outcome == CheckOutcome.PASSED else _("trả lại"),
                    row.note,
                ])
            ),
            on=timezone.localdate(row.at),
        )
        for row in rows.order_by("at")
    )  # fmt: skip


@require_POST
def paper_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A print with the block SAO Y and its number, to be signed and sealed by hand (Đ25)."""
    document = get(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]

    def act() -> Outcome:
        key = f"copy:{pk}:{request.POST.get('once', '')}"
        made = copies.make_paper_copy(document=document, key=key, by=actor, at=at)
        return Outcome(reverse("documents:download", args=[made.pk]))

    return perform(request, purpose=f"documents.copy.{pk}", act=act, back=url_of(document))
