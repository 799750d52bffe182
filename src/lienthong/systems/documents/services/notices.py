"""Notices of outgoing papers: who has something to do now is told, by the worker, from facts."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.axis.notify import api as notify
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.facts import subscribers
from lienthong.kernel.facts.subscribers import Event
from lienthong.kernel.worktime.rules import local_date

from ..choices import Decision, JointState, OutgoingState, Urgency
from ..models import JointIssuer, Opinion, OutgoingDocument, PaperOriginal
from ..policies import whose_turn
from . import joint_carrying, opinions

NAME = "documents.outgoing_notices"
ACTS = (
    "documents.assigned_to_draft",
    "documents.drafting_handed_on",
    "documents.submitted",
    "documents.content_checked",
    "documents.form_checked",
    "documents.approved",
    "documents.returned_to_drafter",
    "documents.signed",
    "documents.signed_partly",
    "documents.sealed",
    "documents.joint_passed",
    "documents.joint_signed",
    "documents.joint_sealed",
    "documents.joint_returned",
    "documents.joint_brought",
    "documents.issued",
    "documents.recalled",
    "documents.opinion_asked",
    "documents.opinion_given",
    "documents.original_asked",
    "documents.original_decided",
)


def subscribe_outgoing() -> None:
    """Let the worker read the acts on outgoing papers; called once in the app's `ready`."""
    subscribers.subscribe(NAME, handle, acts=ACTS)


def handle(event: Event) -> None:
    """Tell those whose turn it is; called again for the same act it tells nobody twice."""
    if event.subject_type == Opinion._meta.label_lower:
        _opinion_given(event)
        return
    if event.subject_type == JointIssuer._meta.label_lower:
        _joint_done(event)
        return
    if event.subject_type == PaperOriginal._meta.label_lower:
        _paper_original(event)
        return
    if event.subject_type != OutgoingDocument._meta.label_lower:
        return
    document = OutgoingDocument.objects.filter(pk=event.subject_id).first()
    if document is None:
        return
    if set(event.names) & _JOINT_TURNS:
        joint_carrying.pass_on(document_id=document.pk, at=event.at)
    if "documents.opinion_asked" in event.names:
        opinions.share_with_asked(document_id=document.pk, at=event.at)
        _opinions_asked(document, event)
        return
    # The checks are told after the last of them is done: each finds the paper ready to be signed.
    ready = document.state == OutgoingState.APPROVED and bool(set(event.names) & _CHECKED)
    key = f"sign-{document.current_version_id}" if ready else ""
    for people, text in _turns(document, event):
        _tell(people, text, _url(document), document.agency_id, event, document.urgency, key=key)


def _turns(document: OutgoingDocument, event: Event) -> list[tuple[list[int], str]]:
    """Whom the state of the paper calls now, with one sentence each."""
    named = {"subject": document.subject}
    names = set(event.names)
    on = local_date(event.at)
    if "documents.returned_to_drafter" in names:
        text = _("Bản thảo bị trả lại: %(subject)s") % named
        return [([*_unit_heads(document, on), document.drafter_id], text)]
    if names & {"documents.assigned_to_draft", "documents.drafting_handed_on"}:
        return [([document.drafter_id], _("Được giao soạn thảo: %(subject)s") % named)]
    if "documents.submitted" in names:
        text = _("Chờ kiểm tra: %(subject)s") % named
        return [([*_unit_heads(document, on), *_clerks(document, on)], text)]
    if document.state == OutgoingState.APPROVED and names & _CHECKED:
        return [(_only(document.signatory_id), _("Chờ ký: %(subject)s") % named)]
    if "documents.signed_partly" in names:
        return [(_only(whose_turn(document)), _("Chờ ký: %(subject)s") % named)]
    if "documents.signed" in names:
        return [(_clerks(document, on), _("Chờ cấp số, phát hành: %(subject)s") % named)]
    if "documents.issued" in names:
        text = _("Đã phát hành %(reference)s: %(subject)s") % (
            named | {"reference": document.reference}
        )
        return [([document.drafter_id, *_inside(document, on)], text)]
    return []


def _inside(document: OutgoingDocument, on: dt.date) -> list[int]:
    """The heads of the units that an internal paper goes to."""
    if not document.internal:
        return []
    return [
        holder.person_id
        for unit in document.receipts.values_list("unit_id", flat=True)
        for holder in agencies.holders(
            on, agency_ids=[document.agency_id], kinds=("unit_head",), unit_id=unit
        )
    ]


# After these the paper may go to a co-issuing agency, or on to the next one.
_JOINT_TURNS = {"documents.signed_partly", "documents.sealed", "documents.joint_brought"}


def _joint_done(event: Event) -> None:
    """A co-issuer has the paper now, or has done his part: it is told, or brought to the lead."""
    part = JointIssuer.objects.filter(pk=event.subject_id).first()
    if part is None:
        return
    if "documents.joint_passed" not in event.names:
        joint_carrying.bring_back(part_id=part.pk, at=event.at)
        return
    if part.state not in {JointState.ASKED, JointState.TO_SEAL}:
        joint_carrying.pass_on(document_id=part.document_id, at=event.at)
        return
    named = {"subject": part.subject}
    if part.state == JointState.ASKED:
        people, text = [part.person_id], _("Chờ ký văn bản liên tịch: %(subject)s") % named
    else:
        held = agencies.clerks_of(part.issuer_id, local_date(event.at))
        people = [holder.person_id for holder in held]
        text = _("Chờ ký số cơ quan trên văn bản liên tịch: %(subject)s") % named
    url = reverse("documents:joint_one", args=[part.pk])
    _tell(people, text, url, part.issuer_id, event, Urgency.NORMAL, f"-{part.pk}")


_CHECKED = {"documents.content_checked", "documents.form_checked", "documents.approved"}


def _only(person_id: int | None) -> list[int]:
    return [] if person_id is None else [person_id]


def _unit_heads(document: OutgoingDocument, on: dt.date) -> list[int]:
    if document.unit_id is None:
        return []
    held = agencies.holders(
        on, agency_ids=[document.agency_id], kinds=("unit_head",), unit_id=document.unit_id
    )
    return [holder.person_id for holder in held]


def _clerks(document: OutgoingDocument, on: dt.date) -> list[int]:
    return [holder.person_id for holder in agencies.clerks_of(document.agency_id, on)]


def _opinions_asked(document: OutgoingDocument, event: Event) -> None:
    on = local_date(event.at)
    for opinion in document.opinions.filter(answered_at=None).order_by("pk"):
        kinds = ("unit_head",) if opinion.asked_unit_id else ("head", "chief_of_office")
        held = agencies.holders(
            on, agency_ids=[opinion.asked_agency_id], kinds=kinds, unit_id=opinion.asked_unit_id
        )
        people = _only(opinion.asked_person_id) or [holder.person_id for holder in held]
        text = _("Được lấy ý kiến về: %(subject)s") % {"subject": opinion.subject}
        url = reverse("documents:opinion_one", args=[opinion.pk])
        _tell(people, text, url, opinion.asked_agency_id, event, Urgency.NORMAL, f"-{opinion.pk}")


def _opinion_given(event: Event) -> None:
    opinion = Opinion.objects.filter(pk=event.subject_id).select_related("document").first()
    if opinion is None or opinion.answered_at is None:
        return
    text = _("Đã có ý kiến về: %(subject)s") % {"subject": opinion.subject}
    url = reverse("documents:opinion_one", args=[opinion.pk])
    _tell([opinion.document.drafter_id], text, url, opinion.agency_id, event, Urgency.NORMAL)


def _paper_original(event: Event) -> None:
    """A paper original is asked for, or was agreed to or not (X4)."""
    row = PaperOriginal.objects.filter(pk=event.subject_id).select_related("document").first()
    if row is None:
        return
    document, named = row.document, {"subject": row.document.subject}
    if "documents.original_asked" in event.names:
        if row.decision != Decision.WAITING:
            return  # decided before the worker came to it
        people = _deciding_originals(document, local_date(event.at))
        text = _("Chờ quyết định bản gốc giấy: %(subject)s") % named
    else:
        people = [row.asked_by_id]
        said = {
            Decision.APPROVED: _("Đồng ý dùng bản gốc giấy: %(subject)s"),
            Decision.REFUSED: _("Không đồng ý dùng bản gốc giấy: %(subject)s"),
        }.get(Decision(row.decision))
        if said is None:
            return
        text = said % named
    url = reverse("documents:paper_original", args=[document.pk])
    _tell(people, text, url, document.agency_id, event, document.urgency)


def _deciding_originals(document: OutgoingDocument, on: dt.date) -> list[int]:
    """The chief of office; the head where nobody holds that post."""
    for kind in ("chief_of_office", "head"):
        held = agencies.holders(on, agency_ids=[document.agency_id], kinds=(kind,))
        if held:
            return [holder.person_id for holder in held]
    return []


def _url(document: OutgoingDocument) -> str:
    return reverse("documents:outgoing_one", args=[document.pk])


def _tell(
    people: Iterable[int],
    text: str,
    url: str,
    agency_id: int,
    event: Event,
    urgency: str,
    more: str = "",
    key: str = "",
) -> None:
    notify.tell(
        people=people,
        agency_id=agency_id,
        kind=event.act,
        text=text,
        url=url,
        key=f"{NAME}-{key or event.id}{more}",
        at=event.at,
        urgent=urgency != Urgency.NORMAL,
    )
