"""Related papers as the screens show them, both ways; who answered what was asked; updates."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.queries.lives import family

from ..choices import LinkKind
from ..models import DocumentLink, IncomingDocument, OutgoingDocument
from ..policies import can_read_incoming, can_read_outgoing

Paper = IncomingDocument | OutgoingDocument
BACKWARD = {
    LinkKind.ANSWERS: gettext_lazy("Được trả lời bởi"),
    LinkKind.BASIS: gettext_lazy("Là căn cứ của"),
    LinkKind.CITES: gettext_lazy("Được viện dẫn trong"),
    LinkKind.IMPLEMENTS: gettext_lazy("Được triển khai bởi"),
    LinkKind.REPLACES: gettext_lazy("Bị thay thế bởi"),
    LinkKind.AMENDS: gettext_lazy("Được sửa đổi, bổ sung bởi"),
    LinkKind.CORRECTS: gettext_lazy("Được đính chính bởi"),
    LinkKind.RECALLS: gettext_lazy("Bị thu hồi bởi"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A related paper as one line: the relation in words, the paper, where it is, how it stands."""

    relation: str
    reference: str
    subject: str
    on: dt.date | None
    issuer: str
    url: str
    state: str
    link_id: int
    by_hand: bool


def lines_of(actor: Actor, paper: Paper) -> list[Line]:
    """The bonds of a paper both ways; a paper that one may not read is named without its subject."""
    outgoing = isinstance(paper, OutgoingDocument)
    here = Q(outgoing=paper) if outgoing else Q(incoming=paper)
    there = Q(to_outgoing=paper) if outgoing else Q(to_incoming=paper)
    rows = (
        limit(DocumentLink.objects.all(), actor)
        .filter(here | there)
        .select_related("outgoing", "incoming", "to_outgoing", "to_incoming")
        .order_by("pk")
    )
    return [_line(actor, link, paper) for link in rows]


def _line(actor: Actor, link: DocumentLink, paper: Paper) -> Line:
    forward = _starts_at(link, paper)
    other = link.to_outgoing or link.to_incoming if forward else link.outgoing or link.incoming
    kind = LinkKind(link.kind)
    relation = str(kind.label if forward else BACKWARD[kind])
    if other is None:
        return Line(
            relation, link.reference, "", link.reference_date, link.reference_issuer, "",
            _("không có ở cơ quan này"), link.pk, link.by_hand and forward,
        )  # fmt: skip
    seen = _readable(actor, other)
    if isinstance(other, OutgoingDocument):
        name, on, issuer = "documents:outgoing_one", other.issue_date, ""
    else:
        name, on, issuer = "documents:incoming_one", other.issued_on, other.issuer_name
    return Line(
        relation,
        other.reference or (other.notation if seen else _("(chưa có số)")),
        other.subject if seen else _("(bạn không được xem văn bản này)"),
        on,
        issuer,
        reverse(name, args=[other.pk]) if seen else "",
        _("Đã hủy theo %s") % other.destroyed_by
        if other.destroyed_at is not None
        else str(other.get_state_display()),
        link.pk,
        link.by_hand and forward,
    )


def _starts_at(link: DocumentLink, paper: Paper) -> bool:
    if isinstance(paper, OutgoingDocument):
        return link.outgoing_id == paper.pk
    return link.incoming_id == paper.pk


def _readable(actor: Actor, paper: Paper) -> bool:
    if isinstance(paper, OutgoingDocument):
        return can_read_outgoing(actor, paper)
    return can_read_incoming(actor, paper)


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """What one receiver answered, or that it has not, by the deadline of the paper."""

    receiver: str
    reference: str
    on: dt.date | None
    url: str
    answered: bool
    late: bool
    phone: str


def replies_to(actor: Actor, document: OutgoingDocument, at: dt.datetime) -> list[ReplyRow]:
    """For each receiver of an issued paper its reply by ResponseFor, those without one first.

    A reply of an agency that took a receiver's place counts for it.
    """
    if document.package is None:
        return []
    came: dict[int, IncomingDocument] = {}
    links = limit(DocumentLink.objects.all(), actor).filter(
        to_outgoing=document, kind=LinkKind.ANSWERS, incoming__isnull=False
    )
    for link in links.select_related("incoming").order_by("-pk"):
        reply = link.incoming
        if reply is not None and reply.issuer_id is not None and reply.state != "returned":
            came |= dict.fromkeys(family(reply.issuer_id), reply)
    sent = exchange.list_deliveries(actor, document.package).filter(
        sender_id=document.agency_id, current=True
    )
    ids = list(sent.exclude(status__in=["02", "15"]).values_list("receiver_id", flat=True))
    names = agencies.names_of(ids)
    phones = _phones(ids, timezone.localdate(at))
    today, due = timezone.localdate(at), document.reply_deadline
    rows = []
    for pk in ids:
        found = came.get(pk)
        on = timezone.localdate(found.arrived_at) if found else None
        rows.append(
            ReplyRow(
                names[pk].short_name,
                found.reference if found else "",
                on,
                reverse("documents:incoming_one", args=[found.pk]) if found else "",
                found is not None,
                due is not None and (on or today) > due,
                phones.get(pk, ""),
            )
        )
    return sorted(rows, key=lambda row: (row.answered, not row.late, row.receiver))


def _phones(ids: list[int], on: dt.date) -> dict[int, str]:
    from .outgoing_deliveries import phones_of

    return phones_of(set(ids), on)
